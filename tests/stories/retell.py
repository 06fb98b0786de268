"""`python -m tests.stories.retell [name…]` writes into the told days what is said now. Read the difference."""

import logging
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import structlog

from storage.database import migrate, open_engine
from tests.stories.telling import retold, told_days


def retell(path: Path) -> None:
    with TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{Path(folder) / 'day.db'}")
        migrate(engine)
        path.write_text(retold(engine, path.read_text(encoding="utf-8")), encoding="utf-8")


def main(names: list[str]) -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    for path in told_days():
        if not names or path.stem in names:
            retell(path)


if __name__ == "__main__":
    main(sys.argv[1:])
