"""How the rows of a table become tasks: sections, groups, further rows, marks, feet."""

from collections.abc import Sequence

from openpyxl import Workbook

from scheduler.plans.files import read_plan_bytes
from scheduler.plans.model import Doubt, PlanTask
from tests.scheduler.plans.layouts import saved

HEADER = ["TT", "Nhiệm vụ", "Đơn vị chủ trì", "Phối hợp", "Sản phẩm", "Thời gian"]


def read(*rows: Sequence[object], merged: Sequence[str] = ()) -> tuple[PlanTask, ...]:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(list(row))
    for area in merged:
        sheet.merge_cells(area)
    return read_plan_bytes("x.xlsx", saved(book), year=2026).tasks


def numbers(tasks: Sequence[PlanTask]) -> list[str]:
    return [f"{task.section}/{task.no}{task.part}" for task in tasks]


def full(no: object, task: str, when: str = "Tháng 3") -> list[object]:
    return [no, task, "Phòng Nội vụ", "", "Báo cáo", when]


def test_sections_of_the_same_number_are_told_apart_by_the_part_above_them() -> None:
    first: list[list[object]] = [["A", "NHIỆM VỤ CHUNG"], ["I", "Thể chế"], full(1, "Rà soát")]
    second: list[list[object]] = [["B", "NHIỆM VỤ RIÊNG"], ["I", "Tài chính"], full(1, "Quyết toán")]
    assert numbers(read(HEADER, *first, *second)) == ["A.I/1", "B.I/1"]


def test_a_letter_c_after_b_is_no_roman_hundred() -> None:
    rows: list[list[object]] = []
    for letter in "ABCD":
        rows += [[f"{letter}.", f"PHẦN {letter}"], full(1, f"Việc {letter}")]
    assert numbers(read(HEADER, *rows)) == ["A/1", "B/1", "C/1", "D/1"]


def test_a_numbered_heading_is_no_task_and_its_title_stays_with_its_tasks() -> None:
    tasks = read(HEADER, ["I", "Thể chế"], [1, "Văn bản"], full("1.1", "Lập"), full("1.2", "Sửa"), full(2, "Rà soát"))
    assert numbers(tasks) == ["I/1.1", "I/1.2", "I/2"]
    assert [task.section_title for task in tasks] == ["Thể chế — Văn bản"] * 2 + ["Thể chế"]


def test_letters_below_a_number_belong_to_it() -> None:
    tasks = read(HEADER, [1, "Văn bản"], full("a", "Lập"), full("b)", "Sửa"), full(2, "Rà soát"))
    assert numbers(tasks) == ["1/1.a", "1/1.b", "/2"]


def test_dashes_below_a_number_are_its_parts() -> None:
    tasks = read(HEADER, [1, "Văn bản"], full("-", "Lập"), full("-", "Sửa"), full(2, "Rà soát"))
    assert [(task.no, task.part, task.task) for task in tasks] == [
        ("1", "a", "Lập"),
        ("1", "b", "Sửa"),
        ("2", "", "Rà soát"),
    ]


def test_a_further_row_with_its_own_deadline_is_a_part_and_with_a_product_only_is_not() -> None:
    more: list[list[object]] = [
        ["", "", "", "", "Tờ trình", ""],
        full(2, "Họp"),
        ["", "", "Văn phòng", "", "Biên bản", "Tháng 5"],
    ]
    tasks = read(HEADER, full(1, "Lập"), *more)
    assert numbers(tasks) == ["/1", "/2a", "/2b"]
    assert tasks[0].products == ("Báo cáo", "Tờ trình")
    assert (tasks[2].task, tasks[2].assignees) == ("Họp", ("Văn phòng",))


def test_merged_down_values_are_carried_and_blank_ones_are_not() -> None:
    rows = [
        [1, "Lập", "Phòng Nội vụ", "", "", "Tháng 3"],
        [2, "Sửa", "", "", "", ""],
        [3, "Gửi", "", "", "", "Tháng 5"],
    ]
    tasks = read(HEADER, *rows, merged=["C2:C3", "F2:F3"])
    assert [task.assignees for task in tasks] == [("Phòng Nội vụ",), ("Phòng Nội vụ",), ()]
    assert [task.deadline_text for task in tasks] == ["Tháng 3", "Tháng 3", "Tháng 5"]


def test_ditto_marks_say_what_stands_above() -> None:
    tasks = read(HEADER, full(1, "Lập"), [2, "Sửa", "-nt-", "", "", "nt"], [3, "Gửi", '"', "", "", "Tháng 5"])
    assert [task.assignees for task in tasks] == [("Phòng Nội vụ",)] * 3
    assert [task.deadline_text for task in tasks] == ["Tháng 3", "Tháng 3", "Tháng 5"]


def test_totals_feet_and_names_under_the_table_are_no_tasks() -> None:
    feet = [["", "Tổng cộng: 2"], ["", "", "", "", "TM. ỦY BAN NHÂN DÂN"], ["", "", "", "", "Nguyễn Văn A"]]
    assert numbers(read(HEADER, full(1, "Công khai"), full(2, "Cộng tác"), *feet)) == ["/1", "/2"]


def test_repeated_headers_and_numbered_columns_are_no_tasks() -> None:
    columns = ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"]
    assert numbers(read(HEADER, columns, full(1, "Lập"), HEADER, full(2, "Sửa"))) == ["/1", "/2"]


def test_tasks_without_numbers_are_counted() -> None:
    tasks = read(["Công việc", "Người thực hiện", "Hạn"], ["Lập", "Lan", "15/3/2026"], ["Họp", "Minh", ""])
    assert numbers(tasks) == ["/1", "/2"]
    assert tasks[1].doubts == (Doubt.NO_DEADLINE,)


def test_a_number_printed_twice_holds_two_parts() -> None:
    assert numbers(read(HEADER, full(1, "Lập"), full(1, "Sửa"))) == ["/1a", "/1b"]


def test_sections_without_a_number_are_counted_where_tasks_begin_at_one_again() -> None:
    tasks = read(HEADER, ["", "CÔNG TÁC A"], full(1, "Lập"), ["", "CÔNG TÁC B"], full(1, "Sửa"))
    assert numbers(tasks) == ["I/1", "II/1"]


def test_lead_agencies_carry_out_the_tasks_of_their_sections() -> None:
    header = ["TT", "Nhiệm vụ của cơ quan chủ trì", "Thời gian thực hiện"]
    agencies: list[list[object]] = [
        ["I", "SỞ KẾ HOẠCH VÀ ĐẦU TƯ"],
        [1, "Lập", "Quý I"],
        ["II", "Giao Phòng Nội vụ"],
        [1, "Sửa", "Quý II"],
    ]
    assert [task.assignees for task in read(header, *agencies)] == [("Sở Kế hoạch và Đầu tư",), ("Phòng Nội vụ",)]


def test_a_sheet_for_one_person_names_the_person_once() -> None:
    tasks = read(["Cán bộ: Nguyễn Thị Lan"], ["TT", "Công việc", "Thời hạn"], [1, "Lập", "Tháng 3"])
    assert tasks[0].assignees == ("Nguyễn Thị Lan",)


def test_the_marks_of_a_bar_chart_say_when() -> None:
    top = ["TT", "Nhiệm vụ", "Người thực hiện", "Năm 2026", "", "", ""]
    low = ["", "", "", "Quý I", "Quý II", "Quý III", "Quý IV"]
    tasks = read(top, low, [1, "Lập", "Lan", "x", "", "x", ""], [2, "Sửa", "Minh", "", "x", "", ""], merged=["D1:G1"])
    assert [task.deadline_text for task in tasks] == ["Quý I, Quý III", "Quý II"]


def test_a_split_deadline_is_one_window() -> None:
    top = ["TT", "Công việc", "Người thực hiện", "Thời gian", ""]
    tasks = read(top, ["", "", "", "Bắt đầu", "Kết thúc"], [1, "Lập", "Lan", "01/3/2026", "15/3/2026"])
    assert tasks[0].deadline_text == "Từ 01/3/2026 đến 15/3/2026"


def test_cells_one_column_to_the_left_are_put_back() -> None:
    tasks = read(HEADER, full(1, "Lập"), [2, "Sửa", "Phòng Nội vụ", "Báo cáo", "Tháng 6", ""])
    assert (tasks[1].products, tasks[1].deadline_text) == (("Báo cáo",), "Tháng 6")
    assert Doubt.SHIFTED in tasks[1].doubts
    assert Doubt.SHIFTED not in tasks[0].doubts


def test_cells_one_column_to_the_right_are_put_back() -> None:
    header = [*HEADER, "Ghi chú"]
    tasks = read(header, full(1, "Lập"), [2, "Sửa", "", "Phòng Nội vụ", "UBND các xã", "Báo cáo", "Tháng 6"])
    assert (tasks[1].assignees, tasks[1].coordinators) == (("Phòng Nội vụ",), ("UBND các xã",))
    assert (tasks[1].products, tasks[1].deadline_text) == (("Báo cáo",), "Tháng 6")


def test_a_column_of_groups_is_a_section_and_a_merged_task_is_not() -> None:
    rows: list[list[object]] = [
        ["Cải cách", 1, "Lập", "Lan", "T3"],
        ["", 2, "Sửa", "Minh", "T6"],
        ["Thi đua", 3, "Họp", "Lan", "T4"],
    ]
    header = ["Nhiệm vụ", "TT", "Nội dung công việc", "Người thực hiện", "Hạn"]
    grouped = read(header, *rows, ["", 4, "Gửi", "Minh", "T7"], merged=["A2:A3", "A4:A5"])
    assert [(task.section_title, task.no) for task in grouped] == [
        ("Cải cách", "1"),
        ("Cải cách", "2"),
        ("Thi đua", "3"),
        ("Thi đua", "4"),
    ]
    header = ["TT", "Nhiệm vụ", "Nội dung công việc", "Người thực hiện", "Hạn"]
    parts = read(header, [1, "Cải cách", "Lập", "Lan", "T3"], ["", "", "Sửa", "Minh", "T6"], merged=["A2:A3", "B2:B3"])
    assert [(task.task, task.part, task.activities) for task in parts] == [
        ("Cải cách", "a", ("Lập",)),
        ("Cải cách", "b", ("Sửa",)),
    ]


def test_dates_in_other_columns_are_no_deadlines() -> None:
    header = ["TT", "Căn cứ", "Nhiệm vụ", "Người thực hiện", "Ngày giao", "Kết quả thực hiện", "Thời hạn"]
    row = [1, "KH số 2/KH-UBND ngày 03/01/2026", "Lập", "Lan", "05/01/2026", "BC ngày 06/02/2026", "Tháng 3"]
    task = read(header, row)[0]
    assert (task.deadline_text, task.products) == ("Tháng 3", ())


def test_a_column_is_known_by_its_cells_where_its_heading_is_not() -> None:
    task = read(
        ["TT", "Nhiệm vụ", "Ai", "Bao giờ"], [1, "Lập", "Phòng Nội vụ", "Tháng 3"], [2, "Sửa", "UBND xã", "Quý II"]
    )
    assert [(t.assignees, t.deadline_text) for t in task] == [(("Phòng Nội vụ",), "Tháng 3"), (("UBND xã",), "Quý II")]


def test_months_under_two_years_belong_to_theirs() -> None:
    top = ["TT", "Nhiệm vụ", "Người thực hiện", "Năm 2026", "", "Năm 2027", ""]
    low = ["", "", "", "T11", "T12", "1", "2"]
    tasks = read(top, low, [1, "Lập", "Lan", "x", "", "x", ""], [2, "Sửa", "Minh", "", "x", "", "x"])
    assert [task.deadline_text for task in tasks] == ["T11/2026, Tháng 1/2027", "T12/2026, Tháng 2/2027"]


def test_a_signature_under_a_column_of_marks_is_no_mark() -> None:
    rows: list[list[object]] = [
        [1, "Lập", "Lan", "x", ""],
        [2, "Sửa", "Minh", "", "x"],
        ["", "", "", "", "TRƯỞNG TRẠM"],
    ]
    tasks = read(["TT", "Nhiệm vụ", "Người thực hiện", "Quý I", "Quý II"], *rows)
    assert [task.deadline_text for task in tasks] == ["Quý I", "Quý II"]


def test_a_first_column_without_a_heading_may_number_the_rows() -> None:
    rows: list[list[object]] = [
        ["I. THỂ CHẾ"],
        full(1, "Lập"),
        full(2, "Sửa"),
        ["II. TÀI CHÍNH"],
        full(1, "Quyết toán"),
    ]
    assert numbers(read(["", *HEADER[1:]], *rows, merged=["A2:F2", "A5:F5"])) == ["I/1", "I/2", "II/1"]


def test_letters_without_a_number_above_them_stand_side_by_side() -> None:
    assert numbers(read(HEADER, full("a)", "Lập"), full("b)", "Sửa"), full("c)", "Gửi"))) == ["/a", "/b", "/c"]


def test_a_note_under_the_table_is_no_task() -> None:
    tasks = read(HEADER, full(1, "Lập"), full(2, "Sửa"), ["", "Ghi chú: hạn có thể thay đổi."], ["* Thay giấy mời."])
    assert [(task.no, task.part, task.task) for task in tasks] == [("1", "", "Lập"), ("2", "", "Sửa")]


def test_a_day_under_completed_before_is_strictly_before() -> None:
    header = ["TT", "Nhiệm vụ", "Đơn vị chủ trì", "Hoàn thành trước ngày"]
    assert [t.deadline_text for t in read(header, [1, "Lập", "Lan", "05/3/2026"])] == ["trước 05/3/2026"]


def test_months_that_are_sections_say_when_where_no_column_does() -> None:
    rows: list[list[object]] = [["THÁNG 01"], [1, "Lập", "Phòng Nội vụ"], ["THÁNG 02"], [2, "Sửa", "Phòng Nội vụ"]]
    tasks = read(["TT", "Nội dung công việc", "Cơ quan chủ trì"], *rows, merged=["A2:C2", "A4:C4"])
    assert [task.deadline_text for task in tasks] == ["THÁNG 01", "THÁNG 02"]


def test_an_hour_beside_a_day_is_the_time_of_that_day() -> None:
    rows: list[list[object]] = [
        ["Thứ Hai 02/3/2026", "7h30", "Giao ban", "Văn phòng"],
        ["Thứ Ba 03/3/2026", "14h", "Họp", "Văn phòng"],
    ]
    tasks = read(["Thứ, ngày", "Giờ", "Nội dung", "Chủ trì"], *rows)
    due = [occurrence.time for task in tasks for occurrence in task.schedule.occurrences]
    assert [time.isoformat("minutes") for time in due if time] == ["07:30", "14:00"]


def test_a_group_of_tasks_that_names_each_row_is_the_task() -> None:
    rows: list[list[object]] = [[n, f"Nhóm việc {n}", "- Lập\n- Sửa", "Phòng Nội vụ", "Tháng 3"] for n in range(1, 5)]
    tasks = read(["TT", "Nhóm nhiệm vụ", "Hoạt động cụ thể", "Chủ trì", "Tiến độ"], *rows)
    assert [(task.task, task.activities) for task in tasks][:1] == [("Nhóm việc 1", ("Lập", "Sửa"))]
