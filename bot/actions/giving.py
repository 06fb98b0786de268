"""A leader gives work: something new outside any plan, or what is somebody's to another. And takes it back."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time

from sqlmodel import Session

from bot.access import Speaker
from bot.actions.assigning import number
from bot.actions.changes import note, snapshot
from bot.actions.refusal import Refusal
from bot.replies.titles import short_title
from locales.folding import fold
from storage.assignments import latest_entry
from storage.audit import record
from storage.outbox import NewMessage, put
from storage.people import linked, office_of, posts_of
from storage.proofs import held
from storage.rows import id_of
from storage.tables import Assignment, AssignmentState, AuditEntry, Occurrence, Person, Task
from storage.tasks import UNFINISHED, tasks_by_id

LONGEST_TITLE = 500  # characters
_HANDS = ("assign", "transfer", "take_back", "hand_over")  # what the audit log says when work changes hands


def may_give(who: Speaker, rows: Sequence[Assignment] = ()) -> bool:
    """Leaders give work; a focal point says who answers for what nobody answers for."""
    return who.leads or (who.oversees and bool(rows) and all(row.person_id is None for row in rows))


def titled(words: str) -> str:
    """A title as it is kept: its first letter a capital. Raises Refusal where it is too long for one."""
    plain = " ".join(words.split()).rstrip(" .,;")
    if len(plain) > LONGEST_TITLE:
        raise Refusal("giving.title_too_long", most=LONGEST_TITLE)
    return plain[:1].upper() + plain[1:]


def not_past(who: Speaker, due: date, at: time | None, *, now: datetime) -> None:
    """Nothing is due before it is given. Raises Refusal."""
    today = who.calendar.today(now)
    if due < today or (due == today and at is not None and who.calendar.at(due, at) <= now):
        raise Refusal("giving.day_past")


def give(
    session: Session,
    who: Speaker,
    title: str,
    people: Sequence[Person],
    *,
    due: date,
    at: time | None,
    posts: Mapping[int, str],
    now: datetime,
) -> list[Assignment]:
    """A task outside any plan: one thing to deliver for each of these people, who are told. `posts`: as what they were
    meant, by person. Raises Refusal."""
    if not may_give(who):
        raise Refusal("giving.leaders_give")
    not_past(who, due, at, now=now)
    task = Task(office_id=who.office_id, title=titled(title), deadline_text="")
    session.add(task)
    session.flush()
    day = Occurrence(office_id=who.office_id, task_id=id_of(task), ordinal=1, due=due, due_time=at)
    session.add(day)
    session.flush()
    extends = office_of(session, who.office_id).day_off_extends
    late_after = who.calendar.late_after(due, at, extends=extends)
    rows = [_new(task, day, person, posts, late_after, now=now) for person in people]
    number(session, who.office_id, rows)
    for row in rows:
        after = {"title": task.title, "person_id": row.person_id, "due": due.isoformat()}
        record(session, who.actor(now), "assign", kind="assignment", row_id=id_of(row), after=after)
        _tell(session, who, row, row.person_id, "given", now=now)
    return rows


def _new(
    task: Task, day: Occurrence, person: Person, posts: Mapping[int, str], late_after: datetime, *, now: datetime
) -> Assignment:
    # One occurrence has one assignment for each post: two people of one post are told apart by their names.
    post = posts.get(id_of(person), "")
    return Assignment(
        office_id=task.office_id,
        number=0,
        task_id=id_of(task),
        occurrence_id=id_of(day),
        post=post or person.name,
        post_folded=f"{fold(post)} {person.id}".strip(),
        person_id=id_of(person),
        title=short_title(task.title),
        due_printed=day.due,
        due=day.due,
        due_time=day.due_time,
        late_after=late_after,
        created_at=now,
    )


def posts_meant(session: Session, people: Sequence[Person]) -> dict[int, str]:
    """The first post of each of these people."""
    found = posts_of(session, [id_of(person) for person in people])
    return {person_id: posts[0].title for person_id, posts in found.items() if posts}


def to_transfer(who: Speaker, row: Assignment, to: Person) -> None:
    """Raises Refusal where this work cannot become this person's."""
    if not may_give(who, [row]):
        raise Refusal("giving.leaders_give")
    if row.state not in UNFINISHED:
        raise Refusal("giving.finished", number=row.number)
    if row.person_id == to.id:
        raise Refusal("giving.theirs_already", number=row.number, name=to.name.split()[-1])


def transfer(
    session: Session,
    who: Speaker,
    row: Assignment,
    to: Person,
    *,
    due: date | None = None,
    at: time | None = None,
    now: datetime,
) -> Assignment:
    """Make it this person's, by another day where one was said; both holders are told. Raises Refusal."""
    (row,) = held(session, [id_of(row)])
    to_transfer(who, row, to)
    before, former = snapshot(row), row.person_id
    row.person_id = id_of(to)
    if due is not None:
        not_past(who, due, at, now=now)
        row.due, row.due_time = due, at
        row.late_after = who.calendar.late_after(due, at, extends=office_of(session, who.office_id).day_off_extends)
        row.reminds = row.counted = True
    note(session, who.actor(now), "transfer", row, before=before, person_id=row.person_id, former=former)
    _tell(session, who, row, row.person_id, "transferred", former=former, now=now)
    _tell(session, who, row, former, "taken_over", now=now)
    return row


def take_back(session: Session, who: Speaker, row: Assignment, *, now: datetime) -> Assignment:
    """Undo: what was new is withdrawn, what was another's is theirs again, by its former day. Who had been told is
    told. Raises Refusal once somebody has worked on it or it changed hands again."""
    (row,) = held(session, [id_of(row)])
    if not who.oversees:
        raise Refusal("giving.leaders_give")
    last = latest_entry(session, id_of(row), _HANDS)
    if last is None or last.actor_id != who.id or not _as_given(session, row, last):
        raise Refusal("giving.too_late", number=row.number)
    holder, before = row.person_id, snapshot(row)
    if last.verb == "assign":
        row.state, row.person_id = AssignmentState.WITHDRAWN, None
    else:
        row.person_id = (last.after or {}).get("former")
        _back_to(row, last.before or {})
    note(session, who.actor(now), "take_back", row, before=before, person_id=row.person_id)
    _tell(session, who, row, holder, "given_back", now=now)
    if last.verb == "transfer":
        _tell(session, who, row, row.person_id, "yours_again", now=now)
    return row


def _as_given(session: Session, row: Assignment, last: AuditEntry) -> bool:
    """Whether it stands as it was given: nobody handed anything in, nobody else has it."""
    adhoc = tasks_by_id(session, [row.task_id])[row.task_id].plan_id is None
    given = last.verb == "transfer" or (last.verb == "assign" and adhoc)
    return given and row.state is AssignmentState.OPEN and (last.after or {}).get("person_id") == row.person_id


def _back_to(row: Assignment, before: Mapping[str, str | bool | None]) -> None:
    """The deadline as it was, where the transfer moved it."""
    if isinstance(due := before.get("due"), str):
        row.due = date.fromisoformat(due)
    if "due_time" in before:
        row.due_time = time.fromisoformat(hour) if isinstance(hour := before["due_time"], str) else None
    if isinstance(late := before.get("late_after"), str):
        row.late_after = datetime.fromisoformat(late)
    row.reminds = bool(before.get("reminds", row.reminds))
    row.counted = bool(before.get("counted", row.counted))


def _tell(
    session: Session,
    who: Speaker,
    row: Assignment,
    person_id: int | None,
    kind: str,
    *,
    former: int | None = None,
    now: datetime,
) -> None:
    if person_id is None or person_id == who.id or not linked(session, [person_id]):
        return
    payload = {"assignment": id_of(row), "by": who.id, **({"former": former} if former else {})}
    key = f"{kind}:{row.id}:{person_id}:{now.isoformat()}"
    put(session, [NewMessage(who.office_id, person_id, key, kind, payload, now, now)])
