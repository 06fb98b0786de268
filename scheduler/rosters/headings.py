"""What a roster's heading names, and where its header stands: one row or two, anywhere in the first rows."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from locales.folding import fold
from scheduler.plans.grid import Cell, Grid, tidy
from scheduler.plans.heading_table import HEADER_ROWS, Headings, TableHeader

_MOST_HEIGHT = 3


class Role(StrEnum):
    NUMBER = "number"
    NAME = "name"
    FAMILY = "family"  # a name in two columns: family and middle names
    GIVEN = "given"
    BORN = "born"
    MALE = "male"  # the date, or a mark, of a man
    FEMALE = "female"
    SEX = "sex"
    POST = "post"
    UNIT = "unit"
    PHONE = "phone"
    REASON = "reason"
    NOTE = "note"


# `None`: a column that says nothing we keep.
_HEADINGS = Headings[Role | None](
    (
        (Role.NUMBER, 0, r"(so )?(tt|stt|thu tu)|no"),
        (None, 0, r".*(thuc hien|hoan thanh|email|thu dien tu|cccd|cmnd|can cuoc|tai khoan|noi sinh|que quan).*"),
        (Role.FAMILY, 0, r"ho( va)?( ten| chu)? (dem|lot)|ho"),
        (Role.NAME, 0, r"(ho (va )?(chu dem (va )?)?ten|ten (can bo|cong chuc|vien chuc|nhan vien|nguoi))\b.*"),
        (Role.GIVEN, 0, r"ten"),
        (Role.NAME, 1, r"(can bo|cong chuc|vien chuc|nguoi lao dong|nhan su)( .*)?"),
        (Role.PHONE, 2, r".*(dien thoai|dt|sdt)\b.*\b(co quan|ban|co dinh|nha)( .*)?"),
        (Role.PHONE, 0, r".*\b(dien thoai|dtdd|sdt|di dong|mobile|phone|zalo)\b.*|(so )?dt( .*)?"),
        (Role.PHONE, 1, r"(so )?(lien he|lien lac)( .*)?"),
        (Role.BORN, 0, r"((ngay|thang|nam) )*sinh( .*)?|sinh (ngay|nam)( .*)?|ntns"),
        (Role.SEX, 0, r"gioi( tinh)?( .*)?|nam nu|phai|gt"),
        (Role.REASON, 0, r"(ly do|nguyen nhan)( .*)?"),
        (Role.POST, 0, r"(chuc (danh|vu|trach)|vi tri (viec lam|cong tac))\b.*"),
        (Role.POST, 1, r"(ten )?(ngach|vi tri)( .*)?|cong viec( .*)?"),
        (
            Role.UNIT,
            0,
            r"(ten )?(don vi|co quan|phong ban|phong|bo phan|xa|phuong|thi tran|dia phuong|dia ban|to chuc|ubnd)\b.*",
        ),
        (Role.UNIT, 0, r"noi (cong tac|lam viec)( .*)?"),
        (Role.NOTE, 0, r"(ghi|chu) (chu|thich)( .*)?|note"),
        (Role.NOTE, 1, r"((nhiem vu|linh vuc|cong viec|mang)( .*)?|phu trach( .*)?)"),
    )
)
_LONGEST = 14  # words
_UNDER = re.compile(
    r"nam|nu|co quan|di dong|nha rieng|dtdd|ho( va)? dem|ho|ten|ngay( thang( nam)?)?( sinh)?|thang( sinh)?|nam sinh"
)


@dataclass(frozen=True)
class Column:
    first: int
    last: int
    role: Role
    rank: int = 0


@dataclass(frozen=True)
class Header(TableHeader[Column]):
    def of(self, role: Role) -> tuple[Column, ...]:
        return tuple(sorted((c for c in self.columns if c.role is role), key=lambda c: (c.rank, c.first)))


def role_of(upper: str, lower: str = "") -> tuple[Role, int] | None:
    """What a heading names, and its rank. `lower`: what stands under it in a second row."""
    if (sex := _sex_named(lower or upper)) is not None:
        return sex, 0
    for words in (f"{fold(upper)} {fold(lower)}".strip(), fold(lower), fold(upper)):
        if 0 < len(words.split()) <= _LONGEST and (found := _role(words)) is not None:
            return found
    return None


def _role(words: str) -> tuple[Role, int] | None:
    found = _HEADINGS.of(words)
    return (found[0], found[1]) if found and found[0] is not None else None


def _sex_named(heading: str) -> Role | None:
    # Folded, `Năm` (year) would be `Nam` (man).
    words = tidy(heading).lower()
    return {"nam": Role.MALE, "nữ": Role.FEMALE, "nu": Role.FEMALE}.get(words)


def find_header(grid: Grid, start: int = 0) -> Header | None:
    """The header of a list of people, in the first rows from `start`; None for another table."""
    best: Header | None = None
    for row in range(start, min(start + HEADER_ROWS, len(grid.rows))):
        header = _header_at(grid, row)
        roles = {column.role for column in header.columns}
        names = Role.NAME in roles or Role.GIVEN in roles
        if names and len(roles) > max(1, len({c.role for c in best.columns}) if best else 1):
            best = header
    return best


def _header_at(grid: Grid, row: int) -> Header:
    height = _height(grid, row)
    columns, upper = [], ""
    for cell in grid.cells_of(row + height - 1):
        above = grid.rows[row][cell.column]
        single = above is cell or height == 1
        # An upper heading that is not merged stands over its first column only.
        upper = above.text or (upper if not single and cell.text else "")
        found = role_of(above.text) if single else role_of(upper, cell.text)
        if found is not None:
            columns.append(Column(cell.column, cell.column + cell.columns - 1, *found))
    return Header(row, height, tuple(_named(columns)))


def _named(columns: list[Column]) -> Iterator[Column]:
    """A given name without a column for the family name is the whole name."""
    split = any(column.role is Role.FAMILY for column in columns)
    whole = any(column.role is Role.NAME for column in columns)
    for column in columns:
        if column.role is Role.GIVEN and not split and not whole:
            yield Column(column.first, column.last, Role.NAME, 2)
        elif column.role is not Role.FAMILY or split:
            yield column


def _height(grid: Grid, row: int) -> int:
    texts = [cell for cell in grid.cells_of(row) if cell.text]
    merged = max((cell.row + cell.rows - row for cell in texts if cell.rows <= _MOST_HEIGHT), default=1)
    return min(max(merged, 2 if _goes_on(grid, row) else 1), len(grid.rows) - row)


def _goes_on(grid: Grid, row: int) -> bool:
    """Whether the next row is a second row of headings."""
    if row + 1 >= len(grid.rows):
        return False
    below: list[Cell] = [cell for cell in grid.starting_in(row + 1) if cell.text]
    return bool(below) and all(_UNDER.fullmatch(fold(cell.text)) for cell in below)
