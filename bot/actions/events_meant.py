"""What somebody means by an event's name, or by a request that came in, among what the office waits for."""

from collections.abc import Sequence

from sqlmodel import Session

from bot.intents.title_words import spelled
from locales.folding import fold
from scheduler.plans.event_names import OF_ANY_REQUEST, bare, core, meant_among, stands_for
from scheduler.plans.model import ConditionKind
from storage.events import events_of, startable
from storage.rows import id_of
from storage.tables import Condition, Task
from storage.tasks import tasks_by_id

_HALF = 0.5  # of the telling words of a request, that its row has to hold
_SUDDEN = "dot xuat"


def waited_for(session: Session, office_id: int) -> list[str]:
    """The events that something waits for, each once."""
    events = [one.event for one in startable(session, office_id) if _by_event(one) and one.event]
    return list({core(name): bare(name) for name in reversed(events)}.values())[::-1]


def _by_event(condition: Condition) -> bool:
    return condition.kind in (ConditionKind.RELATIVE, ConditionKind.ON_EVENT)


def events_meant(session: Session, office_id: int, said: str) -> list[str]:
    """The names that an event may be given its day by: those of events, and those that something waits for.

    Where a plan only leaves words out of what is said, the fuller name is the event's.
    """
    known = [event.name for event in events_of(session, office_id)]
    found = meant_among(said, [*known, *waited_for(session, office_id)])
    names = [name if name in known or not stands_for(name, said) else said for name in found]
    return list(dict.fromkeys(names))


def requests_meant(session: Session, office_id: int, said: str) -> list[tuple[Condition, Task]]:
    """What a person may start by these words: rows whose own words they name, the best; in the order of the plan."""
    waiting = [one for one in startable(session, office_id) if one.kind != ConditionKind.RELATIVE]
    tasks = tasks_by_id(session, (one.task_id for one in waiting))
    rows = [(one, tasks[one.task_id]) for one in waiting]
    wanted = [word for word in spelled(said) if word not in OF_ANY_REQUEST]
    if not wanted:
        return _of_any_words(rows, said)
    scores = {id_of(one): _share(wanted, one, task) for one, task in rows}
    best = max(scores.values(), default=0.0)
    return [(one, task) for one, task in rows if best >= _HALF and scores[id_of(one)] == best]


def _of_any_words(rows: Sequence[tuple[Condition, Task]], said: str) -> list[tuple[Condition, Task]]:
    asked = [(one, task) for one, task in rows if one.kind == ConditionKind.ON_REQUEST]
    sudden = [(one, task) for one, task in asked if _SUDDEN in fold(f"{task.title} {task.deadline_text}")]
    return sudden if sudden and _SUDDEN in fold(said) else asked


def _share(wanted: Sequence[str], condition: Condition, task: Task) -> float:
    words = set(spelled(" ".join([task.title, *task.products, condition.event or ""])))
    return sum(word in words for word in wanted) / len(wanted)
