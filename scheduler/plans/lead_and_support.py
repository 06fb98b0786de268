"""A cell that names both who leads and who supports: `Chủ trì: … Phối hợp: …`, `Phòng A (chủ trì), Phòng B`."""

import re

from locales.folding import fold

_LABEL = re.compile(
    r"(?:^|(?<=[\n;.]))\s*[-–+•*]?\s*(?:cơ quan|đơn vị|bộ phận|người)?\s*"
    r"(?P<label>chủ trì|phối hợp|thực hiện|tham mưu|phụ trách)\s*:\s*",
    re.IGNORECASE,
)
_LEADS = re.compile(r"\s*(?:\(\s*chủ trì\s*\)|\bchủ trì)\s*[.,;]?\s*$", re.IGNORECASE)
_SUPPORTS = re.compile(r"\s*(?:\(\s*phối hợp\s*\)|\bphối hợp)\s*[.,;]?\s*$", re.IGNORECASE)
# Beside one who is marked as leading, whoever bears no mark supports.
_UNMARKED = re.compile(rf"^(?!.*{_LEADS.pattern})", re.IGNORECASE | re.DOTALL)
# `Phòng Kinh tế chủ trì, phối hợp với Công an xã`: the support stands behind its word.
_BEHIND = re.compile(r"\s*[,;.]?\s*\bphối hợp\s+(?:với\s+)?(?=\S)", re.IGNORECASE)
_PIECES = re.compile(r"\n|;|,(?![^()]*\))")


def split_roles(cell: str) -> tuple[str, str]:
    """What the cell says of each; a cell that does not tell them apart names who leads."""
    labels = list(_LABEL.finditer(cell))
    return _by_labels(cell, labels) if labels else _by_endings(cell)


def _by_labels(cell: str, labels: list[re.Match[str]]) -> tuple[str, str]:
    lead, support = [cell[: labels[0].start()]], [""]
    for found, following in zip(labels, [*labels[1:], None], strict=True):
        words = cell[found.end() : following.start() if following else len(cell)]
        (support if fold(found["label"]) == "phoi hop" else lead).append(words)
    return _together(lead), _together(support)


def _by_endings(cell: str) -> tuple[str, str]:
    if (found := _BEHIND.search(cell)) and _LEADS.search(cell[: found.start()]):
        return _together([_LEADS.sub("", cell[: found.start()])]), _together([cell[found.end() :]])
    pieces = _PIECES.split(cell)
    if not any(_LEADS.search(piece) for piece in pieces):
        return cell, ""
    supports = _SUPPORTS if any(_SUPPORTS.search(piece) for piece in pieces) else _UNMARKED
    support = [_SUPPORTS.sub("", piece) for piece in pieces if supports.search(piece)]
    lead = [_LEADS.sub("", piece) for piece in pieces if not supports.search(piece)]
    return _together(lead), _together(support)


def _together(parts: list[str]) -> str:
    return ";\n".join(part.strip(" ;.\n") for part in parts if part.strip(" ;.\n"))
