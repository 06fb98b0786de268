from struct import unpack
from zlib import crc32

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
