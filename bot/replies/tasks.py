"""What is said of one's results, and a task's card (voice.md samples 23, 24, 35)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.actions.proofs import Demand
from bot.actions.tasks import Outcome, Result
from bot.intents.model import Intent
from bot.replies.asking import numbers_hint
from bot.replies.lines import button, given_name, is_overdue
from bot.replies.proofs import Names, ask_for_proof, ask_for_proofs, product_words, proof_words
from bot.replies.view import View
from locales import day, hour, text, weekday_day
from scheduler.messages import Button, Message
from storage.tables import Assignment, AssignmentState, Extension, Person, Plan, Proof, ProofKind, Task

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
    at = row.submitted_at or view.now
    return view.say("tasks.already_recorded", number=row.number, moment=view.moment(at), mark=view.mark(row))


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


@dataclass(frozen=True)
class Card:
    """Everything a card shows of one assignment. `mine`: the reader is the responsible person; `leads`, `oversees`:
    what else the reader may do."""

    row: Assignment
    task: Task
    plan: Plan | None
    owner: Person | None
    demand: Demand
    proofs: Sequence[Proof] = ()
    names: Names = field(default_factory=dict)
    extension: Extension | None = None
    mine: bool = True
    leads: bool = False
    oversees: bool = False


def card(view: View, c: Card) -> Message:
    """One task in full (sample 35), with the steps that are open to its reader."""
    lines = [view.say("tasks.card.title", number=c.row.number, title=c.task.title), *_period(c), _due(view, c)]
    lines += [_who(c), *_product(c), _proofs(c), *_state(view, c), *_source(c)]
    buttons, hint = _steps(c)
    return Message("\n".join(lines), buttons, hint, menu=True)


def _period(c: Card) -> list[str]:
    return [text("tasks.card.period", period=c.row.label)] if c.row.label else []


def _due(view: View, c: Card) -> str:
    if c.row.state is AssignmentState.DONE:
        at = c.row.submitted_at or view.now
        return view.say("tasks.card.handed_in", moment=view.moment(at), mark=view.mark(c.row))
    return view.say("tasks.card.due", deadline=view.deadline(c.row, timed=True))


def _who(c: Card) -> str:
    owner = given_name(c.owner) if c.owner else text("tasks.card.nobody", post=c.row.post)
    if c.task.coordinators:
        return text("tasks.card.who_with", owner=owner, others=", ".join(c.task.coordinators))
    return text("tasks.card.who", owner=owner)


def _product(c: Card) -> list[str]:
    return [text("tasks.card.product", product=product_words(c.demand))] if c.demand.products else []


def _proofs(c: Card) -> str:
    words = proof_words(c.proofs, c.names) if c.proofs else text("tasks.card.no_proof")
    return text("tasks.card.proof", proofs=words)


def _state(view: View, c: Card) -> list[str]:
    lines = []
    if c.row.state is AssignmentState.WAITING_PROOF and c.row.claimed_at:
        lines.append(view.say("tasks.card.claimed", moment=view.moment(c.row.claimed_at)))
    if c.row.state is AssignmentState.DONE and c.demand.review:
        accepted = c.row.accepted_at is not None
        lines.append(text("tasks.card.accepted") if accepted else text("tasks.card.to_accept"))
    if c.row.state is AssignmentState.OPEN and c.row.returned_at:
        lines.append(view.say("tasks.card.returned", reason=c.row.return_reason))
    if c.extension:
        lines.append(view.say("tasks.card.extension", day=weekday_day(c.extension.until, today=view.today)))
    return lines


def _source(c: Card) -> list[str]:
    if c.plan is None:
        return []
    parts = [c.plan.short_title or c.plan.title]
    if c.task.no:
        place = ".".join(part for part in (c.task.section, c.task.no) if part)
        parts.append(text("tasks.card.entry", place=place))
    if "page" in c.task.place:
        parts.append(text("tasks.card.page", page=c.task.place["page"]))
    elif "row" in c.task.place:
        parts.append(text("tasks.card.row", row=c.task.place["row"]))
    return [text("tasks.card.source", source=", ".join(parts))]


def done_button(number: int) -> Button:
    return button(text("proofs.button.done", number=number), Intent.MARK_DONE, task=number)


def proof_button(number: int) -> Button:
    return button(text("tasks.button.send_proof"), Intent.ATTACH_PROOF, task=number)


def extension_button(number: int) -> Button:
    return button(text("tasks.button.extension"), Intent.REQUEST_EXTENSION, task=number)


def _steps(c: Card) -> tuple[tuple[Button, ...], str]:
    if c.row.state is AssignmentState.DONE or not c.mine:
        return _steps_besides(c)
    number = c.row.number
    steps = [done_button(number), proof_button(number)]
    acts = [text("tasks.act.done"), text("tasks.act.proof")]
    if c.extension is None:
        steps.append(extension_button(number))
        acts.append(text("tasks.act.extension"))
    return tuple(steps), numbers_hint(*acts)


def _steps_besides(c: Card) -> tuple[tuple[Button, ...], str]:
    """The steps of a leader, and of what is handed in."""
    number, steps = c.row.number, []
    if any(proof.file_id for proof in c.proofs):
        steps.append((button(text("tasks.button.open_file"), Intent.LIST_PROOF, task=number), text("tasks.act.open")))
    if c.leads and c.row.state is not AssignmentState.OPEN and c.row.accepted_at is None:
        accept = button(text("tasks.button.accept", number=number), Intent.ACCEPT_TASK, task=number)
        steps.append((accept, text("tasks.act.accept", number=number)))
    if c.leads and c.row.state is AssignmentState.DONE:
        steps.append((button(text("tasks.button.return"), Intent.RETURN_TASK, task=number), text("tasks.act.return")))
    elif c.oversees and not c.mine and c.owner and c.row.state is AssignmentState.OPEN:
        steps.append(
            (button(text("tasks.button.nudge", number=number), Intent.NUDGE, task=number), text("tasks.act.nudge"))
        )
    if c.mine and not c.leads:
        steps.append((proof_button(number), text("tasks.act.proof")))
    return tuple(step for step, _ in steps), numbers_hint(*(act for _, act in steps)) if steps else ""


def due_answer(view: View, row: Assignment) -> Message:
    """`112 mấy giờ là hết hạn`: the deadline alone."""
    due = view.deadline(row, timed=True)
    if row.due_time and not is_overdue(row, now=view.now):
        return Message(view.say("tasks.due_at", number=row.number, deadline=due))
    return Message(view.say("tasks.due", number=row.number, title=row.title, deadline=due))


def owner_answer(view: View, c: Card) -> Message:
    owner = given_name(c.owner) if c.owner else text("tasks.card.nobody", post=c.row.post)
    if c.task.coordinators:
        others = ", ".join(c.task.coordinators)
        return Message(view.say("tasks.owner_with", number=c.row.number, owner=owner, others=others))
    return Message(view.say("tasks.owner", number=c.row.number, owner=owner))


def output_answer(view: View, row: Assignment, demand: Demand) -> Message:
    if not demand.products:
        return Message(view.say("tasks.no_output", number=row.number))
    return Message(view.say("tasks.output", number=row.number, product=product_words(demand)))


def which_task(
    view: View, question: str, rows: Sequence[Assignment], *, intent: Intent, slots: Mapping[str, object]
) -> Message:
    """Two or three likely tasks to choose from (sample 36); a number answers with the task's own number."""
    head = view.say("tasks.candidates", count=len(rows))
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


def moved(view: View, wrong: Sequence[Assignment], right: Assignment) -> str:
    """`à nhầm, việc 13`: what the order is about now, and that the other is as it was."""
    numbers = ", ".join(str(row.number) for row in wrong)
    return view.say("tasks.moved", number=right.number, title=right.title, wrong=numbers)


def noted(view: View, rows: Sequence[Assignment]) -> Message:
    numbers = ", ".join(str(row.number) for row in rows)
    return Message(view.say("tasks.acknowledged", numbers=numbers) if rows else view.say("tasks.understood"))
