import gc
import sys
import weakref
from collections.abc import Iterator

import pytest

from bot.interpreter import be_prompt


@pytest.fixture
def as_it_was() -> Iterator[None]:
    turn, every = sys.getswitchinterval(), gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*every)
    sys.setswitchinterval(turn)


@pytest.mark.usefixtures("as_it_was")
def test_what_is_loaded_is_not_gone_through_again() -> None:
    loaded = len(gc.get_objects())
    be_prompt()
    assert gc.get_freeze_count() > 0.5 * loaded
    assert len(gc.get_objects()) < 0.1 * loaded


@pytest.mark.usefixtures("as_it_was")
def test_ten_thousand_new_objects_are_not_gone_through_a_dozen_times() -> None:
    rounds = []

    def note(phase: str, _info: object) -> None:
        if phase == "start":
            rounds.append(phase)

    be_prompt()
    gc.callbacks.append(note)
    try:
        kept = [[number] for number in range(10_000)]
    finally:
        gc.callbacks.remove(note)
    assert len(kept) == 10_000
    assert len(rounds) <= 2


@pytest.mark.usefixtures("as_it_was")
def test_rings_are_still_found_without_being_asked_for() -> None:
    class Ring:
        def __init__(self) -> None:
            self.self = self

    be_prompt()
    first = weakref.ref(Ring())
    kept = [Ring() for _ in range(30_000)]
    assert first() is None
    assert len(kept) == 30_000


@pytest.mark.usefixtures("as_it_was")
def test_a_thread_keeps_the_loop_waiting_for_a_millisecond_at_most() -> None:
    be_prompt()
    assert sys.getswitchinterval() <= 0.001
