"""The units below an office, and who answers for each."""

from datetime import date

from sqlmodel import Session, col, or_, select

from storage.tables import Grant, Person, Role, Unit


def units_below(session: Session, office_id: int) -> list[Unit]:
    """The units below an office's own, in the order they were added."""
    path = session.get_one(Unit, office_id).path
    query = select(Unit).where(col(Unit.path).startswith(path, autoescape=True), Unit.id != office_id)
    return list(session.exec(query.order_by(col(Unit.id))))


def answering_for(session: Session, office_id: int, *, on: date) -> dict[int, int]:
    """Unit and person: its focal point, else the only one who works there; a unit of neither is left out."""
    here = or_(col(Person.ended_on).is_(None), col(Person.ended_on) > on)
    query = select(Person).where(Person.office_id == office_id, Person.unit_id != office_id, here)
    staff: dict[int, list[int]] = {}
    for person in session.exec(query.order_by(col(Person.id))):
        staff.setdefault(person.unit_id, []).append(person.id or 0)
    granted = select(Grant).where(Grant.office_id == office_id, Grant.role == Role.FOCAL).order_by(col(Grant.id))
    focal = {(grant.unit_id, grant.person_id) for grant in session.exec(granted)}
    found = {}
    for unit_id, people in staff.items():
        named = [one for one in people if (unit_id, one) in focal] or people
        if len(named) == 1:
            found[unit_id] = named[0]
    return found
