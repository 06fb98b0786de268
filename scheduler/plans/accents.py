"""Letters that a font or a text dump has damaged, put right where only one reading is possible."""

import re
import unicodedata

# Neighbours in old code pages and look-alikes that no Vietnamese word has.
_LETTERS = str.maketrans("ƣƢðÐǎǍāĀ", "ưƯđĐăĂãÃ")
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_MARKS = f"{_TONES}\u0302\u0306\u031b"
_VOWEL = "[aeiouyăâêôơưAEIOUYĂÂÊÔƠƯ]"
_DETACHED = re.compile(rf"(?<=[^\W\d_])(?P<space>[ \t]+)(?P<marks>[{_MARKS}]+)[ \t]?(?P<after>[^\W\d_]*)")
_AFTER_LETTER = re.compile(rf"(?<=[^\W\d_])([{_TONES}])[ \t]+(?=(?:ch|ng|nh|[cmnpt])\b)")
# Real words with this tone; all others in capitals are the grave one, which some fonts have at its place.
_CAPITAL_TILDE = re.compile(r"\b[A-ZĐ]{0,3}Õ[A-ZĐ]{0,2}\b")
_REAL_TILDE = re.compile("(V|R|NG|G|M|B|C)Õ|(D|C|L|GI)ÕI|(V|C)ÕNG|(L|T|H)ÕM|NÕN|ÕNG")
_ONSET = re.compile(r"(?<![\w\d/.-])((?:ngh|ch|gh|gi|kh|ng|nh|ph|qu|th|tr|[bcdđghklmnprstvx]))[ \t](?=([^\W\d_]+))")
_OWN_WORD = re.compile(
    "ở|ai|ăn|ấy|em|ông|anh|ảnh|ủy|ý|âm|ấn|ưu|yêu|uống|ít|in|an|ấp|ấm|áp|ổn|êm|ôn|úng|út|ân|oanh|uy|yên|yếu|ẩn|ốm|ô|ảo",
    re.IGNORECASE,
)
_CODA = re.compile(r"(?<![\w\d])([^\W\d_]+)[ \t](ch|ng|nh)(?![\w\d])")
_SYLLABLE = re.compile(
    r"(?:ngh|ch|gh|gi|kh|ng|nh|ph|qu|th|tr|[bcdđghklmnpqrstvx])?[aeiouyăâêôơư]{1,3}(?:ch|ng|nh|[cmnpt])?"
)


def restored(text: str) -> str:
    """`xa ̃co ́liên quan` → `xã có liên quan`, `Tƣ pháp` → `Tư pháp`, `PHÕNG` → `PHÒNG`; NFC."""
    text = unicodedata.normalize("NFC", text.translate(_LETTERS))
    text = _DETACHED.sub(_attached, text)
    text = unicodedata.normalize("NFC", _AFTER_LETTER.sub(r"\1", text))
    text = _CAPITAL_TILDE.sub(_with_its_tone, text)
    return _CODA.sub(_with_end, _ONSET.sub(_with_rest, text))


def _with_its_tone(word: re.Match[str]) -> str:
    return word[0] if _REAL_TILDE.fullmatch(word[0]) else word[0].replace("Õ", "Ò")


def _attached(found: re.Match[str]) -> str:
    """The marks go to the letter before them; what follows is a word of its own where it has a vowel."""
    after = found["after"]
    own_word = bool(re.search(_VOWEL, _plain(after))) and len(after) > 1
    return found["marks"] + (" " if own_word or not after else "") + after


def _plain(word: str) -> str:
    """Without tones, so that a syllable's letters are left: `Kể` → `kê`."""
    decomposed = unicodedata.normalize("NFD", word.lower())
    return unicodedata.normalize("NFC", "".join(mark for mark in decomposed if mark not in _TONES))


def _with_rest(found: re.Match[str]) -> str:
    """`c ủa` → `của`: letters that can't be a word, before letters that are none."""
    rest = _plain(found[2])
    whole = _plain(found[1]) + rest
    can_begin = not re.match(_VOWEL, rest) or _OWN_WORD.fullmatch(found[2])
    return found[0] if can_begin or not _SYLLABLE.fullmatch(whole) else found[1]


def _with_end(found: re.Match[str]) -> str:
    """`hà nh` → `hành`."""
    word = found[1] + found[2]
    open_ended = re.search(f"{_VOWEL}$", _plain(found[1]))
    return word if open_ended and _SYLLABLE.fullmatch(_plain(word)) else found[0]
