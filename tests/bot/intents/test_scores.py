import random
import unicodedata
from collections.abc import Callable

import pytest

from bot.intents import Intent, read
from locales.folding import strip_marks
from tests.bot.intents.scoring import Row, hearing, rows, score

FILES = (
    "utterances-dev.jsonl",
    "utterances-own.jsonl",
    "utterances-own-2.jsonl",
    "utterances-own-3.jsonl",
    "utterances-independent.jsonl",
    "utterances-independent-2.jsonl",
)
_TONES = {"\u0301": "s", "\u0300": "f", "\u0309": "r", "\u0303": "x", "\u0323": "j"}


@pytest.mark.parametrize(
    ("name", "intents", "whole"),
    [(FILES[0], 0.99, 0.97), *((name, 0.98, 0.95) for name in FILES[1:4]), *((name, 0.99, 0.98) for name in FILES[4:])],
)
def test_the_reader_keeps_its_score(name: str, intents: float, whole: float) -> None:
    results = [(row["text"], *score(row)) for row in rows(name)]
    wrong = [text for text, _, right in results if not right]
    assert sum(intent for _, intent, _ in results) >= intents * len(results), wrong
    assert sum(right for _, _, right in results) >= whole * len(results), wrong


def _telex_word(word: str) -> str:
    letters, tone = "", ""
    for letter in word:
        base, *marks = list(unicodedata.normalize("NFD", letter))
        letters += "dd" if letter in "đĐ" else base
        for mark in marks:
            tone = _TONES.get(mark, tone)
            letters += base.lower() if mark == "\u0302" else "w" if mark in "\u0306\u031b" else ""
    return letters + tone


def _telex(text: str) -> str:
    chance = random.Random(text)
    return " ".join(
        _telex_word(word) if word.isalpha() and not word.isascii() and chance.random() < 0.3 else word
        for word in text.split(" ")
    )


def _without_particles(text: str) -> str:
    return " ".join(word for word in text.split(" ") if word.lower().strip(",.") not in {"ạ", "nhé", "nha", "dạ", "ơi"})


def _in_words(row: Row) -> bool:
    """Links, codes and commands are not words: they do not survive these changes, and need not."""
    return "/" not in row["text"] and any(letter.isalpha() and letter < "\u1f00" for letter in row["text"])


CHANGES: dict[str, Callable[[str], str]] = {
    "no marks": strip_marks,
    "capitals": lambda text: text.upper(),
    "small letters": lambda text: text.lower(),
    "telex keys left": _telex,
    "no particles": _without_particles,
    "more particles": lambda text: f"dạ {text} nhé ạ",
}


def _changed(kept: list[Row], change: Callable[[str], str]) -> list[tuple[str, str, str]]:
    """The messages whose intent is another one when they are typed otherwise."""
    before_after = [
        (row["text"], read(row["text"], hearing(row)).intent, read(change(row["text"]), hearing(row)).intent)
        for row in kept
    ]
    return [(text, before.value, after.value) for text, before, after in before_after if before != after]


def test_the_intent_survives_how_it_is_typed(capsys: pytest.CaptureFixture[str]) -> None:
    kept = [row for name in FILES for row in rows(name) if _in_words(row)]
    changed = {name: _changed(kept, change) for name, change in CHANGES.items()}
    with capsys.disabled():
        print(f"\n{'change':16} messages  another intent")
        for name, found in changed.items():
            print(f"{name:16} {len(kept):8} {len(found) / len(kept):15.2%}")
    assert {name: found for name, found in changed.items() if len(found) >= 0.02 * len(kept)} == {}


def test_every_intent_of_free_text_is_read_somewhere() -> None:
    read_ones = {Intent(row["intent"]) for name in FILES for row in rows(name)}
    typed = {intent for intent in Intent if intent.value in {row["intent"] for name in FILES for row in rows(name)}}
    assert typed == read_ones
    assert len(read_ones) == 35
