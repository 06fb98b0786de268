"""What is kept of one person: counted, listed, and erased as far as the law lets it be."""

from typing import Any, NamedTuple

from sqlalchemy import delete, update
from sqlmodel import Session, SQLModel, col, func, select

from storage.rows import id_of
from storage.tables import (
    Account,
    AccountState,
    Assignment,
    ChatLine,
    Dialogue,
    Extension,
    LinkCode,
    MessageState,
    OutboxMessage,
    Person,
    Proof,
    Submission,
)

_WEB = "web"


class Counts(NamedTuple):
    assignments: int
    submissions: int
    proofs: int
    extensions: int
    messages: int


def counts_of(session: Session, person_id: int) -> Counts:
    """How many rows there are about a person; `messages`: what was said to them, and by them where it is kept."""

    def count(table: type[SQLModel], *conditions: Any) -> int:
        return session.exec(select(func.count()).select_from(table).where(*conditions)).one()

    return Counts(
        assignments=count(Assignment, Assignment.person_id == person_id),
        submissions=count(Submission, Submission.person_id == person_id),
        proofs=count(Proof, Proof.person_id == person_id),
        extensions=count(Extension, Extension.person_id == person_id),
        messages=count(OutboxMessage, *_sent_elsewhere(person_id)) + count(ChatLine, *_lines(session, person_id)),
    )


def _sent_elsewhere(person_id: int) -> tuple[Any, ...]:
    """Messages that are kept by us alone: of the web chat each is a line as well."""
    said = col(OutboxMessage.said).is_not(None)
    return (OutboxMessage.person_id == person_id, said, func.coalesce(OutboxMessage.bot, "") != _WEB)


def _lines(session: Session, person_id: int) -> tuple[Any, ...]:
    addresses = session.exec(select(Account.address).where(Account.person_id == person_id, Account.bot == _WEB)).all()
    return (col(ChatLine.address).in_(addresses),)


def all_accounts_of(session: Session, person_id: int) -> list[Account]:
    """Every chat that is a person's, those that refuse messages too."""
    query = select(Account).where(Account.person_id == person_id, Account.state != AccountState.ENDED)
    return list(session.exec(query.order_by(col(Account.linked_at), col(Account.id))))


def assignments_of(session: Session, person_id: int) -> list[Assignment]:
    query = select(Assignment).where(Assignment.person_id == person_id)
    return list(session.exec(query.order_by(col(Assignment.due), col(Assignment.number))))


def proofs_by(session: Session, person_id: int) -> list[Proof]:
    return list(session.exec(select(Proof).where(Proof.person_id == person_id).order_by(col(Proof.at))))


def extensions_by(session: Session, person_id: int) -> list[Extension]:
    query = select(Extension).where(Extension.person_id == person_id)
    return list(session.exec(query.order_by(col(Extension.asked_at))))


def chat_lines_of(session: Session, person_id: int) -> list[ChatLine]:
    return list(session.exec(select(ChatLine).where(*_lines(session, person_id)).order_by(col(ChatLine.id))))


def messages_to(session: Session, person_id: int) -> list[OutboxMessage]:
    """What was said out of turn, of chats whose lines are not kept."""
    query = select(OutboxMessage).where(*_sent_elsewhere(person_id))
    return list(session.exec(query.order_by(col(OutboxMessage.id))))


def erase(session: Session, person: Person) -> None:
    """End the chats, forget their addresses, what was said there, the codes, the phone and the day of birth.

    Work, its results and the audit log stay. What still waits to be said is dropped.
    """
    person_id = id_of(person)
    session.execute(delete(ChatLine).where(*_lines(session, person_id)))
    session.execute(delete(LinkCode).where(col(LinkCode.person_id) == person_id))
    theirs = update(OutboxMessage).where(col(OutboxMessage.person_id) == person_id)
    session.execute(theirs.values(said=None, address=None, platform_id=None))
    waiting = col(OutboxMessage.state).in_([MessageState.WAITING])
    session.execute(theirs.where(waiting).values(state=MessageState.DROPPED))
    _forget_dialogues(session, person_id)
    for account in session.exec(select(Account).where(Account.person_id == person_id)):
        account.state, account.consented_at, account.refused_why = AccountState.ENDED, None, ""
        if account.bot != _WEB:  # the web chat's address is ours, and stays to show the last answer
            account.address = f"erased-{account.id}"
        session.add(account)
    person.phone = person.born = None
    session.add(person)
    session.flush()


def _forget_dialogues(session: Session, person_id: int) -> None:
    """What their chats were in the middle of."""
    for account in session.exec(select(Account).where(Account.person_id == person_id)).all():
        here = update(Dialogue).where(col(Dialogue.bot) == account.bot, col(Dialogue.address) == account.address)
        session.execute(here.values(state={}))
