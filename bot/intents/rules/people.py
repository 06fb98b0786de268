"""Toward others: urging, notices, the exam, giving work, events' days."""

from bot.intents.model import Intent
from bot.intents.rules.model import LATE, ME, UNDONE, WHEN, WHO, Row

CROWD = (
    "(họ|tụi nó|chúng nó|người ta|các|mấy|những|mọi người|tất cả|anh em|anh chị em|cả xã|cả đơn vị|toàn thể|toàn bộ|cả "
    "cơ quan|hết mọi người|chung|cả)"
)
URGE = "(đôn đốc|đốc thúc|giục|<!kết =thúc|=hối|hối thúc|thúc giục|nhắc nhở|phê bình|thúc đẩy)"
EXAM = (
    "(kiểm tra năng lực|kiểm tra đánh giá|thi|kỳ thi|đi thi|sát hạch|kỳ kiểm tra|đợt kiểm "
    "tra|buổi kiểm tra|ngày kiểm tra|"
    "lịch kiểm tra|đi kiểm tra|dự kiểm tra|bài kiểm tra|bài thi|phòng thi|kiểm tra)"
)
EVENT = (
    "(kiểm tra|thi|đối thoại|họp|hội nghị|đoàn|tiếp xúc cử tri|tiếp dân|tập huấn|giao ban|"
    "thanh tra|sát hạch|tổng kết|sơ kết|"
    "lễ|hội thảo|làm việc|buổi|cuộc|kỳ họp|đại hội|ra quân|diễn tập|bầu cử|ngày hội|khai mạc|bế mạc|phúc tra|"
    "phiên họp|hội đàm)"
)
# Events only where `ngày`, `lịch` or `vào` says so: they are work as often.
OCCASION = "(đánh giá|thẩm định|nghiệm thu|giám sát|khảo sát|công bố|thông báo|chấm điểm|thẩm tra|tiếp xúc|ký kết)"
ABOVE = "(cấp trên|trên|tỉnh|huyện|thành phố|trung ương|sở|bộ|ban|ubnd tỉnh|ubnd huyện|đảng ủy|hđnd)"
ASKED = "(TITLE|báo cáo|rà soát|thống kê|giải trình|cung cấp|tổng hợp|số liệu|kiểm kê|đột xuất)"
EVERYBODY = (
    "(cả xã|toàn xã|cả cơ quan|toàn cơ quan|mọi người|tất cả|toàn thể|các|anh em|anh chị "
    "em|ROLE|cả đơn vị|toàn đơn vị|cán bộ|công chức|cho)"
)
SENT = "(xác nhận|đọc|xem|nhận|phản hồi|trả lời|rep|bấm nhận|nhận được)"

PEOPLE: dict[Intent, list[Row]] = {
    Intent.NUDGE: [
        (81, f"(nhắc|nhắc nhở|nhắn) (nhẹ|giúp|hộ|giùm|dùm|lại|cho|luôn|khéo|thêm)? {ME}? (PERSON|ROLE)"),
        (81, f"nhắc (nhở|giúp|luôn|giùm|dùm|hộ)? {ME}? {CROWD} !(việc|nhiệm vụ|TASK|{{x=[0-9]+}})"),
        (
            82,
            f"nhắc ~ (người|ai|đc|đồng chí|anh|chị|bạn|cán bộ|công chức) ~ ({LATE}|{UNDONE}|chưa {SENT}|chưa|còn|đang)",
        ),
        (82, f"{URGE}"),
        (82, f"nhắc ({LATE}|{UNDONE}|quá hạn)"),
        (81, "nhắc ~ (chưa xác nhận|chưa đọc|chưa nhận)"),
        (81, "nhắc (bộ phận|bên|phòng|tổ|ban|hội|đoàn|thôn|ấp)"),
        (81, "(gọi|nhắn|bảo|kêu) (PERSON|ROLE|các đc) ~ (nộp|làm|gửi|hoàn thành|báo cáo|nhanh|khẩn trương)"),
    ],
    Intent.BROADCAST_START: [
        (
            88,
            (
                "<!đừng <!không <!chưa <!đã (gửi|phát|soạn|ra|đăng|tạo|làm|bắn|phát đi|đưa) (một|1|cái|"
                "giúp|hộ|tôi|em)? (thông báo|"
                "tin nhắn|tin|thông tin) (mới|khẩn|gấp|chung)* !(nào|REF|chưa|đó|lúc|trên|hôm)"
            ),
        ),
        (88, f"thông báo (cho|đến|tới|gửi) {EVERYBODY}"),
        (88, f"thông báo {EVERYBODY} !(nào|chưa)"),
        (
            88,
            (
                "(nhắn|báo|gửi) (tin)? (cho|đến|tới) (cả xã|toàn xã|mọi người|tất cả|toàn thể|các (đc|"
                "đồng chí|anh chị|cán bộ|công chức)|anh em|cả cơ quan|cả đơn vị|toàn cơ quan)"
            ),
        ),
        (86, "^(thông báo|phát|gửi thông báo) (nội dung|rằng|là|như sau)"),
        (88, "^(gửi|nhắn|báo) (tin)? (cả xã|toàn xã|mọi người|toàn thể|tất cả mọi người|cả cơ quan|toàn cơ quan)"),
        (80, "^phát $"),
        (60, "^thông báo !(nào|gì|này|đó|đã|hôm|chưa|REF|$)", {}, ["focal", "leader"]),
        (88, "(gửi|nhắn|báo) (cho|tới|đến) ~~ (nội dung|rằng|như sau)"),
        (86, "(thông báo) (mới|khẩn)"),
    ],
    Intent.BROADCAST_STATUS: [
        (89, "(đã)? gửi (thông báo)? (cho|tới|đến) (những)? ai"),
        (77, "đã gửi thông báo"),
        (78, f"{WHO} ~ (chưa|không|vẫn chưa) (bấm)? {SENT}", {"ask": "missing"}),
        (78, f"(còn|những) ~ (ai|người nào|đc nào|người) ~ chưa {SENT}", {"ask": "missing"}),
        (
            78,
            (
                "(danh sách|liệt kê)? ~ (người|đc|đồng chí|đơn vị)? chưa (xác nhận|đọc thông báo|xem "
                "thông báo|nhận thông báo)"
            ),
            {"ask": "missing"},
        ),
        (
            79,
            (
                f"(mấy|bao nhiêu) (người|đc|đồng chí|bạn|anh|chị|cán bộ)? ~ (đã|chưa)? (bấm)? {SENT} ~ "
                "(rồi|chưa|thông báo)?"
            ),
            {"ask": "count"},
        ),
        (77, f"{WHO} ~ (đã)? {SENT} (rồi|xong|thông báo|chưa)?", {"ask": "confirmed"}),
        (77, "(những)? (người|đc) (đã|nào đã) (xác nhận|đọc|xem) ", {"ask": "confirmed"}),
        (76, f"thông báo ~~ (tới đâu|đến đâu|thế nào|sao rồi|ra sao|mọi người {SENT}|{SENT} (hết|đủ)? chưa|xác nhận)"),
        (76, "(tình hình|kết quả|tiến độ|tỷ lệ) ~ (xác nhận|nhận|đọc) (thông báo)?"),
        (76, "(mọi người|cả xã|các (đc|đồng chí)|anh em) ~ (nhận|xác nhận|đọc|xem) ~ (hết|đủ|thông báo)? chưa"),
    ],
    Intent.EXAM_INFO: [
        (70, f"{EXAM} ~~ {WHEN}", {"ask": "when"}),
        (70, f"{WHEN} ~~ {EXAM}", {"ask": "when"}),
        (61, "(lịch|ngày|giờ|thời gian) (thi|kiểm tra|sát hạch|kiểm tra năng lực)", {"ask": "when"}),
        (70, f"{EXAM} ~~ (ở đâu|chỗ nào|nơi nào|địa điểm|tại đâu|phòng nào|phòng mấy|đâu)", {"ask": "where"}),
        (70, f"(địa điểm|chỗ|nơi|phòng) ~ {EXAM}", {"ask": "where"}),
        (70, f"{EXAM} ~ (ở|tại) ~ nào", {"ask": "where"}),
        (74, f"{EXAM} ~ (trễ|muộn) ~ (sao|được|bị|không)", {"ask": "rules"}),
        (71, f"{EXAM} ~~ (mang|đem|chuẩn bị|cần|đi|cầm) (theo)? ~ (gì|những gì|nào|chi|giấy tờ)", {"ask": "bring"}),
        (71, f"(mang|đem|chuẩn bị|cầm|cần) (theo)? ~ (gì|giấy tờ|nào|chi) ~~ {EXAM}", {"ask": "bring"}),
        (71, f"{EXAM} ~~ (phải|cần|nên) ~ (mang|đem|cầm)", {"ask": "bring"}),
        (71, f"(phải|cần|nên) (mang|đem|cầm) ~~ {EXAM}", {"ask": "bring"}),
        (56, "(mang|đem|cầm) (theo)? ~ (gì|giấy tờ gì|những gì|chi)", {"ask": "bring"}),
        (71, f"{EXAM} ~~ {WHO}", {"ask": "who"}),
        (71, f"{WHO} ~~ (phải|được|sẽ|đi|dự|tham gia|bị)? {EXAM}", {"ask": "who"}),
        (72, f"STEP ~ {WHO}", {"ask": "who"}),
        (72, f"{WHO} ~ (làm|thực hiện|phụ trách)? STEP", {"ask": "who"}),
        (71, "STEP ~ (làm gì|là gì|gồm|như thế nào|thế nào|ra sao|gì|làm sao|chi)", {"ask": "step"}),
        (71, "(làm|thực hiện|phụ trách|ở|thi|phần|có|gồm) ~ bước (mấy|nào|gì)", {"ask": "step"}),
        (71, "(mấy|bao nhiêu|các|những|4|quy trình) bước", {"ask": "step"}),
        (69, "bước (mấy|nào|gì)", {"ask": "step"}),
        (
            74,
            (
                "(mỗi|1|một)? (STEP|bước|bài|phần|người|lượt) ~ (được|có|trong|tối đa)? ~ (bao nhiêu "
                "phút|bao lâu|mấy phút|bao nhiêu thời gian|bao nhiêu lâu)"
            ),
            {"ask": "rules"},
        ),
        (
            74,
            (
                f"{EXAM} ~~ (bao lâu|bao nhiêu phút|mấy phút|điện thoại|vắng|rớt|trượt|không đạt|không "
                "qua|thi lại|quy định|quy chế|tài liệu không|hoãn|trễ thì|muộn thì|nội quy|phạt|được "
                "(dùng|mang|xem))"
            ),
            {"ask": "rules"},
        ),
        (
            74,
            (
                "(vắng|rớt|trượt|không đạt|không qua|đến muộn|đến trễ|ốm|nghỉ|vắng mặt|bệnh|quy định|"
                f"quy chế|nội quy|được (dùng|mang|sử dụng) điện thoại) ~~ ({EXAM}|thi lại)"
            ),
            {"ask": "rules"},
        ),
        (
            66,
            "(được|có) ~ (dùng|mang|sử dụng|xem) ~ (điện thoại|tài liệu|máy tính) ~ (không|chứ|hông)?",
            {"ask": "rules"},
        ),
        (
            86,
            "(rớt|trượt|thi lại|không đạt|vắng mặt|không qua) thì ~ (sao|thế nào|bị|gì|không|có|được)",
            {"ask": "rules"},
        ),
        (86, "(có|được|phải|bị) ~ thi lại", {"ask": "rules"}),
        (66, "(rớt|trượt|thi lại|vắng mặt) ~ (sao|thế nào|bị|gì|không)", {"ask": "rules"}),
        (50, "(kiểm tra năng lực|kỳ thi|đi thi|sát hạch|kỳ kiểm tra|bài thi|buổi thi)"),
        (56, "(thông tin|hỏi|về) ~ (kiểm tra năng lực|kỳ thi|thi|kỳ kiểm tra|đợt kiểm tra|buổi kiểm tra)"),
        (40, "^thi "),
    ],
    Intent.ASSIGN_TASK: [
        (82, "(thêm|tạo|gán|bổ sung) (việc|nhiệm vụ|công việc) ~ (PERSON|ROLE)"),
        (82, "(giao|phân công|=phân|=cử !tri|bàn giao) (việc|nhiệm vụ|thêm|luôn|cho|lại|tiếp)? ~ (PERSON|ROLE)"),
        (82, "(giao|phân công|=cử !tri|=phân) (PERSON|ROLE)"),
        (82, "(giao|chuyển|bàn giao|=phân|đưa) ~ (REF|việc này|cái này) ~~ (cho|sang|qua) (PERSON|ROLE)"),
        (82, "chuyển ~~ ~~ (cho|sang|qua) (PERSON|ROLE)"),
        (62, f"(giao việc|phân công|giao nhiệm vụ|giao !(ban|dịch|lưu|thông)) !(cho {ME}|ai|cho ai|{ME})"),
        (
            81,
            (
                "(nhờ|yêu cầu|đề nghị|=cử !tri) (PERSON|ROLE) (làm|soạn|lập|chuẩn bị|xây dựng|rà soát|tham "
                "mưu|thực hiện|phụ trách|tổng hợp|viết)"
            ),
        ),
        (79, "(PERSON|ROLE) (làm|phụ trách|soạn|lập|chuẩn bị|tham mưu) ~~ (hạn|trước|xong trước|nộp trước) DATE"),
    ],
    Intent.SET_EVENT_DATE: [
        (
            66,
            (
                f"(lịch|chốt|ấn định|đặt|đổi|dời|lùi|chuyển|hoãn|ngày|xếp) ~ {EVENT} ~~ (sang|vào|lúc|"
                "là|đến|qua)? (DATE|TIME)"
            ),
        ),
        (67, "^(chốt|đặt|ấn định|xếp|lên|thống nhất|ghi) (lịch|ngày|lại)? ~~ (DATE|TIME)"),
        (
            67,
            (
                f"{EVENT} ~~ (dời|chuyển|lùi|đổi|hoãn|ấn định|diễn ra|tổ chức|bắt đầu|xuống|sẽ) (sang|"
                "vào|lúc|đến|qua|lên)? (TIME|DATE)"
            ),
        ),
        (66, f"^(sẽ|dự kiến)? (tổ chức|mở|triệu tập|tiến hành) ~ {EVENT} ~~ (DATE|TIME)"),
        (61, f"^(ngày|buổi|cuộc|lịch|đợt|đoàn)? {EVENT} ~~ DATE"),
        (61, f"^(ngày|buổi|cuộc|lịch|đợt|đoàn)? {EVENT} ~~ TIME"),
        (61, f"^(TIME|DATE) (TIME|DATE)? ~ {EVENT}"),
        (66, f"(lịch|chốt|ấn định|đặt|ngày|xếp|đợt|buổi|kỳ) {OCCASION} ~~ (DATE|TIME)"),
        (66, f"(đổi|dời|lùi|chuyển|hoãn|đẩy|dịch) (lịch|ngày|đợt|buổi|kỳ)+ {OCCASION} ~~ (DATE|TIME)"),
        (66, f"^(sẽ|có|sẽ có)? {OCCASION} ~ (là|sang|lúc)? (DATE|TIME) (DATE|TIME)? $"),
        (66, f"^(DATE|TIME) (DATE|TIME)? (là|sẽ)? (ngày)? {OCCASION}"),
        (61, f"^(sẽ|có|sẽ có|bắt đầu|kết thúc)? (ngày|đợt|buổi|cuộc|kỳ|đoàn)? {EVENT} ~~ (DATE|TIME)"),
        (66, f"{ABOVE} ~ (<!thông báo|hẹn|về) ~ {EVENT} ~~ (DATE|TIME)"),
        # Something is asked for, until a day: it waited for that.
        (
            66,
            f"<!khi <!nếu <!chưa <!không <!theo (có|nhận|nhận được|phát sinh|nảy sinh) ~ yêu cầu ~ {ASKED}",
        ),
        (66, f"{ABOVE} ~ yêu cầu ~~ {ASKED} ~~ DATE"),
        (66, "<!theo yêu cầu ~~ đột xuất ~~ DATE"),
        (66, "<!theo yêu cầu đột xuất ~~ DATE"),
        (62, "^(bắt đầu|khởi động|kích hoạt) ~~ (hạn|trước|chậm nhất|đến) ~ DATE"),
        (67, "đoàn ~~ (về|xuống|đến|tới|lên|sang) ~ (DATE|TIME)"),
        (67, "(DATE|TIME) ~ đoàn ~~ (về|xuống|đến|tới|lên)"),
    ],
}
