import pytest

from scheduler.plans.people import named


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Phòng Nội vụ, Tư pháp", ["Phòng Nội vụ", "Phòng Tư pháp"]),
        ("Các phòng: Nội vụ, Tư pháp", ["Phòng Nội vụ", "Phòng Tư pháp"]),
        ("Phòng Kinh tế và Hạ tầng, Nội vụ", ["Phòng Kinh tế và Hạ tầng", "Phòng Nội vụ"]),
        ("Sở Nội vụ, Tư pháp và Tài chính", ["Sở Nội vụ", "Sở Tư pháp", "Sở Tài chính"]),
        ("Sở Giáo dục và Đào tạo, Y tế", ["Sở Giáo dục và Đào tạo", "Sở Y tế"]),
        ("Phòng Nội vụ, Tư pháp; UBND các xã", ["Phòng Nội vụ", "Phòng Tư pháp", "UBND các xã"]),
        ("Công chức ĐC-XD, TC-KT", ["Công chức ĐC-XD", "Công chức TC-KT"]),
        ("CC VP-TK, TP-HT", ["CC VP-TK", "CC TP-HT"]),
        ("Công chức tư pháp, hộ tịch, địa chính", ["Công chức tư pháp, hộ tịch", "Công chức địa chính"]),
    ],
)
def test_a_list_under_one_head_names_each_with_it(cell: str, names: list[str]) -> None:
    assert list(named(cell)) == names


@pytest.mark.parametrize(
    "cell",
    [
        "Phòng Văn hóa và Thông tin",
        "Phòng Lao động - Thương binh và Xã hội",
        "Sở Văn hóa, Thể thao và Du lịch",
        "Công chức tài chính, kế toán",
        "Công chức VP-TK phụ trách HĐND, UBND",
        "Công chức phụ trách nội vụ, thi đua",
        "Các phòng CM, NV",
        "Ban Quản lý dự án, đầu tư xây dựng",
        "Các cán bộ, công chức",
    ],
)
def test_a_name_that_holds_a_comma_stays_one(cell: str) -> None:
    assert list(named(cell)) == [cell]
