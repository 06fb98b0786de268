"""Who is meant: posts (sign ROLE, a code of intents.md) and people (sign PERSON, the name as typed)."""

from bot.intents.line import Line, Word
from bot.intents.patterns import SURE, forms, listed, plain
from bot.intents.vocabulary import SMALL_WORDS

ROLES: tuple[tuple[str, str], ...] = (
    ("(văn phòng (thống kê|tk)|vp tk|vptk|vp thống kê|văn phòng|vp) (hđnd|ubnd|ủy ban)?", "vp_tk"),
    ("(tư pháp (hộ tịch|ht)|tp ht|tpht|tư pháp|hộ tịch)", "tp_ht"),
    (
        (
            "(địa chính ((nông nghiệp|đô thị|nn) )?(xây dựng|xd)? (và)? (môi trường|mt)?|địa chính|"
            "đc xd|dc xd|dcxd|đcxd|đc nn|dc nn)"
        ),
        "dc_xd",
    ),
    ("(tài chính (kế toán|kt)|tc kt|tc kiểm tra|tckt|kế toán|tài chính !công)", "tc_kt"),
    ("<!nhà (văn hóa (xã hội|xh)|vh xh|vhxh|văn xã|văn hóa)", "vh_xh"),
    ("nội vụ", "noi_vu"),
    (
        (
            "((bộ phận )?(một|1) cửa|(trung tâm|tt) phục vụ (hành chính công|hcc)|bộ phận tiếp nhận "
            "(và trả kết quả)?|bptn|ttpvhcc)"
        ),
        "mot_cua",
    ),
    ("(phó chủ tịch|pct|phó ct)", "pct"),
    ("(chủ tịch|ct) !(hội|hđnd|mặt|ubmt)", "ct"),
)
_LEADING = "(các )?(công chức|cán bộ|bộ phận|bên|ngành|phòng|anh|chị|đc|đồng chí)"
_HONORIFIC = forms("anh chị cô chú bác ông bà đc thầy em dì cậu")
_NAMES = set(
    listed(
        """
    tuấn hạnh lan minh hoa bình dũng nga sơn vân phúc hùng hương thảo linh trang hà hải nam long thành
    thủy thúy đức quân cường tú ngọc phương loan liên yến oanh nhung hiền hằng tâm toàn trung kiên khoa
    đạt tài lộc phát thắng tùng hoàng huy khánh quang tân thanh thịnh vinh vũ xuân dung diệp giang hiếu
    hòa huệ huyền khôi kim lâm lệ luân ly mỹ my ngân nghĩa nguyên nhân nhi như nhàn phong phượng quỳnh
    quyên sang sen thái thắm thi thu thư thơ tín tiến tình trâm triết trinh trí trọng trường trúc tuyền
    tuyết uyên vy vỹ ái ánh bảo bích châu chi chiến công cúc cúc danh diễm duy duyên đào đan đông
    đoàn hậu hồng hữu khang kiệt lành lợi lượng mạnh mẫn nhã nhật ninh phụng phước quý quyết sinh sáng
    tấn thảo thiện thuận thương tịnh tường út vượng
"""
    )
)
_PLAIN_NAMES = {plain(name) for name in _NAMES}
# After `anh`, `chị` these begin something else than a name.
_NO_NAMES = {plain(word) for word in SMALL_WORDS.split()} | set(
    listed(
        """
    nhac tra lui doi hoan gia han duyet giao lam em anh chi viec xem biet hoi thay di den mai mot nhan
    hong tiet kia sang chieu toi trua bao gui tat bat huy dung ngung khong chua ko nghe noi tim can muon
    phai gap ban lui chuyen doc hieu ro ok uy ke thong ghi sua cap hoan nho phu to truong pho cong tong
    ca con nay do ay kia khac ben nao ai gi dau may nhieu trong tinh bo bang danh xac cham tre qua som
    hom tuan thang quy ngay gio luc task item date time dur days url file role nhe a thoi a
"""
    )
)
_SURNAMES = {
    plain(one)
    for one in listed(
        """
    Nguyễn Trần Lê Phạm Huỳnh Hoàng Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Mai Trịnh
"""
    )
}
# Children are called by their order of birth in the south; after `anh`, `cô` only.
_BORN = frozenset(listed("hai ba tư năm sáu bảy tám chín mười út"))
_MIDDLE = frozenset(listed("thị văn thi van"))
_YEARS = forms("nay này sau trước tới ngoái rồi qua hết đầu cuối")
_INTRODUCES = forms("của nhắc đốc giục giao cho bên công do với và là hối nhờ")
# Names that are common words: alone, in capitals or in small letters throughout, they are no name.
_COMMON = forms(
    """toàn công đoàn tình trường quyết thi thu thư sinh nhật tiến bảo lành lợi lượng như thái sang sáng thương đông chi
    danh hậu quý nguyên thơ nhân hiền kim giang khoa hòa chiến tài kiên trung thành thanh"""
)


def with_roles(line: Line) -> Line:
    """The line with every post as ROLE, the words that lead to it taken in."""
    for source, role in ROLES:
        for hit in reversed(list(line.find_all(f"({_LEADING})? {source}"))):
            line = line.signed(hit.first, hit.last, "ROLE", role)
    return line


def _typed(line: Line, word: Word) -> str:
    return line.text[word.start : word.end]


def _is_capital(line: Line, at: int) -> bool:
    typed = _typed(line, line.words[at])
    return typed[:1].isupper() and (len(typed) == 1 or not typed.isupper() or line.text.isupper())


def _is_known(typed: str) -> bool:
    """A given name as typed, its marks right or left out."""
    return typed in _NAMES if not typed.isascii() else typed in _PLAIN_NAMES and typed not in _NO_NAMES


# Given names that without marks are common other words: taken after `anh`, `chị` where no other word follows.
_AMBIGUOUS = frozenset({"tuan", "dung", "thu", "nhan", "lam", "sang"})


def _ends_there(line: Line, at: int) -> bool:
    after = line.words[at + 1] if at + 1 < len(line.words) else None
    return after is None or after.is_sign or bool(after.gap.strip()) or after.norm in {"nop", "lui", "lam", "viec"}


def _is_year(line: Line, at: int) -> bool:
    """`tiến độ năm nay` typed without marks: no Mr Nam."""
    after = line.words[at + 1].norm if at + 1 < len(line.words) else ""
    return line.words[at].norm.rstrip(SURE) == "nam" and (after in _YEARS or after.isdigit())


def _is_name(line: Line, at: int, *, honoured: bool) -> bool:
    if at >= len(line.words) or line.words[at].is_sign or not line.words[at].norm.rstrip(SURE).isalpha():
        return False
    typed = _typed(line, line.words[at]).lower()
    if _is_year(line, at):
        return False
    if honoured and typed in _BORN and (_is_capital(line, at) or _ends_there(line, at)):
        return True
    if line.text.isupper() or not _is_capital(line, at):
        if not honoured or line.words[at - 1].norm in forms("em con"):
            return False
        return _is_known(typed) or (typed in _AMBIGUOUS and _ends_there(line, at))
    if honoured and plain(typed) in _PLAIN_NAMES:
        return True
    return plain(typed) not in _NO_NAMES or typed in _NAMES or plain(typed) in _SURNAMES


def _name_end(line: Line, at: int) -> int:
    """Names run on while they are capitals; in small letters only a known second name follows."""
    end = at + (3 if _is_full(line, at) else 1)
    while end < len(line.words) and end - at < 4 and not line.words[end].is_sign and not line.words[end].gap.strip():
        middle = line.typed(end) in _MIDDLE
        if not _is_capital(line, end) or not (middle or _is_name(line, end, honoured=False)):
            break
        end += 1
    return end


def _is_full(line: Line, at: int) -> bool:
    """`nguyễn thị lan` in small letters, `NGUYỄN THỊ LAN`: a surname, `thị` or `văn`, a name."""
    if at + 2 >= len(line.words) or any(word.is_sign or word.gap.strip() for word in line.words[at + 1 : at + 3]):
        return False
    known = _is_known(_typed(line, line.words[at + 2]).lower())
    return known and plain(line.typed(at)) in _SURNAMES and line.typed(at + 1) in _MIDDLE


def _alone(line: Line, at: int) -> bool:
    """A name without `anh`, `chị`: a capital that begins no sentence, or after a word that leads to people."""
    before = line.words[at - 1].norm if at else ""
    typed = _typed(line, line.words[at]).lower()
    if _is_year(line, at):
        return False
    if _is_known(typed) and at > 1 and before in forms("và với") and line.words[at - 2].norm == "PERSON":
        return True
    if line.text.isupper():
        return _is_known(typed) and typed not in _COMMON and before in _INTRODUCES
    if at == 0:
        return len(line.words) == 1 and _is_known(typed) and _is_capital(line, at)
    if _is_capital(line, at):
        close = before in _INTRODUCES | {"PERSON"} or (_is_known(typed) and not line.words[at].gap.strip(" ,"))
        return close and _is_name(line, at, honoured=False)
    return _is_known(typed) and typed not in _COMMON and before in _INTRODUCES - forms("cho là với")


def _honours(line: Line, at: int) -> bool:
    norm = line.words[at].norm
    return norm in _HONORIFIC or (norm == "chí" and at > 0 and line.words[at - 1].norm == "đồng")


def with_people(line: Line) -> Line:
    """The line with every person as PERSON; the honorific is taken in, the value is the name alone."""
    at = 0
    while at < len(line.words):
        word = line.words[at]
        first = at
        if _honours(line, at) and _is_name(line, at + 1, honoured=True) and not line.words[at + 1].gap.strip(". "):
            begin = at + 1
        elif not word.is_sign and (_is_full(line, at) or _alone(line, at)):
            begin = at
        else:
            at += 1
            continue
        if first and line.words[first - 1].norm in {"dong", "đồng"} and plain(word.norm) == "chi":
            first -= 1
        if begin == at + 1 and first and line.words[first - 1].norm in _HONORIFIC:
            first -= 1
        end = _name_end(line, begin)
        line = line.signed(first, end, "PERSON", line.span(begin, end))
        at = first + 1
    return line
