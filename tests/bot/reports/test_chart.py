from struct import unpack
from unicodedata import normalize
from zlib import crc32, decompress

import pytest

from bot.reports.chart import Bar, counts_chart


def bars(*values: int) -> list[Bar]:
    names = ("Hoàn thành đúng hạn", "Hoàn thành trễ hạn", "Chưa hoàn thành, trong hạn", "Chưa hoàn thành, quá hạn")
    return [Bar(name, value) for name, value in zip(names, values, strict=True)]


@pytest.mark.parametrize("values", [(51, 4, 22, 5), (0, 0, 0, 0), (5312, 406, 2301, 427)])
def test_the_chart_is_a_small_whole_png(values: tuple[int, ...]) -> None:
    content = counts_chart(bars(*values), title="UBND xã Quang Khải, thứ Sáu 20/11/2026")
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    assert unpack(">II", content[16:24]) == (640, 340)
    assert unpack(">I", content[29:33])[0] == crc32(content[12:29])
    assert content.endswith(b"IEND\xaeB`\x82")
    assert len(content) < 100_000


def _pixels(content: bytes) -> list[bytes]:
    """The rows of a picture whose lines are not filtered, as our own are."""
    at = content.index(b"IDAT")
    size = unpack(">I", content[at - 4 : at])[0]
    raw = decompress(content[at + 4 : at + 4 + size])
    return [raw[y * 641 + 1 : (y + 1) * 641] for y in range(340)]


def test_a_bar_is_as_long_as_its_share_of_the_longest() -> None:
    rows = _pixels(counts_chart(bars(40, 10, 20, 0), title="UBND xã Quang Khải"))
    first, second, third, fourth = (rows[70 + round(76 * at)] for at in range(4))
    long = sum(16 <= pixel < 24 for pixel in first)
    assert sum(24 <= pixel < 32 for pixel in second) == pytest.approx(long / 4, abs=1)
    assert sum(32 <= pixel < 40 for pixel in third) == pytest.approx(long / 2, abs=1)
    assert not any(pixel >= 16 for pixel in fourth)


def test_a_long_title_is_made_to_fit() -> None:
    title = "Ủy ban nhân dân phường Vĩnh Lạc Tây, thành phố Hồ Chí Minh, Chủ nhật 22/11/2026"
    rows = _pixels(counts_chart(bars(40, 10, 20, 0), title=title))
    assert not any(any(row[-10:]) for row in rows[:30])
    assert any(any(row[500:]) for row in rows[:30])


@pytest.mark.parametrize(
    ("written", "drawn"),
    [
        ("UBND xã Ea Kǎo", "UBND xã Ea Kao"),
        (normalize("NFD", "UBND xã Ấp Đầu"), "UBND xã Ấp Đầu"),
        ("UBND 字", "UBND ?"),
    ],
)
def test_a_letter_that_was_never_drawn_gives_way_to_its_nearest(written: str, drawn: str) -> None:
    assert counts_chart(bars(1, 2, 3, 4), title=written) == counts_chart(bars(1, 2, 3, 4), title=drawn)


def test_a_bar_that_is_kept_is_the_same_beside_other_figures() -> None:
    first = _pixels(counts_chart(bars(40, 10, 20, 5), title="UBND xã Quang Khải"))
    other = _pixels(counts_chart(bars(40, 10, 20, 50), title="UBND xã Quang Khải"))
    assert other != first
    assert _pixels(counts_chart(bars(40, 10, 20, 5), title="UBND xã Quang Khải")) == first
