"""Keys of an input method left in the text (Telex `viecj`, VNI `vie65c`) and letters held too long, put right."""

import re

from locales.folding import strip_marks

_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|gh|gi|ch|kh|ph|th|tr|qu|[bcdghklmnpqrstvx])?"
    r"(?:uye|uya|uyu|ieu|yeu|uoi|uou|oai|oay|oeo|uay|iu|ia|ie|ye|uo|ua|ui|uu|ue|uy|oa|oe|oi|ai|ay|ao|au|eo|eu|[aeiouy])"
    r"(?:ch|ng|nh|[cmnpt])?"
)
_TELEX_VOWELS = (("aa", "a"), ("ee", "e"), ("oo", "o"), ("dd", "d"), ("uw", "u"), ("ow", "o"), ("aw", "a"))
_TONE = re.compile(r"(?<=[aeiouy])([cmnpt]|ch|ng|nh)?[sfrxjz]+([cmnpt]|ch|ng|nh)?$")
_INNER_TONE = re.compile(r"(?<=[aeiouy])[sfrxjz](?=[aeiouycmnptg])")
_HELD = re.compile(r"(.)\1+")
_VNI = re.compile(r"(?=[a-z]*[aeiouyd])[a-z]+(?:[1-9]{1,2}[a-z]*){1,2}")


def is_syllable(word: str) -> bool:
    """Whether a word without diacritics can be one Vietnamese syllable."""
    return _SYLLABLE.fullmatch(word) is not None


def _from_telex(word: str) -> str:
    for keys, letter in _TELEX_VOWELS:
        word = word.replace(keys, letter)
    word = word.replace("w", "" if re.search("[aeiouy]", word) else "u")
    return _INNER_TONE.sub("", _TONE.sub(lambda m: (m[1] or "") + (m[2] or ""), word))


def _from_vni(word: str) -> str:
    return re.sub("[1-9]", "", word) if _VNI.fullmatch(word) else word


def repaired(word: str) -> str | None:
    """The syllable a slip stands for, or None: what can be a syllable as it is, or is none at all, stays."""
    if len(word) > 12 or is_syllable(word):
        return None
    tries = (_from_telex(word), _from_vni(word), _HELD.sub(r"\1", word), _from_telex(_HELD.sub(r"\1", word)))
    return next((one for one in tries if one != word and is_syllable(strip_marks(one))), None)
