import ast
import re
import string

import pytest

import locales
from locales.catalogue import MissingText
from tests.sources import modules, tree

KEY = re.compile(r"[a-z_]+(\.[a-z0-9_]+)+")
VOICE = re.compile(r"!|vui lòng|kính gửi|trân trọng|hệ thống ghi nhận|không hợp lệ|sai cú pháp", re.IGNORECASE)


def strings() -> set[str]:
    return {
        node.value
        for _, path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and KEY.fullmatch(node.value)
    }


def asked() -> dict[str, tuple[str, set[str]]]:
    """Keys that stand as words in a call of text(…): where, and the names of the values it is given."""
    found = {}
    for module, path in modules():
        if module.startswith("storage."):  # its text(…) is SQL
            continue
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == "text":
                key = node.args[0] if node.args else None
                named = {word.arg for word in node.keywords if word.arg} - {"locale"}
                if isinstance(key, ast.Constant) and not any(word.arg is None for word in node.keywords):
                    found[str(key.value)] = (f"{module}:{node.lineno}", named)
    return found


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_key_that_is_used_exists() -> None:
    known = locales.keys()
    assert {key: place for key, (place, _) in asked().items() if key not in known} == {}


def test_every_key_that_exists_is_used() -> None:
    assert set(locales.keys()) - strings() == set()


def test_a_sentence_gets_every_value_it_names() -> None:
    known = locales.keys()
    missing = {
        f"{place} {key}": names
        for key, (place, given) in asked().items()
        if key in known and (names := placeholders(known[key]) - given)
    }
    assert missing == {}


def test_no_sentence_shouts_or_uses_a_forbidden_word() -> None:
    assert {key: text for key, text in locales.keys().items() if VOICE.search(text)} == {}


def test_an_unknown_key_is_a_fault_of_the_program() -> None:
    with pytest.raises(MissingText, match=r"no\.such\.key"):
        locales.text("no.such.key")


def test_no_vietnamese_is_said_outside_locales() -> None:
    """Words to people live in locales/; a reader's vocabulary may of course name Vietnamese words."""
    vietnamese = re.compile(r"[ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹđ]", re.IGNORECASE)
    readers = (
        "bot.intents",
        "scheduler.dates",
        "scheduler.plans",
        "scheduler.rosters",
        "scheduler.checklists",
        "bot.examples",
        "locales",
        "bot.replies.titles",
    )
    faults = []
    for module, path in modules():
        if module.startswith(readers):
            continue
        body = tree(path)
        docs = {id(doc.value) for doc in ast.walk(body) if isinstance(doc, ast.Expr)}
        faults += [
            f"{module}:{node.lineno} {node.value[:40]}"
            for node in ast.walk(body)
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in docs
            and vietnamese.search(node.value.replace("Nhắc Việc", ""))
        ]
    assert faults == []
