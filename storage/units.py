"""The units below an office, and who answers for each."""

from datetime import date

from sqlmodel import Session, col, or_, select

from locales.folding import fold
from storage.tables import Grant, Person, Role, Unit, UnitField


def units_below(session: Session, office_id: int) -> list[Unit]:
    """The units below an office's own, in the order they were added."""
    path = session.get_one(Unit, office_id).path
    query = select(Unit).where(col(Unit.path).startswith(path, autoescape=True), Unit.id != office_id)
    return list(session.exec(query.order_by(col(Unit.id))))


def answering_for(session: Session, office_id: int, *, on: date) -> dict[int, int]:
    """Unit and person: who was named for all of it, else its focal point, else the only one who works there; a unit of
    none is left out."""
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
    return found | {row.unit_id: row.person_id for row in fields_in(session, office_id, on=on) if not row.field}


def fields_in(session: Session, office_id: int, *, on: date) -> list[UnitField]:
    """Who answers for which field in which unit, of those who work there on that day."""
    query = select(UnitField).join(Person, col(Person.id) == col(UnitField.person_id))
    query = query.where(
        UnitField.office_id == office_id, or_(col(Person.ended_on).is_(None), col(Person.ended_on) > on)
    )
    return list(session.exec(query.order_by(col(UnitField.id))))


def set_field(session: Session, office_id: int, unit_id: int, field: str, *, person_id: int) -> UnitField:
    """This person answers for the field in the unit from now on, in place of anybody else."""
    known = select(UnitField).where(UnitField.unit_id == unit_id, UnitField.field_folded == fold(field))
    row = session.exec(known).first() or UnitField(office_id=office_id, unit_id=unit_id, person_id=person_id)
    row.field, row.field_folded, row.person_id = field, fold(field), person_id
    session.add(row)
    session.flush()
    return row
