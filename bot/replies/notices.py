"""Notices: as received, previewed, counted, chased and closed (voice.md, samples 41, 43, 44, day 7)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.intents.model import Intent
from bot.replies.asking import numbers_hint, words_hint
from bot.replies.decisions import platform_name
from bot.replies.lines import address_of, button, given_name, join
from bot.replies.view import View
from locales import day, hour, text, weekday_day
from scheduler.calendar import Calendar
from scheduler.messages import Button, Message
from storage.tables import Notice, Person

MOST_NAMES = 5
TITLE = 48  # characters


def title_of(body: str) -> str:
    """The first line of a notice, short enough to be quoted."""
    first = body.strip().splitlines()[0].strip().rstrip(".").replace('"', "'")
    return first if len(first) <= TITLE else f"{first[:TITLE].rsplit(' ', 1)[0].rstrip(' ,;')}…"


def _ack(notice: Notice) -> Button:
    return button(text("notice.button.ack"), Intent.NOTICE_ACK, notice=notice.id)


def received(notice: Notice, *, office: str) -> Message:
    """The notice itself, as each recipient gets it."""
    said = "\n".join([text("notice.text", office=office), notice.body])
    return Message(said, buttons=(_ack(notice),), hint=text("notice.hint.ack"))


def chased(notice: Notice, by: Person) -> Message:
    """To those who were silent: the notice again, under the name of who asks."""
    author, title = address_of(by), title_of(notice.body)
    head = text("notice.chase", Author=author[:1].upper() + author[1:], name=given_name(by), title=title)
    said = head if title == notice.body.strip().rstrip(".") else "\n".join([head, notice.body])
    return Message(said, buttons=(_ack(notice),), hint=text("notice.hint.ack"))


@dataclass(frozen=True)
class Unreached:
    """Somebody who can't be told; `bot` is the one they blocked, if any."""

    name: str
    bot: str = ""

    @property
    def words(self) -> str:
        if not self.bot:
            return text("notice.unlinked", name=self.name)
        return text("notice.blocked", name=self.name, channel=platform_name(self.bot))


def ask_audience(view: View, posts: Sequence[str]) -> tuple[str, list[str], str]:
    """The question, the labels of its choices (the whole office first), and the hint where there are no buttons."""
    labels = [text("notice.button.everybody"), *posts]
    acts = [text("notice.act.everybody"), *(text("notice.act.post", post=post) for post in posts)]
    hint = text("notice.hint.audience", choices=numbers_hint(*acts))
    return view.say("notice.ask_audience"), labels, hint


def audience_words(count: int, *, office: str, post: str) -> str:
    if post:
        return text("notice.to_post", count=count, post=post)
    return text("notice.to_everybody", count=count, office=office)


def preview(body: str, audience: str, *, reached: int, missed: Sequence[Unreached]) -> str:
    """What will be said, to how many, and who has to be told in person; ends with the question (sample 43)."""
    title = title_of(body)
    lines = [text("notice.preview", title=title)]
    if title != body.strip().rstrip("."):
        lines.append(text("notice.preview_body", body=body.strip()))
    if missed:
        names = ", ".join(one.words for one in missed)
        lines.append(text("notice.reach", audience=audience, reached=reached, missed=len(missed), names=names))
    else:
        lines.append(text("notice.reach_all", audience=audience, reached=reached))
    return "\n".join([*lines, text("notice.confirm", count=reached)])


def sent(count: int, missed: Sequence[str], *, notice: Notice, now: datetime, calendar: Calendar) -> Message:
    at = hour(now.astimezone(calendar.zone))
    missing = button(text("notice.button.missing"), Intent.BROADCAST_STATUS, notice=notice.id, ask="missing")
    if missed:
        said = text("notice.sent_but", count=count, hour=at, names=join(list(missed)))
    else:
        said = text("notice.sent", count=count, hour=at)
    return Message(said, buttons=(missing,), hint=words_hint(text("notice.typed.missing")))


@dataclass(frozen=True)
class Tally:
    """Who of a notice's recipients did what, by name."""

    confirmed: tuple[str, ...]
    silent: tuple[str, ...]
    missed: tuple[str, ...]

    @property
    def total(self) -> int:
        return len(self.confirmed) + len(self.silent) + len(self.missed)


def _names(names: Sequence[str]) -> str:
    if len(names) <= MOST_NAMES:
        return ", ".join(names)
    return text("notice.others", names=", ".join(names[:MOST_NAMES]), count=len(names) - MOST_NAMES)


def _counted(tally: Tally, head: str) -> str:
    parts = [head]
    if tally.silent:
        parts.append(text("notice.status.silent", count=len(tally.silent), names=_names(tally.silent)))
    else:
        parts.append(text("notice.status.silent_none"))
    if tally.missed:
        parts.append(text("notice.status.missed", count=len(tally.missed), names=_names(tally.missed)))
    return f"{', '.join(parts)}."


def _when(moment: datetime, *, now: datetime, calendar: Calendar) -> str:
    local, today = moment.astimezone(calendar.zone), calendar.today(now)
    if local.date() == today:
        return hour(local)
    return text("line.moment", hour=hour(local), day=day(local.date(), today=today))


def status(tally: Tally, *, notice: Notice, confirmed: bool, now: datetime, calendar: Calendar) -> Message:
    """How far a notice got (sample 44). `confirmed`: who confirmed is asked, by name."""
    sent_at = _when(notice.sent_at or notice.created_at, now=now, calendar=calendar)
    reached = len(tally.confirmed) + len(tally.silent)
    head = text("notice.status", when=sent_at, reached=reached, total=tally.total, confirmed=len(tally.confirmed))
    said = _counted(tally, head)
    if confirmed and tally.confirmed:
        said = "\n".join([said, text("notice.confirmed_names", names=", ".join(tally.confirmed))])
    close = button(text("notice.button.close"), Intent.BROADCAST_STATUS, notice=notice.id, set="close")
    steps = [(close, text("notice.act.close"))]
    if tally.silent:
        count = len(tally.silent)
        chase = button(text("notice.button.chase", count=count), Intent.NUDGE, group="unconfirmed", notice=notice.id)
        steps.insert(0, (chase, text("notice.act.chase", count=count)))
    hint = numbers_hint(*(act for _, act in steps))
    return Message(said, buttons=tuple(step for step, _ in steps), hint=hint, menu=True)


def closed(tally: Tally, *, now: datetime, calendar: Calendar) -> Message:
    """The closing list."""
    local = now.astimezone(calendar.zone)
    today = weekday_day(local.date(), today=local.date())
    when = text("line.moment", hour=hour(local), day=today)
    head = text("notice.status.closed", when=when, total=tally.total, confirmed=len(tally.confirmed))
    return Message(_counted(tally, head))


def confirm_chase(names: Sequence[str]) -> str:
    if len(names) > MOST_NAMES:
        return text("notice.confirm_chase_many", count=len(names))
    return text("notice.confirm_chase", names=join(list(names)))


def chase_sent(count: int, *, now: datetime, calendar: Calendar) -> Message:
    return Message(text("notice.chased", count=count, hour=hour(now.astimezone(calendar.zone))))


def acknowledged(view: View, notice: Notice, *, left: int) -> Message:
    if left:
        return Message(view.say("notice.acknowledged_more", title=title_of(notice.body), count=left))
    return Message(view.say("notice.acknowledged"))
