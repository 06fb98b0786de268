"""Obligations in a plan's running text, offered beside the rows of its table."""

from io import BytesIO

import pytest
from docx import Document
from openpyxl import load_workbook

from bot.channels import Attachment
from storage.database import reading
from storage.tasks import plans_of, tasks_of_plan
from tests.doubles.office import Chat, document

PROSE = (
    "1. Văn phòng - Thống kê tổng hợp, báo cáo quý I gửi chậm nhất ngày 26/02/2027.",
    "2. Nội vụ gửi báo cáo sơ kết về UBND thành phố trước ngày 16/6/2027.",
    "3. Địa chính rà soát hồ sơ, hoàn thành trước ngày 11/9/2027.",
)


def plan(*prose: str) -> Attachment:
    made = Document()
    for line in ("KẾ HOẠCH", "Cải cách hành chính năm 2027", "I. NHIỆM VỤ"):
        made.add_paragraph(line)
    table = made.add_table(rows=2, cols=4)
    for cell, words in zip(table.rows[0].cells, ("TT", "Nhiệm vụ", "Người thực hiện", "Thời hạn"), strict=True):
        cell.text = words
    for cell, words in zip(table.rows[1].cells, ("1", "Báo cáo năm", "Nội vụ", "30/11/2027"), strict=True):
        cell.text = words
    made.add_paragraph("II. TỔ CHỨC THỰC HIỆN")
    for line in prose:
        made.add_paragraph(line)
    kept = BytesIO()
    made.save(kept)
    return document("KH_2027.docx", kept.getvalue())


def titles(chat: Chat) -> list[str]:
    with reading(chat.engine) as session:
        plans = [one for one in plans_of(session, chat.office_id) if one.id != chat.plan_id]
        return [task.title for one in plans for task in tasks_of_plan(session, one.id or 0)]


@pytest.fixture
def hoa(chat: Chat) -> Chat:
    return chat.at("2026-11-26 09:00")


def test_all_of_the_running_text_is_added_in_one_step(hoa: Chat) -> None:
    shown = hoa("hoa", file=plan(*PROSE))
    assert "Ngoài bảng: 3 việc có hạn trong văn bản" in shown.text
    assert "Trong văn bản còn 3 việc có hạn, ngoài bảng:" in shown.text
    assert shown.text.endswith("Có thêm 3 việc này vào kế hoạch không?")
    assert shown.buttons == ["Thêm cả 3 việc", "Xem từng việc", "Không thêm", "Xem cả bảng"]
    asked = hoa("hoa", "1")
    assert asked.text == (
        "Đã thêm 3 việc ngoài bảng.\nDòng ngoài bảng 2 (1/2): Nội vụ gửi báo cáo sơ kết về UBND thành phố\n"
        "Dòng này không ghi người thực hiện. Giao cho ai, họ tên là gì?"
    )
    hoa("hoa", "Hoa")
    asked = hoa("hoa", "Tuấn")
    assert asked.text.endswith("Lưu 4 nhiệm vụ, 4 việc có hạn, đúng không?")
    hoa("hoa", "ok")
    assert len(titles(hoa)) == 4
    assert hoa.row(1).due.isoformat() == "2027-02-26"


def test_one_by_one_a_row_is_added_or_not_and_the_rest_is_left(hoa: Chat) -> None:
    hoa("hoa", file=plan(*PROSE))
    first = hoa.tap("hoa", "Xem từng việc")
    assert first.text.startswith("Ngoài bảng, việc 1/3, mục II.1: ")
    assert first.buttons == ["Thêm việc này", "Không thêm", "Bỏ 3 việc còn lại"]
    second = hoa("hoa", "không")
    assert second.text.startswith("Không thêm: ")
    assert "việc 2/3" in second.text
    third = hoa.tap("hoa", "Thêm việc này")
    assert "việc 3/3" in third.text
    assert third.buttons == ["Thêm việc này", "Không thêm"]
    assert hoa("hoa", "2").text.startswith("Không thêm: Địa chính rà soát hồ sơ, hoàn thành\nDòng ngoài bảng 1 (1/1)")
    asked = hoa("hoa", "Hoa")
    assert asked.text.endswith("Lưu 2 nhiệm vụ, 2 việc có hạn, đúng không?")
    hoa("hoa", "ok")
    assert len(titles(hoa)) == 2


def test_none_of_it_is_added_and_the_next_version_remembers(hoa: Chat) -> None:
    hoa("hoa", file=plan(*PROSE))
    hoa("hoa", "không thêm")
    hoa("hoa", "ok")
    assert titles(hoa) == ["Báo cáo năm"]
    hoa("hoa", "không")
    again = hoa("hoa", file=plan(*PROSE, "4. Các công chức thực hiện kế hoạch."))
    assert "Không có thay đổi." in again.text


def test_a_mark_in_the_annotated_table_adds_one(hoa: Chat) -> None:
    hoa("hoa", file=plan(*PROSE))
    sent = hoa.tap("hoa", "Xem cả bảng").message
    assert sent is not None
    book = load_workbook(BytesIO(sent.files[0].content))
    sheet = book["Ngoài bảng"]
    row = next(row for row in sheet.iter_rows() if row[1].value and "Địa chính" in str(row[1].value))
    row[4].value, row[10].value = "Địa chính", "x"
    kept = BytesIO()
    book.save(kept)
    again = hoa("hoa", file=document("sua.xlsx", kept.getvalue()))
    assert "2 nhiệm vụ" in again.text
    assert "Trong văn bản còn 2 việc có hạn, ngoài bảng:" in again.text
    hoa("hoa", "không thêm")
    hoa("hoa", "ok")
    assert titles(hoa) == ["Báo cáo năm", "Địa chính rà soát hồ sơ, hoàn thành"]


def test_a_letter_with_dates_and_no_table_is_a_proof(hoa: Chat) -> None:
    hoa.task(12, "Báo cáo năm", "2026-11-27", owner="hoa", products=["Báo cáo"])
    made = Document()
    made.add_paragraph("II. TỔ CHỨC THỰC HIỆN")
    for line in PROSE:
        made.add_paragraph(line)
    kept = BytesIO()
    made.save(kept)
    assert "việc 12" in hoa("hoa", file=document("cong_van.docx", kept.getvalue())).text
