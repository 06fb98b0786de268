"""The steps from words to signs, in their order: each finds one kind of thing and leaves the rest to the next."""

from collections.abc import Iterable

from bot.intents import headed_titles, titles
from bot.intents.dates import with_dates
from bot.intents.free_words import taken_words
from bot.intents.items import with_codes, with_items, with_weekends
from bot.intents.line import Line
from bot.intents.model import Hearing, Intent
from bot.intents.people import with_people, with_roles
from bot.intents.ranking import Match, matches
from bot.intents.references import with_references
from bot.intents.subjects import AREAS
from bot.intents.times import with_times
from bot.intents.title_parts import Title


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
    """The line with the tasks it names by title words as TITLE.

    A few words that also say what is wanted (`thông báo`, `kiểm tra`) stay what they say; many are a title.
    """
    if "TASK" in line.norm:
        return _with_title_beside(line, hearing)
    if several := titles.joined(line, hearing.tasks):
        return _signed(line, several)
    listed = titles.from_list(line, hearing.tasks)
    headed = headed_titles.from_head(line)
    if listed and headed and not headed_titles.covers(line, listed, headed):
        listed = None
    found = listed or headed
    if not found:
        return line
    first, last, title = found
    signed = _signed(line, [found])
    if title.whole and title.strong:
        return signed
    best = _best(line, hearing.role)
    said = _said_by(line, best, 70 if title.strong and listed else 45)
    if said.isdisjoint(range(first, first + 2 if title.strong else last)) or _says_so_too(signed, best):
        return signed
    rest = titles.from_list(line, hearing.tasks, without=said) if listed else None
    return _signed(line, [rest]) if rest else line


def _with_title_beside(line: Line, hearing: Hearing) -> Line:
    """`xong 12 và báo cáo quý`: a number, and beside it a title of another task."""
    found = titles.from_list(line, hearing.tasks) if hearing.tasks and line.has(_BESIDE) else None
    if found is None or len(found[2].fits) != 1 or found[2].fits[0] in line.values("TASK"):
        return line
    signed = _signed(line, [found])
    return signed if signed.has("(TASK (và|với|cùng) TITLE|TITLE (và|với|cùng) TASK)") else line


def _signed(line: Line, found: Iterable[tuple[int, int, Title]]) -> Line:
    for first, last, title in sorted(found, key=lambda one: one[0], reverse=True):
        line = line.signed(headed_titles.begin(line, first), last, "TITLE", title)
    return line


_BESIDE = "(TASK (và|với|cùng)|(và|với|cùng) TASK)"
_PLAIN_ORDER = 50
_ORDERS = frozenset(
    {
        Intent.MARK_DONE,
        Intent.UNDO_DONE,
        Intent.ATTACH_PROOF,
        Intent.REQUEST_EXTENSION,
        Intent.APPROVE_EXTENSION,
        Intent.REJECT_EXTENSION,
        Intent.RETURN_TASK,
        Intent.NUDGE,
        Intent.SHOW_TASK,
        Intent.SNOOZE,
    }
)


def _best(line: Line, role: str) -> Match | None:
    return next(iter(matches(line, role)), None)


def _said_by(line: Line, best: Match | None, least: int) -> set[int]:
    """The words that the strongest rule goes by."""
    return taken_words(line, [best]) if best and best.rule.weight >= least else set()


def _says_so_too(signed: Line, best: Match | None) -> bool:
    """Whether the line orders the same when the words of the title are read as no more than a title."""
    after = _best(signed, "")
    if best is None or after is None or best.intent not in _ORDERS:
        return False
    return after.intent == best.intent and after.rule.weight >= _PLAIN_ORDER
