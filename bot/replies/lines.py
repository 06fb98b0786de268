"""Lines that every reply shares: a task in one line, distances, names, forms of address (voice.md 1, 2, 7-12)."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from functools import cache, lru_cache
from typing import Any, NamedTuple, Protocol

from bot.intents.commands import encode
from bot.intents.model import Intent, Reading
from locales import day, hour, text, weekday_day
from scheduler.calendar import Calendar
from scheduler.messages import Button
from storage.duties import Owed
from storage.recipients import Somebody
from storage.rows import id_of
from storage.tables import Address, Assignment

SOON = 7  # working days
_MOMENT = timedelta(microseconds=1)


class Named(Protocol):
    """Whoever has a name."""

    @property
    def id(self) -> int | None: ...
    @property
    def name(self) -> str: ...


def address_of(person: Somebody) -> str:
    """`đồng chí`, `anh` or `chị`, as the person chose."""
    return _addresses()[person.address]


@cache
def _addresses() -> dict[Address, str]:
    return {
        Address.COMRADE: text("line.address.comrade"),
        Address.BROTHER: text("line.address.brother"),
        Address.SISTER: text("line.address.sister"),
    }


def say(person: Somebody, key: str, **values: Any) -> str:
    """The sentence of `key` said to this person: `{you}` and `{You}` are how they are addressed."""
    you = address_of(person)
    return text(key, you=you, You=you[:1].upper() + you[1:], **values)


def button(label: str, intent: Intent, **slots: Any) -> Button:
    """A button that gives this order."""
    return Button(label, encode(Reading(intent, slots)))


def given_name(person: Named) -> str:
    return person.name.split()[-1]


def name_of(person: Named, among: Iterable[Named]) -> str:
    """The given name; the full name where somebody else among these shares it."""
    given = given_name(person)
    shared = any(other.id != person.id and given_name(other) == given for other in among)
    return person.name if shared else given


def names_among(people: Iterable[Named], among: Iterable[Named]) -> dict[int, str]:
    """How each of these is named among all of those, by their ids."""
    shared = Counter(given_name(other) for other in {other.id: other for other in among}.values())
    return {id_of(p): p.name if shared[given_name(p)] > 1 else given_name(p) for p in people}


def join(names: Sequence[str]) -> str:
    """`Lan`, `Lan và Minh`, `Lan, Minh và Hoa`."""
    if len(names) < 2:
        return "".join(names)
    return text("line.list", first=", ".join(names[:-1]), last=names[-1])


def moment(at: datetime, *, today: date, calendar: Calendar) -> str:
    """`07:42 hôm nay`, `07:42 thứ Sáu 20/11`."""
    local = at.astimezone(calendar.zone)
    if local.date() == today:
        return text("line.moment_today", hour=hour(local))
    return text("line.moment", hour=hour(local), day=weekday_day(local.date(), today=today))


def last_day(row: Owed, *, calendar: Calendar) -> date:
    """The last day on which handing in is on time: `due`, or later where the office lets a day off extend."""
    return calendar.today(row.late_after - _MOMENT)


def is_overdue(row: Owed, *, now: datetime) -> bool:
    return now >= row.late_after


def days_late(row: Owed, *, at: datetime, calendar: Calendar) -> int:
    """Working days between the last day and a moment: 0 within the day itself and over a weekend."""
    return days_between(row.late_after, at, calendar=calendar)


def days_between(late_after: datetime, at: datetime, *, calendar: Calendar) -> int:
    """Working days from the last day of what is late from that moment on."""
    return calendar.distance(calendar.today(late_after - _MOMENT), calendar.today(at))


def days_since(moments: Iterable[datetime], at: datetime, *, calendar: Calendar) -> dict[datetime, int]:
    """`days_between` for each of these moments; the calendar is walked once."""
    last_days = {moment: calendar.today(moment - _MOMENT) for moment in moments}
    until, days, known = calendar.today(at), 0, {}
    for day_ in sorted(set(last_days.values()), reverse=True):
        days += calendar.distance(day_, until)
        known[day_], until = days, min(day_, until)
    return {moment: known[day_] for moment, day_ in last_days.items()}


def sign(row: Assignment, *, now: datetime, calendar: Calendar) -> str:
    """🔴 overdue, 🟠 today, 🟡 within seven working days, 🔵 opening today; nothing for what is far."""
    today = calendar.today(now)
    if is_overdue(row, now=now):
        return "🔴"
    if row.due <= today:
        return "🟠"
    if row.opens == today:
        return "🔵"
    return "🟡" if calendar.distance(today, row.due) <= SOON else ""


def mark_words(row: Assignment, *, at: datetime, calendar: Calendar) -> str:
    """The class of a submission at this moment: `đúng hạn`, `trễ hạn 3 ngày làm việc`."""
    if at < row.late_after:
        moved = row.due != row.due_printed
        return text("line.on_time_moved") if moved else text("line.on_time")
    late = days_late(row, at=at, calendar=calendar)
    return text("line.late_days", days=late) if late else text("line.late")


class _Deadline(NamedTuple):
    """All that the words of a deadline depend on: a nation's assignments have the same few hundred on a day."""

    due: date
    due_time: time | None
    late_after: datetime
    overdue: bool
    today: date
    calendar: Calendar

    @property
    def past(self) -> bool:
        return self.overdue or self.due < self.today

    def words(self, when: date) -> str:
        return weekday_day(when, today=self.today)


def _deadline_of(row: Owed, now: datetime, calendar: Calendar) -> _Deadline:
    return _Deadline(row.due, row.due_time, row.late_after, now >= row.late_after, calendar.today(now), calendar)


def _overdue_words(d: _Deadline) -> str:
    if d.due == d.today and d.due_time:
        return text("line.overdue_today", hour=hour(d.due_time))
    due, late = day(d.due, today=d.today), d.calendar.distance(d.calendar.today(d.late_after - _MOMENT), d.today)
    return text("line.overdue_days", due=due, days=late) if late else text("line.overdue", due=due)


def _day_off_words(d: _Deadline) -> str:
    better = d.calendar.on_or_before(d.due)
    if better < d.today:
        return text("line.day_off", due=d.words(d.due))
    if better == d.today:
        return text("line.day_off_today", due=d.words(d.due))
    left = d.calendar.distance(d.today, d.due)
    return text("line.day_off_ahead", due=d.words(d.due), better=d.words(better), days=left)


def _today_words(d: _Deadline) -> str:
    if d.due < d.today:
        last = d.words(d.calendar.today(d.late_after - _MOMENT))
        return text("line.extended_by_day_off", due=day(d.due, today=d.today), last=last)
    return text("line.today_at", hour=hour(d.due_time)) if d.due_time else text("line.today")


@lru_cache(maxsize=8192)
def _deadline_words(d: _Deadline, *, timed: bool = False) -> str:
    if d.overdue:
        return _overdue_words(d)
    if d.due <= d.today:
        return _today_words(d)
    if not d.calendar.works(d.due):
        words = _day_off_words(d)
        return text("line.at_hour", hour=hour(d.due_time), due=words) if d.due_time and timed else words
    left = d.calendar.distance(d.today, d.due)
    if d.due_time and timed:
        return text("line.ahead_at", due=d.words(d.due), hour=hour(d.due_time), days=left)
    return text("line.ahead", due=d.words(d.due), days=left)


@lru_cache(maxsize=8192)
def _due_words(d: _Deadline) -> str:
    words = _deadline_words(d)
    if d.past:
        return text("line.due_past", deadline=words)
    return text("line.before_hour", deadline=words) if d.due == d.today and d.due_time else words


def deadline(row: Owed, *, now: datetime, calendar: Calendar, timed: bool = False) -> str:
    """What follows the word `hạn`: `thứ Tư 25/11, còn 2 ngày làm việc`, `17/11, quá 3 ngày làm việc`, `16:00 hôm nay`.

    With `timed` a clock time is said before its day comes, too.
    """
    return _deadline_words(_deadline_of(row, now, calendar), timed=timed)


def due_words(row: Owed, *, now: datetime, calendar: Calendar) -> str:
    """What stands after the em dash: `thứ Tư 25/11, còn 2 ngày làm việc`, `hạn 17/11, quá 3 ngày làm việc`,
    `trước 16:00 hôm nay`."""
    return _due_words(_deadline_of(row, now, calendar))


def task_line(row: Assignment, *, now: datetime, calendar: Calendar, signed: bool = True) -> str:
    """`🟡 18. Báo cáo kiểm soát TTHC — thứ Tư 25/11, còn 2 ngày làm việc`; `signed` gives it its emoji."""
    words = due_words(row, now=now, calendar=calendar)
    line = text("line.task", number=row.number, title=row.title, due=words)
    mark = sign(row, now=now, calendar=calendar) if signed else ""
    return text("line.signed", sign=mark, line=line) if mark else line


@lru_cache(maxsize=1024)
def holiday_note(through: date, *, today: date, calendar: Calendar) -> str:
    """`(thứ Ba 24/11 nghỉ lễ)` where a public holiday falls in (today, through]; "" where none does."""
    days = [today + timedelta(days=n) for n in range(1, (through - today).days + 1)]
    off = [one for one in days if calendar.name_of(one)]
    if not off:
        return ""
    first = weekday_day(off[0], today=today)
    if len(off) == 1:
        return text("line.holiday", day=first)
    return text("line.holidays", first=first, last=weekday_day(off[-1], today=today))
