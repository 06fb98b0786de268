from datetime import date

import pytest

from scheduler.plans.deadlines import read
from scheduler.plans.explain import explain
from scheduler.plans.model import Context

PLAN = Context(plan_year=2023, span=(2023, 2023))


def told(text: str, context: Context = PLAN) -> str:
    return explain(read(text, context))


def test_strictly_before_a_day_is_explained() -> None:
    assert told("trước ngày 20/8") == ('"trước ngày 20/8": hạn 19/8/2023 (trước ngày 20/8 nghĩa là chậm nhất 19/8).')


def test_a_clock_time_stands_before_its_days() -> None:
    assert told("trước 16h ngày 08 của T3, T6") == (
        '"trước 16h ngày 08 của T3, T6": 2 hạn, gồm 16:00 08/3/2023 và 16:00 08/6/2023.'
    )


def test_windows_and_labels() -> None:
    assert told("Tháng 11-12/2023") == '"Tháng 11-12/2023": từ 01/11/2023 đến hết 31/12/2023.'
    assert told("Quý I") == '"Quý I": từ 01/01/2023 đến hết 31/3/2023, kỳ báo cáo Quý I.'
    assert told("Báo cáo quý I gửi chậm nhất ngày 27/02") == (
        '"Báo cáo quý I gửi chậm nhất ngày 27/02": hạn 27/02/2023, kỳ báo cáo Quý I.'
    )


def test_a_long_rhythm_is_summed_up() -> None:
    assert told("hàng tháng") == '"hàng tháng": 12 hạn, từ 31/01/2023 đến 31/12/2023.'


def test_periods_that_end_the_same_day_are_told_to_be_one() -> None:
    assert told("Quý, 6 tháng Cuối năm và theo yêu cầu").splitlines()[-2:] == [
        '"theo yêu cầu": chưa có ngày, thực hiện khi có yêu cầu.',
        "Các kỳ kết thúc cùng một ngày được tính là một hạn. Tất cả có 4 hạn, từ 31/3/2023 đến 31/12/2023.",
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("đột xuất", "chưa có ngày, thực hiện khi có yêu cầu."),
        ("Nếu có", "chưa có ngày, hạn được đặt khi sự kiện diễn ra."),
        ("trước 05 ngày kiểm tra", 'chưa có ngày, chậm nhất 5 ngày trước sự kiện "kiểm tra".'),
        ("10 ngày làm việc sau khi ban hành", 'chưa có ngày, chậm nhất 10 ngày làm việc sau sự kiện "ban hành".'),
        ("3 ngày làm việc trước khi họp", 'chưa có ngày, chậm nhất 3 ngày làm việc trước sự kiện "họp".'),
        ("10 ngày sau khi ban hành", 'chưa có ngày, chậm nhất 10 ngày sau sự kiện "ban hành".'),
        ("02 tháng kể từ ngày ban hành", 'chưa có ngày, chậm nhất 2 tháng sau sự kiện "ngày ban hành".'),
        ("trước 1 tháng", "chưa có ngày, chậm nhất 1 tháng trước một sự kiện chưa nêu tên."),
        ("thường xuyên", "làm thường xuyên, không có hạn riêng và không bị tính quá hạn."),
        ("theo quy định", "chưa có ngày, do văn bản khác hoặc người có thẩm quyền đặt."),
        ("trong 24 giờ", "chưa đọc được, cần người xem lại."),
    ],
)
def test_a_condition_says_why_there_is_no_day(text: str, sentence: str) -> None:
    assert told(text) == f'"{text}": {sentence}'


def test_what_the_plan_does_not_say_is_asked_for() -> None:
    assert told("Hàng năm", Context(plan_year=2022)) == (
        '"Hàng năm": chưa có ngày, cần biết kế hoạch bắt đầu và kết thúc khi nào.'
    )
    assert told("tháng 3", Context()) == '"tháng 3": chưa có ngày, cần biết năm của kế hoạch.'


def test_a_year_outside_the_plan_is_pointed_out() -> None:
    assert told("Tháng 12/2024").splitlines()[-1] == "Có năm nằm ngoài giai đoạn của kế hoạch, cần người xem lại."


def test_a_rhythm_with_nothing_in_the_plans_period() -> None:
    quarter = Context(2023, (2023, 2023), period=(date(2023, 1, 1), date(2023, 3, 31)))
    assert told("Hàng năm", quarter) == '"Hàng năm": không có hạn nào rơi vào kỳ của kế hoạch.'


def test_an_empty_cell_has_no_deadline() -> None:
    assert told("-") == "Ô này không ghi hạn."


def test_a_day_to_come_is_told_with_its_weekday_and_a_past_one_without() -> None:
    schedule = read("ngày 15/3/2023 và ngày 20/11/2023", PLAN)
    assert explain(schedule, today=date(2023, 6, 1)).splitlines() == [
        '"ngày 15/3/2023": hạn 15/3.',
        '"ngày 20/11/2023": hạn thứ Hai 20/11.',
    ]
