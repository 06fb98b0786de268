"""What leaders decide about tasks: confirmed, returned, urged."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, time

from bot import access
from bot.actions import tasks as actions
from bot.actions.proofs import demands
from bot.actions.refusal import Refusal
from bot.handlers import Handler, Turn
from bot.handlers.asking import ask_for, confirm
from bot.handlers.targets import Few, Found, find, office_open
from bot.intents.model import Intent, Reading
from bot.replies import decided as say
from bot.replies.asking import numbers_hint
from bot.replies.help import dropped
from bot.replies.lines import SOON, name_of, names_among
from locales import text
from locales.folding import fold
from scheduler.messages import Message
from storage.people import named_like, people_by_id, posts_of
from storage.rows import id_of
from storage.selection import (
    Brief,
    Where,
    among,
    briefs,
    due_in,
    finished,
    held_by,
    held_by_nobody,
    held_by_others,
    how_many,
    in_office,
    late,
    noted,
    numbered,
    reminds,
    unfinished,
)
from storage.tables import Assignment, AssignmentState, Person
from storage.tasks import waiting_for_acceptance

_ROLE_POSTS = {
    "ct": "chu tich",
    "pct": "pho chu tich",
    "vp_tk": "van phong",
    "tp_ht": "tu phap",
    "dc_xd": "dia chinh",
    "tc_kt": "tai chinh",
    "vh_xh": "van hoa",
    "noi_vu": "noi vu",
    "mot_cua": "mot cua",
}


def _list(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]


def people_meant(turn: Turn) -> list[Person] | None:
    """The persons that `person` and `role` name; None where neither is said. Raises Refusal for a stranger's name."""
    names, roles = turn.slots.get("person"), turn.slots.get("role")
    if names is None and roles is None:
        return None
    everybody = access.colleagues(turn.session, turn.speaker, now=turn.now)
    found: list[Person] = []
    for name in _list(names) if names is not None else []:
        like = named_like(everybody, name)
        if not like:
            raise Refusal("tasks.person_not_found", name=name, missing="person")
        found += like
    if roles is not None:
        found += _with_posts(turn, everybody, _list(roles))
    return list({id_of(person): person for person in found}.values())


def _with_posts(turn: Turn, people: Sequence[Person], roles: Sequence[str]) -> list[Person]:
    posts = posts_of(turn.session, [id_of(person) for person in people])
    wanted = [_ROLE_POSTS[role] for role in roles if role in _ROLE_POSTS]
    titles = {id_of(p): [post.title_folded for post in posts.get(id_of(p), [])] for p in people}
    return [p for p in people if any(_holds(title, want) for want in wanted for title in titles[id_of(p)])]


def _holds(title: str, want: str) -> bool:
    return want in title and not (want == "chu tich" and "pho chu tich" in title)


def whose(turn: Turn, rows: Sequence[Assignment]) -> list[Assignment]:
    """Those of these rows that belong to the persons who were named, if any were."""
    people = people_meant(turn)
    ids = None if people is None else {id_of(person) for person in people}
    return [row for row in rows if ids is None or row.person_id in ids]


def _theirs(turn: Turn) -> list[Where]:
    """What belongs to the persons who were named; everything of the office where nobody was."""
    people = people_meant(turn)
    here = in_office(turn.speaker.office_id)
    return [here] if people is None else [here, held_by([id_of(person) for person in people])]


def owner_name(turn: Turn, row: Assignment) -> str:
    """Who is responsible, as lists name them; the post as printed where nobody is."""
    people = people_by_id(turn.session, [row.person_id]) if row.person_id else {}
    person = people.get(row.person_id or 0)
    return name_of(person, access.colleagues(turn.session, turn.speaker, now=turn.now)) if person else row.post


def waiting_rows(turn: Turn) -> list[Assignment]:
    """Submissions that wait for a leader's confirmation, of the persons who were named."""
    return whose(turn, waiting_for_acceptance(turn.session, turn.speaker.office_id))


def _own_name(turn: Turn, row: Assignment) -> str | None:
    """The name of who is told; None where that is the leader, or nobody."""
    return owner_name(turn, row) if row.person_id and row.person_id != turn.speaker.id else None


def accept_rows(turn: Turn, found: Found) -> Message | None:
    """Confirm those of these that were handed in; None where none was."""
    ready = [r for r in found.rows if r.state is AssignmentState.DONE and r.accepted_at is None]
    asked = demands(turn.session, ready)
    rows = [row for row in ready if asked[id_of(row)].review]
    return _accept(turn, rows, by_words=found.by_words) if rows else None


def _accept(turn: Turn, rows: Sequence[Assignment], *, by_words: bool) -> Message:
    actions.decider(turn.speaker)
    turn = turn.with_slots(task=[row.number for row in rows])
    if by_words and not turn.confirmed:
        sentence = turn.view.say("decided.confirm_accept", number=rows[0].number, title=rows[0].title)
        hint = numbers_hint(text("decided.act.accept"), text("ask.act.drop"))
        return confirm(turn, sentence, yes=text("decided.button.accept"), no=text("ask.button.drop"), hint=hint)
    answers = []
    for row in rows:
        actions.accept_task(turn.session, turn.speaker, row, now=turn.now)
        answers.append(say.accepted(turn.view, row, _own_name(turn, row)))
        turn.dialogue.about(row.number)
    turn.dialogue.done = turn.reading
    turn.dialogue.undo = Reading(Intent.UNDO_DONE, {"task": [rows[-1].number], "answer": "accept"})
    return answers[0] if len(answers) == 1 else Message("\n".join(answer.text for answer in answers))


def accept_task(turn: Turn) -> Message | None:
    """`Xác nhận 15`; of what waits for its proof it is the leader's waiver."""
    actions.decider(turn.speaker)
    found = find(turn, turn.view.say("decided.accept_which"), candidates=waiting_rows)
    return found if isinstance(found, Message) else _accept(turn, found.rows, by_words=found.by_words)


def return_task(turn: Turn) -> Message | None:
    """`trả lại 15, thiếu phụ lục, thứ 4 nộp`: the reason, then the whole reading."""
    actions.decider(turn.speaker)
    found = find(turn, turn.view.say("decided.return_which"), candidates=waiting_rows)
    if isinstance(found, Message):
        return found
    row = found.rows[0]
    turn = turn.with_slots(task=[row.number])
    if row.state is not AssignmentState.DONE:
        raise Refusal("tasks.nothing_handed_in", number=row.number)
    if not turn.slots.get("reason"):
        return ask_for(turn, "reason", turn.view.say("decided.why_return", number=row.number))
    due = date.fromisoformat(turn.slots["date"]) if "date" in turn.slots else None
    if not turn.confirmed:
        question = turn.dialogue.ask(turn.reading)
        owner = owner_name(turn, row)
        return say.confirm_return(turn.view, row, owner=owner, reason=turn.slots["reason"], due=due, question=question)
    handed_in = say.handed_in_words(turn.view, row)
    actions.return_task(turn.session, turn.speaker, row, reason=turn.slots["reason"], due=due, now=turn.now)
    turn.dialogue.done = turn.reading
    return say.returned(turn.view, row, _own_name(turn, row), handed_in)


def edit_return(turn: Turn) -> Message | None:
    """`Sửa` under the reading of a return: its reason; a day may be named with it."""
    turn = turn.without("reason")
    return ask_for(turn, "reason", turn.view.say("decided.why_return", number=turn.slots["task"][0]))


_AFTER_NAME = re.compile(r"[,:;.]\s*(\S.*)$", re.DOTALL)
_FEWEST_WORDS = 3


def _note(turn: Turn) -> str:
    """What a leader adds to an urge: the words after the first comma or colon."""
    if turn.incoming.tapped or "note" in turn.slots:
        return str(turn.slots.get("note", ""))
    added = _AFTER_NAME.search(turn.incoming.text.strip())
    words = added[1].strip() if added else ""
    return words if len(fold(words).split()) >= _FEWEST_WORDS else ""


def nudge(turn: Turn) -> Message | None:
    """`đôn đốc Tuấn`: who is urged about what, with yes; whoever was urged today is left in peace."""
    if not turn.speaker.oversees:
        raise Refusal("tasks.leaders_nudge")
    where = _nudged(turn)
    if isinstance(where, Message):
        return where
    rows = briefs(turn.session, *where)
    if not rows:
        raise Refusal("decided.nobody_to_nudge")
    turn = turn.with_slots(task=[row.number for row in rows], note=_note(turn)).without("person", "role", "group")
    names = _names(turn, rows)
    if not turn.confirmed:
        return _confirm_nudge(turn, rows, names, where)
    urged = actions.nudge(turn.session, turn.speaker, rows, words=turn.slots["note"], now=turn.now)
    return say.nudged(turn.view, [names[person_id] for person_id in urged])


def edit_nudge(turn: Turn) -> Message | None:
    """No to an urge: other words for it; without words it is dropped."""
    if not turn.slots.get("note"):
        return dropped(turn.view)
    return ask_for(turn, "note", turn.view.say("decided.nudge_words"))


def _nudged(turn: Turn) -> list[Where] | Message:
    """What others are urged about: the tasks named, as far as they are the named persons'; else what is late of
    theirs, or nearly due where a person was named."""
    of_others = held_by_others(turn.speaker.id)
    if turn.confirmed:
        return [in_office(turn.speaker.office_id), numbered(turn.slots["task"]), ~finished(), of_others]
    if turn.slots.get("task") is not None:
        found = find(turn, turn.view.say("decided.nudge_which"), candidates=_unfinished)
        if isinstance(found, Message):
            return found
        if named := whose(turn, found.rows):
            return [among([id_of(row) for row in named]), ~finished(), of_others]
    theirs, urgent = [*_theirs(turn), unfinished()], [late(turn.now), reminds()]
    if turn.slots.keys() & {"person", "role"} and not how_many(turn.session, *theirs, *urgent, ~held_by_nobody()):
        urgent = [due_in(date.min, turn.calendar.add(turn.today, SOON))]
    return [*theirs, *urgent, of_others]


def _unfinished(turn: Turn) -> Few:
    return office_open(turn, *_theirs(turn))


def _names(turn: Turn, rows: Sequence[Brief]) -> dict[int, str]:
    everybody = access.colleagues(turn.session, turn.speaker, now=turn.now)
    ids = {row.person_id for row in rows}
    return names_among([person for person in everybody if person.id in ids], everybody)


def _confirm_nudge(turn: Turn, rows: Sequence[Brief], names: Mapping[int, str], where: Sequence[Where]) -> Message:
    since = turn.calendar.at(turn.today, time(0))
    several = len(names) > 1 or "group" in turn.slots
    recent = noted(turn.session, "nudge", *where, since=since) if several else set()
    left = [row for row in rows if row.person_id not in recent and row.person_id in names]
    skipped = [name for person_id, name in names.items() if person_id in recent]
    if not left:
        return say.all_nudged_before(turn.view, skipped)
    by_name: dict[str, list[Brief]] = {}
    for row in left:
        by_name.setdefault(names[row.person_id or 0], []).append(row)
    turn = turn.with_slots(task=[row.number for row in left])
    question = turn.dialogue.ask(turn.reading)
    return say.confirm_nudge(turn.view, by_name, words=turn.slots["note"], skipped=skipped, question=question)


HANDLERS: Mapping[Intent, Handler] = {
    Intent.ACCEPT_TASK: accept_task,
    Intent.RETURN_TASK: return_task,
    Intent.NUDGE: nudge,
}
ON_NO: Mapping[Intent, Handler] = {Intent.RETURN_TASK: edit_return, Intent.NUDGE: edit_nudge}
