import pytest

from bot.intents.phrases import FIGURE, compiled
from bot.intents.rules import RULES
from bot.intents.tokens import line_of
from tests.bot.intents.scoring import rows


@pytest.mark.parametrize(
    ("phrase", "needs", "begins"),
    [
        ("(nhắc|giục) REF", [{"REF"}, {"nhắc", "nhac", "giục", "giuc"}], {"nhắc", "nhac", "giục", "giuc"}),
        ("đã? nộp", [{"nộp", "nop"}], {"đã", "da", "nộp", "nop"}),
        ("!nào ^ (cho (tôi|em))? =rối", [{"rối"}], {"cho", "cho_", "rối"}),
        ("<!đừng {n=[0-9]+} TASK", [{FIGURE}, {"TASK"}], {FIGURE}),
        ("~ nhắc", [{"nhắc", "nhac"}], None),
        ("(đã|{x=.*})", [], None),
        ("(đã)*", [], None),
    ],
)
def test_a_phrase_knows_the_words_it_cannot_do_without(
    phrase: str, needs: list[set[str]], begins: set[str] | None
) -> None:
    made = compiled(phrase)
    assert [set(clause) for clause in made.needs] == needs
    assert made.begins == (frozenset(begins) if begins else None)


def test_a_phrase_is_found_where_plain_searching_finds_it() -> None:
    typed = [row["text"] for name in ("utterances-dev.jsonl", "utterances-independent.jsonl") for row in rows(name)]
    for text in typed[::12]:
        line = line_of(text)
        for rule in RULES:
            plainly = compiled(rule.phrase).expression.search(line.norm)
            hit = line.find(rule.phrase)
            assert (hit is None) == (plainly is None), (text, rule.phrase)
            assert hit is None or plainly is None or hit.first == line.norm[: plainly.start()].count(" ")
