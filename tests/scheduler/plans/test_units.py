"""Units as plans address them."""

import pytest

from scheduler.plans.units import units_named

UNITS = (
    "Văn phòng",
    "Phòng Nội vụ",
    "Phòng Văn hóa - Xã hội",
    "Phòng Kinh tế",
    "UBND xã Quang Khải",
    "UBND xã Tân Bình",
    "UBND phường Hải Tân",
)
ROOMS, COMMUNES, WARD = list(UNITS[1:4]), list(UNITS[4:6]), UNITS[6]


@pytest.mark.parametrize(
    ("printed", "units"),
    [
        ("UBND các xã", COMMUNES),
        ("Ủy ban nhân dân các xã, phường", [*COMMUNES, WARD]),
        ("UBND các xã, phường, thị trấn trên địa bàn tỉnh", [*COMMUNES, WARD]),
        ("Các phòng CM, NV", ROOMS),
        ("Các phòng chuyên môn, nghiệp vụ", ROOMS),
        ("các phòng Nội vụ, Kinh tế", [ROOMS[0], ROOMS[2]]),
        ("Các phòng: Nội vụ; Văn hóa - Xã hội", ROOMS[:2]),
        ("Các Phòng Nội vụ và Kinh tế", [ROOMS[0], ROOMS[2]]),
        ("UBND các xã Tân Bình, Quang Khải", COMMUNES),
        ("Phòng Nội vụ", [ROOMS[0]]),
        ("phòng nội vụ, UBND xã Tân Bình", [ROOMS[0], COMMUNES[1]]),
        ("Uỷ ban nhân dân xã Tân Bình", [COMMUNES[1]]),
        ("Văn phòng", [UNITS[0]]),
        # Nobody can say which these are: a person does.
        ("Các phòng liên quan", []),
        ("Các phòng Nội vụ, Tư pháp", []),
        ("Các công chức có liên quan", []),
        ("UBND xã", []),
        ("Công chức Nội vụ", []),
        ("", []),
    ],
)
def test_the_units_that_the_words_address(printed: str, units: list[str]) -> None:
    assert units_named(printed, UNITS) == units


def test_an_office_without_units_below_it_has_none() -> None:
    assert units_named("UBND các xã", ()) == []
