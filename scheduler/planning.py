"""What the calendar demands now, put in the outbox. Idempotent: every message has a key of its own.

A morning is planned once per person and office day; `Person.morning_handled` remembers the day, said or not. Nobody is
asked about whose morning is handled: a pass in which nothing is due is a few looks at indexes, for all offices
together. What is due is planned for the people of many offices at once, in chunks that each have some of every region,
so that all bots have work from the first one on.

Mornings may be planned ahead of their hour. They are decided as of that hour, and said at it in the words of then; who
is given work in between hears of it in that work's own message.
"""

from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Engine
from sqlmodel import Session

from scheduler.calendar import Calendar, calendars_among
from scheduler.due import CLOCK_WARNING, due_offices, is_due, latest_hour, may_warn, said_at
from scheduler.greeting import Greeting, Guest, guest
from scheduler.reminders import Rungs
from storage.clock_times import Timed, next_clock_time, timed_until
from storage.database import reading, transaction
from storage.mornings import Greeted, mark_handled, morning_hours, own_hours, people_to_greet
from storage.outbox import NewMessage, put
from storage.recipients import OfficeHours, offices_among

# People a transaction. On SQLite it takes 40 to 100 ms, which is how long an answer may wait; on PostgreSQL only who
# changes these people themselves waits.
CHUNKS = {"sqlite": 1_000, "postgresql": 2_500}
_AT_ONCE = 2  # chunks, where a server works on one while the next is made ready; a third is in their way
_NOT_AHEAD = timedelta(0)
_DAY = timedelta(days=1)


def plan(session: Session, *, now: datetime, ahead: timedelta = _NOT_AHEAD) -> int:
    """Put every message that is to be said by `now` in the outbox; how many are new."""
    session.flush()
    planning = _Planning(now, ahead, CHUNKS[session.get_bind().dialect.name])
    return sum(step.messages for chunk in planning.chunks(session) for step in planning.steps(session, chunk))


def plan_in_steps(engine: Engine, *, now: datetime, ahead: timedelta = _NOT_AHEAD) -> Generator[int, None, None]:
    """The same, in transactions of a thousand people or a few; how many messages each made new.

    Mornings are planned up to `ahead` of their hour, on the same day. Whoever closes it stops the planning,
    save what is in the midst of being done.
    """
    planning = _Planning(now, ahead, CHUNKS[engine.dialect.name])
    with reading(engine) as session:
        chunks = planning.chunks(session)
    if engine.dialect.name == "sqlite" or len(chunks) <= 1:
        for chunk in chunks:
            yield from planning.through(engine, chunk)
        return
    with ThreadPoolExecutor(_AT_ONCE, "planning") as pool:
        for made in pool.map(lambda chunk: list(planning.through(engine, chunk)), chunks):
            yield from made


def next_moment(session: Session, *, after: datetime) -> datetime | None:
    """The next moment at which plan() may have something to do: somebody's morning, or a clock time's warning."""
    session.flush()
    late = next_clock_time(session, after=after + CLOCK_WARNING)
    moments = [*_mornings(session, after=after), *([late - CLOCK_WARNING] if late else [])]
    return min(moments, default=None)


def _mornings(session: Session, *, after: datetime) -> Iterator[datetime]:
    from_day = (after - _DAY).date()  # in no time zone is it an earlier day
    for name, hours in morning_hours(session, from_day=from_day).items():
        yield from (_next(hour, calendar=Calendar(zone=ZoneInfo(name)), after=after) for hour in hours)
    own = own_hours(session, from_day=from_day)
    calendars = calendars_among(session, offices_among(session, own.keys())) if own else {}
    for office_id, calendar in calendars.items():
        yield from (_next(hour, calendar=calendar, after=after) for hour in own[office_id])


def _next(hour: time, *, calendar: Calendar, after: datetime) -> datetime:
    day = calendar.on_or_after(calendar.today(after))
    if calendar.at(day, hour) <= after:
        day = calendar.on_or_after(day + _DAY)
    return calendar.at(day, hour)


@dataclass(frozen=True)
class _Chunk:
    """Offices of one time zone that are planned together."""

    zone: ZoneInfo
    office_ids: Sequence[int]


@dataclass(frozen=True)
class _Step:
    messages: int
    more: bool  # people of these offices are left


@dataclass(frozen=True)
class _Local:
    """An office that works today."""

    office: OfficeHours
    rungs: Rungs

    @property
    def quiet(self) -> tuple[time, time]:
        return self.office.quiet_from, self.office.quiet_to


@dataclass(frozen=True)
class _Planning:
    """One pass. `chunk` people at a time; `rungs`: of the offices that have no days of their own, by time zone."""

    now: datetime
    ahead: timedelta
    chunk: int
    rungs: dict[ZoneInfo, Rungs] = field(default_factory=dict)

    def chunks(self, session: Session) -> list[_Chunk]:
        """Neighbours go to different chunks: a province's offices mostly speak through the same bot."""
        found = []
        for due in due_offices(session, now=self.now, ahead=self.ahead):
            number = -(-sum(due.people.values()) // self.chunk)
            ids = sorted(due.people)
            self._warm(Calendar(zone=due.zone))
            found += [_Chunk(due.zone, ids[first::number]) for first in range(min(number, len(ids)))]
        return found

    def _warm(self, calendar: Calendar) -> None:
        """Work out what nearly everybody's morning needs, before a transaction holds others up."""
        today = calendar.today(self.now)
        self._rungs(calendar).dues(calendar.on_or_before(today - _DAY), today, None)

    def through(self, engine: Engine, chunk: _Chunk) -> Iterator[int]:
        """All its steps, each in a transaction; how many messages each made new."""
        more = True
        while more:
            with transaction(engine) as session:
                step = self.step(session, chunk)
            more = step.more
            yield step.messages

    def steps(self, session: Session, chunk: _Chunk) -> Iterator[_Step]:
        more = True
        while more:
            step = self.step(session, chunk)
            more = step.more
            yield step

    def step(self, session: Session, chunk: _Chunk) -> _Step:
        """One office's people may be more than a chunk: then there is more to do."""
        calendar = Calendar(zone=chunk.zone)
        today, by = calendar.today(self.now), latest_hour(calendar=calendar, now=self.now, ahead=self.ahead)
        locals_ = self._at_work(session, chunk, today)
        people = people_to_greet(session, locals_.keys(), today=today, by=by, limit=2 * self.chunk)
        guests = list(self._guests(people, locals_, today))
        messages = self._clocks(session, locals_, today)
        if guests:
            rungs = {office_id: local.rungs for office_id, local in locals_.items()}
            hearing = Greeting(session, today, rungs, guests).hearing()
            messages += self._mornings(hearing, today)
        new = put(session, messages)
        mark_handled(session, [g.person_id for g in guests], today=today)
        return _Step(new, more=bool(guests) and len(people) == 2 * self.chunk)

    def _at_work(self, session: Session, chunk: _Chunk, today: date) -> dict[int, _Local]:
        offices = offices_among(session, chunk.office_ids)
        calendars = calendars_among(session, offices)
        return {
            office_id: _Local(office, self._rungs(calendars[office_id]))
            for office_id, office in offices.items()
            if calendars[office_id].works(today)
        }

    def _rungs(self, calendar: Calendar) -> Rungs:
        return Rungs(calendar) if calendar.own else self.rungs.setdefault(calendar.zone, Rungs(calendar))

    def _guests(self, people: Sequence[Greeted], locals_: Mapping[int, _Local], today: date) -> Iterator[Guest]:
        moments: dict[tuple[int, time], datetime | None] = {}
        for g in people:
            key = (g.office_id, g.hour)
            if key not in moments:
                moments[key] = self._moment(g.hour, locals_[g.office_id])
            moment = moments[key]
            if moment is not None:
                yield guest(g, today=today, moment=moment)

    def _moment(self, hour: time, local: _Local) -> datetime | None:
        """When an office's morning of this hour is said; None where that is not to be planned yet."""
        calendar = local.rungs.calendar
        moment = said_at(hour, local.quiet, calendar=calendar, now=self.now)
        return moment if is_due(moment, calendar=calendar, now=self.now, ahead=self.ahead) else None

    def _mornings(self, guests: Iterable[Guest], today: date) -> Iterator[NewMessage]:
        """One each, in which everything is said that fell since their last one."""
        day = today.isoformat()
        for g in guests:
            yield NewMessage(
                office_id=g.office_id,
                person_id=g.person_id,
                key=f"morning:{g.person_id}:{day}",
                kind="morning",
                payload={"since": g.since.isoformat(), "date": day},
                not_before=g.moment,
                created_at=self.now,
                bot=g.bot,
            )

    def _clocks(self, session: Session, locals_: Mapping[int, _Local], today: date) -> list[NewMessage]:
        """One short message per person and clock time, two hours before; those whose hour is past get none."""
        near = (self.now, self.now + CLOCK_WARNING)
        groups: dict[tuple[int, int, time], list[int]] = {}
        for timed in timed_until(session, locals_.keys(), today=today, late_between=near):
            if self._warns(timed, locals_[timed.office_id]):
                key = (timed.office_id, timed.person_id, timed.due_time)
                groups.setdefault(key, []).append(timed.assignment_id)
        # In the order of their keys: somebody may have work in offices that are planned side by side.
        ordered = sorted(groups.items(), key=lambda group: group[0][1:])
        return [self._clock(*key, ids, today) for key, ids in ordered]

    def _warns(self, timed: Timed, local: _Local) -> bool:
        return may_warn(timed.late_after, local.quiet, calendar=local.rungs.calendar, now=self.now)

    def _clock(self, office_id: int, person_id: int, hour: time, ids: list[int], today: date) -> NewMessage:
        return NewMessage(
            office_id=office_id,
            person_id=person_id,
            key=f"clock:{person_id}:{today}:{hour:%H:%M}",
            kind="clock",
            payload={"assignments": ids},
            not_before=self.now,
            created_at=self.now,
        )
