from collections.abc import Sequence
from io import BytesIO

import pytest
from docx import Document
from openpyxl import Workbook, load_workbook

from bot.channels import Attachment
from storage.database import reading
from storage.people import holders
from storage.tables import AssignmentState, Role
from storage.tasks import plans_of, unfinished_in, waiting_conditions
from tests.doubles.office import Chat, document

Row = tuple[str, str, str]  # task, who, deadline
PLAN: tuple[Row, ...] = (
    ("Báo cáo tình hình chuyển đổi số", "Văn phòng - Thống kê", "Trước ngày 20/3/2027"),
    ("Trả lời phản ánh, kiến nghị", "Nội vụ", "sớm nhất có thể"),
    ("Báo cáo kết quả chuyển đổi số", "Văn phòng - Thống kê", "Quý I/2026"),
    ("Số hóa hồ sơ địa chính", "Trưởng ban Kiến thiết", "Quý II/2027"),
    ("Tuyên truyền chuyển đổi số", "Nội vụ", "Thường xuyên"),
)


def file(rows: Sequence[Row] = PLAN, name: str = "KH_CDS_2027.xlsx") -> Attachment:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["KẾ HOẠCH"])
    sheet.append(["Chuyển đổi số năm 2027"])
    sheet.append(["TT", "Nhiệm vụ", "Người thực hiện", "Thời hạn hoàn thành"])
    for at, row in enumerate(rows, start=1):
        sheet.append([at, *row])
    kept = BytesIO()
    book.save(kept)
    return document(name, kept.getvalue())


def saved(chat: Chat) -> int:
    with reading(chat.engine) as session:
        return len(plans_of(session, chat.office_id)) - 1


@pytest.fixture
def hoa(chat: Chat) -> Chat:
    return chat.at("2026-11-26 09:00")


def test_thursday_26_11_hoa_settles_a_plan_row_by_row_and_saves_it(hoa: Chat) -> None:
    summary = hoa("hoa", file=file())
    assert "5 nhiệm vụ" in summary.text
    assert summary.text.endswith("Cần xem lại: 3 dòng")
    assert summary.buttons == ["Xem lại 3 dòng", "Xem cả bảng", "Thôi"]
    assert summary.hint == "Trả lời 1 để xem lại 3 dòng, 2 để xem cả bảng, 3 để thôi."
    first = hoa.tap("hoa", "Xem lại")
    assert first.text == (
        'Dòng 5 (1/3): Trả lời phản ánh, kiến nghị\nThời hạn ghi "sớm nhất có thể", chưa đưa được lên lịch. '
        "Xếp dòng này thế nào?"
    )
    assert first.buttons == ["Thường xuyên", "Nhập ngày", "Bỏ dòng 5"]
    second = hoa("hoa", "thường xuyên")
    assert second.text == (
        "Dòng 5: thường xuyên, không có hạn.\n"
        'Dòng 6 (2/3): Báo cáo kết quả chuyển đổi số\nThời hạn ghi "Quý I/2026", ngoài năm 2027 của kế hoạch. '
        "Hạn đúng là ngày nào?"
    )
    assert second.buttons == ["31/3/2027", "Giữ 31/3/2026", "Ngày khác"]
    third = hoa("hoa", "31/3/27")
    assert third.text.startswith("Dòng 6: hạn thứ Tư 31/3/2027.\nDòng 7 (3/3). Người thực hiện ghi")
    assert third.text.endswith('"Trưởng ban Kiến thiết", chưa khớp với chức danh nào. Giao cho ai, họ tên là gì?')
    last = hoa("hoa", "Tuấn")
    assert last.text == (
        "Dòng 7: giao Phạm Anh Tuấn.\n"
        "Không còn dòng cần xem lại. Lưu 5 nhiệm vụ, 3 việc có hạn và 2 mục chưa có ngày, đúng không?"
    )
    assert last.buttons == ["Nhập 5 nhiệm vụ", "Xem cả bảng", "Thôi"]
    assert saved(hoa) == 0
    done = hoa.at("2026-11-26 09:07")("hoa", "ok")
    assert "lúc 09:07. Lời nhắc đầu tiên: " in done.text
    assert saved(hoa) == 1
    with reading(hoa.engine) as session:
        rows = unfinished_in(session, hoa.office_id)
        assert [(row.due.isoformat(), row.person_id) for row in rows] == [
            ("2027-03-19", hoa.people["lan"]),
            ("2027-03-31", hoa.people["lan"]),
            ("2027-06-30", hoa.people["tuan"]),
        ]
        assert [one.kind for one in waiting_conditions(session, hoa.office_id)] == ["ongoing", "ongoing"]
        assert hoa.people["tuan"] in [one.person_id for one in holders(session, hoa.office_id)]
    again = hoa.at("2026-11-26 09:20")("hoa", file=file())
    assert again.text == "Kế hoạch này đã được lưu lúc 09:07 hôm nay. Không có thay đổi."


def save(chat: Chat) -> None:
    chat("hoa", file=file())
    chat.tap("hoa", "Xem lại")
    for answer in ("thường xuyên", "1", "Tuấn"):
        chat("hoa", answer)
    chat.tap("hoa", "Nhập 5 nhiệm vụ")


def test_a_new_version_shows_what_changes_and_remembers_what_was_settled(hoa: Chat) -> None:
    save(hoa)
    rows = [*PLAN[1:3], ("Số hóa hồ sơ địa chính", "Trưởng ban Kiến thiết", "Ngày 15/7/2027"), PLAN[4]]
    shown = hoa("hoa", file=file([*rows, ("Tập huấn kỹ năng số", "Nội vụ", "Tháng 5/2027")], "KH_sua.xlsx"))
    assert shown.text == (
        "So với bản đang dùng: đổi hạn 1 việc, thêm 1 việc, bỏ 1 việc, 1 việc không đổi.\n"
        "Đổi hạn: việc 3, từ 30/6/2027 sang thứ Năm 15/7/2027\n"
        "Việc đã hoàn thành không bị ảnh hưởng. Áp dụng các thay đổi này, đúng không?"
    )
    assert shown.buttons == ["Áp dụng", "Xem từng việc", "Thôi"]
    assert "Tập huấn kỹ năng số" in hoa.tap("hoa", "Xem từng việc").text
    assert hoa.row(1).state is AssignmentState.OPEN
    applied = hoa("hoa", "1")
    assert applied.text.endswith("Báo thay đổi đến 2 người có việc liên quan, đúng không?")
    assert applied.text.startswith("✅ Đã áp dụng bản sửa đổi")
    assert hoa.row(1).state is AssignmentState.WITHDRAWN
    assert hoa.row(3).due.isoformat() == "2027-07-15"
    assert hoa("lan", "xong 1").text == "Việc 1 không còn trong kế hoạch, theo bản sửa đổi mới nhất."


def test_a_file_that_was_dropped_saves_nothing(hoa: Chat) -> None:
    hoa("hoa", file=file())
    assert hoa.tap("hoa", "Thôi").text == "Đã bỏ tệp KH_CDS_2027.xlsx. Chưa lưu gì."
    hoa("hoa", file=file())
    hoa.tap("hoa", "Xem lại")
    hoa("hoa", "thôi")
    assert saved(hoa) == 0


def test_ok_to_the_summary_goes_on_to_the_first_doubtful_row(hoa: Chat) -> None:
    hoa("hoa", file=file())
    assert hoa("hoa", "ok").text.startswith("Dòng 5 (1/3): ")
    hoa("hoa", file=file())
    assert "Dòng 5" not in hoa("hoa", "không").text
    assert saved(hoa) == 0


def test_what_is_past_is_asked_once(hoa: Chat) -> None:
    old = ("Báo cáo tổng kết", "Văn phòng - Thống kê", "15/01/2027")
    hoa.at("2027-02-01 09:00")
    asked = hoa("hoa", file=file([old, PLAN[0]]))
    assert asked.text.endswith("1 hạn đã qua tính đến hôm nay. Tính các hạn này thế nào?")
    assert "đúng không?" in hoa("hoa", "coi là hoàn thành").text
    hoa("hoa", "ok")
    assert hoa.row(1).state is AssignmentState.DONE


def test_an_officials_file_is_a_proof_as_before(hoa: Chat) -> None:
    hoa.task(12, "Báo cáo chuyển đổi số", "2026-11-27", products=["Báo cáo"])
    assert "việc 12" in hoa("lan", file=file()).text
    assert saved(hoa) == 0
    refused = hoa("lan", "nhập kế hoạch")
    assert "Kế hoạch do đầu mối hoặc lãnh đạo nhập." in refused.text


def test_a_leaders_document_that_is_no_plan_is_a_proof_and_a_locked_one_is_said_so(hoa: Chat) -> None:
    hoa.task(12, "Báo cáo chuyển đổi số", "2026-11-27", owner="minh", products=["Báo cáo"])
    assert "việc 12" in hoa("minh", file=document("bao_cao.pdf")).text
    old = document("kh.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"))
    assert "Word" in hoa("hoa", file=old).text
    assert "tệp kế hoạch" in hoa("hoa", "nhập kế hoạch").text
    assert "5 nhiệm vụ" in hoa("hoa", file=file()).text


def test_an_unclear_answer_leaves_the_question_open(hoa: Chat) -> None:
    hoa("hoa", file=file())
    hoa.tap("hoa", "Xem lại")
    assert hoa("hoa", "chưa biết nữa").text.startswith("Chưa rõ hạn của dòng 5.")
    assert hoa("hoa", "nhập ngày").text.startswith("Hạn của dòng 5 là ngày nào?")
    assert hoa("hoa", "30/9").text.startswith("Dòng 5: hạn thứ Năm 30/9/2027.")
    assert hoa("hoa", "ngày khác").text.startswith("Hạn của dòng 6 là ngày nào?")
    hoa("hoa", "giữ")
    assert hoa("hoa", "giao cho Ngọc").text.startswith('Không tìm thấy "giao cho Ngọc" trong đơn vị.')
    hoa.join("tuan2", "Lê Văn Tuấn", roles=[Role.OFFICIAL])
    assert "2 người" in hoa("hoa", "Tuấn").text
    assert "chưa chọn người thực hiện" in hoa("hoa", "để sau").text


def test_not_knowing_one_row_does_not_drop_the_plan(hoa: Chat) -> None:
    hoa("hoa", file=file())
    hoa.tap("hoa", "Xem lại")
    again = hoa("hoa", "không biết")
    assert again.text.startswith("Câu hỏi này vẫn chờ trả lời. Để dừng cả kế hoạch, đồng chí nhắn")
    assert again.says("\nDòng 5 (1/3): ")
    assert hoa("hoa", "thường xuyên").text.startswith("Dòng 5: thường xuyên")
    assert hoa("hoa", "thôi").says("Không có gì thay đổi")


def test_a_workbook_with_macros_and_a_rich_text_are_taken_for_plans(hoa: Chat) -> None:
    assert hoa("hoa", file=file(name="KH_2027.xlsm")).says("5 nhiệm vụ")
    hoa("hoa", "thôi")
    assert hoa("hoa", file=document("KH_2027.rtf", rb"{\rtf1 TT}")).says("Tệp là văn bản RTF")


def test_the_whole_table_comes_back_annotated_and_corrected_it_is_read_again(hoa: Chat) -> None:
    hoa("hoa", file=file())
    table = hoa.tap("hoa", "Xem cả bảng")
    assert table.message is not None
    (sent,) = table.message.files
    assert sent.name == "KH_CDS_2027_doc_lai.xlsx"
    assert "(1/3)" in table.text
    book = load_workbook(BytesIO(sent.content))
    for row in book.worksheets[0].iter_rows():
        for cell in row:
            if cell.value == "sớm nhất có thể":
                cell.value = "Ngày 30/9/2027"
    corrected = BytesIO()
    book.save(corrected)
    again = hoa("hoa", file=document("sua.xlsx", corrected.getvalue()))
    assert "5 nhiệm vụ" in again.text
    assert "Cần xem lại: 2 dòng" in again.text


def test_after_the_import_each_person_is_told_once_if_hoa_says_so(hoa: Chat) -> None:
    hoa("hoa", file=file(PLAN[:1]))
    asked = hoa("hoa", "ok")
    assert asked.text.endswith("Gửi tin tóm tắt việc mới đến 1 người, đúng không?")
    assert asked.buttons == ["Gửi đến 1 người", "Không gửi"]
    again = hoa.command("hoa", "Gửi đến")
    assert hoa("hoa", "1").text == "Đã gửi đến 1 người, mỗi người một tin."
    hoa("hoa", again, tapped=True)
    assert hoa.kinds_told("lan") == ["imported"]


def test_nobody_is_told_of_an_import_where_hoa_says_no(hoa: Chat) -> None:
    hoa("hoa", file=file(PLAN[:1]))
    hoa("hoa", "ok")
    assert hoa("hoa", "không").text.startswith("Không gửi tin.")
    assert hoa.kinds_told("lan") == []


def test_a_draft_is_nobody_elses(hoa: Chat) -> None:
    hoa("hoa", file=file())
    command = hoa.command("hoa", "Xem lại")
    assert "không còn chờ lưu" in hoa("minh", command, tapped=True).text


def test_a_plan_is_settled_and_amended_on_postgres_too(postgres_chat: Chat) -> None:
    hoa = postgres_chat.at("2026-11-26 09:00")
    save(hoa)
    shown = hoa("hoa", file=file([*PLAN[:4], ("Tập huấn kỹ năng số", "Nội vụ", "Tháng 5/2027")], "KH_sua.xlsx"))
    assert "thêm 1 việc, 3 việc không đổi." in shown.text
    assert "thêm 1 việc" in hoa("hoa", "áp dụng").text
    assert hoa.row(4).due.isoformat() == "2027-05-31"


def docx(*tables: Sequence[Row], title: str = "Kế hoạch năm 2027") -> Attachment:
    """Several tables: their rows are counted anew in each."""
    made = Document()
    made.add_paragraph(title)
    for rows in tables:
        table = made.add_table(rows=1 + len(rows), cols=4)
        printed = [
            ("TT", "Nhiệm vụ", "Người thực hiện", "Thời hạn"),
            *((str(i), *row) for i, row in enumerate(rows, 1)),
        ]
        for row, words in zip(table.rows, printed, strict=True):
            for cell, word in zip(row.cells, words, strict=True):
                cell.text = word
        made.add_paragraph("")
    kept = BytesIO()
    made.save(kept)
    return document("KH.docx", kept.getvalue())


def test_a_row_is_told_from_the_same_row_of_another_table(hoa: Chat) -> None:
    first = ("Báo cáo chuyển đổi số", "Văn phòng - Thống kê", "20/3/2027")
    second = ("Rà soát hồ sơ", "Nội vụ", "sớm nhất có thể")
    hoa("hoa", file=docx([first], [second]))
    assert hoa.tap("hoa", "Xem lại").text.startswith("Dòng 2 bảng 2 (1/1): Rà soát hồ sơ")


def test_a_day_just_before_the_plans_year_is_likelier_meant_so(hoa: Chat) -> None:
    hoa("hoa", file=file([("Ban hành kế hoạch", "Nội vụ", "Tháng 12/2026")]))
    assert hoa.tap("hoa", "Xem lại").buttons == ["Giữ 31/12/2026", "31/12/2027", "Ngày khác"]


def test_for_the_office_itself_its_leaders_are_offered_and_it_may_be_left_open(hoa: Chat) -> None:
    rows = [("Chỉ đạo chuyển đổi số", who, "20/3/2027") for who in ("Lãnh đạo UBND", "Trưởng ban Kiến thiết")]
    hoa("hoa", file=file(rows))
    first = hoa.tap("hoa", "Xem lại")
    assert first.buttons == ["Minh (Chủ tịch)", "Người khác"]
    second = hoa("hoa", "1")
    assert "giao Trần Văn Minh" in second.text
    assert second.buttons == ["Để sau"]
    assert "chưa chọn người thực hiện" in hoa("hoa", "1").text


def test_a_title_in_capitals_is_not_shouted(hoa: Chat) -> None:
    rows = [PLAN[0]]
    shown = hoa("hoa", file=docx(rows, title="KẾ HOẠCH CẢI CÁCH HÀNH CHÍNH NĂM 2027"))
    assert shown.text.startswith("Kế hoạch trong tệp KH.docx: 1 nhiệm vụ. Chưa lưu.")
    assert hoa("hoa", "ok").text.startswith("✅ Đã lưu kế hoạch trong tệp KH.docx lúc 09:00.")
