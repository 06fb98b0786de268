"""A plan typed or pasted into the chat."""

import pytest

from storage.database import reading
from storage.tasks import plans_of, unfinished_in
from tests.doubles.office import Chat

LIST = """1. Báo cáo CCHC quý I - Lan - trước 20/3/2027
2. Báo cáo rà soát TTHC - chị Lan - 31/3/2027
3. Kế hoạch tuyên truyền CCHC năm 2027 - Hoa - 15/01/2027
4. Tập huấn chuyển đổi số - Tuấn - tháng 5/2027
5. Kiểm tra đất công ích, anh Tuấn, 30/6/2027
6. Tổng kết CCHC năm 2027 - Văn phòng - Thống kê - 10/12/2027"""
TABLE = (
    "Nhiệm vụ\tNgười thực hiện\tThời hạn\n"
    "Báo cáo CCHC\tVăn phòng - Thống kê\t20/3/2027\nRà soát TTHC\tNội vụ\t31/3/2027"
)
NOTES = "Kế hoạch tháng 1/2027\n- Tổng hợp hộ nghèo, Nội vụ, hạn 20/01/2027\n- Lịch trực Tết, Lan, hạn 10/01/2027"


def saved(chat: Chat) -> list[str]:
    with reading(chat.engine) as session:
        return [plan.title for plan in plans_of(session, chat.office_id) if plan.id != chat.plan_id]


@pytest.fixture
def hoa(chat: Chat) -> Chat:
    return chat.at("2026-11-26 09:00")


def test_thursday_26_11_hoa_pastes_six_tasks_and_saves_them(hoa: Chat) -> None:
    shown = hoa("hoa", LIST)
    assert shown.text == (
        "Danh sách việc ngày 26/11/2026, 09:00: 6 nhiệm vụ. Chưa lưu.\n\n"
        "1. Báo cáo CCHC quý I — Lan, hạn 19/3/2027\n"
        "2. Báo cáo rà soát TTHC — Lan, hạn 31/3/2027\n"
        "3. Kế hoạch tuyên truyền CCHC năm 2027 — Hoa, hạn 15/01/2027\n"
        "4. Tập huấn chuyển đổi số — Tuấn, hạn 31/5/2027\n"
        "5. Kiểm tra đất công ích — Tuấn, hạn 30/6/2027\n"
        "6. Tổng kết CCHC năm 2027 — Lan, hạn 10/12/2027\n\n"
        "Lưu kế hoạch này, đúng không?"
    )
    assert shown.buttons == ["Nhập 6 nhiệm vụ", "Xem cả bảng", "Thôi"]
    assert saved(hoa) == []
    assert hoa("hoa", "ok").text.startswith("✅ Đã lưu Danh sách việc ngày 26/11/2026, 09:00. Lời nhắc đầu tiên: ")
    with reading(hoa.engine) as session:
        rows = unfinished_in(session, hoa.office_id)
        people = [hoa.people[who] for who in ("hoa", "lan", "lan", "tuan", "tuan", "lan")]
        assert [row.person_id for row in rows] == people
    again = hoa.at("2026-11-26 09:30")("hoa", LIST)
    assert again.text == "Kế hoạch này đã được lưu lúc 09:00 hôm nay. Không có thay đổi."


@pytest.mark.parametrize("text", [TABLE, NOTES])
def test_other_layouts_go_the_same_way(hoa: Chat, text: str) -> None:
    assert "2 nhiệm vụ" in hoa("hoa", text).text
    assert hoa.tap("hoa", "Thôi").text == "Đã bỏ danh sách vừa gửi. Chưa lưu gì."
    assert saved(hoa) == []


def test_two_lists_of_one_day_are_two_plans(hoa: Chat) -> None:
    hoa("hoa", LIST)
    hoa("hoa", "ok")
    hoa("hoa", "không")
    hoa.at("2026-11-26 09:20")("hoa", TABLE)
    hoa("hoa", "ok")
    assert len(saved(hoa)) == 2


def test_a_pasted_table_comes_back_as_a_workbook(hoa: Chat) -> None:
    hoa("hoa", LIST)
    message = hoa.tap("hoa", "Xem cả bảng").message
    assert message is not None
    assert message.files[0].name == "Danh sách việc ngày 26-11-2026, 09h00_doc_lai.xlsx"


def test_an_official_who_pastes_a_plan_hears_who_imports_it(hoa: Chat) -> None:
    refused = hoa("lan", LIST)
    assert refused.text == "Kế hoạch do đầu mối hoặc lãnh đạo nhập. Đồng chí gửi cho đồng chí Hoa để nhập."
    assert saved(hoa) == []


def test_orders_about_work_and_a_notices_text_are_no_plan(hoa: Chat) -> None:
    hoa.task(12, "Báo cáo CCHC", "2026-11-27", owner="hoa")
    hoa.task(13, "Báo cáo TTHC", "2026-11-28", owner="hoa")
    assert "nhiệm vụ" not in hoa("hoa", "xong 12\nxong 13 ngày 25/11/2026").text
    hoa("hoa", "gửi thông báo")
    assert "nhiệm vụ. Chưa lưu" not in hoa("hoa", LIST).text
    assert saved(hoa) == []


def test_a_list_pasted_when_a_file_was_asked_for_is_the_plan(hoa: Chat) -> None:
    assert "dán danh sách việc" in hoa("hoa", "nhập kế hoạch").text
    assert "6 nhiệm vụ" in hoa("hoa", LIST).text


def test_a_list_without_a_year_asks_for_it_and_its_title_ends_in_no_colon(hoa: Chat) -> None:
    shown = hoa("hoa", "Kế hoạch tháng 12:\n1. Báo cáo CCHC - Lan - 15/12\n2. Họp dân - Tuấn - trước 20/12/2026")
    assert shown.text.startswith("Kế hoạch tháng 12: 2 nhiệm vụ")
    assert hoa.tap("hoa", "Xem lại").says('Thời hạn "15/12" chưa rõ năm. Kế hoạch này của năm nào')
    assert hoa("hoa", "2026").says("Kế hoạch của năm 2026.")
