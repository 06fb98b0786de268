"""What is done with a task: done, undone, proof, extension, return, later, taken note of."""

from bot.intents.model import Intent
from bot.intents.rules.model import DEFER, LENGTHEN, ME, Row
from bot.intents.rules.tasks import PROOF

DID = (
    "(làm|nộp|gửi|trình|ký|ban hành|báo cáo|triển khai|thực hiện|niêm yết|phát hành|up|đăng|"
    "tổ chức|tuyên truyền|cập nhật|"
    "công khai|chuyển|giải quyết|xử lý|họp|rà soát|đánh giá|soạn|in|dán|phát|kiểm tra|goi|hoàn tất|hoàn thành|công bố)"
)
DONE = "(xong|hoàn thành|hoàn tất|done|xong xuôi|finish|xong việc|làm xong|nộp xong|hoàn thành xong)"
AFFIX = "(link|file|=ảnh|<!tình hình|tài liệu|đường dẫn|văn bản|tệp|hình ảnh|pdf|bản scan|scan|đính kèm)"
ATTACHED = "(file|=ảnh|hình|tệp|pdf|bản scan|scan|hình ảnh)"
ASK = "(xin|cho|đề nghị|nhờ|mong|được|xin phép|cho phép)"
ACCEPT = "(duyệt|phê duyệt|chấp thuận|chấp nhận|đồng ý|nhất trí|thông qua)"

ORDERS: dict[Intent, list[Row]] = {
    Intent.MARK_DONE: [
        (54, f"{DONE}"),
        (57, f"^{DONE} (REF|việc|cái|rồi|hết|cả)"),
        (57, f"REF ~ {DONE} (rồi|nhé|nha|hết|ạ)?"),
        (52, f"(đã|vừa|mới|vừa mới) {DID}"),
        (52, f"{DID} ~~ rồi"),
        (53, f"{DID} (xong|hết)"),
        (53, "(đã|vừa|mới) (hoàn thành|xong)"),
        (74, f"{DONE} ~~ ~~ (URL|FILE|DOC)"),
        (74, f"(đã|vừa|mới) {DID} ~ REF ~~ (URL|FILE|DOC)"),
        (74, f"{DID} ~ REF ~ rồi ~~ (URL|FILE|DOC)"),
        (74, f"{DID} (xong|hết)? rồi ~~ (URL|FILE|DOC)"),
        (74, f"{DID} (xong|hết)? rồi ~ {ATTACHED} (đây|nè|kèm|đính kèm|gửi kèm)"),
        (74, f"(URL|FILE|DOC) ~~ {DONE}"),
        (56, f"(đã|vừa|mới)? {DID} ~~ (URL|FILE|DOC)"),
        (74, f"{DONE} ~~ (gửi kèm|đính kèm|kèm (theo)?|kèm theo|có|gửi|up) ~ {ATTACHED}"),
        (57, "(đánh dấu|tích|báo|ghi nhận|cập nhật|xác nhận) ~ (xong|hoàn thành)"),
    ],
    Intent.UNDO_DONE: [
        (64, "REF ~ chưa (làm|nộp|gửi|thực hiện)? (xong|hoàn thành)"),
        (59, "chưa (làm|nộp|gửi|thực hiện)? (xong|hoàn thành) (đâu|mà|nhé|ạ|nha|hết)?"),
        (71, "(bấm|đánh|báo|ấn|nhấn|tích|gửi|ghi|chọn|nhập) (xong)? (nhầm|lộn|sai)"),
        (69, "(nhầm|lộn) ~~ chưa (làm|nộp|gửi)? (xong|hoàn thành)"),
        (66, "mở lại !nhắc"),
        (70, "(hoàn tác|undo)"),
        (78, f"(rút|thu hồi|hủy|bỏ) (lại)? (đề nghị|yêu cầu|đơn|việc)? (xin)? {LENGTHEN}"),
        (70, "(bỏ|hủy|gỡ|xóa|rút) (đánh dấu|dấu|tích|trạng thái|báo)? (hoàn thành|xong) !DATE"),
        (68, "(bỏ|hủy|gỡ|xóa) (đánh dấu|dấu|tích)"),
        (78, "(bỏ|hủy|gỡ|xóa) (đánh dấu|dấu|tích)? (xong|hoàn thành)? REF"),
        (64, "(chuyển|đưa|trả|cho) ~ (về|lại|thành) (trạng thái)? chưa (xong|hoàn thành|làm)"),
        (64, "chưa (nộp|làm|gửi) (đâu|mà)"),
    ],
    Intent.ATTACH_PROOF: [
        (62, f"{PROOF} (cho|của|đây|này|nè)? ~ (REF|URL|FILE|DOC)"),
        (
            62,
            (
                "(gửi|đính kèm|bổ sung|thêm|up|tải lên|nộp|kèm|upload|cập nhật|đẩy|đưa|post|gắn|add|tải|"
                f"goi|có|dán) ~ ({PROOF}|{AFFIX})"
            ),
        ),
        (63, "(đính kèm|gửi kèm|gắn) ~~ (REF|URL|FILE|DOC)"),
        (63, "dán ~~ (URL|FILE|DOC)"),
        (62, f"(đây|này) (là)? ({PROOF}|{AFFIX})"),
        (62, f"({PROOF}|{AFFIX}) ~~ (đây|nè)"),
        (62, f"({PROOF}|{AFFIX}) (đây|nè|này|cho|của)"),
        (60, f"{PROOF} REF $"),
        (61, f"(cho|vào) ~ {PROOF}"),
        (35, "(URL|FILE|DOC)"),
    ],
    Intent.REQUEST_EXTENSION: [
        (70, f"{LENGTHEN}"),
        (72, f"({ASK}|REF) ~~ {LENGTHEN}"),
        (73, f"{ASK} ~~ thêm ~ (DAYS|DATE|ngày|thời gian|hôm|bữa|tuần|mấy|ít|vài|TIME)"),
        (
            72,
            (
                "thêm (được)? (DAYS|ít ngày|vài ngày|mấy ngày|mấy hôm|vài hôm|ít bữa|ít hôm|thời gian|"
                "ít thời gian|chút thời gian)"
            ),
        ),
        (73, f"{ASK} ~ {ME}? ~ {DEFER} ~ (REF|DATE|lại|sang|đến|tới|DAYS|qua|việc|cái|nộp)"),
        (73, f"{ASK} ~~ (nộp|làm|báo cáo|gửi|hoàn thành) (trễ|chậm|muộn|sau|lùi)"),
        (72, f"{ASK} ~~ (REF|việc|cái) ~~ {DEFER} (sang|đến|tới|lại|qua)? (DATE|DAYS)"),
        (73, f"{ASK} ~ (nộp|làm|báo cáo|gửi|hoàn thành|trình) ~ REF ~ (trễ|chậm|muộn|sau|lùi)"),
        (72, "(nộp|làm|gửi|trình|hoàn thành) ~ DATE (có)? được (không|chứ|hả)"),
        (73, "xin (phép|được|nộp|hẹn|cho)* DATE"),
        (73, "(xin|cho) ~ khất"),
        (73, "xin ~ DAYS"),
        (66, "cho (em|tôi|mình|cháu|con) DATE (thôi|cũng|được|nhé|nha|đi|vậy|luôn|với|ạ)* $"),
        (72, "(không|chưa) (kịp|thể) ~~ (xin|cho) ~ (thêm|lùi|dời|DAYS|DATE)"),
        (71, "(lùi|dời|giãn|hoãn|kéo) ~~ (hạn|thời hạn)"),
        (71, "hạn ~ (lùi|dời|kéo dài|đổi) (sang|đến|tới)? (DATE|DAYS)"),
    ],
    Intent.APPROVE_EXTENSION: [
        (76, "(duyệt|phê duyệt) !(chưa|không)"),
        (78, f"({ACCEPT}) ~ (cho|với) ~ (PERSON|ROLE|REF|gia hạn|lùi|dời|thêm|hoãn|nộp)"),
        (78, f"({ACCEPT}) ~ {LENGTHEN}"),
        (78, f"({ACCEPT}) (cho)? (lùi|dời|hoãn|thêm|đến|tới|REF|DATE|DAYS)"),
        (77, f"^(ok|ừ|được|vâng)? cho !(em|tôi|mình|cháu|con) ~ {LENGTHEN}"),
        (78, f"cho (PERSON|ROLE) ~ ({LENGTHEN}|lùi|dời|thêm|hoãn|DAYS|DATE|để|nộp)"),
        (76, "(đồng ý|nhất trí|chấp thuận) (với)? (đề nghị|yêu cầu|việc|xin)"),
        (71, "(xác nhận|nghiệm thu|công nhận) ~ REF", {}, ["leader"]),
        (78, f"^(ok|ừ|thôi)? cho {DEFER} (hạn)? (đến|tới|sang|thêm|DATE|DAYS)", {}, ["leader"]),
        (80, "^(ok|ừ)? cho (REF|PERSON|ROLE) (lùi|dời|đến|tới|thêm|DATE|DAYS)"),
    ],
    Intent.REJECT_EXTENSION: [
        (
            84,
            (
                f"(không|chưa|đừng|khỏi) ({ACCEPT}|đồng tình|cho phép) ~ (cho|REF|PERSON|ROLE|với|đề nghị|"
                "yêu cầu|gia hạn|lùi|dời|thêm)"
            ),
        ),
        (84, "(không|chưa|đừng) (duyệt|phê duyệt|chấp thuận|chấp nhận|thông qua)"),
        (84, f"(không|chưa|đừng|khỏi) (có)? (cho|thể cho|được) ~~ ({LENGTHEN}|lùi|dời|thêm|hoãn|giãn|khất)"),
        (84, "(không|đừng) cho (REF|PERSON|ROLE|DAYS)"),
        (84, "^không cho (nữa|đâu|được)? $"),
        (84, "(từ chối|bác bỏ)"),
        (84, "bác (đề nghị|yêu cầu|đơn|việc|xin|gia hạn|REF)"),
        (84, f"(không|khỏi|miễn) {LENGTHEN}"),
    ],
    Intent.RETURN_TASK: [
        (82, "<!kiểm (trả lại|trả về|gửi trả|trả bài|trả hồ sơ)"),
        (82, "(làm|nộp|viết|soạn|báo cáo) lại !(DATE TIME)"),
        (82, "(chưa|không) đạt (yêu cầu)?"),
        (
            80,
            (
                "(yêu cầu|đề nghị|cần|phải) ~ (bổ sung|chỉnh sửa|sửa lại|sửa|chỉnh|hoàn thiện) (lại|thêm)? "
                "!(link|minh chứng|URL)"
            ),
        ),
        (79, "(sửa lại|chỉnh lại|hoàn thiện lại) (REF|việc|cái|phần|cho)"),
        (79, "REF ~ (sửa lại|chỉnh lại|chưa đúng|chưa được|bổ sung thêm|phải sửa)"),
    ],
    Intent.SNOOZE: [
        (65, "nhắc lại"),
        (63, f"nhắc (cho|giúp|giùm|dùm|hộ|lại|luôn)? {ME}"),
        (64, "(DATE|TIME|DUR) ~ nhắc"),
        (64, "nhắc ~ (sau|lúc|vào|DATE|TIME|DUR)"),
        (65, "(lát|tí|chút|lúc|xíu|tẹo) (nữa|sau)? ~ nhắc"),
        (64, "nhắc ~ (lát|tí|chút|xíu|khi khác|sau|tẹo)"),
        (64, "(báo|hẹn|gọi|alo) lại"),
        (64, f"(DUR|TIME) ~ (gọi|báo|alo|hú|kêu) {ME}"),
        (64, "(hẹn|<!thông báo !cáo|nhắn) ~ (DATE|TIME|DUR)"),
        (60, "nhắc (việc)? REF", {}, ["official"]),
        (69, f"nhắc (lại|{ME}|việc|REF) ~~ {DEFER} ~ (DATE|DAYS|TIME|DUR|sau|lát)"),
        (69, f"(REF|việc) ~ {DEFER} ~~ nhắc"),
        (58, "(hoãn|tạm hoãn) nhắc"),
        (60, "để (lát|tí|chút|xíu) (nữa)?"),
        (55, "(lát nữa|chút nữa|tí nữa|xíu nữa) $"),
    ],
    Intent.ACKNOWLEDGE: [
        (56, "đã (nhận|rõ|xem|đọc|hiểu|tiếp thu|tiếp nhận|ghi nhận|biết|nắm|nghe|hay)"),
        (56, "(nhận|nắm|hiểu|rõ|đọc|xem|biết|tiếp thu) (được|đc|dc)? (thông tin|việc|thông báo)? (rồi|ạ|nhé)"),
        (55, "nhận (việc|nhiệm vụ|thông báo|được|đủ|REF)"),
        (55, "(em|tôi|mình) (sẽ)? (xin)? nhận (REF|việc|nhiệm vụ)"),
        (56, "(tiếp thu|noted|rõ rồi|xin rõ|nghe rõ|rõ ạ|em rõ|tôi rõ|mình rõ)"),
        (45, "^(rõ|nhận|đã|đã nhận|đã rõ) (sếp|anh|chị|em|lãnh đạo|thưa|rồi)* $"),
        (56, "xác nhận (đã)? (nhận|xem|đọc|rõ|tham gia|tham dự|thông báo)"),
        (46, "^xác nhận $"),
        (56, "(em|tôi|mình) (sẽ|xin)* nhận $"),
        (50, "(em|tôi|mình) (sẽ|xin) (làm|thực hiện|triển khai|xử lý|lo) (ngay|liền|luôn)? $"),
    ],
    Intent.CLARIFY: [
        (68, f"REF ~ {DEFER} (sang|đến|tới|lại|qua)? (DATE|DAYS|sau)", {"candidates": ["snooze", "request_extension"]}),
        (
            60,
            f"{DEFER} ~ (sang|đến|tới|lại|qua|việc|cái)? (DATE|DAYS|REF)",
            {"candidates": ["snooze", "request_extension"]},
        ),
        (60, f"REF ~ {DEFER} (lại|đi|luôn|nhé|giúp)* $", {"candidates": ["snooze", "request_extension"]}),
        (60, f"{DEFER} (lại|sau|thêm) (đã|đi|nhé|nha)? $", {"candidates": ["snooze", "request_extension"]}),
        (45, "^(lùi|hoãn|dời|để sau) ", {"candidates": ["snooze", "request_extension"]}),
        (58, "^ok (REF|việc TASK) $", {"candidates": ["acknowledge", "mark_done"]}),
        (58, "^(REF|việc TASK) ok $", {"candidates": ["acknowledge", "mark_done"]}),
        (
            64,
            "^nhắc (việc|cho|về|giúp)? REF (đi|luôn|giúp|với|hộ|giùm|dùm|cái)* $",
            {"candidates": ["nudge", "snooze"]},
            ["leader", "focal"],
        ),
        (62, "^nhắc (việc|lại|nhở)? $", {"candidates": ["nudge", "snooze"]}, ["leader", "focal"]),
        (48, "^(báo cáo|các báo cáo) $", {"candidates": ["report_status", "list_tasks"]}),
        (57, "^(kiểm tra|việc kiểm tra|lịch kiểm tra) $", {"candidates": ["exam_info", "show_task", "list_tasks"]}),
        (
            58,
            "^(kế hoạch|quyết định|công văn|tuyên truyền|hồ sơ|văn bản|biên bản|tờ trình|cải cách hành chính|cchc) $",
            {"candidates": ["list_tasks", "show_task", "report_status"]},
        ),
        (58, "^(minh chứng|bằng chứng|link|file|=ảnh|tài liệu) $", {"candidates": ["attach_proof", "list_proof"]}),
        (
            58,
            "^(thông báo|cái thông báo|cuộc họp|họp) $",
            {"candidates": ["broadcast_start", "broadcast_status", "exam_info"]},
        ),
        (58, "^(danh mục|cái danh mục) $", {"candidates": ["checklist_show", "list_tasks"]}),
        (58, "^(hạn|deadline|thời hạn|ngày|giờ) $", {"candidates": ["show_task", "list_tasks", "request_extension"]}),
        (58, "^(PERSON|ROLE) (PERSON|ROLE)? $", {"candidates": ["list_tasks", "report_status", "nudge"]}),
        (58, "^AREA $", {"candidates": ["list_tasks", "report_status"]}),
        (58, "^(DATE|DAYS) TIME? $", {"candidates": ["list_tasks", "snooze", "request_extension"]}),
        (58, "^(TIME|DUR) DATE? $", {"candidates": ["snooze", "settings", "request_extension"]}),
        (58, "^nhắc $", {"candidates": ["snooze", "settings", "nudge"]}),
    ],
}
