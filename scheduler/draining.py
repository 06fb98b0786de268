"""One run through a lane: what is due is claimed and rendered ahead, takes its turns, and is called."""

import asyncio
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

from scheduler.lanes import Lane
from scheduler.ledger import Ledger, Thread
from scheduler.outcomes import Ready
from storage.claimed import Claimed
from storage.outbox import Settlement
from storage.rows import id_of

CROWD = 20  # calls in flight from which on several are written down together
# Seconds in which they gather: without a pace a commit is a pause; at a pace it comes early enough, and may be rare.
_GATHERING, _GATHERING_PACED = 0.01, 0.02
_GROUP = 50  # messages that are marked as being sent together, where no pace makes them fewer
_AHEAD = 0.14  # seconds of a lane's pace that are marked together, the next while these wait for their turns
_FIRST = 16  # messages that a run claims first, then twice as many: where all lanes begin at once, all begin soon
_MOST_KEPT = 10  # batches that are rendered before they can be said, as where much is for one chat


@dataclass(frozen=True)
class Terms:
    """`patience` is how long a call may take before it is in doubt; `lease` has to be longer. `batch`: one claim."""

    lease: timedelta = timedelta(minutes=2)
    patience: timedelta = timedelta(minutes=1)
    batch: int = 100


class Desk(Protocol):
    """What a run asks of the delivery that it is part of."""

    ledger: Ledger

    @property
    def terms(self) -> Terms: ...

    @property
    def thread(self) -> Thread: ...

    @property
    def stopping(self) -> Callable[[], bool]: ...

    def claim(self, bot: str, limit: int) -> list[Claimed]: ...

    async def prepare(
        self, lane: Lane, rows: Sequence[Claimed], *, in_hand: int
    ) -> tuple[list[Ready], list[Settlement]]: ...

    async def see_through(self, lane: Lane, ready: Ready, *, returned: Callable[[], None]) -> None: ...


Chain = list[Ready]  # what goes to one chat, one after the other


class Drain:
    """One run through a lane. `_buffer` holds what is rendered and waits for its turn, the most urgent first.

    `marked`: the ids of what is in the midst of being sent.
    """

    def __init__(self, delivery: Desk, lane: Lane) -> None:
        self._delivery, self._lane, self._ledger = delivery, lane, delivery.ledger
        self.marked: set[int] = set()
        self._buffer: list[Ready] = []
        self._calls: set[asyncio.Task[None]] = set()
        self._busy: Counter[str] = Counter()
        self._feeding: asyncio.Task[None] | None = None
        self._marking: asyncio.Task[list[Chain]] | None = None
        self._news, self._room = asyncio.Event(), asyncio.Semaphore(lane.pacer.limits.at_once)
        self._exhausted = self._hurried = self._stuck = self.left = False
        self._taken, self._failure = 0, None  # type: tuple[int, BaseException | None]
        self._batch = min(_FIRST, delivery.terms.batch)

    def hurry(self, urgency: int) -> None:
        """Something of this urgency is due: it does not wait for the buffer to run low."""
        if self._stuck or all(urgency < ready.row.priority for ready in self._buffer):
            self._exhausted, self._hurried = False, True
            self._news.set()

    @property
    def uncalled(self) -> Sequence[Ready]:
        """What is claimed or marked still, and was not called."""
        return self._buffer

    async def run(self) -> int:
        try:
            try:
                await self._go_on()
            except Exception as problem:  # noqa: BLE001  raised below: first what is on its way is seen through
                self._failure = self._failure or problem
            await self._finish()
        finally:
            for task in (*self._calls, self._feeding, self._marking):
                if task is not None:
                    task.cancel()
        if self._failure is not None:
            raise self._failure
        return self._taken

    async def _go_on(self) -> None:
        while self._failure is None and not self._over():
            self._feed()
            if self._marking is not None:
                chains = await self._marking
            elif group := self._group():
                chains = await self._mark(group)
            elif await self._hear():
                continue
            else:
                break
            self._marking = self._mark_ahead()
            await self._call(chains)

    def _mark_ahead(self) -> "asyncio.Task[list[Chain]] | None":
        """At a pace the next are marked while these wait for their turns: a commit then costs no turn."""
        group = self._group() if self.paced else []
        return asyncio.create_task(self._mark(group)) if group else None

    @property
    def in_flight(self) -> int:
        return self._busy.total()

    @property
    def paced(self) -> bool:
        return self._lane.pacer.limits.per_second is not None

    def _over(self) -> bool:
        return self.left or self._delivery.stopping() or bool(self._lane.pacer.held)

    async def _finish(self) -> None:
        """Let what is in hand be settled; what was not called waits again."""
        if self._marking is not None:
            await self._take_back(self._marking)
        while self._calls or self._feeding:
            await asyncio.wait([*self._calls, *([self._feeding] if self._feeding else [])])
        if self._failure is None:
            await self._return(self._buffer)

    def _feed(self) -> None:
        """Claim the next batch beside the sending, when what is left runs low."""
        most = self._delivery.terms.batch
        low = len(self._buffer) <= (_MOST_KEPT * most if self._stuck else self._batch // 2)
        if self._feeding is None and not self._exhausted and (low or self._hurried):
            self._hurried = False
            self._feeding = asyncio.create_task(self._fill())
            self._feeding.add_done_callback(self._fed)

    async def _fill(self) -> None:
        delivery, bot = self._delivery, self._lane.bot
        rows: list[Claimed] = await delivery.thread(delivery.claim, bot, self._batch)
        self._exhausted = len(rows) < self._batch
        self._batch = min(2 * self._batch, delivery.terms.batch)
        if rows:
            in_hand = len(self._buffer) + len(self.marked)
            ready, over = await delivery.prepare(self._lane, rows, in_hand=in_hand)
            self._taken += len(rows)
            # One that is here already was taken back and claimed again: its lease ran out, or the clock jumped.
            self._buffer = sorted({id_of(one.row): one for one in [*self._buffer, *ready]}.values(), key=urgency_of)
            self._stuck = False
            if over:
                await self._ledger.conclude(over)

    def _fed(self, task: "asyncio.Task[None]") -> None:
        self._feeding = None
        self._ended(task)

    def _ended(self, task: "asyncio.Task[None]") -> None:
        if not task.cancelled() and (problem := task.exception()) is not None:
            self._failure = self._failure or problem
        self._news.set()

    def _group(self) -> list[Ready]:
        """What is to be sent next: a moment's worth of the pace, to chats that nothing is on its way to."""
        pacer = self._lane.pacer
        limits = pacer.limits
        # A crowd's next ones are marked while the last are on their way: else each commit is a pause.
        ahead = limits.at_once // 2 if limits.at_once >= CROWD else 0
        room = limits.at_once + ahead - self.in_flight
        most = min(room, max(1, int(limits.per_second * _AHEAD)) if limits.per_second else _GROUP)
        chosen: list[Ready] = []
        chats: set[str] = set()
        for ready in self._buffer:
            if len(chosen) >= most:
                break
            address = ready.account.address
            taken = address in self._busy or (address in chats and limits.chat_gap > 0)
            if not taken and pacer.free(address):
                chosen.append(ready)
                chats.add(address)
        if chosen:
            gone = {id(ready) for ready in chosen}
            self._buffer = [ready for ready in self._buffer if id(ready) not in gone]
            self.marked.update(id_of(ready.row) for ready in chosen)
            self._busy.update(ready.account.address for ready in chosen)
        self._stuck = len(chosen) < most and bool(self._buffer)  # all the rest is for chats that are busy
        return chosen

    async def _hear(self) -> bool:
        """Wait until a call came back, a batch is rendered, or a chat may hear more; False: there is nothing to do."""
        if not (self._calls or self._feeding or self._buffer):
            return not self._exhausted
        self._news.clear()
        soon = self._lane.pacer.next_free() if self._buffer else 0.0
        try:
            async with asyncio.timeout(max(soon, 0.001) if soon or not (self._calls or self._feeding) else None):
                await self._news.wait()
        except TimeoutError:
            pass
        if self.in_flight >= CROWD and not self.paced:
            await asyncio.sleep(_GATHERING)
        return True

    async def _mark(self, group: Sequence[Ready]) -> list[Chain]:
        """Say of these that they are about to be sent; those that are still ours, by chat."""
        try:
            mine = await self._ledger.sending(group)
        except Exception:
            self._buffer = [*group, *self._buffer]
            self._let_go(group)
            raise
        self._let_go([ready for ready in group if id_of(ready.row) not in mine])
        chains: dict[str, Chain] = {}
        for ready in group:
            if id_of(ready.row) in mine:
                chains.setdefault(ready.account.address, []).append(ready)
        return list(chains.values())

    async def _call(self, left: list[Chain]) -> None:
        """Each at its turn, as long as this lane is to speak."""
        while left and not self._over() and await self._lane.pacer.slot(left[0][0].account.address):
            task = asyncio.create_task(self._chain(left.pop(0)))
            self._calls.add(task)
            task.add_done_callback(self._calls.discard)
            task.add_done_callback(self._ended)
        await self._return([ready for chain in left for ready in chain])

    async def _take_back(self, marking: "asyncio.Task[list[Chain]]") -> None:
        """What was marked ahead is not called any more."""
        self._marking = None
        try:
            await self._return([ready for chain in await marking for ready in chain])
        except Exception as problem:  # noqa: BLE001  raised by run(), once what is on its way is seen through
            self._failure = self._failure or problem

    async def _chain(self, chain: Chain) -> None:
        address = chain[0].account.address
        for at, ready in enumerate(chain, start=1):
            if at > 1 and (self._over() or not await self._lane.pacer.slot(address)):
                await self._return(chain[at - 1 :])
                break
            await self._room.acquire()
            try:
                await self._delivery.see_through(self._lane, ready, returned=partial(self._came_back, address))
            finally:
                self.marked.discard(id_of(ready.row))

    def _came_back(self, address: str) -> None:
        self._room.release()
        self._free(address)
        self._news.set()

    def _free(self, address: str) -> None:
        self._busy[address] -= 1
        if not self._busy[address]:
            del self._busy[address]

    async def _return(self, ready: Sequence[Ready]) -> None:
        if not ready:
            return
        self._taken -= len(ready)
        try:
            await self._ledger.give_back(ready)
        except Exception:
            self._buffer = [*ready, *self._buffer]
            raise
        finally:
            self._let_go(ready)

    def _let_go(self, ready: Sequence[Ready]) -> None:
        """Those of these that were marked are not sent."""
        for one in ready:
            if id_of(one.row) in self.marked:
                self.marked.discard(id_of(one.row))
                self._free(one.account.address)


def urgency_of(ready: Ready) -> tuple[int, datetime, int]:
    return ready.row.priority, ready.row.not_before, id_of(ready.row)


def gathering(drains: Collection[Drain]) -> float:
    """The seconds in which what these write down is gathered; none where few calls are on their way."""
    if sum(drain.in_flight for drain in drains) < CROWD:
        return 0.0
    return _GATHERING_PACED if all(drain.paced for drain in drains) else _GATHERING
