"""`python -m tests.dialogs.retell [name…]` writes into the dialogs what is said now. Read the difference."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from storage.database import migrate, open_engine
from tests.dialogs.telling import FOLDER, dialogs_in, retold


def retell(path: Path, empty: bytes) -> None:
    setting = path.read_text(encoding="utf-8").split("\n=== ")[0]
    parts = [setting.rstrip("\n")]
    for dialog in dialogs_in(path):
        with TemporaryDirectory() as folder:
            (Path(folder) / "d.db").write_bytes(empty)
            lines = retold(dialog, open_engine(f"sqlite:///{Path(folder) / 'd.db'}"))
        parts.append("\n".join([f"=== {dialog.title}", *lines]).rstrip("\n"))
    path.write_text("\n\n".join(parts) + "\n", encoding="utf-8")


def _empty() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "empty.db"
        engine = open_engine(f"sqlite:///{path}")
        migrate(engine)
        engine.dispose()
        return path.read_bytes()


def main(names: list[str]) -> None:
    empty = _empty()
    for path in sorted(FOLDER.glob("*.txt")):
        if not names or path.stem in names:
            retell(path, empty)


if __name__ == "__main__":
    main(sys.argv[1:])
