"""Tables to take away: the progress of an office as an Excel file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from bot.actions.proofs import current_of
from bot.handlers import Turn
from bot.replies.lines import mark_words
from bot.replies.proofs import proof_words
from bot.reports.columns import MEDIA_TYPE, Column, Value
from bot.reports.progress_xlsx import Table, progress_xlsx
from locales import hour, text, weekday_full
from scheduler.calendar import Calendar
from scheduler.digests import Counts, Standing, counts, standing
from scheduler.messages import FileToMake, Message
from storage.people import people_by_id, unit_of
from storage.proofs import file_names
from storage.rows import id_of
from storage.selection import Where, how_many, page
from storage.tables import Assignment, Person, Proof, ProofKind, Task
from storage.tasks import tasks_by_id


@dataclass(frozen=True, eq=False)
class _Asked:
    """Which assignments the table is of, and as of when; `when` is that moment in words."""

    office_id: int
    where: Sequence[Where]
    period: str
    when: Mapping[str, str]
    now: datetime
    calendar: Calendar

    def made(self, session: Session) -> bytes:
        """The Excel file."""
        rows = page(session, *self.where)
        office = unit_of(session, self.office_id).name
        table = Table(
            sheet=text("report.excel.sheet"),
            title=text("report.excel.title"),
            subtitle=text("report.excel.subtitle", office=office, period=self.period, **self.when),
            figures=_figures(counts(rows, at=self.now)),
            columns=_columns(),
            rows=_rows(session, self, rows),
        )
        return progress_xlsx(table)


def progress(turn: Turn, where: Sequence[Where], *, period: str) -> Message:
    """How many assignments there are under these conditions, and their progress table as of now."""
    when = {"hour": hour(turn.now.astimezone(turn.calendar.zone)), "day": weekday_full(turn.today)}
    asked = _Asked(turn.speaker.office_id, where, period, when=when, now=turn.now, calendar=turn.calendar)
    file = FileToMake(text("report.excel.file", day=turn.today.isoformat()), MEDIA_TYPE, asked.made)
    said = text("report.excel.said", period=period, count=how_many(turn.session, *where), **when)
    return Message(said, to_make=(file,))


def _figures(figures: Counts) -> list[tuple[str, int]]:
    return [
        (text("report.excel.on_time"), figures.on_time),
        (text("report.excel.late"), figures.late),
        (text("report.excel.in_term"), figures.in_term),
        (text("report.excel.overdue"), figures.overdue),
        (text("report.excel.total"), figures.total),
    ]


def _columns() -> list[Column]:
    return [
        Column(text("report.excel.column.place"), 6),
        Column(text("report.excel.column.number"), 7),
        Column(text("report.excel.column.section"), 22),
        Column(text("report.excel.column.title"), 48),
        Column(text("report.excel.column.label"), 14),
        Column(text("report.excel.column.product"), 26),
        Column(text("report.excel.column.person"), 20),
        Column(text("report.excel.column.post"), 26),
        Column(text("report.excel.column.due_printed"), 12),
        Column(text("report.excel.column.due"), 12),
        Column(text("report.excel.column.handed_in"), 17),
        Column(text("report.excel.column.state"), 26),
        Column(text("report.excel.column.proof"), 34),
    ]


def _rows(session: Session, asked: _Asked, rows: Sequence[Assignment]) -> list[list[Value]]:
    tasks = tasks_by_id(session, [row.task_id for row in rows])
    people = people_by_id(session, {row.person_id for row in rows if row.person_id})
    proofs = current_of(session, rows)
    names = file_names(session, {p.file_id for own in proofs.values() for p in own if p.file_id})
    return [
        _row(asked, at, row, task=tasks[row.task_id], people=people, proof=_proof(proofs[id_of(row)], names))
        for at, row in enumerate(rows, start=1)
    ]


def _row(
    asked: _Asked, at: int, row: Assignment, *, task: Task, people: Mapping[int, Person], proof: str
) -> list[Value]:
    owner = people.get(row.person_id or 0)
    return [
        at,
        row.number,
        task.section_title,
        task.title,
        row.label,
        "; ".join(task.products),
        owner.name if owner else text("report.nobody"),
        row.post,
        row.due_printed,
        row.due,
        _handed_in(asked, row),
        _state(asked, row),
        proof,
    ]


def _handed_in(asked: _Asked, row: Assignment) -> datetime | None:
    if row.submitted_at is None:
        return None
    return row.submitted_at.astimezone(asked.calendar.zone).replace(tzinfo=None, second=0, microsecond=0)


def _state(asked: _Asked, row: Assignment) -> str:
    names = {
        Standing.ON_TIME: text("report.excel.on_time"),
        Standing.LATE: text("report.excel.late"),
        Standing.IN_TERM: text("report.excel.in_term"),
        Standing.OVERDUE: text("report.excel.overdue"),
    }
    where = standing(row, at=asked.now)
    if where is not Standing.LATE or row.submitted_at is None:
        return names[where]
    return text("report.excel.done_mark", mark=mark_words(row, at=row.submitted_at, calendar=asked.calendar))


def _proof(proofs: Sequence[Proof], names: Mapping[int, str]) -> str:
    """The proofs in words; links in full, so that the table can be checked."""
    links = [proof.value for proof in proofs if proof.kind is ProofKind.LINK]
    words = proof_words([proof for proof in proofs if proof.kind is not ProofKind.LINK], names)
    return "\n".join([words, *links] if words else links)
