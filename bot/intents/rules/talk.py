"""About the bot and the talk itself: settings, data, help, courtesy, yes and no, chat."""

from bot.intents.model import Intent
from bot.intents.rules.model import ME, WHO, WORK, Row

_L = (
    "(dạ|vâng|ạ|ừ|à|thì|vậy|thế|rồi|là|nhé|nha|nghen|đi|luôn|mà|đó|em|anh|chị|tôi|sếp|cô|"
    "chú|bác|mình|bạn|bot|ơi|nhe|ok|đấy|hen)"
)
NEVER = "(đừng|không|khỏi|chớ|ngưng|thôi|ngừng|dừng|tắt|miễn|tạm dừng|tạm ngưng|hạn chế|bớt)"
NO_REMIND = (
    f"{NEVER} (có|cần|phải|gửi|cho|muốn|bị)? (nhắc|nhắn|gửi nhắc|báo|làm phiền|lời nhắc|tin nhắn|gửi tin|gọi|thông báo)"
)
DAILY = (
    "(sáng nào|ngày nào|chiều nào|tối nào|hàng ngày|hằng ngày|mỗi ngày|mỗi sáng|hàng sáng|"
    "mỗi chiều|hôm nào cũng|lúc nào cũng|mỗi buổi sáng|hằng sáng|từ nay|từ giờ|ngày ngày|"
    "luôn)"
)
DATA = "(dữ liệu|thông tin cá nhân|dữ liệu cá nhân|thông tin)"

_HOW = "(thế nào|sao|ra sao|như nào|kiểu gì|làm sao)"
_SWAMPED = "(ngập (đầu|mặt|cổ)|chất đống|chất chồng|như núi|đầy đầu|tối mắt|không xuể|bù đầu|tới tấp|dồn dập|túi bụi)"

TALK: dict[Intent, list[Row]] = {
    Intent.SETTINGS: [
        (86, f"{NO_REMIND} ~~ (sau|từ|trước|quá) TIME", {"set": "quiet"}),
        (86, f"^TIME (thì)? {NO_REMIND}", {"set": "quiet"}),
        (86, f"{NO_REMIND} ~~ TIME (đến|tới)? TIME", {"set": "quiet"}),
        (86, f"(sau|trước|từ|quá) TIME ~~ {NO_REMIND}", {"set": "quiet"}),
        (86, f"TIME (đến|tới)? TIME ~~ {NO_REMIND}", {"set": "quiet"}),
        (
            86,
            f"{NO_REMIND} ~~ (ban đêm|buổi tối|đêm|tối|ngoài giờ|giờ nghỉ|buổi trưa|khuya|cuối tuần|ngày nghỉ|WEEKEND)",
            {"set": "quiet"},
        ),
        (
            85,
            f"{NO_REMIND} (việc)? (vào|lúc)? TIME",
            {"set": "quiet"},
        ),
        (
            86,
            f"(ban đêm|buổi tối|đêm|ngoài giờ|giờ nghỉ|buổi trưa|khuya|WEEKEND|ngày nghỉ) ~~ {NO_REMIND}",
            {"set": "quiet"},
        ),
        (85, "(yên lặng|im lặng|yên tĩnh|giờ nghỉ|không làm phiền|giờ yên) ~~ (TIME|WEEKEND)?", {"set": "quiet"}),
        (85, "(bật|đặt|cài)? (chế độ|giờ) (yên lặng|im lặng|không làm phiền)", {"set": "quiet"}),
        (87, "(chỉ nhắc|nhắc) ~ từ TIME (đến|tới) TIME", {"set": "quiet"}),
        (83, f"{NO_REMIND}", {"set": "stop"}),
        (83, "^(stop|dừng lại|tắt bot|dừng bot|im đi|ngưng|dừng|tắt) $", {"set": "stop"}),
        (83, "(tắt|dừng|tạm dừng|ngưng|tạm ngưng|ngừng) (hết)? (các)? (lời)? (nhắc|bot|thông báo)", {"set": "stop"}),
        (89, "(bật|mở) (lại)? (các)? (lời)? (nhắc|thông báo|bot)", {"set": "resume"}),
        (89, "(tiếp tục|nhắc lại) (như cũ|bình thường|nhắc|như trước|gửi nhắc|cho tôi nhắc)", {"set": "resume"}),
        (89, f"(nhắc|nhắc việc) ({ME})? ~ (trở lại|lại như cũ|lại bình thường|lại từ DATE)", {"set": "resume"}),
        (88, f"{DAILY} ~~ (nhắc|báo|nhắn|gửi) ~~ TIME", {"set": "remind_time"}),
        (88, f"{DAILY} ~~ TIME ~~ (nhắc|báo|nhắn|gửi)", {"set": "remind_time"}),
        (88, f"(nhắc|báo|nhắn|gửi) ~~ TIME ~ {DAILY}", {"set": "remind_time"}),
        (88, f"(nhắc|báo|gửi) ~~ {DAILY} ~~ TIME", {"set": "remind_time"}),
        (88, "(đổi|đặt|chuyển|chỉnh|cài|dời|sửa|thay) ~ (giờ|thời gian|lịch|lúc) nhắc ~~ TIME", {"set": "remind_time"}),
        (87, "(đổi|đặt|chuyển|chỉnh|cài|sửa|thay)? (giờ|thời gian) nhắc (việc)?", {"set": "remind_time"}),
        (88, "nhắc ~ (trước|sớm) (hạn)? DAYS", {"set": "remind_before"}),
        (88, "nhắc ~ (trước hạn|sớm hơn) ~ DAYS", {"set": "remind_before"}),
        (88, "(báo|nhắn) ~ trước (hạn)? DAYS", {"set": "remind_before"}),
        (88, "trước (hạn)? DAYS ~ (nhắc|báo|nhắn)", {"set": "remind_before"}),
        (
            90,
            "(nói|dùng|chuyển|đổi|trả lời|viết|nhắn|bằng|sang|đặt|speak|use|in) ~ (tiếng việt|vietnamese)",
            {"set": "language", "language": "vi"},
        ),
        (
            90,
            "(nói|dùng|chuyển|đổi|trả lời|viết|nhắn|bằng|sang|đặt|speak|use|in) ~ (tiếng anh|english)",
            {"set": "language", "language": "en"},
        ),
        (
            90,
            "(nói|dùng|chuyển|đổi|trả lời|viết|nhắn|bằng|sang|đặt) ~ (tiếng (khmer|khơ me|khơme|miên|khmer)|khmer)",
            {"set": "language", "language": "km"},
        ),
        (60, "^(tiếng việt|vietnamese) $", {"set": "language", "language": "vi"}),
        (60, "^(tiếng anh|english) $", {"set": "language", "language": "en"}),
        (60, "^(tiếng (khmer|khơ me|khơme)|khmer) $", {"set": "language", "language": "km"}),
        (60, "(đổi|chọn|cài) ngôn ngữ", {"set": "language"}),
        (75, "(WEEKEND|cuối tuần|ngày nghỉ|ban đêm|ngoài giờ) ~ (có|được) nhắc ~ (không|hông|chứ) $"),
        (75, "(lời nhắc|bot|tin nhắc) ~ (lúc|vào)? (mấy giờ|khi nào|giờ nào|bao giờ|lúc nào) $"),
        (56, "^(cài đặt|thiết lập|tùy chỉnh|settings|cấu hình)"),
    ],
    Intent.MY_DATA: [
        (
            90,
            f"(xóa|gỡ|hủy|bỏ) ~ (hết|toàn bộ|mọi|tất cả)? ~ ({DATA}|tài khoản|lịch sử) ~ (của)? ({ME}|về|cá nhân)?",
            {"ask": "erase"},
        ),
        (
            90,
            (
                "(xuất|tải|gửi|xin|sao|lấy|cho) ~~ (bản sao|file|tải về)? ~ (dữ liệu|thông tin cá nhân) "
                f"~ (của|về|cá nhân) {ME}?"
            ),
            {"ask": "export"},
        ),
        (91, f"(bản sao|xuất|tải) ~ (dữ liệu|thông tin) ~ (của|về|cá nhân)? {ME}?", {"ask": "export"}),
        (91, f"(xem|cho xem|hiện|coi|kiểm tra) ~ ({DATA}) ~ (của|về|cá nhân) {ME}?", {"ask": "show"}),
        (90, f"(lưu|giữ|thu thập|biết|ghi) (trữ)? ~ ({DATA}|gì|những gì|cái gì) ~ (của|về)? {ME}", {"ask": "show"}),
        (92, "(rút|thu hồi|hủy) (lại)? (sự|lời)? (đồng ý|chấp thuận|cho phép)", {"ask": "erase"}),
        (90, f"({DATA}) (gì|nào) ~ (của|về) {ME}", {"ask": "show"}),
        (85, f"({DATA}) ~ (của|về) {ME} ~ (gì|những gì|lưu|ở đâu|thế nào)", {"ask": "show"}),
        (80, f"(dữ liệu|thông tin) (cá nhân)? (của|về) (riêng)? {ME}"),
        (80, "dữ liệu cá nhân"),
    ],
    Intent.HELP: [
        (82, "(hướng dẫn|trợ giúp|help|menu|cách (dùng|sử dụng|xài|nhắn|báo|hỏi|làm)|giúp đỡ|huong dan)"),
        (
            82,
            (
                "(bot|bạn|em|mày|nhắc việc|app|ứng dụng|hệ thống|cái này|con bot) (có thể|biết|có|này)? "
                "(làm|giúp|hỗ trợ|biết) (được|làm)? (những)? (cái|việc)? (gì|chi)"
            ),
        ),
        (82, f"(ra lệnh|nói chuyện|điều khiển|tương tác|giao tiếp|yêu cầu) (cho|với)? (bot|em|máy|app)? ~ {_HOW}"),
        (82, "(dùng|sử dụng|xài|nhắn|thao tác) ~ (thế nào|sao|ra sao|như nào|kiểu gì|làm sao)"),
        (82, "(có)? (những)? (lệnh|chức năng|tính năng|câu lệnh) (nào|gì)"),
        (82, "(các|những|danh sách) (lệnh|chức năng|tính năng|câu lệnh)"),
        (43, f"^(giúp|cứu|giúp đỡ) ({ME})? (với)? $"),
        (81, "(nhắn|gõ|trả lời|làm) (thế nào|sao|gì) (để|thì|cho)"),
    ],
    Intent.WHO_AM_I: [
        (85, f"{ME} (đang)? là (ai|chức danh gì|chức vụ gì)"),
        (85, f"(biết|nhận ra|nhận) {ME} là ai"),
        (
            85,
            (
                "(tk|tài khoản|nick|zalo|telegram|máy) (này)? (đang|là|của|thuộc|đăng|liên kết|gắn) ~ "
                "(ai|chức danh|chức vụ|người nào|gì|đơn vị nào)"
            ),
        ),
        (85, f"{ME} (đang)? ~ (chức danh|chức vụ|vai trò|đơn vị|bộ phận|vị trí|quyền) (gì|nào|chi)"),
        (85, "(chức danh|chức vụ|vai trò|tên|quyền) (của)? (tôi|em|mình) (là)? (gì|nào|ai)?"),
        (84, "(đang)? (đăng nhập|liên kết) (là|bằng|với|tên) (ai|tài khoản nào|gì|chức danh)"),
    ],
    Intent.LINK_ACCOUNT: [
        (92, "(mã|code|liên kết|start|kích hoạt|đăng ký) ~~ CODE"),
        (88, "^CODE $"),
        (70, "(liên kết|kết nối|đăng ký|kích hoạt) (tài khoản|zalo|telegram|bot)"),
        (60, "^(liên kết|mã liên kết|nhập mã) $"),
    ],
    Intent.GREETING: [
        (40, "^(em|tôi|mình|dạ|kính|xin|bot|anh|chị|bạn|hi)* (chào|alo|a lô|start)"),
    ],
    Intent.THANKS: [
        (42, "(cảm ơn|camon|cám ơn|đội ơn|biết ơn)"),
    ],
    Intent.YES: [
        (
            48,
            (
                f"^{_L}? {_L}? (ok|yes|vâng|dạ|ừ|đúng|đúng rồi|đồng ý|chính xác|chuẩn|phải|phải rồi|được|"
                f"nhất trí|có|xác nhận đúng|đúng vậy|chuẩn rồi|dc|đc|gật|uy) {_L}? {_L}? $"
            ),
        ),
        (
            48,
            (
                "^(ok|vâng|dạ|ừ|đúng) (rồi|ạ|đúng|em|ok|được|vâng|dạ|nhé|đi|luôn|phải|gửi|làm|tiến hành|"
                "thực hiện|chuẩn)* $"
            ),
        ),
        (48, "^(gửi|làm|tiến hành|thực hiện) (đi|luôn) $"),
        (30, "^(ok|vâng|dạ|ừ|yes|đồng ý|đúng rồi) "),
    ],
    Intent.NO: [
        (
            49,
            (
                f"^{_L}? {_L}? (không|chưa|no|không phải|không đúng|chưa đúng|sai rồi|sai|không đồng ý|"
                f"đâu có|làm gì có|không có|không được|chưa phải|hổng) {_L}? {_L}? $"
            ),
        ),
        (30, "^(không|chưa|no|không phải) "),
    ],
    Intent.CANCEL: [
        (
            60,
            (
                f"^{_L}? {_L}? (hủy|thôi|bỏ qua|cancel|thôi khỏi|khỏi|dẹp|kệ|hủy lệnh|bỏ đi|hủy bỏ|thôi "
                f"bỏ|không làm nữa|không cần nữa|khỏi cần|thoát|hủy yêu cầu|thôi không|để thôi) {_L}? "
                f"{_L}? $"
            ),
        ),
        (
            60,
            (
                "^(thôi|hủy|bỏ|khỏi) (không|khỏi|bỏ|cần|làm|gửi|nữa|lệnh|thao tác|yêu cầu|đi|qua|việc "
                "vừa rồi|đề nghị|xin)* (nữa|qua|đi|này|đó|ạ|nhé)? $"
            ),
        ),
        (61, "(hủy|bỏ qua|bỏ|rút) (lệnh|thao tác|yêu cầu|bước|câu|tin) (này|đó|vừa rồi|trên|đang)"),
        (61, "^bỏ qua"),
        (61, f"^{ME}? (đổi ý|nghĩ lại) (rồi)? (thôi|khỏi|không|bỏ|hủy)* (nữa|cần|vậy|đi)* $"),
        (93, "(à|ủa|khoan) (mà)? thôi (khỏi|bỏ|hủy|không|cần|nữa|qua|đi|vậy)* $"),
        (93, "mà thôi (khỏi|bỏ|hủy|không cần|bỏ qua) (nữa|đi|vậy)* $"),
        (66, "^(bỏ|hủy) (cái|lời)? nhắc (đi|này|đó|ấy|vừa rồi|luôn)* $"),
        (50, "(không|khỏi|thôi) (làm|gửi|cần|xin) nữa"),
    ],
    Intent.SMALL_TALK: [
        (72, "(ăn (cơm|sáng|trưa|gì|chi) ~ (chưa|gì|không|với)|ăn (gì|chi)|(uống|nhậu) (gì|cà phê|nước|bia))"),
        (72, "(khỏe không|có khỏe|ngủ (chưa|ngon)|đi đâu (đấy|đó|vậy|thế))"),
        (
            84,
            ("(sao|suốt ngày|cứ|gì mà|làm gì mà) ~ (nhắc|nhắn|gửi) ~ (hoài|mãi|suốt|lắm|nhiều|quài|liên tục|dữ)"),
        ),
        (84, "(nhắc|nhắn) ~ (hoài|mãi|suốt|lắm|nhiều (quá|thế|vậy)|quài|liên tục)"),
        (
            70,
            (
                "(mệt|chán|bực|phiền|=ngán|=nản|=khổ|đau đầu|ức chế|nhức đầu|oải|stress|=rối) (quá|ghê|"
                "thật|lắm|mình|dễ sợ|vãi|thế|rồi|não|ơi)?"
            ),
        ),
        (
            62,
            (
                "(ngu|=dốt|=dở|=tệ|vớ vẩn|=nhảm|=lởm|=điên|khùng|=rảnh|vô duyên|xàm|=đần|tào lao|vô dụng|"
                "củ chuối|ngớ ngẩn)"
            ),
        ),
        (62, "(haha|hihi|hehe|kkk|hic|huhu|hihihi|hahaha|kaka|ahihi|trời ơi|ôi trời|trời đất)"),
        (62, "(giỏi|hay|tuyệt|tốt|xịn|thông minh|dễ thương|đỉnh|hữu ích|tiện) (quá|ghê|thật|lắm|vời|đấy|thế)"),
        (
            62,
            (
                "(bạn|em|bot|mày) ~ (tên gì|tên là gì|bao nhiêu tuổi|mấy tuổi|là ai|là người|có người "
                "yêu|lấy chồng|lấy vợ|yêu ai|ở đâu)"
            ),
        ),
        (62, "(đừng|không) (lo|giận|buồn|nói nhiều|lằng nhằng)"),
        (
            62,
            (
                "(chúc|ngủ ngon|tạm biệt|bye|hẹn gặp|buổi sáng tốt lành|cuối tuần vui|nhậu|cà phê|cafe|"
                "đi chơi|nghỉ mát|bóng đá)"
            ),
        ),
        (62, "(cực|vất vả|nặng nhọc|cực khổ) (nhọc)? (thiệt|quá|ghê|lắm|thật|chớ|vậy|dữ|hết sức|kinh|nhỉ)"),
        (62, "(nhiều việc|việc nhiều) (quá|thế|vậy|ghê|lắm)"),
        (60, "(yêu|thương|ghét|nhớ) (em|bot|bạn|mày|quá)"),
        (60, "(nóng|mưa|lạnh|nắng|rét|oi|bão|mát) (to|nực|bức|giá|lớn)? (quá|ghê|thế|thật|dữ|kinh|nhỉ|rồi)"),
        (72, "(bot|app|máy|hệ thống) (này|gì|mà|chạy|bị|sao|lại|cứ)* (chậm|lag|đơ|treo|lỗi|dở|kém)"),
        (60, "trời ~ (nóng|mưa|lạnh|nắng|rét|oi|mát|đẹp)"),
        (74, "(nhiều|lắm) (dữ|kinh|khủng|quá trời|vô kể|ghê) (vậy|thế|trời|luôn|à|hả|nè)*"),
        (74, f"(việc|công việc|giấy tờ|báo cáo) ~~ {_SWAMPED}"),
        (62, "(lương|phụ cấp) ~~ (thấp|bèo|ít|chẳng đủ|không đủ|ba đồng|đủ sống)"),
        (62, "(=dở|dở (ẹc|tệ|hơi|quá)|tệ (hại|quá|thật)|chán (chết|ngắt|đời)|lừa đảo|vô tích sự|=phế|=rác)"),
        (86, "(làm gì|sao) mà ~ (lắm|nhiều) ~ (thế|vậy)"),
    ],
    Intent.UNKNOWN: [
        (71, f"{WHO} ~ chưa ~ (liên kết|kết nối|đăng ký|kích hoạt|cài đặt)"),
        (71, f"{WORK} ~ chưa (có|được)? (ai|người|giao|phân công) (nào)? (ai|nhận|làm|phụ trách|người)? $"),
        (
            95,
            (
                "(cccd|căn cước|khai sinh|khai tử|kết hôn|sổ đỏ|hộ khẩu|giấy phép|tạm trú|thường trú|"
                "hộ chiếu|lý lịch tư pháp|bảo hiểm y tế|chứng thực|sổ hồng|đất đai) ~~ (giấy tờ|thủ tục|"
                "ở đâu|lệ phí|làm sao|cần gì|hồ sơ gì|bao lâu|bao nhiêu tiền|khi nào)"
            ),
        ),
        (
            95,
            (
                "(thủ tục|giấy tờ|lệ phí|hồ sơ) ~ (để|làm|xin|đăng ký|cấp) ~ (cccd|căn cước|khai sinh|"
                "khai tử|kết hôn|sổ đỏ|hộ khẩu|giấy phép|tạm trú|thường trú|hộ chiếu)"
            ),
        ),
        (
            95,
            (
                "(làm|xin|cấp|đổi|đăng ký) (lại|mới)? (cccd|căn cước|giấy khai sinh|sổ đỏ|hộ khẩu|giấy "
                "phép|giấy kết hôn|hộ chiếu|bằng lái)"
            ),
        ),
        (
            70,
            (
                "(thời tiết|giá vàng|xổ số|kết quả bóng đá|tỷ giá|dịch (giúp|sang)|viết (giúp|hộ) ~ (bài|"
                "thơ|báo cáo|văn)|kể chuyện|hát)"
            ),
        ),
    ],
}
