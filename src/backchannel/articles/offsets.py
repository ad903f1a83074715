"""Page-to-story offsets: where each stretch of a story's text stands unchanged in the decoded page."""

from __future__ import annotations

import bisect
import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from backchannel.articles.drafts import Paragraph, Piece

PARAGRAPH_BREAK = "\n\n"
ANCHOR = 30  # characters of a paragraph by which its place in the source is looked for
MOST_TRIES = 8
MOST_MISSES = 500  # paragraphs not found; each costs a search through the whole page, so the rest is not looked for
# Comments, elements whose content is not shown (an unclosed one ends with the page), tags, entities, and blanks but
# for a single space, which stays in its run.
_MARKUP = re.compile(
    r"(?P<hidden><!--.*?(?:-->|\Z)|<(?P<tag>script|style|noscript|template|svg)\b.*?(?:</(?P=tag)\s*>|\Z))"
    r"|(?P<block></?(?:p|div|br|li|h[1-6]|tr|td|article|section|ul|ol|blockquote|figure|header|footer)\b[^<>]*>)"
    r"|(?P<inline></?[A-Za-z!?][^<>]*>)"
    r"|(?P<entity>&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z]\w{1,30});)"
    r"|(?P<blank>[^\S ]\s*| \s+)",
    re.DOTALL | re.IGNORECASE,
)


def map_story(paragraphs: Sequence[Paragraph], decoded: str) -> tuple[Piece, ...]:
    """(story start, page start, length) for the joined paragraphs, neighbouring stretches merged."""
    stretches: list[Piece] = []
    at = 0
    for paragraph in paragraphs:
        for offset, page, length in paragraph.pieces:
            _append(stretches, (at + offset, page, length), decoded)
        at += len(paragraph.text) + len(PARAGRAPH_BREAK)
    return tuple(stretches)


def _append(stretches: list[Piece], piece: Piece, decoded: str) -> None:
    if stretches:
        story, page, length = stretches[-1]
        gap = piece[0] - story - length
        same = decoded[page + length : piece[1]] == PARAGRAPH_BREAK[:gap] if gap in (0, 2) else False
        if same and page + length + gap == piece[1]:
            stretches[-1] = (story, page, length + gap + piece[2])
            return
    stretches.append(piece)


def align_with_source(paragraphs: Iterable[Paragraph], source: str) -> tuple[Paragraph, ...]:
    """The paragraphs with their pieces in HTML source, as far as their characters stand unchanged there.

    Tags and entities interrupt a stretch. A paragraph that the source does not hold gets no pieces.
    """
    paragraphs = list(paragraphs)
    shown = _Shown(source, *_window(source, paragraphs))
    cursor = misses = 0
    aligned = []
    for paragraph in paragraphs:
        if misses > MOST_MISSES:
            aligned.append(paragraph)
            continue
        words = re.sub(r"\s+", " ", paragraph.text)
        found = shown.text.find(words, cursor) if words == paragraph.text else -1
        if found < 0 and words == paragraph.text:
            found = shown.text.find(words)
        if found < 0:
            misses += 1
            aligned.append(paragraph)
            continue
        cursor = max(cursor, found + len(words)) if found >= cursor else cursor
        aligned.append(replace(paragraph, pieces=shown.pieces(found, found + len(words))))
    return tuple(aligned)


def _window(source: str, paragraphs: Sequence[Paragraph]) -> tuple[int, int]:
    """The stretch of source that is sure to hold the paragraphs: the whole body where their ends are not found."""
    start = max(0, source.find("<body"))
    if not paragraphs:
        return start, start
    first, last = paragraphs[0].text[:ANCHOR], paragraphs[-1].text[-ANCHOR:]
    found = _outside_scripts(source, first, start)
    if found < 0:
        return start, len(source)
    end = _outside_scripts(source, last, found)
    return found, len(source) if end < 0 else end + len(last)


def _outside_scripts(source: str, words: str, start: int) -> int:
    """Where the words first stand in shown text, or -1."""
    for _ in range(MOST_TRIES):
        found = source.find(words, start)
        if found < 0:
            return -1
        opened = max(
            source.rfind("<script", start, found),
            source.rfind("<noscript", start, found),
            source.rfind("<style", start, found),
        )
        tag = source.rfind("<", start, found)
        if opened <= source.rfind("</", start, found) and tag <= max(source.rfind(">", start, found), start):
            return found
        start = found + 1
    return -1


class _Shown:
    """HTML source as shown: tags out, entities read, blanks made one; with the way back to the source."""

    def __init__(self, source: str, start: int, end: int) -> None:
        self._parts: list[str] = []
        self._starts: list[int] = []  # of each run, in the shown text
        self._runs: list[Piece] = []
        self._length = 0
        self._blank = True  # whether the shown text ends in a blank
        at = start
        for match in _MARKUP.finditer(source, start, end):
            if match.start() > at:
                self._show_run(source, at, match.start())
            at = match.end()
            kind = match.lastgroup
            if kind == "block" or kind == "blank":
                self._show_blank()
            elif kind == "entity":
                shown = html.unescape(match[0])
                if shown.isspace():
                    self._show_blank()
                else:
                    self._show(shown)
        self._show_run(source, at, end)
        self.text = "".join(self._parts)

    def _show(self, words: str) -> None:
        self._parts.append(words)
        self._length += len(words)
        self._blank = words[-1:] == " "

    def _show_blank(self) -> None:
        if not self._blank:
            self._show(" ")

    def _show_run(self, source: str, start: int, end: int) -> None:
        if self._blank and source.startswith(" ", start, end):
            start += 1
        if start < end:
            self._add(self._length, start, end - start)
            self._show(source[start:end])

    def _add(self, shown: int, source: int, length: int) -> None:
        if self._runs:
            last = self._runs[-1]
            if last[0] + last[2] == shown and last[1] + last[2] == source:
                self._runs[-1] = (last[0], last[1], last[2] + length)
                return
        self._starts.append(shown)
        self._runs.append((shown, source, length))

    def pieces(self, start: int, end: int) -> tuple[Piece, ...]:
        """The runs of source that make up this stretch of the shown text, offsets counted from its start."""
        found = []
        index = max(0, bisect.bisect_right(self._starts, start) - 1)
        for at in range(index, len(self._runs)):
            shown, source, length = self._runs[at]
            if shown >= end:
                break
            first, last = max(shown, start), min(shown + length, end)
            if first < last:
                found.append((first - start, source + first - shown, last - first))
        return tuple(found)
