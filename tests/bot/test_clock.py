from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from bot.clock import SystemClock, TurnedBack, WoundClock

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


class Machine:
    """A machine's clock that a test sets."""

    def __init__(self) -> None:
        self.at = NOON

    def __call__(self) -> datetime:
        return self.at

    def runs(self, **span: float) -> None:
        self.at += timedelta(**span)


def test_the_system_clock_gives_an_aware_moment() -> None:
    assert SystemClock().now().utcoffset() == timedelta(0)


def test_a_clock_that_was_never_wound_shows_the_machines_time(sqlite: Engine) -> None:
    assert WoundClock(sqlite, machine=Machine()).now() == NOON


def test_a_held_clock_stands_still_and_then_runs_on_from_there(sqlite: Engine) -> None:
    machine = Machine()
    clock = WoundClock(sqlite, machine=machine)
    clock.hold(NOON + timedelta(days=3))
    machine.runs(minutes=5)
    assert clock.now() == NOON + timedelta(days=3)
    clock.run()
    machine.runs(minutes=2)
    assert clock.now() == NOON + timedelta(days=3, minutes=2)


def test_standing_still_keeps_the_moment(sqlite: Engine) -> None:
    machine = Machine()
    clock = WoundClock(sqlite, machine=machine)
    machine.runs(seconds=4)
    assert clock.stand() == NOON + timedelta(seconds=4)
    machine.runs(hours=1)
    assert clock.now() == NOON + timedelta(seconds=4)


def test_a_clock_is_never_turned_back(sqlite: Engine) -> None:
    clock = WoundClock(sqlite, machine=Machine())
    clock.hold(NOON + timedelta(days=3))
    with pytest.raises(TurnedBack):
        clock.hold(NOON + timedelta(days=2))
    assert clock.now() == NOON + timedelta(days=3)


def test_after_a_restart_the_clock_has_run_on_as_if_the_machine_had_been_off(sqlite: Engine) -> None:
    machine = Machine()
    first = WoundClock(sqlite, machine=machine)
    first.hold(NOON + timedelta(days=30))
    first.run()
    machine.runs(hours=6)
    assert WoundClock(sqlite, machine=machine).now() == NOON + timedelta(days=30, hours=6)


def test_a_program_killed_while_winding_starts_again_at_the_moment_it_had_reached(sqlite: Engine) -> None:
    machine = Machine()
    WoundClock(sqlite, machine=machine).hold(NOON + timedelta(days=7))
    machine.runs(seconds=10)
    assert WoundClock(sqlite, machine=machine).now() == NOON + timedelta(days=7, seconds=10)


def test_a_machine_whose_clock_is_set_back_does_not_turn_the_office_back(sqlite: Engine) -> None:
    machine = Machine()
    clock = WoundClock(sqlite, machine=machine)
    before = clock.now()
    machine.runs(hours=-2)
    assert clock.now() == before
    machine.runs(hours=2, minutes=1)
    assert clock.now() == before + timedelta(minutes=1)
