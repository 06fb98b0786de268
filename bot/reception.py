"""What the program does with what a channel brings in: each update once, in a transaction of its own."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from sqlalchemy import Engine
from sqlmodel import Session

from bot.channels import Incoming
from bot.making_files import with_files
from bot.reading_ahead import read_ahead
from scheduler.messages import Message
from scheduler.monitoring import Metrics, Nothing
from storage.accounts import move, refuse, take_back
from storage.bot_people import remember_name
from storage.bots import count_sent
from storage.database import transaction
from storage.outbox import NewMessage, has_put, put
from storage.people import linked
from storage.received import first_time, forget
from storage.routes import focal_points_of
from storage.tables import Account


class Answer(Protocol):
    """What is said back; None: nothing."""

    def __call__(self, session: Session, incoming: Incoming, *, now: datetime) -> Message | None: ...


@dataclass(frozen=True)
class Reception:
    """Called from any thread. `update_id` is the platform's own name of an update, unique for its bot.

    `answered` is called after an answer that put something in the outbox.
    """

    engine: Engine
    answer: Answer
    now: Callable[[], datetime]
    answered: Callable[[], object] = lambda: None
    metrics: Metrics = field(default_factory=Nothing)

    def reply(self, incoming: Incoming, update_id: str) -> Message | None:
        """The answer, or None: nothing is said, or the update was answered before."""
        now = self.now()
        read_ahead(self.engine, incoming, now=now)
        with transaction(self.engine) as session:
            if not first_time(session, bot=incoming.bot, update_id=update_id, now=now):
                return None
            message = self.answer(session, incoming, now=now)
            tells = has_put(session)
        if tells:
            self.answered()
        return with_files(self.engine, message) if message else None

    def is_new(self, bot: str, update_id: str) -> bool:
        """Take note of an update that needs no answer from inside; False where it was noted before."""
        with transaction(self.engine) as session:
            return first_time(session, bot=bot, update_id=update_id, now=self.now())

    def blocked(self, bot: str, address: str, why: str) -> None:
        """The person does not want messages at this address; the focal points are told."""
        now = self.now()
        with transaction(self.engine) as session:
            account = refuse(session, bot=bot, address=address, why=why, now=now)
            if account is not None:
                focal = focal_points_of(session, [account.office_id]).get(account.office_id, [])
                put(session, [_channel_out(account, one, now=now) for one in linked(session, focal)])

    def unblocked(self, bot: str, address: str) -> None:
        with transaction(self.engine) as session:
            take_back(session, bot=bot, address=address, now=self.now())

    def replied(self, bot: str, messages: int) -> None:
        """An answer arrived, as so many messages, from a bot whose month's are counted."""
        with transaction(self.engine) as session:
            count_sent(session, [bot] * messages, now=self.now())

    def named(self, bot: str, username: str) -> None:
        """The platform calls the bot so."""
        with transaction(self.engine) as session:
            remember_name(session, bot, username)

    def moved(self, bot: str, old: str, new: str) -> None:
        """The platform gave a chat another address."""
        with transaction(self.engine) as session:
            move(session, bot=bot, old=old, new=new, now=self.now())

    def forget(self, bot: str, update_ids: Collection[str]) -> None:
        """The platform will not bring these again."""
        with transaction(self.engine) as session:
            forget(session, bot=bot, update_ids=update_ids)


def _channel_out(account: Account, person_id: int, *, now: datetime) -> NewMessage:
    return NewMessage(
        office_id=account.office_id,
        person_id=person_id,
        key=f"channel_out:{account.id}:{person_id}:{now.isoformat()}",
        kind="channel_out",
        payload={"person": account.person_id, "bot": account.bot},
        not_before=now,
        created_at=now,
    )
