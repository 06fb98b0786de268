"""The days of voice.md, section 4, as far as this version goes, lived on a small real office."""

from datetime import time

import pytest
from sqlalchemy import Engine

from tests.doubles.days import Days, days
from tests.doubles.office import document, photo

LINK = "https://qlvb.quangkhai.example/vb/88213"
DONE = ["↩️ Hoàn tác", "📎 Thêm minh chứng"]


@pytest.fixture
def office(sqlite: Engine) -> Days:
    """UBND xã Quang Khải with the work of November, on the evening of thứ Năm 19/11."""
    office = days(sqlite)
    task = office.chat.task
    task(12, "Báo cáo CCHC quý III", "2026-11-17", products=["Báo cáo của UBND xã"])
    task(13, "Niêm yết công khai TTHC", "2026-12-04", products=["Ảnh niêm yết"])
    task(15, "Kế hoạch tuyên truyền CCHC", "2026-11-20", products=["Kế hoạch của UBND xã"], at=time(16))
    task(18, "Báo cáo kiểm soát TTHC", "2026-11-25", products=["Báo cáo"])
    task(21, "Tin, bài tháng 11", "2026-11-30", products=["Tin, bài"])
    task(27, "Rà soát hồ sơ đất đai", "2026-11-10", owner="tuan", products=["Hồ sơ"])
    task(29, "Báo cáo tự kiểm tra công tác CCHC", "2026-11-18", owner="hanh", products=["Báo cáo"])
    task(34, "Báo cáo theo dõi thi hành pháp luật", "2026-12-31", owner="hanh", products=["Báo cáo"])
    task(37, "Báo cáo rà soát văn bản QPPL", "2026-12-08", owner="hanh", products=["Báo cáo"])
    task(41, "Báo cáo giải ngân vốn đầu tư", "2026-11-18", owner="dung", products=["Báo cáo"])
    task(42, "Báo cáo thu chi ngân sách", "2026-11-18", owner="dung", products=["Báo cáo"])
    task(44, "Báo cáo tuyên truyền CCHC tháng 10", "2026-11-19", owner="nga", products=["Báo cáo"])
    for day in ("16", "17"):
        office.at(f"2026-11-{day} 07:30")
    office.at("2026-11-18 09:00")("hanh", "xong 29", file=document("tu_kiem_tra.pdf", b"29"))
    office.at("2026-11-19 07:30").heard.clear()
    return office


def test_day_1_lans_morning(office: Days) -> None:
    office.at("2026-11-20 07:30")
    assert office.news("lan") == [
        "Chào đồng chí Lan. Thứ Sáu 20/11/2026, đồng chí có 4 việc cần chú ý.\n\n"
        "🔴 Quá hạn\n12. Báo cáo CCHC quý III — hạn 17/11, quá 3 ngày làm việc\n"
        "🟠 Hôm nay\n15. Kế hoạch tuyên truyền CCHC — trước 16:00\n"
        "🟡 Sắp đến hạn\n18. Báo cáo kiểm soát TTHC — thứ Tư 25/11, còn 2 ngày làm việc (thứ Ba 24/11 nghỉ lễ)\n"
        "21. Tin, bài tháng 11 — thứ Hai 30/11, còn 5 ngày làm việc"
    ]
    assert office.buttons("lan") == ["✅ Xong 12", "✅ Xong 15", "📎 Gửi minh chứng", "⏳ Xin gia hạn", "Xem tất cả"]
    morning = office.chat.last["lan"]
    office.at("2026-11-20 07:40")("minh", "đôn đốc việc 12")
    office("minh", "1")
    assert office.news("lan") == [
        "Đồng chí Minh đôn đốc việc 12, Báo cáo CCHC quý III — hạn 17/11, quá 3 ngày làm việc."
    ]
    assert office.buttons("lan") == ["✅ Xong 12", "⏳ Xin gia hạn", "Đã nhận"]
    assert office.at("2026-11-20 07:42")("lan", f"xong 12 roi a so 45/BC-UBND ngay 20/11 {LINK}") == (
        "✅ Đã ghi nhận việc 12 hoàn thành lúc 07:42 thứ Sáu 20/11, trễ hạn 3 ngày làm việc.\n"
        "Minh chứng: văn bản số 45/BC-UBND ngày 20/11/2026; 1 đường dẫn. Việc đang chờ đồng chí Minh xác nhận."
    )
    assert office.buttons("lan") == DONE
    office.chat.last["lan"] = morning
    assert office.at("2026-11-20 09:08").tap("lan", "Xong 15") == (
        "Việc 15 cần minh chứng: kế hoạch của UBND xã. Đồng chí gửi số và ngày văn bản "
        "(ví dụ: 45/KH-UBND ngày 20/11/2026), đường dẫn, ảnh hoặc tệp. "
        "Khi có minh chứng, việc sẽ được ghi nhận hoàn thành."
    )
    assert office.buttons("lan") == ["Gửi sau"]
    assert office.at("2026-11-20 09:10")("lan", file=document("KH_tuyen_truyen.pdf")) == (
        "✅ Đã ghi nhận việc 15 hoàn thành lúc 09:10 thứ Sáu 20/11, đúng hạn.\n"
        "Minh chứng: KH_tuyen_truyen.pdf. Việc đang chờ đồng chí Minh xác nhận."
    )
    assert office.at("2026-11-20 09:12")("lan", "sáng thứ 2 nhắc em việc 18") == (
        "Đã hẹn nhắc lại việc 18 lúc 08:00 thứ Hai 23/11."
    )
    assert office("lan", "cảm ơn nhé") == ""
    office.at("2026-11-20 15:40")("minh", "duyệt 12")
    assert office.news("lan") == [
        "✅ Đồng chí Minh đã xác nhận việc 12. Kết quả: hoàn thành trễ hạn 3 ngày làm việc, nộp lúc 07:42 ngày 20/11."
    ]


def test_day_2_no_task_13(office: Days) -> None:
    assert office.at("2026-11-19 08:10")("lan", "xong việc 12").startswith(
        "Việc 12 cần minh chứng: báo cáo của UBND xã. Đồng chí gửi số và ngày văn bản "
        "(ví dụ: 45/BC-UBND ngày 19/11/2026), đường dẫn, ảnh hoặc tệp."
    )
    assert office.at("2026-11-19 08:11")("lan", "à nhầm, việc 13") == (
        "Đã chuyển sang việc 13, Niêm yết công khai TTHC. Việc 12 không thay đổi.\n"
        "Việc 13 cần minh chứng: ảnh niêm yết. Đồng chí gửi ảnh hoặc đường dẫn."
    )
    assert office.buttons("lan") == ["Gửi sau"]
    assert office.at("2026-11-19 08:13")("lan", file=photo()) == (
        "✅ Đã ghi nhận việc 13 hoàn thành lúc 08:13 thứ Năm 19/11, đúng hạn.\n"
        "Minh chứng: 1 ảnh. Việc đang chờ đồng chí Minh xác nhận."
    )
    assert office.at("2026-11-19 08:20")("lan", "hoàn tác, còn thiếu 1 bảng chưa dán") == (
        "↩️ Đã hoàn tác. Việc 13 trở lại chưa hoàn thành, hạn thứ Sáu 04/12, còn 10 ngày làm việc. "
        "Ảnh đã gửi được giữ lại."
    )
    said = office.at("2026-11-19 10:30")("lan", "dán đủ r xong cái niêm yết", file=photo("anh2.jpg", b"another"))
    assert said == "Đồng chí báo xong việc 13, Niêm yết công khai TTHC, kèm 2 ảnh, đúng không?"
    assert office.buttons("lan") == ["Ghi nhận xong", "Việc khác"]
    assert office.at("2026-11-19 10:31")("lan", "ok") == (
        "✅ Đã ghi nhận việc 13 hoàn thành lúc 10:31 thứ Năm 19/11, đúng hạn.\n"
        "Minh chứng: 2 ảnh. Việc đang chờ đồng chí Minh xác nhận."
    )
    assert office.buttons("lan") == DONE


def test_day_3_tuan_asks_minh_gives_another_day(office: Days) -> None:
    office.at("2026-11-20 07:30")
    asked = "cho em xin thêm ít ngày việc 27, đang chờ đo đạc lại 3 thửa"
    assert office.at("2026-11-20 08:02")("tuan", asked) == "Đồng chí xin gia hạn việc 27 đến ngày nào?"
    assert office.hint("tuan") == ("Trả lời 1 để chọn thứ Sáu 27/11, 2 để chọn thứ Hai 30/11, hoặc nhắn ngày khác.")
    assert office.at("2026-11-20 08:03")("tuan", "2") == (
        'Đồng chí xin gia hạn việc 27 đến thứ Hai 30/11, lý do "đang chờ đo đạc lại 3 thửa", đúng không?'
    )
    assert office.hint("tuan") == "Trả lời 1 để gửi, 2 để sửa."
    office.news("minh")
    assert office("tuan", "1") == (
        "⏳ Đã gửi đồng chí Minh đề nghị gia hạn việc 27 đến thứ Hai 30/11. Trong khi chờ, hạn vẫn là 10/11."
    )
    assert office.news("minh") == [
        "⏳ Tuấn (Địa chính) đề nghị gia hạn việc 27, Rà soát hồ sơ đất đai\n"
        "Hạn hiện nay: 10/11, quá 8 ngày làm việc\nĐề nghị: đến thứ Hai 30/11\n"
        'Lý do: "đang chờ đo đạc lại 3 thửa"'
    ]
    assert office.buttons("minh") == ["Duyệt đến 30/11", "Duyệt ngày khác", "Không duyệt"]
    office.news("tuan")
    assert office.at("2026-11-20 08:20")("minh", "đồng ý cho việc 27 đến t6 tuần sau thôi") == (
        "⏳ Đã duyệt gia hạn việc 27 đến thứ Sáu 27/11 (Tuấn đề nghị 30/11). Tuấn đã được báo."
    )
    assert office.buttons("minh") == ["↩️ Hoàn tác"]
    assert office.news("tuan") == [
        "⏳ Đồng chí Minh duyệt gia hạn việc 27. Hạn mới: thứ Sáu 27/11, còn 4 ngày làm việc (đồng chí đề nghị 30/11)."
    ]
    assert office.at("2026-11-20 08:22")("tuan", "dạ em rõ") == ""


def test_day_4_returned_work(office: Days) -> None:
    office.at("2026-11-19 08:10")("lan", "xong 13", file=photo())
    office.at("2026-11-20 08:24")("nga", "xong 44", file=document("BC_T10.docx", b"44"))
    office.at("2026-11-20 09:10")("lan", "xong 15", file=document("KH_tuyen_truyen.pdf"))
    assert office.at("2026-11-20 16:20")("minh", "việc nào chờ tôi xác nhận") == (
        "Có 4 việc chờ đồng chí xác nhận:\n"
        "29. Báo cáo tự kiểm tra công tác CCHC — Hạnh nộp thứ Tư 18/11, đã chờ 2 ngày làm việc\n"
        "13. Niêm yết công khai TTHC — Lan nộp thứ Năm 19/11, đã chờ 1 ngày làm việc\n"
        "44. Báo cáo tuyên truyền CCHC tháng 10 — Nga nộp lúc 08:24 hôm nay, trễ hạn 1 ngày làm việc\n"
        "15. Kế hoạch tuyên truyền CCHC — Lan nộp lúc 09:10 hôm nay, đúng hạn"
    )
    assert office.buttons("minh") == ["Xem 29", "Xem 13", "Xem 44", "Xem 15"]
    card = office.at("2026-11-20 16:21").tap("minh", "Xem 15").splitlines()
    assert card[:2] == ["Việc 15. Kế hoạch tuyên truyền CCHC", "Nộp: 09:10 hôm nay, đúng hạn"]
    assert {"Người thực hiện: Lan", "Minh chứng: KH_tuyen_truyen.pdf"} <= set(card)
    assert office.buttons("minh") == ["Mở tệp", "✅ Xác nhận 15", "Trả lại"]
    assert office.at("2026-11-20 16:25")("minh", "trả lại 15, thiếu phụ lục kinh phí, thứ 4 nộp") == (
        'Đồng chí trả lại việc 15 cho Lan, lý do "thiếu phụ lục kinh phí", hạn mới thứ Tư 25/11, đúng không?'
    )
    assert office.buttons("minh") == ["Trả lại việc 15", "Sửa"]
    office.news("lan")
    assert office("minh", "đúng rồi") == (
        "Đã trả lại việc 15. Lan đã được báo. Lần nộp lúc 09:10 ngày 20/11 vẫn được lưu."
    )
    assert office.news("lan") == [
        "Đồng chí Minh trả lại việc 15, Kế hoạch tuyên truyền CCHC.\n"
        'Lý do: "thiếu phụ lục kinh phí"\nHạn mới: thứ Tư 25/11, còn 2 ngày làm việc.'
    ]
    assert office.buttons("lan") == ["✅ Xong 15", "📎 Gửi minh chứng", "Đã nhận"]
    office.at("2026-11-25 08:40").heard.clear()
    assert office("lan", "xong 15", file=document("KH_tuyen_truyen_2.pdf", b"better")) == (
        "✅ Đã ghi nhận việc 15 hoàn thành lúc 08:40 thứ Tư 25/11, đúng hạn mới.\n"
        "Minh chứng: KH_tuyen_truyen_2.pdf. Việc đang chờ đồng chí Minh xác nhận."
    )
    assert office.news("minh") == [
        "Lan nộp lại việc 15, Kế hoạch tuyên truyền CCHC, lúc 08:40. Minh chứng: KH_tuyen_truyen_2.pdf."
    ]
    assert office.at("2026-11-25 09:05").tap("minh", "Xác nhận 15") == (
        "✅ Đã xác nhận việc 15, hoàn thành đúng hạn mới. Lan đã được báo."
    )


def test_day_5_who_is_late(office: Days) -> None:
    office.at("2026-11-20 07:30")
    assert office.at("2026-11-20 07:35")("minh", "ai trễ") == (
        "Có 4 người có việc quá hạn, tổng cộng 5 việc:\nTuấn — 1 việc, lâu nhất 8 ngày làm việc\nLan — 1 việc, 3 ngày\n"
        "Dũng — 2 việc, 2 ngày\nNga — 1 việc, 1 ngày"
    )
    assert office.hint("minh") == "Trả lời 1 để xem 5 việc, 2 để đôn đốc cả 4 người, 3 để tải Excel."
    assert office.at("2026-11-20 07:36")("minh", "xem việc của Tuấn") == (
        "Tuấn có 1 việc quá hạn:\n🔴 27. Rà soát hồ sơ đất đai — hạn 10/11, quá 8 ngày làm việc\n"
        "Chưa có phản hồi kể từ ngày đến hạn."
    )
    assert office.hint("minh") == "Trả lời 1 để đôn đốc Tuấn, 2 để xem việc khác của Tuấn."
    assert office.at("2026-11-20 07:37")("minh", "đôn đốc Tuấn, trao đổi với tôi trước 11h") == (
        'Gửi Tuấn đôn đốc việc 27, kèm lời nhắn "trao đổi với tôi trước 11h", đúng không?'
    )
    assert office.hint("minh") == "Trả lời 1 để gửi, 2 để sửa."
    assert office("minh", "2") == "Đồng chí gửi kèm lời nhắn nào?"
    assert office("minh", "trao đổi với tôi trước 11h") == (
        'Gửi Tuấn đôn đốc việc 27, kèm lời nhắn "trao đổi với tôi trước 11h", đúng không?'
    )
    office.news("tuan")
    assert office.at("2026-11-20 07:38")("minh", "1") == "Đã gửi đôn đốc đến Tuấn lúc 07:38."
    assert office.news("tuan") == [
        "Đồng chí Minh đôn đốc việc 27, Rà soát hồ sơ đất đai — hạn 10/11, quá 8 ngày làm việc.\n"
        'Lời nhắn: "trao đổi với tôi trước 11h"'
    ]
    assert office.hint("tuan") == 'Trả lời "xong 27", "gia hạn 27" hoặc "đã nhận".'
    assert office.at("2026-11-20 07:39")("minh", "đôn đốc luôn mấy đc còn lại") == (
        "Tuấn vừa được đôn đốc nên không gửi lại. Gửi đôn đốc đến Lan (việc 12), Dũng (việc 41, 42) và Nga (việc 44), "
        "đúng không?"
    )
    assert office.hint("minh") == "Trả lời 1 để gửi, 2 để thôi."
    assert office.at("2026-11-20 07:40")("minh", "ok") == (
        "Đã gửi đôn đốc đến Lan, Dũng và Nga lúc 07:40. Phản hồi được tổng hợp trong bản tin thứ Hai 23/11."
    )


def test_day_7_a_notice(office: Days) -> None:
    office.at("2026-11-20 13:40")
    office.heard.clear()
    office("hoa", "gửi thông báo cho tất cả công chức: 08:00 thứ Ba 15/12 kiểm tra năng lực tại Hội trường UBND xã")
    assert "đúng không?" in office.chat.last["hoa"].text
    assert office.tap("hoa", "Gửi ngay") != ""
    for who in ("lan", "tuan", "dung", "nga", "hanh"):
        assert any("📣" in one for one in office.news(who)), who
    for who in ("lan", "nga", "hanh"):
        office.tap(who, "Đã nhận")
    said = office.at("2026-11-20 16:30")("hoa", "ai chưa xác nhận")
    assert "Tuấn" in said
    assert "Dũng" in said
    assert "Lan" not in said


def test_day_11_binh_of_another_commune(office: Days) -> None:
    office.chat.task(112, "Báo cáo CCHC năm 2026", "2026-12-08", owner="binh", at=time(16))
    office.chat.task(115, "Báo cáo kiểm soát TTHC năm 2026", "2026-12-31", owner="binh")
    office.at("2026-11-20 08:00")
    not_found = "Không tìm thấy việc 12 trong các việc của đồng chí."
    assert office("binh", "việc 12") == not_found
    assert office.buttons("binh") == ["Xem việc của tôi"]
    assert office("binh", "xong 12") == not_found
    assert office("binh", "bc cchc quý 3 xã Quang Khải nộp chưa") == (
        "Không tìm thấy nội dung này trong các việc của đồng chí."
    )
    assert office("binh", "ai trễ bên quang khải") == "Không tìm thấy đơn vị này trong phạm vi của đồng chí."
    assert office.buttons("binh") == ["Xem việc của tôi"]
    assert office.tap("binh", "Xem việc của tôi") == (
        "Đồng chí có 2 việc chưa hoàn thành:\n112. Báo cáo CCHC năm 2026 — thứ Ba 08/12, còn 11 ngày làm việc\n"
        "115. Báo cáo kiểm soát TTHC năm 2026 — thứ Năm 31/12, còn 28 ngày làm việc"
    )
    assert office("binh", "112 mấy giờ là hết hạn") == (
        "Việc 112 cần nộp trước 16:00 thứ Ba 08/12, còn 11 ngày làm việc."
    )
    assert "binh" not in office.heard


def test_day_12_hanh_has_nothing_due(office: Days) -> None:
    office.at("2026-11-20 07:30").heard.clear()
    office.at("2026-11-23 07:30")
    assert office.news("hanh") == []
    nearest = "37. Báo cáo rà soát văn bản QPPL — thứ Ba 08/12, còn 10 ngày làm việc"
    assert office.at("2026-11-23 08:10")("hanh", "nay em có việc gì k") == (
        f"Hôm nay đồng chí không có việc đến hạn hay quá hạn.\nViệc gần nhất: {nearest}"
    )
    assert office.at("2026-11-23 08:11")("hanh", "từ giờ tới cuối năm còn mấy việc") == (
        f"Từ nay đến hết thứ Năm 31/12, đồng chí còn 2 việc:\n{nearest}\n"
        "34. Báo cáo theo dõi thi hành pháp luật — thứ Năm 31/12, còn 27 ngày làm việc"
    )
    assert office.at("2026-11-23 08:12")("hanh", "nhắc em trước 5 ngày") == (
        "Từ nay, đồng chí được nhắc trước hạn 5 ngày làm việc và vào sáng ngày đến hạn. "
        "Việc 37 được nhắc sáng thứ Ba 01/12."
    )
    assert office("hanh", "t7 cn đừng nhắc nha") == (
        "Lời nhắc chỉ được gửi vào ngày làm việc. Thứ Bảy và Chủ nhật không có lời nhắc."
    )
    assert office("hanh", "cảm ơn nha") == ""
    for day in ("11-25", "11-26", "11-27", "11-30", "12-01"):
        office.at(f"2026-{day} 07:30")
    assert [one.splitlines()[1] for one in office.news("hanh")] == [f"🟡 {nearest.replace('10 ngày', '5 ngày')}"]


def test_a_decision_taken_back_is_told_to_who_had_heard_of_it(office: Days) -> None:
    office.at("2026-11-20 08:00")
    office("tuan", "gia hạn 27 đến 30/11 vì chờ đo đạc")
    office("tuan", "1")
    office("minh", "duyệt 27")
    office.heard.clear()
    office("minh", "hoàn tác")
    assert office.news("tuan") == [
        "↩️ Đồng chí Minh đã hoàn tác việc duyệt gia hạn việc 27. Hạn trở lại: 10/11, quá 8 ngày làm việc. "
        "Đề nghị của đồng chí đang chờ quyết định."
    ]
    office.at("2026-11-20 08:01")("minh", "duyệt 27")
    assert [one.split(".")[0] for one in office.news("tuan")] == ["⏳ Đồng chí Minh duyệt gia hạn việc 27"]
    office("lan", "xong 12", file=document("bc.pdf"))
    office("minh", "duyệt 12")
    office.heard.clear()
    office("minh", "hoàn tác")
    assert office.news("lan") == [
        "↩️ Đồng chí Minh đã hoàn tác việc xác nhận việc 12. Việc đang chờ xác nhận. Lần nộp trước vẫn được lưu."
    ]


def test_in_quiet_hours_what_was_taken_back_is_never_said(office: Days) -> None:
    office.at("2026-11-20 20:00")
    office("tuan", "gia hạn 27 đến 30/11 vì chờ đo đạc")
    office("tuan", "1")
    office.at("2026-11-20 22:00")("minh", "duyệt 27")
    office("minh", "hoàn tác")
    office.at("2026-11-20 22:01")("minh", "duyệt 27")
    office.heard.pop("tuan", None)
    office.at("2026-11-21 07:00")
    assert [one.split(".")[0] for one in office.news("tuan")] == ["⏳ Đồng chí Minh duyệt gia hạn việc 27"]
