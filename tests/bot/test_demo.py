import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from bot.app import Parts
from bot.channels import Incoming
from bot.channels.web_stream import Event
from bot.demo.plan import example_plan
from bot.demo.running import Running, open_demo
from bot.demo.start import Demo, DemoError, listen, prepare, run_demo
from bot.demo.winding import Step, target
from bot.rendering import render_batch
from scheduler.calendar import Calendar
from scheduler.lock import hold
from scheduler.messages import Message
from scheduler.planning import plan
from scheduler.plans.files import read_plan_bytes
from storage.chat import chatters
from storage.database import open_engine, reading
from storage.people import office_named, people_of, people_with_role
from storage.tables import Role

OFFICE = Calendar()
MORNING = time(7, 30)


def at(written: str) -> datetime:
    """Office time."""
    return datetime.fromisoformat(written).replace(tzinfo=OFFICE.zone)


def answer(session: Session, incoming: Incoming, *, now: datetime) -> Message:
    return Message(f"Đã nghe: {incoming.text}")


PARTS = Parts(answer=answer, render=render_batch, plan=plan)


def demo(folder: Path, now: str | None = None, *, reset: bool = False) -> Demo:
    return Demo(folder, now=datetime.fromisoformat(now) if now else None, reset=reset)


class Machine:
    """The machine's clock; an office's day of the demo costs it nothing."""

    def __init__(self) -> None:
        self.at = at("2026-11-21T16:00")

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def office(sqlite: Engine, tmp_path: Path) -> Engine:
    """The example on Friday 20/11/2026, just before seven."""
    prepare(sqlite, demo(tmp_path, "2026-11-20T06:58"), machine=Machine())
    return sqlite


@asynccontextmanager
async def opened(engine: Engine, machine: Machine | None = None) -> AsyncIterator[tuple[httpx.AsyncClient, Running]]:
    running = open_demo(engine, PARTS, machine=machine or Machine())
    transport = httpx.ASGITransport(running.app)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8080") as client:
        try:
            yield client, running
        finally:
            await running.close()


async def wind(client: httpx.AsyncClient, running: Running, step: str) -> list[dict[str, Any]]:
    """Press a button of the clock; what the clock bar shows until it runs again."""
    told = running.hub.events(idle=lambda: (60.0, Event("quiet", {})))
    await anext(told)
    assert (await client.post("/api/clock", data={"step": step})).status_code == 202
    shown: list[dict[str, Any]] = []
    async for chunk in told:
        name, data = chunk.decode().removesuffix("\n\n").split("\ndata: ", 1)
        if name == "event: clock":
            shown.append(json.loads(data))
            if not shown[-1]["winding"]:
                await told.aclose()
                return shown
    raise AssertionError("the stream ended while the clock was wound")


async def bot_lines(client: httpx.AsyncClient, address: str) -> list[dict[str, Any]]:
    lines = (await client.get(f"/api/chats/{address}")).json()["lines"]
    return [line for line in lines if line["author"] == "bot"]


@pytest.mark.parametrize(
    ("step", "now", "then"),
    [
        (Step.HOUR, "2026-11-20T07:00", "2026-11-20T08:00"),
        (Step.MORNING, "2026-11-20T07:00", "2026-11-20T07:30"),
        (Step.MORNING, "2026-11-20T07:30", "2026-11-23T07:30"),
        (Step.MORNING, "2026-11-23T12:00", "2026-11-25T07:30"),  # Tuesday 24/11 is a public holiday
        (Step.WEEK, "2026-12-28T09:15", "2027-01-04T09:15"),
        (Step.MONTH, "2026-11-20T07:00", "2026-12-20T07:00"),
        (Step.MONTH, "2027-01-31T07:00", "2027-02-28T07:00"),
        (Step.MONTH, "2026-12-31T01:00", "2027-01-31T01:00"),
    ],
)
def test_each_button_leads_to_its_moment(step: Step, now: str, then: str) -> None:
    assert target(step, at(now), calendar=OFFICE, morning=MORNING) == at(then)


@pytest.mark.parametrize("year", [2024, 2026, 2031])
def test_the_example_plan_is_read_without_a_doubt_in_any_year(year: int) -> None:
    content = example_plan("quang-khai.csv", office="UBND xã Quang Khải", year=year)
    document = read_plan_bytes("plan.xlsx", content)
    assert document.context.plan_year == year
    assert document.issuer == "UBND xã Quang Khải"
    assert len(document.tasks) >= 40
    assert len({task.section for task in document.tasks}) == 7
    assert [task.task for task in document.tasks if task.schedule.doubts] == []
    assert all(task.schedule.occurrences or task.schedule.conditions for task in document.tasks)


def test_the_example_has_two_communes_and_everybody_has_a_chat(office: Engine) -> None:
    with reading(office) as session:
        everybody = chatters(session, "web")
        ours = office_named(session, "UBND xã Quang Khải")
        assert ours is not None
        people = people_of(session, ours.office_id, on=at("2026-11-20T07:00").date())
        leaders = people_with_role(session, ours.office_id, Role.LEADER)
        focal_points = people_with_role(session, ours.office_id, Role.FOCAL)
    assert [one.name.split()[-1] for one in everybody[:4]] == ["Lan", "Minh", "Hoa", "Bình"]
    assert everybody[3].office == "UBND xã Tân Bình"
    assert len(people) == len([one for one in everybody if one.office == "UBND xã Quang Khải"]) >= 20
    assert len(leaders) == 2
    assert len(focal_points) == 1


def test_the_plans_files_lie_in_the_folder_next_years_from_october_on(sqlite: Engine, tmp_path: Path) -> None:
    prepare(sqlite, demo(tmp_path, "2027-03-01T07:00"), machine=Machine())
    assert sorted(path.name for path in tmp_path.glob("*.xlsx")) == [
        "ke-hoach-quang-khai-2027.xlsx",
        "ke-hoach-tan-binh-2027.xlsx",
    ]


def test_starting_again_changes_nothing(office: Engine, tmp_path: Path) -> None:
    def rows() -> list[int]:
        with office.connect() as connection:
            tables = ("person", "account", "task", "assignment", "audit_log")
            return [connection.exec_driver_sql(f"SELECT count(*) FROM {name}").scalar_one() for name in tables]  # noqa: S608

    before = rows()
    prepare(office, demo(tmp_path), machine=Machine())
    assert rows() == before
    assert min(before) > 0


async def test_a_morning_arrives_when_the_clock_is_wound_to_it(office: Engine) -> None:
    async with opened(office) as (client, running):
        shown = await wind(client, running, "morning")
        [morning] = await bot_lines(client, "1")
        state = (await client.get("/api/state")).json()
    assert shown[0]["target"] == shown[-1]["label"] == "thứ Sáu 20/11/2026 · 07:30"
    assert state["clock"] == {"label": "thứ Sáu 20/11/2026 · 07:30", "day": "thứ Sáu 20/11/2026", "winding": False}
    assert morning["body"].startswith("Chào đồng chí Lan. Thứ Sáu 20/11/2026")
    assert morning["hour"] == "07:30"
    assert any(label.startswith("✅ Xong") for label in morning["buttons"])


async def test_winding_a_week_plays_every_morning_in_order(office: Engine) -> None:
    async with opened(office) as (client, running):
        shown = await wind(client, running, "week")
        lines = await bot_lines(client, "1")
    mornings = [line["day"] for line in lines if line["body"].startswith("Chào")]
    working = [
        "thứ Sáu 20/11/2026",
        "thứ Hai 23/11/2026",
        "thứ Tư 25/11/2026",
        "thứ Năm 26/11/2026",
        "thứ Sáu 27/11/2026",
    ]
    assert mornings == [day for day in working if day in mornings]
    assert len(mornings) >= 3
    assert [one["done"] for one in shown[:-1]] == sorted(one["done"] for one in shown[:-1])
    assert shown[-1]["label"] == "thứ Sáu 27/11/2026 · 06:58"


async def test_nobody_of_another_commune_reads_of_ours(office: Engine) -> None:
    async with opened(office) as (client, running):
        await wind(client, running, "month")
        said = " ".join(line["body"] for line in await bot_lines(client, "4"))
    assert "Bình" in said
    assert "Tân Bình" in said
    assert "Quang Khải" not in said
    assert "Lan" not in said


async def test_a_second_button_is_refused_while_the_clock_is_wound(office: Engine) -> None:
    async with opened(office) as (client, running):
        first = await client.post("/api/clock", data={"step": "month"})
        second = await client.post("/api/clock", data={"step": "hour"})
        assert (first.status_code, first.json()["clock"]["winding"]) == (202, True)
        assert (second.status_code, "đang được tua" in second.json()["error"]) == (409, True)
        assert (await client.post("/api/clock", data={"step": "year"})).status_code == 422
        await running.winder.stop()


async def test_stopped_while_winding_the_clock_stays_where_it_got_to(office: Engine) -> None:
    machine = Machine()
    async with opened(office, machine) as (client, _):
        assert (await client.post("/api/clock", data={"step": "month"})).status_code == 202
    machine.at += timedelta(minutes=10)
    async with opened(office, machine) as (client, _):
        assert (await client.get("/api/state")).json()["clock"]["label"] == "thứ Sáu 20/11/2026 · 07:08"


async def test_switched_off_for_days_everybody_hears_it_in_one_message(office: Engine) -> None:
    machine = Machine()
    async with opened(office, machine) as (client, running):
        await running.ticking.once()
    machine.at += timedelta(days=6, hours=2)  # Thursday 26/11, 08:58
    async with opened(office, machine) as (client, running):
        await running.ticking.once()
        assert [line["day"] for line in await bot_lines(client, "1")] == ["thứ Năm 26/11/2026"]
        await wind(client, running, "hour")
        assert len(await bot_lines(client, "1")) == 1


def test_a_clock_before_the_last_processed_moment_is_refused_in_one_line(office: Engine, tmp_path: Path) -> None:
    async def a_day() -> None:
        async with opened(office) as (client, running):
            await wind(client, running, "week")

    asyncio.run(a_day())
    with pytest.raises(DemoError, match=r"^--now 2026-11-27T06:57 is before .* 2026-11-27T06:58\. .*--reset\.$"):
        prepare(office, demo(tmp_path, "2026-11-27T06:57"), machine=Machine())
    prepare(office, demo(tmp_path, "2026-11-30T07:00"), machine=Machine())


def test_resetting_forgets_the_demo_and_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    folder.mkdir()
    (folder / "ke-hoach-cua-toi.xlsx").write_text("giữ", encoding="utf-8")
    starts: list[str] = []

    def stop_at(line: str) -> None:
        starts.append(line)
        raise KeyboardInterrupt

    for now, reset in (("2026-11-20T07:00", False), ("2025-03-03T07:00", True)):
        run_demo(Demo(folder, datetime.fromisoformat(now), reset=reset, port=0), PARTS, say=stop_at)
    assert all(line.startswith("Nhắc Việc demo: http://127.0.0.1:") for line in starts)
    assert sorted(path.name for path in folder.glob("ke-hoach-*")) == [
        "ke-hoach-cua-toi.xlsx",
        "ke-hoach-quang-khai-2025.xlsx",
        "ke-hoach-tan-binh-2025.xlsx",
    ]
    engine = open_engine(f"sqlite:///{folder / 'nhacviec.db'}")
    with reading(engine) as session:
        assert len(chatters(session, "web")) > 20
    engine.dispose()


def test_a_second_demo_on_the_same_folder_is_refused(tmp_path: Path) -> None:
    with hold(tmp_path / "nhacviec.db"), pytest.raises(DemoError, match=r"^A demo already runs on .*--data\.$"):
        run_demo(demo(tmp_path), PARTS, say=pytest.fail)


def test_a_taken_port_gives_way_to_the_next_and_it_is_said() -> None:
    said: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with listen(port, said.append) as other:
            assert other.getsockname()[1] > port
            assert said == [f"Port {port} is taken; port {other.getsockname()[1]} is used."]
