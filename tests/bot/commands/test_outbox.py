from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine
from typer.testing import CliRunner, Result

from bot.cli import app
from storage.audit import history_of
from storage.database import reading, transaction
from storage.people import add_office, add_person, link
from storage.rows import id_of
from storage.tables import MessageEvent, MessageState, OutboxMessage, Person

NOW = datetime(2026, 11, 20, 0, 30, tzinfo=UTC)  # 07:30 at the office
BOT = "telegram:123456"
Call = Callable[..., Result]


@pytest.fixture
def nhacviec(sqlite: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Call:
    """Lan, whose morning was said and whose notice is in doubt; Hoa, whom nobody reached; Bình of another office."""
    monkeypatch.setenv("NHACVIEC_DATA_DIR", str(tmp_path))
    with transaction(sqlite) as session:
        office_id = add_office(session, "UBND xã Quang Khải").office_id
        lan, hoa = (add_person(session, office_id, name) for name in ("Nguyễn Thị Lan", "Lê Thị Hoa"))
        binh = add_person(session, add_office(session, "UBND xã Tân Bình").office_id, "Phạm Văn Bình")
        link(session, lan, bot=BOT, address="5005", now=NOW)
        morning = message(lan, 1, "morning", MessageState.SENT)
        morning.sent_at, morning.platform_id, morning.said = NOW, "77", "Chào đồng chí Lan."
        rows = [message(lan, 2, "notice", MessageState.DOUBTFUL), message(hoa, 3, "nudge", MessageState.REFUSED)]
        session.add_all([morning, *rows, message(binh, 4, "morning", MessageState.WAITING)])
        session.flush()
        session.add(
            MessageEvent(message_id=2, at=NOW, state=MessageState.DOUBTFUL, bot=BOT, detail="no answer in time")
        )
    return lambda *words: CliRunner().invoke(app, ["outbox", *map(str, words)])


def message(person: Person, number: int, kind: str, state: MessageState) -> OutboxMessage:
    row = OutboxMessage(
        id=number, office_id=person.office_id, person_id=id_of(person), kind=kind, key=f"{kind}:{number}"
    )
    row.created_at = row.not_before = NOW
    row.lane, row.state = BOT, state
    return row


def test_everything_about_one_message_is_shown(nhacviec: Call) -> None:
    assert nhacviec("show", 1).stdout == (
        "Tin 1: bản nhắc buổi sáng\n"
        "Gửi đến: Nguyễn Thị Lan (UBND xã Quang Khải)\n"
        "Trạng thái: đã gửi lúc 07:30:00 thứ Sáu 20/11/2026\n"
        "Bot: telegram:123456, mức ưu tiên 0\n"
        "Giờ hẹn gửi: 07:30:00 thứ Sáu 20/11/2026; tạo lúc 07:30:00 thứ Sáu 20/11/2026\n"
        "Mã tin trên kênh: 77\n"
        "Khóa: morning:1\n"
        "Nội dung đã gửi:\n"
        "Chào đồng chí Lan.\n"
    )
    doubt = nhacviec("show", 2).stdout
    assert "Trạng thái: chưa rõ đã đến\n" in doubt
    assert "  07:30:00 thứ Sáu 20/11/2026 · chưa rõ đã đến · telegram:123456 · no answer in time\n" in doubt


def test_a_message_of_another_office_is_not_found_where_one_is_named(nhacviec: Call) -> None:
    assert nhacviec("show", 1, "--office", "UBND xã Tân Bình").exit_code == 1
    gone = nhacviec("show", 99)
    assert (gone.exit_code, gone.stderr) == (1, "Không tìm thấy tin 99. Xem các tin: nhacviec outbox list.\n")


def test_lists_by_state_bot_and_office(nhacviec: Call) -> None:
    assert nhacviec("list", "--state", "doubtful").stdout == (
        "2\t07:30 20/11/2026\tchưa rõ đã đến\tthông báo\tNguyễn Thị Lan\ttelegram:123456\n"
    )
    assert [line.split("\t")[0] for line in nhacviec("list").stdout.splitlines()] == ["4", "3", "2", "1"]
    assert nhacviec("list", "--limit", 1).stdout.startswith("4\t")
    assert nhacviec("list", "--office", "UBND xã Tân Bình").stdout.startswith("4\t")
    assert nhacviec("list", "--lane", "zalo:1").stdout == "Không có tin nào.\n"


def test_a_persons_log_is_newest_first(nhacviec: Call) -> None:
    assert nhacviec("of", "Lan", "--office", "UBND xã Quang Khải").stdout == (
        "Sổ nhắc việc của Nguyễn Thị Lan, mới nhất trước:\n"
        "07:30 20/11/2026 — thông báo — chưa rõ đã đến (tin 2)\n"
        "07:30 20/11/2026 — bản nhắc buổi sáng — đã gửi (tin 1)\n"
    )
    other = nhacviec("of", "Lan", "--office", "UBND xã Tân Bình")
    assert other.exit_code == 1
    assert "Không tìm thấy người" in other.stderr


def test_what_is_in_doubt_is_said_again_by_hand_and_the_log_knows(nhacviec: Call, sqlite: Engine) -> None:
    assert nhacviec("retry", 2).stdout == "Tin 2 được xếp gửi ngay qua bot telegram:123456.\n"
    shown = nhacviec("show", 2).stdout
    assert "Trạng thái: đang chờ\n" in shown
    assert "Tin được gửi lại vì lần trước chưa rõ đã đến.\n" in shown
    with reading(sqlite) as session:
        [entry] = history_of(session, "outbox", 2)
    assert (entry.verb, entry.channel, entry.before, entry.after) == (
        "retry",
        "cli",
        {"state": "doubtful"},
        {"state": "waiting"},
    )


def test_what_was_sent_and_who_has_no_chat_is_not_said_again(nhacviec: Call) -> None:
    sent, nobody = nhacviec("retry", 1), nhacviec("retry", 3)
    assert (sent.exit_code, nobody.exit_code) == (1, 1)
    assert sent.stderr == "Tin 1 đã gửi hoặc không cần gửi nữa. Không có thay đổi.\n"
    assert nobody.stderr.startswith("Tin 3 chưa gửi được: người nhận chưa liên kết kênh nào.")


def test_a_message_is_dropped_once(nhacviec: Call, sqlite: Engine) -> None:
    assert nhacviec("drop", 2).stdout == "Tin 2 sẽ không được gửi.\n"
    assert "không cần gửi" in nhacviec("show", 2).stdout
    assert nhacviec("drop", 2).exit_code == 1
    with reading(sqlite) as session:
        assert [entry.verb for entry in history_of(session, "outbox", 2)] == ["drop"]


def test_what_is_on_its_way_is_left_alone(nhacviec: Call, sqlite: Engine) -> None:
    with transaction(sqlite) as session:
        session.get_one(OutboxMessage, 2).state = MessageState.SENDING
    tried = nhacviec("drop", 2)
    assert tried.exit_code == 1
    assert tried.stderr == "Tin 2 đang được gửi. Xem lại sau một phút: nhacviec outbox show 2.\n"
