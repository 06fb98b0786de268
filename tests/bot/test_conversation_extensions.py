"""Asking for another day, deciding it, being reminded later (samples 30 to 33, day 3)."""

from datetime import date, time

from storage.tables import ExtensionState, Role
from tests.doubles.office import Chat


def _tuans_task(chat: Chat) -> None:
    chat.task(27, "Rà soát hồ sơ đất đai", "2026-11-10", owner="tuan")


def _asked(chat: Chat) -> None:
    _tuans_task(chat)
    chat("tuan", "gia hạn 27 đến 30/11 vì chờ đo đạc")
    chat("tuan", "1")


def test_one_missing_thing_at_a_time_then_the_whole_reading(chat: Chat) -> None:
    _tuans_task(chat)
    said = chat.at("2026-11-20 08:02")("tuan", "xin gia hạn việc 27")
    assert said.text == "Đồng chí xin gia hạn việc 27 đến ngày nào?"
    assert said.buttons == ["Thứ Sáu 27/11", "Thứ Hai 30/11"]
    assert said.hint == "Trả lời 1 để chọn thứ Sáu 27/11, 2 để chọn thứ Hai 30/11, hoặc nhắn ngày khác."
    said = chat("tuan", "2")
    assert said.text == "Đồng chí xin gia hạn việc 27 vì lý do gì?"
    said = chat("tuan", "đang chờ đo đạc lại 3 thửa")
    assert said.text == (
        'Đồng chí xin gia hạn việc 27 đến thứ Hai 30/11, lý do "đang chờ đo đạc lại 3 thửa", đúng không?'
    )
    assert said.buttons == ["Gửi đề nghị", "Sửa"]
    assert said.hint == "Trả lời 1 để gửi, 2 để sửa."
    assert chat.told("minh") == []
    said = chat("tuan", "1")
    assert said.text == (
        "⏳ Đã gửi đồng chí Minh đề nghị gia hạn việc 27 đến thứ Hai 30/11. Trong khi chờ, hạn vẫn là 10/11."
    )
    assert chat.kinds_told("minh") == ["extension_asked"]
    assert chat.row(27).due == date(2026, 11, 10)


def test_days_are_counted_from_the_due_day(chat: Chat) -> None:
    chat.task(46, "Phổ cập giáo dục", "2026-11-27")
    said = chat.at("2026-11-20 08:30")("lan", "46 cho em xin thêm 3 ngày chờ số liệu trường học")
    assert said.text == (
        "Đồng chí xin gia hạn việc 46 thêm 3 ngày, từ thứ Sáu 27/11 đến thứ Hai 30/11, "
        'lý do "chờ số liệu trường học", đúng không?'
    )
    assert chat("lan", "ok").text == (
        "⏳ Đã gửi đồng chí Minh đề nghị gia hạn việc 46 đến thứ Hai 30/11. Trong khi chờ, hạn vẫn là thứ Sáu 27/11."
    )


def test_days_that_end_in_the_past_ask_for_a_day(chat: Chat) -> None:
    _tuans_task(chat)
    said = chat("tuan", "gia hạn 27 thêm 3 ngày vì chờ đo đạc")
    assert said.text == "Ngày 13/11 đã qua. Đồng chí xin gia hạn việc 27 đến ngày nào?"
    assert chat("tuan", "27/11").says('đến thứ Sáu 27/11, lý do "')


def test_a_day_before_the_deadline_is_asked_again(chat: Chat) -> None:
    chat.task(46, "Phổ cập giáo dục", "2026-11-27")
    said = chat("lan", "gia hạn 46 đến 25/11 vì chờ số liệu")
    assert said.text == (
        "Ngày 25/11 không sau hạn hiện nay của việc 46 (27/11). Đồng chí xin gia hạn việc 46 đến ngày nào?"
    )


def test_a_likely_reason_can_be_tapped(chat: Chat) -> None:
    _tuans_task(chat)
    said = chat("tuan", "gia hạn 27 đến 30/11")
    assert said.buttons == ["Chờ số liệu", "Chờ ý kiến cấp trên", "Chờ đơn vị phối hợp"]
    assert chat.tap("tuan", "Chờ ý kiến").says('lý do "chờ ý kiến cấp trên"')


def test_a_reading_can_be_put_right(chat: Chat) -> None:
    _tuans_task(chat)
    chat("tuan", "gia hạn 27 đến 30/11 vì chờ đo đạc")
    assert chat.tap("tuan", "Sửa").text == "Đồng chí muốn sửa ngày hay lý do?"
    assert chat("tuan", "1").says("đến ngày nào?")
    assert chat("tuan", "ngày 27/11").says('đến thứ Sáu 27/11, lý do "chờ đo đạc", đúng không?')
    assert chat("tuan", "à nhầm, đến 1/12").says("đến thứ Ba 01/12")


def test_never_mind_drops_the_order(chat: Chat) -> None:
    _tuans_task(chat)
    chat("tuan", "gia hạn 27 đến 30/11 vì chờ đo đạc")
    assert chat("tuan", "thôi").text == "Đã thôi. Không có gì thay đổi."
    assert chat("tuan", "vâng").message is None
    assert chat.told("minh") == []


def test_one_request_at_a_time(chat: Chat) -> None:
    _asked(chat)
    assert chat("tuan", "gia hạn 27 đến 4/12 vì mưa").says("Đề nghị gia hạn việc 27 đang chờ lãnh đạo quyết định.")


def test_a_request_can_be_taken_back(chat: Chat) -> None:
    _asked(chat)
    assert chat("tuan", "hoàn tác").text == (
        "↩️ Đã hoàn tác. Đề nghị gia hạn việc 27 được rút lại, hạn vẫn là 10/11, quá 8 ngày làm việc."
    )
    assert chat("minh", "duyệt 27").text == "Đề nghị gia hạn việc 27 đã được rút lại. Hạn không thay đổi."


def test_what_is_done_needs_no_extension(chat: Chat) -> None:
    _asked(chat)
    chat("tuan", "xong 27")
    assert chat("tuan", "gia hạn 27 đến 4/12 vì mưa").says("Việc 27 đã được ghi nhận hoàn thành.")
    assert chat("minh", "duyệt 27").text == "Đề nghị gia hạn việc 27 đã được rút lại. Hạn không thay đổi."


def test_a_leader_approves_another_day_and_may_undo(chat: Chat) -> None:
    _asked(chat)
    said = chat.at("2026-11-20 08:20")("minh", "đồng ý cho việc 27 đến t6 tuần sau thôi")
    assert said.text == "⏳ Đã duyệt gia hạn việc 27 đến thứ Sáu 27/11 (Tuấn đề nghị 30/11). Tuấn đã được báo."
    row = chat.row(27)
    assert (row.due, row.due_printed) == (date(2026, 11, 27), date(2026, 11, 10))
    assert row.late_after.isoformat() == "2026-11-27T17:00:00+00:00"
    assert chat.kinds_told("tuan") == ["extension_decided"]
    said = chat.tap("minh", "Hoàn tác")
    assert said.text == (
        "↩️ Đã hoàn tác. Đề nghị gia hạn việc 27 trở lại chờ quyết định, hạn là 10/11, quá 8 ngày làm việc."
    )
    assert chat.row(27).due == date(2026, 11, 10)
    assert chat("minh", "duyệt").says("đến thứ Hai 30/11. Tuấn đã được báo.")


def test_undoing_an_approval_brings_the_hour_back(chat: Chat) -> None:
    chat.task(15, "Kế hoạch tuyên truyền CCHC", "2026-11-20", at=time(16))
    chat("lan", "gia hạn 15 đến 24/11 vì chờ số liệu")
    chat("lan", "1")
    chat("minh", "duyệt 15")
    assert chat.row(15).due_time is None
    chat("minh", "hoàn tác")
    assert (chat.row(15).due_time, chat.row(15).late_after.isoformat()) == (time(16), "2026-11-20T09:00:00+00:00")


def test_the_first_decision_stands(chat: Chat) -> None:
    chat.join("tam", "Hồ Văn Tâm", posts=["Phó Chủ tịch"], roles=[Role.LEADER])
    _tuans_task(chat)
    chat("tuan", "gia hạn 27 đến 30/11 vì chờ đo đạc")
    said = chat("tuan", "1")
    assert said.says("Đã gửi đồng chí Minh và đồng chí Tâm đề nghị")
    assert chat.kinds_told("tam") == chat.kinds_told("minh") == ["extension_asked"]
    chat.at("2026-11-20 08:20")("minh", "approve_extension task=27 date=2026-11-30", tapped=True)
    said = chat.at("2026-11-20 09:00")("tam", "approve_extension task=27 date=2026-11-30", tapped=True)
    assert said.text == "Gia hạn việc 27 đã được đồng chí Minh duyệt lúc 08:20 hôm nay, hạn mới thứ Hai 30/11."
    said = chat("tam", "không duyệt 27")
    assert said.says("đã được đồng chí Minh duyệt lúc 08:20 hôm nay")


def test_another_day_is_asked_of_the_leader(chat: Chat) -> None:
    _asked(chat)
    said = chat("minh", "approve_extension task=27 ask=date", tapped=True)
    assert said.text == "Đồng chí duyệt gia hạn việc 27 đến ngày nào?"
    assert chat("minh", "thứ sáu tuần sau").says("Đã duyệt gia hạn việc 27 đến thứ Sáu 27/11")


def test_a_refused_request_names_its_reason_and_the_deadline_stays(chat: Chat) -> None:
    _asked(chat)
    assert chat("minh", "không duyệt 27").text == "Đồng chí không duyệt gia hạn việc 27 vì lý do gì?"
    said = chat("minh", "Cần số liệu cho cuộc họp của xã")
    assert said.text == (
        'Đồng chí không duyệt gia hạn việc 27 của Tuấn, lý do "Cần số liệu cho cuộc họp của xã", đúng không?'
    )
    assert chat("minh", "đúng rồi").text == (
        "Đã ghi nhận không duyệt gia hạn việc 27. Tuấn đã được báo. Hạn giữ nguyên: 10/11, quá 8 ngày làm việc."
    )
    assert chat.kinds_told("tuan") == ["extension_decided"]
    assert chat.history("extension", 1)[-1].verb == "rejected_extension"


def test_no_reason_is_an_answer_too(chat: Chat) -> None:
    _asked(chat)
    chat("minh", "reject_extension task=27", tapped=True)
    assert chat("minh", "1").text == "Đồng chí không duyệt gia hạn việc 27 của Tuấn, đúng không?"


def test_approving_with_several_waiting_asks_which(chat: Chat) -> None:
    _asked(chat)
    chat.task(46, "Phổ cập giáo dục", "2026-11-27")
    chat("lan", "gia hạn 46 đến 30/11 vì chờ số liệu")
    chat("lan", "1")
    said = chat("minh", "duyệt")
    assert said.says("Đồng chí duyệt việc nào?")
    assert said.buttons == ["Việc 27", "Việc 46"]
    assert chat("minh", "duyệt của Lan").says("Đã duyệt gia hạn việc 46")


def test_approving_all_is_asked_back(chat: Chat) -> None:
    _asked(chat)
    chat.task(46, "Phổ cập giáo dục", "2026-11-27")
    chat("lan", "gia hạn 46 đến 4/12 vì chờ số liệu")
    chat("lan", "1")
    assert chat("minh", "duyệt hết").text == "Đồng chí duyệt gia hạn việc 27, 46, đúng không?"
    chat("minh", "ok")
    assert (chat.row(27).due, chat.row(46).due) == (date(2026, 11, 30), date(2026, 12, 4))


def test_nothing_waits(chat: Chat) -> None:
    _tuans_task(chat)
    assert chat("minh", "duyệt 27").text == "Việc 27 không có đề nghị gia hạn hoặc kết quả chờ đồng chí quyết định."
    assert chat("minh", "duyệt").text == "Không có việc chờ đồng chí quyết định."


def test_an_official_does_not_decide(chat: Chat) -> None:
    assert chat("lan", "duyệt 27").text == (
        'Gia hạn do lãnh đạo duyệt. Đồng chí có thể gửi đề nghị, ví dụ "gia hạn 12 đến 30/11 vì chờ số liệu".'
    )
    _asked(chat)
    assert chat("tuan", "duyệt 27").text == (
        "Gia hạn do lãnh đạo duyệt. Đề nghị của đồng chí về việc 27 đang chờ đồng chí Minh."
    )
    assert chat.row(27).due == date(2026, 11, 10)


def test_nobody_approves_their_own_where_another_leader_can(chat: Chat) -> None:
    chat.join("tam", "Hồ Văn Tâm", roles=[Role.LEADER])
    chat.task(70, "Họp giao ban", "2026-11-25", owner="minh")
    chat("minh", "gia hạn 70 đến 27/11 vì bận công tác")
    chat("minh", "1")
    assert chat.told("minh") == []
    assert chat("minh", "duyệt 70").text == "Đề nghị của đồng chí do lãnh đạo khác của đơn vị quyết định."
    assert chat("tam", "duyệt 70").says("Đã duyệt gia hạn việc 70")


def test_reminded_later_once(chat: Chat) -> None:
    chat.task(18, "Báo cáo kiểm soát TTHC", "2026-11-25")
    assert chat("lan", "sáng thứ 2 nhắc em việc 18").text == "Đã hẹn nhắc lại việc 18 lúc 08:00 thứ Hai 23/11."
    (waiting,) = chat.told("lan")
    assert (waiting.kind, waiting.not_before.isoformat()) == ("snooze", "2026-11-23T01:00:00+00:00")


def test_a_reminder_past_the_deadline_says_so_and_offers_an_earlier_one(chat: Chat) -> None:
    chat.task(15, "Kế hoạch tuyên truyền CCHC", "2026-11-20", at=time(16))
    said = chat("lan", "nhắc lại việc 15 lúc 16:30")
    assert said.text == "Đã hẹn nhắc lại việc 15 lúc 16:30 hôm nay. Lúc đó việc đã quá hạn (16:00)."
    assert said.buttons == ["Đổi sang 15:00"]
    assert chat.tap("lan", "Đổi sang").text == "Đã hẹn nhắc lại việc 15 lúc 15:00 hôm nay."


def test_a_reminder_without_a_time_asks_when(chat: Chat) -> None:
    chat.task(18, "Báo cáo kiểm soát TTHC", "2026-11-25")
    said = chat("lan", "nhắc lại việc 18")
    assert said.text == "Đồng chí muốn được nhắc lại việc 18 lúc nào?"
    assert chat("lan", "15h").text == "Đã hẹn nhắc lại việc 18 lúc 15:00 hôm nay."


def test_no_reminder_on_a_day_off_or_at_night(chat: Chat) -> None:
    chat.task(18, "Báo cáo kiểm soát TTHC", "2026-11-25")
    assert chat("lan", "mai nhắc lại việc 18").says("lúc 08:00 thứ Hai 23/11.")
    assert chat("lan", "22h nhắc lại việc 18").says("lúc 06:30 thứ Hai 23/11.")


def test_a_reminder_is_at_most_seven_days_away(chat: Chat) -> None:
    chat.task(34, "Báo cáo theo dõi thi hành pháp luật", "2026-12-31")
    assert chat("lan", "ngày 10/12 nhắc lại việc 34").says("Nhắc Việc hẹn nhắc lại trong 7 ngày.")
    assert chat.told("lan") == []


def test_reminded_then_or_given_until_then(chat: Chat) -> None:
    chat.task(12, "Báo cáo CCHC quý III", "2026-11-17")
    said = chat.at("2026-11-19 08:00")("lan", "việc 12 để mai")
    assert said.text == (
        "Đồng chí muốn được nhắc lại việc 12 vào ngày mai, hay xin gia hạn đến ngày mai, thứ Sáu 20/11?"
    )
    assert said.buttons == ["Nhắc lại ngày mai", "Xin gia hạn"]
    assert chat("lan", "1").text == "Đã hẹn nhắc lại việc 12 lúc 08:00 thứ Sáu 20/11."
    chat("lan", "việc 12 để mai")
    assert chat("lan", "2").text == "Đồng chí xin gia hạn việc 12 vì lý do gì?"


def test_a_late_tap_changes_nothing(chat: Chat) -> None:
    _tuans_task(chat)
    chat("tuan", "gia hạn 27 đến 30/11 vì chờ đo đạc")
    late = chat.command("tuan", "Gửi đề nghị")
    chat("tuan", "thôi")
    said = chat("tuan", late, tapped=True)
    assert said.text == (
        "Lựa chọn này thuộc câu hỏi đã khép lại, nên không có gì thay đổi. Đồng chí nhắn lại yêu cầu nếu cần."
    )
    assert chat.history("extension", 1) == []


def test_a_request_is_kept_for_ever_with_its_reason(chat: Chat) -> None:
    _asked(chat)
    (asked,) = chat.history("extension", 1)
    assert asked.verb == "request_extension"
    assert asked.after == {"assignment": 1, "until": "2026-11-30", "reason": "chờ đo đạc"}
    assert ExtensionState.PENDING.value == "pending"
