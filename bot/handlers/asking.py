"""Opening the question that an order still needs: a yes, or the first slot that is missing."""

from collections.abc import Sequence

from bot.handlers import Turn
from bot.intents.model import Intent
from bot.replies.asking import Option, numbers_hint, yes_or_no
from bot.replies.lines import button
from locales import text
from scheduler.messages import Button, Message


def confirm(turn: Turn, sentence: str, *, yes: str, no: str, hint: str = "") -> Message:
    """The whole reading, waiting for yes; the order is kept as this turn has it."""
    question = turn.dialogue.ask(turn.reading)
    hint = hint or numbers_hint(text("ask.act.agree"), text("ask.act.drop"))
    return yes_or_no(sentence, question, yes=yes, no=no, hint=hint)


def ask_for(
    turn: Turn,
    slot: str,
    sentence: str,
    *,
    options: Sequence[Option] = (),
    hint: str = "",
    buttons: Sequence[Button] = (),
    numbered: bool = True,
) -> Message:
    """A question for one slot; the next message answers it. `options` are likely answers, `buttons` whole orders.

    Not `numbered` where a bare number is itself the answer.
    """
    question = turn.dialogue.ask(turn.reading, slot)
    answers = [button(label, Intent.CHOOSE, value=value, question=question) for label, value in options]
    return Message(sentence, (*answers, *buttons), hint, menu=numbered and bool(answers or buttons))
