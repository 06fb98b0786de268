"""Long days of a small office, each a text file in days/: all that is typed, answered and said, exactly."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.stories.telling import commands, exchanges, retold, told_days

DAYS = told_days()
ON_BOTH = ("a-hand-over", "a-restart")


@pytest.mark.parametrize("day", DAYS, ids=lambda path: path.stem)
def test_a_day_goes_as_it_is_told(sqlite: Engine, day: Path) -> None:
    script = day.read_text(encoding="utf-8")
    assert retold(sqlite, script) == script


@pytest.mark.parametrize("name", ON_BOTH)
def test_a_day_goes_the_same_on_postgresql(postgres: Engine, name: str) -> None:
    [day] = [path for path in DAYS if path.stem == name]
    script = day.read_text(encoding="utf-8")
    assert retold(postgres, script) == script


@pytest.mark.parametrize("day", DAYS, ids=lambda path: path.stem)
def test_a_told_day_has_a_dozen_exchanges_and_a_clock_that_moves(day: Path) -> None:
    script = day.read_text(encoding="utf-8")
    assert len(exchanges(script)) >= 12
    assert len([line for line in commands(script) if line.startswith("@ ")]) >= 2
