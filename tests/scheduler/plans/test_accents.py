import pytest

from scheduler.plans.accents import restored
from tests.scheduler.plans.test_real_plans import truth_of


@pytest.mark.parametrize(
    ("damaged", "whole"),
    [
        ("Kê ́hoạch của xa ̃hội", "Kế hoạch của xã hội"),
        ("thê ̉va ̀toàn thê ̉", "thể và toàn thể "),
        ("chi ́nh sách", "chính sách"),
        ("Chi ́ Minh", "Chí Minh"),
        ("Sở Tƣ pháp, TRƢỜNG", "Sở Tư pháp, TRƯỜNG"),
        ("Ðảng ủy, ðịa phương", "Đảng ủy, địa phương"),
        ("nǎm nay, xā", "năm nay, xã"),
        ("VĂN PHÕNG, HÕA BÌNH", "VĂN PHÒNG, HÒA BÌNH"),
        ("c ủa, hà nh chính", "của, hành chính"),
        ("Ke\u0302\u0301 hoa\u0323ch", "Kế hoạch"),
    ],
)
def test_a_damaged_letter_is_put_right(damaged: str, whole: str) -> None:
    assert restored(damaged) == whole


@pytest.mark.parametrize("text", ["VÕ VĂN RÕ", "10 m ở ấp 3", "Khu C ở phía Đông", "điểm a, b và c", "TH ấp 5", "16 h"])
def test_what_is_whole_stays(text: str) -> None:
    assert restored(text) == text


def test_no_cell_of_a_real_plan_is_changed() -> None:
    rows = truth_of("001-quang-khai-2023.jsonl") + truth_of("003-soc-trang-2030.jsonl")
    texts = [row["task"] for row in rows] + [text for row in rows for text in row["activities"] + row["products"]]
    assert [restored(text) for text in texts] == texts
