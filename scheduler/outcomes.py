"""What becomes of a message after its call came back, or could not be made. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from scheduler.messages import Doubtful, Held, Message, Receipt, Refused, TryLater, Unacceptable
from storage.claimed import Claimed
from storage.outbox import Settlement, may_repeat
from storage.routes import Route
from storage.tables import MessageState

MOST_ATTEMPTS = 8
_FIRST_BACKOFF = timedelta(seconds=30)
_LONGEST_BACKOFF = timedelta(hours=1)
_FIRST_RETRY = timedelta(seconds=2)
_LONGEST_RETRY = timedelta(minutes=5)
_GIVE_UP_AFTER = timedelta(days=2)  # of a platform that is not to be reached: the words are stale by then
_SHORTEST_WAIT = timedelta(seconds=1)  # "not now" never means this very moment: a pass has to end


class Unrendered(Exception):
    """A message whose words could not be found; `args[0]` is what failed. The rest of it was logged where it did."""


@dataclass(frozen=True)
class Ready:
    """A message that was rendered: who gets which words where."""

    row: Claimed
    account: Route
    message: Message


@dataclass(frozen=True)
class Call:
    """A call that came back. `chance` in [0, 1) spreads what failed together over time."""

    ready: Ready
    outcome: Receipt | Exception
    chance: float = 0.5


def settlement(call: Call, routes: Mapping[int, Route], *, now: datetime) -> Settlement:
    """`routes`: where else each person whose chat refused can be reached."""
    row, account = call.ready.row, call.ready.account
    match call.outcome:
        case Receipt(platform_id):
            words = call.ready.message.text
            return Settlement(row, MessageState.SENT, account=account, platform_id=platform_id, said=words)
        case Held() as held:
            return _again_at(now + max(held.after, _SHORTEST_WAIT), row, account, f"held: {held}")
        case TryLater() as later:
            return _retried(call, later, now=now)
        case Doubtful() as doubt:
            return _doubted(row, account, f"in doubt: {doubt}", now=now)
        case Refused() as refusal:
            return _elsewhere(row, account, f"refused: {refusal}", routes.get(row.person_id))
        case Unacceptable() as fault:
            return Settlement(row, MessageState.REFUSED, detail=f"not accepted: {fault}", account=account)
        case problem:
            return failed(row, problem, now=now, account=account)


def postponed(row: Claimed, until: datetime, *, now: datetime) -> Settlement:
    return _again_at(max(until, now + _SHORTEST_WAIT), row, None, "postponed")


def rerouted(row: Claimed, account: Route | None) -> Settlement:
    """The lane it waited in is not the one of its person's chat: that one says it. Nobody linked: nobody does."""
    if account is None:
        return Settlement(row, MessageState.REFUSED, detail="nobody linked")
    return Settlement(row, MessageState.WAITING, lane=account.bot)


def failed(row: Claimed, problem: Exception, *, now: datetime, account: Route | None = None) -> Settlement:
    """A bug of ours or of a channel's: tried again, less and less often. Its words stay out of the history."""
    name = problem.args[0] if isinstance(problem, Unrendered) else type(problem).__name__
    attempts = row.attempts + 1
    if attempts >= MOST_ATTEMPTS:
        detail = f"gave up after {attempts} attempts: {name}"
        return Settlement(row, MessageState.REFUSED, detail=detail, failed=True, account=account)
    until = now + backoff(row.attempts)
    detail = f"failed: {name}"
    return Settlement(row, MessageState.WAITING, detail=detail, not_before=until, failed=True, account=account)


def backoff(failures: int) -> timedelta:
    """How long to wait after one more failure of our own, by the number of those before it."""
    return min(_FIRST_BACKOFF * (1 << min(failures, 16)), _LONGEST_BACKOFF)


def retry(failures: int, *, chance: float) -> timedelta:
    """How long to wait for a platform that failed or was not to be reached: half to one and a half of the doubling."""
    return min(_FIRST_RETRY * (1 << min(failures, 16)), _LONGEST_RETRY) * (0.5 + chance)


def _retried(call: Call, later: TryLater, *, now: datetime) -> Settlement:
    row, account = call.ready.row, call.ready.account
    # A machine that was off for days has not tried yet.
    if now - row.created_at > _GIVE_UP_AFTER and row.attempts >= MOST_ATTEMPTS:
        return Settlement(row, MessageState.REFUSED, detail=f"gave up: {later}", failed=True, account=account)
    until = now + max(later.after, retry(row.attempts, chance=call.chance))
    detail = f"not now: {later}"
    return Settlement(row, MessageState.WAITING, detail=detail, not_before=until, failed=True, account=account)


def _elsewhere(row: Claimed, account: Route, detail: str, other: Route | None) -> Settlement:
    if other is None:
        return Settlement(row, MessageState.REFUSED, detail=detail, account=account)
    return Settlement(row, MessageState.WAITING, detail=detail, account=account, lane=other.bot)


def _doubted(row: Claimed, account: Route, detail: str, *, now: datetime) -> Settlement:
    if not may_repeat(row):
        return Settlement(row, MessageState.DOUBTFUL, detail=detail, account=account)
    until = now + _FIRST_BACKOFF
    return Settlement(row, MessageState.WAITING, detail=detail, not_before=until, again=True, account=account)


def _again_at(until: datetime, row: Claimed, account: Route | None, detail: str) -> Settlement:
    return Settlement(row, MessageState.WAITING, detail=detail, not_before=until, account=account)
