"""Quotation marks -> quotations: where quoted words begin and end, across sentences and paragraphs.

Marks may be curly, straight, doubled apostrophes (as in old wire copy) or single curly ones. Within a paragraph an
opening mark is closed by the next closing one. A quotation left open at a paragraph's end goes on where the next
paragraph opens with a mark again, as printers do; otherwise it ends with its paragraph.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

_PARAGRAPH = re.compile(r"[^\n]+")
_MARK = re.compile(r"[“”\"]|'{2,3}|``|[‘’]|(?<![\w'])'(?=\w)|(?<=[.,!?])'(?![\w'])")
_OPENERS_BEFORE = "([{—–-/:;"
_DOUBLE = frozenset({"“", "”", '"', "''", "``"})
_CLOSED_BY = {"“": '”"', "``": ("”", "''", '"'), "''": ("''", "”", '"'), '"': ('"', "”")}
_LONGEST = 20_000  # characters of one quotation; a longer one is a mark that was never closed


@dataclass(frozen=True, slots=True)
class Quotation:
    """One quotation inside one paragraph. ``start``/``end`` enclose the marks, ``first``/``last`` the words.

    ``closed`` is False where no closing mark stands at the end; ``resumed`` is True where it goes on from the paragraph
    before.
    """

    start: int
    end: int
    first: int
    last: int
    closed: bool = True
    resumed: bool = False


class Quotations:
    """A text with all its quotations in order, found by place."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.all = find_quotations(text)
        self._starts = [quotation.start for quotation in self.all]

    def around(self, position: int) -> Quotation | None:
        """The quotation that holds the position between its marks."""
        index = bisect_right(self._starts, position) - 1
        if index >= 0 and self.all[index].first <= position < self.all[index].last:
            return self.all[index]
        return None

    def starting_at(self, position: int) -> Quotation | None:
        """The quotation whose opening mark stands at the position."""
        index = bisect_right(self._starts, position) - 1
        return self.all[index] if index >= 0 and self.all[index].start == position else None

    def ending_at(self, position: int) -> Quotation | None:
        """The quotation whose closing mark ends at the position."""
        index = bisect_right(self._starts, position) - 1
        return self.all[index] if index >= 0 and self.all[index].end == position else None

    def overlapping(self, start: int, end: int) -> tuple[Quotation, ...]:
        """The quotations that share words with the stretch."""
        index = max(0, bisect_right(self._starts, start) - 1)
        found = []
        while index < len(self.all) and self.all[index].start < end:
            if self.all[index].end > start:
                found.append(self.all[index])
            index += 1
        return tuple(found)

    def within(self, start: int, end: int) -> tuple[Quotation, ...]:
        """The quotations that lie wholly inside the stretch."""
        low = bisect_right(self._starts, start - 1)
        high = bisect_right(self._starts, end)
        return tuple(quotation for quotation in self.all[low:high] if quotation.end <= end)


def find_quotations(text: str) -> tuple[Quotation, ...]:
    """The outermost quotations of the text in order; those inside quotations are not listed."""
    found: list[Quotation] = []
    open_before = False
    for paragraph in _PARAGRAPH.finditer(text):
        if not paragraph.group().strip():
            continue
        pieces = _in_paragraph(text, paragraph.start(), paragraph.end(), open_before)
        found.extend(pieces)
        last = paragraph.start() + len(paragraph.group().rstrip())
        open_before = bool(pieces) and not pieces[-1].closed and pieces[-1].end >= last
    return tuple(found)


def _in_paragraph(text: str, start: int, end: int, open_before: bool) -> list[Quotation]:
    found: list[Quotation] = []
    opened: re.Match[str] | None = None
    for mark in _MARK.finditer(text, start, end):
        if opened is None:
            if _opens(text, mark, start):
                opened = mark
        elif _closes(text, mark, opened, end):
            found.append(_between(text, opened, mark.end(), mark.start(), resumed=open_before and not found))
            opened = None
    if opened is not None and _sign(opened) in _DOUBLE:
        last = start + len(text[start:end].rstrip())
        if last - opened.end() <= _LONGEST and last > opened.end():
            piece = _between(text, opened, last, last, resumed=open_before and not found)
            found.append(Quotation(piece.start, piece.end, piece.first, piece.last, False, piece.resumed))
    return found


def _between(text: str, opened: re.Match[str], end: int, last: int, *, resumed: bool) -> Quotation:
    return Quotation(opened.start(), end, opened.end(), max(last, opened.end()), True, resumed)


def _sign(mark: re.Match[str]) -> str:
    """The mark's kind; three apostrophes are the end of an inner and an outer quotation."""
    return "''" if mark.group() == "'''" else mark.group()


def _opens(text: str, mark: re.Match[str], start: int) -> bool:
    sign = _sign(mark)
    if sign in ("“", "``", "‘"):
        return True
    if sign in ("”", "’"):
        return False
    before = text[mark.start() - 1] if mark.start() > start else " "
    after = text[mark.end()] if mark.end() < len(text) else " "
    if sign == "'":
        return (before.isspace() or before in _OPENERS_BEFORE) and after.isalpha()
    return not after.isspace() and (before.isspace() or before in _OPENERS_BEFORE or before in "‘'“,")


def _closes(text: str, mark: re.Match[str], opened: re.Match[str], end: int) -> bool:
    sign, opener = _sign(mark), _sign(opened)
    if opener in _CLOSED_BY:
        # An opening mark behind a comma is a slip for a closing one: «“So be it,“ he said».
        slip = sign == opener == "“" and text[mark.start() - 1] in ",.!?" and text[mark.end() : mark.end() + 1] == " "
        return slip or sign in _CLOSED_BY[opener]
    # A single mark may be an apostrophe: it closes behind a word only where no letter follows and no plural «s» stands.
    after = text[mark.end()] if mark.end() < end else " "
    before = text[mark.start() - 1]
    return sign in ("’", "'") and not after.isalnum() and (before in ".,!?…;:—" or before != "s")
