"""Notices: asked together, previewed, sent, acknowledged, followed, chased and closed."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot import access
from bot.actions import notices as actions
from bot.actions.refusal import Refusal
from bot.handlers import Handler, Turn, leading, tasks
from bot.handlers.asking import ask_for, confirm
from bot.intents.model import Intent
from bot.rendering import speakable
from bot.replies import notices as say
from bot.replies.asking import numbers_hint
from bot.replies.decisions import post_words
from bot.replies.lines import name_of, names_among
from locales import hour, text, weekday_day
from locales.folding import fold
from scheduler.messages import Message
from storage.notices import latest_notice, notice_by_id, posts_in, refusing_bots, unacknowledged
from storage.people import office_of, people_with_role, unit_of
from storage.rows import id_of
from storage.tables import Notice, NoticeRecipient, NoticeState, Person, Role

EVERYBODY = "all"
_POST = "post-"
_OFFERED = 2
_LONGEST_LABEL = 24
_OFFICIAL = "cong chuc "
_EVERYBODY_WORDS = (
    "ca xa",
    "toan xa",
    "ca don vi",
    "toan don vi",
    "ca phuong",
    "co quan",
    "moi nguoi",
    "tat ca",
    "toan the",
)


@dataclass(frozen=True)
class Audience:
    """Who a notice is for: `post` in words, "" for the whole office; `kept` is what the row stores."""

    people: tuple[Person, ...]
    post: str
    kept: Mapping[str, Any]


def broadcast_start(turn: Turn) -> Message | None:
    """`gửi thông báo …`: the text, the audience, a preview with who can't be reached, then yes."""
    if not turn.speaker.oversees:
        raise for_focal(turn, "notice.not_for_officials")
    if not str(turn.slots.get("text", "")).strip():
        return ask_for(turn, "text", turn.view.say("notice.ask_text"))
    actions.sendable(turn.slots["text"])
    audience = _audience(turn)
    if audience is None:
        return _ask_audience(turn)
    if not audience.people:
        return _ask_audience(turn.without("role", "audience"), why=turn.view.say("notice.nobody_there"))
    return _send(turn, audience) if turn.confirmed else _preview(turn, audience)


def for_focal(turn: Turn, key: str) -> Refusal:
    """A courteous no that names who can be asked."""
    focal = people_with_role(turn.session, turn.speaker.office_id, Role.FOCAL)
    named = (
        text("report.comrade", you=turn.view.you, name=name_of(focal[0], focal))
        if focal
        else text("people.the_focal_point")
    )
    return Refusal(key, focal=named, buttons=(access.my_tasks_button(),))


def _everybody(turn: Turn) -> list[Person]:
    people = access.colleagues(turn.session, turn.speaker, now=turn.now)
    return [person for person in people if person.id != turn.speaker.id]


def _audience(turn: Turn) -> Audience | None:
    """Who was named, by role, by a choice or in words; None where nobody was yet."""
    chosen = str(turn.slots.get("audience", ""))
    if turn.slots.get("role") is not None:
        return _of_role(turn)
    if not chosen and any(words in fold(turn.incoming.text) for words in _EVERYBODY_WORDS):
        chosen = EVERYBODY
    if not chosen:
        return None
    if chosen == EVERYBODY or any(words in fold(chosen) for words in _EVERYBODY_WORDS):
        return Audience(tuple(_everybody(turn)), "", {"unit": turn.speaker.office_id})
    return _of_post(turn, chosen)


def _of_role(turn: Turn) -> Audience:
    people = [p for p in leading.people_meant(turn.without("person")) or [] if p.id != turn.speaker.id]
    ids = {id_of(person) for person in people}
    titles = [post.title for post in posts_in(turn.session, turn.speaker.office_id) if post.person_id in ids]
    shown = ", ".join(dict.fromkeys(titles))
    return Audience(tuple(people), shown, {"role": turn.slots["role"]})


def _of_post(turn: Turn, chosen: str) -> Audience:
    posts = posts_in(turn.session, turn.speaker.office_id)
    if chosen.startswith(_POST):
        wanted = {post.title_folded for post in posts if f"{_POST}{post.id}" == chosen}
    else:
        typed = fold(chosen).removeprefix(_OFFICIAL)
        wanted = {post.title_folded for post in posts if typed and typed in post.title_folded}
    holders = {post.person_id for post in posts if post.title_folded in wanted}
    people = [person for person in _everybody(turn) if person.id in holders]
    shown = ", ".join(dict.fromkeys(post.title for post in posts if post.title_folded in wanted))
    return Audience(tuple(people), shown, {"post": sorted(wanted)})


def _ask_audience(turn: Turn, *, why: str = "") -> Message:
    """The whole office, or one of the posts that most people hold."""
    posts = posts_in(turn.session, turn.speaker.office_id)
    held = Counter(post.title_folded for post in posts)
    first = {post.title_folded: post for post in reversed(posts)}
    most = sorted(first.values(), key=lambda post: (-held[post.title_folded], post.title_folded))[:_OFFERED]
    question, labels, hint = say.ask_audience(turn.view, [_label(post.title) for post in most])
    values = [EVERYBODY, *(f"{_POST}{post.id}" for post in most)]
    question = f"{why} {question}" if why else question
    return ask_for(turn, "audience", question, options=list(zip(labels, values, strict=True)), hint=hint)


def _label(title: str) -> str:
    short = post_words(title)
    return short if len(short) <= _LONGEST_LABEL else f"{short[: _LONGEST_LABEL - 1].rstrip()}…"


def _unreached(turn: Turn, people: Sequence[Person], known: set[int]) -> list[say.Unreached]:
    missed = [person for person in people if person.id not in known]
    blocked = refusing_bots(turn.session, [id_of(person) for person in missed])
    return [say.Unreached(name_of(person, people), blocked.get(id_of(person), "")) for person in missed]


def _preview(turn: Turn, audience: Audience) -> Message:
    known = actions.reached(turn.session, audience.people)
    missed = _unreached(turn, audience.people, known)
    if not known:
        return Message(text("notice.nobody_reached", names=", ".join(one.words for one in missed)))
    office = unit_of(turn.session, turn.speaker.office_id).name
    to = say.audience_words(len(audience.people), office=office, post=audience.post)
    sentence = say.preview(actions.sendable(turn.slots["text"]), to, reached=len(known), missed=missed)
    hint = numbers_hint(text("notice.act.send"), text("notice.act.drop"))
    # What was typed now will not be there when the yes comes: the choice is kept with the order.
    kept = turn if "role" in turn.slots else turn.with_slots(audience=turn.slots.get("audience") or EVERYBODY)
    return confirm(kept, sentence, yes=text("notice.button.send"), no=text("notice.button.drop"), hint=hint)


def _send(turn: Turn, audience: Audience) -> Message:
    notice = actions.send_notice(
        turn.session, turn.speaker, turn.slots["text"], audience=audience.kept, people=audience.people, now=turn.now
    )
    known = actions.reached(turn.session, audience.people)
    office = office_of(turn.session, turn.speaker.office_id)
    heard_at = speakable(turn.now, turn.speaker.person, office, calendar=turn.calendar)
    if heard_at > turn.now:
        local = heard_at.astimezone(turn.calendar.zone)
        when = {"hour": hour(local), "day": weekday_day(local.date(), today=turn.today)}
        return Message(text("notice.sent_later", count=len(known), **when))
    missed = [one.name for one in _unreached(turn, audience.people, known)]
    return say.sent(len(known), missed, notice=notice, now=turn.now, calendar=turn.calendar)


def notice_ack(turn: Turn) -> Message | None:
    """[Đã nhận] under a notice."""
    notice = notice_by_id(turn.session, turn.speaker.office_id, turn.slots.get("notice", 0))
    if notice is None:
        raise Refusal("notice.not_found")
    return _acknowledged(turn, notice)


def _acknowledged(turn: Turn, notice: Notice) -> Message:
    row = actions.acknowledge_notice(turn.session, turn.speaker, notice, now=turn.now)
    if row.acknowledged_at and row.acknowledged_at < turn.now:
        return Message(turn.view.say("notice.acknowledged_before", moment=turn.view.moment(row.acknowledged_at)))
    return say.acknowledged(turn.view, notice, left=len(unacknowledged(turn.session, turn.speaker.id)))


def acknowledge(turn: Turn) -> Message | None:
    """`đã nhận` with no task named: the notice that waits for it, if one does."""
    waiting = unacknowledged(turn.session, turn.speaker.id) if "task" not in turn.slots else []
    return _acknowledged(turn, waiting[0][0]) if waiting else tasks.acknowledge(turn)


def _followed(turn: Turn) -> Notice | None:
    if not turn.speaker.oversees:
        raise for_focal(turn, "notice.status_for_focal")
    if "notice" in turn.slots:
        return actions.notice_for(turn.session, turn.speaker, turn.slots["notice"])
    return latest_notice(turn.session, turn.speaker.office_id)


def _tally(turn: Turn, notice: Notice) -> say.Tally:
    followed = actions.follow(turn.session, notice)
    everybody = access.colleagues(turn.session, turn.speaker, now=turn.now)
    names = names_among(everybody, everybody)

    def named(rows: Sequence[NoticeRecipient]) -> tuple[str, ...]:
        return tuple(names[row.person_id] for row in rows if row.person_id in names)

    return say.Tally(named(followed.confirmed), named(followed.silent), named(followed.missed))


def broadcast_status(turn: Turn) -> Message | None:
    """Who confirmed the notice sent last, or the one whose button was tapped; with `set=close`, its closing list."""
    notice = _followed(turn)
    if notice is None:
        return Message(text("notice.none"))
    if turn.slots.get("set") == "close":
        actions.close_notice(turn.session, turn.speaker, notice, now=turn.now)
        return say.closed(_tally(turn, notice), now=turn.now, calendar=turn.calendar)
    asked = turn.slots.get("ask")
    confirmed = "confirmed" in (asked if isinstance(asked, list) else [asked])
    tally = _tally(turn, notice)
    return say.status(tally, notice=notice, confirmed=confirmed, now=turn.now, calendar=turn.calendar)


def chase(turn: Turn) -> Message | None:
    """[Nhắc N người]: only those who were silent, after yes."""
    notice = _followed(turn)
    if notice is None:
        return Message(text("notice.none"))
    if notice.state is NoticeState.CLOSED:
        raise Refusal("notice.closed_before")
    silent = actions.follow(turn.session, notice).silent
    if not silent:
        return Message(text("notice.nobody_silent"))
    turn = turn.with_slots(notice=id_of(notice))
    if not turn.confirmed:
        label = text("notice.button.chase", count=len(silent))
        act = text("notice.act.chase", count=len(silent))
        hint = numbers_hint(act, text("notice.act.drop"))
        sentence = say.confirm_chase(_tally(turn, notice).silent)
        return confirm(turn, sentence, yes=label, no=text("notice.button.drop"), hint=hint)
    actions.chase(turn.session, turn.speaker, notice, [row.person_id for row in silent], now=turn.now)
    return say.chase_sent(len(silent), now=turn.now, calendar=turn.calendar)


def nudge(turn: Turn) -> Message | None:
    """`nhắc những người chưa xác nhận` is about a notice; every other urge is about work."""
    return chase(turn) if turn.slots.get("group") == "unconfirmed" else leading.nudge(turn)


HANDLERS: Mapping[Intent, Handler] = {
    Intent.BROADCAST_START: broadcast_start,
    Intent.BROADCAST_STATUS: broadcast_status,
    Intent.NOTICE_ACK: notice_ack,
    Intent.NOTICE_MISSING: chase,
    # Over those of tasks and leading, which know nothing of notices.
    Intent.ACKNOWLEDGE: acknowledge,
    Intent.NUDGE: nudge,
}
