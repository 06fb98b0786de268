"""A person's own wishes about reminders: the hour, how many days before, quiet hours, a pause."""

from datetime import date, datetime, time, timedelta
from typing import Any

from sqlmodel import Session

from bot.access import Speaker
from bot.actions.refusal import Refusal
from scheduler.quiet import is_quiet
from storage.audit import record
from storage.people import accounts_of, office_of
from storage.rows import id_of
from storage.tables import Account, Person

DEFAULT_PAUSE = timedelta(days=30)
MOST_DAYS_BEFORE = 30


def _change(session: Session, who: Speaker, *, now: datetime, **values: Any) -> None:
    before = {name: getattr(who.person, name) for name in values}
    for name, value in values.items():
        setattr(who.person, name, value)
    session.add(who.person)
    plain = [
        {name: str(value) if value is not None else None for name, value in one.items()} for one in (before, values)
    ]
    record(session, who.actor(now), "settings", kind="person", row_id=who.id, before=plain[0], after=plain[1])


def quiet_hours(session: Session, who: Speaker) -> tuple[time, time]:
    """From when to when nothing is sent to this person; without a wish of their own, the office's hours."""
    office = office_of(session, who.office_id)
    return who.person.quiet_from or office.quiet_from, who.person.quiet_to or office.quiet_to


def morning_at(session: Session, person: Person) -> time:
    return person.morning_at or office_of(session, person.office_id).morning_at


def next_morning(session: Session, who: Speaker, *, now: datetime) -> datetime:
    """The next morning on which a reminder can go: after a pause, and not today where today's is handled."""
    calendar, today = who.calendar, who.calendar.today(now)
    hour = morning_at(session, who.person)
    first = (
        today if calendar.at(today, hour) > now and who.person.morning_handled != today else today + timedelta(days=1)
    )
    if who.person.stopped_through is not None:
        first = max(first, who.person.stopped_through + timedelta(days=1))
    return calendar.at(calendar.on_or_after(first), hour)


def set_remind_time(session: Session, who: Speaker, hour: time, *, now: datetime) -> None:
    """The hour of the morning message, outside quiet hours. Raises Refusal."""
    quiet = quiet_hours(session, who)
    if is_quiet(hour, *quiet):
        raise Refusal("settings.in_quiet", first=f"{quiet[0]:%H:%M}", last=f"{quiet[1]:%H:%M}")
    _change(session, who, now=now, morning_at=hour)


def set_remind_before(session: Session, who: Speaker, days: int, *, now: datetime) -> None:
    """So many working days before a deadline, in place of 7, 3 and 1; the day itself stays. Raises Refusal."""
    if not 0 <= days <= MOST_DAYS_BEFORE:
        raise Refusal("settings.days_out_of_range", most=MOST_DAYS_BEFORE)
    _change(session, who, now=now, remind_before=days)


def set_quiet(session: Session, who: Speaker, first: time, last: time, *, now: datetime) -> None:
    """Quiet hours of one's own; the morning message must stay outside. Raises Refusal."""
    if is_quiet(morning_at(session, who.person), first, last):
        raise Refusal("settings.morning_in_quiet", hour=f"{morning_at(session, who.person):%H:%M}")
    _change(session, who, now=now, quiet_from=first, quiet_to=last)


def stop(session: Session, who: Speaker, through: date | None, *, now: datetime) -> date:
    """No reminders through that day, else for 30 days; gives the last silent day. Raises Refusal for a day past."""
    today = who.calendar.today(now)
    last = through or today + DEFAULT_PAUSE
    if last < today:
        raise Refusal("settings.day_past")
    _change(session, who, now=now, stopped_through=last)
    return last


def resume(session: Session, who: Speaker, *, now: datetime) -> None:
    _change(session, who, now=now, stopped_through=None)


def platform_of(account: Account) -> str:
    return account.bot.partition(":")[0]


def set_channel(session: Session, who: Speaker, platform: str, *, now: datetime) -> list[Account]:
    """Reminders go to this platform first; gives the person's chats in their new order. Raises Refusal."""
    accounts = accounts_of(session, who.id)
    if platform not in {platform_of(account) for account in accounts}:
        raise Refusal("settings.channel_not_linked")
    before = [account.bot for account in accounts]
    accounts.sort(key=lambda account: (platform_of(account) != platform, account.preference, id_of(account)))
    for place, account in enumerate(accounts):
        account.preference = place
        session.add(account)
    after = [account.bot for account in accounts]
    order = [{"channels": bots} for bots in (before, after)]
    record(session, who.actor(now), "settings", kind="person", row_id=who.id, before=order[0], after=order[1])
    return accounts
