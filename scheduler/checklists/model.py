"""A checklist as a file gives it. Pure."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Item:
    """One printed item. `no` is its mark without the full stop (`Bước 1`, `a)`, `-`, `*` for a note, empty)."""

    no: str
    text: str
    who: tuple[str, ...] = ()
    minutes: int | None = None
    children: tuple["Item", ...] = field(default=())


@dataclass(frozen=True)
class Listed:
    """A checklist: what it is called, whom it is for (posts as printed), its items in order."""

    title: str
    items: tuple[Item, ...]
    audience: tuple[str, ...] = ()


@dataclass(frozen=True)
class Row:
    """One line to keep. `number` is what people say; None for a heading, a detail of a step, a note."""

    body: str
    number: int | None
    depth: int
    mark: str
    who: tuple[str, ...]
    minutes: int | None
    is_step: bool
