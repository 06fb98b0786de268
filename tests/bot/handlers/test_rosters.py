"""A roster sent in the chat."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook
from sqlmodel import select

from bot.channels import Attachment
from storage.database import reading
from storage.rosters import everybody_of
from storage.tables import Person, Role, RosterDraft
from tests.doubles.office import Chat, document

FORMS = Path(__file__).parents[2] / "data" / "rosters"
HEADER = ("TT", "Họ và tên", "Chức danh", "Số điện thoại")
ROWS: tuple[tuple[str, str, str], ...] = (
    ("Nguyễn Thị Lan", "Văn phòng - Thống kê", "0900000101"),
    ("Trần Văn Minh", "Chủ tịch", "0900000102"),
    ("Đỗ Văn Sơn", "Tư pháp - Hộ tịch", "12345"),
)


def roster(rows: Sequence[Sequence[str]] = ROWS, name: str = "can_bo.xlsx") -> Attachment:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["DANH SÁCH CÁN BỘ, CÔNG CHỨC"])
    sheet.append(HEADER)
    for at, row in enumerate(rows, start=1):
        sheet.append([at, *row])
    kept = BytesIO()
    book.save(kept)
    return document(name, kept.getvalue())


def form(number: int) -> Attachment:
    name = f"mau-{number:02d}.xlsx"
    return document(name, (FORMS / name).read_bytes())


def people(chat: Chat) -> dict[str, Person]:
    with reading(chat.engine) as session:
        return {person.name: person for person in everybody_of(session, chat.office_id)}


def waiting(chat: Chat) -> int:
    with reading(chat.engine) as session:
        return sum(bool(draft.content) for draft in session.exec(select(RosterDraft)))


@pytest.fixture
def hoa(chat: Chat) -> Chat:
    return chat.at("2026-11-26 09:00")


def test_thursday_26_11_hoa_sends_a_list_and_saves_it(hoa: Chat) -> None:
    shown = hoa("hoa", file=roster())
    assert shown.text == (
        "Tệp can_bo.xlsx: đọc được 3 người. Chưa lưu.\n"
        "Nếu lưu: thêm 1 người, cập nhật 2 người.\n"
        "1 người của đơn vị không có trong tệp, được giữ nguyên.\n\n"
        "Cần xem lại 1 dòng:\n"
        "Dòng 5: số điện thoại không đủ hoặc thừa chữ số\n\n"
        "Lưu danh sách này, đúng không?"
    )
    assert shown.buttons == ["Lưu 3 người", "Ghi 1 người thôi việc", "Thôi"]
    assert len(people(hoa)) == 4
    done = hoa.at("2026-11-26 09:02")("hoa", "ok")
    assert done.text.startswith("✅ Đã lưu danh sách lúc 09:02: thêm 1 người, cập nhật 2 người.\n")
    assert people(hoa)["Nguyễn Thị Lan"].phone == "0900000101"
    assert waiting(hoa) == 0
    again = hoa("hoa", file=roster())
    assert "giữ nguyên 3 người" in again.text
    assert again.buttons == ["Ghi 1 người thôi việc", "Thôi"]


def test_who_is_not_in_the_list_leaves_only_after_a_yes_and_never_who_sends_it(hoa: Chat) -> None:
    hoa.task(7, "Rà soát hồ sơ", "2026-11-30", owner="tuan")
    hoa("hoa", file=roster())
    asked = hoa.tap("hoa", "thôi việc")
    assert asked.text == (
        "1 người không có trong tệp sẽ được ghi là thôi công tác từ hôm nay: Phạm Anh Tuấn.\n"
        "Cần bàn giao việc chưa hoàn thành: Phạm Anh Tuấn 1 việc.\n\n"
        "Lưu danh sách và ghi 1 người thôi công tác từ hôm nay, đúng không?"
    )
    assert asked.buttons == ["Lưu, 1 người thôi việc", "Giữ 1 người", "Thôi"]
    assert "được giữ nguyên" in hoa.tap("hoa", "Giữ").text
    hoa.tap("hoa", "thôi việc")
    done = hoa("hoa", "1")
    assert "ghi 1 người thôi công tác." in done.text
    assert "Phạm Anh Tuấn 1 việc" in done.text
    assert [name for name, one in people(hoa).items() if one.ended_on] == ["Phạm Anh Tuấn"]


def test_a_list_of_some_ends_nobody(hoa: Chat) -> None:
    shown = hoa("hoa", file=roster(ROWS[:1]))
    assert "không có trong tệp" not in shown.text
    assert shown.buttons == ["Lưu 1 người", "Thôi"]


@pytest.mark.parametrize("number", range(1, 6))
def test_each_form_is_known_and_nothing_is_saved_before_the_yes(hoa: Chat, number: int) -> None:
    shown = hoa("hoa", file=form(number))
    assert shown.text.startswith(f"Tệp mau-0{number}.xlsx (Mẫu số 0{number}): đọc được ")
    assert "Cần xem lại" in shown.text
    assert "090" not in shown.text
    assert len(people(hoa)) == 4
    assert "✅ Đã lưu danh sách" in hoa("hoa", "1").text
    assert len(people(hoa)) > 4


def test_rows_to_look_at_come_five_at_a_time_without_phones_or_birth_dates(hoa: Chat) -> None:
    rows = [(f"Trần Văn {name}", "Kế toán", f"09123{name}") for name in ("An", "Bảo", "Cường", "Dũng", "Giang", "Hải")]
    first = hoa("hoa", file=roster(rows))
    assert "Còn 1 dòng nữa." in first.text
    assert "Dòng 8" not in first.text
    second = hoa("hoa", "xem thêm")
    assert second.text.startswith("Dòng 8: số điện thoại không đủ hoặc thừa chữ số")
    assert second.text.endswith("Lưu danh sách này, đúng không?")
    assert "09123" not in first.text + second.text
    hoa("hoa", "ok")
    assert len(people(hoa)) == 10


def test_what_was_put_right_is_shown_by_row(hoa: Chat) -> None:
    hoa("hoa", file=roster([("Trần Văn An", "Kế toán", "+84 900 000 109")]))
    assert hoa.tap("hoa", "Xem 1 dòng đã sửa").text.startswith("Dòng 3: số điện thoại\n")


def test_a_list_that_was_dropped_saves_nothing_and_is_not_kept(hoa: Chat) -> None:
    hoa("hoa", file=roster())
    assert waiting(hoa) == 1
    late = hoa.command("hoa", "Lưu 3 người")
    assert hoa.tap("hoa", "Thôi").text == "Đã bỏ tệp can_bo.xlsx. Chưa lưu gì."
    assert waiting(hoa) == 0
    hoa("hoa", late, tapped=True)
    assert len(people(hoa)) == 4


def test_another_list_takes_the_place_of_one_left_undecided(hoa: Chat) -> None:
    hoa("hoa", file=roster())
    first = hoa.command("hoa", "Thôi")
    hoa("hoa", file=roster(ROWS[:2], "moi.xlsx"))
    assert waiting(hoa) == 1
    assert "không còn chờ lưu" in hoa("hoa", first, tapped=True).text


def test_a_list_is_for_focal_points_alone(hoa: Chat) -> None:
    refused = hoa("minh", "nhập danh sách")
    assert "Danh sách người do đầu mối nhập. Đồng chí gửi cho đồng chí Hoa để nhập." in refused.text
    assert "do đầu mối nhập" in hoa("lan", "nhập danh sách").text
    hoa("hoa", file=roster())
    theirs = hoa.command("hoa", "thôi việc")
    assert "do đầu mối nhập" in hoa("minh", theirs, tapped=True).text
    hoa.join("mai", "Trần Thị Mai", roles=[Role.FOCAL])
    assert "không còn chờ lưu" in hoa("mai", theirs, tapped=True).text
    hoa.task(12, "Báo cáo", "2026-11-27", products=["Báo cáo"])
    assert "việc 12" in hoa("lan", file=roster()).text
    assert len(people(hoa)) == 5


def test_a_file_that_is_both_is_asked_about(hoa: Chat) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (["KẾ HOẠCH NĂM 2027"], ["TT", "Nhiệm vụ", "Người thực hiện", "Thời hạn"]):
        sheet.append(row)
    sheet.append([1, "Báo cáo chuyển đổi số", "Nội vụ", "20/3/2027"])
    other = book.create_sheet("Danh bạ")
    other.append(HEADER)
    for at, person in enumerate(ROWS, start=1):
        other.append([at, *person])
    kept = BytesIO()
    book.save(kept)
    asked = hoa("hoa", file=document("ca_hai.xlsx", kept.getvalue()))
    assert asked.text == "Tệp này có cả kế hoạch và danh sách người. Nhập phần nào?"
    assert asked.buttons == ["Kế hoạch", "Danh sách người"]
    assert "đọc được 3 người" in hoa("hoa", "2").text
    hoa("hoa", file=document("ca_hai.xlsx", kept.getvalue()))
    assert "1 nhiệm vụ" in hoa("hoa", "kế hoạch").text
    assert waiting(hoa) == 0


def test_asked_for_a_list_a_file_without_one_is_said_so(hoa: Chat) -> None:
    assert "gửi tệp danh sách người tại đây" in hoa("hoa", "nhập danh sách").text
    assert hoa("hoa", file=document("bao_cao.csv", b"a,b\n1,2\n")).text.startswith("Không thấy danh sách người")


def test_a_list_is_saved_on_postgres_too(postgres_chat: Chat) -> None:
    hoa = postgres_chat.at("2026-11-26 09:00")
    hoa("hoa", file=roster())
    hoa("hoa", "1")
    assert len(people(hoa)) == 5
    assert waiting(hoa) == 0
