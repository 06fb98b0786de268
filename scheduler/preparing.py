"""What claimed messages say as of now, and where: only read, so that another process may do it as well."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

import structlog
from sqlalchemy import Engine
from sqlmodel import Session

from scheduler.messages import Message, Postpone
from scheduler.outcomes import Ready, Unrendered, failed, postponed, rerouted
from scheduler.rationing import put_off
from storage.claimed import Claimed
from storage.database import reading, went_away
from storage.outbox import Settlement
from storage.routes import Route, routes_of
from storage.rows import id_of
from storage.tables import MessageState

_log = structlog.get_logger()

Rendered = Message | Postpone | Exception | None


class Render(Protocol):
    """The words of these messages as of now, in their order, read in one session.

    Postpone: not yet; None: no longer wanted, or not allowed; an Exception: this one can't be rendered.
    """

    def __call__(self, session: Session, rows: Sequence[Claimed], /, *, now: datetime) -> Sequence[Rendered]: ...


@dataclass(frozen=True)
class Batch:
    """Claimed messages of one lane. `bots`: all that the installation speaks through.

    `monthly` is how many messages the lane's bot may send a month, `in_hand` how many of them are claimed already and
    not counted so far.
    """

    bot: str
    rows: Sequence[Claimed]
    bots: Collection[str]
    now: datetime
    monthly: int | None = None
    in_hand: int = 0


@dataclass(frozen=True)
class Prepared:
    """`routes` by person, `words` by message; a message without words is to go by another lane, or nowhere."""

    routes: Mapping[int, Route] = field(default_factory=dict)
    words: Mapping[int, Rendered] = field(default_factory=dict)


Prepare = Callable[[Batch], Awaitable[Prepared | None]]  # None: not now


def prepare(engine: Engine, render: Render, batch: Batch) -> Prepared:
    """Read what a batch needs. A message that can't be rendered is logged, and Unrendered."""
    with reading(engine) as session:
        routes = routes_of(session, {row.person_id for row in batch.rows}, bots=batch.bots)
        here = [row for row in batch.rows if row.person_id in routes and routes[row.person_id].bot == batch.bot]
        later = put_off(session, batch.bot, batch.monthly, here, now=batch.now, in_hand=batch.in_hand)
        here = [row for row in here if id_of(row) not in later]
        words = _words(session, render, here, now=batch.now)
    said = {id_of(row): _told(row, one, batch.bot) for row, one in zip(here, words, strict=True)}
    return Prepared(routes, {**later, **said})


def _words(session: Session, render: Render, rows: Sequence[Claimed], *, now: datetime) -> Sequence[Rendered]:
    """One that breaks the rendering of all does not hold up the rest."""
    if not rows:
        return []
    try:
        return render(session, rows, now=now)
    except Exception as problem:
        if went_away(problem):
            raise
        if len(rows) == 1:
            return [problem]
        return [words for row in rows for words in _words(session, render, [row], now=now)]


def _told(row: Claimed, words: Rendered, bot: str) -> Rendered:
    if not isinstance(words, Exception):
        return words
    _log.error("message not rendered", exc_info=words, message=row.id, kind=row.kind, lane=bot)
    return Unrendered(type(words).__name__)


def sorted_out(batch: Batch, prepared: Prepared) -> tuple[list[Ready], list[Settlement]]:
    """What is to be sent, and what becomes of those that say nothing now."""
    verdicts = [_verdict(row, prepared, now=batch.now) for row in batch.rows]
    ready = [verdict for verdict in verdicts if isinstance(verdict, Ready)]
    return ready, [verdict for verdict in verdicts if isinstance(verdict, Settlement)]


def _verdict(row: Claimed, prepared: Prepared, *, now: datetime) -> Ready | Settlement:
    route = prepared.routes.get(row.person_id)
    if route is None or id_of(row) not in prepared.words:
        return rerouted(row, route)
    match prepared.words[id_of(row)]:
        case None:
            return Settlement(row, MessageState.DROPPED, detail="no longer wanted")
        case Postpone(until):
            return postponed(row, until, now=now)
        case Exception() as problem:
            return failed(row, problem, now=now)
        case message:
            return Ready(row, route, message)
