"""Shorthand of the chat and of the office, courtesy, and the small words that carry no request of their own."""

from bot.intents.patterns import forms, listed

# Typed (as typed, or its plain form) → read. Roles, areas and titles have tables of their own.
SHORTHAND = {
    "k": "không", "ko": "không", "kg": "không", "khg": "không", "khong": "không", "hok": "không", "hong": "không",
    "hông": "không", "hem": "không", "hổng": "không", "hk": "không", "kô": "không", "r": "rồi", "rùi": "rồi",
    "rui": "rồi", "ròi": "rồi", "oy": "rồi", "gòi": "rồi", "roài": "rồi", "e": "em", "a": "anh", "c": "chị",
    "b": "bạn", "m": "mình", "mk": "mình", "mik": "mình", "t": "tôi", "ac": "anh chị", "ace": "anh chị em",
    "vc": "việc", "nv": "nhiệm vụ", "task": "việc", "cviec": "công việc", "nvu": "nhiệm vụ", "ds": "danh sách",
    "dsach": "danh sách", "mc": "minh chứng", "bn": "bao nhiêu", "bnhiu": "bao nhiêu", "nhiu": "nhiêu",
    "bh": "bao giờ", "bjo": "bây giờ", "lm": "làm", "hthanh": "hoàn thành", "trc": "trước", "trk": "trước",
    "tr": "trước", "hn": "hôm nay", "hnay": "hôm nay", "hum": "hôm", "hqua": "hôm qua", "nmai": "ngày mai",
    "ngmai": "ngày mai", "wa": "qua", "j": "gì", "gi": "gì", "zì": "gì", "nx": "nữa", "ntn": "thế nào",
    "thui": "thôi", "bit": "biết", "bik": "biết", "đag": "đang", "dag": "đang", "cx": "cũng", "vs": "với",
    "ng": "người", "ngta": "người ta", "gởi": "gửi", "nầy": "này", "nì": "này", "ni": "này", "nớ": "đó",
    "rứa": "vậy", "zậy": "vậy", "dzậy": "vậy", "zay": "vậy", "tui": "tôi", "tớ": "tôi", "mần": "làm", "mô": "đâu",
    "okie": "ok", "oki": "ok", "oke": "ok", "okê": "ok", "okela": "ok", "okay": "ok", "okey": "ok",
    "tb": "thông báo", "tbao": "thông báo", "kt": "kiểm tra", "ktra": "kiểm tra", "td": "tiến độ", "tđ": "tiến độ",
    "gh": "gia hạn", "yc": "yêu cầu", "y/c": "yêu cầu", "sp": "sản phẩm", "cl": "checklist", "dl": "deadline",
    "ghạn": "gia hạn", "tđiểm": "thời điểm", "tgian": "thời gian", "thag": "tháng", "dk": "được", "đk": "được",
    "ms": "mới", "pt": "phần trăm", "%": "phần trăm", "tick": "tích", "ntin": "nhắn tin",
    "bcao": "báo cáo", "khoach": "kế hoạch", "nhìu": "nhiều", "nhèo": "nhiều", "xoq": "xong", "sog": "xong",
    "song": "xong", "xog": "xong", "hạng": "hạn", "trể": "trễ", "chưã": "chưa", "nhá": "nhé", "nhen": "nghen",
    "nge": "nghe", "nhắt": "nhắc", "nhăc": "nhắc", "thanks": "cảm ơn", "thank": "cảm ơn", "thks": "cảm ơn",
    "tks": "cảm ơn", "thx": "cảm ơn", "cám": "cảm", "hi": "chào", "hello": "chào", "helo": "chào", "hey": "chào",
    "excell": "excel", "exel": "excel", "ecxel": "excel", "đthoai": "điện thoại", "sđt": "số điện thoại",
    "đt": "điện thoại", "kb": "không biết", "lịh": "lịch", "đv": "đơn vị", "lđ": "lãnh đạo", "kq": "kết quả",
    "cty": "công ty", "mng": "mọi người", "mn": "mọi người", "dg": "đang", "đg": "đang", "bsung": "bổ sung",
    "ktnl": "kiểm tra năng lực", "okk": "ok", "uk": "ừ", "uh": "ừ", "uhm": "ừ", "um": "ừ", "ừm": "ừ", "ukm": "ừ",
    "ừa": "ừ", "ờ": "ừ", "uhu": "ừ", "yep": "yes", "yeah": "yes", "nope": "no",
}  # fmt: skip

# Letters run together with a number: `viec12`, `muc3`, `xong12`, `q3`.
GLUED = {
    "viec": "việc", "việc": "việc", "vc": "việc", "cv": "việc", "nv": "việc", "vụ": "việc", "so": "số", "số": "số",
    "ma": "mã", "mã": "mã", "muc": "mục", "mục": "mục", "buoc": "bước", "bước": "bước", "xong": "xong", "done": "xong",
    "thu": "thứ", "thứ": "thứ", "thang": "tháng", "tháng": "tháng", "ngay": "ngày", "ngày": "ngày", "quy": "quý",
    "quý": "quý", "q": "quý", "duyet": "duyệt", "duyệt": "duyệt", "xem": "xem", "task": "việc",
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
DISTRACTORS = listed(
    """
    ai ban bao biên biến biển bà bàn bào bá bán báo bên bước bạn bản bảo bất bẩn bật bắt bến bền bỏ bố bộ cho chuyên
    chuyển chuyện chí chó chú chăm chấm chậm chỉ chị chọn chỗ chờ chợ chủ chứ chữ con còn có cô cơn cấp cập cố da dì
    dò dõi dỏi dùng dạ dạng dấu dầu dọn dời dừng dựng giao giáo gió giảo giờ giữ giữa gì gấp gặp hanh hoa huy hàn
    hành hòa hóa hạn hạnh hận hẹn hết họa hủy khi khoa khoẻ khí khóa khỉ khỏe kiếm kiểm kèm kém lam luôn làm lái lâm
    lãi lùi lúc lúi lý lăm lượn lại lắm lối lỗi lời lợi lục lỳ mai may minh mày mái máy mình mơ mải mất mấy mật mặt
    mệnh mịn mốt một mở mỡ mục mực nam nay ngay ngày nhân nhấc nhấn nhẫn nhận nhắc nhắn nào này náo não nói nôi năm
    nơi nảy nắm nằm nội nửa nữa phát phạt phất quen quà quá quên quả ro rõ sang sau so sáng sáu sâu số sổ sở tai
    thang thi thu tháng thâm thêm thì thông thư thắng thẳng thẻ thế thể thị thống thứ thử tin tiên tiếc tiến tiếng
    tiếp tiền to toàn toán tra trà trá trưa trả trứa ty tài tình tích tín tính tôi tư tại tải tất tật tắt tỉ tỉnh
    tịch tối tổ tới tờ tứ từ tự tỷ viết việt vàng vâng vì ví vắng vẽ vế về vị xa xã xả y ý đa đang đen đá đáng đát
    đâu đã đèn đo đóng đôn đông đúng đơn được đạt đảng đất đấu đầu đậu đặt đến đền đồn đồng đổi đội đời đợi đứng
    đừng ư ước ải ừ thửa thừa
    """
)
# Words of offices and villages that would pass for words of the rules without their marks: `bản đồ`, `hư`, `bận`.
ORDINARY = listed(
    """
    án ánh bậc bãi bám bận băng bệ bê bé bí biện bính bò bùi cản cận cảo chấn chặn chăn chặt châu chống chứa chữa
    chùa chủng chuyền cỡ cờ côn cổng cộng cống cụ cư cú cưới cựu đài đám dàn đán dạn đặng dành đào đáp đập dây dạy
    đê đẻ đích diễm diện đình đồ đỗ đò đơ đoạn dọc độc đòi dụ dù đua dựa dũng dược dưỡng dương đương giả già giảm
    giây giỗ giới gợi hạ hà hài hải hân hẳn hất hãy hè hiệu hiếu họ hỏng hộp hư huân hưởng hường hưu kề kè kẹt khắc
    khải khăn khâu khó khối khôi kịch kiệm kiện kiên kỷ kỹ lẫn lấn lãng lăng lặp lê lề liền lở lộc lõi lợn lựa lúa
    lường mận mạng mảng mẹ mờ mồ mổ mối mời mùa múa mức mượn nâng ngân ngắn ngăn nghệ nghề nghẽn nghiêm ngờ ngoại
    nhằm nhàn nhàng nhưng niệm ô ổ ổn ôn phái phạm phấn phổ phóng phủ phù phương phượng quản quán quần quận quỹ ràng
    rẫy rơi rủi sạch sẵn sân sàng sập sắt sóng sư tả tắc tái tầm tễ thải thầm thậm thần thăng tháo thấy thầy thí
    thiên thiệt thiểu thuẫn thức thục thuốc thưởng thượng tiễn tố tô tốn trạm trâm trăng trắng trẻ trị trịnh trọng
    trống trồng trù trụ trùng trưởng tuấn tuân túc tức tượng tướng tuyến tuyển tuyền uống vận vấn vân vệ võ vũ xá
    yếu cúc cục
    """
)

# Words that ask for nothing by themselves; trimmed from the ends of free words.
SMALL_WORDS = """
    ạ à á ơi ơ ờ ừ nhé nha nghen nhe nghe với vậy thế nhỉ hả hử cơ mà đó đấy ấy này nè luôn đi rồi thôi thì là và
    cùng cái con việc vụ bản phần nhiệm công đầu cho của bên ở tại giúp hộ dùm giùm xin em tôi mình anh chị cô chú
    bác ông bà bạn bot sếp lãnh đạo đc đồng chí dạ vâng thưa kính chào alo cảm ơn nhiều đã đang sẽ vừa mới cũng nữa
    được có các những mấy đâu gì nào chi ai sao hồi lúc vào đến tới sang từ để do vì trong ngoài trên theo về ra
    thật nhờ cháu tụi bọn chúng ok xong hoàn thành nộp gửi làm hạn trước sau muốn cần phải hết tất cả không chưa lại
    còn qua xem một lên nay bây giờ tí chút lát mong tks đề nghị hoặc như
"""
SMALL = forms(SMALL_WORDS)
