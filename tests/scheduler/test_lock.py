import subprocess
import sys
from pathlib import Path

import pytest

from scheduler.lock import AlreadyRunning, hold

HOLDER = """
import sys
from pathlib import Path
from scheduler.lock import hold
with hold(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_run_on_the_same_file_is_refused(tmp_path: Path) -> None:
    database = tmp_path / "nhacviec.db"
    with hold(database), pytest.raises(AlreadyRunning, match=r"nhacviec\.db") as refused, hold(database):
        pass
    assert refused.value.path == database


def test_the_file_is_free_again_afterwards_and_others_were_never_held(tmp_path: Path) -> None:
    with hold(tmp_path / "one.db"), hold(tmp_path / "other.db"):
        held = sorted(path.name for path in tmp_path.iterdir())
    with hold(tmp_path / "one.db"):
        assert held == ["one.db.lock", "other.db.lock"]


def test_a_lock_dies_with_its_process(tmp_path: Path) -> None:
    database = tmp_path / "nhacviec.db"
    program = [sys.executable, "-c", HOLDER, str(database)]
    with subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        with pytest.raises(AlreadyRunning), hold(database):
            pass
        process.kill()
        process.wait()
        with hold(database):
            assert process.returncode != 0
