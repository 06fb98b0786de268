"""For whom, and when, a reply is made."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.replies import lines
from scheduler.calendar import Calendar
from storage.tables import Assignment, Person


@dataclass(frozen=True)
class View:
    """The person who reads, their office's calendar, the moment."""

    person: Person
    calendar: Calendar
    now: datetime

    @property
    def today(self) -> date:
        return self.calendar.today(self.now)

    @property
    def you(self) -> str:
        return lines.address_of(self.person)

    def say(self, key: str, **values: Any) -> str:
        return lines.say(self.person, key, **values)

    def deadline(self, row: Assignment, *, timed: bool = False) -> str:
        return lines.deadline(row, now=self.now, calendar=self.calendar, timed=timed)

    def line(self, row: Assignment) -> str:
        return lines.task_line(row, now=self.now, calendar=self.calendar)

    def mark(self, row: Assignment) -> str:
        """The class of what was handed in: `đúng hạn`, `trễ hạn 3 ngày làm việc`."""
        return lines.mark_words(row, at=row.submitted_at or self.now, calendar=self.calendar)

    def moment(self, at: datetime) -> str:
        """`07:42 hôm nay`, `07:42 thứ Sáu 20/11`."""
        return lines.moment(at, today=self.today, calendar=self.calendar)
