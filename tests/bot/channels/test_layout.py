from hypothesis import given
from hypothesis import strategies as st

from bot.channels.layout import pieces, rows, units
from scheduler.messages import Button


def test_a_text_that_fits_stays_whole() -> None:
    assert pieces("Đã ghi nhận.", 4096) == ["Đã ghi nhận."]
    assert pieces("", 4096) == []


def test_a_long_text_is_cut_at_a_line_break() -> None:
    assert pieces("việc một\nviệc hai\nviệc ba", 20) == ["việc một\nviệc hai", "việc ba"]


def test_a_long_line_is_cut_at_a_space_and_a_long_word_anywhere() -> None:
    assert pieces("báo cáo quý", 8) == ["báo cáo", "quý"]
    assert pieces("a" * 10, 4) == ["aaaa", "aaaa", "aa"]


def test_a_sign_of_two_units_is_not_torn_apart() -> None:
    assert pieces("🔴🔴🔴", 3) == ["🔴", "🔴", "🔴"]


@given(st.text(max_size=200), st.integers(2, 30))
def test_every_piece_fits_and_nothing_but_blanks_is_lost(text: str, limit: int) -> None:
    found = pieces(text, limit)
    assert all(0 < units(piece) <= limit for piece in found)
    assert "".join("".join(found).split()) == "".join(text.split())


def labels(*names: str) -> list[list[str]]:
    return [[button.label for button in row] for row in rows([Button(name, "x") for name in names])]


def test_short_buttons_stand_side_by_side_and_long_ones_alone() -> None:
    assert labels("✅ Xong 12", "✅ Xong 15", "📎 Gửi minh chứng", "⏳ Xin gia hạn", "Xem tất cả") == [
        ["✅ Xong 12", "✅ Xong 15"],
        ["📎 Gửi minh chứng", "⏳ Xin gia hạn"],
        ["Xem tất cả"],
    ]
    assert labels("Duyệt đến thứ Hai 30/11", "Không duyệt") == [["Duyệt đến thứ Hai 30/11"], ["Không duyệt"]]
    assert labels("1", "2", "3", "4") == [["1", "2", "3"], ["4"]]
    assert labels() == []
