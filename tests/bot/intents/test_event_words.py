"""An event's day is stated (intents.md, `set_event_date`): the usual wordings, with marks and without."""

from datetime import date

import pytest

from bot.intents import Hearing, Intent, read

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("text", "event", "day"),
    [
        ("thông báo đánh giá vào ngày 20/12", "thông báo đánh giá", "2026-12-20"),
        ("thong bao danh gia vao ngay 20/12", "thong bao danh gia", "2026-12-20"),
        ("ngày 20/12 thông báo đánh giá", "thông báo đánh giá", "2026-12-20"),
        ("đoàn kiểm tra về ngày 15/12", "đoàn kiểm tra", "2026-12-15"),
        ("doan kiem tra ve ngay 15/12", "doan kiem tra", "2026-12-15"),
        ("15/12 đoàn kiểm tra về xã", "đoàn kiểm tra", "2026-12-15"),
        ("có đoàn kiểm tra ngày 15/12", "đoàn kiểm tra", "2026-12-15"),
        ("lùi ngày kiểm tra sang 20/12", "kiểm tra", "2026-12-20"),
        ("lui ngay kiem tra sang 20/12", "kiem tra", "2026-12-20"),
        ("đẩy ngày kiểm tra lên 10/12", "kiểm tra", "2026-12-10"),
        ("chuyển ngày đánh giá qua 22/12", "đánh giá", "2026-12-22"),
        ("kiem tra lai ngay 20/12", "kiem tra", "2026-12-20"),
        ("ngày thi là 5/12", "thi", "2026-12-05"),
        ("ngay thi la 5/12", "thi", "2026-12-05"),
        ("khai mạc kỳ họp ngày 10/12", "khai mạc kỳ họp", "2026-12-10"),
        ("ngày khai mạc là 10/12", "khai mạc", "2026-12-10"),
        ("kết thúc đợt kiểm tra ngày 20/12", "kết thúc đợt kiểm tra", "2026-12-20"),
        ("thong nhat lich hop 20/12", "hop", "2026-12-20"),
        ("có yêu cầu báo cáo đột xuất, hạn 25/11", "yêu cầu báo cáo đột xuất", "2026-11-25"),
        ("co yeu cau bao cao dot xuat han 25/11", "yeu cau bao cao dot xuat", "2026-11-25"),
        ("bắt đầu báo cáo đột xuất, hạn 25/11", "báo cáo đột xuất", "2026-11-25"),
    ],
)
@pytest.mark.parametrize("role", ["focal", "official"])
def test_an_events_day_is_read(text: str, event: str, day: str, role: str) -> None:
    reading = read(text, Hearing(TODAY, role))
    assert (reading.intent, reading.slots) == (Intent.SET_EVENT_DATE, {"event": event, "date": day})


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("khi có yêu cầu báo cáo thì nhắc tôi", Intent.SNOOZE),
        ("báo lại tôi ngày 20/12", Intent.SNOOZE),
        ("trả lại việc 12", Intent.RETURN_TASK),
        ("thúc anh Tuấn nộp báo cáo", Intent.NUDGE),
        ("thông báo cho cả xã họp ngày 20/12", Intent.BROADCAST_START),
        ("kiểm tra ngày nào", Intent.EXAM_INFO),
        ("giao Lan báo cáo đột xuất hạn 25/11", Intent.ASSIGN_TASK),
    ],
)
def test_what_only_sounds_like_it_stays_what_it_is(text: str, intent: Intent) -> None:
    assert read(text, Hearing(TODAY, "focal")).intent is intent
