"""An item that is no time: what a deadline waits for."""

from dataclasses import dataclass

from scheduler.dates.items import Item
from scheduler.plans.model import Condition, ConditionKind

_UNREAD = Condition(ConditionKind.UNREAD)


@dataclass(frozen=True)
class Waiting(Item):
    condition: Condition = _UNREAD
