"""A notice from the first word to its closing list, on a real database (voice.md, samples 43 and 44, day 7)."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from scheduler.messages import Message
from storage.audit import history_of
from storage.database import transaction
from storage.people import accounts_of
from storage.rows import id_of
from storage.tables import AccountState, Role
from tests.doubles.commune import Commune, at, say, tap, waiting
from tests.doubles.rendering import render

NOW = at("2026-11-20", "13:40")
TEXT = "Họp cơ quan 08:00 thứ Hai 23/11, tại hội trường"


@pytest.fixture
def commune(sqlite: Engine) -> Iterator[Commune]:
    with transaction(sqlite) as session:
        made = Commune(session)
        made.person("Lê Thị Hoa", Role.FOCAL, post="Công chức Nội vụ")
        made.person("Nguyễn Thị Lan", post="Công chức Văn phòng - Thống kê")
        made.person("Phạm Anh Tuấn", post="Công chức Địa chính")
        made.person("Trần Văn Minh", Role.LEADER, post="Chủ tịch")
        made.person("Lê Văn Sơn", post="Công chức Văn hóa - Xã hội", linked=False)
        van = made.person("Đỗ Thị Vân", post="Công chức Địa chính")
        accounts_of(session, id_of(van))[0].state = AccountState.REFUSED
        yield made


def sent(commune: Commune) -> Message:
    hoa = commune.people["Hoa"]
    return tap(commune, hoa, say(commune, hoa, f"gửi thông báo cho cả xã: {TEXT}", NOW), "Gửi ngay", NOW)


def test_the_preview_counts_heads_and_names_who_cannot_be_reached(commune: Commune) -> None:
    message = say(commune, commune.people["Hoa"], f"gửi thông báo cho cả xã: {TEXT}", NOW)
    assert message.text == (
        f'Xem trước thông báo "{TEXT}".\n'
        "Người nhận: 5 công chức và lãnh đạo của UBND xã Quang Khải. Gửi được: 3. Không liên lạc được: 2, gồm "
        "Vân (đã chặn trang web, không có kênh khác), Sơn (chưa liên kết).\n"
        "Gửi ngay cho 3 người, đúng không?"
    )
    assert [button.label for button in message.buttons] == ["Gửi ngay", "Thôi"]
    assert waiting(commune, "notice") == {}


def test_after_yes_everybody_who_can_be_reached_gets_it(commune: Commune) -> None:
    message = sent(commune)
    assert message.text == "Đã gửi thông báo đến 3 người lúc 13:40. Vân và Sơn cần được báo trực tiếp."
    rows = waiting(commune, "notice")
    assert set(rows) == {"Lan", "Tuấn", "Minh"}
    heard = render(commune.session, rows["Lan"], now=NOW)
    assert isinstance(heard, Message)
    assert heard.text == f"📣 Thông báo của UBND xã Quang Khải\n{TEXT}"
    assert [entry.verb for entry in history_of(commune.session, "notice", rows["Lan"].payload["notice"])] == [
        "send_notice"
    ]


def test_who_confirmed_and_who_did_not_by_name_and_only_the_silent_are_chased(commune: Commune) -> None:
    sent(commune)
    hoa, lan = commune.people["Hoa"], commune.people["Lan"]
    heard = render(commune.session, waiting(commune, "notice")["Lan"], now=NOW)
    assert isinstance(heard, Message)
    assert tap(commune, lan, heard, "Đã nhận", NOW).text == "Đã ghi nhận đồng chí xác nhận thông báo."
    status = say(commune, hoa, "ai chưa xác nhận", at("2026-11-20", "16:30"))
    assert status.text == (
        "Thông báo gửi lúc 13:40: gửi được 3/5, đã xác nhận 1, chưa xác nhận 2 (Tuấn, Minh), "
        "không liên lạc được 2 (Vân, Sơn)."
    )
    asked = say(commune, hoa, "nhắc những người chưa xác nhận", at("2026-11-20", "16:31"))
    assert asked.text == "Nhắc Tuấn và Minh xác nhận thông báo, đúng không?"
    assert say(commune, hoa, "ok", at("2026-11-20", "16:31")).text == "Đã nhắc 2 người lúc 16:31."
    assert set(waiting(commune, "notice_chase")) == {"Tuấn", "Minh"}


def test_typed_acknowledgement_is_the_notices(commune: Commune) -> None:
    sent(commune)
    tuan = commune.people["Tuấn"]
    assert say(commune, tuan, "đã nhận ạ", NOW).text == "Đã ghi nhận đồng chí xác nhận thông báo."
    status = say(commune, commune.people["Hoa"], "mấy người đã nhận thông báo rồi", NOW)
    assert "đã xác nhận 1" in status.text


def test_closing_gives_the_list_and_ends_the_chase(commune: Commune) -> None:
    sent(commune)
    hoa, monday = commune.people["Hoa"], at("2026-11-23", "09:15")
    status = say(commune, hoa, "ai chưa xác nhận", monday)
    assert tap(commune, hoa, status, "Chốt thông báo", monday).text == (
        "Đã chốt lúc 09:15 thứ Hai 23/11. Danh sách 5 người: đã xác nhận 0, chưa xác nhận 3 (Lan, Tuấn, Minh), "
        "không liên lạc được 2 (Vân, Sơn)."
    )
    assert say(commune, hoa, "nhắc những người chưa xác nhận", monday).text == "Thông báo này đã được chốt."


def test_text_and_audience_are_asked_for_one_after_the_other(commune: Commune) -> None:
    hoa = commune.people["Hoa"]
    assert say(commune, hoa, "phát thông báo", NOW).text == "Đồng chí gửi thông báo với nội dung gì?"
    message = say(commune, hoa, "mai nộp báo cáo đo đạc, việc nào xong gửi trước", NOW)
    assert message.text == "Đồng chí gửi thông báo này cho ai?"
    assert [button.label for button in message.buttons] == ["Cả đơn vị", "Địa chính", "Chủ tịch"]
    preview = tap(commune, hoa, message, "Địa chính", NOW)
    assert "Người nhận: 2 người (Công chức Địa chính). Gửi được: 1." in preview.text
    assert tap(commune, hoa, preview, "Gửi ngay", NOW).text.startswith("Đã gửi thông báo đến 1 người lúc 13:40.")
    assert set(waiting(commune, "notice")) == {"Tuấn"}


def test_a_post_may_be_typed(commune: Commune) -> None:
    hoa = commune.people["Hoa"]
    say(commune, hoa, "phát thông báo", NOW)
    say(commune, hoa, "Nộp báo cáo trong ngày mai", NOW)
    assert "Người nhận: 1 người (Công chức Văn phòng - Thống kê)." in say(commune, hoa, "văn phòng thống kê", NOW).text


def test_nothing_is_sent_without_a_yes(commune: Commune) -> None:
    hoa = commune.people["Hoa"]
    say(commune, hoa, f"gửi thông báo cho cả xã: {TEXT}", NOW)
    say(commune, hoa, "thôi", NOW)
    assert waiting(commune, "notice") == {}
    assert say(commune, hoa, "ai chưa xác nhận", NOW).text == "Chưa có thông báo nào được gửi."


def test_an_official_is_told_who_sends_notices(commune: Commune) -> None:
    message = say(commune, commune.people["Lan"], f"gửi thông báo cho cả xã: {TEXT}", NOW)
    assert message.text == "Thông báo do lãnh đạo hoặc đầu mối gửi. Đồng chí có thể nhờ đồng chí Hoa gửi giúp."


def test_a_notice_of_another_commune_is_not_found_and_not_heard(commune: Commune) -> None:
    sent(commune)
    other = Commune(commune.session, "UBND xã Tân Bình")
    other.people["Bình"] = binh = other.person("Lê Văn Bình", Role.FOCAL)
    row = waiting(commune, "notice")["Lan"]
    heard = render(commune.session, row, now=NOW)
    assert isinstance(heard, Message)
    assert tap(other, binh, heard, "Đã nhận", NOW).text == "Không tìm thấy thông báo này trong phạm vi của đồng chí."
    assert say(other, binh, "ai chưa xác nhận", NOW).text == "Chưa có thông báo nào được gửi."
