"""A leader's figures on a morning. 24/11/2026 is a public holiday; 20/11/2026 is a Friday."""

from datetime import UTC, date, datetime, timedelta

import pytest

from scheduler.calendar import Calendar
from scheduler.digests import Counts, Standing, digest, standing, worth_saying
from storage.tables import Assignment, AssignmentState, Extension

OFFICE = Calendar()
THURSDAY, FRIDAY, MONDAY = date(2026, 11, 19), date(2026, 11, 20), date(2026, 11, 23)
WEDNESDAY = date(2026, 11, 25)
TUAN, LAN, DUNG = 1, 2, 3


def due(
    number: int,
    day: str,
    *,
    person: int | None = LAN,
    done: datetime | None = None,
    state: AssignmentState = AssignmentState.OPEN,
    reminds: bool = True,
) -> Assignment:
    deadline = date.fromisoformat(day)
    return Assignment(
        id=number,
        office_id=1,
        number=number,
        task_id=1,
        occurrence_id=number,
        post="",
        post_folded="",
        person_id=person,
        title=f"Việc {number}",
        due_printed=deadline,
        due=deadline,
        late_after=OFFICE.late_after(deadline, None, extends=False),
        state=AssignmentState.DONE if done else state,
        submitted_at=done,
        reminds=reminds,
    )


def at(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour - 7, tzinfo=UTC)


def asked(assignment: int, day: date) -> Extension:
    return Extension(
        office_id=1, assignment_id=assignment, person_id=LAN, asked_at=at(day), until=MONDAY, due_before=FRIDAY
    )


def facts_on(today: date, *assignments: Assignment, since: date, pending=(), waiting=()):  # type: ignore[no-untyped-def]
    return digest(
        assignments,
        since=since,
        today=today,
        calendar=OFFICE,
        pending_extensions=list(pending),
        waiting_acceptance=list(waiting),
    )


@pytest.mark.parametrize(
    ("handed_in", "moment", "expected"),
    [
        (None, datetime(2026, 11, 20, 16, 59, tzinfo=UTC), Standing.IN_TERM),  # 23:59 at the office
        (None, datetime(2026, 11, 20, 17, 0, tzinfo=UTC), Standing.OVERDUE),  # 24:00
        (datetime(2026, 11, 20, 16, 59, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC), Standing.ON_TIME),
        (datetime(2026, 11, 20, 17, 0, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC), Standing.LATE),
    ],
)
def test_a_deadline_ends_at_midnight_of_the_office(
    handed_in: datetime | None, moment: datetime, expected: Standing
) -> None:
    assert standing(due(1, "2026-11-20", done=handed_in), at=moment) is expected


def test_the_four_counts_hold_what_is_due_this_year() -> None:
    facts = facts_on(
        FRIDAY,
        due(1, "2026-11-10", done=at(date(2026, 11, 9))),
        due(2, "2026-11-10", done=at(date(2026, 11, 12))),
        due(3, "2026-11-20"),
        due(4, "2026-11-19"),
        due(5, "2025-12-31"),
        due(6, "2027-01-04"),
        since=THURSDAY,
    )
    assert facts.counts == Counts(on_time=1, late=1, in_term=1, overdue=1)


def test_work_said_to_be_done_without_its_proof_is_still_overdue_but_is_an_answer() -> None:
    facts = facts_on(FRIDAY, due(1, "2026-11-10", state=AssignmentState.WAITING_PROOF), since=THURSDAY)
    assert facts.counts.overdue == 1
    assert facts.named == ()


def test_what_changed_is_counted_once_from_one_morning_to_the_next() -> None:
    rows = [due(1, "2026-11-18", done=at(THURSDAY)), due(2, "2026-11-30", done=at(FRIDAY, 7)), due(3, "2026-11-19")]
    friday = facts_on(FRIDAY, *rows, since=THURSDAY).change
    monday = facts_on(MONDAY, *rows, since=FRIDAY).change
    assert (friday.on_time, friday.late, friday.newly_overdue) == (0, 1, 1)
    assert (monday.on_time, monday.late, monday.newly_overdue) == (1, 0, 0)


def test_a_silent_person_is_named_from_the_second_working_day_and_is_new_once() -> None:
    row = due(41, "2026-11-18", person=DUNG)
    assert facts_on(THURSDAY, row, since=date(2026, 11, 18)).named == ()
    friday, monday = facts_on(FRIDAY, row, since=THURSDAY), facts_on(MONDAY, row, since=FRIDAY)
    assert [(one.person_id, one.days, one.new) for one in friday.named] == [(DUNG, 2, True)]
    assert [(one.person_id, one.days, one.new) for one in monday.named] == [(DUNG, 3, False)]
    assert (friday.escalated, monday.escalated) == ((row,), ())


def test_people_are_named_longest_first_with_all_their_silent_work() -> None:
    facts = facts_on(
        FRIDAY,
        due(41, "2026-11-18", person=DUNG),
        due(42, "2026-11-18", person=DUNG),
        due(27, "2026-11-10", person=TUAN),
        due(12, "2026-11-17", person=LAN),
        due(50, "2026-11-03", person=None),
        since=THURSDAY,
    )
    assert [(one.person_id, len(one.assignments), one.days) for one in facts.named] == [
        (TUAN, 1, 8),
        (LAN, 1, 3),
        (DUNG, 2, 2),
    ]


def test_who_asked_for_more_time_is_not_silent() -> None:
    facts = facts_on(FRIDAY, due(12, "2026-11-17"), since=THURSDAY, pending=[asked(12, THURSDAY)])
    assert facts.named == ()
    assert (facts.pending_extensions, facts.newly_waiting) == (1, 1)


def test_what_was_past_at_import_is_counted_and_never_named() -> None:
    facts = facts_on(FRIDAY, due(1, "2026-11-18", reminds=False), since=THURSDAY)
    assert facts.counts.overdue == 1
    assert (facts.named, facts.change.newly_overdue) == ((), 0)


def test_nothing_new_in_the_middle_of_a_week_is_not_worth_a_digest() -> None:
    facts = facts_on(WEDNESDAY, due(12, "2026-11-10"), due(18, "2026-11-25"), since=MONDAY)
    assert not worth_saying(facts, today=WEDNESDAY, calendar=OFFICE)


def test_the_week_begins_with_a_digest_that_looks_back_and_ahead() -> None:
    rows = [due(12, "2026-11-10"), due(18, "2026-11-25"), due(30, "2026-11-30"), due(9, "2026-11-17", done=at(FRIDAY))]
    facts = facts_on(MONDAY, *rows, since=FRIDAY)
    assert worth_saying(facts, today=MONDAY, calendar=OFFICE)
    assert [one.number for one in facts.week.due] == [18]
    assert facts.week.days_off == (date(2026, 11, 24),)
    assert (facts.week.last.on_time, facts.week.last.late, facts.week.last.newly_overdue) == (0, 1, 0)


def test_a_holiday_on_monday_leaves_the_weeks_digest_to_the_first_working_day() -> None:
    liberation_eve = date(2026, 4, 26)  # Giỗ Tổ falls on Sunday 26/4/2026 and is made up on Monday 27/4
    first = OFFICE.on_or_after(liberation_eve + timedelta(days=1))
    facts = facts_on(first, due(1, "2026-04-29"), since=date(2026, 4, 24))
    assert worth_saying(facts, today=first, calendar=OFFICE)


@pytest.mark.parametrize(
    "rows",
    [
        [due(1, "2026-11-30", done=at(THURSDAY))],
        [due(1, "2026-11-19")],
        [due(1, "2026-11-18")],
    ],
    ids=["handed in", "newly overdue", "newly named"],
)
def test_any_change_is_worth_a_digest(rows: list[Assignment]) -> None:
    assert worth_saying(facts_on(FRIDAY, *rows, since=THURSDAY), today=FRIDAY, calendar=OFFICE)


def test_a_submission_that_waits_is_worth_a_digest_the_next_morning_only() -> None:
    row = due(29, "2026-11-30", done=at(THURSDAY))
    assert facts_on(FRIDAY, since=THURSDAY, waiting=[row]).newly_waiting == 1
    assert facts_on(MONDAY, since=FRIDAY, waiting=[row]).newly_waiting == 0


def test_the_approver_is_reminded_once_of_what_waited_two_working_days() -> None:
    row = due(29, "2026-11-30", done=at(date(2026, 11, 18)))
    friday, monday = (
        facts_on(FRIDAY, since=THURSDAY, waiting=[row]),
        facts_on(MONDAY, since=FRIDAY, waiting=[row]),
    )
    assert (friday.long_waiting, monday.long_waiting) == ((row,), ())
    assert worth_saying(friday, today=FRIDAY, calendar=OFFICE)
