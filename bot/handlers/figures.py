"""Figures: how far the office is, who has what, one person's or one section's share, and the table to take away."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date

from bot import access
from bot.actions.refusal import Refusal
from bot.handlers import Handler, Turn, leading, lists
from bot.handlers.notices import for_focal
from bot.handlers.tables import progress
from bot.intents.model import Intent, Reading
from bot.replies import reports as say
from bot.replies.lines import days_since, name_of, names_among
from bot.replies.periods import period_words
from locales import text
from locales.folding import fold
from scheduler.digests import Counts
from scheduler.messages import Message
from storage import selection
from storage.people import named_like, people_by_id, unit_of
from storage.rows import id_of
from storage.selection import Figures, Where
from storage.tables import Person
from storage.tasks import plans_of

_FIGURES = ("overdue", "open", "done")  # the states of which one figure, or names, can be asked


def report_status(turn: Turn) -> Message | None:
    """Figures: the four counts of a period, one of them, or who has what."""
    turn = _own_unit(turn)
    _within_reach(turn)
    if turn.slots.get("export"):
        return export_report(turn)
    asked = turn.slots.get("ask")
    asked = asked if isinstance(asked, list) else [asked]
    if "who" in asked:
        return _who(turn)
    status = _status(turn)
    if "count" in asked and status and not turn.speaker.oversees:
        return _own_count(turn)
    if "count" in asked and status:
        return _how_many(turn, status)
    return _summary(turn)


def _how_many(turn: Turn, status: str) -> Message:
    rows = _figures(turn, _chosen(turn))
    named = turn.slots.keys() & {"person", "role"}
    people = _people_meant(turn) if named else ()
    return say.how_many(
        sum(_in_state(one, status) for one in rows),
        status=status,
        total=_counts(rows).total,
        whole=_whole(turn),
        people=[(id_of(person), name_of(person, people)) for person in people],
    )


def _own_count(turn: Turn) -> Message | None:
    """`còn mấy việc`: one's own are counted and shown at once."""
    return lists.list_tasks(replace(turn, reading=Reading(Intent.LIST_TASKS, {**turn.without("ask").slots})))


def _whole(turn: Turn) -> bool:
    """Whether the office's figures are meant, not one's own or a few persons'."""
    named = turn.slots.keys() & {"person", "role"}
    return turn.speaker.oversees and not named and turn.slots.get("scope") != "mine"


def _within_reach(turn: Turn) -> None:
    """An official sees their own figures; another unit is not found, the office's are followed by others."""
    if turn.speaker.oversees:
        return
    slots, asked = turn.slots, turn.slots.get("ask")
    others = slots.get("scope") == "unit" or slots.keys() & {"person", "role", "export"}
    if not others and "who" not in (asked if isinstance(asked, list) else [asked]):
        return
    if not _is_own(turn, slots.get("words", "")) or not _of_this_office(turn):
        raise Refusal("tasks.unit_not_found", buttons=(access.my_tasks_button(),))
    raise for_focal(turn, "report.for_leaders")


def _is_own(turn: Turn, name: object) -> bool:
    """Whether these words are, as far as they go, the name of the speaker's office."""
    words, own = fold(str(name)), fold(unit_of(turn.session, turn.speaker.office_id).name)
    return not words or f" {words} " in f" {own} "


def _named(turn: Turn) -> list[str]:
    named = turn.slots.get("person", [])
    return [str(one) for one in named] if isinstance(named, list) else [str(named)]


def _of_this_office(turn: Turn) -> bool:
    everybody = access.colleagues(turn.session, turn.speaker, now=turn.now)
    return all(named_like(everybody, name) for name in _named(turn))


_UNITS = ("xa", "phuong", "thi tran", "so", "phong", "huyen", "tinh")


def _is_unit(turn: Turn, name: str) -> bool:
    """`xã Tân Bình`: no person's name."""
    words = f" {fold(turn.incoming.text)} "
    return any(f" {unit} {fold(name)} " in words for unit in _UNITS)


def _own_unit(turn: Turn) -> Turn:
    """`ai trễ ở xã Quang Khải`: the name of one's own office, where nobody there is called so, is no person's."""
    names = _named(turn)
    if not names or _of_this_office(turn):
        return turn
    if not all(_is_own(turn, name) for name in names):
        if turn.speaker.oversees and any(_is_unit(turn, name) for name in names):
            raise Refusal("tasks.unit_not_found", buttons=(access.my_tasks_button(),))
        return turn
    return turn.without("person").with_slots(scope="unit")


def _period(turn: Turn) -> tuple[date, date]:
    """The days that were named; else this calendar year (promise 4)."""
    when = turn.slots.get("when")
    if not when:
        return date(turn.today.year, 1, 1), date(turn.today.year, 12, 31)
    first, _, last = str(when).partition("..")
    return date.fromisoformat(first), date.fromisoformat(last or first)


def _chosen(turn: Turn) -> list[Where]:
    """What the question is about: due in its period, of the persons, the section and the words that were named."""
    return _theirs(turn, selection.due_in(*_period(turn)))


def _theirs(turn: Turn, due: Where) -> list[Where]:
    where = [selection.in_office(turn.speaker.office_id), selection.counted(), due]
    if not turn.speaker.oversees or turn.slots.get("scope") == "mine":
        where.append(selection.held_by([turn.speaker.id]))
    elif turn.slots.keys() & {"person", "role"}:
        where.append(selection.held_by([id_of(person) for person in _people_meant(turn)]))
    return where if _names_a_plan(turn) else [*where, *lists.about(turn, *where)]


def _people_meant(turn: Turn) -> Collection[Person]:
    """A role beside a name says which Lan, not Lan and everybody of that post."""
    return leading.people_meant(turn.without("role") if "person" in turn.slots else turn) or []


def _names_a_plan(turn: Turn) -> bool:
    """`tình hình thực hiện KH CCHC`: the words are those of the office's plan, so nothing is left out."""
    words = set(fold(str(turn.slots.get("words", ""))).split()) - {"kh", "ke", "hoach"}
    titles = [f"{plan.title} {plan.short_title}" for plan in plans_of(turn.session, turn.speaker.office_id)]
    return bool(words) and len(titles) == 1 and words <= set(fold(titles[0]).split())


def _figures(turn: Turn, where: Iterable[Where]) -> list[Figures]:
    return selection.figures(turn.session, *where, at=turn.now)


def _status(turn: Turn) -> str:
    status = turn.slots.get("status")
    states = status if isinstance(status, list) else [status]
    return next((state for state in _FIGURES if state in states), "")


def _in_state(figures: Figures, status: str) -> int:
    counts = {
        "done": figures.on_time + figures.late,
        "open": figures.in_term + figures.overdue,
        "overdue": figures.overdue,
    }
    return counts[status]


def _who(turn: Turn) -> Message:
    status = _status(turn) or "overdue"
    # What is overdue from the years before is named with the rest where no period was asked for.
    all_years = status == "overdue" and _whole(turn) and not turn.slots.keys() & {"when", "area", "words"}
    due = selection.due_in(date.min, _period(turn)[1]) if all_years else selection.due_in(*_period(turn))
    found = [*_theirs(turn, due), *([selection.unfinished()] if status != "done" else [])]
    theirs = {one.person_id or 0: one for one in _figures(turn, found) if _in_state(one, status)}
    unmatched = _in_state(theirs.pop(0), status) if 0 in theirs else 0
    names, days = _names(turn, theirs), _days(turn, theirs) if status == "overdue" else {}
    shares = [say.Share(names[at], _in_state(one, status), days.get(at, 0)) for at, one in theirs.items()]
    return say.who(sorted(shares, key=lambda one: (-one.days, -one.count)), status=status, unmatched=unmatched)


def _names(turn: Turn, person_ids: Iterable[int]) -> Mapping[int, str]:
    people = people_by_id(turn.session, person_ids).values()
    return names_among(people, people)


def _days(turn: Turn, theirs: Mapping[int, Figures]) -> dict[int, int]:
    """Working days past the oldest of each person's."""
    oldest = {at: one.oldest for at, one in theirs.items() if one.oldest is not None}
    days = days_since(oldest.values(), turn.now, calendar=turn.calendar)
    return {at: days[moment] for at, moment in oldest.items()}


def _counts(figures: Iterable[Figures]) -> Counts:
    rows = list(figures)
    return Counts(
        on_time=sum(one.on_time for one in rows),
        late=sum(one.late for one in rows),
        in_term=sum(one.in_term for one in rows),
        overdue=sum(one.overdue for one in rows),
    )


def _summary(turn: Turn) -> Message:
    where = _chosen(turn)
    return say.summary(
        _counts(_figures(turn, where)),
        waiting=selection.waiting(turn.session, *where),
        period=period_words(*_period(turn), today=turn.today),
        subject=_subject(turn),
        whole=_whole(turn),
    )


def _subject(turn: Turn) -> str:
    if not turn.speaker.oversees or turn.slots.get("scope") == "mine":
        return turn.view.say("report.own")
    if turn.slots.keys() & {"person", "role"}:
        people = _people_meant(turn)
        return ", ".join(name_of(person, people) for person in people)
    words = turn.slots.get("words")
    office = unit_of(turn.session, turn.speaker.office_id).name
    return text("report.words", words=words) if words else office


def _oversees(turn: Turn) -> None:
    if not turn.speaker.oversees:
        raise for_focal(turn, "report.for_leaders")


def person_report(turn: Turn) -> Message | None:
    """[Xem theo người]: everybody with something due this year, the most overdue first."""
    _oversees(turn)
    theirs = {one.person_id: _counts([one]) for one in _figures(turn, _chosen(turn)) if one.person_id}
    names = _names(turn, theirs)
    rows = [say.Row(one, names[one], own) for one, own in theirs.items()]
    rows.sort(key=lambda row: (-row.counts.overdue, -row.counts.in_term, row.name))
    return say.people(rows, period=period_words(*_period(turn), today=turn.today)) if rows else _summary(turn)


def export_report(turn: Turn) -> Message | None:
    """[Tải Excel]: the progress table of a period."""
    _oversees(turn)
    return progress(turn, _chosen(turn), period=period_words(*_period(turn), today=turn.today))


HANDLERS: Mapping[Intent, Handler] = {
    Intent.REPORT_STATUS: report_status,
    Intent.PERSON_REPORT: person_report,
    Intent.EXPORT_REPORT: export_report,
}
