import pytest

from bot.replies.titles import MAX_TITLE, short_title


@pytest.mark.parametrize(
    ("title", "products", "label", "short"),
    [
        ("Báo cáo tình hình kiểm soát thủ tục hành chính", [], "", "Báo cáo tình hình kiểm soát TTHC"),
        ("Xây dựng Kế hoạch cải cách hành chính; bố trí kinh phí", [], "", "Kế hoạch CCHC"),
        ("Thực hiện niêm yết công khai thủ tục hành chính theo quy định", [], "", "Niêm yết công khai TTHC"),
        ("Rà soát văn bản quy phạm pháp luật trên địa bàn xã", [], "Quý I", "Rà soát văn bản QPPL quý I"),
        ("Báo cáo cải cách hành chính quý III", [], "Quý III", "Báo cáo CCHC quý III"),
        ("Thực hiện nhiệm vụ kiểm tra", ["Báo cáo tự kiểm tra công tác CCHC"], "", "Báo cáo tự kiểm tra công tác CCHC"),
        ("Thực hiện nhiệm vụ kiểm tra", ["Báo cáo"], "", "Nhiệm vụ kiểm tra"),
    ],
)
def test_a_short_title_keeps_what_tells_tasks_apart(title: str, products: list[str], label: str, short: str) -> None:
    assert short_title(title, products, label) == short


def test_it_is_at_most_48_characters_and_the_period_stays() -> None:
    long = "Tham mưu Ủy ban nhân dân xã tổ chức đối thoại trực tiếp với thanh niên và nhân dân năm 2026"
    short = short_title(long, [], "Quý III")
    assert len(short) <= MAX_TITLE
    assert short.endswith("… quý III")
