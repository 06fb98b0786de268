import pytest

from bot.intents.dates import with_dates
from bot.intents.times import with_times
from bot.intents.tokens import line_of
from tests.bot.intents.test_dates import THURSDAY


@pytest.mark.parametrize(
    ("text", "hour"),
    [("15h30", "15:30"), ("15g30", "15:30"), ("15:30", "15:30"), ("3 rưỡi chiều", "15:30"), ("9h kém 15", "08:45"),
     ("3h", "15:00"), ("5 giờ", "17:00"), ("6h", "06:00"), ("7h sáng", "07:00"), ("9h tối", "21:00"), ("12h", "12:00"),
     ("8 giờ 30", "08:30"), ("ba giờ chiều", "15:00"), ("1h trưa", "13:00"), ("sáng", "08:00"), ("trưa", "11:30"),
     ("chiều", "14:00"), ("tối", "19:00"), ("đầu giờ chiều", "13:30"), ("cuối giờ", "16:30"), ("8h30 sang", "08:30"),
     ("03:30", "03:30"), ("chiều 4h", "16:00"), ("lúc 8 rưỡi", "08:30"),
     ("3 giờ rưỡi chiều", "15:30"), ("8 giờ 30 phút", "08:30"), ("16h 30", "16:30"), ("8h30p", "08:30"),
     ("9 kém 15", "08:45"), ("1h đêm", "01:00"), ("11h đêm", "23:00"), ("10 giờ kém 5", "09:55")],
)  # fmt: skip
def test_an_hour_of_the_day(text: str, hour: str) -> None:
    assert with_times(line_of(text)).values("TIME") == [hour]


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("30p", 30), ("30 phút", 30), ("1 tiếng", 60), ("tiếng rưỡi", 90), ("nửa tiếng", 30), ("2 tiếng rưỡi", 150),
     ("sau 2h", 120), ("2h nữa", 120), ("một tiếng", 60), ("tiếng nữa", 60), ("2 tiếng 15 phút", 135),
     ("sau 1 giờ rưỡi", 90), ("1h30 nữa", 90)],
)  # fmt: skip
def test_a_length_of_time(text: str, minutes: int) -> None:
    line = with_times(line_of(text))
    assert (line.values("DUR"), line.values("TIME")) == ([minutes], [])


@pytest.mark.parametrize(
    ("text", "hour", "day"),
    [("chiều nay", "14:00", "2026-11-19"), ("sáng mai", "08:00", "2026-11-20"), ("tối thứ 6", "19:00", "2026-11-20"),
     ("8h ngày 28/11", "08:00", "2026-11-28"), ("sang mai", "08:00", "2026-11-20"), ("toi nay", "19:00", "2026-11-19")],
)  # fmt: skip
def test_a_part_of_a_day_gives_both(text: str, hour: str, day: str) -> None:
    line = with_dates(with_times(line_of(text)), THURSDAY)
    assert (line.values("TIME"), [one.when[0].isoformat() for one in line.values("DATE")]) == ([hour], [day])


@pytest.mark.parametrize("text", ["25:70", "24h", "sáng kiến", "sáng nào cũng", "lui han sang tuan sau", "nhac toi"])
def test_what_only_looks_like_an_hour_is_none(text: str) -> None:
    assert with_times(line_of(text)).values("TIME") == []
