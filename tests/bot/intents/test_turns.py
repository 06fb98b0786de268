"""Turns of a talk, each for a class of messages: corrections in a row, values alone, hours apart from their part."""

from datetime import date
from typing import Any

import pytest

from bot.intents import Hearing, KnownTask, read


def said(text: str, role: str = "official") -> list[tuple[str, dict[str, Any]]]:
    whole = read(text, Hearing(date(2026, 11, 18), role)).as_json()
    return [(one["intent"], one["slots"]) for one in (whole, *whole["more"])]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("hoàn thành 88, ủa nhầm 85, à mà nhầm nữa, 82", [("mark_done", {"task": 82})]),
        ("mai nhắc tôi việc 45, à mốt chứ", [("snooze", {"task": 45, "date": "2026-11-20"})]),
        ("à 4h", [("correct", {"time": "16:00"})]),
        ("việc 18 mới đúng", [("correct", {"task": 18})]),
        ("hoàn tác, à mà thôi", [("cancel", {})]),
        ("đổi ý, thôi", [("cancel", {})]),
        ("rút lại đề nghị gia hạn", [("undo_done", {})]),
        ("rút lại sự đồng ý", [("my_data", {"ask": "erase"})]),
        ("sáng mai 9h nhắc việc 12", [("snooze", {"task": 12, "date": "2026-11-19", "time": "09:00"})]),
        ("chiều thứ 6 lúc 3h nhắc 12", [("snooze", {"task": 12, "date": "2026-11-20", "time": "15:00"})]),
        ("nộp rồi ạ, link https://a.vn/x", [("mark_done", {"url": "https://a.vn/x"})]),
        ("làm xong hết các việc trong tuần", [("mark_done", {"task": "all"})]),
        ("vieecj cuar tooi trong quys nayf", [("list_tasks", {"scope": "mine", "when": "2026-10-01..2026-12-31"})]),
        ("danh mục", [("clarify", {"candidates": ["checklist_show", "list_tasks"]})]),
        ("%s%s%s%n", [("unknown", {})]),
        ("t7 cn có nhắc không", [("settings", {})]),
        (
            "gia hạn 12 đến thứ 6, 13 đến thứ 7",
            [
                ("request_extension", {"task": 12, "date": "2026-11-20"}),
                ("request_extension", {"task": 13, "date": "2026-11-21"}),
            ],
        ),
        (
            "hôm nay còn gì, tuần sau có gì",
            [
                ("list_tasks", {"status": "open", "when": "2026-11-18"}),
                ("list_tasks", {"when": "2026-11-23..2026-11-29"}),
            ],
        ),
    ],
)
def test_a_turn_of_an_official(typed: str, meant: list[tuple[str, dict[str, Any]]]) -> None:
    assert said(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("tình hình tuyển quân thế nào rồi", [("report_status", {"words": "tuyển quân"})]),
        ("tình hình nhiệm vụ của xã mình thế nào", [("report_status", {"scope": "unit"})]),
        ("mấy người nhận rồi, ai chưa xác nhận", [("broadcast_status", {"ask": ["count", "missing"]})]),
        ("ai đang xin gia hạn", [("report_status", {"ask": "who", "status": "extension"})]),
        ("ai chưa liên kết", [("unknown", {})]),
        ("nguyễn thị lan còn việc gì", [("list_tasks", {"person": "nguyễn thị lan", "status": "open"})]),
        (
            "giao Tuấn làm báo cáo giải trình đất công",
            [("assign_task", {"title": "báo cáo giải trình đất công", "person": "Tuấn"})],
        ),
        (
            "giao chị Lan lập danh sách hộ nghèo, chuyển việc 7 cho anh Hậu, mai nhắc tôi",
            [
                ("assign_task", {"title": "lập danh sách hộ nghèo", "person": "Lan"}),
                ("assign_task", {"task": 7, "person": "Hậu"}),
                ("snooze", {"date": "2026-11-19"}),
            ],
        ),
        (
            "chuyển việc báo cáo theo dõi thi hành pháp luật sang Lan",
            [("assign_task", {"title": "báo cáo theo dõi thi hành pháp luật", "person": "Lan"})],
        ),
        (
            "không duyệt 42 vì mai họp cần số liệu",
            [("reject_extension", {"task": 42, "reason": "mai họp cần số liệu"})],
        ),
    ],
)
def test_a_turn_of_a_leader(typed: str, meant: list[tuple[str, dict[str, Any]]]) -> None:
    assert said(typed, "leader") == meant


def test_a_number_inside_a_title_of_the_list_is_no_task() -> None:
    hearing = Hearing(date(2026, 11, 18), tasks=(KnownTask(6, "Bàn giao mốc giới 364"), KnownTask(7, "Tuyển quân")))
    assert read("hoàn thành bàn giao mốc giới 364", hearing).slots == {"task": 6}
