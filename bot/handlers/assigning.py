"""A leader gives work: what, to whom, until when; one thing asked at a time, then the whole reading, then yes."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, time

from bot import access
from bot.actions import giving as actions
from bot.actions.refusal import Refusal
from bot.actions.tasks import leaders_of
from bot.handlers import Handler, Turn
from bot.handlers.asking import ask_for, confirm
from bot.handlers.leading import people_meant
from bot.handlers.targets import Few, find, office_open
from bot.intents.model import Intent, Reading
from bot.replies import giving as say
from bot.replies.help import dropped
from bot.replies.lines import name_of, names_among
from locales import text
from locales.folding import fold
from scheduler.messages import Message
from storage.assignments import assignments_numbered
from storage.people import linked, named_like, people_by_id, posts_of
from storage.rows import id_of
from storage.selection import held_by_nobody
from storage.tables import Assignment, Person

_HANDS_ON = (" chuyen ", " ban giao ")  # said of what exists already


def assign_task(turn: Turn) -> Message | None:
    """`giao anh Tuấn làm báo cáo CCHC quý IV hạn 10/12`, `chuyển việc 34 cho chị Lan`."""
    if turn.slots.get("answer") == "undo":
        return _undo(turn)
    if not turn.speaker.oversees or (not turn.speaker.leads and _is_new(turn)):
        raise _leaders_give(turn)
    turn = _spoken_of(turn)
    return _transfer(turn) if "task" in turn.slots else _give(turn)


def _is_new(turn: Turn) -> bool:
    return "task" not in turn.slots and not _hands_on(turn)


def _leaders_give(turn: Turn) -> Refusal:
    leaders = [one for one in leaders_of(turn.session, turn.speaker.office_id) if one.id != turn.speaker.id]
    buttons = (access.my_tasks_button(),)
    if not leaders:
        return Refusal("giving.leaders_give", buttons=buttons)
    return Refusal("giving.ask_a_leader", name=name_of(leaders[0], leaders), buttons=buttons)


def _hands_on(turn: Turn) -> bool:
    return any(words in f" {fold(turn.incoming.text)} " for words in _HANDS_ON)


def _spoken_of(turn: Turn) -> Turn:
    """`chuyển việc báo cáo năm cho Lan`: the words name a task that is somebody's already."""
    if "task" in turn.slots or "title" not in turn.slots or turn.incoming.tapped or not _hands_on(turn):
        return turn
    return turn.without("title").with_slots(task=turn.slots["title"])


def _give(turn: Turn) -> Message:
    if not fold(str(turn.slots.get("title", ""))):
        return ask_for(turn.without("title"), "title", turn.view.say("giving.what"))
    title = actions.titled(turn.slots["title"])
    turn = turn.with_slots(title=title)
    people = _people(turn, text("giving.to_whom", title=title))
    if isinstance(people, Message):
        return people
    turn = _settled(turn, people)
    due = _due(turn, title)
    if isinstance(due, Message):
        return due
    names = _names(turn, people)
    if not turn.confirmed:
        sentence = say.confirm_give(title, list(names.values()), due, _at(turn), view=turn.view)
        return confirm(turn, sentence, yes=text("giving.button.give"), no=text("ask.button.edit"), hint=say.give_hint())
    posts = actions.posts_meant(turn.session, people)
    rows = actions.give(turn.session, turn.speaker, title, people, due=due, at=_at(turn), posts=posts, now=turn.now)
    return _done(turn, rows, say.given(turn.view, rows, names, told=_told(turn, people)))


def _transfer(turn: Turn) -> Message:
    found = find(turn, turn.view.say("giving.which"), candidates=_transferable)
    if isinstance(found, Message):
        return found
    if not actions.may_give(turn.speaker, found.rows):
        raise _leaders_give(turn)
    turn = turn.with_slots(task=[row.number for row in found.rows])
    people = _people(turn, say.ask_receiver(turn.view, found.rows), holders={row.person_id for row in found.rows})
    if isinstance(people, Message):
        return people
    if len(people) != 1:
        return ask_for(turn.without("person", "role", "people"), "person", text("giving.one_only"))
    turn, to = _settled(turn, people), people[0]
    for row in found.rows:
        actions.to_transfer(turn.speaker, row, to)
    due = _due(turn, found.rows[0].title) if "date" in turn.slots else None
    if isinstance(due, Message):
        return due
    former = {row.number: _holder(turn, row) for row in found.rows}
    holders = {row.person_id for row in found.rows if row.person_id is not None}
    name = _names(turn, people)[id_of(to)]
    if not turn.confirmed:
        sentence = say.confirm_transfer(turn.view, found.rows, former, name, due=due, at=_at(turn))
        yes, no = text("giving.button.transfer"), text("ask.button.drop")
        return confirm(turn, sentence, yes=yes, no=no, hint=say.transfer_hint())
    rows = [
        actions.transfer(turn.session, turn.speaker, row, to, due=due, at=_at(turn) if due else None, now=turn.now)
        for row in found.rows
    ]
    told = _told(turn, [*people, *people_by_id(turn.session, holders).values()])
    return _done(turn, rows, say.transferred(turn.view, rows, name, told=told))


def _done(turn: Turn, rows: Sequence[Assignment], message: Message) -> Message:
    turn.dialogue.showed([row.number for row in rows])
    turn.dialogue.done = None  # "à nhầm" would give it twice; "hoàn tác" takes it back
    turn.dialogue.undo = Reading(turn.intent, {"task": [row.number for row in rows], "answer": "undo"})
    return message


def _undo(turn: Turn) -> Message:
    """`hoàn tác` soon after: what was given is as it was before."""
    numbers = turn.slots.get("task", [])
    numbers = numbers if isinstance(numbers, list) else [numbers]
    known = assignments_numbered(turn.session, turn.speaker.office_id, numbers)
    rows = [known[number] for number in numbers if number in known and access.may_see(turn.speaker, known[number])]
    if not rows:
        raise access.not_found(numbers[0] if numbers else 0)
    back = [actions.take_back(turn.session, turn.speaker, row, now=turn.now) for row in rows]
    turn.dialogue.tasks, turn.dialogue.last = (), None  # the same words give new work again
    return say.taken_back(turn.view, back, {row.number: _holder(turn, row) for row in back})


def _transferable(turn: Turn) -> Few:
    return office_open(turn) if turn.speaker.leads else office_open(turn, held_by_nobody())


def _at(turn: Turn) -> time | None:
    said = turn.slots.get("time")
    return time.fromisoformat(said) if isinstance(said, str) else None


def _due(turn: Turn, title: str) -> date | Message:
    """The day that was said; or the question for one, where none was or it is past."""
    said = turn.slots.get("date")
    if not isinstance(said, str):
        return _ask_due(turn.without("date"), title)
    due = date.fromisoformat(said)
    try:
        actions.not_past(turn.speaker, due, _at(turn), now=turn.now)
    except Refusal as past:
        return _ask_due(turn.without("date", "time"), title, why=turn.view.say(past.key, **past.values))
    return due


def _ask_due(turn: Turn, title: str, *, why: str = "") -> Message:
    sentence, options, hint = say.ask_due(turn.view, title, why=why)
    return ask_for(turn, "date", sentence, options=options, hint=hint)


def _settled(turn: Turn, people: Sequence[Person]) -> Turn:
    """From here on it is these people, whatever name was typed."""
    return turn.without("person", "role", "one").with_slots(people=[id_of(person) for person in people])


def _people(turn: Turn, question: str, *, holders: Collection[int | None] = ()) -> list[Person] | Message:
    """Who was named, each one person; of several by a name, or with a post, the question which."""
    everybody = access.colleagues(turn.session, turn.speaker, now=turn.now)
    by_id = {id_of(person): person for person in everybody}
    known = [by_id[one] for one in turn.slots.get("people", []) if one in by_id]
    groups = _groups(turn, everybody)
    if not known and not groups:
        return ask_for(turn, "person", question)
    for group in groups:
        likely = [person for person in group if person.id not in holders] or group
        if len(likely) > 1:
            likely = _chosen(turn, likely)
        if len(likely) > 1:
            return _which_person(turn, likely, known)
        known += likely if len(groups) == 1 or likely[0].id not in holders else []
    return list({id_of(person): person for person in known}.values())


def _groups(turn: Turn, everybody: Sequence[Person]) -> list[list[Person]]:
    """For each name and each post that was said, those it may mean. Raises Refusal for what means nobody."""
    names, roles = turn.slots.get("person"), turn.slots.get("role")
    names = names if isinstance(names, list) else [names] if names is not None else []
    roles = roles if isinstance(roles, list) else [roles] if roles is not None else []
    groups, left = _in_full(turn, everybody, [str(name) for name in names])
    for name in left:
        like = named_like(everybody, name) or _with_post(turn, everybody, name)
        if not like:
            raise Refusal("tasks.person_not_found", name=name, missing="person")
        groups.append(like)
    for role in roles:
        meant = people_meant(turn.without("person").with_slots(role=role)) or []
        if not meant:
            raise Refusal("giving.nobody_with_post")
        groups.append(meant)
    return groups


def _in_full(turn: Turn, everybody: Sequence[Person], names: list[str]) -> tuple[list[list[Person]], list[str]]:
    """Those whose full name was typed, and the names that are still to be looked up."""
    typed = f" {fold(turn.incoming.text)} "
    full = [person for person in everybody if not turn.incoming.tapped and f" {person.name_folded} " in typed]
    said = {word for person in full for word in person.name_folded.split()}
    return [[person] for person in full], [name for name in names if not full or not set(fold(name).split()) <= said]


def _with_post(turn: Turn, people: Sequence[Person], words: str) -> list[Person]:
    titles = posts_of(turn.session, [id_of(person) for person in people])
    wanted = fold(words).removeprefix("cong chuc ")
    return [one for one in people if any(wanted in post.title_folded for post in titles.get(id_of(one), []))]


def _chosen(turn: Turn, likely: list[Person]) -> list[Person]:
    """Of several, the one that a tap or a word chose."""
    value = turn.slots.get("one")
    if isinstance(value, int):
        return [person for person in likely if person.id == value] or likely
    if not value:
        return likely
    return named_like(likely, str(value)) or _with_post(turn, likely, str(value)) or likely


def _which_person(turn: Turn, likely: Sequence[Person], known: Sequence[Person]) -> Message:
    """Who is certain is kept with the order, so that the answer is about the one name that is left."""
    titles = posts_of(turn.session, [id_of(person) for person in likely])
    options, hint = say.person_options(likely, {one: posts[0].title for one, posts in titles.items() if posts})
    kept = turn.with_slots(people=[id_of(person) for person in known]) if known else turn
    kept = kept.without("one").with_slots(person=_common_name(turn, likely)) if known else kept.without("one")
    return ask_for(kept, "one", turn.view.say("giving.which_person"), options=options, hint=hint)


def _common_name(turn: Turn, likely: Sequence[Person]) -> list[str]:
    names = turn.slots.get("person")
    names = names if isinstance(names, list) else [names] if names is not None else []
    ids = {person.id for person in likely}
    return [str(name) for name in names if {person.id for person in named_like(likely, str(name))} & ids]


def _names(turn: Turn, people: Sequence[Person]) -> dict[int, str]:
    everybody = access.colleagues(turn.session, turn.speaker, now=turn.now)
    return names_among(people, everybody)


def _holder(turn: Turn, row: Assignment) -> str:
    everybody = access.colleagues(turn.session, turn.speaker, now=turn.now)
    return next((name_of(person, everybody) for person in everybody if person.id == row.person_id), "")


def _told(turn: Turn, people: Sequence[Person]) -> say.Told:
    """Who hears of it by the chat, and who must be told in person."""
    others = [person for person in people if person.id != turn.speaker.id]
    names, reached = _names(turn, others), linked(turn.session, [id_of(person) for person in others])
    return say.Told(
        tuple(name for one, name in names.items() if one in reached),
        tuple(name for one, name in names.items() if one not in reached),
    )


def edit(turn: Turn) -> Message | None:
    """[Sửa] under the reading of new work: which part of it."""
    if "task" in turn.slots:
        return dropped(turn.view)
    options, hint = say.fix_options()
    return ask_for(turn, "fix_work", turn.view.say("giving.fix_what"), options=options, hint=hint)


HANDLERS: Mapping[Intent, Handler] = {Intent.ASSIGN_TASK: assign_task}
ON_NO: Mapping[Intent, Handler] = {Intent.ASSIGN_TASK: edit}
