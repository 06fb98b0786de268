"""Hostile text for the readers: what the fuzz scripts share."""

import random
import unicodedata

ODD = "0123456789/-.,;:()[]%\n\t\u00a0\u200b\u0301\u0323\u202e²٣Ⅲ½ªǅßİ𝟛\U0001f600\ud800\x00"


def any_characters(chance: random.Random) -> str:
    """3 to 5,000 characters of any script, signs and broken ones among them."""
    length = chance.choice([3, 20, 80, 300, 1000, 5000])
    high = chance.choice([0x7F, 0x1EFF, 0x10FFFF])
    return "".join(chance.choice(ODD) if chance.random() < 0.3 else chr(chance.randrange(high)) for _ in range(length))


def any_words(chance: random.Random, words: list[str]) -> str:
    """2 to 250 of the words, in any order."""
    return chance.choice([" ", "", ", "]).join(chance.choices(words, k=chance.choice([2, 6, 15, 60, 250])))


def mutated(chance: random.Random, texts: list[str]) -> str:
    """One of the texts with letters changed, cut, doubled, spliced or repeated; at most 20,000 characters."""
    text = chance.choice(texts)
    for _ in range(chance.choice([1, 2, 5])):
        at, to = sorted((chance.randrange(len(text) + 1), chance.randrange(len(text) + 1)))
        match chance.randrange(8):
            case 0:
                text = text[:at] + text[to:]
            case 1:
                text = text[:to] + text[at:]
            case 2:
                text = text[:at] + chance.choice(ODD) + text[at:]
            case 3:
                other = chance.choice(texts)
                text = text[:at] + other[chance.randrange(len(other) + 1) :]
            case 4:
                text = chance.choice([str.upper, str.lower, str.title, str.swapcase])(text)
            case 5:
                text = unicodedata.normalize(chance.choice(["NFC", "NFD", "NFKD"]), text)
            case 6:
                text = "".join(str(chance.randrange(100)) if c.isdecimal() else c for c in text)
            case _:
                text = (text[at:to] or text) * chance.choice([2, 5, 200]) + text[to:]
        text = text[:20_000]
    return text
