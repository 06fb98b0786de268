"""The leader's side: figures, who is late, what waits for a decision, one person's work, the Excel table."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from bot import access
from bot.actions.refusal import Refusal
from bot.gathering import MorningOf, names_of
from bot.handlers import Handler, Turn, leading, lists
from bot.handlers.lists import about
from bot.handlers.notices import for_focal
from bot.handlers.tables import progress
from bot.intents.model import Intent, Reading
from bot.replies import reports as say
from bot.replies.decisions import extension_asked, with_post
from bot.replies.lines import days_late, name_of
from bot.replies.periods import period_words
from locales import text
from locales.folding import fold
from scheduler.digests import Standing, counts, standing
from scheduler.messages import Message
from storage.people import named_like, people_by_id, posts_of, unit_of
from storage.reports import digest_assignments, pending_extensions
from storage.rows import id_of
from storage.tables import Assignment, AssignmentState, Extension, Person
from storage.tasks import (
    assignments_by_id,
    due_between,
    plans_of,
    unfinished_of,
    waiting_for_acceptance,
    with_pending_extension,
)

_FIGURES = ("overdue", "open", "done")  # the states of which one figure, or names, can be asked


def report_status(turn: Turn) -> Message | None:
    """Figures: the four counts of a period, one of them, or who has what."""
    turn = _own_unit(turn)
    _within_reach(turn)
    if turn.slots.get("export"):
        return export_report(turn)
    rows, asked = _rows(turn), turn.slots.get("ask")
    asked = asked if isinstance(asked, list) else [asked]
    if "who" in asked:
        return _who(turn, rows)
    status = _status(turn)
    if "count" in asked and status and not turn.speaker.oversees:
        return _own_count(turn)
    if "count" in asked and status:
        return say.how_many(len(_in_state(turn, rows, status)), status=status, whole=_whole(turn))
    return _summary(turn, rows)


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


def _own_unit(turn: Turn) -> Turn:
    """`ai trễ ở xã Quang Khải`: the name of one's own office, where nobody there is called so, is no person's."""
    names = _named(turn)
    if not names or _of_this_office(turn) or not all(_is_own(turn, name) for name in names):
        return turn
    return turn.without("person").with_slots(scope="unit")


def _period(turn: Turn) -> tuple[date, date]:
    """The days that were named; else this calendar year (promise 4)."""
    when = turn.slots.get("when")
    if not when:
        return date(turn.today.year, 1, 1), date(turn.today.year, 12, 31)
    first, _, last = str(when).partition("..")
    return date.fromisoformat(first), date.fromisoformat(last or first)


def _rows(turn: Turn) -> list[Assignment]:
    """What the question is about: due in its period, of the persons, the section and the words that were named."""
    rows = due_between(turn.session, turn.speaker.office_id, *_period(turn))
    if not turn.speaker.oversees or turn.slots.get("scope") == "mine":
        rows = [row for row in rows if row.person_id == turn.speaker.id]
    elif turn.slots.keys() & {"person", "role"}:
        # A role beside a name says which Lan, not Lan and everybody of that post.
        named = turn.without("role") if "person" in turn.slots else turn
        rows = leading.whose(named, rows)
    return rows if _names_a_plan(turn) else about(turn, rows)


def _names_a_plan(turn: Turn) -> bool:
    """`tình hình thực hiện KH CCHC`: the words are those of the office's plan, so nothing is left out."""
    words = set(fold(str(turn.slots.get("words", ""))).split()) - {"kh", "ke", "hoach"}
    titles = [f"{plan.title} {plan.short_title}" for plan in plans_of(turn.session, turn.speaker.office_id)]
    return bool(words) and len(titles) == 1 and words <= set(fold(titles[0]).split())


def _status(turn: Turn) -> str:
    status = turn.slots.get("status")
    states = status if isinstance(status, list) else [status]
    return next((state for state in _FIGURES if state in states), "")


def _in_state(turn: Turn, rows: Sequence[Assignment], status: str) -> list[Assignment]:
    if status == "done":
        return [row for row in rows if row.state is AssignmentState.DONE]
    if status == "open":
        return [row for row in rows if row.state is not AssignmentState.DONE]
    return _overdue(turn, rows)


def _overdue(turn: Turn, rows: Sequence[Assignment]) -> list[Assignment]:
    return [row for row in rows if standing(row, at=turn.now) is Standing.OVERDUE]


def _earlier(turn: Turn) -> list[Assignment]:
    """What is overdue from the years before: named with the rest where no period was asked for."""
    rows = digest_assignments(turn.session, turn.speaker.office_id, today=turn.today)
    return _overdue(turn, [row for row in rows if row.due.year < turn.today.year])


def _who(turn: Turn, rows: Sequence[Assignment]) -> Message:
    status = _status(turn) or "overdue"
    if status == "overdue" and _whole(turn) and not turn.slots.keys() & {"when", "area", "words"}:
        rows = [*_earlier(turn), *rows]
    rows = _in_state(turn, rows, status)
    theirs: dict[int, list[Assignment]] = {}
    for row in rows:
        theirs.setdefault(row.person_id or 0, []).append(row)
    unmatched = len(theirs.pop(0, []))
    names = names_of(turn.session, theirs)
    shares = [say.Share(names[one], len(own), _days(turn, own, status)) for one, own in theirs.items()]
    return say.who(sorted(shares, key=lambda one: (-one.days, -one.count)), status=status, unmatched=unmatched)


def _days(turn: Turn, rows: Sequence[Assignment], status: str) -> int:
    """Working days past the oldest of these; 0 where it is not lateness that was asked about."""
    if status != "overdue":
        return 0
    return max(days_late(row, at=turn.now, calendar=turn.calendar) for row in rows)


def _summary(turn: Turn, rows: Sequence[Assignment]) -> Message:
    waiting = {id_of(row) for row in waiting_for_acceptance(turn.session, turn.speaker.office_id)}
    return say.summary(
        counts(rows, at=turn.now),
        waiting=sum(row.id in waiting for row in rows),
        period=period_words(*_period(turn), today=turn.today),
        subject=_subject(turn),
        whole=_whole(turn),
    )


def _subject(turn: Turn) -> str:
    if not turn.speaker.oversees or turn.slots.get("scope") == "mine":
        return turn.view.say("report.own")
    if turn.slots.keys() & {"person", "role"}:
        named = turn.without("role") if "person" in turn.slots else turn
        people = leading.people_meant(named) or []
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
    theirs: dict[int, list[Assignment]] = {}
    for row in _rows(turn):
        if row.person_id is not None:
            theirs.setdefault(row.person_id, []).append(row)
    names = names_of(turn.session, theirs)
    rows = [say.Row(one, names[one], counts(own, at=turn.now)) for one, own in theirs.items()]
    rows.sort(key=lambda row: (-row.counts.overdue, -row.counts.in_term, row.name))
    period = period_words(*_period(turn), today=turn.today)
    return say.people(rows, period=period) if rows else _summary(turn, [])


def latest_digest(turn: Turn) -> Message | None:
    """`bản tin`: what changed since the working day before; who leads nobody gets their own figures."""
    if not turn.speaker.leads:
        return report_status(turn)
    before = turn.calendar.add(turn.today, -1)
    who = turn.speaker.person
    return MorningOf(turn.session, who, turn.calendar, since=before, planned=turn.today, now=turn.now).digest()


def _colleague(turn: Turn) -> Person:
    person_id = turn.slots.get("person_id", 0)
    person = people_by_id(turn.session, [person_id]).get(person_id)
    if person is None or person.office_id != turn.speaker.office_id or not turn.speaker.oversees:
        raise Refusal("report.person_not_found")
    return person


def show_person(turn: Turn) -> Message | None:
    """[Xem Tuấn]: what is overdue, else what is open."""
    person = _colleague(turn)
    rows = unfinished_of(turn.session, id_of(person))
    late = [] if turn.slots.get("status") == "open" else _overdue(turn, rows)
    asked = with_pending_extension(turn.session, turn.speaker.office_id)
    silent = all(row.state is AssignmentState.OPEN and row.id not in asked for row in late)
    name = name_of(person, access.colleagues(turn.session, turn.speaker, now=turn.now))
    turn.dialogue.showed([row.number for row in (late or rows)[: say.MOST]])
    return say.person(
        turn.view, name, late or rows, person_id=id_of(person), overdue=bool(late), silent=bool(late) and silent
    )


def waiting_decisions(turn: Turn) -> Message | None:
    """What waits for a leader: requests for more time, then submissions; with a task, that request's card."""
    if not turn.speaker.leads:
        raise Refusal("report.wait.leaders_only", buttons=(say.mine_button(),))
    extensions = _waiting_extensions(turn)
    if "task" in turn.slots:
        extensions = [pair for pair in extensions if pair[1].number == turn.slots["task"]]
    submissions = [] if "task" in turn.slots else waiting_for_acceptance(turn.session, turn.speaker.office_id)
    if not extensions and not submissions:
        return Message(turn.view.say("report.wait.none"))
    shown = [row for _, row in extensions][: say.MOST] + submissions[: say.MOST]
    turn.dialogue.showed([row.number for row in shown])
    if len(extensions) == 1 and not submissions:
        return _request(turn, *extensions[0])
    people = {extension.person_id for extension, _ in extensions} | {r.person_id for r in submissions if r.person_id}
    return say.waiting(turn.view, extensions, submissions, names_of(turn.session, people))


_WAITING_FOR_ME = re.compile(r"\bcho (toi |minh )?(xac nhan|duyet|quyet dinh)\b")


def list_tasks(turn: Turn) -> Message | None:
    """`việc nào chờ tôi xác nhận` lists what waits for the leader, `xem việc của Tuấn` what Tuấn is late with; every
    other list is that of lists.py."""
    asked = turn.speaker.leads and not turn.incoming.tapped and _WAITING_FOR_ME.search(fold(turn.incoming.text))
    if asked:
        return waiting_decisions(turn.without("task"))
    if turn.speaker.oversees and turn.slots.keys() == {"person"}:
        people = leading.people_meant(turn) or []
        if len(people) == 1:
            return show_person(turn.with_slots(person_id=id_of(people[0])))
    return lists.list_tasks(turn)


def _waiting_extensions(turn: Turn) -> list[tuple[Extension, Assignment]]:
    pending = pending_extensions(turn.session, turn.speaker.office_id)
    rows = {row.id: row for row in assignments_by_id(turn.session, [one.assignment_id for one in pending])}
    return [(one, rows[one.assignment_id]) for one in pending if one.assignment_id in rows]


def _request(turn: Turn, extension: Extension, row: Assignment) -> Message:
    asker = extension.person_id
    name = names_of(turn.session, [asker])[asker]
    posts = posts_of(turn.session, [asker]).get(asker, [])
    return extension_asked(extension, row, asker=with_post(name, posts), now=turn.now, calendar=turn.calendar)


def export_report(turn: Turn) -> Message | None:
    """[Tải Excel]: the progress table of a period."""
    _oversees(turn)
    return progress(turn, _rows(turn), period=period_words(*_period(turn), today=turn.today))


HANDLERS: Mapping[Intent, Handler] = {
    Intent.REPORT_STATUS: report_status,
    Intent.PERSON_REPORT: person_report,
    Intent.SHOW_PERSON: show_person,
    Intent.WAITING_DECISIONS: waiting_decisions,
    Intent.EXPORT_REPORT: export_report,
    Intent.DIGEST: latest_digest,
    # Over that of lists, which knows nothing of decisions.
    Intent.LIST_TASKS: list_tasks,
}
