"""Things done again and again, side by side, each one at a time; a failure is said once and the next round tried."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import structlog

from storage.database import went_away

_SAID_AGAIN = timedelta(minutes=1)
_log = structlog.get_logger("rounds")


class Complaints:
    """Says in the log what fails, each thing at once and then at most every minute, and when it is well again."""

    def __init__(self, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._now, self._said = now, dict[str, datetime]()

    def failed(self, what: str, problem: BaseException) -> None:
        now = self._now()
        if what in self._said and abs(now - self._said[what]) < _SAID_AGAIN:  # a clock may be put back
            return
        self._said[what] = now
        if went_away(problem):
            why = str(getattr(problem, "orig", problem)).strip().partition("\n")[0]
            _log.error("the database does not serve", round=what, why=why)
        else:
            _log.error("round failed", round=what, exc_info=problem)

    def well(self, what: str) -> None:
        if self._said.pop(what, None) is not None:
            _log.info("well again", round=what)


class Round:
    """One thing that is done every so often, and at once when it is nudged: never twice at the same time."""

    def __init__(self, name: str, step: Callable[[], Awaitable[object]], complaints: Complaints) -> None:
        self.name, self._step, self._complaints = name, step, complaints
        self._alone, self._nudged = asyncio.Lock(), False

    async def once(self) -> None:
        """One round; who comes while one is going asks for one more after it."""
        if self._alone.locked():
            self._nudged = True
            return
        async with self._alone:
            await self._go()
            while self._nudged:
                self._nudged = False
                await self._go()

    async def _go(self) -> None:
        try:
            await self._step()
        except Exception as problem:  # noqa: BLE001  said in the log; the next round may do better
            self._complaints.failed(self.name, problem)
        else:
            self._complaints.well(self.name)

    async def rest(self) -> None:
        """Wait for the round that is going."""
        async with self._alone:
            pass
