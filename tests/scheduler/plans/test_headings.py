import pytest

from scheduler.plans.headings import Role, role_of

HEADINGS = {
    Role.NUMBER: ["TT", "STT", "Số TT", "Số thứ tự"],
    Role.SECTION: ["Lĩnh vực", "Nhiệm vụ chung", "Nhóm nhiệm vụ"],
    Role.TASK: [
        "Nhiệm vụ",
        "Nội dung",
        "Nội dung công việc",
        "Nhiệm vụ cụ thể",
        "Hoạt động",
        "2. Nhiệm vụ, giải pháp",
        "Nhiệm vụ của cơ quan chủ trì",
        "Tên đề án, nội dung",
    ],
    Role.PRODUCT: [
        "Sản phẩm",
        "Kết quả",
        "Hoạt động/sản phẩm",
        "Kết quả đạt được",
        "Sản phẩm đầu ra",
        "Dự kiến kết quả",
    ],
    Role.ASSIGNEE: [
        "Đơn vị chủ trì",
        "Cơ quan/Đơn vị chủ trì",
        "Người thực hiện",
        "Phân công",
        "Phân công thực hiện",
        "Bộ phận thực hiện",
        "Cán bộ phụ trách",
        "Chủ trì",
        "Đơn vị chủ trì, phối hợp",
        "Họ và tên người thực hiện",
    ],
    Role.COORDINATOR: ["Người phối hợp", "Cơ quan phối hợp", "Đơn vị phối hợp thực hiện", "Cơ quan, đơn vị phối hợp"],
    Role.DEADLINE: [
        "Thời gian",
        "Thời gian hoàn thành",
        "Thời hạn",
        "Hạn",
        "Hạn hoàn thành",
        "Tiến độ",
        "Mốc thời gian",
    ],
    Role.OTHER: ["Ghi chú", "Căn cứ", "Kết quả thực hiện", "Họ và tên", "Số điện thoại", "Ngày giao", "Tình trạng"],
}


@pytest.mark.parametrize(("heading", "role"), [(h, role) for role, listed in HEADINGS.items() for h in listed])
def test_a_heading_is_known_by_its_meaning(heading: str, role: Role) -> None:
    found = role_of(heading)
    assert found is not None
    assert found[0] is role


def test_words_we_do_not_know_name_nothing() -> None:
    assert role_of("Màu sắc") is None
