"""Every dialog of `said/` is played, and every intent is said by everybody whom it concerns."""

import re
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


# voice.md, rules 3, 5 and 14, and the column "never" of its fixed words, where a word is not also an ordinary one.
NEVER = re.compile(
    r"!|\b(vui lòng|kính gửi|trân trọng|nhằm|tiến hành|hệ thống|ạ|nhé|em|tôi|chúng tôi|ticket|deadline|hạn chót|"
    r"task|tồn đọng|bằng chứng|tập tin|cập nhật trạng thái|nghiệm thu|phê duyệt|seen|snooze|cảnh báo|leo thang|offline|"
    r"đăng nhập|mật khẩu|OTP|không hợp lệ|sai cú pháp|không có quyền|vẫn chưa|nghiêm túc)\b",
    re.IGNORECASE,
)
QUOTED = re.compile(r'"[^"]*"')
_LONGEST, _LONGEST_CONSENT, _LONGEST_BUTTON, _MOST_BUTTONS = 600, 1000, 24, 5
_OTHERS_WORDS = re.compile(r"☐|\[|‖|\d+\. ")  # a plan's words, buttons, hints


def _answers() -> list[list[str]]:
    """What is said in all the dialogs, each as its lines."""
    said: list[list[str]] = []
    for line in (line for dialog in dialogs() for line in dialog.lines):
        if line.startswith("→"):
            said.append([line.removeprefix("→ ")])
        elif line.startswith("  "):
            said[-1].append(line.strip())
    return said


def test_no_answer_has_a_word_that_we_never_say() -> None:
    lines = [line for answer in _answers() for line in answer if not _OTHERS_WORDS.match(line)]
    assert sorted({line for line in lines if NEVER.search(QUOTED.sub("", line))}) == []


def test_answers_and_buttons_keep_to_their_room() -> None:
    long = []
    for answer in _answers():
        words = "\n".join(line for line in answer if not line.startswith(("[", "‖")))
        most = _LONGEST_CONSENT if "91/2025/QH15" in words else _LONGEST
        buttons = [label for line in answer if line.startswith("[") for label in re.findall(r"\[([^]]+)\]", line)]
        if len(words) > most or len(buttons) > _MOST_BUTTONS or any(len(one) > _LONGEST_BUTTON for one in buttons):
            long.append((len(words), buttons, words))
    assert long == []


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
