"""Obligations in running text: three real plans read by hand, and what a plan says that is none."""

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from scheduler.plans.files import read_plan, read_plan_bytes
from scheduler.plans.model import Context, Place, PlanTask
from scheduler.plans.prose import beside, candidates
from scheduler.plans.refusals import PlanFileError

DATA = Path(__file__).parents[2] / "data"
PROSE = DATA / "prose"
TRUTH: list[dict[str, Any]] = [
    json.loads(line) for line in (PROSE / "truth.jsonl").read_text("utf-8").splitlines() if line
]
PLAN = Context(plan_year=2026, span=(2026, 2026))
OWN = """KẾ HOẠCH
Rà soát hộ nghèo năm 2026
Căn cứ Kế hoạch số 15/KH-UBND ngày 10/01/2026 của UBND tỉnh;
I. MỤC ĐÍCH, YÊU CẦU
Hoàn thành trước ngày 31/12/2026 các mục tiêu đề ra.
II. NỘI DUNG
1. Rà soát
- Các thôn tổ chức rà soát, gửi danh sách về UBND xã chậm nhất ngày 15/9/2026.
- Công chức Văn hóa - Xã hội niêm yết công khai trong thời hạn 03 ngày làm việc kể từ ngày nhận được danh sách.
2. Thẩm định: hoàn thành trong tháng 10/2026; họp Ban Chỉ đạo trước 16h30 ngày 20/10/2026.
III. TỔ CHỨC THỰC HIỆN
1. Giao Văn phòng HĐND và UBND xã: đôn đốc, báo cáo Chủ tịch UBND xã trước ngày 25 hằng tháng.
2. Các thôn: báo cáo 6 tháng gửi trước ngày 10/6, báo cáo năm gửi trước ngày 05/12. Kinh phí 15 triệu đồng, tăng 12%.
Trong quá trình thực hiện, nếu có vướng mắc, phản ánh về UBND xã (ĐT: 0299 3822 339) theo quy định.
Nơi nhận:
- Như trên, trước ngày 01/02/2026;
"""


def read_file(name: str) -> list[PlanTask]:
    found = read_plan(PROSE / f"{name}.txt", candidates=True).tasks
    wanted = {row["section"] for row in TRUTH if row["file"] == name}
    return [task for task in found if task.candidate and task.section in wanted]


def plain(text: str) -> Counter[str]:
    return Counter("".join(c if c.isalnum() else " " for c in text.lower()).split())


@pytest.mark.parametrize("name", ["000", "002", "004"])
def test_the_obligations_of_a_real_plans_text_are_those_found_by_hand(name: str) -> None:
    rows = [row for row in TRUTH if row["file"] == name]
    found = read_file(name)
    assert [(task.section, task.no, task.deadline_text) for task in found] == [
        (row["section"], row["no"], row["deadline_text"]) for row in rows
    ]
    for task, row in zip(found, rows, strict=True):
        answer = task.schedule.as_json()
        assert answer["occurrences"] == row["occurrences"]
        kinds = [{k: v for k, v in c.items() if k != "event"} for c in answer["conditions"]]
        assert kinds == [{k: v for k, v in c.items() if k != "event"} for c in row["conditions"]]


def test_most_of_them_are_given_to_whom_the_text_gives_them() -> None:
    pairs = [
        (task, row)
        for name in ("000", "002", "004")
        for task, row in zip(read_file(name), [row for row in TRUTH if row["file"] == name], strict=True)
    ]
    right = [plain(" ".join(task.assignees)) == plain(" ".join(row["assignees"])) for task, row in pairs]
    assert sum(right) >= 15, [pairs[i][1]["no"] for i, same in enumerate(right) if not same]


def test_a_text_not_seen_before_gives_its_obligations_and_nothing_else() -> None:
    found = candidates([OWN], PLAN)
    assert [(f"{task.section}.{task.no}{task.part}", task.deadline_text) for task in found] == [
        ("II.1a", "chậm nhất ngày 15/9/2026"),
        ("II.1b", "trong thời hạn 03 ngày làm việc kể từ ngày nhận được danh sách"),
        ("II.2a", "hoàn thành trong tháng 10/2026"),
        ("II.2b", "trước 16h30 ngày 20/10/2026"),
        ("III.1", "trước ngày 25 hằng tháng"),
        ("III.2a", "báo cáo 6 tháng gửi trước ngày 10/6"),
        ("III.2b", "báo cáo năm gửi trước ngày 05/12"),
    ]
    assert found[4].assignees == ("Văn phòng HĐND và UBND xã",)
    assert found[4].task == "Đôn đốc, báo cáo Chủ tịch UBND xã"
    assert [task.task for task in found[5:]] == ["Báo cáo 6 tháng", "Báo cáo năm"]
    by_line = candidates(OWN.split("\n"), PLAN)
    assert [replace(task, place=Place()) for task in by_line] == [replace(task, place=Place()) for task in found]


def test_a_candidate_says_its_line_and_the_document_where_one_is_named() -> None:
    found = read_plan_bytes("kế hoạch.txt", ("\n" + OWN).encode(), candidates=True).tasks
    assert [(task.place.row, task.products) for task in found] == [
        (9, ("Danh sách",)),
        (10, ()),
        (11, ()),
        (11, ()),
        (13, ()),
        (14, ("Báo cáo 6 tháng",)),
        (14, ("Báo cáo năm",)),
    ]


def test_a_tables_rows_come_alone_unless_candidates_are_asked_for() -> None:
    path = DATA / "plans" / "so-gddt-2021.docx"
    assert not any(task.candidate for task in read_plan(path).tasks)
    assert read_plan(path, candidates=True).tasks[:52] == read_plan(path).tasks


def test_a_text_without_a_table_is_a_plan_only_where_candidates_are_asked_for() -> None:
    with pytest.raises(PlanFileError):
        read_plan_bytes("kế hoạch.txt", OWN.encode())
    found = read_plan_bytes("kế hoạch.txt", OWN.encode(), candidates=True)
    assert found.context.plan_year == 2026
    assert {task.as_json("kế hoạch.txt")["candidate"] for task in found.tasks} == {True}


def test_a_candidate_at_the_place_of_a_row_is_a_part_of_its_own() -> None:
    offered = candidates([OWN], PLAN)
    both = beside(offered[:1], offered)
    assert len({(task.section, task.no, task.part) for task in both}) == len(offered) + 1
