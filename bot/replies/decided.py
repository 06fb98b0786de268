"""What a leader is answered: confirmed, returned, urged (voice.md samples 22, 28, 29 and days 3-5)."""

from collections.abc import Mapping, Sequence
from datetime import date

from bot.replies.asking import numbers_hint, yes_or_no
from bot.replies.lines import join
from bot.replies.tasks import undo_button, words_if_wrong
from bot.replies.view import View
from locales import day, text, weekday_day
from scheduler.messages import Message
from storage.selection import Brief
from storage.tables import Assignment

MOST_WORDS = 120


def cut(words: str) -> str:
    """A quoted reason, at most 120 characters (voice.md rule 25)."""
    return words if len(words) <= MOST_WORDS else f"{words[: MOST_WORDS - 1].rstrip()}…"


def accepted(view: View, row: Assignment, owner: str | None) -> Message:
    words = view.say("decided.accepted", number=row.number, mark=view.mark(row))
    if owner:
        words = f"{words} {text('decided.told', name=owner)}"
    return Message(words, (undo_button(task=row.number, answer="accept"),), words_if_wrong())


def accept_undone(view: View, row: Assignment) -> Message:
    return Message(view.say("decided.accept_undone", number=row.number))


def confirm_return(view: View, row: Assignment, *, owner: str, reason: str, due: date | None, question: int) -> Message:
    values = {"number": row.number, "name": owner, "reason": cut(reason)}
    if due:
        sentence = view.say("decided.confirm_return_until", day=weekday_day(due, today=view.today), **values)
    else:
        sentence = view.say("decided.confirm_return", **values)
    hint = numbers_hint(text("decided.act.return"), text("ask.act.edit"))
    yes = text("decided.button.return", number=row.number)
    return yes_or_no(sentence, question, yes=yes, no=text("ask.button.edit"), hint=hint)


def returned(view: View, row: Assignment, owner: str | None, handed_in: str) -> Message:
    words = [view.say("decided.returned", number=row.number)]
    if owner:
        words.append(text("decided.told", name=owner))
    words.append(view.say("decided.submission_kept", moment=handed_in))
    return Message(" ".join(words))


def confirm_nudge(
    view: View, by_name: Mapping[str, Sequence[Brief]], *, words: str, skipped: Sequence[str], question: int
) -> Message:
    """`Gửi Tuấn đôn đốc việc 27, kèm lời nhắn "…", đúng không?`; with several persons, whose tasks in brackets."""
    sentence = _nudge_sentence(view, by_name, words)
    if skipped:
        sentence = f"{view.say('decided.just_nudged', names=join(skipped))} {sentence}"
    no, act = text("ask.button.drop"), text("ask.act.drop")
    if words:
        no, act = text("ask.button.edit"), text("ask.act.edit")
    hint = numbers_hint(text("ask.act.send"), act)
    return yes_or_no(sentence, question, yes=text("decided.button.nudge"), no=no, hint=hint)


def _numbers(rows: Sequence[Brief]) -> str:
    return ", ".join(str(row.number) for row in rows)


def _nudge_sentence(view: View, by_name: Mapping[str, Sequence[Brief]], words: str) -> str:
    if len(by_name) == 1:
        ((name, rows),) = by_name.items()
        if words:
            return view.say("decided.confirm_nudge_with", name=name, numbers=_numbers(rows), words=cut(words))
        return view.say("decided.confirm_nudge", name=name, numbers=_numbers(rows))
    names = join([text("decided.nudged_one", name=n, numbers=_numbers(rows)) for n, rows in by_name.items()])
    return view.say("decided.confirm_nudge_several", names=names)


def nudged(view: View, names: Sequence[str]) -> Message:
    """Sent; what comes back is in the next digest."""
    local = view.now.astimezone(view.calendar.zone)
    sent = view.say("decided.nudged", names=join(names), moment=f"{local:%H:%M}")
    if len(names) == 1:
        return Message(sent)
    digest = view.calendar.add(view.today, 1)
    return Message(f"{sent} {view.say('decided.in_the_digest', day=weekday_day(digest, today=view.today))}")


def all_nudged_before(view: View, names: Sequence[str]) -> Message:
    return Message(view.say("decided.all_just_nudged", names=join(names)))


def handed_in_words(view: View, row: Assignment) -> str:
    """`09:10 ngày 20/11`: when a submission came, before it was returned."""
    local = (row.submitted_at or view.now).astimezone(view.calendar.zone)
    return text("decided.moment", hour=f"{local:%H:%M}", day=day(local.date(), today=view.today))
