"""Which words of a line can belong to a title: plain ones, a period (`quý 3`), a post (`hộ tịch`)."""

from dataclasses import dataclass

from bot.intents.line import Line
from bot.intents.patterns import SURE, forms, plain
from bot.intents.title_words import COMPOUNDS, spelled
from locales.folding import fold


@dataclass(frozen=True)
class Title:
    """Title words as typed; `fits` are the ids of the list that they fit equally well, none where none does.

    `strong`: many words; `whole`: nothing of the title was left out."""

    words: str
    fits: tuple[int, ...] = ()
    strong: bool = False
    whole: bool = False


def is_period(line: Line, at: int) -> bool:
    """`quý 3`, `6 tháng` with nothing before it that makes it a date: it may belong to a title."""
    word = line.words[at]
    if word.norm != "DATE" or word.value.grain != "period" or word.value.bound:
        return False
    return fold(line.text[word.start : word.end]).split()[0] not in {"trong", "vao", "het", "tu", "ca"}


_LEADS_TO_PEOPLE = forms("nhắc giục giao cho của bên với do sang hối thúc đốc ai")


def is_post_in_title(line: Line, at: int) -> bool:
    """`hộ tịch`, `một cửa` in a title; not a post that something is asked of (`nhắc tư pháp`, `bên một cửa`)."""
    word = line.words[at]
    if word.norm != "ROLE" or (at and line.words[at - 1].norm in _LEADS_TO_PEOPLE):
        return False
    return fold(line.text[word.start : word.end]).split()[0] not in _POSTS_LEAD


_POSTS_LEAD = frozenset({"ben", "phong", "nganh", "anh", "chi", "dc", "dong"})


def is_word(line: Line, at: int) -> bool:
    return not line.words[at].is_sign or is_period(line, at) or is_post_in_title(line, at)


def spelled_word(line: Line, at: int) -> tuple[str, ...]:
    word = line.words[at]
    if word.is_sign:
        return spelled(line.text[word.start : word.end])
    typed = spelled(line.text[word.start : word.end])
    if len(typed) > 1 or word.norm.rstrip(SURE) in typed:
        return typed
    return spelled(word.norm.rstrip(SURE))


def begins_compound(line: Line, at: int) -> bool:
    """`hộ nghèo`, `chi ngân sách`: a small word that is half of another."""
    after = plain(line.words[at + 1].norm.rstrip(SURE)) if at + 1 < len(line.words) else ""
    return (plain(line.words[at].norm.rstrip(SURE)), after) in COMPOUNDS
