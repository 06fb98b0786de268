from dataclasses import replace
from datetime import date

from bot.replies.previews import preview, reading
from scheduler.plans.model import (
    Condition,
    ConditionKind,
    Context,
    Doubt,
    Occurrence,
    Place,
    PlanDocument,
    PlanTask,
    Schedule,
)
from scheduler.plans.posts import Match

TODAY = date(2026, 11, 20)
SURE = PlanTask(
    section="I",
    section_title="CHỈ ĐẠO",
    no="1",
    part="",
    task="Ban hành kế hoạch",
    activities=(),
    products=(),
    assignees=("VP-TK",),
    coordinators=(),
    deadline_text="Tháng 1/2026",
    place=Place(sheet="KH", row=6),
    schedule=Schedule((Occurrence(date(2026, 1, 31), start=date(2026, 1, 1)),)),
)
UNREAD = replace(
    SURE,
    no="2",
    task="Trả lời kiến nghị",
    assignees=("Kiểm lâm", "VP"),
    deadline_text="trong 24 giờ",
    schedule=Schedule((), (Condition(ConditionKind.UNREAD),), (Doubt.UNREAD,)),
)
AGAIN = replace(SURE, no="3", task="Báo cáo", assignees=("Kiểm lâm",))
PLAN = PlanDocument("kh.xlsx", "0" * 64, "Kế hoạch CCHC 2026", None, None, None, Context(2026, (2026, 2026)), ())
MATCHES = {
    "VP-TK": Match("VP-TK", 7, (7,)),
    "VP": Match("VP", None, (7, 8)),
    "Kiểm lâm": Match("Kiểm lâm"),
    "các công chức": Match("các công chức", group=True),
}
NAMES = {7: "Lan", 8: "Hoa"}


def test_the_summary_counts_what_has_a_day_what_has_none_and_what_is_past() -> None:
    shown = preview(replace(PLAN, tasks=(SURE, UNREAD)), MATCHES, NAMES, today=TODAY)
    assert shown.summary == (
        "Kế hoạch CCHC 2026: 2 nhiệm vụ, 1 lĩnh vực. Chưa lưu.",
        "1 việc có hạn",
        "1 mục chưa có ngày: 1 chưa đọc được",
        "1 hạn đã qua tính đến hôm nay",
        "Cần xem lại: 1 dòng",
    )
    assert (shown.dated, shown.undated, shown.past, shown.needs_span) == (1, 1, 1, False)


def test_doubtful_rows_come_first_with_their_reasons_and_a_post_is_asked_about_once() -> None:
    shown = preview(replace(PLAN, tasks=(SURE, UNREAD, AGAIN)), MATCHES, NAMES, today=TODAY)
    assert [row.place for row in shown.rows] == ["I.2", "I.1", "I.3"]
    assert [row.place for row in shown.doubtful] == ["I.2"]
    assert shown.rows[0].doubts == (
        'Thời hạn ghi "trong 24 giờ", chưa đưa được lên lịch.',
        'Người thực hiện ghi "Kiểm lâm", chưa khớp với chức danh nào.',
        'Người thực hiện ghi "VP", chưa chắc là ai. Có thể là Lan, Hoa.',
    )


def test_matched_posts_groups_and_posts_without_a_person_are_listed() -> None:
    people = preview(replace(PLAN, tasks=(SURE,)), MATCHES, NAMES, today=TODAY).people
    assert people[0] == "VP-TK → Lan"
    assert people[-1] == "các công chức → nhóm, đầu mối chọn người"
    assert "Kiểm lâm → chưa có người" in people


def test_many_deadlines_are_summed_up() -> None:
    months = tuple(Occurrence(date(2026, month, 8)) for month in range(1, 13))
    assert reading(Schedule(months)) == "12 hạn, từ 08/01/2026 đến 08/12/2026"
    assert reading(Schedule(months[:2])) == "hạn 08/01/2026, 08/02/2026"
    assert reading(Schedule()) == "không có hạn"


def test_a_missing_span_is_asked_for() -> None:
    task = replace(SURE, deadline_text="Hàng năm", schedule=Schedule(doubts=(Doubt.NO_SPAN,)))
    shown = preview(replace(PLAN, tasks=(task,)), MATCHES, NAMES, today=TODAY)
    assert shown.needs_span
    assert shown.needs_years
    assert shown.rows[0].doubts[0] == 'Thời hạn "Hàng năm" cần năm đầu và năm cuối của kế hoạch.'


def test_units_that_a_post_addresses_are_matched_and_not_doubtful() -> None:
    units = tuple((f"UBND xã {name}", 7 if name == "A" else None) for name in "ABCDE")
    rows = replace(SURE, assignees=("UBND các xã",))
    shown = preview(
        replace(PLAN, tasks=(rows,)), {"UBND các xã": Match("UBND các xã", units=units)}, NAMES, today=TODAY
    )
    assert shown.doubtful == ()
    assert shown.people == (
        "UBND các xã → 5 đơn vị: UBND xã A (Lan), UBND xã B (chưa có người), UBND xã C (chưa có người), "
        "UBND xã D (chưa có người), và 1 đơn vị nữa",
    )
