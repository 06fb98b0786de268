"""When reminders come, and when they do not."""

from collections.abc import Callable, Mapping
from datetime import date, time

from bot.actions import settings as actions
from bot.actions.refusal import Refusal
from bot.handlers import Handler, Turn
from bot.handlers.asking import ask_for
from bot.handlers.targets import own_open
from bot.intents.model import Intent
from bot.replies import people as say
from locales import hour, text
from locales.folding import fold
from scheduler.messages import Message


def settings(turn: Turn) -> Message | None:
    """One wish; without one, what holds now."""
    wish = _WISHES.get(turn.slots.get("set", ""))
    return wish(turn) if wish else _now(turn)


def _now(turn: Turn) -> Message:
    morning = actions.morning_at(turn.session, turn.speaker.person)
    quiet = actions.quiet_hours(turn.session, turn.speaker)
    return say.settings(turn.view, morning=morning, before=turn.speaker.person.remind_before, quiet=quiet)


def _remind_time(turn: Turn) -> Message:
    if "time" not in turn.slots:
        return _ask_hour(turn, turn.view.say("settings.what_hour"))
    wanted = time.fromisoformat(turn.slots["time"])
    try:
        actions.set_remind_time(turn.session, turn.speaker, wanted, now=turn.now)
    except Refusal as refusal:
        return _ask_hour(turn.without("time"), turn.view.say(refusal.key, **refusal.values))
    return say.remind_time_set(turn.view, actions.next_morning(turn.session, turn.speaker, now=turn.now))


def _ask_hour(turn: Turn, question: str) -> Message:
    options = [(hour(one), hour(one)) for one in say.HOURS]
    return ask_for(turn, "time", question, options=options, hint=say.hours_hint())


def _ask_days(turn: Turn, question: str) -> Message:
    options = [(turn.view.say("settings.days", days=n), str(n)) for n in (2, 3, 5)]
    return ask_for(turn, "days", question, options=options, hint=text("settings.hint.days"), numbered=False)


def _remind_before(turn: Turn) -> Message:
    days = turn.slots.get("days")
    if not isinstance(days, int):
        return _ask_days(turn, turn.view.say("settings.how_many_days"))
    try:
        actions.set_remind_before(turn.session, turn.speaker, days, now=turn.now)
    except Refusal as refusal:
        return _ask_days(turn.without("days"), turn.view.say(refusal.key, **refusal.values))
    return say.remind_before_set(turn.view, days, _example(turn, days))


def _example(turn: Turn, days: int) -> tuple[int, date] | None:
    for row in own_open(turn):
        day = turn.calendar.add(turn.calendar.on_or_before(row.due), -days)
        if day > turn.today:
            return row.number, day
    return None


def _quiet(turn: Turn) -> Message:
    if turn.slots.get("days") == "weekend":
        return say.weekends(turn.view)
    first, last = actions.quiet_hours(turn.session, turn.speaker)
    if turn.slots.keys() & {"time_from", "time_to"}:
        first = time.fromisoformat(turn.slots.get("time_from", f"{first:%H:%M}"))
        last = time.fromisoformat(turn.slots.get("time_to", f"{last:%H:%M}"))
        actions.set_quiet(turn.session, turn.speaker, first, last, now=turn.now)
    return say.quiet_set(turn.view, first, last)


def _stop(turn: Turn) -> Message:
    through = date.fromisoformat(turn.slots["date"]) if "date" in turn.slots else None
    return say.stopped(turn.view, actions.stop(turn.session, turn.speaker, through, now=turn.now))


def _resume(turn: Turn) -> Message:
    actions.resume(turn.session, turn.speaker, now=turn.now)
    return say.resumed(turn.view, actions.next_morning(turn.session, turn.speaker, now=turn.now))


def _language(turn: Turn) -> Message:
    if turn.slots.get("language") != "vi":
        raise Refusal("settings.vietnamese_only")
    return Message(turn.view.say("settings.vietnamese"))


def _channel(turn: Turn) -> Message:
    """Which of the linked platforms is used first."""
    if "channel" not in turn.slots:
        raise Refusal("settings.channel_not_linked")
    wanted = fold(str(turn.slots["channel"]))
    accounts = actions.set_channel(turn.session, turn.speaker, wanted, now=turn.now)
    return say.channel_set(turn.view, [account.bot for account in accounts])


_WISHES: Mapping[str, Callable[[Turn], Message]] = {
    "remind_time": _remind_time,
    "remind_before": _remind_before,
    "quiet": _quiet,
    "stop": _stop,
    "resume": _resume,
    "language": _language,
    "channel": _channel,
}

HANDLERS: Mapping[Intent, Handler] = {Intent.SETTINGS: settings}
