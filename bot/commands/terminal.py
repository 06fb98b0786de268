"""What the commands share: the database of the settings, and one clear sentence where something is wrong."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import typer
from sqlalchemy import Engine
from sqlmodel import Session

from bot.actions.refusal import Refusal
from bot.logs import masked
from bot.settings import BadSettings, read_settings
from locales import text
from scheduler.calendar import Calendar, calendar_of
from storage.audit import Actor
from storage.database import Unusable, make_folder_of, migrate, open_engine, transaction, usable
from storage.people import office_named, offices, unit_of


def fail(sentence: str) -> typer.Exit:
    """Say what is wrong on standard error; raise the result to end with exit code 1."""
    typer.echo(sentence, err=True)
    return typer.Exit(1)


def utc_now() -> datetime:
    return datetime.now(UTC)


def database() -> Engine:
    """The database of the settings, brought to its newest shape."""
    try:
        settings = read_settings()
    except BadSettings as bad:
        raise fail(str(bad)) from None
    engine = open_engine(settings.database)
    try:
        if settings.database_file is not None:
            make_folder_of(settings.database_file)
        with usable():
            migrate(engine)
    except Unusable as problem:
        raise fail(unusable(problem)) from None
    return engine


def unusable(problem: Unusable) -> str:
    return text("terminal.unusable", problem=masked(str(problem)))


@contextmanager
def changing(engine: Engine) -> Iterator[Session]:
    """A transaction in which a Refusal, or a database that cannot be used, becomes one sentence and exit code 1, with
    nothing saved."""
    try:
        with usable(), transaction(engine) as session:
            yield session
    except Refusal as refusal:
        raise fail(text(refusal.key, **refusal.values)) from None
    except Unusable as problem:
        raise fail(unusable(problem)) from None


def chosen_office(session: Session, name: str | None) -> int:
    """The office of that name; without a name the only one there is. Ends with a sentence where it is unclear."""
    known = offices(session)
    if name is not None:
        office = office_named(session, name)
        if office is None:
            raise fail(text("terminal.no_such_office", name=name))
        return office.office_id
    if len(known) != 1:
        names = ", ".join(unit_of(session, office.office_id).name for office in known)
        raise fail(text("terminal.which_office", names=names) if known else text("terminal.no_office"))
    return known[0].office_id


def clerk(session: Session, office_id: int) -> tuple[Actor, Calendar]:
    """Who acts at the terminal, for the audit log, and the office's calendar."""
    return Actor(office_id, None, "cli", utc_now()), calendar_of(session, office_id)
