"""What becomes of a message after its call came back, or could not be made. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from scheduler.messages import Doubtful, Message, Receipt, Refused, TryLater
from storage.outbox import Settlement, may_repeat
from storage.tables import Account, MessageState, OutboxMessage

MOST_ATTEMPTS = 8
_FIRST_BACKOFF = timedelta(seconds=30)
_LONGEST_BACKOFF = timedelta(hours=1)
_SHORTEST_WAIT = timedelta(seconds=1)  # "not now" never means this very moment: a pass has to end


@dataclass(frozen=True)
class Ready:
    """A message that was marked as being sent: who gets which words where."""

    row: OutboxMessage
    account: Account
    message: Message


@dataclass(frozen=True)
class Call:
    """A call that came back."""

    ready: Ready
    outcome: Receipt | Exception


def settlement(call: Call, routes: Mapping[int, Account], *, now: datetime) -> Settlement:
    """`routes`: where else each person whose chat refused can be reached."""
    row, account = call.ready.row, call.ready.account
    match call.outcome:
        case Receipt(platform_id):
            words = call.ready.message.text
            return Settlement(row, MessageState.SENT, account=account, platform_id=platform_id, said=words)
        case TryLater() as later:
            until = now + max(later.after, _SHORTEST_WAIT)
            return _again_at(until, row, account, f"not now: {later}")
        case Doubtful() as doubt:
            return _doubted(row, account, f"in doubt: {doubt}", now=now)
        case Refused() as refusal:
            state = MessageState.WAITING if row.person_id in routes else MessageState.REFUSED
            return Settlement(row, state, detail=f"refused: {refusal}", account=account)
        case problem:
            return failed(row, problem, now=now, account=account)


def postponed(row: OutboxMessage, until: datetime, *, now: datetime) -> Settlement:
    return _again_at(max(until, now + _SHORTEST_WAIT), row, None, "postponed")


def failed(row: OutboxMessage, problem: Exception, *, now: datetime, account: Account | None = None) -> Settlement:
    """A bug of ours or of a channel's: tried again, less and less often. Its words stay out of the history."""
    name, attempts = type(problem).__name__, row.attempts + 1
    if attempts >= MOST_ATTEMPTS:
        detail = f"gave up after {attempts} attempts: {name}"
        return Settlement(row, MessageState.REFUSED, detail=detail, failed=True, account=account)
    until = now + backoff(row.attempts)
    detail = f"failed: {name}"
    return Settlement(row, MessageState.WAITING, detail=detail, not_before=until, failed=True, account=account)


def backoff(failures: int) -> timedelta:
    """How long to wait after one more failure, by the number of those before it."""
    return min(_FIRST_BACKOFF * (1 << failures), _LONGEST_BACKOFF)


def _doubted(row: OutboxMessage, account: Account, detail: str, *, now: datetime) -> Settlement:
    if not may_repeat(row):
        return Settlement(row, MessageState.DOUBTFUL, detail=detail, account=account)
    until = now + _FIRST_BACKOFF
    return Settlement(row, MessageState.WAITING, detail=detail, not_before=until, again=True, account=account)


def _again_at(until: datetime, row: OutboxMessage, account: Account | None, detail: str) -> Settlement:
    return Settlement(row, MessageState.WAITING, detail=detail, not_before=until, account=account)
