"""Story -> Print: a story's words as numbers, robust to case, quotes, dashes and blanks, and hashes of its shingles.

A shingle is eight words in a row; eight-word containment tells wire copies best among plain measures. Hashes are our
own fixed arithmetic (a polynomial over code points, then the splitmix64 finaliser), so they are the same on every
machine and may be stored. Nothing here loops over words in Python: a story of 400 words takes about 0.1 ms.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache

import numpy as np
from numpy.typing import NDArray

from backchannel.articles.credits import PLAIN, agency_named
from backchannel.records import Span, Story
from backchannel.rules import load_rules

SIZE = 8  # words in a shingle
SAMPLE = 4  # one shingle in so many is kept for the search, by its hash
MOST_KEYS = 1024  # sampled shingles of one story; of longer texts the smallest hashes are kept
MOST_CHARACTERS = 400_000  # of a text are looked at, about 65,000 words
_LONGEST_WORD = 64  # characters that count
_MOST_OF_TITLE = 500  # characters

Words = NDArray[np.uint32]
Hashes = NDArray[np.uint64]
Numbers = NDArray[np.int64]

_BASE = np.uint64(0x9E3779B97F4A7C15)
_DROPPED, _BREAK = 1, 0  # classes of characters that are no part of words
_DOT, _COMMA = 2, 3
_APOSTROPHES = "'’‘ʼ`´"


def _no_words() -> Words:
    return np.zeros(0, np.uint32)


@dataclass(frozen=True, slots=True, eq=False)
class Print:
    """A story's words as hashes with their places in its text, and the facts that weigh in telling copies.

    ``agency`` and ``outlet`` are folded names; ``mark`` counts the updates that the headline tells of (0: none);
    ``moment`` is the time of publication in minutes of UTC since 1970, None where the page tells none with its zone;
    ``title`` holds the headline's words.
    """

    story: str
    words: Words
    starts: Words
    lengths: NDArray[np.uint8]
    agency: str | None = None
    outlet: str | None = None
    published: dt.date | None = None
    mark: int = 0
    moment: int | None = None
    title: Words = field(default_factory=_no_words)

    def __len__(self) -> int:
        return len(self.words)

    def span(self, start: int, end: int) -> Span:
        """The span of the words from ``start`` to before ``end`` in the story's text."""
        last = end - 1
        return Span(self.story, int(self.starts[start]), int(self.starts[last]) + int(self.lengths[last]))


def take_print(story: Story) -> Print:
    """The print of a story. Only the first MOST_CHARACTERS of its text are looked at."""
    words, starts, lengths = split_words(story.text[:MOST_CHARACTERS])
    return Print(
        story.id,
        words,
        starts,
        lengths,
        agency=_fold(story.agency),
        outlet=_fold(story.outlet),
        published=story.published,
        mark=_update_mark(story.title),
        moment=read_moment(story.published_at),
        title=split_words((story.title or "")[:_MOST_OF_TITLE])[0],
    )


def read_moment(stamp: str | None) -> int | None:
    """Minutes of UTC since 1970 of an ISO 8601 time; None where it is a day alone or tells no zone."""
    if stamp is None or len(stamp) <= len("2025-10-18"):
        return None
    try:
        at = dt.datetime.fromisoformat(stamp)
    except ValueError:
        return None
    if at.tzinfo is None or not 1 < at.year < dt.MAXYEAR:  # at the calendar's ends UTC may be another year
        return None
    return int(at.timestamp() // 60)


def split_words(text: str) -> tuple[Words, Words, NDArray[np.uint8]]:
    """Hash, start and length (at most 255) of each word of a text.

    Case, accents, apostrophes and the points and commas inside "U.S." and "1,500" do not count; figures do.
    """
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    kinds = _folding()[np.minimum(codes, 0xFFFF)].astype(np.uint64)
    kinds = _settle_points(kinds)
    place = np.flatnonzero(kinds != _DROPPED)
    kept = kinds[place]
    inside = kept > _COMMA
    inside_before = np.concatenate(([False], inside[:-1]))
    letters = np.flatnonzero(inside)
    if not len(letters):
        return np.zeros(0, np.uint32), np.zeros(0, np.uint32), np.zeros(0, np.uint8)
    word_starts = np.flatnonzero(inside & ~inside_before)
    word_of = np.cumsum(inside & ~inside_before)[letters] - 1
    within = np.minimum(letters - word_starts[word_of], _LONGEST_WORD - 1)
    values = kept[letters] * _powers()[within]
    first = np.flatnonzero(np.concatenate(([True], word_of[1:] != word_of[:-1])))
    sums = np.add.reduceat(values, first)
    lasts = np.append(letters[first[1:] - 1], letters[-1])
    starts = place[word_starts]
    lengths = np.minimum(place[lasts] + 1 - starts, 255)
    return (_mix(sums) >> np.uint64(32)).astype(np.uint32), starts.astype(np.uint32), lengths.astype(np.uint8)


def shingle_hashes(words: Words) -> Hashes:
    """The hash of each run of SIZE words, in order; one hash over all words where there are fewer."""
    if not len(words):
        return np.zeros(0, np.uint64)
    size = min(SIZE, len(words))
    wide = words.astype(np.uint64)
    count = len(words) - size + 1
    total = np.zeros(count, np.uint64)
    for step in range(size):
        total = total * _BASE + wide[step : step + count]
    mixed: Hashes = _mix(total)
    return mixed


def sample_shingles(hashes: Hashes) -> tuple[Hashes, Numbers]:
    """The sampled shingles, each once, and the place of each one's first word; the same ones are sampled in any story.

    Where chance samples none of a short note, its smallest hash stands in, so that its exact copies are still found.
    """
    places = np.flatnonzero(hashes % np.uint64(SAMPLE) == 0)
    if not len(places) and len(hashes):
        places = np.array([int(np.argmin(hashes))])
    keys, first = np.unique(hashes[places], return_index=True)
    if len(keys) > MOST_KEYS:
        keys, first = keys[:MOST_KEYS], first[:MOST_KEYS]
    return keys, places[first]


@cache
def cue_words() -> Words:
    """The words that stations' own pages use and wire stories do not, hashed (``rules/copies.toml``)."""
    words = [word for rule in load_rules("copies") if rule["kind"] == "page-words" for word in rule["words"]]
    return np.unique(split_words("\n".join(words))[0])


def _update_mark(title: str | None) -> int:
    if title is None:
        return 0
    return max((_count_mark(pattern, title.translate(PLAIN)) for pattern in _mark_patterns()), default=0)


def _count_mark(pattern: re.Pattern[str], title: str) -> int:
    found = pattern.search(title[:300])
    if found is None:
        return 0
    number = found.groupdict().get("number")
    return int(number) if number else 1


@cache
def _mark_patterns() -> tuple[re.Pattern[str], ...]:
    rules = [rule for rule in load_rules("copies") if rule["kind"] == "update-mark"]
    return tuple(re.compile(rule["pattern"]) for rule in rules)


def _fold(name: str | None) -> str | None:
    if name is None:
        return None
    name = agency_named(name) or name
    return " ".join(re.findall(r"\w+", name.casefold())).removeprefix("the ") or None


def _mix(values: Hashes) -> Hashes:
    """The splitmix64 finaliser: each bit of the outcome depends on each bit of the value."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed: Hashes = values ^ (values >> np.uint64(31))
    return mixed


def _settle_points(kinds: Hashes) -> Hashes:
    """Points between letters ("U.S.") and commas between figures are dropped, points between figures kept."""
    places = np.flatnonzero((kinds == _DOT) | (kinds == _COMMA))
    around = np.concatenate((np.zeros(1, np.uint64), kinds, np.zeros(1, np.uint64)))
    before, after = around[places], around[places + 2]
    dots = kinds[places] == _DOT
    figures = _are_figures(before) & _are_figures(after)
    letters = dots & (before > _COMMA) & (after > _COMMA) & ~_are_figures(before) & ~_are_figures(after)
    kinds[places] = np.where(figures & dots, ord("."), np.where(figures | letters, _DROPPED, _BREAK))
    return kinds


def _are_figures(kinds: Hashes) -> NDArray[np.bool_]:
    return (kinds >= ord("0")) & (kinds <= ord("9"))


@cache
def _folding() -> Words:
    """For each character of the basic plane what it counts as: a folded letter or figure, or one of the classes."""
    table = np.zeros(0x10000, np.uint32)
    for code in range(0x10000):
        character = chr(code)
        if character.isalnum():
            plain = unicodedata.normalize("NFKD", character)[0].lower()
            table[code] = ord(plain[0]) if len(plain) == 1 and plain.isalnum() else code
        elif unicodedata.category(character) in {"Mn", "Cf"} or character in _APOSTROPHES:
            table[code] = _DROPPED
    table[ord(".")], table[ord(",")] = _DOT, _COMMA
    table[0xFFFF] = _BREAK
    return table


@cache
def _powers() -> Hashes:
    powers = np.full(_LONGEST_WORD, _BASE, np.uint64)
    powers[0] = 1
    return np.cumprod(powers)
