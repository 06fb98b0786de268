"""What single cells of a roster are put right to."""

import datetime as dt
import unicodedata

import pytest

from scheduler.rosters.births import birth
from scheduler.rosters.names import is_name, name, usual_sex
from scheduler.rosters.phones import phone
from scheduler.rosters.posts import known_posts, post, reason
from scheduler.rosters.units import units_put_right
from tests.scheduler.rosters.sheets import TODAY


@pytest.mark.parametrize(
    ("printed", "number", "faults"),
    [
        ("0900000103", "0900000103", []),
        ("0900 000 104", "0900000104", ["phone_written"]),
        ("900000105", "0900000105", ["phone_written"]),
        ("+84 900.000.107", "0900000107", ["phone_written"]),
        ("(+84) 900000105", "0900000105", ["phone_written"]),
        ("0084900000105", "0900000105", ["phone_written"]),
        ("ĐT: 0900-000-201", "0900000201", ["phone_written"]),
        ("0900000001 (Zalo)", "0900000001", ["phone_written"]),
        ("0900000202/0900000299", "0900000202", ["phone_second"]),
        ("0900000202 - 0900000299", "0900000202", ["phone_second"]),
        ("0900000202 0900000299", "0900000202", ["phone_second"]),
        ("028.3822.1234, 0900000001", "02838221234", ["phone_second"]),
        ("090000021", None, ["phone_bad"]),
        ("09000002133", None, ["phone_bad"]),
        ("chưa có", None, ["phone_bad"]),
        ("-", None, ["phone_missing"]),
        ("", None, ["phone_missing"]),
    ],
)
def test_phones(printed: str, number: str | None, faults: list[str]) -> None:
    found = phone(printed)
    assert (found.number, [f.fault.value for f in found.findings]) == (number, faults)


@pytest.mark.parametrize(
    ("printed", "value", "born", "faults"),
    [
        ("20/06/1974", dt.datetime(1974, 6, 20), "1974-06-20", []),  # noqa: DTZ001
        ("Năm 1974", dt.datetime(1974, 1, 1), "1974", []),  # noqa: DTZ001
        ("Tháng 6/1974", dt.datetime(1974, 6, 1), "1974-06", []),  # noqa: DTZ001
        ("20/6", dt.datetime(1974, 6, 20), "1974-06-20", []),  # noqa: DTZ001
        ("01/01/0001", dt.datetime(1, 1, 1), None, ["born_impossible"]),  # noqa: DTZ001
        ("10/4/1991", None, "1991-04-10", []),
        ("10 tháng 4 năm 1991", None, "1991-04-10", []),
        ("1991-04-10", None, "1991-04-10", []),
        ("20061974", None, "1974-06-20", []),
        ("04/1991", None, "1991-04", []),
        ("1977", 1977, "1977", []),
        ("27200", 27200, "1974-06-20", ["born_written"]),
        ("28/4/68", None, "1968-04-28", ["born_written"]),
        ("28/4/05", None, "2005-04-28", ["born_written"]),
        ("31/02/1990", None, None, ["born_impossible"]),
        ("05/20/1981", None, None, ["born_impossible"]),
        ("x", None, None, ["born_impossible"]),
        ("1/1/2024", None, "2024-01-01", ["born_unlikely"]),
        ("1/1/2224", None, None, ["born_impossible"]),
        ("", None, None, ["born_missing"]),
    ],
)
def test_birth_dates(printed: str, value: object, born: str | None, faults: list[str]) -> None:
    found = birth(printed, value, today=TODAY)
    assert (found.born, [f.fault.value for f in found.findings]) == (born, faults)


@pytest.mark.parametrize(
    ("raw", "written", "faults"),
    [
        ("Sơn  Kim Vy ", "Sơn Kim Vy", ["name_spaces"]),
        (unicodedata.normalize("NFD", "Nguyễn Quốc Toàn"), "Nguyễn Quốc Toàn", ["name_unicode"]),
        ("THẠCH NGỌC DUYÊN", "Thạch Ngọc Duyên", ["name_capitals"]),
        ("nguyễn văn an", "Nguyễn Văn An", ["name_capitals"]),
        ("Pham Cong Triet", "Pham Cong Triet", ["name_unmarked"]),
        ("Cao Minh Quang", "Cao Minh Quang", []),
        ("H'Hen Niê", "H'Hen Niê", []),
        ("Đ/c Lê Hùng", "Lê Hùng", []),
        ("Lan", "Lan", ["name_short"]),
    ],
)
def test_names(raw: str, written: str, faults: list[str]) -> None:
    found, findings = name(raw)
    assert (found, [f.fault.value for f in findings]) == (written, faults)


@pytest.mark.parametrize("text", ["(2)", "Tổng cộng: 43 người", "x" * 61, "", "0912345678"])
def test_what_is_nobodys_name(text: str) -> None:
    assert not is_name(text)


@pytest.mark.parametrize(
    ("full_name", "sex"),
    [
        ("Nguyễn Thị Phúc", "Nữ"),
        ("Trần Thanh Phúc", "Nam"),
        ("Bùi Bích Duyên", "Nữ"),
        ("Lê Văn Hoa", None),
        ("Trần Thanh Bình", None),
        ("Kim Anh", None),
        ("Lan", "Nữ"),
    ],
)
def test_the_sex_that_a_name_tells(full_name: str, sex: str | None) -> None:
    assert usual_sex(full_name) == sex


@pytest.mark.parametrize(
    ("printed", "written"),
    [
        ("Chủ tich UBND", "Chủ tịch UBND"),
        ("Văn phòng- Thống kế", "Văn phòng - Thống kê"),
        ("Tư pháp- Hộ tich", "Tư pháp - Hộ tịch"),
        ("VH-XH", "Văn hóa - Xã hội"),
        ("TP-HT", "Tư pháp - Hộ tịch"),
        ("CHT Quân sự", "Chỉ huy trưởng Quân sự"),
        ("PCT UBND", "Phó Chủ tịch UBND"),
        ("CHỦ TỊCH UBND", "Chủ tịch UBND"),
        ("Công chức Tư pháp- Hộ tich", "Công chức Tư pháp - Hộ tịch"),
        ("Phó Bí thư Đảng uỷ, Chủ tich UBND", "Phó Bí thư Đảng uỷ, Chủ tịch UBND"),
        ("Địa chính-NN-XD và MT", "Địa chính - Nông nghiệp - Xây dựng và Môi trường"),
        ("Chủ tich UBND xã Tân Bình", "Chủ tịch UBND xã Tân Bình"),
    ],
)
def test_a_post_with_slips_becomes_the_usual_one(printed: str, written: str) -> None:
    found, findings = post(printed, known_posts(()))
    assert (found, [f.fault.value for f in findings]) == (written, ["post_written"])


@pytest.mark.parametrize(
    "printed",
    [
        "Văn hoá - Xã hội",
        "Phó trưởng phòng Nội vụ",
        "Bí thư Đoàn Thanh niên xã",
        "Chủ tịch Hội LHPN xã",
        "Phụ trách Đài truyền thanh xã",
        "Văn phòng - Thống kê phụ trách nội vụ",
        "Chỉ huy trưởng Ban Chỉ huy quân sự",
        "Chủ tịch HĐND",
        "Quản trị mạng",
        "Phó Chủ tịch UBND",
    ],
)
def test_a_post_without_slips_stays_as_it_is_printed(printed: str) -> None:
    assert post(printed, known_posts(())) == (printed, ())


def test_a_post_that_only_this_roster_knows_is_the_measure_of_its_slips() -> None:
    known = known_posts(["Cán bộ Đài truyền thanh", "Cán bộ Đài truyền thanh", "Cán bộ Đài truyền thành"])
    assert post("Cán bộ Đài truyền thành", known)[0] == "Cán bộ Đài truyền thanh"


@pytest.mark.parametrize(
    ("printed", "written"),
    [
        ("Tập sư đến 01/12/2023", "Tập sự đến 01/12/2023"),
        ("Nghi thai sản", "Nghỉ thai sản"),
        ("Nghỉ thai sản từ 15/5/2023", "Nghỉ thai sản từ 15/5/2023"),
        ("Đi nước ngoài thăm con", "Đi nước ngoài thăm con"),
    ],
)
def test_reasons(printed: str, written: str) -> None:
    assert reason(printed)[0] == written


def test_a_unit_printed_once_with_a_slip_is_the_one_the_others_print() -> None:
    printed = [*["Xã Vĩnh Lạc Tây"] * 3, "Vĩnh Lac Tây", "XÃ VĨNH LẠC TÂY", "X. Vĩnh Lạc Tây", "Xã Vĩnh Lạc Đông"]
    assert units_put_right(printed) == {
        "Xã Vĩnh Lạc Tây": "Xã Vĩnh Lạc Tây",
        "Vĩnh Lac Tây": "Xã Vĩnh Lạc Tây",
        "XÃ VĨNH LẠC TÂY": "Xã Vĩnh Lạc Tây",
        "X. Vĩnh Lạc Tây": "Xã Vĩnh Lạc Tây",
        "Xã Vĩnh Lạc Đông": "Xã Vĩnh Lạc Đông",
    }


def test_a_shortened_room_is_written_out_and_numbers_are_never_slips() -> None:
    printed = ["VP HĐND-UBND", "P. Nội vụ", "Phòng TC-KH", *["Tổ dân phố số 1"] * 3, "Tổ dân phố số 2"]
    assert units_put_right(printed) == {
        "VP HĐND-UBND": "Văn phòng HĐND và UBND",
        "P. Nội vụ": "Phòng Nội vụ",
        "Phòng TC-KH": "Phòng Tài chính - Kế hoạch",
        "Tổ dân phố số 1": "Tổ dân phố số 1",
        "Tổ dân phố số 2": "Tổ dân phố số 2",
    }
