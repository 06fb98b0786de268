"""A small language for phrases, so that the rules can be read and extended by people who know Vietnamese.

    (xin|cho em) thêm DAYS      words, alternatives, the sign of something already found (capitals)
    đã? nộp                     `?` makes a word or a group optional
    nhắc ~ việc                 `~` up to three words between, `~~` up to eight
    !nào                        not followed by this word or group;  <!đừng  not preceded by this word
    (nhé|ạ)*                    any number of times
    =rối                        only with these marks: without them it is a common other word
    ^ $                         begin and end of the message
    {n=[0-9]+}                  a word of its own, named for whoever reads the match

A word is written with its diacritics. It matches what was typed with the same diacritics, with none, or with ones that
spell no other word of the rules: `hạn` matches `hạn`, `han` and `hận`, but `tôi` does not match `tới`.
"""

import re

from locales.folding import strip_marks

SURE = "_"
"""Put after a word typed without marks in a message that has them: `sau_` can't be `sáu`."""

_NAMED = r"\{(?:[^{}]|\{[^{}]*\})*\}"
_PIECE = re.compile(_NAMED + r"|~+|<!|[()|?*^$!]|[^\s()|?*^$~!{}<]+")
_PLAIN = {"(": "(?:", ")": ")", "|": "|", "?": "?", "*": "*", "^": "^", "$": "$"}
_OLD_TONES = re.compile(r"(?<=o)[àáảãạèéẻẽẹ]|(?<=(?<!q)u)[ỳýỷỹỵ]")
_MOVED = {
    **dict(zip("àáảãạ", ["òa", "óa", "ỏa", "õa", "ọa"], strict=True)),
    **dict(zip("èéẻẽẹ", ["òe", "óe", "ỏe", "õe", "ọe"], strict=True)),
    **dict(zip("ỳýỷỹỵ", ["ùy", "úy", "ủy", "ũy", "ụy"], strict=True)),
}


def listed(words: str) -> tuple[str, ...]:
    """Words written one after another, as data."""
    return tuple(words.split())


def canonical(word: str) -> str:
    """Lower case, with the tone on the vowel where the older spelling has it: `huỷ` → `hủy`, `hoà` → `hòa`."""
    word = word.lower()
    if word.isascii() or not _OLD_TONES.search(word):
        return word
    found = _OLD_TONES.search(word)
    return word if found is None or found.end() < len(word) else word[: found.start() - 1] + _MOVED[found.group()]


def plain(word: str) -> str:
    return strip_marks(word).lower()


def pieces_of(source: str) -> list[str]:
    """The words and signs of a phrase, one after another."""
    return _PIECE.findall(source)


def _word(word: str) -> str:
    if word.isupper():
        return f"(?:{re.escape(word)} )"
    if word.startswith("="):
        return f"(?:{re.escape(canonical(word[1:]))} )"
    marked, folded = canonical(word), plain(word)
    if marked == folded:
        return f"(?:{re.escape(word)}{SURE}? )"
    return f"(?:(?:{re.escape(marked)}|{re.escape(folded)}) )"


def _named(piece: str) -> str:
    name, _, inner = piece[1:-1].partition("=")
    return f"(?:(?P<{name}>{inner}) )"


def _behind(word: str) -> str:
    forms = {canonical(word), plain(word), plain(word) + SURE} if not word.isupper() else {word}
    return "".join(rf"(?<!(?<!\S){re.escape(form)} )" for form in sorted(forms))


def translated(pieces: list[str]) -> str:
    """The regular expression of a phrase."""
    out: list[str] = []
    before = ""
    for piece in pieces:
        if before == "<!":
            out.append(_behind(piece))
        elif piece in {"!", "<!"}:
            pass
        elif piece == "(" and before == "!":
            out.append("(?!")
        elif piece in _PLAIN:
            out.append(_PLAIN[piece])
        elif piece.startswith("{"):
            out.append(_named(piece))
        elif piece.startswith("~"):
            out.append(rf"(?:\S+ ){{0,{3 if piece == '~' else 8}}}?")
        else:
            out.append(f"(?!{_word(piece)})" if before == "!" else _word(piece))
        before = piece
    return "".join(out)


def forms(words: str) -> frozenset[str]:
    """Every way the listed words can stand in a line: as here, and without their marks."""
    return frozenset(
        form
        for word in words.split()
        for form in ((word, word + SURE) if word.isascii() else (canonical(word), plain(word)))
    )


def marked_words(source: str) -> set[str]:
    """The words of a phrase that carry diacritics, in canonical form."""
    pieces = (p.lstrip("=") for p in pieces_of(re.sub(_NAMED, " ", source)))
    words = (canonical(p) for p in pieces if p[:1].isalpha())
    return {word for word in words if not word.isascii()}


def bare_words(source: str) -> set[str]:
    """The words of a phrase that carry none."""
    words = (p for p in pieces_of(re.sub(_NAMED, " ", source)) if p[0].isalpha())
    return {word for word in words if word.isascii() and word.islower()}
