"""A printed list becomes items; which are ticked, under which number, and for whom."""

import pytest

from scheduler.checklists.audience import addressed
from scheduler.checklists.lists import listed
from scheduler.checklists.model import Item, Listed
from scheduler.checklists.numbering import rows

STEPS = """Quy trình nộp hồ sơ
Cụ thể:
Bước 1. Đặt lịch hẹn
+ Đặt lịch hẹn trên Cổng Dịch vụ công, tối đa
04 hồ sơ/người.
+ Người thực hiện: Công chức Tài chính - Kế toán; công chức Địa chính
- Nông nghiệp - Xây dựng và Môi trường.
Bước 2. Xử lý hồ sơ
+ Người thực hiện: Công chức Tư pháp - Hộ tịch (phụ trách hộ tịch)
* Không thu phí.
c. Thời gian thực hiện: 15 phút/mỗi bước xử lý."""


def numbered(items: Listed) -> list[tuple[int | None, str]]:
    return [(row.number, row.body) for row in rows(items)]


def test_steps_keep_their_details_their_performers_and_their_minutes() -> None:
    first, second, note = listed(STEPS.splitlines(), name="x").items
    assert (first.no, first.text, first.minutes) == ("Bước 1", "Đặt lịch hẹn", 15)
    assert first.who == ("Công chức Tài chính - Kế toán", "công chức Địa chính - Nông nghiệp - Xây dựng và Môi trường")
    assert [child.text for child in first.children] == ["Đặt lịch hẹn trên Cổng Dịch vụ công, tối đa 04 hồ sơ/người."]
    assert (second.minutes, note.no, note.text) == (15, "*", "Không thu phí.")
    assert listed(STEPS.splitlines(), name="x").title == "Quy trình nộp hồ sơ"


def test_a_step_is_ticked_as_a_whole_and_a_note_never() -> None:
    assert numbered(listed(STEPS.splitlines(), name="x")) == [
        (1, "Đặt lịch hẹn"),
        (None, "Đặt lịch hẹn trên Cổng Dịch vụ công, tối đa 04 hồ sơ/người."),
        (2, "Xử lý hồ sơ"),
        (None, "Không thu phí."),
    ]


def test_an_outline_ticks_what_stands_under_its_headings() -> None:
    text = (
        "A. KẾT QUẢ\n1. Chỉ đạo\na) Kết quả đạt được\n- Ban hành văn bản.\n- Khắc phục tồn tại.\n"
        "b) Tồn tại.\n2. Thể chế\nB. PHƯƠNG HƯỚNG"
    )
    assert numbered(listed(text.splitlines(), name="x")) == [
        (None, "KẾT QUẢ"),
        (None, "Chỉ đạo"),
        (None, "Kết quả đạt được"),
        (1, "Ban hành văn bản."),
        (2, "Khắc phục tồn tại."),
        (3, "Tồn tại."),
        (4, "Thể chế"),
        (5, "PHƯƠNG HƯỚNG"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "1. Thẻ công chức\n2. Máy tính có công cụ ký số",
        "1) Thẻ công chức\n2) Máy tính có công cụ ký số",
        "- Thẻ công chức\n- Máy tính có công cụ ký số",
        "☐ Thẻ công chức\n☐ Máy tính có công cụ ký số",
        "Thẻ công chức\n\nMáy tính có công cụ ký số",
        "CHUẨN BỊ KIỂM TRA\nThẻ công chức\nMáy tính có công cụ ký số",
        "Cần mang theo:\n+ Thẻ công chức\n+ Máy tính có công cụ ký số",
    ],
)
def test_a_plain_list_is_its_lines(text: str) -> None:
    found = listed(text.splitlines(), name="danh-muc")
    assert [item.text for item in found.items] == ["Thẻ công chức", "Máy tính có công cụ ký số"]


def test_words_that_end_in_a_colon_only_lead_to_what_stands_under_them() -> None:
    item = Item("-", "Về chỉ đạo, điều hành:", children=(Item("+", "Ban hành văn bản"),))
    other = Item("-", "Tạo tài khoản.", children=(Item("", "Riêng lãnh đạo có chữ ký số."),))
    assert [number for number, _ in numbered(Listed("x", (item, other)))] == [None, 1, 2, 3]


@pytest.mark.parametrize(
    ("who", "title", "meant"),
    [
        ("Chủ tịch, các Phó Chủ tịch UBND các xã, phường, thị trấn", "Chủ tịch UBND xã", True),
        ("Chủ tịch, các Phó Chủ tịch UBND các xã, phường, thị trấn", "Phó Chủ tịch", True),
        ("Chủ tịch, các Phó Chủ tịch UBND các xã, phường, thị trấn", "Chủ tịch HĐND xã", False),
        ("công chức Văn phòng - Thống kê (phụ trách một cửa)", "Văn phòng - Thống kê", True),
        (
            "công chức Văn phòng - Thống kê (phụ trách HĐND và UBND)",
            "Văn phòng - Thống kê (phụ trách một cửa)",
            False,
        ),
        ("công chức Địa chính - Nông nghiệp - Xây dựng và Môi trường (đối với xã)", "Địa chính", True),
        ("Mỗi cán bộ, công chức", "Nội vụ", True),
        ("công chức công nghệ thông tin cấp huyện", "Nội vụ", False),
        ("Công chức Tư pháp - Hộ tịch (phụ trách hộ tịch)", "Tài chính - Kế toán", False),
    ],
)
def test_printed_words_mean_the_holders_of_a_post(who: str, title: str, meant: bool) -> None:
    assert addressed([who], [title]) is meant


def test_an_item_that_names_nobody_is_everybodys() -> None:
    assert addressed([], [])
