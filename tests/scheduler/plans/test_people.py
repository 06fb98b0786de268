import pytest

from scheduler.plans.lead_and_support import split_roles
from scheduler.plans.people import named

CELLS: tuple[tuple[str, list[str]], ...] = (
    ("UBND phường, công chức phụ trách nội vụ", ["UBND phường", "công chức phụ trách nội vụ"]),
    ("Thường trực Đảng ủy và các cán bộ", ["Thường trực Đảng ủy", "các cán bộ"]),
    ("Các cán bộ, công chức, viên chức", ["Các cán bộ, công chức, viên chức"]),
    ("Trạm Y tế; các trường học và toàn thể nhân dân", ["Trạm Y tế", "các trường học", "toàn thể nhân dân"]),
    ("Công chức phụ trách HĐND, UBND", ["Công chức phụ trách HĐND, UBND"]),
    ("Văn phòng HĐND và UBND huyện", ["Văn phòng HĐND và UBND huyện"]),
    ("Sở Văn hóa, Thể thao và Du lịch", ["Sở Văn hóa, Thể thao và Du lịch"]),
    ("Sở Y tế, Sở Nội vụ và UBND cấp xã", ["Sở Y tế", "Sở Nội vụ", "UBND cấp xã"]),
    ("Các sở, ban, ngành và UBND các huyện, thị xã", ["Các sở, ban, ngành", "UBND các huyện, thị xã"]),
    ("Các phòng CM, NV", ["Các phòng CM, NV"]),
    ("Công an xã, Ban Chỉ huy Quân sự xã", ["Công an xã", "Ban Chỉ huy Quân sự xã"]),
    ("Hội Nông dân, Hội Phụ nữ và Đoàn Thanh niên", ["Hội Nông dân", "Hội Phụ nữ", "Đoàn Thanh niên"]),
    ("Văn phòng - Thống kê, Tài chính - Kế toán", ["Văn phòng - Thống kê", "Tài chính - Kế toán"]),
    ("Chủ tịch, Phó Chủ tịch UBND xã", ["Chủ tịch, Phó Chủ tịch UBND xã"]),
    ("Nguyễn Văn An, Trần Thị Bình", ["Nguyễn Văn An", "Trần Thị Bình"]),
    ("đ/c Lan, đ/c Minh", ["đ/c Lan", "đ/c Minh"]),
    ("Lan, Minh", ["Lan", "Minh"]),
    ("- Phòng Nội vụ;\n- Phòng Tư pháp.", ["Phòng Nội vụ", "Phòng Tư pháp"]),
    ("Công chức\nTư pháp - Hộ tịch", ["Công chức Tư pháp - Hộ tịch"]),
    ("Sở Thông tin và\nTruyền thông", ["Sở Thông tin và Truyền thông"]),
    ("Trường học (mầm non, tiểu học và các trường khác)", ["Trường học (mầm non, tiểu học và các trường khác)"]),
    ("", []),
)


@pytest.mark.parametrize(("cell", "bodies"), CELLS)
def test_a_cell_is_cut_between_bodies_and_never_inside_one(cell: str, bodies: list[str]) -> None:
    assert list(named(cell)) == bodies


DUTIES = (
    ("CC Văn hóa - Xã hội tổng hợp báo cáo tuần", "CC Văn hóa - Xã hội"),
    ("Công chức Tư pháp - Hộ tịch soạn thảo văn bản", "Công chức Tư pháp - Hộ tịch"),
    ("Công chức Địa chính: lập hồ sơ giao đất", "Công chức Địa chính"),
    ("Văn phòng phối hợp, tổng hợp", "Văn phòng phối hợp, tổng hợp"),
    ("Công chức phụ trách tổng hợp báo cáo", "Công chức phụ trách tổng hợp báo cáo"),
    ("công chức địa chính - xây dựng - đô thị", "công chức địa chính - xây dựng - đô thị"),
    ("Đơn vị cung cấp phần mềm", "Đơn vị cung cấp phần mềm"),
)


@pytest.mark.parametrize(("cell", "post"), DUTIES)
def test_a_duty_behind_a_post_is_dropped_only_where_it_is_clear(cell: str, post: str) -> None:
    assert named(cell) == (post,)


ROLES = (
    ("Chủ trì: Phòng Nội vụ; Phối hợp: Văn phòng", ("Phòng Nội vụ", "Văn phòng")),
    ("Phòng Nội vụ (chủ trì), Văn phòng (phối hợp)", ("Phòng Nội vụ", "Văn phòng")),
    ("- Phòng Nội vụ chủ trì\n- Văn phòng phối hợp", ("- Phòng Nội vụ", "- Văn phòng")),
    ("Văn phòng phối hợp, tổng hợp", ("Văn phòng phối hợp, tổng hợp", "")),
    ("Phòng Kinh tế chủ trì, phối hợp với Công an xã", ("Phòng Kinh tế", "Công an xã")),
    ("Khoa Dược (chủ trì), Trạm Y tế các xã", ("Khoa Dược", "Trạm Y tế các xã")),
    ("Khoa Dược (chủ trì)", ("Khoa Dược", "")),
)


@pytest.mark.parametrize(("cell", "roles"), ROLES)
def test_one_cell_may_say_who_leads_and_who_supports(cell: str, roles: tuple[str, str]) -> None:
    assert split_roles(cell) == roles


def test_a_very_long_cell_is_no_list_of_names() -> None:
    assert len(named("UBND xã, " * 2_000)) == 1
