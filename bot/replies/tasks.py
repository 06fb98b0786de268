"""What is said of one's results, and a task's card (voice.md samples 23, 24, 35)."""

from collections.abc import Mapping, Sequence
from datetime import date

from bot.actions.proofs import Demand
from bot.actions.tasks import Outcome, Result
from bot.intents.model import Intent
from bot.replies.lines import button, given_name, is_overdue
from bot.replies.proofs import Names, ask_for_proof, ask_for_proofs, product_words, proof_words
from bot.replies.view import View
from locales import day, hour, text, weekday_day
from scheduler.messages import Button, Message
from storage.tables import Assignment, Person, Proof, ProofKind

MOST_LINES = 5


def comrades(people: Sequence[Person]) -> str:
    """`đồng chí Minh`, `đồng chí Minh và đồng chí Tâm`; of nobody or of many: `lãnh đạo`."""
    named = [text("tasks.comrade", name=given_name(person)) for person in people]
    if len(named) == 2:
        return text("line.list", first=named[0], last=named[1])
    return named[0] if len(named) == 1 else text("tasks.the_leaders")


def done(view: View, results: Sequence[Result], names: Names, leaders: Sequence[Person]) -> Message:
    """The answer to `xong`: what was recorded, what waits for its proof, what was recorded before."""
    recorded = [result for result in results if result.outcome is Outcome.RECORDED]
    already = [result for result in results if result.outcome is Outcome.ALREADY]
    missing = [result for result in results if result.outcome is Outcome.NEEDS_PROOF]
    parts = []
    if recorded:
        parts.append(_recorded(view, recorded, names, leaders))
    parts += [Message(_already(view, result.row)) for result in already]
    if len(missing) == 1:
        parts.append(ask_for_proof(view, missing[0].row, missing[0].demand))
    elif missing:
        parts.append(ask_for_proofs(view, [result.row for result in missing]))
    shown = next((part for part in parts if part.buttons), parts[0])
    return Message("\n".join(part.text for part in parts), shown.buttons, shown.hint)


def _recorded(view: View, results: Sequence[Result], names: Names, leaders: Sequence[Person]) -> Message:
    head = _one_recorded(view, results[0].row) if len(results) == 1 else _many_recorded(view, results)
    row, proofs = results[0].row, results[0].proofs
    more = [text("tasks.proofs", proofs=proof_words(proofs, names))] if proofs else []
    if any(result.demand.review for result in results):
        key = {True: view.say("tasks.waits", leaders=comrades(leaders))}
        key[False] = view.say("tasks.wait", leaders=comrades(leaders))
        more.append(key[len(results) == 1])
    if row.done_on and row.done_on != view.today:
        more.append(view.say("tasks.claimed", day=day(row.done_on, today=view.today)))
    words = "\n".join([head, " ".join(more)]) if more else head
    return Message(words, _after_done(results), words_if_wrong())


def _after_done(results: Sequence[Result]) -> tuple[Button, ...]:
    numbers = [result.row.number for result in results]
    buttons = [undo_button(task=numbers)]
    if len(numbers) == 1:
        buttons.append(button(text("tasks.button.more_proof"), Intent.ATTACH_PROOF, task=numbers[0]))
    return tuple(buttons)


def undo_button(**what: object) -> Button:
    """Takes back what was recorded; where that does not fit a button, the dialogue knows what was recorded last."""
    label = text("tasks.button.undo")
    try:
        return button(label, Intent.UNDO_DONE, **what)
    except ValueError:
        return button(label, Intent.UNDO_DONE)


def words_if_wrong() -> str:
    return text("tasks.hint.undo")


def _one_recorded(view: View, row: Assignment) -> str:
    at, today = row.submitted_at or view.now, view.today
    local = at.astimezone(view.calendar.zone)
    when = weekday_day(local.date(), today=today)
    return view.say("tasks.recorded", number=row.number, hour=hour(local), day=when, mark=view.mark(row))


def _many_recorded(view: View, results: Sequence[Result]) -> str:
    local = view.now.astimezone(view.calendar.zone)
    when = weekday_day(local.date(), today=view.today)
    head = view.say("tasks.recorded_several", count=len(results), hour=hour(local), day=when)
    lines = [
        text("tasks.recorded_line", number=r.row.number, title=r.row.title, mark=view.mark(r.row)) for r in results
    ]
    return "\n".join([head, *shortened(lines)])


def shortened(lines: Sequence[str]) -> list[str]:
    """At most five lines, then how many there are besides."""
    rest = len(lines) - MOST_LINES
    return [*lines[:MOST_LINES], text("tasks.rest", count=rest)] if rest > 0 else list(lines)


def _already(view: View, row: Assignment) -> str:
    if row.submitted_at is None:
        return text("tasks.done_before", number=row.number)
    moment = view.moment(row.submitted_at)
    return view.say("tasks.already_recorded", number=row.number, moment=moment, mark=view.mark(row))


def undone(view: View, rows: Sequence[Assignment], proofs: Mapping[int, Sequence[Proof]]) -> Message:
    """What is in force again, and that proofs are kept (voice.md rule 19)."""
    if len(rows) > 1:
        numbers = ", ".join(str(row.number) for row in rows)
        return Message(view.say("tasks.undone_several", numbers=numbers))
    (row,) = rows
    words = view.say("tasks.undone", number=row.number, deadline=view.deadline(row))
    kinds = {proof.kind for proof in proofs.get(row.id or 0, ())}
    if kinds:
        kept = text("tasks.photos_kept") if kinds == {ProofKind.PHOTO} else text("tasks.proofs_kept")
        words = f"{words} {kept}"
    return Message(words)


def due_answer(view: View, row: Assignment) -> Message:
    """`112 mấy giờ là hết hạn`: the deadline alone."""
    due = view.deadline(row, timed=True)
    if row.due_time and not is_overdue(row, now=view.now):
        return Message(view.say("tasks.due_at", number=row.number, deadline=due))
    return Message(view.say("tasks.due", number=row.number, title=row.title, deadline=due))


def output_answer(view: View, row: Assignment, demand: Demand) -> Message:
    if not demand.products:
        return Message(view.say("tasks.no_output", number=row.number))
    return Message(view.say("tasks.output", number=row.number, product=product_words(demand)))


def which_task(
    view: View,
    question: str,
    rows: Sequence[Assignment],
    *,
    count: int | None = None,
    intent: Intent,
    slots: Mapping[str, object],
) -> Message:
    """The likely tasks to choose from, of `count` (sample 36); a number answers with the task's own number."""
    head = view.say("tasks.candidates", count=len(rows) if count is None else count)
    lines = [text("line.task", number=r.number, title=r.title, due=_short_due(view, r.due)) for r in rows[:MOST_LINES]]
    buttons = [
        button(text("tasks.button.this_one", number=row.number), intent, **{**slots, "task": row.number})
        for row in rows[:3]
    ]
    hint = text("tasks.hint.say_number", number=rows[0].number)
    return Message("\n".join([head, *lines, question]), tuple(buttons), hint)


def _short_due(view: View, due: date) -> str:
    return day(due, today=view.today) if due < view.today else weekday_day(due, today=view.today)


def confirm_done(view: View, rows: Sequence[Assignment], proofs: Sequence[Proof], names: Names) -> str:
    """`Đồng chí báo xong việc 13, Niêm yết công khai TTHC, kèm 2 ảnh, đúng không?`"""
    if len(rows) > 1:
        numbers = ", ".join(str(row.number) for row in rows)
        return view.say("tasks.confirm_several", count=len(rows), numbers=numbers)
    (row,) = rows
    if proofs:
        words = proof_words(proofs, names)
        return view.say("tasks.confirm_with", number=row.number, title=row.title, proofs=words)
    return view.say("tasks.confirm", number=row.number, title=row.title)


def moved(view: View, wrong: Sequence[Assignment], right: Assignment, *, reopened: bool) -> str:
    """`à nhầm, việc 13`: what the order is about now, and that the other is as it was, or open again."""
    named = {"number": right.number, "title": right.title, "wrong": ", ".join(str(row.number) for row in wrong)}
    return view.say("tasks.moved_back", **named) if reopened else view.say("tasks.moved", **named)


def noted(view: View, rows: Sequence[Assignment]) -> Message:
    numbers = ", ".join(str(row.number) for row in rows)
    return Message(view.say("tasks.acknowledged", numbers=numbers) if rows else view.say("tasks.understood"))
