from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from bot.monitoring.counting import Counting, Waiting, printed
from scheduler.monitoring import Metrics, Part
from storage.monitoring import Backlog

NOW = datetime(2026, 11, 20, 0, 30, tzinfo=UTC)
LANE = "telegram:1"


def lines(counting: Counting) -> set[str]:
    return set(printed(counting.registry).decode().splitlines())


def test_what_the_engine_tells_is_counted_by_lane() -> None:
    counting = Counting(version="1.2")
    metrics: Metrics = counting
    metrics.sent(LANE, 98)
    metrics.sent(LANE)
    metrics.refused(LANE)
    metrics.doubtful("zalo:2", 3)
    metrics.failed(LANE, 2)
    metrics.held(LANE, 7.5)
    metrics.received(LANE)
    assert {
        'nhacviec_sent_total{lane="telegram:1"} 99.0',
        'nhacviec_refused_total{lane="telegram:1"} 1.0',
        'nhacviec_doubtful_total{lane="zalo:2"} 3.0',
        'nhacviec_failed_total{lane="telegram:1"} 2.0',
        'nhacviec_held_seconds_total{lane="telegram:1"} 7.5',
        'nhacviec_updates_received_total{lane="telegram:1"} 1.0',
        'nhacviec_build_info{version="1.2"} 1.0',
    } <= lines(counting)


def test_planning_and_answers_are_timed() -> None:
    counting = Counting(version="1")
    counting.planned(166_000, 31.0)
    counting.planned(0, 0.02)
    counting.replied(LANE, 0.25)
    counting.database_failed()
    assert {
        "nhacviec_planned_total 166000.0",
        "nhacviec_planning_seconds_count 2.0",
        'nhacviec_planning_seconds_bucket{le="0.05"} 1.0',
        'nhacviec_reply_seconds_bucket{le="0.2"} 0.0',
        'nhacviec_reply_seconds_bucket{le="0.3"} 1.0',
        "nhacviec_database_errors_total 1.0",
    } <= lines(counting)


def test_the_moment_of_the_last_round_is_kept_for_each_part() -> None:
    counting = Counting(version="1")
    counting.passed(Part.PLANNING, NOW)
    assert counting.last(Part.PLANNING) == NOW
    assert counting.last(Part.DELIVERY) is None
    sample = counting.registry.get_sample_value("nhacviec_last_pass_timestamp_seconds", {"part": "planning"})
    assert sample == NOW.timestamp()


def waiting(found: Sequence[Backlog] | None) -> set[str]:
    counting = Counting(version="1")
    counting.registry.register(Waiting(lambda: found, now=lambda: NOW))
    return lines(counting)


def test_what_waits_is_looked_up_when_it_is_asked_for() -> None:
    late = Backlog(LANE, due=40, later=2, oldest=NOW - timedelta(seconds=90), busy=True)
    early = Backlog("zalo:2", due=0, later=1, oldest=NOW + timedelta(hours=1), busy=False)
    assert {
        'nhacviec_waiting{lane="telegram:1",when="due"} 40.0',
        'nhacviec_waiting{lane="telegram:1",when="later"} 2.0',
        'nhacviec_lag_seconds{lane="telegram:1"} 90.0',
        'nhacviec_lag_seconds{lane="zalo:2"} 0.0',
        "nhacviec_database_up 1.0",
    } <= waiting([late, early])


def test_without_a_database_the_counters_are_still_there() -> None:
    said = waiting(None)
    assert "nhacviec_database_up 0.0" in said
    assert "nhacviec_planned_total 0.0" in said


def test_registering_looks_at_nothing() -> None:
    looks: list[int] = []

    def look() -> None:
        looks.append(1)

    Counting(version="1").registry.register(Waiting(look, now=lambda: NOW))
    assert looks == []


def test_two_programs_in_one_process_do_not_share_figures() -> None:
    first, second = Counting(version="1"), Counting(version="2")
    first.sent(LANE)
    assert "nhacviec_sent_total" not in "".join(line for line in lines(second) if not line.startswith("#"))
