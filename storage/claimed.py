"""A message of the outbox in the hands of whoever says it."""

from datetime import datetime
from typing import Any, NamedTuple

from storage.tables import OutboxMessage


class Claimed(NamedTuple):
    """A message as whoever took it needs it: what its words and its way depend on."""

    id: int
    office_id: int
    person_id: int
    key: str
    kind: str
    payload: dict[str, Any]
    created_at: datetime
    not_before: datetime
    lane: str
    priority: int
    attempts: int
    again: bool


Outgoing = Claimed | OutboxMessage  # what can be put into words
