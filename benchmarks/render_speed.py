"""What the words of a morning cost: 5,000 mornings of 100 communes on SQLite, rendered and remembered by the batch.

    uv run python benchmarks/render_speed.py [--offices 100] [--people 50] [--batch 100] [--profile]

Each commune has two leaders, a focal point and officials with 3 to 6 lines; what they hear of stands among what is
done or far away. Counts the queries of a batch of 20 and of one of 200, with notices and clock times among them, and
takes the processor's time of each batch, loading included. Prints one JSON line last; exits 1 where queries grow with
the batch or a message costs more than 0.5 ms.
"""

import argparse
import cProfile
import json
import pstats
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from sqlalchemy import Engine, event, insert  # noqa: E402
from sqlmodel import Session, col, select  # noqa: E402

from bot.dialogue import told_batch  # noqa: E402
from bot.rendering import render_batch  # noqa: E402
from scheduler.calendar import Calendar  # noqa: E402
from scheduler.ledger import Told  # noqa: E402
from scheduler.messages import Message  # noqa: E402
from storage.database import migrate, open_engine, reading, transaction  # noqa: E402
from storage.people import add_office, add_person, link  # noqa: E402
from storage.rows import id_of  # noqa: E402
from storage.tables import (  # noqa: E402
    Account,
    Assignment,
    AssignmentState,
    Notice,
    NoticeRecipient,
    NoticeState,
    Occurrence,
    OutboxMessage,
    Plan,
    Role,
    Task,
)

AIM = 0.5  # milliseconds of the processor for a message
TODAY, SINCE = date(2026, 11, 20), date(2026, 11, 19)
CALENDAR = Calendar()
NOW = CALENDAR.at(TODAY, clock_time(7, 30)).astimezone(UTC)  # as the program's clock has it
# Due so many calendar days from today: heard of this morning, or not.
NEAR = (-8, -3, -1, 0, 0, 3, 4, 5, 6, 7)
FAR = (40, 60, 90, 120)
DONE = (-300, -240, -200, -160, -120, -90, -60, -40, -30, -25, -20, -15, -10, -5)
SECTIONS = ("CHỈ ĐẠO ĐIỀU HÀNH", "CẢI CÁCH THỦ TỤC HÀNH CHÍNH", "CẢI CÁCH TÀI CHÍNH CÔNG", "CHẾ ĐỘ CÔNG VỤ")
POSTS = ("Văn phòng - Thống kê", "Tư pháp - Hộ tịch", "Địa chính - Xây dựng", "Tài chính - Kế toán", "Văn hóa - Xã hội")
TITLES = (
    "Báo cáo kiểm soát TTHC",
    "Niêm yết công khai TTHC",
    "Tin, bài tuyên truyền CCHC",
    "Rà soát hồ sơ đất đai",
    "Báo cáo giải ngân vốn đầu tư",
    "Kế hoạch tuyên truyền CCHC",
)
GIVEN = ("Lan", "Minh", "Hoa", "Tuấn", "Dũng", "Hạnh", "Nga", "Sơn", "Vân", "Phúc", "Hương", "Đức")


class Cost(NamedTuple):
    queries: int
    ms: float


def fill(engine: Engine, *, offices: int, people: int, chance: random.Random) -> None:
    for number in range(offices):
        with transaction(engine) as session:
            _fill_office(session, f"UBND xã số {number + 1}", people, chance)


def _fill_office(session: Session, name: str, people: int, chance: random.Random) -> None:
    office_id = add_office(session, name).office_id
    plan = Plan(
        office_id=office_id,
        identity="cchc",
        title="Kế hoạch cải cách hành chính năm 2026",
        short_title="Kế hoạch CCHC 2026",
        file_name="",
        file_sha256="",
        review=True,
        imported_at=NOW,
    )
    session.add(plan)
    session.flush()
    ids = [_person(session, office_id, at) for at in range(people)]
    due = [(id_, days) for id_ in ids for days in (*chance.sample(NEAR, chance.randint(3, 6)), *FAR, *DONE)]
    _work(session, office_id, id_of(plan), due, chance)
    notice = Notice(
        office_id=office_id, author_id=ids[2], body="Họp cơ quan 08:00.", state=NoticeState.SENT, created_at=NOW
    )
    session.add(notice)
    session.flush()
    for id_ in ids:
        session.add(NoticeRecipient(office_id=office_id, notice_id=id_of(notice), person_id=id_, reachable=True))
        session.add(_message(office_id, id_, "morning", {"since": SINCE.isoformat(), "date": TODAY.isoformat()}))
        session.add(_message(office_id, id_, "notice", {"notice": id_of(notice)}))


def _person(session: Session, office_id: int, at: int) -> int:
    roles = [Role.OFFICIAL, *([Role.LEADER] if at < 2 else [Role.FOCAL] if at == 2 else [])]
    name = f"Nguyễn Văn {GIVEN[at % len(GIVEN)]}"
    person = add_person(session, office_id, name, posts=[f"Công chức {POSTS[at % len(POSTS)]}"], roles=roles)
    link(session, person, bot="telegram:1", address=f"{office_id}-{at}", now=NOW)
    return id_of(person)


def _message(office_id: int, person_id: int, kind: str, payload: dict[str, Any]) -> OutboxMessage:
    return OutboxMessage(
        office_id=office_id,
        person_id=person_id,
        key=f"{kind}:{person_id}",
        kind=kind,
        payload=payload,
        created_at=NOW,
        not_before=NOW,
    )


def _work(
    session: Session, office_id: int, plan_id: int, due: Sequence[tuple[int, int]], chance: random.Random
) -> None:
    """A task, its occurrence and its assignment for each of (person, days from today)."""
    tasks = [
        {
            "office_id": office_id,
            "plan_id": plan_id,
            "section_title": chance.choice(SECTIONS),
            "no": str(number),
            "title": f"{chance.choice(TITLES)} của UBND xã theo quy định",
            "activities": ["Rà soát", "Tổng hợp", "Trình ký"],
            "products": ["Báo cáo của UBND xã"],
            "assignees": [],
            "coordinators": [],
            "place": {"page": number % 20},
            "section": str(number),
            "part": "",
            "repeat": 0,
            "deadline_text": "",
        }
        for number in range(1, len(due) + 1)
    ]
    task_ids = session.scalars(insert(Task).returning(col(Task.id), sort_by_parameter_order=True), tasks).all()
    days = [TODAY + timedelta(days=days) for _, days in due]
    rows = [
        {"office_id": office_id, "task_id": task_id, "ordinal": 1, "label": "", "due": day}
        for task_id, day in zip(task_ids, days, strict=True)
    ]
    at = session.scalars(insert(Occurrence).returning(col(Occurrence.id), sort_by_parameter_order=True), rows).all()
    made = [
        _assignment(office_id, number, person_id, day, chance)
        | {"task_id": task_ids[number - 1], "occurrence_id": at[number - 1]}
        for number, ((person_id, _), day) in enumerate(zip(due, days, strict=True), start=1)
    ]
    session.execute(insert(Assignment), made)


def _assignment(office_id: int, number: int, person_id: int, day: date, chance: random.Random) -> dict[str, Any]:
    hour = clock_time(16, 0) if day == TODAY and chance.random() < 0.2 else None
    late_after = CALENDAR.late_after(day, hour, extends=False)
    done = (day - TODAY).days in DONE
    return {
        "office_id": office_id,
        "number": number,
        "post": "Công chức",
        "post_folded": "cong chuc",
        "person_id": person_id,
        "title": chance.choice(TITLES),
        "label": "",
        "due_printed": day,
        "due": day,
        "due_time": hour,
        "late_after": late_after,
        "state": AssignmentState.DONE if done else AssignmentState.OPEN,
        "counted": True,
        "reminds": True,
        "created_at": datetime(2026, 1, 5, tzinfo=UTC),
        "submitted_at": late_after - timedelta(hours=chance.randint(-30, 90)) if done else None,
        "accepted_at": NOW if done else None,
        "return_reason": "",
    }


@contextmanager
def counting(engine: Engine) -> Iterator[list[str]]:
    said: list[str] = []

    def count(*args: Any) -> None:
        said.append(args[2])

    event.listen(engine, "before_cursor_execute", count)
    try:
        yield said
    finally:
        event.remove(engine, "before_cursor_execute", count)


def rendered(engine: Engine, rows: Sequence[OutboxMessage]) -> tuple[Cost, list[Message]]:
    """A batch as delivery renders it."""
    with counting(engine) as queries:
        begun = time.process_time()
        with reading(engine) as session:
            found = render_batch(session, rows, now=NOW)
        took = time.process_time() - begun
    said = [one for one in found if isinstance(one, Message)]
    if len(said) < len(rows):
        raise SystemExit(f"not said: {[one for one in found if not isinstance(one, Message)][:3]}")
    return Cost(len(queries), took * 1000), said


def remembered(engine: Engine, told: Sequence[Told]) -> Cost:
    with counting(engine) as queries:
        begun = time.process_time()
        with transaction(engine) as session:
            told_batch(session, told, now=NOW)
        return Cost(len(queries), (time.process_time() - begun) * 1000)


def rows_of(engine: Engine, kind: str) -> list[OutboxMessage]:
    with reading(engine) as session:
        query = select(OutboxMessage).where(OutboxMessage.kind == kind).order_by(col(OutboxMessage.id))
        return list(session.exec(query))


def accounts(engine: Engine) -> dict[int, Account]:
    with reading(engine) as session:
        return {one.person_id: one for one in session.exec(select(Account))}


def timed(engine: Engine) -> list[OutboxMessage]:
    """A message for each of the day's hours; they are not in the outbox."""
    with reading(engine) as session:
        query = select(Assignment).where(col(Assignment.due_time).is_not(None))
        found = list(session.exec(query))
    return [_message(one.office_id, one.person_id or 0, "clock", {"assignments": [one.id]}) for one in found]


def measure(engine: Engine, *, batch: int, people: int) -> dict[str, Any]:
    mornings, notices, chats = rows_of(engine, "morning"), rows_of(engine, "notice"), accounts(engine)
    hours = timed(engine)
    queries = {}
    for size in (20, 200):
        step = size // 20
        some = [*mornings[: 3 * step], *mornings[people : people + 3 * step], *notices[: 7 * step], *hours[: 7 * step]]
        queries[size] = rendered(engine, some)[0].queries
    costs, kept = [], []
    for first in range(0, len(mornings), batch):
        rows = mornings[first : first + batch]
        cost, said = rendered(engine, rows)
        costs.append(cost.ms / len(rows))
        told = [Told(row, chats[row.person_id], one) for row, one in zip(rows, said, strict=True)]
        kept.append(remembered(engine, told).ms / len(rows))
    again = [
        remembered(engine, [Told(row, chats[row.person_id], Message("…")) for row in mornings[:size]]).queries
        for size in (20, 200)
    ]
    plain = [row for at, row in enumerate(mornings) if at % people > 2]
    officials = [
        rendered(engine, plain[first : first + batch])[0].ms / batch
        for first in range(0, len(plain) - batch + 1, batch)
    ]
    return {
        "messages": len(mornings),
        "batch": batch,
        "queries_20": queries[20],
        "queries_200": queries[200],
        "told_queries": again,
        "cpu_ms_p50": round(statistics.median(costs), 3),
        "cpu_ms_p95": round(statistics.quantiles(costs, n=20)[-1], 3),
        "cpu_ms_officials": round(statistics.median(officials), 3),
        "told_ms_p50": round(statistics.median(kept), 3),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--offices", type=int, default=100)
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--batch", type=int, default=100)
    parser.add_argument("--profile", action="store_true", help="Where the time of 2,000 mornings goes.")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{Path(folder) / 'speed.sqlite'}")
        migrate(engine)
        fill(engine, offices=wanted.offices, people=wanted.people, chance=random.Random(5))
        if wanted.profile:
            profile(engine, wanted.batch)
        found = measure(engine, batch=wanted.batch, people=wanted.people)
        engine.dispose()
    print(json.dumps({"benchmark": "render_speed", **found}))
    grows = found["queries_200"] > found["queries_20"] or found["told_queries"][1] > found["told_queries"][0]
    raise SystemExit(1 if grows or found["cpu_ms_p50"] > AIM else 0)


def profile(engine: Engine, batch: int) -> None:
    mornings = rows_of(engine, "morning")[:2000]
    rendered(engine, mornings[-batch:])
    with cProfile.Profile() as profiler:
        for first in range(0, len(mornings), batch):
            rendered(engine, mornings[first : first + batch])
    pstats.Stats(profiler).sort_stats("tottime").print_stats(45)


if __name__ == "__main__":
    main()
