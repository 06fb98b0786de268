"""Asking for tasks and figures: list, show, proof wanted, checklist, report."""

from bot.intents.model import Intent
from bot.intents.rules.model import COUNT, LATE, ME, UNDONE, WHEN, WHO, WORK, Row

DO = "(làm|phụ trách|chủ trì|thực hiện|chịu trách nhiệm|đảm nhận|lo|nhận|đảm nhiệm|theo dõi|xử lý|soạn|đứng tên|giữ)"
FIND = "(xem|check|chi tiết|mở|coi|tra|kiểm tra|thông tin|nội dung|hiện|cho biết|hỏi|tra cứu|rà|xem lại|tìm)"
PROOF = "(minh chứng|bằng chứng)"
ITEMS = "(mục|đầu việc nhỏ|checklist|hạng mục|danh mục (kiểm tra|chuẩn bị)?|việc nhỏ|đầu mục|các bước chuẩn bị)"

TASKS: dict[Intent, list[Row]] = {
    Intent.LIST_TASKS: [
        (50, f"{WORK} (nào|gì|chi)"),
        (48, f"(những|các|mấy|toàn bộ|tất cả) ((cái)? {WORK})"),
        (52, f"(danh sách|liệt kê|thống kê) ~ {WORK}"),
        (51, "(danh sách|liệt kê)"),
        (58, f"^{WORK} (phải|cần) (làm|nộp|xong|hoàn thành|gửi|trình|báo cáo)"),
        (
            50,
            (
                f"{WORK} ({LATE}|sắp|đến hạn|tới hạn|gần hạn|còn|chưa|phải|cần|của|tồn|thiếu|trong|bên|"
                "về|liên quan|thuộc|hạn|đang|lĩnh vực|được giao|DATE|ROLE|PERSON|AREA)"
            ),
        ),
        (57, f"{WORK} (nào)? (đã|vừa|mới) (làm|nộp)? (xong|hoàn thành|nộp|làm|gửi) ~ (của|DATE|nào|gì|trong|rồi của)"),
        (57, f"(các|những|mấy|xem|danh sách|liệt kê) ~ {WORK} ~ (xong|hoàn thành|đã nộp|đã làm)"),
        (57, f"{WORK} nào ~ (xong|hoàn thành|nộp|làm|gửi) (rồi|xong)?"),
        (57, "(những|các) (cái|việc) gì ~ (rồi|xong)"),
        (57, "(xong|làm xong|nộp|nộp được|làm được|hoàn thành) (được)? (những|các) (cái|việc) (gì|nào)"),
        (66, f"{WORK} (nào|gì)? ~ (chưa có|thiếu|chưa nộp|không có|còn thiếu|chưa gửi|chưa đủ) {PROOF}"),
        (66, f"(chưa có|thiếu|còn thiếu|chưa nộp|không có) {PROOF} ~ {WORK} (nào|gì)"),
        (60, f"(thiếu|chưa có|còn thiếu) {PROOF}"),
        (67, f"(danh sách|liệt kê|những|các|mấy) ~ (chưa có|thiếu|chưa nộp|không có|chưa gửi|chưa đủ) {PROOF}"),
        (50, f"{WORK} ~ AREA"),
        (50, f"{WORK} (nộp|làm|xong|gửi|báo cáo|hoàn thành|trình) ~ DATE"),
        (81, f"mấy (cái)? {WORK} (nào|gì|này|đó)"),
        (81, f"(xem|coi|liệt kê|danh sách|gửi|tìm) (giúp|giùm|dùm|hộ|cho)? {ME}? mấy (cái)? {WORK}"),
        (79, f"(có)? ai ~ (xin|chờ) (gia hạn|lùi hạn|dời hạn) ~ {WORK}"),
        (79, f"{WORK} (nào|gì)? ~ (xin|chờ|đang chờ|đề nghị) (duyệt)? (gia hạn|lùi hạn|dời hạn)"),
        (
            79,
            (
                "(có|những|các|danh sách) ~ (đơn|đề nghị|yêu cầu|việc) ~ (xin|chờ)? (gia hạn|lùi hạn|"
                "dời hạn) ~ (nào|không|gì)"
            ),
        ),
        (57, "(xong|làm|nộp|gửi|hoàn thành) (được)? (những|các)? (cái|việc)? (gì|nào|chi) (rồi|hết)"),
        (50, f"{WORK} (gần nhất|mới nhất|gấp|sắp tới|tiếp theo|kế tiếp|quan trọng|mới|khác)"),
        (79, "(PERSON|ROLE) ~ xin (gia hạn|lùi hạn|dời hạn) ~ (gì|nào)"),
        (79, "(các|những|danh sách|xem) ~ (xin|chờ|đề nghị) (duyệt)? (gia hạn|lùi hạn|dời hạn)"),
        (52, f"lịch ({WORK}|làm việc|công tác|DATE|hôm nay|của)"),
        (49, "(có|còn|làm|nộp|nợ|vướng) ~ (gì|chi)"),
        (65, f"<!mấy <!nhiêu {WORK} ~~ {UNDONE}"),
        (65, f"{UNDONE} ~ {WORK} (nào|gì)"),
        (49, "(phải|cần) (làm|nộp|xong|gửi|báo cáo|hoàn thành|trình) ~ (gì|nào|chi)"),
        (47, "DATE (có|còn|thì|phải)? ~ (gì|chi)"),
        (40, f"({LATE}|sắp (đến|tới|hết) hạn|(đến|tới) hạn)"),
        (53, f"(xem|cho xem|mở|coi|tìm|lọc|hiện|hiển thị) ~ {WORK} !TASK"),
        (53, "tìm ~~ (việc|nhiệm vụ|công việc)"),
        (45, "^(list|việc|công việc|nhiệm vụ|lịch|danh sách) $"),
        (45, f"^{WORK} (ROLE|PERSON|DATE|AREA)"),
        (45, f"(ROLE|PERSON) ~ {WORK} (nào|gì|chưa|còn)"),
        (45, "(còn|đang) (nợ|tồn|vướng|mắc) ~ (gì|nào|cái)"),
        (44, "^(cho)? (xem)? tất cả $"),
    ],
    Intent.SHOW_TASK: [
        (
            66,
            (
                "REF ~ (hạn|hạn chót|hạn nộp|deadline|thời hạn|đến hạn|hết hạn|phải nộp|cần nộp|nộp|xong|"
                f"trình|gửi|báo cáo) ~ {WHEN}"
            ),
            {"ask": "due"},
        ),
        (66, f"REF ~ {WHEN} ~ (nộp|hạn|hết hạn|đến hạn|xong|phải|cần|trình|tới hạn|gửi)", {"ask": "due"}),
        (66, f"{WHEN} ~ (nộp|hạn|hết hạn|đến hạn|tới hạn|xong|gửi|trình|phải) ~ REF", {"ask": "due"}),
        (66, "(hạn|hạn chót|deadline|thời hạn|hạn nộp) (của|nộp|cho|là|cuối)? ~ REF", {"ask": "due"}),
        (64, "REF (hạn|hạn chót|deadline|thời hạn|hạn nộp) (là)? (sao|DATE)? $", {"ask": "due"}),
        (63, f"REF ~ {WHEN}", {"ask": "due"}),
        (63, "REF ~ còn ~ (mấy|bao nhiêu) (ngày|hôm|bữa)", {"ask": "due"}),
        (66, "REF ~ (đến hạn|tới hạn|quá hạn|trễ hạn|hết hạn) chưa", {"ask": "due"}),
        (42, f"(hạn|deadline|hạn nộp|nộp) ~ {WHEN}", {"ask": "due"}),
        (66, f"{WHO} {DO} ~ REF", {"ask": "owner"}),
        (66, f"REF ~ {WHO} ~ {DO}", {"ask": "owner"}),
        (67, f"REF ~ (của|do|giao|giao cho|phân công|thuộc|bên) {WHO} ~ {DO}?", {"ask": "owner"}),
        (
            67,
            "(người|cán bộ|đơn vị|bộ phận|ai) (phụ trách|thực hiện|chủ trì|chịu trách nhiệm|được giao|làm) ~ REF",
            {"ask": "owner"},
        ),
        (
            67,
            "REF ~ (người|cán bộ|đơn vị|bộ phận) (phụ trách|thực hiện|chủ trì|chịu trách nhiệm|làm) ~ (ai|nào)?",
            {"ask": "owner"},
        ),
        (67, "REF ~ (sản phẩm|kết quả|đầu ra)", {"ask": "output"}),
        (67, "(sản phẩm|đầu ra|kết quả) ~ REF", {"ask": "output"}),
        (65, "REF ~ (phải|cần) nộp ~ (gì|nào|chi)", {"ask": "output"}),
        (65, "REF ~ (nộp|ra|gửi|trình) (những)? (cái)? (gì|chi)", {"ask": "output"}),
        (50, f"{FIND} ~ REF"),
        (45, f"{FIND} ~ TASK $"),
        (46, "^chi tiết $"),
        (46, "(xem)? chi tiết"),
        (66, "REF ~ (tới|đến) đâu"),
        (66, "REF ~ (sao rồi|thế nào|ra sao|thì sao|là gì|là việc gì|làm gì|gì vậy|nói gì|yêu cầu gì|nội dung gì)"),
        (67, "REF ~ (xong|nộp|làm|hoàn thành|gửi|duyệt|báo cáo) (xong)? (hay)? chưa"),
        (67, "(xong|nộp|làm|gửi) REF chưa"),
        (58, "^(đã|làm|nộp)* (xong|nộp|làm|gửi|hoàn thành) (xong|rồi)? (hay)? chưa (anh|chị|em|vậy|thế)? $"),
        (67, "REF ~ (xong|nộp|làm|hoàn thành|gửi) (rồi|xong)? ~ (không|hả|à) $"),
        # Not done yet: nothing is ticked.
        (60, "REF ~ (gần|sắp|sẽ|chuẩn bị|làm được) ~ (xong|hoàn thành|nửa)"),
        (60, "(gần|sắp|chuẩn bị) (làm|nộp)? (xong|hoàn thành)"),
        (60, "(xong|hoàn thành|làm) (được|khoảng|tầm)* (một|1)? nửa"),
        (63, "REF ~~ {x=[0-9]{1,2}} phần trăm"),
        (67, "(đã|được) (xong|nộp|làm|gửi|hoàn thành) ~ REF ~ chưa"),
        (66, "(tiến độ|tình hình|tình trạng|trạng thái) ~ TASK"),
        (66, "(tình trạng|trạng thái) ~ TITLE"),
        (66, "TASK ~ (tiến độ|tình hình|tình trạng|trạng thái)"),
        (20, "^REF $"),
        (41, f"REF ~ {LATE}"),
        (15, "TASK"),
        (14, "TITLE"),
    ],
    Intent.LIST_PROOF: [
        (68, f"{PROOF} ~ REF ~ (đâu|gì|nào|chưa|những gì|thế nào|ra sao|mấy)"),
        (68, f"REF ~ (cần|phải|nộp|yêu cầu|thiếu|gồm|có|đủ) ~ {PROOF} ~ (gì|nào|chưa|không|những|loại)"),
        (68, f"REF ~ {PROOF} ~ (gì|nào|chưa|đâu|không|là)"),
        (68, f"REF ~ (cần|phải|yêu cầu) ~ (gì|nào)? ~ làm {PROOF}"),
        (62, f"{PROOF} ~ (đâu|gì|nào|chưa|những gì)"),
        (69, f"(cần|phải|nộp|có|gồm|đủ) ~ {PROOF} (gì|nào|những gì|loại (gì|nào))"),
        (62, f"(cần|nộp|có|phải) ~ {PROOF} ~ (gì|nào|chưa|loại)"),
        (66, f"(xem|mở|coi|liệt kê|danh sách|cho xem|kiểm tra|đã có) ~ {PROOF}"),
        (64, f"(có|đủ) {PROOF} (hay)? chưa"),
    ],
    Intent.CHECKLIST_SHOW: [
        (62, "checklist"),
        (64, f"(gồm|có|còn|những|các|mấy) ~ {ITEMS} ~ (nào|gì|chưa)"),
        (60, f"(xem|mở|danh sách|liệt kê|cho xem|hiện|coi|các|những|còn) ~ {ITEMS}"),
        (60, f"{ITEMS} ~ (của|trong)? REF"),
        (60, f"REF ~ {ITEMS}"),
        (60, f"{ITEMS} (nào|gì)"),
        (60, "danh mục (kiểm tra|chuẩn bị|công việc)"),
        (55, "còn phải chuẩn bị (những)? gì"),
        (58, "(việc|đầu việc) nhỏ"),
    ],
    Intent.CHECKLIST_TICK: [
        (72, "(tích|đánh dấu|đánh|check) (vào|cho|giúp)? ~ ITEM"),
        (72, "ITEM ~ (xong|rồi|hoàn thành|done|ok|đủ|đã|làm|chuẩn bị)"),
        (72, "(xong|hoàn thành|done|đã làm|làm xong|đã chuẩn bị) ~ ITEM"),
        (76, "(bỏ|hủy|gỡ|xóa) (tích|dấu|đánh dấu|chọn)? ~ ITEM", {"undo": True}),
        (76, "ITEM ~ (chưa (làm|chuẩn bị|đủ|được)? (xong|hoàn thành|đủ|làm|có)?)", {"undo": True}),
        (76, "(bấm|tích|đánh) nhầm ~ ITEM", {"undo": True}),
        (77, "bỏ (tích|dấu tích)", {"undo": True}),
        (76, "STEP ~ (xong|rồi|hoàn thành|done|ok)"),
        (76, "(xong|hoàn thành|done|tích) ~ STEP"),
        (70, "(tích|đánh dấu) (giúp|hộ|dùm|giùm|cho|vào|xong)?"),
        (63, "^(phần !mềm|mục|khoản|đầu việc nhỏ) ~~ (xong|rồi)"),
        (63, "(phần|mục|khoản|đầu việc nhỏ) ~~ (xong|chuẩn bị|làm) ~ (rồi|xong)"),
        (30, "^ITEM $"),
    ],
    Intent.REPORT_STATUS: [
        (
            62,
            (
                f"{COUNT} ((đầu)? {WORK}|cái|nhiệm vụ|phần trăm|người|đc|đồng chí|cán bộ|bộ phận|báo cáo|"
                "bạn|anh|chị|đơn vị|hồ sơ)"
            ),
            {"ask": "count"},
        ),
        (
            64,
            (
                f"(còn|có|được|đã|xong|hoàn thành|nộp|trễ|nợ|là) ~ {COUNT} (việc|nhiệm vụ|cái|rồi|nữa|"
                "phần trăm|công việc|người|đc)"
            ),
            {"ask": "count"},
        ),
        (80, f"(bao nhiêu|=nhiêu) ((đầu)? {WORK}|cái|báo cáo|kế hoạch|hồ sơ)", {"ask": "count"}),
        (80, f"(có|còn|nợ|được|đang|trễ|là) mấy ((đầu)? {WORK}|cái)", {"ask": "count"}),
        (80, f"(số|tổng số|số lượng) (đầu)? ({WORK}|báo cáo|hồ sơ) ~~ (bao nhiêu|mấy)?", {"ask": "count"}),
        (62, "(tỷ lệ|tỉ lệ|phần trăm|số lượng|tổng số)", {"ask": "count"}),
        (62, f"(xong|hoàn thành|trễ|quá hạn|chậm|nộp|nợ|còn) (được)? {COUNT}", {"ask": "count"}),
        (
            66,
            (
                f"{WHO} ~ ({LATE}|{UNDONE}|còn|nợ|xong|hoàn thành|tồn|thiếu|chưa có|chậm|nhiều|đã nộp|"
                "nộp rồi|đang|sắp|đến hạn|tới hạn|xin gia hạn|chưa)"
            ),
            {"ask": "who"},
        ),
        (66, f"({LATE}|{UNDONE}|nợ|chưa|còn tồn|xin gia hạn) ~ (là)? (những)? (ai|đc nào|người nào)", {"ask": "who"}),
        (
            60,
            "(tiến độ|tình hình|tổng hợp|thống kê|tổng quan|báo cáo nhanh|tổng kết|kết quả thực hiện|bức tranh)",
        ),
        (63, "(tình hình|tiến độ|tổng hợp|thống kê) ~ (thế nào|ra sao|sao rồi|tới đâu|đến đâu)"),
        (55, "(PERSON|ROLE|AREA) ~ (thế nào|ra sao|sao rồi|tới đâu|đến đâu)"),
        (60, f"{WHO} {DO} ~ AREA", {"ask": "who"}),
        (79, f"{WHO} ~ (xin|chờ|đề nghị) (được)? (duyệt)? (gia hạn|lùi hạn|dời hạn)", {"ask": "who"}),
        (66, "(các|mọi|tất cả) ~ (bộ phận|đồng chí|người|đơn vị|anh em|công chức) ~ (nộp|xong|làm|hoàn thành) ~ chưa"),
        (60, "(PERSON|ROLE) ~ (xong|nộp|làm|gửi|hoàn thành) (xong|đủ|hết)? chưa"),
        (63, "(báo cáo|cho biết|xem) (tình hình|tiến độ|tổng hợp|chung|nhanh|kết quả)"),
        (63, "(đang)? (thực hiện|làm|triển khai) (được)? (đến|tới) đâu rồi"),
        (69, "(tình hình|tiến độ|kết quả|tổng hợp|thống kê) ~ TITLE"),
        (
            68,
            (
                "(xuất|tải|in|kết xuất|xin|lấy|gửi|export|cho) ~ (excel|word|(file|bảng|tệp) (tổng hợp|"
                "tình hình|tiến độ|báo cáo|thống kê|theo dõi|kết quả|excel))"
            ),
            {"export": True},
        ),
        (
            68,
            (
                "(tổng hợp|tình hình|tiến độ|báo cáo|thống kê|theo dõi|kết quả) ~~ (ra|bằng|dạng|thành|"
                "sang)? (excel|word|file|bảng excel)"
            ),
            {"export": True},
        ),
        (68, "(xuất|kết xuất|export|tải) (báo cáo|file|bảng)", {"export": True}),
        (68, "(xuất|tải|in|kết xuất|export) ~~ (excel|word)", {"export": True}),
    ],
}
