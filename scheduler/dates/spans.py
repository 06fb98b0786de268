"""Calendar arithmetic: the first and last days of months, quarters, half-years and years."""

from calendar import monthrange
from datetime import date, timedelta

Window = tuple[date, date]
ONE_DAY = timedelta(days=1)
ROMAN = ("", "I", "II", "III", "IV")


def last_of_month(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def months_window(year: int, first: int, last: int) -> Window:
    """From the 1st of the first month to the end of the last."""
    return date(year, first, 1), last_of_month(year, last)


def month_part(year: int, month: int, part: int | None) -> Window:
    """Days 1–10, 11–20, 21–the last (rule 6); the whole month where `part` is None."""
    first, last = months_window(year, month, month)
    match part:
        case 1:
            return first, date(year, month, 10)
        case 2:
            return date(year, month, 11), date(year, month, 20)
        case 3:
            return date(year, month, 21), last
        case _:
            return first, last


def quarter_window(year: int, quarter: int) -> Window:
    return months_window(year, 3 * quarter - 2, 3 * quarter)


def half_window(year: int, months: int) -> Window:
    """`months` from January; 12 stands for July to December."""
    return months_window(year, 7, 12) if months == 12 else months_window(year, 1, months)


def months_from(day: date, length: int, by: int) -> Window:
    """The month, quarter or year (`length` 1, 3, 12) that a day stands in, or another `by` so many from it."""
    year, month = shifted_month(day.year, day.month - (day.month - 1) % length, by * length)
    return months_window(year, month, month + length - 1)


def shifted_month(year: int, month: int, by: int) -> tuple[int, int]:
    """(year, month) so many months on."""
    count = year * 12 + month - 1 + by
    return count // 12, count % 12 + 1


def day_of_month(year: int, month: int, day: int) -> date:
    """That day, or the month's last where it is shorter: `ngày 30 hàng tháng` in February."""
    return min(date(year, month, min(day, 28)) + timedelta(days=max(0, day - 28)), last_of_month(year, month))


def add_months(day: date, months: int) -> date:
    year, month = shifted_month(day.year, day.month, months)
    return day_of_month(year, month, day.day)


def half_label(months: int) -> str:
    return "6 tháng cuối năm" if months == 12 else f"{months} tháng"
