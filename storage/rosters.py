"""What a roster is compared with: everybody an office ever had, and the posts that a person holds."""

from collections.abc import Iterable

from sqlmodel import Session, col, select

from locales.folding import fold
from storage.rows import id_of
from storage.tables import Person, Post


def everybody_of(session: Session, office_id: int) -> list[Person]:
    """All persons of an office, those who left too, in the order of their ids."""
    return list(session.exec(select(Person).where(Person.office_id == office_id).order_by(col(Person.id))))


def set_posts(session: Session, person: Person, titles: Iterable[str], *, held: Iterable[Post]) -> None:
    """From now on the person holds these posts; one held already keeps its row."""
    wanted = {fold(title): title for title in titles}
    kept = set()
    for post in held:
        if post.title_folded in wanted:
            kept.add(post.title_folded)
        else:
            session.delete(post)
    session.flush()
    session.add_all(
        Post(office_id=person.office_id, person_id=id_of(person), title=title, title_folded=folded)
        for folded, title in wanted.items()
        if folded not in kept
    )
    session.flush()
