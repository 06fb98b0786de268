"""Shorthand of the chat and of the office, courtesy, and the small words that carry no request of their own."""

# Typed (as typed, or its plain form) → read. Roles, areas and titles have tables of their own.
SHORTHAND = {
    "k": "không", "ko": "không", "kg": "không", "kh": "kh", "khg": "không", "khong": "không", "hok": "không",
    "hong": "không", "hông": "không", "hem": "không", "hổng": "không", "hk": "không", "kô": "không",
    "r": "rồi", "rùi": "rồi", "rui": "rồi", "ròi": "rồi", "oy": "rồi", "gòi": "rồi", "roài": "rồi",
    "e": "em", "a": "anh", "c": "chị", "b": "bạn", "m": "mình", "mk": "mình", "mik": "mình", "t": "tôi",
    "ac": "anh chị", "ace": "anh chị em",
    "vc": "việc", "nv": "nhiệm vụ", "task": "việc", "cviec": "công việc", "nvu": "nhiệm vụ",
    "ds": "danh sách", "dsach": "danh sách", "mc": "minh chứng", "bn": "bao nhiêu", "bnhiu": "bao nhiêu",
    "nhiu": "nhiêu", "bh": "bao giờ", "bjo": "bây giờ", "lm": "làm", "hthanh": "hoàn thành", "hoàn thàh": "hoàn thành",
    "trc": "trước", "trk": "trước", "tr": "trước", "hn": "hôm nay", "hnay": "hôm nay", "hum": "hôm", "hqua": "hôm qua",
    "nmai": "ngày mai", "ngmai": "ngày mai", "wa": "qua", "j": "gì", "gi": "gì", "zì": "gì", "nx": "nữa",
    "ntn": "thế nào", "thui": "thôi", "bit": "biết", "bik": "biết", "đag": "đang", "dag": "đang", "cx": "cũng",
    "vs": "với", "ng": "người", "ngta": "người ta", "gởi": "gửi", "goi": "goi", "nầy": "này", "nì": "này", "ni": "này",
    "nớ": "đó", "rứa": "vậy", "zậy": "vậy", "dzậy": "vậy", "zay": "vậy", "tui": "tôi", "tớ": "tôi", "mần": "làm",
    "mô": "đâu", "okie": "ok", "oki": "ok", "oke": "ok", "okê": "ok", "okela": "ok", "okay": "ok", "okey": "ok",
    "đồng chí": "đc", "tb": "thông báo", "tbao": "thông báo", "kt": "kiểm tra", "ktra": "kiểm tra",
    "td": "tiến độ", "tđ": "tiến độ", "gh": "gia hạn", "yc": "yêu cầu", "y/c": "yêu cầu", "sp": "sản phẩm",
    "cl": "checklist", "dl": "deadline", "ghạn": "gia hạn", "tđiểm": "thời điểm", "tgian": "thời gian",
    "thag": "tháng", "dk": "được", "đk": "được", "dc": "dc", "ms": "mới", "pt": "phần trăm", "%": "phần trăm",
    "tick": "tích", "check": "tích", "ntin": "nhắn tin", "bcao": "báo cáo", "khoach": "kế hoạch", "nhìu": "nhiều",
    "nhèo": "nhiều", "xoq": "xong", "sog": "xong", "song": "xong", "xog": "xong", "hạng": "hạn", "trể": "trễ",
    "chưã": "chưa", "nhá": "nhé", "nhen": "nghen", "hen": "nghen", "nge": "nghe", "nhắt": "nhắc", "nhăc": "nhắc",
    "thanks": "cảm ơn", "thank": "cảm ơn", "thks": "cảm ơn", "tks": "cảm ơn", "thx": "cảm ơn", "tk": "tk", "ty": "cảm ơn",
    "cám": "cảm", "hi": "chào", "hello": "chào", "helo": "chào", "hey": "chào", "alo": "alo", "lo": "lo",
    "trưỡng": "trưởng", "excell": "excel", "exel": "excel", "ecxel": "excel", "ảnh": "ảnh", "đthoai": "điện thoại",
    "sđt": "số điện thoại", "đt": "điện thoại", "kb": "không biết", "lịh": "lịch", "tuan": "tuần", "đv": "đơn vị",
    "lđ": "lãnh đạo", "kq": "kết quả", "cty": "công ty", "ubnd": "ubnd", "mng": "mọi người", "mn": "mọi người",
    "mọi ng": "mọi người", "dg": "đang", "đg": "đang", "bsung": "bổ sung", "pan": "phân", "ktnl": "kiểm tra năng lực",
    "hcmt": "hcmt", "cskh": "cskh", "ok": "ok", "okk": "ok", "uk": "ừ", "uh": "ừ", "uhm": "ừ", "um": "ừ", "ừm": "ừ",
    "ukm": "ừ", "ừa": "ừ", "ờ": "ừ", "uhu": "ừ", "yep": "yes", "yeah": "yes", "nope": "no", "hủy bỏ": "hủy",
}  # fmt: skip

# Letters run together with a number: `viec12`, `muc3`, `xong12`, `q3`.
GLUED = {
    "viec": "việc", "việc": "việc", "vc": "việc", "cv": "việc", "nv": "việc", "vụ": "việc", "so": "số", "số": "số",
    "ma": "mã", "mã": "mã", "muc": "mục", "mục": "mục", "buoc": "bước", "bước": "bước", "xong": "xong", "done": "xong",
    "thu": "thứ", "thứ": "thứ", "thang": "tháng", "tháng": "tháng", "ngay": "ngày", "ngày": "ngày", "quy": "quý",
    "quý": "quý", "q": "quý", "tuan": "tuần", "duyet": "duyệt", "duyệt": "duyệt", "xem": "xem", "task": "việc",
    "mung": "mùng", "mùng": "mùng", "t": "t",
}  # fmt: skip
# A number run together with its unit: `30p`, `6th`, `3ngay`.
TRAILING = {
    "p": "phút", "ph": "phút", "phut": "phút", "phút": "phút", "th": "tháng", "t": "tháng", "thang": "tháng",
    "tháng": "tháng", "ngay": "ngày", "ngày": "ngày", "n": "ngày", "tieng": "tiếng", "tiếng": "tiếng", "tuan": "tuần",
    "tuần": "tuần", "viec": "việc", "việc": "việc", "vc": "việc", "nv": "việc", "hom": "hôm", "hôm": "hôm",
    "gio": "giờ", "giờ": "giờ", "mục": "mục", "muc": "mục",
}  # fmt: skip

# Other words that must not pass for words of the rules when they carry their marks.
DISTRACTORS = {
    "tối", "tới", "tôi", "chờ", "chỗ", "chợ", "bộ", "bố", "bỏ", "đội", "đợi", "đổi", "dời", "đời", "quả", "quá", "quà",
    "bà", "bá", "năm", "nắm", "nằm", "nam", "chỉ", "chí", "chị", "cô", "có", "cố", "chủ", "chú", "chứ", "chữ", "thử",
    "thu", "thứ", "thư", "tự", "từ", "tư", "tứ", "nay", "này", "nảy", "đâu", "đầu", "đấu", "đậu", "dấu", "dầu", "mặt",
    "mất", "mật", "một", "mốt", "ngày", "ngay", "nhận", "nhân", "nhấn", "nhắn", "nhẫn", "giao", "giáo", "giảo", "đã",
    "dạ", "da", "đá", "đa", "khi", "khí", "khỉ", "lại", "lái", "lãi", "sáng", "sang", "sáu", "sau", "sâu", "rõ", "ro",
    "việt", "viết", "hạnh", "hành", "hanh", "hoa", "hòa", "hóa", "họa", "nữa", "nửa", "thi", "thì", "thị", "thi",
    "mai", "mái", "mải", "vì", "vị", "ví", "về", "vẽ", "vế", "lý", "lỳ", "luôn", "lượn", "biên", "biển", "biến", "bên",
    "bến", "bền", "bàn", "bán", "bạn", "bản", "ban", "bẩn", "huy", "hủy", "cấp", "cập", "gấp", "gặp", "ý", "y",
    "trả", "trà", "tra", "trá", "trưa", "trứa", "thông", "thống", "đạt", "đất", "đặt", "đát", "chậm", "chấm", "chăm",
    "thâm", "thêm", "lùi", "lúi", "kém", "kèm", "mấy", "mày", "may", "máy", "nào", "não", "náo", "cho", "chó", "thế",
    "thể", "thẻ", "khoẻ", "khỏe", "khóa", "khoa", "phát", "phạt", "phất", "xã", "xa", "xả", "vắng", "vàng", "vâng",
    "nhắc", "nhấc", "bước", "được", "ước", "tích", "tịch", "tiếc", "giữa", "giữ", "giờ", "gió", "gì", "dì", "ai", "ải",
    "toán", "toàn", "tải", "tại", "tai", "tài", "mục", "mực", "đơn", "đồn", "đôn", "dọn", "đồng", "đóng", "đông",
    "quên", "quen", "đang", "đáng", "đảng", "dạng", "báo", "bảo", "bao", "bào", "kiểm", "kiếm", "còn", "con", "cơn",
    "hết", "hẹn", "hạn", "hàn", "hận", "tháng", "thắng", "thang", "thẳng", "ừ", "ư", "làm", "lắm", "lâm", "lăm", "lam",
    "nói", "nội", "nơi", "nôi", "số", "sổ", "sở", "so", "tiếng", "tiến", "tiên", "tiền", "lúc", "lục", "đứng", "đừng",
    "đúng", "dừng", "dùng", "dựng", "tất", "tắt", "tật", "mở", "mơ", "mỡ", "bật", "bất", "bắt", "tin", "tín", "tính",
    "tình", "tỉnh", "minh", "mình", "mịn", "mệnh", "đến", "đèn", "đền", "đen", "chuyển", "chuyện", "chuyên", "chọn",
    "tiếp", "lỗi", "lời", "lợi", "lối", "tổ", "to", "tờ", "tỷ", "tỉ", "ty",
}  # fmt: skip

PRONOUN = "(tôi|em|mình|anh|chị|cô|chú|bác|con|cháu|tụi em|chúng tôi|chúng em|bọn em)"

# Words that ask for nothing by themselves; trimmed from the ends of free words.
SMALL_WORDS = """
    ạ à á ơi ơ ờ ừ nhé nha nghen nhe nghe với vậy thế nhỉ hả hử cơ mà đó đấy ấy này nè luôn đi rồi thôi thì là và cùng
    cái con việc vụ bản phần nhiệm vụ công việc đầu việc cho của bên ở tại giúp hộ dùm giùm xin em tôi mình anh chị cô
    chú bác ông bà bạn bot sếp lãnh đạo đc đồng chí dạ vâng thưa kính chào alo cảm ơn nhiều đã đang sẽ vừa mới cũng nữa
    được có các những mấy đâu gì nào chi ai sao hồi lúc vào đến tới sang từ để do vì trong ngoài trên theo về ra thật
    nhờ cháu tụi bọn chúng ok xong hoàn thành nộp gửi làm báo số mã hạn trước sau muốn cần phải hết tất cả không chưa
    lại còn qua xem một lên nay vừa rồi bây giờ tí chút lát mong tks đề nghị hoặc như
""".split()

# What may surround a request, or stand alone as courtesy.
COURTESY = "(dạ|vâng|ạ|kính|thưa|alo|ê|ơi|nhé|nha|nhe|nghen|nghe|ấy|nhỉ|hả|vậy|à|với|luôn|đi|nè|á|nhiều|rất|lắm|đó|đấy|thế|nữa|thì)"
