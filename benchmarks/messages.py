"""Messages that wait to be delivered now, whatever the day and the hour; and afterwards what became of each.

Everybody of `nation.fill` gets one message. It is the middle of a working day there: a benchmark runs at any time.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, insert, text, update

from benchmarks.nation import fill
from storage.database import transaction
from storage.notices import add_notice, outbox_key
from storage.outbox import NewMessage, put
from storage.rows import id_of
from storage.tables import Notice, NoticeState, Office, OfficeDay

PEOPLE_EACH = 50  # of an office
_FORENOON = 10  # o'clock at the offices when a benchmark begins
_CHUNK = 5_000
_DAY = timedelta(days=1)
_LATER = time(23, 59)  # an hour at which the planner has nothing to say


@dataclass(frozen=True)
class There:
    """Where the offices are: the time zone in which it is forenoon, and the date."""

    zone: str
    today: date

    def hour(self, moment: datetime) -> time:
        return moment.astimezone(ZoneInfo(self.zone)).time()


def somewhere(now: datetime) -> There:
    """A place where it is forenoon."""
    east = (_FORENOON - now.astimezone(UTC).hour + 12) % 24 - 12
    zone = f"Etc/GMT{-east:+d}"
    return There(zone, now.astimezone(ZoneInfo(zone)).date())


def commune(engine: Engine, *, people: int, bots: int, assignments: int | None = None, offices: int = 0) -> There:
    """Fill an empty database with people who have something to hear this morning; nothing is planned by itself."""
    there = somewhere(datetime.now(UTC))
    offices = offices or max(bots, people // PEOPLE_EACH)
    fill(engine, people=people, offices=offices, assignments=assignments or people, bots=bots, morning=there.today)
    with engine.begin() as connection:
        connection.execute(update(Office).values(timezone=there.zone, quiet_from=time(0), quiet_to=time(0)))
        days = [{"office_id": n, "day": there.today, "works": True, "reason": ""} for n in range(1, offices + 1)]
        connection.execute(insert(OfficeDay), days)
    greet_at(engine, _LATER)
    return there


def greet_at(engine: Engine, hour: time) -> None:
    """Every office's morning is said at this hour of its own."""
    with engine.begin() as connection:
        connection.execute(update(Office).values(morning_at=hour))


def put_mornings(engine: Engine, there: There, *, at: datetime, people: int) -> None:
    """This morning's message to each of the first people, as planning puts it."""
    payload = {"since": (there.today - _DAY).isoformat(), "date": there.today.isoformat()}
    for chunk in _chunks(engine, people):
        rows = [
            _new(*ids, kind="morning", key=f"morning:{ids[1]}:{there.today}", payload=payload, at=at) for ids in chunk
        ]
        with transaction(engine) as session:
            put(session, rows)


def put_notices(engine: Engine, *, at: datetime, people: int) -> None:
    """A notice from each office to all its people among the first ones."""
    for chunk in _chunks(engine, people):
        with transaction(engine) as session:
            for office, members in groupby(chunk, key=lambda ids: ids[0]):
                ids = [person for _, person in members]
                body = "Mời dự họp giao ban lúc 14:00, tại phòng họp số 1; mang theo báo cáo tuần."
                notice = Notice(office_id=office, author_id=ids[0], body=body, audience={"unit": office}, created_at=at)
                notice.state, notice.sent_at = NoticeState.SENT, at
                number = id_of(add_notice(session, notice, dict.fromkeys(ids, True)))
                rows = [
                    _new(office, id_, kind="notice", key=outbox_key(number, id_), payload={"notice": number}, at=at)
                    for id_ in ids
                ]
                put(session, rows)


def _new(office: int, person: int, *, kind: str, key: str, payload: dict[str, Any], at: datetime) -> NewMessage:
    return NewMessage(
        office_id=office, person_id=person, key=key, kind=kind, payload=payload, not_before=at, created_at=at
    )


def _chunks(engine: Engine, people: int) -> Iterator[Sequence[tuple[int, int]]]:
    """(office, person) of the first people, in the order of their offices."""
    with engine.connect() as connection:
        query = text("SELECT office_id, id FROM person WHERE id <= :people ORDER BY id")
        ids = [(office, person) for office, person in connection.execute(query, {"people": people})]
    for first in range(0, len(ids), _CHUNK):
        yield ids[first : first + _CHUNK]


@dataclass(frozen=True)
class Balance:
    """What became of the messages, one to a person. `listed`: in doubt and not to be repeated, so somebody is told.

    `lost` never arrived and nobody is told of; `doubled` counts the further arrivals; `open` still waits or is in hand.
    """

    wanted: int
    arrived: int
    lost: int
    doubled: int
    listed: int
    refused: int
    open: int

    def as_dict(self) -> dict[str, int]:
        return asdict(self)


_MESSAGES = text(
    "SELECT account.address, outbox.state FROM outbox JOIN account ON account.person_id = outbox.person_id"
    " WHERE outbox.kind IN ('morning', 'notice') AND outbox.state <> 'dropped'"
)


def balance(engine: Engine, arrivals: dict[str, int]) -> Balance:
    """Hold what was wanted against what arrived at the platform (chat → messages)."""
    with engine.connect() as connection:
        states: dict[str, str] = dict(connection.execute(_MESSAGES).tuples().all())
    silent = [state for address, state in states.items() if address not in arrivals]
    listed = silent.count("doubtful")
    refused = silent.count("refused")
    return Balance(
        wanted=len(states),
        arrived=len(states) - len(silent),
        lost=len(silent) - listed - refused,
        doubled=sum(arrivals.get(address, 1) - 1 for address in states),
        listed=listed,
        refused=refused,
        open=sum(state in ("waiting", "claimed", "sending") for state in states.values()),
    )


def states(engine: Engine) -> dict[str, int]:
    """How many messages of the outbox are in which state."""
    with engine.connect() as connection:
        found = connection.execute(text("SELECT state, count(*) FROM outbox GROUP BY state"))
        return dict(found.tuples().all())


def in_hand(engine: Engine) -> int:
    """How many messages still wait or are in hand."""
    with engine.connect() as connection:
        query = "SELECT count(*) FROM outbox WHERE state = 'waiting' OR state IN ('claimed', 'sending')"
        return int(connection.execute(text(query)).scalar_one())


def report(figures: dict[str, Any], *, missed: Sequence[str]) -> int:
    """Print the one JSON line; the exit code: 1 where an aim was missed."""
    print(json.dumps(figures | {"missed": list(missed)}, ensure_ascii=False), flush=True)
    return 1 if missed else 0


def missing(aims: dict[str, bool]) -> list[str]:
    """The names of the aims that were not reached."""
    return [name for name, reached in aims.items() if not reached]


def say(line: str) -> None:
    print(f"{datetime.now(UTC):%H:%M:%S} {line}", flush=True)


def follow(done: Callable[[], int], *, every: float, patience: float, sleep: Callable[[float], None]) -> bool:
    """Look again and again until `done` gives 0; False where nothing moved for `patience` seconds."""
    last, still = done(), 0.0
    while last:
        sleep(every)
        left = done()
        still = 0.0 if left != last else still + every
        if still >= patience:
            return False
        last = left
    return True
