"""A roster in the chat: what was read, the first rows to look at, what saving would change (voice.md, sample 45).

Phones and birth dates are not shown here (voice.md rule 28): a line says which row, and what is amiss there.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.actions.rosters import Changes
from bot.intents.model import Intent
from bot.replies import rosters
from bot.replies.asking import numbers_hint
from bot.replies.lines import button, join
from bot.replies.view import View
from locales import hour, text
from scheduler.messages import Button, Message
from scheduler.rosters.model import Entry, Fault, Finding, Roster
from storage.rows import id_of

_FEW = 5
_LEAVERS = 20  # names of people who are said to have left


@dataclass(frozen=True)
class Page:
    """Which part is shown: `ask` is "" first, "more" for further rows to look at, "fixed" for those put right,
    "left" for the people who are not in the file. `missing`: how many these are, where they stay."""

    ask: str
    number: int
    missing: int

    @property
    def first(self) -> bool:
        return self.ask not in ("more", "fixed", "left")


def _order(draft: int, ask: str, label: str, page: int = 0) -> Button:
    if page:
        return button(label, Intent.IMPORT_ROSTER, draft=draft, ask=ask, page=page)
    return button(label, Intent.IMPORT_ROSTER, draft=draft, ask=ask)


def which(draft: int) -> Message:
    """The file reads as a plan and as a roster."""
    buttons = (
        _order(draft, "plan", text("rosters.button.as_plan")),
        _order(draft, "people", text("rosters.button.as_roster")),
    )
    hint = numbers_hint(text("rosters.act.as_plan"), text("rosters.act.as_roster"))
    return Message(text("rosters.ask_which"), buttons, hint, menu=True)


def dropped(file: str) -> Message:
    return Message(text("plan_talk.dropped", file=file))


def nothing_new(roster: Roster) -> Message:
    return Message("\n".join([rosters.head(roster), text("rosters.unchanged")]))


def saved(view: View, changes: Changes, work: Mapping[int, int]) -> Message:
    """What was kept, and whose work is to be handed over."""
    said = [text("rosters.saved_at", hour=hour(view.now.astimezone(view.calendar.zone)), counts=_counts(changes))]
    said += _handed_over(changes, work)
    said += [text("rosters.link_new")] if changes.added else []
    return Message("\n".join(said))


def preview(
    roster: Roster, changes: Changes, work: Mapping[int, int], page: Page, *, draft: int, question: int
) -> Message:
    """The page, the question, and the steps that are open; without `question` there is nothing to save."""
    rows = rosters.put_right_kinds(roster) if page.ask == "fixed" else rosters.to_look_at(roster, _doubt)
    if page.ask == "left":
        lines = _leaving(changes, work)
    else:
        lines = list(_summary(roster, changes, rows, page)) if page.first else _page(rows, page.number * _FEW)
    steps = list(_steps(roster, changes, page, rest=len(rows) - (page.number + 1) * _FEW, draft=draft))
    if question:
        label, act = _save_words(changes)
        steps.insert(0, (button(label, Intent.YES, question=question), act))
        lines.append(f"\n{_ask(changes)}")
    return Message(
        "\n".join(lines), tuple(one for one, _ in steps), numbers_hint(*(act for _, act in steps)), menu=True
    )


def _steps(roster: Roster, changes: Changes, page: Page, *, rest: int, draft: int) -> Iterator[tuple[Button, str]]:
    """What may be done besides saving, and how a hint says it."""
    if page.ask == "left":
        keep = text("rosters.button.keep", count=len(changes.leaving))
        yield _order(draft, "keep", keep), text("rosters.act.keep")
    elif rest > 0:
        ask = "fixed" if page.ask == "fixed" else "more"
        yield _order(draft, ask, text("rosters.button.more"), page.number + 1), text("rosters.act.more")
    fixed = len(rosters.put_right_kinds(roster))
    if fixed and page.ask not in ("fixed", "left"):
        label = text("rosters.button.fixed", count=fixed)
        yield _order(draft, "fixed", label), text("rosters.act.fixed", count=fixed)
    if page.missing:
        label = text("rosters.button.left", count=page.missing)
        yield _order(draft, "left", label), text("rosters.act.left", count=page.missing)
    yield _order(draft, "drop", text("plan_talk.button.drop")), text("plan_talk.act.drop")


def _summary(roster: Roster, changes: Changes, faults: Sequence[str], page: Page) -> Iterator[str]:
    yield rosters.head(roster)
    yield text("rosters.if_saved", counts=_counts(changes))
    if changes.new_units:
        yield text("rosters.new_units", units=_units(changes.new_units))
    if changes.leaders:
        yield text("rosters.leaders", names=_few([row.entry.name for row in changes.leaders]))
    if page.missing:
        yield text("rosters.missing", count=page.missing)
    yield from rosters.put_right(roster)
    if faults:
        yield "\n" + text("rosters.to_look_at", count=len(faults))
        yield from _page(faults, 0)


def _counts(changes: Changes) -> str:
    """`thêm 11 người, cập nhật 2 người`: what there is of each."""
    added, updated, ended = len(changes.added), len(changes.updated), len(changes.leaving)
    same = len(changes.rows) - added - updated
    counts = (
        text("rosters.count.added", count=added) if added else "",
        text("rosters.count.updated", count=updated) if updated else "",
        text("rosters.count.same", count=same) if same else "",
        text("rosters.count.ended", count=ended) if ended else "",
    )
    return ", ".join(one for one in counts if one)


def _leaving(changes: Changes, work: Mapping[int, int]) -> list[str]:
    names = _few([person.name for person in changes.leaving], _LEAVERS)
    return [text("rosters.leaving_named", count=len(changes.leaving), names=names), *_handed_over(changes, work)]


def _handed_over(changes: Changes, work: Mapping[int, int]) -> list[str]:
    """Whose work somebody has to take over."""
    left = [
        text("rosters.name_count", name=person.name, count=work[id_of(person)])
        for person in changes.leaving
        if work.get(id_of(person))
    ]
    return [text("rosters.hand_over", names=_few(left, _LEAVERS))] if left else []


def _few(names: Sequence[str], most: int = _FEW) -> str:
    rest = len(names) - most
    return text("rosters.names_more", names=", ".join(names[:most]), count=rest) if rest > 0 else join(list(names))


def _units(names: Sequence[str]) -> str:
    rest = len(names) - _FEW
    shown = ", ".join(names[:_FEW])
    return text("rosters.units_more", names=shown, count=rest) if rest > 0 else shown


def _page(lines: Sequence[str], start: int) -> list[str]:
    rest = len(lines) - start - _FEW
    more = [text("rosters.more_rows", count=rest)] if rest > 0 else []
    return [*lines[start : start + _FEW], *more]


def _ask(changes: Changes) -> str:
    return (
        text("rosters.ask_save_left", count=len(changes.leaving)) if changes.leaving else text("rosters.ask_save_all")
    )


def _save_words(changes: Changes) -> tuple[str, str]:
    count = len(changes.rows)
    if changes.leaving:
        return text("rosters.button.save_left", count=len(changes.leaving)), text("rosters.act.save_left")
    return text("rosters.button.save", count=count), text("rosters.act.save", count=count)


def _doubt(finding: Finding, entry: Entry) -> str:
    """The fault without the phone or the birth date that it is about."""
    hidden = {
        Fault.BORN_PARTIAL: text("rosters.hidden.born_partial"),
        Fault.BORN_IMPOSSIBLE: text("rosters.hidden.born_impossible"),
        Fault.BORN_UNLIKELY: text("rosters.hidden.born_unlikely"),
        Fault.PHONE_BAD: text("rosters.hidden.phone_bad"),
    }
    return hidden.get(finding.fault) or rosters.doubt(finding, entry, {})
