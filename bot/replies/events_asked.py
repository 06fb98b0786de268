"""Which event, or which request, is meant: a menu of those that fit, or of all that something waits for."""

from collections.abc import Mapping, Sequence

from bot.intents.model import Intent
from bot.replies.asking import Option, numbers_hint
from bot.replies.events import Waiting
from bot.replies.lines import button
from bot.replies.view import View
from locales import text
from scheduler.messages import Message
from storage.tables import Condition, Task

MOST_EVENTS = 4  # with "a new one" five buttons
_MOST_REQUESTS = 5


def _upper(name: str) -> str:
    return name[:1].upper() + name[1:]


def which_event(view: View, said: str, names: Sequence[str], *, fits: bool) -> tuple[str, list[Option], str]:
    """`fits`: these are what the words may mean; else they are all that something waits for, and a new one may be."""
    head = text("events.which_event", count=len(names), said=said) if fits else text("events.none_fits", said=said)
    lines = [text("events.event_line", place=at, name=_upper(name)) for at, name in enumerate(names, start=1)]
    options: list[Option] = [(text("events.button.event", place=at), str(at)) for at in range(1, len(names) + 1)]
    acts = [text("events.act.event", place=at) for at in range(1, len(names) + 1)]
    if not fits:
        options.append((text("events.button.new_event"), "0"))
        acts.append(text("events.act.new_event"))
    return "\n".join([head, *lines, view.say("events.pick_event")]), options, numbers_hint(*acts)


def which_request(view: View, found: Sequence[tuple[Condition, Task]], *, due: Mapping[str, str]) -> Message:
    """What a request may start; `due` is the day that was said with it."""
    if not found:
        return Message(view.say("events.no_request"))
    shown = found[:_MOST_REQUESTS]
    lines = [text("events.which_request", count=len(found))]
    lines += [
        text("events.waiting_line", place=at, words=Waiting(one, task).words)
        for at, (one, task) in enumerate(shown, start=1)
    ]
    if len(found) > len(shown):
        lines.append(view.say("events.more_requests", count=len(found) - len(shown)))
    buttons = [
        button(text("events.button.start", place=at), Intent.START_CONDITION, condition=one.id, **due)
        for at, (one, _) in enumerate(shown, start=1)
    ]
    acts = [text("events.act.start", place=at) for at in range(1, len(shown) + 1)]
    lines.append(view.say("events.pick_request"))
    return Message("\n".join(lines), tuple(buttons), numbers_hint(*acts), menu=True)
