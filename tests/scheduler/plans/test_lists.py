import pytest

from scheduler.plans.lists import activities, products

ACTIVITIES: tuple[tuple[str, list[str]], ...] = (
    ("Lập kế hoạch; Báo cáo kết quả.", ["Lập kế hoạch", "Báo cáo kết quả"]),
    ("- Lập kế hoạch, tổ chức họp;\n- Báo cáo...", ["Lập kế hoạch, tổ chức họp", "Báo cáo..."]),
    ("Kế hoạch năm\nBáo cáo năm", ["Kế hoạch năm", "Báo cáo năm"]),
    ("Báo cáo kết quả kiểm soát\nTTHC năm của xã", ["Báo cáo kết quả kiểm soát TTHC năm của xã"]),
    ("Hồ sơ trong 2 năm gần\nnhất;\n- Báo cáo", ["Hồ sơ trong 2 năm gần nhất", "Báo cáo"]),
    ("Quy chế quản lý. Báo cáo sử dụng", ["Quy chế quản lý", "Báo cáo sử dụng"]),
    ("Thống kê (30 lần/tháng; 15 ngày/tháng)", ["Thống kê (30 lần/tháng; 15 ngày/tháng)"]),
    ("Báo cáo; thực hiện cơ chế một cửa", ["Báo cáo; thực hiện cơ chế một cửa"]),
    ("BC theo Biểu số 7; Phụ lục 06 Thông tư 145", ["BC theo Biểu số 7; Phụ lục 06 Thông tư 145"]),
    ("Chuyên mục phải có:\n1. Thông tin.\n2. Văn bản.", ["Chuyên mục phải có: 1. Thông tin. 2. Văn bản"]),
    ("Kế hoạch...vvv", ["Kế hoạch...vvv"]),
    ("", []),
)


@pytest.mark.parametrize(("cell", "items"), ACTIVITIES)
def test_activities_are_cut_at_bullets_semicolons_sentences_and_new_lines(cell: str, items: list[str]) -> None:
    assert list(activities(cell)) == items


PRODUCTS = (
    ("Kế hoạch, Báo cáo", ["Kế hoạch", "Báo cáo"]),
    ("Quyết định, Các báo cáo của UBND xã", ["Quyết định", "Các báo cáo của UBND xã"]),
    ("kế hoạch và các báo cáo công văn", ["kế hoạch", "các báo cáo công văn"]),
    ("Các báo cáo và văn bản có liên quan", ["Các báo cáo và văn bản có liên quan"]),
    ("Kế hoạch và báo cáo kết quả kiểm tra", ["Kế hoạch và báo cáo kết quả kiểm tra"]),
    ("Báo cáo kết quả, bình xét thi đua", ["Báo cáo kết quả, bình xét thi đua"]),
    ("Báo cáo Kế hoạch", ["Báo cáo Kế hoạch"]),
)


@pytest.mark.parametrize(("cell", "documents"), PRODUCTS)
def test_products_are_also_cut_between_complete_documents(cell: str, documents: list[str]) -> None:
    assert list(products(cell)) == documents
