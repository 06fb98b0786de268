"""The day on which a commune's plan comes in through the chat: its people, its PDF, a list from a meeting."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from storage.database import reading
from storage.tasks import unfinished_in
from tests.doubles.days import Days, days
from tests.doubles.office import document

DATA = Path(__file__).parents[1] / "data"
MEETING = """1. Báo cáo rà soát hộ nghèo - Lê Thị Nga - 10/01/2023
2. Niêm yết lịch tiếp công dân - chị Nguyễn Thị Lan - 05/01/2023
3. Kiểm tra đất công ích - Phạm Anh Tuấn - 16/01/2023"""


@pytest.fixture
def office(sqlite: Engine) -> Days:
    """UBND xã Quang Khải on the morning of thứ Ba 20/12/2022."""
    return days(sqlite).at("2022-12-20 08:00")


def settle(office: Days, said: str) -> str:
    """Answer whatever is asked: keep what is printed, leave open who is not known, till the yes is asked for."""
    for _ in range(40):
        labels = office.buttons("hoa")
        if any(label.startswith("Nhập ") and "nhiệm vụ" in label for label in labels):
            return said
        kept = [label for label in labels if label.startswith(("Giữ", "Để sau", "Không tính"))]
        said = office.tap("hoa", kept[0] if kept else labels[0])
    raise AssertionError(said)


def test_a_year_of_work_comes_in_through_the_chat(office: Days) -> None:
    people = office("hoa", file=document("mau-02.xlsx", (DATA / "rosters" / "mau-02.xlsx").read_bytes()))
    assert people.startswith("Tệp mau-02.xlsx (Mẫu số 02): đọc được ")
    assert "090" not in people
    assert office("hoa", "ok").startswith("✅ Đã lưu danh sách lúc 08:00: thêm ")

    pdf = (DATA / "plans" / "quang-khai-2023.pdf").read_bytes()
    summary = office.at("2022-12-20 08:10")("hoa", file=document("quang-khai-2023.pdf", pdf))
    assert summary.startswith("Kế hoạch trong tệp quang-khai-2023.pdf: 76 nhiệm vụ")
    with reading(office.chat.engine) as session:
        assert unfinished_in(session, office.chat.office_id) == []
    asked = settle(office, office.tap("hoa", "Xem lại"))
    assert "Không còn dòng cần xem lại. Lưu 76 nhiệm vụ" in asked
    saved = office("hoa", "1")
    assert saved.startswith("✅ Đã lưu kế hoạch trong tệp quang-khai-2023.pdf lúc 08:10. Lời nhắc đầu tiên: ")
    assert office.news("lan") == []
    assert "mỗi người một tin" in office("hoa", "1")
    (told,) = office.news("lan")
    assert told.startswith("Kế hoạch mới đã được đưa vào Nhắc Việc. Đồng chí có ")

    shown = office.at("2022-12-20 09:00")("hoa", MEETING)
    assert "3. Kiểm tra đất công ích — Tuấn, hạn 16/01/2023" in shown
    assert office("hoa", "ok").startswith("✅ Đã lưu Danh sách việc ngày 20/12/2022, 09:00.")
    office("hoa", "không")
    assert "đầu mối hoặc lãnh đạo nhập" in office("lan", MEETING)

    office.at("2023-01-05 07:30")
    (morning,) = office.news("lan")
    assert "Niêm yết lịch tiếp công dân" in morning
    office.at("2023-01-16 07:30")
    assert "Kiểm tra đất công ích" in "".join(office.news("tuan"))
