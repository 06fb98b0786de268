"""Words that show which process found them; nothing heavy, so that another process begins soon."""

import os
from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from scheduler.messages import Button, Message, Postpone
from scheduler.preparing import Rendered
from storage.claimed import Claimed


def spoken(_session: Session, rows: Sequence[Claimed], *, now: datetime) -> list[Rendered]:
    """What each says is its key; its hint is the process that said it."""
    return [words_of(row.key, now) for row in rows]


def words_of(key: str, now: datetime) -> Rendered:
    match key:
        case "later":
            return Postpone(now)
        case "no longer":
            return None
        case "broken":
            return KeyError("no such task")
    return Message(key, (Button("✅ Xong", "mark_done task=1"),), hint=str(os.getpid()))
