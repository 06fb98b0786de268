"""What the patterns find in a phrase: items, in their order, each with the code that the grammar of items reads.

| code | item | code | item |
| --- | --- | --- | --- |
| `D` `d` | a day; one whose month stands elsewhere | `w` `m` `r` `h` `y` | each week, month, quarter, half-year, year |
| `M` `P` | a month or a part of it; a part of no named month | `t` `x` | of the month; of the next month |
| `Q` `H` `E` | quarter, half-year, the year in a list of periods | `l` | a month of each quarter |
| `Y` `S` `q` | a year, the plan's span, the plan's quarter or month | `T` `c` | a weekday, a clock time |
| `I` | a window from one item to another | `V` `N` | a day inside a rhythm; an offset from a known day |
| `B` `U` `F` `A` | before, until, from, at the latest | `Z` `K` `o` | a condition, định kỳ, all the time |
| `W` | within or probably | `b` `v` | báo cáo; a step's verb |
| `,` `&` `;` `-` `(` `)` `:` and a bar (hoặc) | what parts a list | `?` `X` `.` | unreadable, except, no deadline |
"""

from dataclasses import dataclass, replace
from datetime import time


@dataclass(frozen=True)
class Item:
    """One thing found. `start`, `end` stand in the canonical line; `rule` is the number in deadlines.md.

    `year` is as printed, `shift` counts years from the plan's (`năm trước` −1); `inherited` says that the year was
    taken from the item to the right. `part`: 1, 2, 3 for the beginning, middle and end of a month or quarter.
    """

    code: str
    start: int
    end: int
    rule: int | str = ""
    day: int | None = None
    month: int | None = None
    quarter: int | None = None
    months: int | None = None  # of a half-year: 3, 6, 9 from January; 12: July to December
    year: int | None = None
    shift: int | None = None
    inherited: bool = False
    part: int | None = None
    clock: time | None = None
    weekday: int | None = None  # Monday is 0
    before: bool = False
    until: bool = False
    each_year: bool = False
    label: str | None = None
    ends: tuple["Item", ...] = ()
    unit: str = ""  # of an offset's base or a rhythm: month, quarter, half, year, day
    days: int = 0
    span: tuple[int, int] | None = None  # of a yearly rhythm

    @property
    def dated(self) -> bool:
        """Its year is known without the plan's."""
        return self.year is not None or self.shift is not None


def codes(items: list[Item]) -> str:
    return "".join(item.code for item in items)


def over(items: list[Item]) -> tuple[int, int]:
    """Where a run of items stands in the canonical line."""
    return min(item.start for item in items), max(item.end for item in items)


def widen(item: Item, items: list[Item]) -> Item:
    """The item, standing for all of `items`."""
    start, end = over(items)
    return replace(item, start=start, end=end)
