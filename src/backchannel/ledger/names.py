"""Two written names: whether they can be one person's or one body's, whatever the transliteration.

Word knowledge is in ``rules/names_alike.toml``. Spellings that transliteration alone explains ("Mohammed" and
"Muhammad", "Rasheed" and "Rashid") are told from those that may as well be another name ("Jansen" and "Jensen").
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from backchannel.ledger.sounds import alike_sounds, skeleton
from backchannel.rules import load_rules

# How two names stand to each other, the surest first: letter for letter; spelled otherwise; a vowel apart; a short
# form; an initial; the words in another order; the end of one left out; one of them a single word; not alike.
Fit = Literal["exact", "respelled", "near", "nickname", "initial", "swapped", "part", "single", "differ"]
FITS: tuple[Fit, ...] = ("exact", "respelled", "near", "nickname", "initial", "swapped", "part", "single", "differ")
_TOKEN = Literal["exact", "respelled", "near", "nickname", "initial"]

MARK = "~"  # parts the name in a stranger's id from what makes it unique; stands in no other ref
LONGEST_SLUG = 60
LONGEST = 200  # characters of a name that are looked at
MOST_TOKENS = 12
_APOSTROPHES = re.compile("['’‘ʼʻ`´]")
_NOT_WORD = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class WrittenName:
    """A name as it is compared: its words without titles and particles, folded; ``generation`` is "jr", "ii" …;
    ``body`` is True for an organisation's or a group's."""

    words: tuple[str, ...]
    generation: str | None = None
    body: bool = False

    @property
    def full(self) -> bool:
        """Whether it has two words of more than one letter at its ends: a given name and a surname."""
        return len(self.words) > 1 and len(self.words[0]) > 1 and len(self.words[-1]) > 1

    @property
    def common(self) -> bool:
        """Whether many bear it: a common surname, or an organisation's name of general words alone."""
        lists = _lists()
        if self.body:
            return all(word in lists["body-word"] for word in self.words)
        return not self.words or self.words[-1] in lists["common"] or self.words[0] in lists["common-first"]


@lru_cache(maxsize=65_536)
def read_name(name: str, *, body: bool = False) -> WrittenName:
    """The name without titles, particles, case and accents; a name of nothing else keeps what it has."""
    lists = _lists()
    words = [word for word in fold_words(name) if word]
    generation = None
    while not body and len(words) > 2 and words[-1] in lists["generation"]:
        generation = {"junior": "jr", "senior": "sr"}.get(words[-1], words[-1])
        words.pop()
    if body:
        while len(words) > 1 and words[-1] in lists["body-end"]:
            words.pop()
        kept = [word for word in words if word not in ("the", "and", "of", "for")] or words
        return WrittenName(tuple(kept[:MOST_TOKENS]), None, body=True)
    titles = lists["title"] | lists["occupation"] | lists["vague"] | _offices()
    while len(words) > 2 and words[0] in titles:
        words.pop(0)
    words = _join(words, lists["joined"])
    first, *rest = words or [""]
    kept = [first, *(word for word in rest if word not in lists["particle"])] if first else []
    return WrittenName(tuple(kept[:MOST_TOKENS]) if len(kept) > 1 or len(words) < 2 else tuple(words), generation)


def fold_name(name: str) -> str:
    """A name without case, accents and punctuation: «Côte d’Ivoire» is «cote-d-ivoire»."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", name) if not unicodedata.combining(sign))
    return _NOT_WORD.sub("-", plain.casefold()).strip("-")


def fold_words(name: str) -> list[str]:
    """The words of a name in lower case without accents and apostrophes, parted at every other sign."""
    plain = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", name[:LONGEST]))
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign)).casefold()
    return [word for word in _NOT_WORD.sub(" ", plain.replace("ł", "l").replace("ø", "o")).split() if word]


def slug_of(name: str) -> str:
    """The beginning that the ids of all strangers of that name share."""
    return "-".join(fold_words(name))[:LONGEST_SLUG].strip("-")


def block_of(name: WrittenName) -> str | None:
    """A key that all names share with which this one may be joined automatically; None where it must not be."""
    if not name.words or not name.full:
        return None
    if name.body:
        return "b:" + "-".join(map(sound_of, name.words))
    return "p:" + "-".join(sorted((sound_of(name.words[0]), sound_of(name.words[-1]))))


def word_list(kind: str) -> frozenset[str]:
    """The words of a kind in ``rules/names_alike.toml``."""
    return _lists()[kind]


def sound_of(word: str) -> str:
    """What spellings of one word share."""
    return _variants().get(word) or skeleton(word)


def generations_differ(one: WrittenName, other: WrittenName) -> bool | None:
    """Whether "Jr" stands against "Sr"; None where just one tells it, which is how father and son are mixed up."""
    if one.generation == other.generation:
        return False
    return None if None in (one.generation, other.generation) else True


@lru_cache(maxsize=65_536)
def compare_names(one: WrittenName, other: WrittenName) -> Fit:
    """How the two stand to each other; the same in either order."""
    if not one.words or not other.words or one.body != other.body:
        return "differ"
    if one.words == other.words:
        return "exact" if len(one.words) > 1 else "single"
    if one.body:
        return _compare_bodies(one.words, other.words)
    short, long = sorted((one.words, other.words), key=lambda words: (len(words), words))
    if len(short) == 1:
        return "single" if any(_alike(short[0], word) in ("exact", "respelled") for word in (long[0], long[-1])) else (
            "differ")  # fmt: skip
    ends = [_alike(short[0], long[0]), _alike(short[-1], long[-1])]
    if None not in ends and ends[1] not in ("nickname", "initial"):
        if not _middles_fit(short[1:-1], long[1:-1]):
            return "differ"
        return max((found for found in ends if found is not None), key=FITS.index)
    if short[::-1] == long:
        return "swapped"
    return "part" if _alike(short[0], long[0]) in ("exact", "respelled") and _follows(short[1:], long[1:]) else "differ"


def _compare_bodies(one: tuple[str, ...], other: tuple[str, ...]) -> Fit:
    short, long = sorted((one, other), key=lambda words: (len(words), words))
    initials = "".join(word[0] for word in long)
    if len(short) == 1:
        return "single" if len(long) > 1 and (short[0] == initials or short[0] in (long[0], long[-1])) else "differ"
    pairs = zip(short, long, strict=False)
    if len(short) == len(long) and all(_alike(a, b) in ("exact", "respelled") for a, b in pairs):
        return "respelled"
    return "part" if short == long[: len(short)] or short == long[-len(short) :] else "differ"


def _alike(one: str, other: str) -> _TOKEN | None:
    if one == other:
        return "exact" if len(one) > 1 else "initial"
    if 1 in (len(one), len(other)):
        return "initial" if one[0] == other[0] else None
    variants = _variants()
    if variants.get(one, one) == variants.get(other, other):
        return "respelled"
    names = _nicknames()
    if names.get(one, one) == names.get(other, other):
        return "nickname"
    if {one, other} & _lists()["firm"]:
        return None
    return alike_sounds(one, other)


def _middles_fit(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Whether the words between first and last can be one person's: those of one are all among the other's, in order.
    "John A. Smith" is not "John B. Smith", and "John Smith" may be either."""
    return _follows(short, long) or _follows(long, short)


def _follows(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    rest = iter(long)
    return all(any(_alike(word, other) is not None for other in rest) for word in short)


def _join(words: list[str], joined: frozenset[str]) -> list[str]:
    """The words, «abdul karim» and «abd al karim» as one: "abdulkarim"."""
    found: list[str] = []
    pending = iter(words)
    for word in pending:
        if word in joined and (after := next(pending, None)) is not None:
            if after in ("al", "el", "ul", "ar", "as", "ad") and (more := next(pending, None)) is not None:
                after = more
            word = ("abdul" if word.startswith("abd") else word) + after
        found.append(word)
    return found


@cache
def _lists() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for rule in load_rules("names_alike"):
        found.setdefault(rule["is"], set()).update(rule["words"])
    return {kind: frozenset(words) for kind, words in found.items()}


@cache
def _variants() -> Mapping[str, str]:
    """Spelling -> the one that stands for its name."""
    return {word: rule["words"][0] for rule in load_rules("names_alike") if rule["is"] == "variants"
            for word in rule["words"]}  # fmt: skip


@cache
def _nicknames() -> Mapping[str, str]:
    return {word: rule["of"] for rule in load_rules("names_alike") if rule["is"] == "nickname"
            for word in rule["words"]}  # fmt: skip


@cache
def _offices() -> frozenset[str]:
    """Single words of ``rules/roles.toml`` that stand before names."""
    return frozenset(_office_words())


def _office_words() -> Iterator[str]:
    for rule in load_rules("roles"):
        if rule["is"] in ("office", "agent", "title"):
            yield from (word for word in rule["words"] if word.isalpha())
