"""A task's card (voice.md sample 35), with the steps that are open to its reader."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.actions.proofs import Demand
from bot.intents.model import Intent
from bot.replies.asking import numbers_hint
from bot.replies.lines import button, given_name
from bot.replies.proofs import Names, product_words, proof_words
from bot.replies.view import View
from locales import text, weekday_day
from scheduler.messages import Button, Message
from storage.tables import Assignment, AssignmentState, Extension, Person, Plan, Proof, Task


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
        if c.row.submitted_at is None:
            return text("tasks.card.done_before")
        return view.say("tasks.card.handed_in", moment=view.moment(c.row.submitted_at), mark=view.mark(c.row))
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


def owner_answer(view: View, c: Card) -> Message:
    owner = given_name(c.owner) if c.owner else text("tasks.card.nobody", post=c.row.post)
    if c.task.coordinators:
        others = ", ".join(c.task.coordinators)
        return Message(view.say("tasks.owner_with", number=c.row.number, owner=owner, others=others))
    return Message(view.say("tasks.owner", number=c.row.number, owner=owner))


def done_button(number: int) -> Button:
    return button(text("proofs.button.done", number=number), Intent.MARK_DONE, task=number)


def proof_button(number: int) -> Button:
    return button(text("tasks.button.send_proof"), Intent.ATTACH_PROOF, task=number)


def extension_button(number: int) -> Button:
    return button(text("tasks.button.extension"), Intent.REQUEST_EXTENSION, task=number)
