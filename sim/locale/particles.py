"""Korean particles: which of a pair follows a word depends on whether its last syllable ends in a consonant.

Catalogues write both, as in `이(가)`; names put into a sentence decide. What stands in brackets after a name is not read aloud, so the syllable
before the brackets counts. Digits and signs count as they are read.
"""

from __future__ import annotations

import re
from typing import Final

_PAIRS: Final = {
    "이(가)": ("이", "가"), "을(를)": ("을", "를"), "은(는)": ("은", "는"), "과(와)": ("과", "와"), "(으)로": ("으로", "로"), "(이)": ("이", ""),
}  # fmt: skip
"""What stands after a consonant and after a vowel."""
_BRACKETS: Final = r"(?:\s?\((?:[^()]|\([^()]*\))*\))*"
_FORM: Final = re.compile(rf"([^\s'\"’”])(['\"’”]?{_BRACKETS})(이\(가\)|을\(를\)|은\(는\)|과\(와\)|\(으\)로|\(이\))")
_READ_WITH_CONSONANT: Final = set("013678LMNRlmnr")
"""Digits and letters whose Korean reading ends in a consonant; the per cent sign is read with a vowel."""
_READ_WITH_RIEUL: Final = set("178LRlr")
_FIRST, _LAST, _FINALS, _RIEUL = 0xAC00, 0xD7A3, 28, 8


def _ending(sign: str) -> int:
    """Number of the final consonant of a sign as it is read, 0 if none."""
    if _FIRST <= ord(sign) <= _LAST:
        return (ord(sign) - _FIRST) % _FINALS
    if sign in _READ_WITH_RIEUL:
        return _RIEUL
    return 1 if sign in _READ_WITH_CONSONANT else 0


def with_particles(text: str) -> str:
    """The text with each doubled particle settled.

    Example:
        >>> with_particles("산악파(대표 아델)이(가) 이겼다.")
        '산악파(대표 아델)가 이겼다.'
    """

    def settled(match: re.Match[str]) -> str:
        word, brackets, both = match.groups()
        ending = _ending(word)
        after_consonant, after_vowel = _PAIRS[both]
        if both == "(으)로" and ending == _RIEUL:
            ending = 0
        return f"{word}{brackets}{after_consonant if ending else after_vowel}"

    return _FORM.sub(settled, text)
