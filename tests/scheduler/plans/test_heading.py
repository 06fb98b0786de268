from datetime import date

import pytest

from scheduler.plans.heading import Heading, annex, person_above, read_heading

LETTERHEAD = [
    "UBND HUYỆN TỨ KỲ\nXÃ MINH HÒA\nSố: 12/KH-UBND",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc",
]


def test_the_head_of_a_whole_document_is_read() -> None:
    day = [
        "Minh Hòa, ngày 05 tháng 01 năm 2026",
        "KẾ HOẠCH",
        "Cải cách hành chính năm 2026",
        "Căn cứ Nghị quyết số 1/NQ-HĐND",
    ]
    assert read_heading([*LETTERHEAD, *day]) == Heading(
        title="KẾ HOẠCH Cải cách hành chính năm 2026",
        number="12/KH-UBND",
        issued=date(2026, 1, 5),
        issuer="XÃ MINH HÒA",
        year=2026,
    )


def test_an_annex_names_the_plan_it_goes_with() -> None:
    attached = "(Kèm theo Kế hoạch số 7/KH-UBND ngày 03/02/2026 của UBND xã Minh Hòa)"
    heading = read_heading(["PHỤ LỤC II", "DANH MỤC NHIỆM VỤ", "NĂM 2026", attached])
    assert heading.title == "DANH MỤC NHIỆM VỤ NĂM 2026"
    assert (heading.number, heading.issued, heading.issuer) == ("7/KH-UBND", date(2026, 2, 3), "UBND xã Minh Hòa")


YEARS = (
    ("KẾ HOẠCH CCHC NĂM 2026", 2026, None),
    ("ĐỀ ÁN CẢI THIỆN CHỈ SỐ GIAI ĐOẠN 2022-2030", None, (2022, 2030)),
    ("CHƯƠNG TRÌNH TỪ NĂM 2022 ĐẾN NĂM 2025", None, (2022, 2025)),
    ("Kế hoạch năm 2026 thực hiện Chương trình giai đoạn 2021 - 2030", 2026, None),
    ("ĐỀ ÁN CẢI THIỆN CHỈ SỐ ĐẾN NĂM 2030", None, None),
    ("KẾ HOẠCH HÀNH ĐỘNG NHIỆM KỲ 2020-2025", None, None),
    ("KẾ HOẠCH CÔNG TÁC THÁNG 5/2026", 2026, None),
)


@pytest.mark.parametrize(("title", "year", "span"), YEARS)
def test_year_and_span_come_from_the_title(title: str, year: int | None, span: tuple[int, int] | None) -> None:
    heading = read_heading([title])
    assert (heading.year, heading.span) == (year, span)


PERIODS = (
    ("KẾ HOẠCH QUÝ III NĂM 2026", date(2026, 7, 1), date(2026, 9, 30)),
    ("KẾ HOẠCH 6 THÁNG CUỐI NĂM 2026", date(2026, 7, 1), date(2026, 12, 31)),
    ("LỊCH CÔNG TÁC THÁNG 02 NĂM 2024", date(2024, 2, 1), date(2024, 2, 29)),
)


@pytest.mark.parametrize(("title", "first", "last"), PERIODS)
def test_a_plan_for_part_of_a_year_knows_it(title: str, first: date, last: date) -> None:
    assert read_heading([title]).period == (first, last)


def test_the_year_of_signing_is_not_the_year_of_the_plan() -> None:
    heading = read_heading(
        ["CÁC NHIỆM VỤ CỦA ĐỀ ÁN", "(Kèm theo Quyết định số /QĐ-UBND ngày tháng năm 2022 của UBND tỉnh)"]
    )
    assert (heading.year, heading.number, heading.issued) == (None, None, None)


def test_blank_numbers_and_impossible_days_are_not_guessed() -> None:
    heading = read_heading(["Số: /KH-UBND", "Minh Hòa, ngày 31 tháng 02 năm 2026", "KẾ HOẠCH NĂM 2026"])
    assert (heading.number, heading.issued) == (None, None)


def test_the_annex_nearest_above_counts() -> None:
    assert annex(["PHỤ LỤC I", "Danh mục", "PHỤ LỤC 02:", "Bảng phân công"]) == "Phụ lục 02"
    assert annex(["theo Phụ lục II kèm theo"]) == ""


def test_a_letterhead_in_rows_names_the_lower_body() -> None:
    assert read_heading(["UBND HUYỆN A", "Độc lập - Tự do", "PHÒNG NỘI VỤ", "KẾ HOẠCH"]).issuer == "PHÒNG NỘI VỤ"


def test_a_column_may_say_the_year_where_the_title_does_not() -> None:
    assert read_heading(["KẾ HOẠCH CÔNG TÁC"], ["Thời gian hoàn thành (năm 2026)"]).year == 2026
    assert read_heading(["KẾ HOẠCH NĂM 2025"], ["Thời gian (năm 2026)"]).year == 2025


def test_a_line_may_say_whose_table_it_is() -> None:
    assert person_above(["KẾ HOẠCH", "Đơn vị chủ trì: Phòng Nội vụ."]) == "Phòng Nội vụ"
