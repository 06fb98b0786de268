"""Plans and messages know the same days: what deadlines.md says of a phrase holds in a message too (intents.md, Dates).

Seen from New Year's Day of the plan's year, the first such day not before today is the plan's own.
"""

import json
import re
from datetime import date
from pathlib import Path

import pytest

from bot.intents import Hearing, Intent, read
from scheduler.plans.deadlines import read as read_deadline
from scheduler.plans.model import Context, Occurrence

NEW_YEAR = date(2026, 1, 1)
DATA = Path(__file__).parents[2] / "data"
PLAN = Context(plan_year=2026)

PHRASES = (
    "ngày 20/8/2026", "ngày 20/8", "đến ngày 20.8.2026", "chậm nhất ngày 27/02", "muộn nhất là ngày 20/12",
    "không quá ngày 15/6", "trước ngày 30/11", "trước 16h ngày 8/12", "16 giờ 00 ngày 20/6", "trước 15g30 ngày 08/3",
    "lúc 8 giờ 30 phút ngày 15/3", "9h kém 15 ngày 8/3", "10 giờ rưỡi ngày 8/3", "24h ngày 20/8", "2026-05-14",
    "ngày mùng 5 tháng 9", "mùng 5 tháng 9", "20 tháng 8", "hai mươi lăm tháng chín", "ngày hai mươi mốt tháng tư",
    "ngày 10 của tháng 4", "thứ sáu ngày 22/5", "ngày 20/02 năm sau", "ngày 4, 5/6", "từ 03/8 đến hết 07/8",
    "từ 20 đến 30/11", "20-30/11", "tháng 11", "tháng 11/2026", "trong tháng 11 năm 2026", "t11", "tháng mười một",
    "11/2026", "tháng 11-12", "từ tháng 9 đến tháng 10", "trong tháng 9 và tháng 10", "đầu tháng 9",
    "thượng tuần tháng 9", "giữa tháng 6", "trung tuần tháng 6", "cuối tháng 02", "hạ tuần tháng 11",
    "quý 3", "q3", "quý III", "quý iv năm 2026", "đầu quý II", "cuối quý 3", "quý I-II", "quý I đến hết quý II",
    "quý IV năm trước", "tháng 12 năm trước", "6 tháng", "6 tháng đầu năm", "06 tháng đầu năm 2026", "3 tháng đầu năm",
    "6 tháng cuối năm", "9 tháng", "nửa đầu năm", "cuối năm", "năm 2027", "trong năm 2026", "giai đoạn 2026-2028",
    "từ năm 2026 đến năm 2028", "đến hết tháng 9", "đến hết quý II", "đến hết năm 2028", "trước tháng 5/2026",
    "15 ngày sau khi kết thúc quý III", "60 ngày kể từ ngày kết thúc năm", "30 ngày kể từ ngày 15/3",
)  # fmt: skip

# Where the two rightly differ, and why.
DIFFERS = {
    r"^t\d\b|^\d{4}$|^q\.": "in a chat T3 is Tuesday, a number alone a task, a full stop ends a sentence",
    r"\d(h\d*)? ?(-|đến) ?\d+h|^từ \d+h": "of two hours a chat says the first: it is when one meets",
    r"^sáng": "in a chat a part of the day has an hour of its own",
    r"t\d\d:|^tháng năm/": "nobody types what a spreadsheet prints",
    r"^từ tháng 11 đến tháng 2$": "on New Year's Day a winter that began last year is not over",
}


def in_a_plan(phrase: str) -> Occurrence | None:
    """The only day or period that a deadline asks for; None where it asks for several, for none, or is in doubt."""
    schedule = read_deadline(phrase, PLAN)
    alone = len(schedule.occurrences) == 1 and not schedule.conditions and not schedule.doubts
    return schedule.occurrences[0] if alone else None


def in_an_order(phrase: str) -> tuple[object, object]:
    reading = read(f"xin gia hạn việc 12 sang {phrase.lower()}", Hearing(NEW_YEAR))
    assert (reading.intent, reading.slots["task"]) == (Intent.REQUEST_EXTENSION, 12)
    return reading.slots.get("date"), reading.slots.get("time")


def as_ordered(occurrence: Occurrence) -> tuple[object, object]:
    return occurrence.due.isoformat(), occurrence.time and f"{occurrence.time:%H:%M}"


@pytest.mark.parametrize("phrase", PHRASES)
def test_an_order_and_a_plan_name_the_same_day(phrase: str) -> None:
    occurrence = in_a_plan(phrase)
    assert occurrence is not None
    assert in_an_order(phrase) == as_ordered(occurrence)


@pytest.mark.parametrize(
    "phrase", [phrase for phrase in PHRASES if (found := in_a_plan(phrase)) and found.start and found.time is None]
)
def test_a_list_and_a_plan_name_the_same_period(phrase: str) -> None:
    occurrence = in_a_plan(phrase)
    assert occurrence is not None
    reading = read(f"liệt kê việc {phrase}", Hearing(NEW_YEAR))
    assert reading.slots.get("when") == f"{occurrence.start}..{occurrence.due}"


@pytest.mark.parametrize("name", ["deadlines.jsonl", "deadlines-independent.jsonl", "deadlines_truth.jsonl"])
def test_every_single_day_of_the_plans_is_the_same_in_a_message(name: str) -> None:
    texts = {str(json.loads(line)["text"]) for line in (DATA / name).read_text("utf-8").splitlines() if line}
    single = {text: found for text in sorted(texts) if (found := in_a_plan(text))}
    same = {text for text in single if not any(re.search(one, text.lower()) for one in DIFFERS)}
    assert {text: in_an_order(text) for text in same} == {text: as_ordered(single[text]) for text in same}
    assert len(same) > 0.8 * len(single)


def test_a_message_reckons_no_month_itself() -> None:
    sources = [path.read_text("utf-8") for path in (Path(__file__).parents[3] / "bot" / "intents").glob("*.py")]
    assert [source for source in sources if "monthrange" in source or "import calendar\n" in source] == []
