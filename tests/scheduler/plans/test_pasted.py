import json
import time
from pathlib import Path

import pytest

from scheduler.plans.files import read_plan_bytes
from scheduler.plans.pasted import looks_like_plan

SAID = Path(__file__).parents[2] / "data"

Row = tuple[str, tuple[str, ...], str]
LISTS: tuple[tuple[str, list[Row]], ...] = (
    (
        "1. Báo cáo CCHC quý III - Văn phòng - 15/9\n2. Rà soát thủ tục hành chính - Tư pháp - Hộ tịch - 30/9\n",
        [
            ("Báo cáo CCHC quý III", ("Văn phòng",), "15/9"),
            ("Rà soát thủ tục hành chính", ("Tư pháp - Hộ tịch",), "30/9"),
        ],
    ),
    (
        "Việc tuần này:\n- Lập danh sách hộ nghèo hạn 20/11 (đ/c Lan)\n"
        "- Gửi báo cáo dân số trước ngày 25/11 (đ/c Minh)",
        [
            ("Lập danh sách hộ nghèo", ("đ/c Lan",), "20/11"),
            ("Gửi báo cáo dân số", ("đ/c Minh",), "trước ngày 25/11"),
        ],
    ),
    (
        "1) Tổng hợp số liệu hộ tịch (15/9)\n2) Niêm yết thủ tục hành chính (trước 20/9)\n3) Vệ sinh trụ sở",
        [
            ("Tổng hợp số liệu hộ tịch", (), "15/9"),
            ("Niêm yết thủ tục hành chính", (), "trước 20/9"),
            ("Vệ sinh trụ sở", (), ""),
        ],
    ),
    (
        "Nhiệm vụ | Người | Hạn\nBáo cáo thuế | Kế toán | 15/9\nHọp dân thôn 3 | Trưởng thôn | 20/9/2026",
        [("Báo cáo thuế", ("Kế toán",), "15/9"), ("Họp dân thôn 3", ("Trưởng thôn",), "20/9/2026")],
    ),
    (
        "1\tBáo cáo thuế\tKế toán\t15/9/2026\n2\tKiểm kê tài sản\tVăn phòng - Thống kê\tTháng 12/2026\n",
        [
            ("Báo cáo thuế", ("Kế toán",), "15/9/2026"),
            ("Kiểm kê tài sản", ("Văn phòng - Thống kê",), "Tháng 12/2026"),
        ],
    ),
    (
        "STT\tNội dung công việc\tCán bộ\tThời hạn\n1\tBáo cáo thuế\tKế toán\t15/9/2026\n",
        [("Báo cáo thuế", ("Kế toán",), "15/9/2026")],
    ),
    (
        "* Nộp báo cáo tháng 10: chậm nhất 25/10/2026\n* Kiểm tra phòng cháy, hạn chót: 30/10/2026",
        [
            ("Nộp báo cáo tháng 10", (), "chậm nhất 25/10/2026"),
            ("Kiểm tra phòng cháy", (), "30/10/2026"),
        ],
    ),
)


@pytest.mark.parametrize(("text", "rows"), LISTS)
def test_a_pasted_list_is_a_plan(text: str, rows: list[Row]) -> None:
    assert looks_like_plan(text)
    document = read_plan_bytes("tin-nhan.txt", text.encode(), year=2026)
    assert [(task.task, task.assignees, task.deadline_text) for task in document.tasks] == rows


NO_PLANS = (
    "",
    "xong 12",
    "việc 12 xong rồi, việc 13 xin lùi đến 20/11",
    "12 xong\n13 xin gia hạn đến 20/11\n14 đang làm",
    "1. đã xong hôm qua\n2. xin lùi đến 20/11 vì chờ số liệu\n3. chưa làm",
    "12. Báo cáo CCHC nộp ngày 15/9 rồi nhé\n13. Báo cáo thuế nộp 16/9 rồi nhé",
    "hôm nay em có việc gì - hạn khi nào?",
    "Kính mời các đồng chí họp:\n- Thời gian: 8h ngày 15/9/2026\n- Địa điểm: hội trường\n- Thành phần: cán bộ",
    "Sáng mai 8h họp giao ban tại hội trường, đề nghị các đồng chí có mặt đúng giờ.",
    "Đã nộp báo cáo - số 45/BC-UBND ngày 15/9/2026",
    "nhắc tôi ngày 20/11 - 8h",
)


@pytest.mark.parametrize("text", NO_PLANS)
def test_an_ordinary_message_is_no_plan(text: str) -> None:
    assert not looks_like_plan(text)


@pytest.mark.parametrize("file", ["utterances-dev.jsonl", "utterances-own.jsonl", "utterances-own-2.jsonl"])
def test_nothing_that_people_say_to_the_bot_is_taken_for_a_plan(file: str) -> None:
    said = [json.loads(line) for line in (SAID / file).read_text("utf-8").splitlines()]
    texts = [str(each.get("text") or each.get("said") or "") for each in said]
    assert any(texts)
    assert [text for text in texts if looks_like_plan(text)] == []


@pytest.mark.parametrize("text", ["\ue000\U000107fa5\n\u0301]x\u16f0\n" * 500, "(\n" * 900, "1)\n()_*&^%$#\n" * 100])
def test_what_is_mostly_no_words_is_not_read_further(text: str) -> None:
    began = time.process_time()
    assert not looks_like_plan(text)
    assert time.process_time() - began < 0.2
