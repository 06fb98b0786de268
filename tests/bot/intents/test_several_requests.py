"""Several orders, several titles, reasons: what belongs to which, each for a class of messages of intents.md."""

from datetime import date
from typing import Any

import pytest

from bot.intents import Hearing, KnownTask, read
from bot.intents.tokens import line_of

TASKS = (
    KnownTask(102, "Báo cáo CCHC tháng 3"),
    KnownTask(108, "Kế hoạch tuyên truyền CCHC năm 2026"),
    KnownTask(117, "Công khai bộ TTHC lĩnh vực hộ tịch"),
    KnownTask(120, "Biên bản họp giao ban tháng 3"),
    KnownTask(123, "Danh sách cử tri bầu cử"),
)


def said(text: str, role: str = "official", *, listed: bool = True) -> list[tuple[str, dict[str, Any]]]:
    whole = read(text, Hearing(date(2026, 11, 18), role, TASKS if listed else ())).as_json()
    return [(one["intent"], one["slots"]) for one in (whole, *whole["more"])]


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("việc số hai trăm linh năm", 205),
        ("viec so mot tram le tam", 108),
        ("việc sáu mươi mốt", 61),
        ("việc số hai không ba", 203),
        ("việc số hai lăm", 25),
        ("mùng năm", 5),
        ("thứ năm", 5),
    ],
)
def test_numbers_are_read_in_words(typed: str, number: int) -> None:
    assert str(number) in line_of(typed).norm.split()


@pytest.mark.parametrize("typed", ["ngày mốt nhắc", "việc năm nay", "chậm nhất ngày 5", "việc một cửa"])
def test_other_words_are_no_numbers(typed: str) -> None:
    assert not {"1", "2026"} & set(line_of(typed).norm.split())


def test_titles_joined_by_a_word_are_several_tasks() -> None:
    assert said("nộp xong báo cáo cchc tháng 3, kế hoạch tuyên truyền và danh sách cử tri") == [
        ("mark_done", {"task": [102, 108, 123]})
    ]


def test_a_post_inside_a_title_is_the_title() -> None:
    assert said("công khai hộ tịch xong rồi") == [("mark_done", {"task": 117})]


@pytest.mark.parametrize(
    ("typed", "role", "meant"),
    [
        (
            "xong 102 với 108 nha còn 117 em xin thêm 2 ngày",
            "official",
            [("mark_done", {"task": [102, 108]}), ("request_extension", {"task": 117, "add_days": 2})],
        ),
        (
            "gia hạn việc 102 và 108 thêm 5 ngày",
            "official",
            [("request_extension", {"task": [102, 108], "add_days": 5})],
        ),
        (
            "giao việc 102 cho tư pháp và nhắc anh Nam việc 108",
            "leader",
            [("assign_task", {"task": 102, "role": "tp_ht"}), ("nudge", {"person": "Nam", "task": 108})],
        ),
        (
            "xong việc 102 và gửi thông báo cho cả xã: 14h mai họp",
            "focal",
            [("mark_done", {"task": 102}), ("broadcast_start", {"text": "14h mai họp"})],
        ),
        (
            "em nộp bc cchc tháng 3 rồi và cho em xin thêm 2 ngày cho kế hoạch tuyên truyền",
            "official",
            [("mark_done", {"task": 102}), ("request_extension", {"task": 108, "add_days": 2})],
        ),
        (
            "cho em hỏi hạn việc 102 và việc nào sắp tới hạn",
            "official",
            [("show_task", {"ask": "due", "task": 102}), ("list_tasks", {"status": "due"})],
        ),
        (
            "tích mục 1, mục 2 chưa xong",
            "official",
            [("checklist_tick", {"item": 1}), ("checklist_tick", {"item": 2, "undo": True})],
        ),
    ],
)
def test_each_order_of_a_message_keeps_its_own(typed: str, role: str, meant: list[tuple[str, dict[str, Any]]]) -> None:
    assert said(typed, role) == meant


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("trả lại 102, phụ lục chưa đúng mẫu", "phụ lục chưa đúng mẫu"),
        ("bác việc 102, tuần này tỉnh chấm rồi", "tuần này tỉnh chấm"),
        ("trả lại việc 102, hạn mới 20/11", None),
        ("từ chối tất cả", None),
        ("làm lại việc 102 nộp trước thứ 6", None),
    ],
)
def test_a_reason_is_what_says_why(typed: str, reason: str | None) -> None:
    assert said(typed, "leader")[0][1].get("reason") == reason


def test_a_day_in_the_reason_is_not_the_day_asked_for() -> None:
    slots = said("xin lùi việc 102 đến 30/11, tuần này em đi tập huấn")[0][1]
    assert slots["date"] == "2026-11-30"


@pytest.mark.parametrize("typed", ["việc 102 gần xong rồi", "sắp xong việc 102", "việc 102 hoàn thành 80% rồi"])
def test_what_is_nearly_done_is_not_ticked(typed: str) -> None:
    assert said(typed) == [("show_task", {"task": 102})]


def test_all_but_one_spares_that_one() -> None:
    assert said("xong hết trừ việc 102") == [("mark_done", {"task": [108, 117, 120, 123]})]
    assert said("xong hết trừ việc 102", listed=False) == [("mark_done", {})]


@pytest.mark.parametrize(
    ("typed", "slots"),
    [
        ("nhầm, thêm 5 ngày cơ", {"add_days": 5}),
        ("à nhầm lý do là chờ kinh phí", {"reason": "chờ kinh phí"}),
        ("nhầm, địa chính chứ không phải tư pháp", {"role": "dc_xd"}),
        ("13 chứ không phải 12", {"task": 13}),
    ],
)
def test_a_correction_puts_one_value_for_another(typed: str, slots: dict[str, Any]) -> None:
    assert said(typed, listed=False) == [("correct", slots)]
