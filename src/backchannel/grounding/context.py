"""The words around a match: whether it stands alone, and whether it is part of a longer name."""

from __future__ import annotations

import re
import string
from functools import cache
from typing import TYPE_CHECKING

from backchannel.rules import load_rules

if TYPE_CHECKING:
    from backchannel.grounding.actors import Entry

_WORD = re.compile(r"[\w.'&-]{1,40}")
_AFTER = re.compile(r" ([\w.'&-]{1,40})")
_LOWER_PREFIX = re.compile(r"(?:^|[^\w-])[a-z]+-$")
_INITIAL = re.compile(r"(?:[A-Z]\.){1,2}")
_ALSO_VERBS = frozenset({"Will", "May", "Mark", "Grant", "Chase", "Drew", "Bill"})
BLANK = frozenset({"", " ", "\n"})  # between these two a match stands alone, whatever else holds
CLOSING = frozenset({"", " ", "\n", ","})
REACH = 48  # characters looked at on either side
_LONGEST = 40  # characters of a word
_OPENING = 400  # characters of a line that tell how it is written
_UPPER = string.ascii_uppercase.encode()
_LOWER = string.ascii_lowercase.encode()


class Context:
    """A folded text, asked about its words. Each question looks at a bounded stretch or one line, kept once seen."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._lines: dict[int, tuple[bool, bool]] = {}

    def bounded(self, start: int, end: int) -> bool:
        """Whether the match is whole words: "US-China" and "Iran's" are; "pro-Russian", "US-led", "CNN.com" are not."""
        text = self.text
        before, after = text[start - 1 : start], text[end : end + 1]
        if before and (before.isalnum() or before in "_@/" and not text[start - 2 : start - 1].isalnum()):
            return False
        if before == "-" and _LOWER_PREFIX.search(text[max(0, start - REACH) : start]):
            return False
        if after.isalnum() or after == "_":
            return False
        follow = text[end + 1 : end + 2]
        if after in ("-", ".") and follow.islower():
            return False
        return not (after == "'" and follow.isalpha() and not re.match(r"'s\b|'S\b", text[end : end + 3]))

    def case_fits(self, start: int, end: int, *, capitals: bool, one_word: bool) -> bool:
        """Whether an all-capitals match may be read as the name: in a line of capitals an English word is no name."""
        if capitals:
            return not one_word or self.line_of(start)[0]
        words = self.text[start:end]
        if not words.isupper() or words.lower() not in word_list("capitals-words") or not self.line_of(start)[0]:
            return True
        before = self.before(start)
        return words == "US" and (before is None or before.lower() in word_list("capitals-before"))

    def line_of(self, position: int) -> tuple[bool, bool]:
        """Whether the line at that offset is written in capitals, and whether in title case."""
        start = self.text.rfind("\n", 0, position) + 1
        if start not in self._lines:
            end = self.text.find("\n", position)
            self._lines[start] = _case_of(self.text[start : end if end >= 0 else len(self.text)])
        return self._lines[start]

    def before(self, start: int) -> str | None:
        """The word right before, one blank between; None where there is none."""
        if self.text[start - 1 : start] != " ":
            return None
        near = self.text[max(0, start - REACH) : start - 1]
        last = near[near.rfind(" ") + 1 :]
        if last.isalnum() and len(last) <= _LONGEST:
            return last
        match = _WORD.match(near[::-1])  # read from its end
        return match[0][::-1] if match else None

    def after(self, end: int) -> str | None:
        """The word right after, one blank between; None where there is none."""
        match = _AFTER.match(self.text, end, end + REACH)
        return match[1] if match else None

    def opens_sentence(self, start: int, word: str) -> bool:
        """Whether the word right before ``start`` is the first of its sentence or line."""
        left = self.text[max(0, start - len(word) - 4) : start - len(word) - 1].rstrip(" ")
        return not left or left[-1] in "\n.!?:;\"“”'(—-•"


def is_longer_name(context: Context, start: int, end: int, entry: Entry) -> bool:
    """Whether the match is part of a longer, unknown name: "Fred Trump", "Jordan Hale", "Moscow Exchange"."""
    one_word = " " not in entry.words
    after = context.after(end)
    if after is not None and _is_capitalised(after):
        if after.rstrip(".") in word_list("name-endings") and entry.kind != "demonym":
            return True
        if _reads_on(context, end, after, entry):
            return True
    if not one_word or entry.kind in ("demonym", "people"):
        return False
    before = context.before(start)
    if before is None:
        return False
    return _has_first_name(context, start, before, entry)


def _reads_on(context: Context, end: int, after: str, entry: Entry) -> bool:
    """Whether the name goes on in the next capitalised word."""
    name = entry.kind in ("name", "metonym", "surname")
    known = entry.kind == "capital" or entry.words[:4] in ("the ", "The ")
    if not known and not (name and entry.words in word_list("also-first-names")):
        # Korean and Chinese names: "Park Jin Hyok" is not Park Jin.
        short = entry.person and entry.kind == "name" and len(after) <= 6 and "-" not in after
        if not short or entry.words.count(" ") != 1:
            return False
    if _is_title(after) or after.rstrip(".,") in word_list("time-words") or after.isupper():
        return False
    return not context.line_of(end)[1]  # asked last: it reads the whole line


def _has_first_name(context: Context, start: int, before: str, entry: Entry) -> bool:
    """Whether the word before is part of the name, and no title, possessive or sentence's start."""
    if _INITIAL.fullmatch(before):
        return not _is_title(before)
    if not _is_capitalised(before) or before.isupper() or before.endswith(("'s", "'", ".")) or _is_title(before):
        return False
    if before in word_list("first-names"):
        # «Will Russia attack?» opens with a verb, «Will Smith» with a name.
        return entry.person or before not in _ALSO_VERBS or not context.opens_sentence(start, before)
    if before in word_list("small-words"):
        return False
    # "Zeynep Akar said" opens a sentence far more often than "Yesterday Akar said" does.
    if not entry.person and (before in word_list("before-places") or context.opens_sentence(start, before)):
        return False
    return not context.line_of(start)[1]


def _is_title(word: str) -> bool:
    return word.rstrip(".,") in word_list("titles") or word.lower().rstrip(".,") in word_list("titles")


def _is_capitalised(word: str) -> bool:
    return word[:1].isupper() and any(char.islower() for char in word)


def _case_of(line: str) -> tuple[bool, bool]:
    """Whether the line's opening is in capitals, and whether in title case; the text is folded, so ASCII tells."""
    opening = line[:_OPENING]
    signs = opening.encode("ascii", "ignore")
    upper, lower = len(signs) - len(signs.translate(None, _UPPER)), len(signs) - len(signs.translate(None, _LOWER))
    capitals = upper + lower > 3 and upper >= 0.7 * (upper + lower)
    if line.rstrip("\"”' ").endswith((".", ";", ",")):  # a headline has no full stop
        return capitals, False
    words = [word for word in re.findall(r"[A-Za-z][\w'.-]*", opening) if len(word) > 3]
    return capitals, len(words) > 2 and sum(word[0].isupper() for word in words) >= 0.75 * len(words)


@cache
def word_list(id: str) -> frozenset[str]:
    """The words of that rule of ``rules/names.toml``."""
    return next(frozenset(rule["words"]) for rule in load_rules("names") if rule["id"] == id)
