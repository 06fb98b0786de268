"""What a list or a report is about: area, status, scope (intents.md, Slots). Phrases as data."""

AREAS: tuple[tuple[str, str], ...] = (
    ("(chỉ đạo điều hành|chỉ đạo|công tác chỉ đạo)", "chi_dao"),
    ("(cải cách thể chế|xây dựng thể chế|thể chế)", "the_che"),
    ("(cải cách|kiểm soát)? (thủ tục hành chính|tthc|kstthc)", "tthc"),
    ("(tổ chức bộ máy|cải cách bộ máy|bộ máy|tcbm) (hành chính)?", "bo_may"),
    ("(chế độ công vụ|cải cách công vụ|công vụ)", "cong_vu"),
    ("(cải cách)? tài chính công", "tai_chinh"),
    (
        (
            "(chính quyền (điện tử|số)|chuyển đổi số|cđs|cds|hiện đại hóa (nền)? (hành chính)?|xây "
            "dựng chính quyền (điện tử|số))"
        ),
        "so",
    ),
)

STATUSES: tuple[tuple[str, str], ...] = (
    ("((thiếu|chưa có|chưa nộp|chưa gửi|không có|chưa đủ|còn thiếu) (minh chứng|bằng chứng))", "no_proof"),
    ("((xin|chờ|đề nghị|đang) (được|xin)? (duyệt)? (gia hạn|lùi hạn|dời hạn))", "extension"),
    ("(quá hạn|quá hẹn|trễ hạn|trễ hẹn|trễ|chậm|muộn|quá thời hạn|chậm tiến độ)", "overdue"),
    ("(sắp|gần|chuẩn bị)? (đến|tới) (hạn|kỳ hạn|thời hạn|deadline)", "due"),
    ("(sắp (hết)? hạn|gần hạn|hết hạn)", "due"),
    (
        (
            "(chưa (làm|nộp|gửi|báo cáo|thực hiện|triển khai|được)? (xong|hoàn thành|hoàn tất)|chưa "
            "(làm|nộp|gửi|báo cáo|thực hiện|giải quyết|triển khai)"
            "|đang (làm|thực hiện|triển khai|dở|xử lý)|còn (tồn|nợ|lại|dở|phải|chưa)|tồn (đọng)?|"
            "nợ|(phải|cần) (làm|nộp|xong|hoàn thành|gửi|thực hiện|báo cáo|trình|giải quyết|xử lý)|"
            "dang dở)"
        ),
        "open",
    ),
    (
        (
            "((đã|vừa|mới) (làm|nộp|gửi|báo cáo|thực hiện)? (xong|hoàn thành|hoàn tất|nộp|làm|gửi)|"
            "(xong|làm xong|nộp xong|(làm|nộp) được) (mấy|bao nhiêu|=nhiêu)|"
            "(xong|hoàn thành|nộp|làm) (được)? ((những|các)? (cái|việc)? gì|rồi|hết)|"
            "(việc|nhiệm vụ|công việc) xong|hoàn thành|làm xong|nộp xong|nộp được)"
        ),
        "done",
    ),
)
DUE_BY = "(hạn) (là|vào|nộp|chót|trong|đến)? DATE"
REMAINING = "(còn|nợ)"

UNIT = (
    "(của (cả|toàn)? (xã|phường|đơn vị|cơ quan|ủy ban|ubnd)|(cả|toàn|toàn bộ) (xã|phường|đơn vị|cơ quan|ủy ban|ubnd)"
    "|(xã|phường|đơn vị|cơ quan) (mình|ta|nhà|tôi)|cơ quan|trong (xã|cơ quan|đơn vị)|toàn đơn vị|ubnd (xã|phường))"
)
_ME = "(tôi|em|mình|chúng tôi|tụi em|bọn em|cháu)"
MINE = (
    f"của (riêng|chính|bản thân)? {_ME}",
    (
        f"<!cho <!giúp <!để <!giùm <!dùm <!hộ <!nhắc {_ME} (còn|có|đang|phải|nợ|cần|được|bị|đã|"
        "chưa|sắp|trễ|chậm|quá|nộp|làm|hôm|tháng|tuần|DATE|xong|phụ trách|tồn|thiếu|thì|đến|tới|"
        "chịu)"
    ),
    f"(giao|phân công) cho {_ME}",
    f"việc {_ME} !(nào|gì)",
    f"{_ME} phụ trách",
)
# `cho mình hỏi`, `em hỏi`, `để mình còn sắp xếp`: the writer, but no scope.
NO_SCOPE = f"((cho|giúp|để|hộ|giùm|dùm) {_ME}|{_ME} (hỏi|muốn|cần (biết|xem|hỏi|coi|tìm)|xem|coi|tìm|nhờ))"
PURPOSE = f"để {_ME}? (còn|biết|sắp|tiện|dễ|chủ|lo|chuẩn|kịp|theo|báo|nắm|liệu|tính|làm|đôn) ~~ $"
