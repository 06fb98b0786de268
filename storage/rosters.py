"""What a roster is compared with: everybody an office ever had, and the posts that a person holds."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import func, insert
from sqlmodel import Session, col, select

from locales.folding import fold
from storage.tables import Assignment, Grant, Person, Post, Role, Unit
from storage.tasks import UNFINISHED


def everybody_of(session: Session, office_id: int) -> list[Person]:
    """All persons of an office, those who left too, in the order of their ids."""
    return list(session.exec(select(Person).where(Person.office_id == office_id).order_by(col(Person.id))))


def unfinished_counts(session: Session, people: Collection[int]) -> dict[int, int]:
    """How much each of these has not handed in, by id; nobody who has handed in everything."""
    query = select(Assignment.person_id, func.count()).where(
        col(Assignment.person_id).in_(people), col(Assignment.state).in_(UNFINISHED)
    )
    rows = session.exec(query.group_by(col(Assignment.person_id)))
    return {person_id: count for person_id, count in rows if person_id is not None}


def add_units(session: Session, names: Iterable[str], *, parent: Unit) -> list[Unit]:
    """New nodes below one, with their paths, all of them at once."""
    units = [Unit(name=name, parent_id=parent.id) for name in names]
    session.add_all(units)
    session.flush()
    for unit in units:
        unit.path = f"{parent.path}{unit.id}/"
    return units


@dataclass(frozen=True)
class Newcomer:
    """A new person of an office: the row, with what hangs on it."""

    person: Person
    posts: Sequence[str]
    roles: Sequence[Role]


def add_people(session: Session, newcomers: Sequence[Newcomer]) -> None:
    """New people with their posts and roles, all of them at once."""
    session.add_all(new.person for new in newcomers)
    session.flush()
    _add_posts(session, [(new.person, title) for new in newcomers for title in new.posts])
    grants = [_grant(new.person, role) for new in newcomers for role in new.roles]
    if grants:
        session.exec(insert(Grant), params=grants)


def _add_posts(session: Session, new: Sequence[tuple[Person, str]]) -> None:
    if new:
        session.exec(insert(Post), params=[_post(person, title) for person, title in new])


def _post(person: Person, title: str) -> dict[str, object]:
    return {"office_id": person.office_id, "person_id": person.id, "title": title, "title_folded": fold(title)}


def _grant(person: Person, role: Role) -> dict[str, object]:
    return {"office_id": person.office_id, "person_id": person.id, "role": role, "unit_id": person.office_id}


def set_posts(session: Session, wanted: Sequence[tuple[Person, Sequence[str], Sequence[Post]]]) -> None:
    """From now on each person holds these posts, held so far the others; one held already keeps its row."""
    new: list[tuple[Person, str]] = []
    for person, titles, held in wanted:
        missing = {fold(title): title for title in titles}
        for post in held:
            if missing.pop(post.title_folded, None) is None:
                session.delete(post)
        new += [(person, title) for title in missing.values()]
    session.flush()
    _add_posts(session, new)
