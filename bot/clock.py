"""What time it is. The one place where the clock is read, so that the demo can wind it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Protocol

from sqlalchemy import Engine
from sqlmodel import Session

from storage.database import reading, transaction
from storage.marks import marks, set_marks

# The office's moment and the machine's moment at which it was kept: their difference survives a restart.
_OFFICE, _MACHINE = "clock.office", "clock.machine"


class Clock(Protocol):
    def now(self) -> datetime:
        """An aware moment."""
        ...


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


def set_office_time(session: Session, moment: datetime, *, machine: datetime) -> None:
    """Let the clock that is opened next start at a moment, also one that is past for the machine."""
    set_marks(session, {_OFFICE: moment, _MACHINE: machine})


class TurnedBack(ValueError):
    """A clock that people's deadlines hang on never goes back."""


class WoundClock:
    """The machine's clock and how far it was wound forward; it stands still while it is held.

    Kept in the database at each move: after a restart it has run on, as if the machine had been off.
    Safe to share between threads.
    """

    def __init__(self, engine: Engine, *, machine: Callable[[], datetime]) -> None:
        with reading(engine) as session:
            kept = marks(session, (_OFFICE, _MACHINE))
        self._engine, self._machine, self._lock = engine, machine, Lock()
        self._ahead = kept[_OFFICE] - kept[_MACHINE] if kept else timedelta(0)
        self._held: datetime | None = None
        self._latest = kept.get(_OFFICE, datetime.min.replace(tzinfo=UTC))

    def now(self) -> datetime:
        with self._lock:
            return self._now()

    def _now(self) -> datetime:
        # The machine's own clock may be set back: the office's stands still until it has caught up.
        self._latest = max(self._latest, self._held or self._machine() + self._ahead)
        return self._latest

    def stand(self) -> datetime:
        """Stand still at the present moment, and say which that is."""
        with self._lock:
            self._held = self._now()
            return self._held

    def hold(self, moment: datetime) -> None:
        """Wind forward to a moment and stand still there. Raises TurnedBack."""
        with self._lock:
            if moment < self._now():
                raise TurnedBack(f"{moment.isoformat()} is before {self._now().isoformat()}")
            self._held = moment
            self._keep(moment)

    def run(self) -> None:
        """Run on from where the clock stands."""
        with self._lock:
            if self._held is not None:
                self._keep(self._held)
                self._held = None

    def _keep(self, moment: datetime) -> None:
        machine = self._machine()
        self._ahead = moment - machine
        with transaction(self._engine) as session:
            set_office_time(session, moment, machine=machine)
