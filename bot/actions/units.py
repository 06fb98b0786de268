"""The units below an office: added, and told who answers in them for what; what is open becomes theirs."""

from collections.abc import Iterable, Sequence

from sqlmodel import Session

from bot.actions.assigning import assigning, matched
from bot.actions.refusal import Refusal
from locales.folding import fold
from scheduler.calendar import calendar_of
from scheduler.plans.posts import is_group
from scheduler.plans.units import is_unit, units_named
from storage.audit import Actor, record
from storage.people import add_unit, unit_of
from storage.rows import id_of
from storage.tables import Assignment, PastPolicy, Unit
from storage.tasks import tasks_by_id, unfinished_with_post
from storage.units import set_field, units_below


def unit_called(session: Session, office_id: int, name: str) -> Unit:
    """The unit of the office with this name or short name, or the office's own. Raises Refusal."""
    every = [unit_of(session, office_id), *units_below(session, office_id)]
    found = [unit for unit in every if fold(name) in (fold(unit.name), fold(unit.short_name))]
    if len(found) != 1:
        raise Refusal("units.none_called", name=name)
    return found[0]


def new_unit(session: Session, name: str, *, short_name: str = "", under: Unit, actor: Actor) -> Unit:
    """A unit below the office or below another of its units. Raises Refusal where there is one of that name."""
    name = " ".join(name.split())
    every = [unit_of(session, actor.office_id), *units_below(session, actor.office_id)]
    if not fold(name) or any(fold(unit.name) == fold(name) for unit in every):
        raise Refusal("units.is_there", name=name)
    unit = add_unit(session, name, short_name=short_name, parent=under)
    record(session, actor, "create", kind="unit", row_id=id_of(unit), after={"name": name, "under": id_of(under)})
    return unit


def choose_answering(session: Session, unit: Unit, person_id: int, *, field: str, actor: Actor) -> int:
    """This person answers in the unit for the field ("": for all that nobody else does), from now on and for what is
    open and nobody's or of who answered before. How many assignments become theirs."""
    row = set_field(session, actor.office_id, id_of(unit), " ".join(field.split()), person_id=person_id)
    chosen = {"field": row.field, "person_id": person_id}
    record(session, actor, "choose_answering", kind="unit", row_id=id_of(unit), after=chosen)
    moved = list(_for(session, unit, person_id, actor=actor))
    for work in moved:
        before, work.person_id = {"person_id": work.person_id}, person_id
        session.add(work)
        after = {"person_id": person_id}
        record(session, actor, "assign", kind="assignment", row_id=id_of(work), before=before, after=after)
    return len(moved)


def _for(session: Session, unit: Unit, person_id: int, *, actor: Actor) -> Iterable[Assignment]:
    rows = unfinished_with_post(session, actor.office_id, fold(unit.name))
    tasks = tasks_by_id(session, (row.task_id for row in rows))
    printed = [post for task in tasks.values() for post in task.assignees]
    today = calendar_of(session, actor.office_id).today(actor.now)
    matches = matched(session, actor.office_id, printed, today=today)
    under = assigning(session, actor.office_id, matches, past=PastPolicy.OVERDUE, now=actor.now)
    for row in rows:
        wanted = dict(under.wanted(tasks[row.task_id]))
        if wanted.get(row.post) == person_id != row.person_id:
            yield row


def units_printed(session: Session, office_id: int, posts: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The agencies that a plan names as responsible, each with the office's units that it means; none: not here yet."""
    units = units_below(session, office_id)
    own = fold(unit_of(session, office_id).name)
    agencies = [post for post in dict.fromkeys(posts) if is_unit(post) and fold(post) != own and not is_group(post)]
    return {post: tuple(_named(post, units)) for post in agencies}


def _named(post: str, units: Sequence[Unit]) -> list[str]:
    short = [unit.short_name for unit in units if unit.short_name]
    return units_named(post, [unit.name for unit in units]) or units_named(post, short)
