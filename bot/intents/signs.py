"""The steps from words to signs, in their order: each finds one kind of thing and leaves the rest to the next."""

from bot.intents import titles
from bot.intents.dates import with_dates
from bot.intents.free_words import taken_words
from bot.intents.items import with_codes, with_items, with_weekends
from bot.intents.line import Line
from bot.intents.model import Hearing
from bot.intents.people import with_people, with_roles
from bot.intents.ranking import matches
from bot.intents.references import with_references
from bot.intents.subjects import AREAS
from bot.intents.times import with_times


def with_signs(line: Line, hearing: Hearing) -> Line:
    """The line with all but title words found."""
    line = with_weekends(with_items(with_codes(line)))
    line = with_people(with_roles(line))
    line = with_dates(with_times(line), hearing.today)
    return with_references(line, hearing)


def with_areas(line: Line) -> Line:
    for source, area in AREAS:
        for hit in reversed(list(line.find_all(source))):
            line = line.signed(hit.first, hit.last, "AREA", area)
    return line


def with_title(line: Line, hearing: Hearing) -> Line:
    """The line with the task it names by title words as TITLE.

    A few words that also say what is wanted (`thông báo`, `kiểm tra`) stay what they say; many are a title.
    """
    if "TASK" in line.norm:
        return line
    listed = titles.from_list(line, hearing.tasks)
    headed = titles.from_head(line)
    if listed and headed and not titles.covers(line, listed, headed):
        listed = None
    found = listed or headed
    if not found:
        return line
    first, last, title = found
    if title.whole and title.strong:
        return line.signed(first, last, "TITLE", title)
    said = _said_by_best(line, hearing.role, 70 if title.strong and listed else 45)
    if said.isdisjoint(range(first, first + 2 if title.strong else last)):
        return line.signed(first, last, "TITLE", title)
    rest = titles.from_list(line, hearing.tasks, without=said) if listed else None
    return line.signed(rest[0], rest[1], "TITLE", rest[2]) if rest else line


def _said_by_best(line: Line, role: str, least: int) -> set[int]:
    """The words that the strongest rule goes by."""
    best = next(iter(matches(line, role)), None)
    return taken_words(line, [best]) if best and best.rule.weight >= least else set()
