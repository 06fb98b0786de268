"""What has figures and years in it and is no deadline: document numbers, laws, terms of office, shares, counts."""

from scheduler.dates.patterns import row

_DATED = r"(?: ,)?(?: ngay)? \d{1,2} (?:/|-|\.|thang) \d{1,2} (?:/|-|\.|nam) \d{4}"
_KIND = (
    r"(?:ke hoach|nghi quyet|nghi dinh|quyet dinh|thong (?:tu|TU)|chi thi|cong van|cong dien|to trinh|huong dan"
    r"|thong bao|de an|ket luan|chuong trinh|van ban|quy che|bao cao|cong bao|phap lenh|(?:bo )?luat|hien phap)"
)
_SYMBOL = r"(?!(?:quy|nam|thang|tuan|ngay|lan|gio)(?: |$))[A-Za-z]{2,}\d*(?: - [A-Za-z\d]+)*(?: / [A-Za-z]+)?"
_LATER = r"(?:nam|truoc|hoan thanh|trong|xong|den|cham|thang|quy)"

OTHER = [
    row(".", "", rf"(?:{_KIND} )?(?:so )?\d+(?: [a-z])? (?:/ \d{{4}} )?/ {_SYMBOL}(?:{_DATED}| nam \d{{4}})?"),
    row(".", "", rf"(?:{_KIND} )?(?:so )?\d+ - [a-z]+(?: \d)? / [a-z]+(?:{_DATED}| nam \d{{4}})?"),
    row(".", "", rf"{_KIND}(?: [a-z]+)? so \d+(?: / \d+)?(?:{_DATED}| nam \d{{4}})?"),
    row(".", "", rf"so \d+(?: / \d+)?{_DATED}"),
    row(
        ".",
        "",
        rf"(?:(?:bo )?luat|hien phap|phap lenh)(?:(?! {_LATER}(?: |$)) (?:[A-Za-z]+|,)){{0,12}} (?:nam )?(?:19|20)\d\d",
    ),
    row("?", "unread", r"(?:dau |cuoi |giua |trong |ca )?nhiem ky(?: (?:19|20)\d\d(?: - (?:19|20)\d\d)?| i+v?| v?i*)?"),
    row(".", "", r"\d+(?: [.,] \d+)? (?:%|phan tram)"),
    row(".", "", r"\d+(?: [.,] \d+)* (?:trieu|ty|dong|nghin|vnd)"),
    row(
        ".",
        "",
        r"(?:dieu|khoan|diem|muc|phu luc|mau|so|bieu|dot|lan|lan thu|phan|chi so) \d+(?! (?:/|-|\.) \d)(?! lan)",
    ),
    row(".", "", r"\d{5,}"),
    row(".", "", r"thang (?:thanh nien|cong nhan|hanh dong|cao diem|an toan|nhan dao)"),
    row(".", "", r"\( [^()]*(?:am lich|al) \)"),
]
