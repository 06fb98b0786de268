"""Every dialog of `said/` is played, and every intent is said by everybody whom it concerns."""

from datetime import date

import pytest
from sqlalchemy import Engine

from bot.intents import read
from bot.intents.model import BUTTON_ONLY, Hearing, Intent
from tests.dialogs.telling import Dialog, dialogs, retold, typed

TODAY = date(2026, 11, 20)
ROLES = {"Lan": "official", "Tuấn": "official", "Minh": "leader", "Hoa": "focal", "Bình": "Bình"}
# What Bình of another commune says about rows that are not his.
OF_ROWS = frozenset(
    {
        Intent.LIST_TASKS,
        Intent.SHOW_TASK,
        Intent.MARK_DONE,
        Intent.UNDO_DONE,
        Intent.ATTACH_PROOF,
        Intent.LIST_PROOF,
        Intent.REQUEST_EXTENSION,
        Intent.APPROVE_EXTENSION,
        Intent.REJECT_EXTENSION,
        Intent.RETURN_TASK,
        Intent.SNOOZE,
        Intent.ACKNOWLEDGE,
        Intent.CHECKLIST_SHOW,
        Intent.CHECKLIST_TICK,
        Intent.REPORT_STATUS,
        Intent.NUDGE,
        Intent.BROADCAST_STATUS,
        Intent.EXAM_INFO,
        Intent.ASSIGN_TASK,
        Intent.SET_EVENT_DATE,
    }
)
TYPED = [intent for intent in Intent if intent not in BUTTON_ONLY]


@pytest.mark.parametrize("dialog", dialogs(), ids=lambda one: f"{one.file}: {one.title}")
def test_a_dialog_goes_as_it_is_told(dialog: Dialog, sqlite: Engine) -> None:
    assert "\n".join(retold(dialog, sqlite)).rstrip() == "\n".join(dialog.lines)


def test_there_are_two_hundred_and_fifty_exchanges() -> None:
    commands = [line for dialog in dialogs() for line in dialog.commands]
    assert sum(line.startswith(tuple(f"{who}:" for who in ROLES)) for line in commands) >= 250


def _intents_said() -> set[tuple[str, Intent]]:
    """Who said what; a message with several requests says each."""
    said = set()
    for line in (line for dialog in dialogs() for line in dialog.commands):
        if (one := typed(line)) and one[0] in ROLES:
            role = ROLES[one[0]]
            reading = read(one[1], Hearing(TODAY, "official" if role == "Bình" else role))
            said |= {(role, each.intent) for each in (reading, *reading.more)}
    return said


def test_every_intent_is_said_by_every_role_and_by_another_commune_where_rows_matter() -> None:
    wanted = {(role, intent) for intent in TYPED for role in ("official", "leader", "focal")}
    wanted |= {("Bình", intent) for intent in OF_ROWS}
    assert sorted(wanted - _intents_said()) == []
