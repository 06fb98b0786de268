"""What an amended plan changes, in words (voice.md sample 47)."""

from collections.abc import Sequence
from datetime import date

from bot.actions.plan_amend import Amended
from locales import day, text, weekday_day

FEW = 5  # lines of a list


def counts(found: Amended) -> str:
    """`đổi hạn 3 việc, thêm 2 việc, bỏ 1 việc`; rows whose words alone changed are counted where no work did."""
    parts = [
        text("plan_talk.count.moved", count=len(found.moved)) if found.moved else "",
        text("plan_talk.count.added", count=len(found.added)) if found.added else "",
        text("plan_talk.count.withdrawn", count=len(found.withdrawn)) if found.withdrawn else "",
    ]
    return ", ".join(part for part in parts if part) or text("plan_talk.count.rows", count=found.rows)


def summary(found: Amended, *, today: date) -> list[str]:
    """What changes, the moved deadlines one by one, and what stays."""
    moved = [
        text(
            "plan_talk.moved",
            number=one.number,
            due=day(one.due, today=today),
            until=weekday_day(one.until, today=today),
        )
        for one in found.moved
    ]
    head = text("plan_talk.compared", counts=counts(found), kept=found.kept)
    return [head, *_few(moved), text("plan_talk.done_is_kept")]


def details(found: Amended, *, today: date) -> list[str]:
    """Every assignment that changes, by what becomes of it."""
    moved = [
        text(
            "plan_talk.line.moved",
            number=one.number,
            title=one.title,
            due=day(one.due, today=today),
            until=weekday_day(one.until, today=today),
        )
        for one in found.moved
    ]
    added = [
        text("plan_talk.line.added", title=one.title, due=weekday_day(one.due, today=today)) for one in found.added
    ]
    gone = [text("plan_talk.line.withdrawn", number=one.number, title=one.title) for one in found.withdrawn]
    heads = (text("plan_talk.head.moved"), text("plan_talk.head.added"), text("plan_talk.head.withdrawn"))
    return [line for head, rows in zip(heads, (moved, added, gone), strict=True) if rows for line in (head, *rows)]


def _few(lines: Sequence[str]) -> list[str]:
    rest = len(lines) - FEW
    return [*lines[:FEW], text("plan_talk.more", count=rest)] if rest > 0 else list(lines)
