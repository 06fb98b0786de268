"""One `run` per SQLite file. The operating system lets go of the lock when the process ends, however it ends."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from storage.database import Unusable


class AlreadyRunning(Exception):
    """Another process runs on this database file; `path` is the file."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"another process already runs on {path}")
        self.path = path


@contextmanager
def hold(path: Path) -> Iterator[None]:
    """Be the only one who holds the database file at `path`, without waiting. Raises AlreadyRunning, Unusable."""
    lock = FileLock(f"{path}.lock", blocking=False)
    try:
        lock.acquire()
    except Timeout as taken:
        raise AlreadyRunning(path) from taken
    except OSError as error:  # no right to write beside the file, for example
        raise Unusable(str(error)) from error
    try:
        yield
    finally:
        lock.release()
