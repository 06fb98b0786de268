"""Linking, consent, who one is, settings (voice.md samples 01-05, 39, 53)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from bot.intents.model import Intent
from bot.replies.asking import numbers_hint, words_hint
from bot.replies.lines import button, given_name
from bot.replies.view import View
from locales import hour, text, weekday_day
from locales.folding import fold
from scheduler.messages import Button, Message
from storage.tables import Person, Post

_OFFICIAL = "cong chuc"


def channel_name(bot: str) -> str:
    """The platform as people call it."""
    platform = bot.partition(":")[0]
    names = {"telegram": text("people.channel.telegram"), "zalo": text("people.channel.zalo")}
    return names.get(platform, text("people.channel.web"))


def stranger() -> Message:
    return Message(text("people.stranger"))


def wrong_code() -> Message:
    return Message(text("people.wrong_code"))


def locked(until: datetime) -> Message:
    """After five wrong codes; `until` in office time."""
    return Message(text("people.locked", hour=hour(until)))


def consent(office: str, bot: str, *, question: int) -> Message:
    """What is kept, for what, who sees it, where, how long, and the person's rights (Law 91/2025/QH15)."""
    platform, channel = bot.partition(":")[0], channel_name(bot)
    ways = {
        "telegram": text("people.consent.way_abroad", channel=channel),
        "zalo": text("people.consent.way", channel=channel),
    }
    words = text(
        "people.consent", office=office, channel=channel, way=ways.get(platform, text("people.consent.way_own"))
    )
    buttons = (
        button(text("people.button.agree"), Intent.CONSENT, answer="yes", question=question),
        button(text("people.button.disagree"), Intent.CONSENT, answer="no", question=question),
    )
    return Message(words, buttons, text("people.hint.consent"), menu=True)


def consent_again(view: View, before: str, at: datetime, bot: str, *, question: int) -> Message:
    """A further platform of somebody who consented already (day 10)."""
    values = {"name": given_name(view.person), "moment": view.moment(at), "before": channel_name(before)}
    abroad = bot.partition(":")[0] == "telegram"
    way = text("people.consent.abroad") if abroad else text("people.consent.way", channel=channel_name(bot))
    words = view.say("people.consent_again", channel=channel_name(bot), way=way, **values)
    buttons = (
        button(text("people.button.agree"), Intent.CONSENT, answer="yes", question=question),
        button(text("people.button.disagree"), Intent.CONSENT, answer="no", question=question),
    )
    return Message(words, buttons, text("people.hint.consent"), menu=True)


def which_channel(view: View, new: str, other: str, *, question: int) -> Message:
    """A further platform is linked: which one reminders use first."""
    names = [channel_name(other), channel_name(new)]
    platforms = [other.partition(":")[0], new.partition(":")[0]]
    buttons = [
        button(name, Intent.CHOOSE, value=platform, question=question)
        for name, platform in zip(names, platforms, strict=True)
    ]
    return Message(view.say("people.which_channel", channel=names[1]), tuple(buttons), numbers_hint(*names), menu=True)


def channel_set(view: View, bots: Sequence[str]) -> Message:
    names = list(dict.fromkeys(channel_name(bot) for bot in bots))
    if len(names) == 1:
        return Message(view.say("settings.channel", first=names[0]))
    return Message(view.say("settings.channel_then", first=names[0], second=names[1]))


def stays_linked(view: View) -> Message:
    return Message(view.say("people.stays_linked"))


def ask_code(view: View) -> Message:
    return Message(view.say("people.ask_code"))


def consent_refused() -> Message:
    return Message(text("people.consent_refused"))


@dataclass(frozen=True)
class Who:
    """A person as the chat is told of them."""

    person: Person
    posts: Sequence[Post]
    office: str

    @property
    def described(self) -> str:
        """`Nguyễn Thị Lan, công chức Văn phòng - Thống kê, UBND xã Quang Khải`."""
        titles = [_post(post.title) for post in self.posts]
        return ", ".join([self.person.name, *titles, self.office])


def _post(title: str) -> str:
    known = fold(title)
    if known.startswith(_OFFICIAL):
        return f"{title[:1].lower()}{title[1:]}"
    leads = "chu tich" in known or known.startswith(("truong", "pho", "giam doc", "chi huy", "bi thu"))
    return title if leads else text("people.official", post=title)


def linked(view: View, who: Who, bot: str, *, unfinished: int, overdue: int, morning: time) -> Message:
    """The first words after linking: who the chat belongs to, what waits, when reminders come."""
    head = view.say("people.linked", name=given_name(who.person), channel=channel_name(bot), who=who.described)
    counts = {
        True: view.say("people.linked_overdue", unfinished=unfinished, overdue=overdue, hour=hour(morning)),
        False: view.say("people.linked_counts", unfinished=unfinished, hour=hour(morning)),
    }
    lines = [head, counts[overdue > 0], view.say("people.linked_wrong")]
    words = (text("people.typed.my_tasks"), text("people.typed.remind_time"), text("people.typed.help"))
    buttons = (my_tasks(), button(text("people.button.remind_time"), Intent.SETTINGS, set="remind_time"), _help())
    return Message("\n".join(lines), buttons, words_hint(*words))


def my_tasks() -> Button:
    return button(text("access.button.my_tasks"), Intent.LIST_TASKS, scope="mine")


def _help() -> Button:
    return button(text("people.button.help"), Intent.HELP)


def who_am_i(who: Who) -> Message:
    return Message(text("people.who_am_i", who=who.described))


def unlinked(focal: Sequence[Person]) -> Message:
    return Message(text("people.unlinked", focal=focal_words(focal)))


def focal_words(focal: Sequence[Person]) -> str:
    """`đồng chí Hoa (đầu mối)`, or the focal point without a name."""
    if not focal:
        return text("people.the_focal_point")
    return text("people.focal_point", name=given_name(focal[0]))


def remind_time_set(view: View, first: datetime) -> Message:
    local = first.astimezone(view.calendar.zone)
    day = weekday_day(local.date(), today=view.today)
    if local.date() == view.today:
        return Message(view.say("settings.remind_time_today", hour=hour(local)))
    return Message(view.say("settings.remind_time", day=day, hour=hour(local)))


def remind_before_set(view: View, days: int, example: tuple[int, date] | None) -> Message:
    """What holds from now on, and the next task it holds for (number, day of the reminder)."""
    words = view.say("settings.remind_before", days=days) if days else view.say("settings.remind_same_day")
    if example is None:
        return Message(words)
    number, day = example
    return Message(f"{words} {view.say('settings.example', number=number, day=weekday_day(day, today=view.today))}")


def quiet_set(view: View, first: time, last: time) -> Message:
    return Message(view.say("settings.quiet", first=hour(first), last=hour(last)))


def weekends(view: View) -> Message:
    return Message(view.say("settings.weekends"))


def stopped(view: View, through: date) -> Message:
    return Message(view.say("settings.stopped", day=weekday_day(through, today=view.today)))


def resumed(view: View, first: datetime) -> Message:
    return Message(view.say("settings.resumed", hour=hour(first.astimezone(view.calendar.zone))))


def settings(view: View, *, morning: time, before: int | None, quiet: tuple[time, time]) -> Message:
    """What holds now, and how to change it."""
    days = text("settings.before_default") if before is None else text("settings.before_days", days=before)
    words = view.say("settings.now", hour=hour(morning), before=days, first=hour(quiet[0]), last=hour(quiet[1]))
    paused = view.person.stopped_through
    if paused is not None and paused >= view.today:
        words = f"{words} {view.say('settings.paused', day=weekday_day(paused, today=view.today))}"
    buttons = (button(text("people.button.remind_time"), Intent.SETTINGS, set="remind_time"),)
    return Message(words, buttons, words_hint(text("people.typed.remind_time"), text("people.typed.stop")))


HOURS = (time(7), time(7, 30), time(8))


def hours_hint() -> str:
    return numbers_hint(*(text("settings.act.hour", hour=hour(one)) for one in HOURS))
