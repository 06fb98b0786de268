"""A quarter of benchmarks/replay_year.py: the Quang Khải plan, wound through its first months."""

import random
from datetime import date
from pathlib import Path

import pytest

from benchmarks.replay_year import MOST_ANSWERING, MOST_SILENT, check, compare, heard, replay, replay_with_kills

UNTIL = date(2023, 6, 9)


@pytest.mark.parametrize(("answering", "most"), [(False, MOST_SILENT), (True, MOST_ANSWERING)])
def test_every_deadline_is_announced_in_time_and_nobody_is_told_too_often(
    tmp_path: Path, answering: bool, most: int
) -> None:
    engine = replay(tmp_path, answering=answering, until=UNTIL)
    said = heard(tmp_path / "said.jsonl")
    findings = check(engine, said, until=UNTIL, most=most)
    engine.dispose()
    assert findings.faults == []
    assert findings.occurrences > 40
    assert 0 < findings.most <= most


def test_a_process_killed_at_any_moment_loses_nothing_and_doubles_only_what_was_in_flight(tmp_path: Path) -> None:
    until = date(2023, 2, 10)
    (undisturbed := tmp_path / "undisturbed").mkdir()
    (killed := tmp_path / "killed").mkdir()
    replay(undisturbed, answering=False, until=until).dispose()
    kills = replay_with_kills(killed, kills=4, until=until, seconds=4, chance=random.Random(7))
    lost, strange, doubled = compare(heard(undisturbed / "said.jsonl"), heard(killed / "said.jsonl"))
    assert (lost, strange) == (0, 0)
    assert doubled <= kills
