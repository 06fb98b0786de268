"""nhacviec backup: a copy of everything in one file, while the program runs."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress as Bar

from bot.commands.terminal import fail, utc_now
from bot.logs import masked
from bot.settings import BadSettings, Settings, read_settings
from locales import number, text
from storage.backup import BadCopy, copy_to
from storage.copying import Progress
from storage.database import Unusable, make_folder_of, open_engine

app = typer.Typer(help="Copy everything into one file, while the program runs.")
FOLDER = "backups"
_NAME = "nhacviec-{:%Y-%m-%d-%H%M%S}.db"
_NAMES = f"nhacviec-{'-'.join(['[0-9]' * n for n in (4, 2, 2, 6)])}.db"


@app.command()
def backup(
    to: Annotated[
        Path | None, typer.Argument(help="A new file, or a folder; without it, the folder `backups` beside the data.")
    ] = None,
    keep: Annotated[int | None, typer.Option(min=1, help="In a folder, keep so many of the newest copies.")] = None,
) -> None:
    """Write a checked copy of everything to one file; `nhacviec restore` takes it back."""
    settings = settings_or_fail()
    file, folder = _target(settings, to)
    if keep is not None and folder is None:
        raise fail(text("backup.keep_needs_folder"))
    began = time.monotonic()
    write_copy(settings, file)
    size, seconds = number(round(file.stat().st_size / 1e6, 1)), number(round(time.monotonic() - began, 1))
    typer.echo(text("backup.done", path=file, size=size, seconds=seconds))
    if keep is not None and folder is not None:
        _forget_old(folder, keep)


def settings_or_fail() -> Settings:
    try:
        return read_settings()
    except BadSettings as bad:
        raise fail(str(bad)) from None


def _target(settings: Settings, to: Path | None) -> tuple[Path, Path | None]:
    """The file to write, and its folder where the file's name is ours."""
    if to is not None and not to.is_dir():
        return to, None
    folder = to or settings.data_dir / FOLDER
    return folder / _NAME.format(local(utc_now())), folder


def local(moment: datetime) -> datetime:
    """As the clock of this computer shows it."""
    return moment.astimezone()


def write_copy(settings: Settings, file: Path) -> None:
    """Ends with a sentence where it can't be done."""
    if settings.database_file is not None and not settings.database_file.exists():
        raise fail(text("backup.nothing", path=settings.database_file))
    engine = open_engine(settings.database)
    try:
        make_folder_of(file)
        with bar(text("backup.copying")) as progress:
            copy_to(engine, file, progress=progress)
    except FileExistsError:
        raise fail(text("backup.file_is_there", path=file)) from None
    except BadCopy as bad:
        raise fail(text("backup.damaged", problem=bad.problem)) from None
    except Unusable as problem:
        raise fail(text("backup.failed", problem=masked(str(problem)))) from None
    finally:
        engine.dispose()


@contextmanager
def bar(words: str) -> Iterator[Progress]:
    with Bar(console=Console(stderr=True), transient=True) as shown:
        job = shown.add_task(words, total=None)
        yield lambda done, total: shown.update(job, completed=done, total=total)


def _forget_old(folder: Path, keep: int) -> None:
    old = sorted(folder.glob(_NAMES))[:-keep]
    for file in old:
        file.unlink(missing_ok=True)
    if old:
        typer.echo(text("backup.old_removed", count=number(len(old)), keep=number(keep)))
