"""The leader's side: the digest on demand, one person's work, what waits for a decision."""

import re
from collections.abc import Mapping

from bot import access
from bot.actions.refusal import Refusal
from bot.gathering import MorningOf
from bot.gathering_digests import names_of
from bot.handlers import Handler, Turn, leading, lists
from bot.handlers.figures import report_status
from bot.intents.model import Intent
from bot.replies import reports as say
from bot.replies.decisions import extension_asked, with_post
from bot.replies.lines import is_overdue, name_of
from locales.folding import fold
from scheduler.messages import Message
from storage.people import people_by_id, posts_of
from storage.reports import pending_extensions
from storage.rows import id_of
from storage.tables import Assignment, AssignmentState, Extension, Person
from storage.tasks import assignments_by_id, unfinished_of, waiting_for_acceptance, with_pending_extension


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
    late = [] if turn.slots.get("status") == "open" else [row for row in rows if is_overdue(row, now=turn.now)]
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
    posts = [post.title for post in posts_of(turn.session, [asker]).get(asker, [])]
    return extension_asked(extension, row, asker=with_post(name, posts), now=turn.now, calendar=turn.calendar)


HANDLERS: Mapping[Intent, Handler] = {
    Intent.SHOW_PERSON: show_person,
    Intent.WAITING_DECISIONS: waiting_decisions,
    Intent.DIGEST: latest_digest,
    # Over that of lists, which knows nothing of decisions.
    Intent.LIST_TASKS: list_tasks,
}
