"""Numbered places made into a plan's tasks: parts lettered, lists cut, deadlines read."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise

from locales.folding import fold
from scheduler.plans import agencies, lists, people
from scheduler.plans.column_roles import Header
from scheduler.plans.deadlines import read as read_deadline
from scheduler.plans.headings import Role
from scheduler.plans.lead_and_support import split_roles
from scheduler.plans.lines import Line
from scheduler.plans.model import Context, Doubt, PlanTask
from scheduler.plans.rows import Item
from scheduler.plans.word_numbers import roman

# Where no column says when, a product may: `Mỗi quý có ít nhất 01 tin, bài`.
_RHYTHM = re.compile(r"(mỗi|hàng|hằng) (tuần|tháng|quý|năm)\b", re.IGNORECASE)

_PERIOD_TITLE = re.compile(
    r"(?:(?:các )?(?:nhiệm vụ|công việc|công tác|nội dung|chương trình|hoạt động)(?: công tác)?(?: trọng tâm)?\s+)?"
    r"(?:trong |của )?(?P<period>(?:tháng|quý)\s+(?:\d{1,2}|[IV]{1,3})(?:\s*(?:/|năm|-)\s*20\d\d)?)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Table:
    """What one table of a plan says. `name` tells it from other tables of the file: its annex or sheet."""

    header: Header
    items: Sequence[Item]
    annex: str = ""
    name: str = ""
    person: str = ""  # whose table it is, where it says so above its header

    @cached_property
    def spelled(self) -> dict[str, str]:
        """Names of bodies as the people columns spell them in mixed case, by their folding."""
        lines = (line for item in self.items for line in item.lines)
        cells = (line.get(role) for line in lines for role in (Role.COORDINATOR, Role.ASSIGNEE))
        return {fold(name): name for cell in cells for name in people.named(cell) if not name.isupper()}


@dataclass
class _Part:
    line: Line
    texts: dict[Role, list[str]] = field(default_factory=dict)

    def add(self, line: Line) -> None:
        for role in (Role.TASK, Role.ACTIVITY, Role.PRODUCT, Role.ASSIGNEE, Role.COORDINATOR, Role.DEADLINE):
            text = line.get(role)
            if text and text not in self.texts.setdefault(role, []):
                self.texts[role].append(text)

    def get(self, role: Role) -> str:
        return "\n".join(self.texts.get(role, ()))


def tasks(tables: Sequence[Table], context: Context) -> tuple[PlanTask, ...]:
    """Every task of the plan; section, number and part together are unique."""
    sections = _section_names(tables)
    found = [
        task
        for t, table in enumerate(tables)
        for i, item in enumerate(table.items)
        for task in _item_tasks(item, table, sections[t][i], context)
    ]
    return tuple(_apart(found))


def _parts(item: Item, header: Header) -> list[_Part]:
    """A further row is a part of its own where it says its own task or deadline (or, without a column for it, who)."""
    decisive = {Role.TASK, Role.DEADLINE if header.of(Role.DEADLINE) else Role.ASSIGNEE}
    found: list[_Part] = []
    for line in item.lines:
        if not found or line.own & decisive:
            found.append(_Part(line))
        found[-1].add(line)
    for before, part in pairwise(found):
        for role in (Role.TASK, Role.ASSIGNEE, Role.COORDINATOR):
            part.texts.setdefault(role, before.texts.get(role, []))
    return found


def _letter(ordinal: int) -> str:
    return chr(ord("a") + ordinal % 26) * (ordinal // 26 + 1)


def _item_tasks(item: Item, table: Table, section: str, context: Context) -> Iterator[PlanTask]:
    parts = _parts(item, table.header)
    if not any(part.texts for part in parts):
        return  # a row of a form that was left blank but for its number
    for i, part in enumerate(parts):
        letter = _letter(i) if len(parts) > 1 else ""
        yield _task(part, item, table, context, names=(section, letter))


def _task(part: _Part, item: Item, table: Table, context: Context, *, names: tuple[str, str]) -> PlanTask:
    lead, support = split_roles(part.get(Role.ASSIGNEE))
    deadline = _deadline_text(part, table.header) or _period_above(item, table.header)
    schedule = read_deadline(deadline, context)
    shifted = (Doubt.SHIFTED,) if part.line.shifted else ()
    undated = () if schedule.occurrences or schedule.conditions or schedule.doubts else (Doubt.NO_DEADLINE,)
    return PlanTask(
        section=names[0],
        section_title=" — ".join(title for title in (item.section.title, item.group[1]) if title),
        no=item.no,
        part=names[1],
        task=_task_text(part),
        activities=lists.activities(part.get(Role.ACTIVITY)),
        products=lists.products(part.get(Role.PRODUCT)),
        assignees=people.named(lead) or agencies.in_charge(_titles_above(item, table), table.spelled),
        coordinators=people.named("\n".join(text for text in (part.get(Role.COORDINATOR), support) if text)),
        deadline_text=deadline,
        place=part.line.place,
        schedule=schedule,
        doubts=tuple(dict.fromkeys((*shifted, *undated, *schedule.doubts))),
    )


def _titles_above(item: Item, table: Table) -> tuple[str, ...]:
    """What may name who is in charge, the nearest first."""
    return (item.group[1], *item.section.titles, table.person)


def _task_text(part: _Part) -> str:
    text = part.get(Role.TASK) or part.get(Role.ACTIVITY) or part.get(Role.PRODUCT)
    return lists.flat(lists.BULLET.sub("", text, count=1)).rstrip(" ,;:")


def _deadline_text(part: _Part, header: Header) -> str:
    if header.of(Role.DEADLINE):
        return part.get(Role.DEADLINE).strip()
    rhythm = _RHYTHM.match(part.get(Role.PRODUCT))
    return rhythm[0] if rhythm else ""


def _period_above(item: Item, header: Header) -> str:
    """Where no column says when, the section may: `THÁNG 01`, `II. Công tác quý II/2026`."""
    if header.of(Role.DEADLINE):
        return ""
    titles = (found for title in (item.group[1], *item.section.titles) if (found := _PERIOD_TITLE.fullmatch(title)))
    return next((found["period"] for found in titles), "")


def _section_names(tables: Sequence[Table]) -> list[list[str]]:
    """The shortest names that tell sections apart: label, annex, path of labels, table and path."""
    several = len(tables) > 1
    named = [[_plain_name(table, item) for item in table.items] for table in tables]
    seen: dict[str, set[tuple[int, str]]] = {}
    for t, table in enumerate(tables):
        for item, name in zip(table.items, named[t], strict=True):
            seen.setdefault(name, set()).add((t, item.section.path))
    for t, table in enumerate(tables):
        for i, item in enumerate(table.items):
            owners = seen[named[t][i]]
            if len({path for owner, path in owners if owner == t}) > 1 and item.section.path:
                named[t][i] = item.section.path
            if several and len({owner for owner, _ in owners}) > 1 and table.name and _collides(tables, named, t):
                named[t][i] = ".".join(dict.fromkeys(part for part in (table.name, named[t][i]) if part))
    return [_restarts_told(table, names) for table, names in zip(tables, named, strict=True)]


def _collides(tables: Sequence[Table], named: list[list[str]], t: int) -> bool:
    """Whether another table prints the same number in a section of the same name."""
    own = {(fold(name), item.no) for name, item in zip(named[t], tables[t].items, strict=True)}
    others = {
        (fold(_plain_name(table, item)), item.no) for o, table in enumerate(tables) if o != t for item in table.items
    }
    own |= {(fold(_plain_name(tables[t], item)), item.no) for item in tables[t].items}
    return bool(own & others)


def _plain_name(table: Table, item: Item) -> str:
    return item.section.label or item.group[0] or table.annex


def _restarts_told(table: Table, names: list[str]) -> list[str]:
    """Sections without a printed number are counted where their tasks begin at 1 again."""
    titles = list(dict.fromkeys(item.section.titles for item in table.items if not item.section.label))
    numbers = Counter(item.no for item in table.items if not item.section.label)
    if len(titles) < 2 or not any(count > 1 for count in numbers.values()):
        return names
    ordinals = {title: roman(i + 1) for i, title in enumerate(titles)}
    return [
        name if item.section.label else ".".join(part for part in (name, ordinals[item.section.titles]) if part)
        for item, name in zip(table.items, names, strict=True)
    ]


def _apart(found: list[PlanTask]) -> Iterator[PlanTask]:
    """A number printed twice in one section holds parts."""
    keys = Counter((task.section, task.no, task.part) for task in found)
    places = {key[:2] for key, count in keys.items() if count > 1}
    counts: Counter[tuple[str, str]] = Counter()
    for task in found:
        place = (task.section, task.no)
        if place in places:
            yield replace(task, part=_letter(counts[place]))
            counts[place] += 1
        else:
            yield task
