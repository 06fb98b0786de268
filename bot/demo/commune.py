"""Fills an empty database with the example: two communes, their people, each linked to the web chat, their plans."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from io import StringIO
from pathlib import Path

from sqlmodel import Session

from bot.actions.plans import ImportChoices, import_plan
from bot.channels.web import BOT
from bot.demo.plan import example_plan
from scheduler.calendar import calendar_of
from scheduler.plans.files import read_plan
from storage.audit import Actor, record
from storage.people import add_office, add_person, link
from storage.rows import id_of
from storage.tables import PastPolicy, Person, Role

_NEXT_YEARS_PLAN_IS_OUT = 10  # October
BORN = "demo.born"  # a mark: the machine's time at which the example was made
FEATURED = 4  # Lan, Minh, Hoa and Bình stand first in people.csv


@dataclass(frozen=True)
class Somebody:
    """One row of people.csv."""

    office: str
    name: str
    post: str
    roles: tuple[Role, ...]


def fill(session: Session, folder: Path, *, now: datetime) -> None:
    """Write the plans' files to `folder` and keep everything. What was due before `now` counts as done."""
    plans = _plans()
    offices = {name: add_office(session, name).office_id for name in plans}
    focal_points: dict[str, Actor] = {}
    for one in _everybody():
        actor = _arrives(session, offices[one.office], one, now=now)
        if Role.FOCAL in one.roles:
            focal_points[one.office] = actor
    for office, rows in plans.items():
        for path in _write_plans(folder, office, rows, years=_years(session, offices[office], now=now)):
            choices = ImportChoices(past=PastPolicy.DONE)
            import_plan(session, read_plan(path), actor=focal_points[office], choices=choices)


def _table(name: str) -> Iterable[dict[str, str]]:
    return csv.DictReader(StringIO(files("bot.examples").joinpath(name).read_text(encoding="utf-8")))


def _plans() -> dict[str, str]:
    """Each office and the file of its plan's rows."""
    return {row["name"]: row["plan"] for row in _table("offices.csv")}


def _everybody() -> Iterator[Somebody]:
    for row in _table("people.csv"):
        yield Somebody(row["office"], row["name"], row["post"], tuple(map(Role, row["roles"].split())))


def _arrives(session: Session, office_id: int, one: Somebody, *, now: datetime) -> Actor:
    person: Person = add_person(session, office_id, one.name, posts=[one.post], roles=one.roles)
    actor = Actor(office_id, id_of(person), "demo", now)
    record(session, actor, "create", kind="person", row_id=id_of(person), after={"name": one.name, "posts": [one.post]})
    account = link(session, person, bot=BOT, address=str(id_of(person)), now=now)
    record(session, actor, "link", kind="account", row_id=id_of(account), after={"bot": BOT})
    return actor


def _years(session: Session, office_id: int, *, now: datetime) -> tuple[int, ...]:
    today = calendar_of(session, office_id).today(now)
    return (today.year, today.year + 1) if today.month >= _NEXT_YEARS_PLAN_IS_OUT else (today.year,)


def plan_files(folder: Path) -> list[Path]:
    """The plans' files that `fill` wrote there."""
    return [
        path
        for rows in _plans().values()
        for path in folder.glob(f"ke-hoach-{Path(rows).stem}-[0-9][0-9][0-9][0-9].xlsx")
    ]


def _write_plans(folder: Path, office: str, rows: str, *, years: tuple[int, ...]) -> Iterator[Path]:
    for year in years:
        path = folder / f"ke-hoach-{Path(rows).stem}-{year}.xlsx"
        path.write_bytes(example_plan(rows, office=office, year=year))
        yield path
