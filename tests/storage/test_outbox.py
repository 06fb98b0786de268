from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session

from storage.claimed import Claimed
from storage.database import reading, transaction
from storage.marks import marks, set_marks
from storage.outbox import (
    NewMessage,
    Settlement,
    claim,
    give_back,
    history,
    mark_sending,
    next_due,
    outlook,
    put,
    recover,
    release_all,
    settle,
)
from storage.people import add_office, add_person, link
from storage.rows import id_of
from storage.tables import MessageState, OutboxMessage
from tests.doubles.statements import most_passed, statements

NOW = datetime(2026, 11, 20, 0, 30, tzinfo=UTC)
LEASE = timedelta(minutes=2)
LATER = NOW + LEASE
LANE = "telegram:1"


def an_office(engine: Engine) -> tuple[int, int]:
    """An office and its Lan."""
    with transaction(engine) as session:
        office = add_office(session, "UBND xã Quang Khải")
        lan = add_person(session, office.office_id, "Nguyễn Thị Lan")
        link(session, lan, bot=LANE, address="lan", now=NOW)
        return office.office_id, id_of(lan)


def message(lan: tuple[int, int], key: str, *, kind: str = "morning", at: datetime = NOW) -> NewMessage:
    return NewMessage(
        office_id=lan[0], person_id=lan[1], key=key, kind=kind, payload={"n": 1}, not_before=at, created_at=NOW
    )


def fill(engine: Engine, *keys: str, kind: str = "morning") -> None:
    lan = an_office(engine)
    with transaction(engine) as session:
        put(session, [message(lan, key, kind=kind) for key in keys])


def take(session: Session, worker: str = "a", *, now: datetime = NOW, limit: int = 100) -> list[Claimed]:
    return claim(session, LANE, now=now, worker=worker, lease=LEASE, limit=limit)


def take_and_send(engine: Engine, worker: str = "a", *, now: datetime = NOW) -> list[Claimed]:
    """Claim everything and say that it is being sent."""
    with transaction(engine) as session:
        rows = take(session, worker, now=now)
        assert mark_sending(session, rows, now=now, worker=worker, lease=LEASE) == {id_of(row) for row in rows}
    return rows


def steps(engine: Engine, row: Claimed) -> list[str]:
    with reading(engine) as session:
        return [step.state.value for step in history(session, id_of(row))]


def row_now(engine: Engine, row: Claimed) -> OutboxMessage:
    with reading(engine) as session:
        return session.get_one(OutboxMessage, row.id)


def test_a_message_put_twice_is_there_once(engine: Engine) -> None:
    lan = an_office(engine)
    with transaction(engine) as session:
        assert put(session, [message(lan, "morning:1:2026-11-20"), message(lan, "clock:1:2026-11-20:16:00")]) == 2
        assert put(session, [message(lan, "morning:1:2026-11-20"), message(lan, "morning:1:2026-11-23")]) == 1
        assert put(session, []) == 0
        assert len(take(session)) == 3


def test_a_moment_without_a_time_zone_is_refused(engine: Engine) -> None:
    lan = an_office(engine)
    with transaction(engine) as session, pytest.raises(ValueError, match="needs a time zone"):
        put(session, [message(lan, "k", at=NOW.replace(tzinfo=None))])


def test_a_thousand_messages_are_put_at_once(engine: Engine) -> None:
    lan = an_office(engine)
    with transaction(engine) as session:
        assert put(session, [message(lan, f"k{n}") for n in range(2500)]) == 2500


def test_what_is_due_is_claimed_oldest_first_and_what_is_not_due_waits(engine: Engine) -> None:
    lan = an_office(engine)
    with transaction(engine) as session:
        put(
            session,
            [
                message(lan, "tomorrow", at=NOW + timedelta(days=1)),
                message(lan, "now"),
                message(lan, "an hour ago", at=NOW - timedelta(hours=1)),
            ],
        )
        assert next_due(session) == NOW - timedelta(hours=1)
        assert outlook(session, now=NOW) == ({LANE: 2}, None)
        assert [row.key for row in take(session, limit=1)] == ["an hour ago"]
        assert [row.key for row in take(session)] == ["now"]
        assert take(session) == []
        assert next_due(session) == LATER  # the leases
        assert outlook(session, now=NOW) == ({}, NOW + timedelta(days=1))


def test_nothing_is_due_in_an_empty_outbox(engine: Engine) -> None:
    with reading(engine) as session:
        assert next_due(session) is None


def test_four_workers_share_five_hundred_messages_and_none_twice(engine: Engine) -> None:
    fill(engine, *(f"k{n}" for n in range(500)))

    def work(worker: str) -> list[str]:
        keys: list[str] = []
        while True:
            with transaction(engine) as session:
                batch = take(session, worker, limit=7)
            if not batch:
                return keys
            keys += [row.key for row in batch]

    with ThreadPoolExecutor(4) as pool:
        claimed = Counter(key for keys in pool.map(work, "abcd") for key in keys)
    assert len(claimed) == 500
    assert set(claimed.values()) == {1}


def test_a_message_that_went_as_planned_has_its_whole_life_in_its_row(engine: Engine) -> None:
    fill(engine, "morning:1:2026-11-20")
    [row] = take_and_send(engine)
    with transaction(engine) as session:
        sent = Settlement(row, MessageState.SENT, platform_id="m1", said="Chào đồng chí Lan.")
        assert settle(session, [sent], now=NOW, worker="a") == {row.id}
    assert steps(engine, row) == []
    kept = row_now(engine, row)
    assert (kept.platform_id, kept.said, kept.sent_at) == ("m1", "Chào đồng chí Lan.", NOW)
    assert (kept.claimed_by, kept.lease_until) == (None, None)


def test_only_who_holds_a_message_may_send_it(engine: Engine) -> None:
    fill(engine, "morning:1:2026-11-20")
    with transaction(engine) as session:
        rows = take(session, "a")
        assert mark_sending(session, rows, now=NOW, worker="b", lease=LEASE) == set()
        assert recover(session, now=LATER) == 1
        assert mark_sending(session, rows, now=LATER, worker="a", lease=LEASE) == set()


def test_a_claim_whose_lease_ran_out_waits_again(engine: Engine) -> None:
    fill(engine, "notice:1:1", kind="notice")
    with transaction(engine) as session:
        [row] = take(session)
        assert recover(session, now=LATER - timedelta(seconds=1)) == 0
        assert recover(session, now=LATER) == 1
        assert [again.key for again in take(session, "b", now=LATER)] == ["notice:1:1"]
    assert steps(engine, row) == []


def test_a_morning_in_doubt_is_said_once_more_and_not_a_third_time(engine: Engine) -> None:
    fill(engine, "morning:1:2026-11-20")
    [row] = take_and_send(engine)
    with transaction(engine) as session:
        assert recover(session, now=LATER) == 1
    assert (row_now(engine, row).state, row_now(engine, row).again) == (MessageState.WAITING, True)
    with transaction(engine) as session:
        assert take(session, now=LATER) == []  # first comes what is due
    told_by_then = LATER + timedelta(seconds=5)
    take_and_send(engine, "b", now=told_by_then)
    with transaction(engine) as session:
        assert recover(session, now=told_by_then + LEASE) == 1
        assert take(session, now=LATER + timedelta(days=1)) == []
    assert steps(engine, row) == ["waiting", "doubtful"]


@pytest.mark.parametrize("kind", ["notice", "notice_chase"])
def test_a_notice_in_doubt_is_never_repeated(engine: Engine, kind: str) -> None:
    fill(engine, "notice:1:1", kind=kind)
    [row] = take_and_send(engine)
    with transaction(engine) as session:
        assert recover(session, now=LATER) == 1
        assert take(session, now=LATER) == []
    assert (row_now(engine, row).state, row_now(engine, row).again) == (MessageState.DOUBTFUL, False)


def test_where_no_other_process_can_live_all_leases_are_dead(engine: Engine) -> None:
    lan = an_office(engine)
    with transaction(engine) as session:
        put(session, [message(lan, "claimed"), message(lan, "sending", at=NOW - timedelta(hours=1))])
    with transaction(engine) as session:
        [sending, claimed] = take(session)
        mark_sending(session, [sending], now=NOW, worker="a", lease=LEASE)
        assert release_all(session, now=NOW) == 2
    assert [row_now(engine, row).state for row in (claimed, sending)] == [MessageState.WAITING, MessageState.WAITING]
    assert [row_now(engine, row).again for row in (claimed, sending)] == [False, True]


@pytest.mark.parametrize("kind", ["morning", "notice"])
def test_an_answer_that_comes_after_the_lease_ends_the_doubt(engine: Engine, kind: str) -> None:
    fill(engine, "k", kind=kind)
    [row] = take_and_send(engine)
    with transaction(engine) as session:
        recover(session, now=LATER)
        assert settle(session, [Settlement(row, MessageState.SENT)], now=LATER, worker="a") == {row.id}
        assert take(session, "b", now=LATER) == []


def test_who_lost_the_lease_has_no_say_any_more(engine: Engine) -> None:
    fill(engine, "k")
    [row] = take_and_send(engine)
    with transaction(engine) as session:
        recover(session, now=LATER)
        assert settle(session, [Settlement(row, MessageState.REFUSED)], now=LATER, worker="a") == set()
        assert len(take(session, "b", now=LATER + timedelta(seconds=5))) == 1
        assert settle(session, [Settlement(row, MessageState.SENT)], now=LATER, worker="a") == set()
    assert row_now(engine, row).claimed_by == "b"


def test_several_outcomes_are_settled_together(engine: Engine) -> None:
    fill(engine, "1", "2", "3")
    one, two, three = take_and_send(engine)
    tomorrow = NOW + timedelta(days=1)
    outcomes = [
        Settlement(one, MessageState.WAITING, "failed: OSError", not_before=tomorrow, failed=True),
        Settlement(two, MessageState.DROPPED, "no longer wanted"),
        Settlement(three, MessageState.REFUSED, "refused: blocked"),
    ]
    with transaction(engine) as session:
        assert len(settle(session, outcomes, now=NOW, worker="a")) == 3
    assert (row_now(engine, one).attempts, row_now(engine, one).not_before) == (1, tomorrow)
    with reading(engine) as session:
        last = [history(session, id_of(row))[-1] for row in (one, two, three)]
    assert [step.detail for step in last] == ["failed: OSError", "no longer wanted", "refused: blocked"]


def test_the_partial_indexes_are_used(sqlite: Engine) -> None:
    fill(sqlite, "k1", "k2")
    with statements(sqlite) as heard, transaction(sqlite) as session:
        recover(session, now=NOW)
        next_due(session)
        outlook(session, now=NOW)
        take(session)
    with sqlite.connect() as connection:
        plans = [
            [str(line) for line in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)]
            for statement, values in heard
            if not statement.startswith("BEGIN")
        ]
    leased, lane = (f"INDEX ix_outbox_{name}" for name in ("leased", "lane"))
    expected = [leased, leased, lane, leased, lane, lane, lane]
    assert all(any(index in line for line in plan) for index, plan in zip(expected, plans, strict=True))
    assert not any("SCAN outbox" in line and "INDEX" not in line for plan in plans for line in plan)
    assert not any("TEMP B-TREE" in line for line in plans[-1])  # the index gives the order of a claim too


@pytest.mark.parametrize("known", [True, False])
def test_nothing_passes_the_rows_of_other_messages(postgres: Engine, *, known: bool) -> None:
    """Whether PostgreSQL has counted the table or not."""
    lan = an_office(postgres)
    with transaction(postgres) as session:
        put(session, [message(lan, f"late{n}") for n in range(20)])
        early = [message(lan, f"k{n}", at=NOW - timedelta(hours=1)) for n in range(2_980)]
        put(session, [replace(one, bot="telegram:2") for one in early])
    if known:
        with postgres.begin() as connection:
            connection.execute(text("ANALYZE outbox"))
    with statements(postgres) as heard, transaction(postgres) as session:
        assert outlook(session, now=NOW).due == {LANE: 2, "telegram:2": 2}
        rows = take(session)
        mark_sending(session, rows, now=NOW, worker="a", lease=LEASE)
        assert len(settle(session, [Settlement(row, MessageState.SENT) for row in rows], now=NOW, worker="a")) == 20
        session.rollback()
    assert len(heard) == 5
    assert max(most_passed(postgres, heard)) < 500


def test_what_other_lanes_have_in_hand_is_not_passed(postgres: Engine) -> None:
    """PostgreSQL counted the table while all of it was waiting."""
    lan = an_office(postgres)
    with transaction(postgres) as session:
        put(session, [replace(message(lan, f"k{n}"), bot="telegram:2") for n in range(2_980)])
        put(session, [message(lan, f"mine{n}") for n in range(20)])
    with postgres.begin() as connection:
        connection.execute(text("ANALYZE outbox"))
    with transaction(postgres) as session:
        assert len(claim(session, "telegram:2", now=NOW, worker="b", lease=LEASE, limit=2_980)) == 2_980
        rows = take(session)
    with statements(postgres) as heard, transaction(postgres) as session:
        assert len(mark_sending(session, rows, now=NOW, worker="a", lease=LEASE)) == 20
        assert len(mark_sending(session, rows, now=NOW, worker="a", lease=LEASE, again=True)) == 20
        give_back(session, rows, worker="a")
        session.rollback()
    assert len(heard) == 3
    assert max(most_passed(postgres, heard)) < 500


def test_the_work_of_a_batch_takes_as_many_statements_as_the_work_of_one(engine: Engine) -> None:
    fill(engine, *(f"k{n}" for n in range(200)))

    def run(limit: int) -> int:
        with statements(engine) as heard, transaction(engine) as session:
            rows = take(session, limit=limit)
            mark_sending(session, rows, now=NOW, worker="a", lease=LEASE)
            settle(session, [Settlement(row, MessageState.SENT) for row in rows], now=NOW, worker="a")
        return len(heard)

    assert run(1) == run(150)


def test_a_moment_is_kept_over_what_it_was(engine: Engine) -> None:
    with transaction(engine) as session:
        set_marks(session, {"tick": NOW, "clock": NOW})
        set_marks(session, {"tick": LATER})
        assert marks(session, ["tick", "clock", "never"]) == {"tick": LATER, "clock": NOW}
