import time

import pytest

from locales.folding import fold
from scheduler.plans.files import read_plan, read_plan_bytes
from scheduler.plans.model import PlanDocument
from scheduler.plans.refusals import PlanFileError
from tests.scheduler.plans.test_real_plans import PLANS, truth_of

ONE_BLANK_LINE_BETWEEN_CELLS = """KẾ HOẠCH CẢI CÁCH HÀNH CHÍNH NĂM 2026

STT Nhiệm vụ Sản phẩm Đơn vị chủ trì Thời gian
hoàn thành

I. CÔNG TÁC CHỈ ĐẠO

1 Ban hành kế hoạch cải cách
hành chính

Kế hoạch

Công chức Văn phòng -
Thống kê

Tháng 01/2026

2 Tổng hợp kết quả thực hiện
theo quy định

Báo cáo Công chức Nội vụ Hàng quý

Trang 1

STT Nhiệm vụ Sản phẩm Đơn vị chủ trì Thời gian
hoàn thành

II. CẢI CÁCH THỂ CHẾ

1 Rà soát văn bản quy phạm
pháp luật của xã:
1. Văn bản còn hiệu lực
2. Văn bản hết hiệu lực

Danh mục văn bản

Công chức Tƣ pháp - Hộ tịch Trước 15/11/2026

Nơi nhận:
- Như trên
"""
EVERY_LINE_APART = """TT Nhiệm vụ Cơ quan phối hợp Sản phẩm Thời gian thực hiện

I SỞ NỘI VỤ

1
Tổ chức tập huấn cho cán bộ,

công chức cấp xã

Các sở, ban

ngành tỉnh
Kế hoạch Hàng năm

2
Sơ kết thực hiện Đề án
Các đơn vị
Báo cáo sơ kết
Năm 2027

23

II VĂN PHÕNG ỦY BAN NHÂN DÂN TỈNH

1 Hoàn thiện cổng dịch vụ công
Sở Thông tin và

Truyền thông
Quyết định
Quý II/2026
"""


def told(document: PlanDocument) -> list[tuple[str, str, str, tuple[str, ...], tuple[str, ...], str]]:
    return [(t.section, t.no, t.task, t.products, t.assignees, t.deadline_text) for t in document.tasks]


def test_cells_with_a_blank_line_between_are_parted() -> None:
    document = read_plan_bytes("x.txt", ONE_BLANK_LINE_BETWEEN_CELLS.encode())
    office, interior, justice = "Công chức Văn phòng - Thống kê", "Công chức Nội vụ", "Công chức Tư pháp - Hộ tịch"
    review = "Rà soát văn bản quy phạm pháp luật của xã: 1. Văn bản còn hiệu lực 2. Văn bản hết hiệu lực"
    assert told(document) == [
        ("I", "1", "Ban hành kế hoạch cải cách hành chính", ("Kế hoạch",), (office,), "Tháng 01/2026"),
        ("I", "2", "Tổng hợp kết quả thực hiện theo quy định", ("Báo cáo",), (interior,), "Hàng quý"),
        ("II", "1", review, ("Danh mục văn bản",), (justice,), "Trước 15/11/2026"),
    ]
    assert (document.title, document.context.plan_year) == ("KẾ HOẠCH CẢI CÁCH HÀNH CHÍNH NĂM 2026", 2026)


def test_cells_where_every_line_stands_apart_are_parted() -> None:
    document = read_plan_bytes("x.txt", EVERY_LINE_APART.encode(), year=2026, span=(2026, 2027))
    office = "Văn phòng Ủy ban Nhân dân tỉnh"
    assert told(document) == [
        ("I", "1", "Tổ chức tập huấn cho cán bộ, công chức cấp xã", ("Kế hoạch",), ("Sở Nội vụ",), "Hàng năm"),
        ("I", "2", "Sơ kết thực hiện Đề án", ("Báo cáo sơ kết",), ("Sở Nội vụ",), "Năm 2027"),
        ("II", "1", "Hoàn thiện cổng dịch vụ công", ("Quyết định",), (office,), "Quý II/2026"),
    ]
    assert [task.coordinators for task in document.tasks] == [
        ("Các sở, ban ngành tỉnh",),
        ("Các đơn vị",),
        ("Sở Thông tin và Truyền thông",),
    ]


def test_a_row_knows_its_line() -> None:
    document = read_plan_bytes("x.txt", ONE_BLANK_LINE_BETWEEN_CELLS.encode())
    assert [task.place.row for task in document.tasks] == [8, 18, 30]


@pytest.mark.parametrize(
    ("file", "truth", "span"),
    [
        ("001_7a46f12508610c89.txt", "001-quang-khai-2023.jsonl", None),
        ("003_6a0f5a4f6b7e72a6.txt", "003-soc-trang-2030.jsonl", (2022, 2030)),
    ],
)
def test_the_dump_of_a_real_plan_is_read(file: str, truth: str, span: tuple[int, int] | None) -> None:
    document = read_plan(PLANS / file, year=span[0] if span else None, span=span)
    read = {(task.section, task.no, task.part): task.as_json("") for task in document.tasks}
    wanted = {(row["section"], row["no"], row.get("part", "")): row for row in truth_of(truth)}
    shared = read.keys() & wanted.keys()
    assert len(shared) >= 0.95 * len(wanted)
    assert len(read) <= 1.03 * len(wanted)
    timely = [key for key in shared if read[key]["occurrences"] == wanted[key]["occurrences"]]
    assert len(timely) >= 0.93 * len(wanted)
    named = [key for key in shared if list(map(fold, read[key]["assignees"])) == _names(wanted[key])]
    assert len(named) >= 0.9 * len(wanted)


def _names(row: dict[str, list[str]]) -> list[str]:
    return [fold(name) for name in row["assignees"]]


def test_prose_and_long_lines_are_refused_in_time() -> None:
    row = "1 " + "Rà soát Văn bản Tháng 3 " * 2_000
    text = "TT Nhiệm vụ Đơn vị chủ trì Thời gian\n" + row + "\n" + "Báo cáo\n" * 3_000
    with pytest.raises(PlanFileError):
        read_plan_bytes("x.txt", text.encode())


ALIGNED = """                 KẾ HOẠCH CÔNG TÁC NĂM 2026

TT   Nhiệm vụ                          Sản phẩm          Đơn vị chủ trì        Thời gian
                                                                               hoàn thành
I. LĨNH VỰC NỘI VỤ
1    Ban hành kế hoạch cải cách        Kế hoạch          Công chức Văn         Tháng 01/2026
     hành chính của xã                                   phòng - Thống kê
2    Tổng hợp kết quả thực hiện        Báo cáo           Công chức Nội vụ      Quý II/2026
     theo quy định
                                                                                           2
TT   Nhiệm vụ                          Sản phẩm          Đơn vị chủ trì        Thời gian
                                                                               hoàn thành
     của cấp trên
3    Rà soát hồ sơ                     Danh mục          Công chức Tư pháp     15/11/2026
"""


def test_a_dump_that_keeps_its_columns_is_read_by_its_places() -> None:
    document = read_plan_bytes("x.txt", ALIGNED.replace("   2\n", "   2\n\f", 1).encode())
    whole = "Tổng hợp kết quả thực hiện theo quy định của cấp trên"
    office = "Công chức Văn phòng - Thống kê"
    assert told(document) == [
        ("I", "1", "Ban hành kế hoạch cải cách hành chính của xã", ("Kế hoạch",), (office,), "Tháng 01/2026"),
        ("I", "2", whole, ("Báo cáo",), ("Công chức Nội vụ",), "Quý II/2026"),
        ("I", "3", "Rà soát hồ sơ", ("Danh mục",), ("Công chức Tư pháp",), "15/11/2026"),
    ]
    assert document.title == "KẾ HOẠCH CÔNG TÁC NĂM 2026"


WRAPPED_HEADER_AND_A_ROW_OVER_TWO_PAGES = """KẾ HOẠCH NĂM 2026

TT Nhiệm vụ Sản phẩm Cơ quan chủ
trì

Thời gian
thực hiện

I
CÔNG TÁC CHUNG

1
Ban hành kế hoạch

Kế hoạch

Công chức Văn
phòng

Tháng 01/2026

2
Rà soát các văn bản do xã

Danh mục văn bản

Công chức Tư pháp

Tháng 02/2026

2

TT Nhiệm vụ Sản phẩm Cơ quan chủ
trì

Thời gian
thực hiện

ban hành trong năm

3
Công khai thủ tục

Báo cáo

Công chức Văn
phòng

Tháng 3/2026
"""
SECTIONS_IN_A_COLUMN = """KẾ HOẠCH NĂM 2026
Lĩnh vực TT Nhiệm vụ Chủ trì Hạn hoàn thành
I. NỘI VỤ 1 Ban hành kế hoạch

Công chức Văn phòng

Tháng 01/2026

I. NỘI VỤ 2 Xây dựng báo cáo

Công chức Văn phòng

Tháng 6/2026

II. TƯ PHÁP 1 Rà soát văn bản

Công chức Tư pháp

Tháng 7/2026
"""
LINES_ACROSS_THE_COLUMNS = "TT Nhiệm vụ Sản phẩm Cơ quan chủ trì Thời gian\n" + "".join(
    f"{n} Ban hành kế hoạch Kế hoạch của xã Công chức Văn Tháng 01 năm\ncải cách hành Ủy ban nhân dân phòng Thống kê\n"
    f"chính nhà nước Ban hành kèm theo\nnăm sau của xã Minh Hòa\n"
    for n in range(1, 20)
)


def test_a_row_goes_on_on_the_next_page_under_a_header_of_several_lines() -> None:
    document = read_plan_bytes("x.txt", WRAPPED_HEADER_AND_A_ROW_OVER_TWO_PAGES.encode())
    office, justice = "Công chức Văn phòng", "Công chức Tư pháp"
    review = "Rà soát các văn bản do xã ban hành trong năm"
    assert told(document) == [
        ("I", "1", "Ban hành kế hoạch", ("Kế hoạch",), (office,), "Tháng 01/2026"),
        ("I", "2", review, ("Danh mục văn bản",), (justice,), "Tháng 02/2026"),
        ("I", "3", "Công khai thủ tục", ("Báo cáo",), (office,), "Tháng 3/2026"),
    ]


def test_sections_beside_the_numbers_are_told_from_the_rows() -> None:
    document = read_plan_bytes("x.txt", SECTIONS_IN_A_COLUMN.encode())
    office, justice = ("Công chức Văn phòng",), ("Công chức Tư pháp",)
    assert told(document) == [
        ("I", "1", "Ban hành kế hoạch", (), office, "Tháng 01/2026"),
        ("I", "2", "Xây dựng báo cáo", (), office, "Tháng 6/2026"),
        ("II", "1", "Rà soát văn bản", (), justice, "Tháng 7/2026"),
    ]


def test_lines_that_run_across_the_columns_are_refused_not_guessed() -> None:
    with pytest.raises(PlanFileError):
        read_plan_bytes("x.txt", LINES_ACROSS_THE_COLUMNS.encode())


def test_kept_columns_whose_cells_are_no_rows_are_refused_with_advice() -> None:
    head = "TT   Nhiệm vụ              Sản phẩm          Đơn vị chủ trì      Thời gian\n"
    rows = "".join(
        f"     Ban hành kế hoạch                       Công chức Văn\n\n"
        f"{n:<4} cải cách hành         Kế hoạch          phòng thống kê      Tháng 01\n\n"
        f"     chính của xã          ban hành          của xã              năm 2026\n\n"
        for n in range(1, 30)
    )
    with pytest.raises(PlanFileError) as refused:
        read_plan_bytes("x.txt", (head + rows).encode())
    assert refused.value.key == "files.mixed_columns"
    assert "tệp Word, Excel hoặc tệp PDF gốc." in refused.value.sentence()


@pytest.mark.parametrize("text", [" " * 3_000_000, "a   b\f" * 300_000, ALIGNED + "1    a      b   c\n" * 100_000])
def test_a_text_of_nothing_but_white_and_pages_is_refused_in_time(text: str) -> None:
    began = time.process_time()
    with pytest.raises(PlanFileError):
        read_plan_bytes("x.txt", text.encode())
    assert time.process_time() - began < 5


def test_a_dump_of_five_thousand_different_lines_is_read_in_time() -> None:
    acts = ("Rà soát", "Ban hành", "Công khai", "Tổng hợp", "Kiểm tra")
    rows = (
        f"{n}. {acts[n % 5]} hồ sơ đợt {n} của thôn {n % 37}\ntheo quy định tại điểm {n % 19}\nBáo cáo số {n}\n"
        f"Công chức Văn phòng\nnăm {n}\nTrước ngày {n % 28 + 1}/{n % 12 + 1}\n"
        for n in range(1, 834)
    )
    text = "KẾ HOẠCH NĂM 2026\nTT Nhiệm vụ Sản phẩm Cơ quan chủ trì Thời gian\n" + "".join(rows)
    began = time.process_time()
    document = read_plan_bytes("x.txt", text.encode())
    assert time.process_time() - began < 10  # a busy machine
    assert len(document.tasks) == 833
