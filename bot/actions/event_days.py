"""What the day of an event, or a person's word, makes of a condition: a deadline, and in the end work."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from sqlmodel import Session

from bot.actions.assigning import Assigning
from scheduler.calendar import Calendar
from scheduler.dates.spans import add_months
from scheduler.plans.event_names import same, stands_for
from scheduler.plans.model import ConditionKind
from storage.audit import Actor, record
from storage.rows import id_of
from storage.tables import Assignment, Condition, ConditionState, Event, Occurrence, Task
from storage.tasks import occurrences_of


def due_of(condition: Condition, day: date, calendar: Calendar) -> date:
    """The deadline that an event's day gives: so many days, working days or months from it."""
    if condition.months:
        return add_months(day, condition.months)
    if condition.working_days:
        return calendar.add(day, condition.days or 0)
    return day + timedelta(days=condition.days or 0)


def hangs_on(condition: Condition, name: str) -> bool:
    """Whether a condition's words mean this event; a plan may leave some of its words out."""
    if condition.event is None or condition.state is not ConditionState.WAITING:
        return False
    if condition.kind == ConditionKind.RELATIVE:
        return stands_for(condition.event, name)
    return condition.kind == ConditionKind.ON_EVENT and same(condition.event, name)


def opened(session: Session, condition: Condition, due: date, *, event: Event | None, today: date) -> Occurrence:
    """A saved occurrence that the condition gives; the condition is started."""
    last = max((one.ordinal for one in occurrences_of(session, [condition.task_id])), default=0)
    occurrence = Occurrence(
        office_id=condition.office_id,
        task_id=condition.task_id,
        ordinal=last + 1,
        due=due,
        condition_id=id_of(condition),
    )
    condition.state, condition.started_on = ConditionState.STARTED, today
    condition.event_id = id_of(event) if event else None
    session.add_all([condition, occurrence])
    session.flush()
    return occurrence


def start_known(
    session: Session,
    task: Task,
    conditions: Iterable[Condition],
    *,
    events: Sequence[Event],
    under: Assigning,
    actor: Actor,
) -> list[Assignment]:
    """What hangs on an event whose day is known already, as assignments without a number yet.

    An event long past starts nothing: a plan's words mean the next one. Nor does one of two that fit as well.
    """
    made: list[Assignment] = []
    today = under.calendar.today(actor.now)
    for condition in conditions:
        meant = [event for event in events if hangs_on(condition, event.name)]
        due = due_of(condition, meant[0].day, under.calendar) if len(meant) == 1 else None
        if due is None or max(due, meant[0].day) < today:
            continue
        session.flush()
        occurrence = opened(session, condition, due, event=meant[0], today=today)
        after = {"due": due.isoformat(), "event": id_of(meant[0])}
        record(session, actor, "start", kind="condition", row_id=id_of(condition), after=after)
        made += under.made(task, occurrence)
    return made
