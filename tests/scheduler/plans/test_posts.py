import pytest

from scheduler.plans.posts import Holder, is_group, likeness, match_posts

CHAIR, DEPUTY, LAN, HOA, DUNG, SON, PHUC = range(1, 8)
ROSTER = [
    Holder(CHAIR, ("Chủ tịch UBND xã",)),
    Holder(DEPUTY, ("Phó Chủ tịch UBND xã",)),
    Holder(LAN, ("Công chức Văn phòng - Thống kê",)),
    Holder(HOA, ("Công chức Nội vụ",)),
    Holder(DUNG, ("Công chức Tài chính - Kế toán",)),
    Holder(SON, ("Công chức Văn hóa - Xã hội",)),
    Holder(PHUC, ("Công chức Văn hóa - Xã hội",)),
]


@pytest.mark.parametrize(
    ("printed", "person"),
    [
        ("Công chức TC-KT", DUNG),
        ("cong chuc tai chinh ke toan", DUNG),
        ("Công chức Tài chính - Kê toán xã", DUNG),
        ("Văn phòng TK làm công tác đầu mối kiểm soát TTHC", LAN),
        ("Công chức văn phòng - thông kê phụ trách HĐND, UBND", LAN),
        ("VP-TK", LAN),
        ("Công chức phụ trách nội vụ", HOA),
        ("Công chức làm công tác nội vụ", HOA),
        ("Chủ tịch UBND xã", CHAIR),
        ("Đồng chí Chủ tịch", CHAIR),
        ("PCT UBND xã", DEPUTY),
    ],
)
def test_a_post_finds_its_one_holder(printed: str, person: int) -> None:
    assert match_posts([printed], ROSTER, {})[printed].person_id == person


def test_a_post_that_fits_two_is_left_to_a_person_with_both_named() -> None:
    match = match_posts(["CC Văn phòng Nội vụ"], ROSTER, {})["CC Văn phòng Nội vụ"]
    assert match.person_id is None
    assert set(match.candidates) == {LAN, HOA}


def test_a_post_with_two_holders_waits_for_the_focal_points_choice_which_is_kept() -> None:
    post = "Công chức văn hóa - xã hội phụ trách thông tin thể dục thể thao"
    assert set(match_posts([post], ROSTER, {})[post].candidates) == {SON, PHUC}
    kept = {"cong chuc van hoa xa hoi phu trach thong tin the duc the thao": PHUC}
    assert match_posts([post], ROSTER, kept)[post].person_id == PHUC


@pytest.mark.parametrize("printed", ["Các công chức UBND xã có liên quan", "Toàn thể cán bộ, công chức", "các phòng"])
def test_a_group_is_never_expanded(printed: str) -> None:
    match = match_posts([printed], ROSTER, {})[printed]
    assert match.group
    assert match.person_id is None


def test_a_deputy_is_never_taken_for_the_chair() -> None:
    assert likeness("Chủ tịch", "Phó Chủ tịch UBND xã") == 0
    only_deputy = [Holder(DEPUTY, ("Phó Chủ tịch UBND xã",))]
    assert match_posts(["Chủ tịch UBND xã"], only_deputy, {})["Chủ tịch UBND xã"].person_id is None


def test_an_office_is_nobodys_post() -> None:
    assert match_posts(["UBND xã"], ROSTER, {})["UBND xã"].person_id is None
    assert not is_group("UBND xã")


THREE = [
    Holder(1, ("Công chức Văn phòng - Thống kê phụ trách nội vụ",)),
    Holder(2, ("Công chức Văn phòng - Thống kê phụ trách HĐND, UBND",)),
    Holder(3, ("Công chức Văn phòng - Thống kê làm đầu mối kiểm soát TTHC",)),
    Holder(4, ("Chủ tịch UBND xã",)),
    Holder(5, ("Chủ tịch Hội LHPN xã",)),
    Holder(6, ("Bí thư Đoàn Thanh niên xã",)),
]


@pytest.mark.parametrize(
    ("printed", "person"),
    [
        ("Công chức VP-TK phụ trách HĐND, UBND", 2),
        ("Văn phòng TK làm công tác đầu mối kiểm soát TTHC", 3),
        ("Công chức phụ trách nội vụ", 1),
        ("CC Văn phòng Nội vụ", 1),
        ("Công chức nội vụ", 1),
        ("Công chức Văn phòng - Thống kê", None),  # three hold it
        ("Chủ tịch", 4),
        ("Chủ tịch HĐND xã", None),  # not the chair of another body
        ("Bí thư Đảng ủy", None),
        ("Chủ tịch Hội Liên hiệp Phụ nữ", None),
    ],
)
def test_a_duty_tells_holders_of_one_post_apart(printed: str, person: int | None) -> None:
    assert match_posts([printed], THREE, {})[printed].person_id == person


def test_an_agency_of_the_province_is_no_official_of_the_same_field() -> None:
    here = [Holder(1, ("Công chức Nội vụ",)), Holder(2, ("Giám đốc Sở Nội vụ",))]
    for printed in ("Sở Nội vụ", "Bộ Nội vụ"):
        assert match_posts([printed], here[:1], {})[printed].candidates == ()
    assert match_posts(["Sở Nội vụ"], here, {})["Sở Nội vụ"].candidates == (2,)
    assert match_posts(["Bộ phận Nội vụ"], here[:1], {})["Bộ phận Nội vụ"].person_id == 1
