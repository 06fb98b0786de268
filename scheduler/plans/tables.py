"""A file's blocks → the tables of its plan, each with what the text above it says: annex, section, whose it is."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from scheduler.plans.column_roles import Header
from scheduler.plans.columns import find_header
from scheduler.plans.grid import Block, Grid
from scheduler.plans.heading import annex, person_above
from scheduler.plans.lines import lines
from scheduler.plans.people import is_person
from scheduler.plans.rows import Item, items
from scheduler.plans.sections import Section, level, split_label
from scheduler.plans.tasks import Table


@dataclass
class Tables:
    """The plan's tables and the text above the first of them."""

    found: list[Table] = field(default_factory=list)
    above: list[str] = field(default_factory=list)


def plan_tables(blocks: Sequence[Block]) -> Tables:
    tables = Tables()
    since: list[str] = []  # the text since the last table of the plan
    for block in blocks:
        if isinstance(block, str):
            since.append(block)
            continue
        header = find_header(block)
        if block.name:
            since = []  # a sheet stands alone
        elif header is None and not any(since):
            header = _continued(block, tables.found)
        if header is None:
            since += block.texts()
            continue
        since += block.texts_above(header.row)
        if _add(tables, block, header, [text for text in since if text]):
            since = []
    return tables


def _continued(grid: Grid, found: Sequence[Table]) -> Header | None:
    """The header of the table before, for one of as many columns right below it: a table cut in two."""
    if not found or found[-1].header.columns[-1].end != grid.width or grid.width < 3:
        return None
    return replace(found[-1].header, row=0, height=0)


def _add(tables: Tables, grid: Grid, header: Header, texts: list[str]) -> list[Item]:
    before = tables.found[-1] if tables.found and not texts else None
    if before and grid.name and not _runs_on(before, header, items(lines(grid, header), header, Section())):
        before = None
    section = before.items[-1].section if before else _section_above(texts)
    read = items(lines(grid, header), header, section)
    if read:
        tables.above = tables.above or texts
        label = before.annex if before else annex(texts)
        person = person_above(texts) or (grid.name if is_person(grid.name) else "")
        tables.found.append(Table(header, read, label, label or grid.name, person))
    return read


def _runs_on(before: Table, header: Header, read: Sequence[Item]) -> bool:
    """Whether a sheet without a title goes on with the table of the one before: same headings, the next number."""
    last = before.items[-1].no
    same = [column.heading for column in header.columns] == [column.heading for column in before.header.columns]
    return same and last.isdecimal() and bool(read) and read[0].no == str(int(last) + 1)


def _section_above(texts: Sequence[str]) -> Section:
    """A section named in the last line over a table: `II. CẢI CÁCH THỂ CHẾ`."""
    last = texts[-1].split("\n")[-1] if texts else ""
    label, title = split_label(last)
    return Section((level(label, title, ()),)) if label and title else Section()
