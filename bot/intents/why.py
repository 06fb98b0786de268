"""How a message was read, step by step, for whoever extends the rules: `nhacviec understand "…" --why`."""

from collections.abc import Iterator

from bot.intents.clauses import requests
from bot.intents.corrections import read_correction
from bot.intents.line import Line, Word
from bot.intents.model import Hearing
from bot.intents.one_request import Request
from bot.intents.ranking import Match, matches
from bot.intents.reader import line_with_signs, whole_sign
from bot.intents.tokens import line_of

_MOST_RULES = 5


def why(text: str, hearing: Hearing) -> Iterator[str]:
    """A line for each step: the words, the signs, then for each request the rules it fits, the deciding one first."""
    if whole := whole_sign(text):
        yield f"sign alone: {whole.value}"
        return
    yield f"words: {line_of(text).norm.strip()}"
    line = line_with_signs(text, hearing)
    if line is None:
        yield "nothing to read: no words, or another language"
        return
    correction = read_correction(line, hearing)
    if correction:
        yield f"takes something back: {correction.intent.value} on the values named last"
    for request in requests(line, hearing):
        yield from _decided(request, hearing)


def _decided(request: Request, hearing: Hearing) -> Iterator[str]:
    line = request.line
    yield f"request: {line.span(0, len(line.words))}"
    yield from (f"  sign {_sign(word, line)}" for word in line.words if word.is_sign)
    found = matches(line, hearing.role)
    if not found:
        yield "  no rule fits"
    for at, match in enumerate(found[:_MOST_RULES]):
        yield f"  {'decides' if at == 0 else 'beside':7} {_rule(match, line)}"
    if found and found[0].intent != request.reading.intent:
        yield f"  but what is left unread makes it {request.reading.intent.value}"


def _sign(word: Word, line: Line) -> str:
    value = f" = {word.value}" if isinstance(word.value, int | str) else ""
    return f'{word.norm}{value} on "{line.text[word.start : word.end]}"'


def _rule(match: Match, line: Line) -> str:
    rule, hit = match.rule, match.hit
    return f'{rule.weight} {rule.intent.value}: {rule.phrase}  on "{line.span(hit.first, hit.last)}"'
