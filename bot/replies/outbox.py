"""Messages of the outbox in words: one with its history, and a line in a list. The page of a person is their log."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from locales import full_day, text, weekday_full
from scheduler.calendar import Calendar
from storage.rows import id_of
from storage.tables import MessageEvent, MessageState, OutboxMessage

_KINDS = {
    "morning": "outbox.kind.morning",
    "clock": "outbox.kind.clock",
    "snooze": "outbox.kind.snooze",
    "extension_asked": "outbox.kind.extension_asked",
    "extension_decided": "outbox.kind.extension_decided",
    "extension_reopened": "outbox.kind.extension_reopened",
    "returned": "outbox.kind.returned",
    "accepted": "outbox.kind.accepted",
    "accept_undone": "outbox.kind.accept_undone",
    "submitted_again": "outbox.kind.submitted_again",
    "nudge": "outbox.kind.nudge",
    "notice": "outbox.kind.notice",
    "notice_chase": "outbox.kind.notice_chase",
    "imported": "outbox.kind.imported",
    "amended": "outbox.kind.amended",
    "channel_out": "outbox.kind.channel_out",
    "assigned": "outbox.kind.assigned",
    "event_moved": "outbox.kind.event_moved",
    "handed_over": "outbox.kind.handed_over",
    "given": "outbox.kind.given",
    "transferred": "outbox.kind.transferred",
    "taken_over": "outbox.kind.taken_over",
    "given_back": "outbox.kind.given_back",
    "yours_again": "outbox.kind.yours_again",
    "data_erased": "outbox.kind.data_erased",
}
_STATES = {
    MessageState.WAITING: "outbox.state.waiting",
    MessageState.CLAIMED: "outbox.state.claimed",
    MessageState.SENDING: "outbox.state.sending",
    MessageState.SENT: "outbox.state.sent",
    MessageState.REFUSED: "outbox.state.refused",
    MessageState.DOUBTFUL: "outbox.state.doubtful",
    MessageState.DROPPED: "outbox.state.dropped",
}


def kind_words(kind: str) -> str:
    return text(_KINDS[kind]) if kind in _KINDS else kind


def line(row: OutboxMessage, name: str, *, zone: ZoneInfo) -> str:
    """Columns parted by tabs: number, moment, state, kind, whom, bot."""
    said = _short(row.sent_at or row.not_before, zone)
    return "\t".join([str(row.id), said, text(_STATES[row.state]), kind_words(row.kind), name, _bot(row)])


def log_line(row: OutboxMessage, *, zone: ZoneInfo) -> str:
    """A line of a person's log: day and hour, kind, state."""
    when = _short(row.sent_at or row.not_before, zone)
    return text("outbox.log_line", when=when, kind=kind_words(row.kind), state=text(_STATES[row.state]), id=id_of(row))


def card(
    row: OutboxMessage, events: Sequence[MessageEvent], *, name: str, office: str, calendar: Calendar
) -> list[str]:
    """Everything about one message."""
    zone = calendar.zone
    lines = [
        text("outbox.head", id=id_of(row), kind=kind_words(row.kind)),
        text("outbox.to", name=name, office=office),
        _state(row, zone),
        text("outbox.lane", bot=_bot(row) or text("outbox.no_bot"), priority=row.priority),
        text("outbox.wanted", at=_long(row.not_before, zone), created=_long(row.created_at, zone)),
    ]
    if row.attempts:
        lines.append(text("outbox.attempts", count=row.attempts))
    if row.again:
        lines.append(text("outbox.again"))
    if row.claimed_by and row.lease_until:
        lines.append(text("outbox.held", by=row.claimed_by, until=_long(row.lease_until, zone)))
    if row.platform_id:
        lines.append(text("outbox.platform_id", id=row.platform_id))
    lines.append(text("outbox.key", unique=row.key))
    if events:
        lines += [text("outbox.history"), *(f"  {_step(event, zone)}" for event in events)]
    return [*lines, *_words(row)]


def _words(row: OutboxMessage) -> list[str]:
    if row.said:
        return [text("outbox.words"), row.said]
    return [text("outbox.words_gone" if row.sent_at else "outbox.no_words")]


def _state(row: OutboxMessage, zone: ZoneInfo) -> str:
    state = text(_STATES[row.state])
    if row.sent_at is None:
        return text("outbox.state_line", state=state)
    return text("outbox.state_since", state=state, at=_long(row.sent_at, zone))


def _step(event: MessageEvent, zone: ZoneInfo) -> str:
    told = [_long(event.at, zone), text(_STATES[event.state]), event.bot or "", event.detail]
    return " · ".join(filter(None, told))


def _bot(row: OutboxMessage) -> str:
    return row.bot or row.lane


def _short(when: datetime, zone: ZoneInfo) -> str:
    local = when.astimezone(zone)
    return f"{local:%H:%M} {full_day(local.date())}"


def _long(when: datetime, zone: ZoneInfo) -> str:
    local = when.astimezone(zone)
    return f"{local:%H:%M:%S} {weekday_full(local.date())}"
