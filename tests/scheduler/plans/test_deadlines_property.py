"""Whatever can be said in the grammar of deadlines.md is read back as it was meant, in any of its wordings."""

import unicodedata

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scheduler.plans.deadlines import read
from scheduler.plans.model import Condition, ConditionKind
from tests.scheduler.plans.sayings import CONDITIONS, LISTS, PLAN, Saying

RETYPED = [
    lambda text: text,
    str.upper,
    lambda text: unicodedata.normalize("NFD", text),
    lambda text: f"{text}.",
    lambda text: text[:1].upper() + text[1:],
]


def without_words(conditions: tuple[Condition, ...]) -> list[str]:
    """Conditions as they count: the event of a relative one by its words, in any letters; of others not at all."""
    shown = []
    for each in conditions:
        event = unicodedata.normalize("NFC", (each.event or "").lower()) if each.kind is ConditionKind.RELATIVE else ""
        shown.append(f"{each.kind} {each.days} {each.months} {each.working_days} {event}")
    return sorted(shown)


@settings(max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(LISTS, CONDITIONS, st.data())
def test_a_schedule_printed_in_vietnamese_is_read_back_the_same(
    times: list[Saying], conditions: list[Saying], data: st.DataObject
) -> None:
    sayings = [*times, *conditions]
    link = data.draw(st.sampled_from(["; ", ", ", " và "] if len(sayings) < 3 else ["; ", ", "]))
    text = data.draw(st.sampled_from(RETYPED))(link.join(data.draw(st.sampled_from(each.wordings)) for each in sayings))
    schedule = read(text, PLAN)
    meant = {occurrence for each in times for occurrence in each.occurrences}
    assert (set(schedule.occurrences), without_words(schedule.conditions)) == (
        meant,
        without_words(tuple(condition for each in conditions for condition in each.conditions)),
    ), text
    assert len(schedule.occurrences) == len(meant), text
