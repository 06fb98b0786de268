"""What the reader missed is kept for its tests: nameless, and only where the office wishes it."""

import json

import pytest
from typer.testing import CliRunner

from bot.actions.missed import nameless
from bot.cli import app
from storage.database import reading, transaction
from storage.missed import missed_messages
from storage.people import office_of
from tests.doubles.office import Chat


def _wished(chat: Chat) -> None:
    with transaction(chat.engine) as session:
        office_of(session, chat.office_id).keeps_missed = True


def _kept(chat: Chat) -> list[tuple[str, str, str]]:
    with reading(chat.engine) as session:
        return [(row.typed, row.read_as, row.meant) for row in missed_messages(session)]


def _button(chat: Chat) -> str:
    """The "Xong" of a task just shown."""
    chat.task(12, "Báo cáo CCHC quý IV", "2026-11-27")
    chat("lan", "việc 12")
    return chat.command("lan", "Xong")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("chị Hạnh sđt 0912 345 678 ấy", "chị Nam sđt 0000 000 000 ấy"),
        ("gửi pham anh tuan vụ hôm nọ", "gửi Nam vụ hôm nọ"),
        ("xem https://xa.gov.vn/ho-so/079082001234 đi", "xem https://example.vn đi"),
        ("việc 12 năm 2026", "việc 12 năm 2026"),
    ],
)
def test_names_numbers_and_links_are_not_kept(typed: str, kept: str) -> None:
    assert nameless(typed, ["Phạm Anh Tuấn"]) == kept


def test_the_tap_after_a_message_not_understood_tells_what_it_meant(chat: Chat) -> None:
    _wished(chat)
    done = _button(chat)
    chat("lan", "blah xyz của Phạm Anh Tuấn")
    chat("lan", done, tapped=True)
    assert _kept(chat) == [("blah xyz của Nam", "unknown", "mark_done")]


def test_the_choice_among_several_readings_tells_it_too(chat: Chat) -> None:
    _wished(chat)
    chat.task(12, "Báo cáo CCHC quý IV", "2026-11-27")
    assert len(chat("lan", "để việc 12 tới thứ 6 nha").buttons) > 1
    chat("lan", "1")
    assert [row[:2] for row in _kept(chat)] == [("để việc 12 tới thứ 6 nha", "clarify")]


def test_nothing_is_kept_unless_the_office_wishes_it(chat: Chat) -> None:
    done = _button(chat)
    chat("lan", "blah xyz")
    chat("lan", done, tapped=True)
    assert _kept(chat) == []


def test_a_message_between_clears_nothing_up(chat: Chat) -> None:
    _wished(chat)
    done = _button(chat)
    chat("lan", "blah xyz")
    chat("lan", "cảm ơn")
    chat("lan", done, tapped=True)
    assert _kept(chat) == []


def test_the_terminal_prints_what_was_kept_as_test_lines(monkeypatch: pytest.MonkeyPatch, chat: Chat) -> None:
    _wished(chat)
    done = _button(chat)
    chat("lan", "blah xyz")
    chat("lan", done, tapped=True)
    monkeypatch.setenv("NHACVIEC_DATABASE_URL", chat.engine.url.render_as_string(hide_password=False))
    (line,) = CliRunner().invoke(app, ["understand", "--missed"]).stdout.splitlines()
    row = json.loads(line)
    assert (row["text"], row["role"], row["intent"]) == ("blah xyz", "official", "mark_done")
