"""Which messages of a bot with a monthly budget wait, until when, and who is told that the budget runs low."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from functools import cached_property

import structlog
from sqlmodel import Session

from scheduler.budget import Month, first_of_next, room, runs_low, turn, working_days
from scheduler.calendar import Calendar, calendars_among
from scheduler.messages import Postpone
from storage.bot_people import (
    bot_called,
    first_due,
    listening_to,
    mornings_since,
    overseers_of_bot,
    take_warning,
)
from storage.bots import sent_in_month
from storage.claimed import Claimed
from storage.outbox import NewMessage, priority_of, put
from storage.recipients import offices_among
from storage.rows import id_of
from storage.tables import BotAccount

_CAN_WAIT = priority_of("morning")  # from this priority on
_VIETNAM = timezone(timedelta(hours=7))
_log = structlog.get_logger()


def put_off(
    session: Session, bot: str, limit: int | None, rows: Sequence[Claimed], *, now: datetime, in_hand: int = 0
) -> dict[int, Postpone]:
    """Those of these messages, which are due, that wait for another day, by their ids.

    `limit`: messages a month; `in_hand`: those that are about to be sent, and not counted yet.
    """
    can_wait = [row for row in rows if row.priority >= _CAN_WAIT and not row.again]
    if not limit or not can_wait:
        return {}
    rationing = _Rationing(session, bot, limit, can_wait, now)
    left = room(limit, rationing.sent + in_hand)
    later: dict[int, Postpone] = {}
    for row in can_wait:
        day = rationing.day_of(row) if left else rationing.next_month(row)
        if day > rationing.today(row):
            later[id_of(row)] = Postpone(rationing.moment(row, day))
        else:
            left -= 1
    return later


@dataclass(frozen=True)
class _Rationing:
    session: Session
    bot: str
    limit: int
    rows: Sequence[Claimed]
    now: datetime

    @cached_property
    def sent(self) -> int:
        return sent_in_month(self.session, self.bot, now=self.now)

    @cached_property
    def _spoken_with(self) -> tuple[int, int]:
        """How many people hear from the bot, and how many mornings they heard this month."""
        people = listening_to(self.session, self.bot)
        first = self.now.astimezone(_VIETNAM).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        return len(people), mornings_since(self.session, self.bot, people, since=first)

    @cached_property
    def _calendars(self) -> Mapping[int, Calendar]:
        return calendars_among(self.session, offices_among(self.session, {row.office_id for row in self.rows}))

    @cached_property
    def _first_due(self) -> Mapping[int, date]:
        since = min(map(self.today, self.rows))
        return first_due(self.session, {row.person_id for row in self.rows if row.kind == "morning"}, since=since)

    def today(self, row: Claimed) -> date:
        return self._calendars[row.office_id].today(self.now)

    def day_of(self, row: Claimed) -> date:
        """A morning that waited already has had its turn chosen: it is said now."""
        today, calendar = self.today(row), self._calendars[row.office_id]
        waited = row.payload.get("date", "") < today.isoformat()
        if row.kind != "morning" or waited or not calendar.works(today):
            return today
        people, mornings = self._spoken_with
        gone, left = working_days(today, calendar=calendar)
        month = Month(self.limit, self.sent, mornings, people, gone, left)
        due = self._first_due.get(row.person_id)
        return turn(row.person_id, today, every=month.every, calendar=calendar, first_due=due)

    def next_month(self, row: Claimed) -> date:
        return self._calendars[row.office_id].on_or_after(first_of_next(self.today(row)))

    def moment(self, row: Claimed, day: date) -> datetime:
        """At the hour at which it was to be said."""
        calendar = self._calendars[row.office_id]
        return calendar.at(day, row.not_before.astimezone(calendar.zone).time())


def warn(session: Session, bot: str, limit: int, *, now: datetime) -> int:
    """Tell those who look after a bot, once a month each, that most of its messages are sent, and that only what can't
    wait is still said; how many messages that are."""
    month = now.astimezone(_VIETNAM).date().replace(day=1)
    sent, account = sent_in_month(session, bot, now=now), bot_called(session, bot)
    if account is None or not runs_low(limit, sent):
        return 0
    told = 0
    if take_warning(session, bot, month=month, now=now):
        told += _tell(session, account, "low", limit, month=month, now=now)
        _log.warning("budget runs low", bot=bot, sent=sent, limit=limit, told=told)
    if not room(limit, sent) and (more := _tell(session, account, "reserve", limit, month=month, now=now)):
        told += more
        _log.warning("budget is kept for what can't wait", bot=bot, sent=sent, limit=limit, told=more)
    return told


def _tell(session: Session, account: BotAccount, level: str, limit: int, *, month: date, now: datetime) -> int:
    return put(
        session,
        [
            NewMessage(
                office_id=office_id,
                person_id=person_id,
                key=f"budget_low:{account.bot}:{month:%Y-%m}:{level}:{person_id}",
                kind="budget_low",
                payload={"bot": account.bot, "month": month.isoformat(), "level": level, "limit": limit},
                not_before=now,
                created_at=now,
            )
            for office_id, person_id in overseers_of_bot(session, account)
        ],
    )
