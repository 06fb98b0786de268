"""Exams and inspections: which event is meant, its steps, its rules. What nobody entered is missing, never made up."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session

from bot.access import Speaker
from bot.actions.checklists import titles_of
from bot.actions.refusal import Refusal
from locales.folding import fold
from scheduler.checklists.audience import addressed
from scheduler.plans.event_names import core, same, stands_for
from storage.audit import Actor, record
from storage.checklists import checklists_of_events, items_of
from storage.events import events_of
from storage.rows import id_of
from storage.tables import Checklist, ChecklistItem, Event

_EXAM = re.compile(r"\b(kiem tra|sat hach|thi|thanh tra|danh gia nang luc)\b")
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True)
class Step:
    """One step of an exam: its number, its line, and what stands under it; `called`: as what somebody performs it."""

    number: int
    item: ChecklistItem
    details: tuple[str, ...]
    called: tuple[str, ...] = ()


def exams_of(session: Session, office_id: int) -> list[Event]:
    """Events that are an exam by their name, or have rules or a checklist; the nearest day first."""
    events = events_of(session, office_id)
    listed = {row.event_id for row in checklists_of_events(session, [id_of(event) for event in events])}
    return [one for one in events if _EXAM.search(core(one.name)) or one.rules or one.id in listed]


def meant(events: Sequence[Event], typed: str) -> list[Event]:
    """Those whose names have most of the words that were typed; all where none is told apart."""
    words = set(_telling(typed))
    shares = {id_of(event): len(words & set(_telling(event.name))) for event in events}
    best = max(shares.values(), default=0)
    return [event for event in events if shares[id_of(event)] == best]


def _telling(words: str) -> list[str]:
    """The words, a number with the one before it: `đợt 2` is another than `đợt 3`, and `bước 3` is neither."""
    plain = fold(words).split()
    return [f"{before} {word}" if word.isdigit() else word for before, word in zip(["", *plain], plain, strict=False)]


def named_event(session: Session, office_id: int, name: str) -> Event:
    """The office's event of this name, or the one that it stands for. Raises Refusal."""
    events = events_of(session, office_id)
    found = [one for one in events if same(one.name, name)] or [one for one in events if stands_for(name, one.name)]
    if len(found) != 1:
        raise Refusal("exams.no_event", name=name)
    return found[0]


def lists_of(session: Session, event: Event) -> list[Checklist]:
    return checklists_of_events(session, [id_of(event)])


def steps_of(session: Session, event: Event) -> list[Step]:
    """The steps of an event's checklists, in their order. Everybody may know who performs which."""
    found: list[Step] = []
    for checklist in lists_of(session, event):
        lines = items_of(session, id_of(checklist))
        for at, line in enumerate(lines):
            if line.is_step:
                printed = _NUMBER.search(line.mark)
                found.append(Step(int(printed[0]) if printed else len(found) + 1, line, _under(lines[at + 1 :], line)))
    return found


def _under(lines: Sequence[ChecklistItem], step: ChecklistItem) -> tuple[str, ...]:
    details = []
    for line in lines:
        if line.depth <= step.depth:
            break
        details.append(line.body)
    return tuple(details)


def mine(session: Session, who: Speaker, steps: Sequence[Step]) -> list[Step]:
    """The steps that name a post of the speaker's."""
    titles = titles_of(session, who.id)
    found = [(step, tuple(one for one in step.item.who if addressed([one], titles))) for step in steps]
    return [replace(step, called=called) for step, called in found if called]


def set_rules(session: Session, event: Event, rules: Sequence[str], *, actor: Actor) -> None:
    """The event's rules from now on, a line each."""
    before = {"rules": list(event.rules)}
    event.rules = [plain for one in rules if (plain := " ".join(one.split()))]
    session.add(event)
    session.flush()
    after = {"rules": list(event.rules)}
    record(session, actor, "set_rules", kind="event", row_id=id_of(event), before=before, after=after)
