"""The database: there, whole, of our shape, writable; when the program last ran on it, and what waits in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.doctor.findings import Finding, fault, moment, well
from bot.logs import masked
from bot.monitoring.health import LONGEST_WAIT
from bot.settings import Settings
from locales import number, text
from storage.database import is_current, open_engine, reading
from storage.monitoring import Backlog, backlogs, faults_in_file, last_served, server_of, write_something
from storage.people import offices, unit_of

_POOL = 20  # connections that one process may open, beside one for each bot
_SILENCE = timedelta(minutes=10)  # a program that runs gives a sign of life every minute
_MARK = "doctor"
_MB = 1_000_000


class _Fails(Exception):
    """The database does not do what it is asked; in the driver's words, one line, no password."""


@contextmanager
def _asking() -> Iterator[None]:
    try:
        yield
    except SQLAlchemyError as error:
        said = str(getattr(error, "orig", None) or error).strip()
        raise _Fails(masked(said.partition("\n")[0])) from None


def examine(settings: Settings, *, now: datetime) -> list[Finding]:
    """Without a usable database there is one finding."""
    file = settings.database_file
    if file is not None and not file.exists():
        return [fault("database", text("doctor.no_file", path=file), text("doctor.no_file_todo"))]
    engine = open_engine(settings.database)
    try:
        with _asking():
            return list(_about(engine, settings, now=now))
    except _Fails as problem:
        todo = text("doctor.file_todo", path=file) if file else text("doctor.server_todo")
        return [fault("database", text("doctor.database_fails", problem=problem), todo)]
    finally:
        engine.dispose()


def _about(engine: Engine, settings: Settings, *, now: datetime) -> Iterator[Finding]:
    file = settings.database_file
    if file is not None and (damage := _damage(engine)):
        yield fault("database", text("doctor.damaged", problem=damage[0]), text("doctor.damaged_todo"))
        return
    if not is_current(engine):
        yield fault("schema", text("doctor.other_schema"), text("doctor.other_schema_todo"))
        return
    write_something(engine, _MARK, now=now)
    yield _file(file) if file else _server(engine, bots=len(settings.telegram_tokens))
    yield from _offices(engine)
    yield from _running(engine, now=now)
    yield from _waiting(engine, settings, now=now)


def _damage(engine: Engine) -> list[str]:
    with reading(engine) as session:
        return faults_in_file(session)


def _file(file: Path) -> Finding:
    size = number(round(file.stat().st_size / _MB, 1))
    return well("database", text("doctor.file", path=file, size=size))


def _server(engine: Engine, *, bots: int) -> Finding:
    with reading(engine) as session:
        server = server_of(session)
    needed = _POOL + bots
    if server.connections < needed:
        few = text("doctor.few_connections", version=server.version, connections=number(server.connections))
        return fault("database", few, text("doctor.few_connections_todo", needed=needed))
    processes = server.connections // needed
    return well("database", text("doctor.server", version=server.version, processes=processes))


def _offices(engine: Engine) -> Iterator[Finding]:
    with reading(engine) as session:
        found = offices(session)
        strange = [(unit_of(session, one.office_id).name, one.timezone) for one in found if not _known(one.timezone)]
    if not found:
        yield fault("offices", text("doctor.no_office"), text("doctor.no_office_todo"))
    for name, zone in strange:
        yield fault("offices", text("doctor.zone", office=name, zone=zone), text("doctor.zone_todo"))


def _known(zone: str) -> bool:
    try:
        return bool(ZoneInfo(zone))
    except (ZoneInfoNotFoundError, ValueError):
        return False


def _running(engine: Engine, *, now: datetime) -> Iterator[Finding]:
    with reading(engine) as session:
        last = last_served(session)
    if last is None:
        yield well("running", text("doctor.never_ran"))
    elif now - last > _SILENCE:
        yield fault("running", text("doctor.not_running", since=moment(last)), text("doctor.not_running_todo"))
    else:
        yield well("running", text("doctor.running", at=moment(last)))


def _waiting(engine: Engine, settings: Settings, *, now: datetime) -> Iterator[Finding]:
    with reading(engine) as session:
        lanes = backlogs(session, now=now)
    stuck = [one for one in lanes if one.lane and not one.busy and now - one.oldest > LONGEST_WAIT]
    served = {f"telegram:{token.get_secret_value().partition(':')[0]}" for token in settings.telegram_tokens}
    yield from (_stuck(one, served=one.lane in served) for one in stuck)
    if not stuck:
        yield well("waiting", text("doctor.nothing_waits", later=number(sum(one.due + one.later for one in lanes))))


def _stuck(lane: Backlog, *, served: bool) -> Finding:
    said = text("doctor.stuck", lane=lane.lane, due=number(lane.due), since=moment(lane.oldest))
    return fault("waiting", said, text("doctor.stuck_todo" if served else "doctor.no_token_todo", lane=lane.lane))
