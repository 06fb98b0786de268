"""Which handler answers which intent."""

from collections.abc import Mapping

from bot.handlers import (
    Handler,
    events,
    extensions,
    leaders,
    leading,
    lists,
    notices,
    people,
    plans,
    proofs,
    rosters,
    settings,
    tasks,
)
from bot.intents.model import Intent

HANDLERS: Mapping[Intent, Handler] = {
    **tasks.HANDLERS,
    **proofs.HANDLERS,
    **extensions.HANDLERS,
    **leading.HANDLERS,
    **lists.HANDLERS,
    **settings.HANDLERS,
    **people.HANDLERS,
    **leaders.HANDLERS,
    **notices.HANDLERS,
    **plans.HANDLERS,
    **rosters.HANDLERS,
    **events.HANDLERS,
}

# What "no" to a reading means, where it is more than to drop the order.
ON_NO: Mapping[Intent, Handler] = {
    **tasks.ON_NO,
    **proofs.ON_NO,
    **extensions.ON_NO,
    **leading.ON_NO,
    **plans.ON_NO,
}


def handler_of(intent: Intent) -> Handler:
    """The handler of an intent; what comes with a later version answers so."""
    return HANDLERS.get(intent, people.not_yet)
