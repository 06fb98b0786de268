"""nhacviec restore: take a copy back, with what is in use kept."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from sqlalchemy import Engine

from bot.commands.backup import FOLDER, bar, local, settings_or_fail, write_copy
from bot.commands.terminal import fail, utc_now
from bot.logs import masked
from bot.settings import Settings
from locales import full_day, hour, number, text
from scheduler.lock import AlreadyRunning, hold
from storage.backup import (
    BadCopy,
    Contents,
    contents_of,
    fill,
    holds_anything,
    others_at,
    put_in_place,
    working_copy,
)
from storage.database import Unusable, make_folder_of, open_engine

app = typer.Typer(help="Take a copy back, made by `nhacviec backup`.")
_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
_FOREIGN, _DAMAGED, _NEWER = "restore.foreign", "restore.damaged", "restore.newer"


@app.command()
def restore(
    file: Path,
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask.")] = False,
    force: Annotated[bool, typer.Option("--force", help="On PostgreSQL: replace what is there.")] = False,
) -> None:
    """Check a copy, say what is in it, and put it in the place of the data in use, which are kept."""
    settings = settings_or_fail()
    if not file.is_file():
        raise fail(text("restore.no_file", path=file))
    try:
        if settings.database_file is None:
            _into_server(settings, file, yes=yes, force=force)
        else:
            _into_file(settings.database_file, file, yes=yes)
    except BadCopy as bad:
        key = {"foreign": _FOREIGN, "damaged": _DAMAGED, "newer": _NEWER}[bad.why]
        raise fail(text(key, path=file, problem=bad.problem)) from None
    except Unusable as problem:
        raise fail(text("restore.failed", problem=masked(str(problem)))) from None


def _into_file(target: Path, file: Path, *, yes: bool) -> None:
    make_folder_of(target)
    try:
        with hold(target), working_copy(file, target) as copy:
            _tell_and_ask(contents_of(copy), yes=yes or not target.exists())
            kept = target.with_name(f"{target.stem}-replaced-{local(utc_now()):%Y-%m-%d-%H%M%S}{target.suffix}")
            replaced = put_in_place(copy, target, kept=kept)
    except AlreadyRunning as other:
        raise fail(text("restore.running", path=other.path)) from None
    _done(kept if replaced else None)


def _into_server(settings: Settings, file: Path, *, yes: bool, force: bool) -> None:
    engine = open_engine(settings.database)
    try:
        with TemporaryDirectory() as folder, working_copy(file, Path(folder) / "copy.db") as copy:
            in_use = _may_replace(engine, force=force)
            _tell_and_ask(contents_of(copy), yes=yes)
            kept = _kept(settings) if in_use else None
            with bar(text("restore.copying")) as progress:
                fill(engine, copy, progress=progress)
    finally:
        engine.dispose()
    _done(kept)


def _may_replace(engine: Engine, *, force: bool) -> bool:
    """Whether there is anything to keep first."""
    others = others_at(engine)
    if others:
        raise fail(text("restore.in_use", count=number(others)))
    in_use = holds_anything(engine)
    if in_use and not force:
        raise fail(text("restore.not_empty"))
    return in_use


def _kept(settings: Settings) -> Path:
    file = settings.data_dir / FOLDER / f"replaced-{local(utc_now()):%Y-%m-%d-%H%M%S}.db"
    write_copy(settings, file)
    return file


def _tell_and_ask(found: Contents, *, yes: bool) -> None:
    counts = {name: number(getattr(found, name)) for name in ("offices", "people", "assignments")}
    if found.last is None:
        typer.echo(text("restore.contents_empty", **counts))
    else:
        last = found.last.astimezone(_ZONE)
        typer.echo(text("restore.contents", hour=hour(last), day=full_day(last.date()), **counts))
        typer.echo(text("restore.said_again"))
    if not yes and not typer.confirm(text("restore.ask")):
        typer.echo(text("restore.not_done"))
        raise typer.Exit


def _done(kept: Path | None) -> None:
    typer.echo(text("restore.done"))
    if kept is not None:
        typer.echo(text("restore.kept", path=kept))
