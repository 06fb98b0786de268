"""Named events, and the conditions that wait for them or for a person."""

from collections.abc import Iterable

from sqlmodel import Session, col, or_, select

from storage.tables import Condition, ConditionState, Event, Occurrence

_AGAIN = "on_request"  # asked for once, it may be asked for again
_NEVER_STARTED = "ongoing"


def events_of(session: Session, office_id: int) -> list[Event]:
    """An office's events, the nearest day first."""
    query = select(Event).where(Event.office_id == office_id)
    return list(session.exec(query.order_by(col(Event.day), col(Event.id))))


def startable(session: Session, office_id: int) -> list[Condition]:
    """What waits for an event or a person: shown to the focal point under "chờ sự kiện"."""
    query = select(Condition).where(Condition.office_id == office_id, Condition.kind != _NEVER_STARTED)
    again = (Condition.state == ConditionState.STARTED) & (Condition.kind == _AGAIN)
    query = query.where(or_(Condition.state == ConditionState.WAITING, again), col(Condition.removed_at).is_(None))
    return list(session.exec(query.order_by(col(Condition.id))))


def condition_held(session: Session, office_id: int, condition_id: int) -> Condition | None:
    """An office's condition as it is now, kept from change by anybody else until the transaction ends; None for one
    that its plan no longer names."""
    query = select(Condition).where(Condition.office_id == office_id, Condition.id == condition_id)
    query = query.where(col(Condition.removed_at).is_(None))
    return session.exec(query.with_for_update().execution_options(populate_existing=True)).first()


def conditions_on(session: Session, event_id: int) -> list[Condition]:
    """The conditions that an event has started and that their plan still names."""
    query = select(Condition).where(Condition.event_id == event_id, col(Condition.removed_at).is_(None))
    return list(session.exec(query.order_by(col(Condition.id))))


def made_by(session: Session, condition_ids: Iterable[int]) -> list[Occurrence]:
    """The occurrences that these conditions made and that are still asked for."""
    query = select(Occurrence).where(col(Occurrence.condition_id).in_(set(condition_ids)))
    query = query.where(col(Occurrence.removed_at).is_(None))
    return list(session.exec(query.order_by(col(Occurrence.id))))


def event_by_id(session: Session, office_id: int, event_id: int) -> Event | None:
    return session.exec(select(Event).where(Event.office_id == office_id, Event.id == event_id)).first()
