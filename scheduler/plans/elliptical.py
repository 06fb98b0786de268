"""Lists that name once what all share: `Phòng Nội vụ, Tư pháp` → both departments. Only known names are cut."""

import re
from collections.abc import Iterable, Sequence

from locales.folding import fold

_DEPARTMENTS = frozenset(
    fold(name)
    for name in """nội vụ;tư pháp;tài chính;tài chính - kế hoạch;kế hoạch và đầu tư;kế hoạch - đầu tư;kinh tế;
    kinh tế và hạ tầng;kinh tế - hạ tầng;kinh tế, hạ tầng và đô thị;quản lý đô thị;đô thị;văn hóa và thông tin;
    văn hóa - thông tin;văn hóa, khoa học và thông tin;văn hóa - xã hội;văn hóa và thể thao;
    văn hóa, thể thao và du lịch;văn hóa, thể thao, du lịch;du lịch;giáo dục và đào tạo;giáo dục - đào tạo;giáo dục;
    y tế;lao động - thương binh và xã hội;lao động, thương binh và xã hội;nông nghiệp;
    nông nghiệp và phát triển nông thôn;nông nghiệp và môi trường;tài nguyên và môi trường;tài nguyên - môi trường;
    xây dựng;giao thông vận tải;công thương;khoa học và công nghệ;khoa học - công nghệ;thông tin và truyền thông;
    dân tộc;dân tộc và tôn giáo;ngoại vụ;TC-KH;VH-TT;VHTT;LĐTBXH;LĐ-TB&XH;NN&PTNT;NN-PTNT;TN&MT;TNMT;TT&TT;GD&ĐT;
    GDĐT;KH&ĐT;KHĐT;KH&CN;VHTTDL;VHTT&DL;GTVT;KT-HT;KT&HT""".replace("\n", " ").split(";")
)
_POSTS = frozenset(
    fold(name)
    for name in """văn phòng - thống kê;VP-TK;VPTK;tư pháp - hộ tịch;TP-HT;TPHT;tài chính - kế toán;TC-KT;TCKT;
    văn hóa - xã hội;VH-XH;VHXH;địa chính;địa chính - xây dựng;ĐC-XD;ĐCXD;địa chính - nông nghiệp;ĐC-NN;
    địa chính - nông nghiệp - xây dựng và môi trường;địa chính - xây dựng - đô thị và môi trường;ĐC-NN-XD&MT;
    văn phòng;thống kê;tư pháp;hộ tịch;tài chính;kế toán;nội vụ;văn thư;văn hóa""".replace("\n", " ").split(";")
)
_DEPARTMENT = re.compile(r"(?:các\s+)?(?P<head>phòng|sở)(?:\s*:)?\s+(?P<rest>\S.*)", re.IGNORECASE | re.DOTALL)
_POST = re.compile(
    r"(?:các\s+)?(?P<head>công chức|cc|cán bộ công chức|cán bộ)(?:\s*:)?\s+(?P<rest>\S.*)", re.IGNORECASE | re.DOTALL
)
_KINDS = ((_DEPARTMENT, _DEPARTMENTS), (_POST, _POSTS))
_SEPARATOR = re.compile(r"\s*,\s*và\s+|\s*[,/]\s*|\s+và\s+|\s+&\s+")
_MOST = 12  # names of one list

_Names = frozenset[str]


def spread(bodies: Iterable[str]) -> list[str]:
    """Each body with the head that it shares with the one before; a list of known names under one head, cut.

    `Công chức tài chính` and `kế toán` are one post, though a comma stands between them.
    """
    found: list[str] = []
    head, names, last = "", frozenset[str](), ""
    for body in bodies:
        listed = _headed(body)
        if listed:
            head, names, parts = listed
            found += [f"{head} {part}" for part in parts] if len(parts) > 1 else [body]
            last = parts[-1]
        elif head and fold(f"{last} {body}") in names:
            found[-1], last = f"{found[-1]}, {body}", f"{last} {body}"
        elif head and fold(body) in names:
            found.append(f"{head} {body}")
            last = body
        else:
            found.append(body)
            head = ""
    return found


def _headed(body: str) -> tuple[str, _Names, list[str]] | None:
    for pattern, names in _KINDS:
        match = pattern.fullmatch(body.strip())
        parts = _cut(match["rest"], names) if match else []
        if match and parts:
            head = match["head"]
            return head[:1].upper() + head[1:], names, parts
    return None


def _cut(rest: str, names: _Names) -> list[str]:
    """The names that a text lists, each known, the longest first; [] where one is not."""
    separators = list(_SEPARATOR.finditer(rest))[:_MOST]
    starts = [0, *(found.end() for found in separators)]
    ends = [*(found.start() for found in separators), len(rest)]
    return _from(0, rest, names, starts, ends) or []


def _from(at: int, rest: str, names: _Names, starts: Sequence[int], ends: Sequence[int]) -> list[str] | None:
    if at == len(starts):
        return []
    for last in range(len(ends) - 1, at - 1, -1):
        part = rest[starts[at] : ends[last]]
        if fold(part) in names and (others := _from(last + 1, rest, names, starts, ends)) is not None:
            return [part, *others]
    return None
