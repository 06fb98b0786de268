"""Marks of state secrets in what is sent to us: `Mật`, `Tối mật`, `Tuyệt mật` (Law on protection of state secrets).

A mark is told from the words that share its syllable: bí mật, bảo mật, mật độ, mật khẩu.
"""

import re
import unicodedata

from locales.folding import fold

_OTHER_WORDS = r"(?!\s*(?:độ\s+(?:dân|xây|cây|giao|che|đường)|khẩu|ong|thiết|danh|mã|vụ|nghị|thư))"
_HIGH = re.compile(r"\b(?:tối|tuyệt)\s+mật\b" + _OTHER_WORDS, re.IGNORECASE)
_STAMPED = re.compile(r"(?<!BÍ )(?<!BẢO )(?<!CƠ )\bMẬT\b(?!\s+(?:KHẨU|ĐỘ|ONG|THIẾT|DANH|MÃ))")
_CALLED = re.compile(
    r"\b(?:văn bản|tài liệu|công văn|báo cáo|kế hoạch|quyết định|hồ sơ|tờ trình|thông báo|đóng dấu|dấu|độ|mức)"
    r"\s*:?\s+(?:số\s+\S+\s+)?mật\b(?!\s+(?:khẩu|độ|ong|thiết|danh|mã))",
    re.IGNORECASE,
)
_ALONE = re.compile(r"(?:^|[\(\[\n])\s*mật\s*(?:$|[\)\]:.\n])", re.IGNORECASE)
_FILE = re.compile(r"\b(?:toi|tuyet) mat\b")


def is_marked_secret(text: str, file_name: str = "") -> bool:
    """Whether a message, or the name of its file, bears a mark of secrecy."""
    words = unicodedata.normalize("NFC", f"{text}\n{file_name}")
    name = fold(file_name.replace("_", " "))
    return any(mark.search(words) for mark in (_HIGH, _STAMPED, _CALLED, _ALONE)) or bool(_FILE.search(name))
