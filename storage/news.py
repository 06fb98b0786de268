"""In which offices something happened that a leader's digest tells, for many offices at once; as
scheduler.digests.changed has it, without loading what happened."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import and_, exists, or_, select
from sqlmodel import Session

from storage.mornings import ASSIGNMENT, OFFICE, Where, ids
from storage.tables import AssignmentState, Extension, ExtensionState, Plan, Task, table_of
from storage.tasks import UNFINISHED

EXTENSION, PLAN, TASK = (table_of(one) for one in (Extension, Plan, Task))
_UNFINISHED = ASSIGNMENT.c.state.in_(UNFINISHED)
_DONE = ASSIGNMENT.c.state == AssignmentState.DONE


@dataclass(frozen=True)
class Span:
    """The days since the last digest, [start, midnight) as moments.

    `named`: due days whose silence is named for the first time in these days; `waited`: moments between which was
    handed in what has waited long since then; `looks_back`: the first due day that can have gone past since `start`.
    """

    today: date
    start: datetime
    midnight: datetime
    looks_back: date
    named: tuple[date, date]
    waited: tuple[datetime, datetime]

    @property
    def year(self) -> tuple[date, date]:
        return date(self.today.year, 1, 1), date(self.today.year, 12, 31)

    @property
    def horizon(self) -> date:
        """The last due day that a digest reads of."""
        return self.year[1] + timedelta(days=7)


def offices_with_news(session: Session, office_ids: Collection[int], span: Span) -> set[int]:
    """Those of these offices in which anything happened in the span."""
    checks: tuple[Callable[[Session, Collection[int], Span], set[int]], ...]
    checks = (_gone_past, _handed_in, _escalated, _extension_asked, _acceptance_awaited)
    found: set[int] = set()
    for check in checks:
        quiet = set(office_ids) - found
        found |= check(session, quiet, span) if quiet else set()
    return found


def _offices(session: Session, office_ids: Collection[int], *where: Where) -> set[int]:
    """Those that have such an assignment; one is looked for, however many there are."""
    one = exists().where(ASSIGNMENT.c.office_id == OFFICE.c.office_id, *where)
    return ids(session, select(OFFICE.c.office_id).where(OFFICE.c.office_id.in_(office_ids), one))


def _gone_past(session: Session, office_ids: Collection[int], span: Span) -> set[int]:
    past = and_(ASSIGNMENT.c.late_after > span.start, ASSIGNMENT.c.late_after <= span.midnight)
    due = ASSIGNMENT.c.due.between(span.looks_back, span.horizon)
    return _offices(session, office_ids, _UNFINISHED, ASSIGNMENT.c.counted, ASSIGNMENT.c.reminds, past, due)


def _handed_in(session: Session, office_ids: Collection[int], span: Span) -> set[int]:
    handed_in = ASSIGNMENT.c.submitted_at
    read = or_(ASSIGNMENT.c.due.between(*span.year), handed_in >= datetime(span.today.year - 1, 12, 1, tzinfo=UTC))
    during = and_(handed_in >= span.start, handed_in < span.midnight)
    return _offices(session, office_ids, _DONE, ASSIGNMENT.c.counted, during, read)


def _escalated(session: Session, office_ids: Collection[int], span: Span) -> set[int]:
    """Overdue with no answer: no submission, no waiting proof, no pending extension."""
    silent = and_(ASSIGNMENT.c.state == AssignmentState.OPEN, ASSIGNMENT.c.late_after <= span.midnight)
    asked = exists().where(
        EXTENSION.c.assignment_id == ASSIGNMENT.c.id,
        EXTENSION.c.office_id == ASSIGNMENT.c.office_id,
        EXTENSION.c.state == ExtensionState.PENDING,
    )
    theirs = and_(ASSIGNMENT.c.person_id.is_not(None), ASSIGNMENT.c.counted, ASSIGNMENT.c.reminds)
    named = and_(ASSIGNMENT.c.due.between(*span.named), ASSIGNMENT.c.due <= span.horizon)
    return _offices(session, office_ids, silent, theirs, named, ~asked)


def _extension_asked(session: Session, office_ids: Collection[int], span: Span) -> set[int]:
    query = select(EXTENSION.c.office_id).where(EXTENSION.c.office_id.in_(office_ids))
    query = query.where(EXTENSION.c.state == ExtensionState.PENDING)
    query = query.where(EXTENSION.c.asked_at >= span.start, EXTENSION.c.asked_at < span.midnight)
    return ids(session, query.distinct())


def _acceptance_awaited(session: Session, office_ids: Collection[int], span: Span) -> set[int]:
    """Handed in under a plan that a leader confirms, in the span, or so long ago that it is time to be reminded."""
    handed_in = ASSIGNMENT.c.submitted_at
    lately = and_(handed_in >= span.start, handed_in < span.midnight)
    long_ago = and_(handed_in >= span.waited[0], handed_in < span.waited[1])
    reviewed = exists().where(TASK.c.id == ASSIGNMENT.c.task_id, PLAN.c.id == TASK.c.plan_id, PLAN.c.review)
    awaited = and_(_DONE, ASSIGNMENT.c.accepted_at.is_(None), reviewed)
    # Apart, so that each is a span of the index.
    found = _offices(session, office_ids, awaited, lately)
    rest = set(office_ids) - found
    return found | (_offices(session, rest, awaited, long_ago) if rest else set())


def offices_with_work(session: Session, office_ids: Collection[int], *, today: date) -> set[int]:
    """Those of these offices that have something open: due in this year, or in the rest of this week."""
    sunday = today + timedelta(days=6 - today.weekday())
    near = ASSIGNMENT.c.due.between(date(today.year, 1, 1), max(date(today.year, 12, 31), sunday))
    return _offices(session, office_ids, _UNFINISHED, ASSIGNMENT.c.counted, near)
