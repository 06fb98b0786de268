"""The words of every row of intents.md, the list "Which one", corrections and several requests in one message."""

from datetime import date
from typing import Any

import pytest

from bot.intents import Hearing, Intent, Reading, read

TODAY = date(2026, 11, 19)


def heard(text: str, role: str = "official") -> Reading:
    return read(text, Hearing(TODAY, role))


WORDS: list[tuple[str, list[str]]] = [
    ("list_tasks", ["việc nào trễ", "hôm nay có việc gì", "danh sách việc", "liệt kê nhiệm vụ quý 4",
                    "lịch tuần này", "list",
                    "viec con lai cua em", "những nhiệm vụ chưa nộp", "tui nợ việc gì"]),
    ("show_task", ["12", "việc 12", "chi tiết việc 12", "việc 12 của ai", "kiểm tra giúp em việc 12",
                    "hạn việc 12 là bao giờ"]),
    ("mark_done", ["xong", "xong rồi ạ", "hoàn thành việc 12", "đã làm việc 12", "đã nộp", "đã gửi đi rồi",
                    "done 12", "việc 12 xong"]),
    ("undo_done", ["chưa xong việc 12", "bấm nhầm", "mở lại việc 12", "hoàn tác", "undo 12",
                    "việc 12 chưa xong đâu"]),
    ("attach_proof", ["https://a.vn/x", "gửi minh chứng việc 12", "MC việc 12 đây", "đính kèm file cho việc 12",
                    "bao_cao.pdf"]),
    ("list_proof", ["việc 12 cần minh chứng gì", "minh chứng việc 12 đâu", "xem minh chứng việc 12",
                    "việc 12 đã có minh chứng chưa"]),
    ("request_extension", ["gia hạn", "xin lùi hạn việc 12", "dời hạn việc 12 sang t6", "xin thêm 2 ngày",
                    "việc 12 xin thêm ít ngày",
                           "cho em nộp chậm việc 12"]),
    ("approve_extension", ["duyệt", "duyệt 12", "đồng ý cho việc 12 lùi 2 ngày", "cho anh Tuấn gia hạn",
                    "phê duyệt việc 12"]),
    ("reject_extension", ["không duyệt", "không cho gia hạn", "từ chối việc 12", "ko đồng ý cho chị Lan lùi",
                    "không duyệt 12"]),
    ("return_task", ["trả lại việc 12", "việc 12 làm lại", "chưa đạt", "việc 12 chưa đạt yêu cầu",
                    "trả về cho chị Lan"]),
    ("snooze", ["nhắc lại sau", "nhắc tôi việc 12 lúc 15h", "lát nữa nhắc", "mai nhắc lại", "nhắc em",
                    "nhắc anh việc 12 chiều nay"]),
    ("acknowledge", ["đã nhận", "đã rõ", "đã xem", "tiếp thu", "nhận việc 12", "em đã đọc thông báo", "rõ ạ"]),
    ("checklist_show", ["checklist", "việc 12 có mấy mục", "xem các mục việc 12", "đầu việc nhỏ của việc 12"]),
    ("checklist_tick", ["tích mục 3", "mục 2 xong", "bỏ mục 3", "bước 2 xong", "bỏ tích mục 1"]),
    ("report_status", ["ai trễ", "bao nhiêu việc trễ", "tỷ lệ hoàn thành", "tiến độ tháng này",
                    "tình hình thế nào", "tổng hợp quý 3",
                       "đồng chí nào chưa nộp", "mấy việc quá hạn", "xuất excel"]),
    ("nudge", ["nhắc anh Tuấn", "nhắc các đc", "đôn đốc việc 12", "giục chị Lan việc 12", "nhắc mọi người",
                    "đôn đốc văn phòng"]),
    ("broadcast_start", ["gửi thông báo", "thông báo cho cả xã mai họp", "phát thông báo", "soạn thông báo mới"]),
    ("broadcast_status", ["ai chưa xác nhận", "mấy người đã nhận", "ai đã xác nhận", "thông báo tới đâu rồi"]),
    ("exam_info", ["bước 2 làm gì", "tôi làm bước nào", "thi ngày nào", "kiểm tra năng lực ở đâu", "thi mang gì",
                    "vắng thi thì sao"]),
    ("assign_task", ["giao việc 12 cho chị Lan", "phân công anh Tuấn soạn báo cáo", "chuyển việc 12 cho kế toán",
                    "giao việc"]),
    ("set_event_date", ["lịch kiểm tra ngày 15/8", "họp giao ban 8h thứ 2", "chốt đối thoại ngày 28/11"]),
    ("settings", ["sáng nào cũng nhắc tôi lúc 7h", "nhắc tôi trước 2 ngày", "t7 cn đừng nhắc", "tắt nhắc",
                    "/stop", "stop",
                  "bật lại nhắc việc", "từ 21h đến 6h đừng nhắc", "đổi giờ nhắc sang 8h", "nói tiếng Việt"]),
    ("correct", ["à nhầm, việc 13", "nhầm, ngày 25/11", "ý em là việc 13", "không phải việc 12 mà là 13"]),
    ("my_data", ["dữ liệu của tôi", "xóa dữ liệu của tôi", "xuất dữ liệu của em", "bot lưu gì về tôi"]),
    ("help", ["?", "menu", "/help", "help", "bot làm được gì", "hướng dẫn", "trợ giúp", "dùng sao vậy"]),
    ("greeting", ["chào", "xin chào", "hi", "hello", "/start", "chào buổi sáng", "សួស្តី", "ជំរាបសួរ"]),
    ("thanks", ["cảm ơn", "thanks", "tks", "cám ơn nhiều", "🙏", "អរគុណ"]),
    ("who_am_i", ["tôi là ai", "bạn biết em là ai không", "tài khoản này của ai", "em thuộc đơn vị nào"]),
    ("link_account", ["/start K7M2QP", "mã 482913", "K7M2QP", "mã liên kết a1b2c3", "482913"]),
    ("yes", ["ok", "vâng", "dạ", "ừ", "đúng rồi", "đồng ý", "yes", "👍", "👌", "✅", "បាទ", "ចាស", "ok em"]),
    ("no", ["không", "chưa", "ko", "không phải", "no", "ទេ"]),
    ("cancel", ["hủy", "thôi", "bỏ qua", "cancel", "huỷ", "thôi khỏi"]),
    ("small_talk", ["mệt quá", "bot ngu thế", "em ăn cơm chưa", "haha", "nhắc hoài"]),
    ("unknown", ["", "asdfgh", "làm căn cước ở đâu", "今日"]),
    ("clarify", ["việc 12 để mai", "ok 12", "báo cáo", "kiểm tra", "chị Lan", "25/11", "hoãn việc 12 tới thứ 6"]),
]  # fmt: skip


@pytest.mark.parametrize(("intent", "text"), [(intent, text) for intent, texts in WORDS for text in texts])
def test_the_words_of_every_intent(intent: str, text: str) -> None:
    assert heard(text).intent == Intent(intent)


WHICH_ONE: list[tuple[str, str, str, dict[str, Any]]] = [
    ("official", "nhắc lại sau 2 tiếng", "snooze", {"minutes": 120}),
    ("leader", "nhắc anh việc 12 lúc 9h mai", "snooze", {"task": 12, "date": "2026-11-20", "time": "09:00"}),
    ("leader", "nhắc anh Tuấn việc 12", "nudge", {"person": "Tuấn", "task": 12}),
    ("leader", "nhắc việc 12", "clarify", {"candidates": ["nudge", "snooze"]}),
    ("focal", "nhắc 12", "clarify", {"candidates": ["nudge", "snooze"]}),
    ("official", "nhắc việc 12", "snooze", {"task": 12}),
    ("official", "xong 12 https://a.vn/x", "mark_done", {"task": 12, "url": "https://a.vn/x"}),
    ("official", "việc 12 https://a.vn/x", "attach_proof", {"task": 12, "url": "https://a.vn/x"}),
    ("official", "lùi việc 12 đến mai", "clarify", {"candidates": ["snooze", "request_extension"]}),
    ("official", "xin lùi việc 12 đến mai", "request_extension", {"task": 12, "date": "2026-11-20"}),
    ("official", "cho em để việc 12 tới t6", "request_extension", {"task": 12, "date": "2026-11-20"}),
    ("official", "lùi hạn việc 12 đến mai", "request_extension", {"task": 12, "date": "2026-11-20"}),
    ("official", "để mai nhắc lại việc 12", "snooze", {"task": 12, "date": "2026-11-20"}),
    ("official", "nhắc lại việc 12 để mai", "snooze", {"task": 12, "date": "2026-11-20"}),
    ("official", "nhắc tôi trước hạn 2 ngày", "settings", {"set": "remind_before", "days": 2}),
    ("leader", "đồng ý", "yes", {}),
    ("leader", "việc 12 chưa đạt", "return_task", {"task": 12}),
    ("official", "việc nào trễ", "list_tasks", {"status": "overdue"}),
    ("official", "ai trễ", "report_status", {"ask": "who", "status": "overdue"}),
    ("official", "bao nhiêu việc trễ", "report_status", {"ask": "count", "status": "overdue"}),
    ("official", "cho tôi xem việc quá hạn", "list_tasks", {"status": "overdue"}),
    ("official", "giúp em với, việc nào sắp hạn", "list_tasks", {"status": "due"}),
    ("official", "tối nay đừng nhắc sau 8h tối", "settings", {"set": "quiet", "time_from": "20:00"}),
]  # fmt: skip


@pytest.mark.parametrize(("role", "text", "intent", "slots"), WHICH_ONE)
def test_which_one_it_is(role: str, text: str, intent: str, slots: dict[str, Any]) -> None:
    reading = heard(text, role)
    assert (reading.intent.value, reading.slots) == (intent, slots)


@pytest.mark.parametrize(
    ("text", "intent", "slots"),
    [
        ("xong việc 12 à nhầm 13", "mark_done", {"task": 13}),
        ("gia hạn việc 12 đến 25/11 à nhầm 26/11", "request_extension", {"task": 12, "date": "2026-11-26"}),
        ("nhắc tôi lúc 8h, à không 9h", "snooze", {"time": "09:00"}),
        ("tích mục 2 à nhầm mục 3", "checklist_tick", {"item": 3}),
        ("giục anh Tuấn việc 12 à nhầm chị Lan", "nudge", {"person": "Lan", "task": 12}),
        ("xin thêm 2 ngày việc 12 à nhầm 3 ngày", "request_extension", {"task": 12, "add_days": 3}),
        ("không phải 12 mà 13", "correct", {"task": 13}),
        ("à nhầm, 25/11 mới đúng", "correct", {"date": "2026-11-25"}),
    ],
)
def test_a_correction_leaves_the_corrected_value(text: str, intent: str, slots: dict[str, Any]) -> None:
    reading = heard(text)
    assert (reading.intent.value, reading.slots) == (intent, slots)


@pytest.mark.parametrize(
    ("text", "requests"),
    [
        ("xong 12, 13 xin gia hạn đến t6", [("mark_done", {"task": 12}),
         ("request_extension", {"task": 13, "date": "2026-11-20"})]),
        ("xong 12. việc nào còn", [("mark_done", {"task": 12}), ("list_tasks", {"status": "open"})]),
        ("đã nhận, thi ở đâu vậy", [("acknowledge", {}), ("exam_info", {"ask": "where"})]),
        ("duyệt 12, từ chối 13", [("approve_extension", {"task": 12}), ("reject_extension", {"task": 13})]),
        ("xong 12, xong 15", [("mark_done", {"task": [12, 15]})]),
        ("chào em, xong 12 nhé, cảm ơn", [("mark_done", {"task": 12})]),
        ("xong 12, link đây https://a.vn/x", [("mark_done", {"task": 12, "url": "https://a.vn/x"})]),
        ("trả lại việc 12, thiếu chữ ký", [("return_task", {"task": 12, "reason": "thiếu chữ ký"})]),
    ],
)  # fmt: skip
def test_several_requests_are_read_in_their_order(text: str, requests: list[tuple[str, dict[str, Any]]]) -> None:
    reading = heard(text)
    assert [(one.intent.value, one.slots) for one in (reading, *reading.more)] == requests


@pytest.mark.parametrize(
    "reason",
    [
        "đang chờ đo đạc lại 3 thửa",
        "dang cho do dac lai 3 thua",
        "đang theo dõi kết quả",
        "hiện tại chưa có số liệu",
        "chờ số liệu trường học",
    ],
)
def test_a_reason_that_no_word_introduces_is_kept_whole(reason: str) -> None:
    assert heard(f"xin gia hạn việc 27 đến 30/11, {reason}").slots["reason"] == reason


def test_an_hour_is_no_reason() -> None:
    assert "reason" not in heard("xin gia hạn việc 12 đến trước 16h ngày 8/12").slots


def test_what_was_pasted_and_done_is_done() -> None:
    assert heard("dán đủ rồi, xong cái niêm yết").intent is Intent.MARK_DONE


def test_how_things_stand_is_no_picture() -> None:
    assert heard("tình hình của em").intent is Intent.REPORT_STATUS


def test_a_notice_keeps_its_whole_text() -> None:
    text = "Đề nghị các đồng chí nộp báo cáo trước 25/11. " * 60
    reading = heard(f"gửi thông báo cho cả xã: {text}", "focal")
    assert reading.slots == {"text": text.strip()}


@pytest.mark.parametrize("post", [
    ("chủ tịch", "ct"), ("PCT", "pct"), ("VP-TK", "vp_tk"), ("văn phòng", "vp_tk"), ("tư pháp hộ tịch", "tp_ht"),
    ("địa chính", "dc_xd"), ("ĐC-XD", "dc_xd"), ("kế toán", "tc_kt"), ("TC-KT", "tc_kt"), ("văn hóa", "vh_xh"),
    ("nội vụ", "noi_vu"), ("một cửa", "mot_cua"), ("trung tâm phục vụ hành chính công", "mot_cua"),
])  # fmt: skip
def test_posts_in_office_words(post: tuple[str, str]) -> None:
    assert heard(f"việc của {post[0]}").slots == {"role": post[1]}


@pytest.mark.parametrize("area", [
    ("chỉ đạo điều hành", "chi_dao"), ("cải cách thể chế", "the_che"), ("thủ tục hành chính", "tthc"), ("tthc",
                    "tthc"),
    ("tổ chức bộ máy", "bo_may"), ("công vụ", "cong_vu"), ("tài chính công", "tai_chinh"), ("chuyển đổi số", "so"),
    ("hiện đại hóa hành chính", "so"), ("chính quyền số", "so"),
])  # fmt: skip
def test_areas_in_office_words(area: tuple[str, str]) -> None:
    assert heard(f"các việc về {area[0]}").slots == {"area": area[1]}
