"""Words by their sound, as transliteration spells it: what consonants two spellings share, and how vowels may vary.

Own scheme, from what the common transliterations of Arabic, Persian and Cyrillic do with a sound: doubled letters, y
and i, ou and u, ee and i, kh and h, q and k or g, sh and ch, w and v, dh and d.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

SHORTEST = 5  # letters: shorter words carry too little to be another spelling ("Chen", "Shen")

_UNITS = re.compile(r"sch|tch|dzh|sh|ch|kh|gh|dh|th|ph|zh|dj|ck|ts|tz|[aeiouy]+|.", re.DOTALL)
# Consonants as written -> sound; those that are not here stand for themselves.
_SOUNDS = {
    "sch": "S", "tch": "S", "sh": "S", "ch": "S", "kh": "h", "gh": "g", "dh": "d", "th": "t", "ph": "f", "dzh": "j",
    "zh": "j", "dj": "j", "ck": "k", "c": "k", "w": "v", "ts": "z", "tz": "z",
}  # fmt: skip
_KEY = str.maketrans("qg", "kk")  # a q may be k or g, so all three share a key
_VOWELS = frozenset("aeiouy")
# Vowels that transliterations of one sound write; "y" is read as "i" before.
_SAME = {frozenset(pair) for pair in (
    ("ou", "u"), ("oo", "u"), ("ou", "oo"), ("ee", "i"), ("ii", "i"), ("aa", "a"), ("ei", "ai"), ("ia", "iia"),
    ("iou", "iu"), ("ei", "e"), ("uu", "u"), ("au", "ao"),
)}  # fmt: skip
# Vowels that another name may have as well.
_NEAR = {frozenset(pair) for pair in (
    ("a", "e"), ("e", "i"), ("o", "u"), ("e", ""), ("ei", "i"), ("ai", "e"), ("oo", "o"), ("ou", "o"), ("ie", "i"),
)}  # fmt: skip


@lru_cache(maxsize=65_536)
def skeleton(word: str) -> str:
    """The consonants of a word by sound; a short word as it is."""
    if len(word) < SHORTEST:
        return word
    consonants, vowels = _parts(word)
    return ("a" if vowels[0] else "") + "".join(consonants).translate(_KEY)


def alike_sounds(one: str, other: str) -> Literal["respelled", "near"] | None:
    """Whether two words that differ are one name spelled in two ways, or only near to it; None for neither."""
    if min(len(one), len(other)) < SHORTEST:
        return None
    (consonants, vowels), (others, rest) = _parts(one), _parts(other)
    if len(consonants) != len(others):
        return None
    pairs = zip(consonants, others, strict=True)
    if not all(a == b or (a in "qgk" and b in "qgk" and "q" in (a, b)) for a, b in pairs):
        return None
    near = False
    for place, (a, b) in enumerate(zip(vowels, rest, strict=True)):
        pair = frozenset((a, b))
        if a == b or pair in _SAME:
            continue
        if pair not in _NEAR or place == len(vowels) - 1:  # «Maria» is not «Marie», «Petrov» not «Petrova»
            return None
        near = True
    return "near" if near else "respelled"


@lru_cache(maxsize=65_536)
def _parts(word: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The consonants in order, doubled ones once, and the vowels before, between and after them."""
    consonants: list[str] = []
    vowels = [""]
    for unit in _UNITS.findall(word):
        if unit[0] in _VOWELS:
            vowels[-1] += unit.replace("y", "i")
            continue
        sound = _SOUNDS.get(unit, unit)
        if consonants and consonants[-1] == sound and not vowels[-1]:
            continue
        consonants.append(sound)
        vowels.append("")
    return tuple(consonants), tuple(vowels)
