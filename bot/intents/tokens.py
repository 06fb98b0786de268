"""Text → Line: links, files and markup set apart, then words, each in its comparable form."""

import re
import unicodedata
from dataclasses import dataclass

from bot.intents import documents, lexicon, numbers
from bot.intents.line import Line, Word
from bot.intents.patterns import SURE, canonical, plain
from bot.intents.spelling import is_syllable, repaired
from bot.intents.vocabulary import GLUED, TRAILING

MAX_CHARS = 1000
MAX_WORDS = 120
"""What is read of a message: a request stands at its beginning, and reading stays quick."""

_URL = re.compile(
    r"(?:https?://|www\.)[^\s<>\"']+|\b(?:[a-z0-9-]{1,40}\.){1,5}(?:vn|com|net|org|gov|me|ly|gl|app|info)(?:/[^\s<>\"']*)?\b/?",
    re.I,
)
_FILE = re.compile(
    r"(?<![^\s/\\,;:()])[^\s/\\,;:()]+\.(?:pdf|docx?|xlsx?|pptx?|jpe?g|png|heic|zip|rar|7z|txt|csv|odt|ods|mp4)\b", re.I
)
_MARKUP = re.compile(r"<(script|style)\b[^>]*>.*?</\1\s*>|</?[a-z!][^<>]{0,200}>|\{\{.*?\}\}|\$\{.*?\}", re.I | re.S)
_SQL = re.compile(
    r"(?:['\"`;)]+\s*)?\b(?:drop\s+table|delete\s+from|insert\s+into|truncate\s+table|union\s+(?:all\s+)?select|"
    r"update\s+\w+\s+set|select\s+[\w*,.\s]{1,80}\sfrom)\b.*?(?:--|;|$)|'\s*or\s+['\d].*?=\s*\S+",
    re.I | re.S,
)
_CALL = re.compile(r"\b\w+\((?:[^()\n]{0,80}[\"'][^()\n]{0,80})\);?")
_TOKEN = re.compile(r"\d+(?:[./:-]\d+)+(?![^\W_])|%(?![\w%{])|[^\W_]+")
_GLUED = re.compile(r"([^\W\d_]+)(\d{1,4})")
_TRAILING = re.compile(r"(\d{1,3})([^\W\d_]+)")
_CLOSERS = ".,;:!?…)]}>'\""


@dataclass(frozen=True)
class _Piece:
    sign: str
    start: int
    end: int
    value: object


def _url_end(text: str, match: re.Match[str]) -> int:
    end = match.end()
    while (
        end > match.start()
        and text[end - 1] in _CLOSERS
        and not (text[end - 1] == ")" and "(" in text[match.start() : end])
    ):
        end -= 1
    return end


def _pieces(text: str) -> list[_Piece]:
    """Links, file names, document numbers and code, in order and apart from each other."""
    found = [
        _Piece("CODE", m.start(), m.end(), None) for pattern in (_MARKUP, _SQL, _CALL) for m in pattern.finditer(text)
    ]
    found += [
        _Piece("URL", m.start(), e, text[m.start() : e]) for m in _URL.finditer(text) for e in [_url_end(text, m)]
    ]
    found += [_Piece("FILE", m.start(), m.end(), m.group()) for m in _FILE.finditer(text)]
    found += [_Piece("DOC", start, end, None) for start, end in documents.places(text)]
    order = {"URL": 0, "FILE": 1, "DOC": 2, "CODE": 3}
    apart: list[_Piece] = []
    for piece in sorted(found, key=lambda p: (order[p.sign], p.start, -p.end)):
        if piece.end > piece.start and all(piece.end <= other.start or piece.start >= other.end for other in apart):
            apart.append(piece)
    return sorted(apart, key=lambda p: p.start)


def _form(word: str, *, sure: bool) -> str:
    """A word as the rules see it: with its marks where they tell words apart, else without."""
    marked = canonical(word)
    if marked.isascii():
        return marked + SURE if sure and marked in lexicon.TWINS else marked
    return marked if marked in lexicon.MARKED else plain(word)


def _spelled(token: str) -> str:
    folded = plain(token)
    if folded in lexicon.KNOWN or not folded.isascii():
        return token
    slip = repaired(folded)
    return slip if slip and (is_syllable(slip) or slip in lexicon.KNOWN) else token


def _split(token: str) -> list[str] | None:
    glued = _GLUED.fullmatch(token)
    if glued and glued[1] in GLUED and glued[1] != "t":
        return [GLUED[glued[1]], glued[2]]
    trailing = _TRAILING.fullmatch(token)
    if trailing and trailing[2] in TRAILING:
        return [trailing[1], TRAILING[trailing[2]]]
    return None


def _norms(token: str, *, sure: bool) -> list[str]:
    lower = token.lower()
    split = _split(canonical(lower))
    if split:
        return [_form(one, sure=False) for one in split]
    short = lexicon.SHORT.get(canonical(lower))
    if short is not None:
        return [_form(one, sure=False) for one in short]
    spelled = _spelled(lower)
    short = lexicon.SHORT.get(spelled) if spelled != lower else None
    return [_form(one, sure=False) for one in short] if short else [_form(spelled, sure=sure and spelled == lower)]


def _mostly_marked(tokens: list[str]) -> bool:
    letters = [token for token in tokens if token.isalpha() and len(token) > 1]
    return 2 * sum(not token.isascii() for token in letters) >= max(len(letters), 3)


def _words(text: str, start: int, end: int, *, sure: bool) -> list[Word]:
    words: list[Word] = []
    reached = start
    for match in _TOKEN.finditer(text, start, end):
        gap = text[reached : match.start()]
        reached = match.end()
        for norm in _norms(match.group(), sure=sure):
            words.append(Word(norm, match.start(), match.end(), gap))
            gap = ""
    return words


def line_of(text: str) -> Line:
    """The message as words. Beyond MAX_CHARS and MAX_WORDS it has none; its text stays whole, for a notice's sake."""
    whole = unicodedata.normalize("NFC", text)
    text = whole[:MAX_CHARS]
    pieces = _pieces(text)
    sure = _mostly_marked(_TOKEN.findall(text))
    words: list[Word] = []
    reached = 0
    for piece in pieces:
        words += _words(text, reached, piece.start, sure=sure)
        if piece.sign != "CODE":
            gap = text[words[-1].end if words else 0 : piece.start]
            words.append(Word(piece.sign, piece.start, piece.end, gap, piece.value))
        reached = piece.end
    words += _words(text, reached, len(text), sure=sure)
    return Line(whole, tuple(numbers.with_digits(words[:MAX_WORDS])))
