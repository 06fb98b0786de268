from datetime import date
from typing import Any

import pytest

from bot.intents import Hearing, Intent, KnownTask, read

TODAY = date(2026, 11, 19)
TASKS = (
    KnownTask(12, "Báo cáo CCHC quý III"),
    KnownTask(15, "Kế hoạch kiểm soát TTHC năm 2026"),
    KnownTask(18, "Niêm yết công khai TTHC"),
    KnownTask(21, "Báo cáo tuyên truyền CCHC quý III"),
    KnownTask(34, "Báo cáo công tác theo dõi thi hành pháp luật"),
)


def done(text: str, tasks: tuple[KnownTask, ...] = (), last: int | None = None) -> Any:
    reading = read(f"xong {text}", Hearing(TODAY, tasks=tasks, last=last))
    assert reading.intent == Intent.MARK_DONE, reading
    return reading.slots.get("task")


@pytest.mark.parametrize(
    "text", ["#12", "12", "việc 12", "việc số 12", "nv 12", "cv12", "vc 12", "mã 12", "nhiệm vụ 12", "viec12"]
)
def test_a_number_is_a_task(text: str) -> None:
    assert done(text) == 12


@pytest.mark.parametrize(
    ("text", "task"),
    [("việc thứ 2", "nth:2"), ("cái thứ hai", "nth:2"), ("việc đầu tiên", "nth:1"), ("việc cuối", "nth:-1"),
     ("việc này", "this"), ("cái đó", "this"), ("nó rồi", "this"), ("vụ ni", "this"), ("cái vừa rồi", "this"),
     ("tất cả", "all"), ("hết rồi", "all"), ("cả 3 việc", "all"), ("12, 15 và 18", [12, 15, 18]),
     ("12 với 15", [12, 15])],
)  # fmt: skip
def test_a_row_or_the_task_at_hand(text: str, task: Any) -> None:
    assert done(text) == task


@pytest.mark.parametrize(
    ("text", "task"),
    [("3", 18), ("việc thứ 2", 15), ("việc cuối", 34), ("cái đầu tiên", 12), ("12", 12), ("77", 77), ("việc này", 18)],
)
def test_rows_of_the_list_last_shown_become_ids(text: str, task: int) -> None:
    assert done(text, TASKS, last=18) == task


@pytest.mark.parametrize(
    ("text", "task"),
    [("bc cchc q3", 12), ("báo cáo cải cách hành chính quý 3", 12), ("bao cao cchc quy iii", 12), ("kh kstthc", 15),
     ("cái niêm yết", 18), ("bc tuyen truyen", 21), ("bc thpl", 34), ("báo cáo theo dõi thi hành pl", 34)],
)  # fmt: skip
def test_title_words_find_the_one_task_they_fit(text: str, task: int) -> None:
    assert done(text, TASKS) == task


@pytest.mark.parametrize(
    ("typed", "task"), [("bc cchc quý 4", "bc cchc quý 4"), ("bc cchc quý 3", 12), ("bc cchc", 12)]
)
def test_a_title_of_another_period_is_another_task(typed: str, task: Any) -> None:
    assert done(typed, TASKS[:1]) == task


def test_title_words_that_fit_several_are_asked_about() -> None:
    reading = read("xong báo cáo quý 3 rồi", Hearing(TODAY, tasks=TASKS))
    assert (reading.intent, reading.slots["among"]) == (Intent.CLARIFY, [12, 21])


def test_title_words_that_fit_none_stay_words() -> None:
    assert done("kế hoạch phòng chống thiên tai", TASKS) == "kế hoạch phòng chống thiên tai"
    assert done("báo cáo quý 3") == "báo cáo quý 3"


def test_one_of_four_hundred_tasks_is_found() -> None:
    many = tuple(KnownTask(n, f"Báo cáo kết quả công tác số {n} của ban {n}") for n in range(1000, 1400))
    many = (*many, KnownTask(7, "Khảo sát mức độ hài lòng của người dân"))
    assert done("khảo sát hài lòng", many) == 7


@pytest.mark.parametrize(
    "text",
    ["quý 3", "năm 2026", "có 3 người", "đợt 2", "30 phút nữa", "5 ngày"],
)
def test_other_numbers_are_no_task(text: str) -> None:
    assert "task" not in read(f"nhắc lại {text}", Hearing(TODAY)).slots


@pytest.mark.parametrize("typed", ["việc tháng 12", "viec thang 12", "tháng 12 có việc gì", "các việc quý 4"])
def test_a_period_alone_names_no_task_though_titles_carry_it(typed: str) -> None:
    titles = ("Báo cáo thống kê TTHC tháng 12", "Báo cáo tiến độ tháng 12", "Báo cáo CCHC quý 4")
    tasks = tuple(KnownTask(number, title) for number, title in enumerate(titles, start=140))
    reading = read(typed, Hearing(date(2026, 11, 20), tasks=tasks, last=141))
    assert reading.intent is Intent.LIST_TASKS
    assert set(reading.slots) == {"when"}
