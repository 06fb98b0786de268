"""The people and bodies a cell names, one each, as printed; a duty printed behind a post is left out."""

import re
from collections.abc import Iterator

from locales.folding import fold
from scheduler.plans import lists
from scheduler.plans.elliptical import spread
from scheduler.plans.wording import BODY, POST

_GENERIC = (
    r"(can bo|cong chuc|vien chuc|nguoi lao dong|cbcc|cbccvc|so|ban|nganh|phong|don vi|co quan|ca nhan|to chuc|"
    r"doan the|bo phan|to|"
    r"hoi|truong|tram|thon|xa|phuong|thi tran|huyen|cap|phong ban|ban nganh|cong ty|doanh nghiep|dia phuong|lanh dao|"
    r"chu tich|pho chu tich|bi thu|pho bi thu|giam doc|pho giam doc|truong phong|pho truong phong|thanh vien|uy ban|"
    r"hoi dong|cong chuc phu trach)"
)
_QUANTIFIED = re.compile(r"(các|những|toàn thể|tất cả|toàn bộ)\s", re.IGNORECASE)
_BARE = re.compile(rf"((cac|nhung|toan the|tat ca|toan bo|mot so) )*{_GENERIC}")
_HEAD = re.compile(rf"({BODY}|{POST}|(don vi|co quan|so nganh|nganh|doanh nghiep|to chuc doan the|doan the|cap uy) )\b")
_COMMUNE_POST = re.compile(
    r"(van phong|vp) ?(thong ke|tk)\b|(tu phap|tp) ?(ho tich|ht)\b|(tai chinh|tc) ?(ke toan|kt)\b|"
    r"(van hoa|vh) ?(xa hoi|xh)\b|dia chinh (nong|xay|do)"
)
# One office for two bodies: `Văn phòng HĐND và UBND`, `phụ trách HĐND, UBND`.
_PAIR_LEFT = re.compile(r"\S+ .*\b(hdnd|hoi dong nhan dan|dang uy|ubnd|dbqh)")
_PAIR_RIGHT = re.compile(r"(hdnd|hoi dong nhan dan|ubnd|uy ban nhan dan|mttq|uy ban mttq|uy ban mat tran)\b")
_NAMED = re.compile(r"(ubnd|uy ban|hdnd|van phong|dang uy|mttq|mat tran|cong an|thanh tra)\b")
_SURNAME = re.compile(
    r"(Nguyễn|Trần|Lê|Phạm|Hoàng|Huỳnh|Phan|Vũ|Võ|Đặng|Bùi|Đỗ|Hồ|Ngô|Dương|Lý|Đinh|Đoàn|Trịnh|Mai|Trương|Lương|Đào|"
    r"Tô|Tạ|Hà|Cao|Thạch|Châu|Lâm|Kim|Danh|Sơn|Lưu|Quách|Tăng|Vương|Phùng|Chu|Tống|La|Hứa|Từ|Nông|Vi|Lò|Giàng|Quàng|"
    r"Cà|Bế|Ma|Đàm)"
    r"(\s[A-ZĐÀ-Ỹ][a-zđà-ỹ]*){1,4}(?=\s*(,|$|\(|và\b|-))"
)
_CAPITALISED = re.compile(r"[A-ZĐÀ-Ỹ][a-zđà-ỹ]+(\s[A-ZĐÀ-Ỹ][a-zđà-ỹ]+){0,4}")
_LONGEST = 2_000  # characters; longer is no list of names
_SEPARATOR = re.compile(r"\s*,\s*và\s+|\s*,\s*|\s+và\s+|\s*&\s+")

_DUTY = re.compile(
    r"(?<![-–,])\s+(?:tổng hợp|xây dựng|báo cáo|tham mưu|soạn thảo|chuẩn bị|ban hành|lập|gửi|đăng tải|đôn đốc|rà soát|"
    r"cung cấp)\s+(?=(?:các|những|kế hoạch|báo cáo|BC|KH|văn bản|tờ trình|nội dung|quyết định|số liệu|hồ sơ|kết quả|"
    r"lĩnh vực|dự thảo|danh sách|biên bản|tin|cho|UBND|Chủ tịch|trình|chung|nghị quyết|chương trình)\b)"
)
_OFFICE = re.compile(
    r"(phụ trách|làm|công tác|chuyên|đầu mối|giao|việc|về|và|trách nhiệm|tham gia|đơn vị|cơ quan)$", re.IGNORECASE
)
_POST_HEAD = re.compile(rf"((cac|nhung) )?({POST}|van phong (thong ke|tk)|vp tk)\b")
_COLON_DUTY = re.compile(r":\s*(?:[a-zđà-ỹ]).*", re.DOTALL)


def named(cell: str) -> tuple[str, ...]:
    """`UBND xã, công chức phụ trách nội vụ` → both; `Các cán bộ, công chức` stays one."""
    found = (
        name
        for line in _lines(cell)
        for piece in lists.at_semicolons(line)
        for name in spread(_bodies(lists.trimmed(piece)))
    )
    return tuple(dict.fromkeys(name for raw in found if (name := lists.trimmed(without_duty(raw))) and fold(name)))


def _lines(cell: str) -> list[str]:
    """The cell's lines; a name broken behind its first words is put together again."""
    found: list[str] = []
    for line in lists.joined_lines(cell):
        before = found[-1] if found else ""
        broken = _BARE.fullmatch(fold(before)) and not before.rstrip().endswith((";", ",", "."))
        second_half = (
            before
            and lists.BULLET.match(line)
            and not lists.BULLET.match(before)
            and not _begins_name(lists.trimmed(line))
        )
        if before and (broken or second_half):
            found[-1] = f"{before} {line}"
        else:
            found.append(line)
    return found


def _begins_name(text: str) -> bool:
    words = fold(text)
    return bool(_HEAD.match(words) or _COMMUNE_POST.match(words) or _SURNAME.match(text) or _QUANTIFIED.match(text))


def _bodies(text: str) -> Iterator[str]:
    places = {i for i, _ in lists.outside_brackets(text)}
    separators = [found for found in _SEPARATOR.finditer(text) if found.start() in places]
    pieces = [
        text[a:b]
        for a, b in zip([0, *(s.end() for s in separators)], [*(s.start() for s in separators), len(text)], strict=True)
    ]
    if len(pieces) > 1 and all(_CAPITALISED.fullmatch(piece) and not _HEAD.match(fold(piece)) for piece in pieces):
        yield from pieces  # persons by name
        return
    start, segment = 0, 0
    for found, piece in zip(separators, pieces[1:], strict=True):
        if _parts(text[start : found.start()], text[segment : found.start()], piece):
            yield text[start : found.start()]
            start = found.end()
        segment = found.end()
    yield text[start:]


def _parts(left: str, last: str, right: str) -> bool:
    """Whether a separator parts two bodies. `last`: the words of `left` behind its own last separator."""
    folded = fold(right)
    if not _begins_name(right) or (_BARE.fullmatch(fold(last)) and not _NAMED.match(folded)):
        return False
    if _PAIR_LEFT.fullmatch(fold(left)) and _PAIR_RIGHT.match(folded):
        return False
    return bool(_QUANTIFIED.match(right)) or not _BARE.fullmatch(folded)


def without_duty(name: str) -> str:
    """`CC Văn phòng Nội vụ tổng hợp báo cáo CCHC` → `CC Văn phòng Nội vụ`, only where post and duty are both clear."""
    if not _POST_HEAD.match(fold(name)):
        return name
    for found in _DUTY.finditer(name):
        post = name[: found.start()]
        if not _OFFICE.search(post) and not _BARE.fullmatch(fold(post)):
            return post
    return _COLON_DUTY.sub("", name)


def is_person(text: str) -> bool:
    """Whether a text is nothing but somebody's full name, by its family name."""
    return _SURNAME.fullmatch(text.strip()) is not None
