"""Claims -> marked text: pieces of the story's text that nest, so that any number of claims may overlap.

HTML elements must nest; claims need not. Every claim is cut at paragraph ends and where it crosses a claim that began
before it. Its first piece carries the claim's id, so a link lands on it; all pieces carry ``data-claim``.
"""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from backchannel.records import Span, Story

Layer = Literal["statement", "channel", "event", "actor", "at"]

# From the outside in, where two claims are equally long: a statement holds the events told in it.
_ORDER: dict[Layer, int] = {"at": 0, "statement": 1, "channel": 2, "event": 3, "actor": 4}
_DEEPEST = 24  # marks inside one another; what would go deeper stays unmarked
_PARAGRAPH = re.compile(r"[^\n]+")


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim to be marked: the id of its mark, the panel entry it belongs to, and where it stands."""

    id: str
    item: str
    layer: Layer
    span: Span
    label: str


@dataclass(frozen=True, slots=True)
class Open:
    """A mark begins. ``first``: it is the claim's first piece and carries its id."""

    claim: Claim
    first: bool
    kind: Literal["open"] = "open"


@dataclass(frozen=True, slots=True)
class Text:
    """Words, and the innermost claim they belong to."""

    words: str
    claim: Claim | None
    kind: Literal["text"] = "text"


@dataclass(frozen=True, slots=True)
class Close:
    """The innermost mark ends."""

    kind: Literal["close"] = "close"


Token = Open | Text | Close


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of the text, as opening marks, words and closing marks in order."""

    heading: bool
    tokens: tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int
    end: int
    claim: Claim


def mark_story(story: Story, claims: Iterable[Claim]) -> tuple[Paragraph, ...]:
    """The story's paragraphs with all claims marked; the words put together are the story's words, unchanged."""
    pieces = sorted((piece for claim in claims for piece in _pieces(claim)), key=_before)
    heads = {(head.start, head.end) for head in story.headings}
    started: set[str] = set()
    paragraphs, number = [], 0
    for match in _PARAGRAPH.finditer(story.text):
        if not match.group().strip():
            continue
        start, end = match.span()
        here: list[_Piece] = []
        while number < len(pieces) and pieces[number].start < end:
            piece = pieces[number]
            number += 1
            if piece.end > end:  # goes on in the next paragraph
                rest = _Piece(end, piece.end, piece.claim)
                _insert(pieces, number, rest)
                piece = _Piece(piece.start, end, piece.claim)
            clipped = _Piece(max(piece.start, start), piece.end, piece.claim)
            if clipped.start < clipped.end:
                here.append(clipped)
        tokens = tuple(_nest(story.text, (start, end), here, started))
        inner = (start + len(match.group()) - len(match.group().lstrip()), start + len(match.group().rstrip()))
        paragraphs.append(Paragraph(inner in heads or (start, end) in heads, tokens))
    return tuple(paragraphs)


def broken_claims(paragraphs: Iterable[Paragraph]) -> tuple[str, ...]:
    """Ids of claims that were cut in several pieces: a link to the first alone would show too little."""
    counts: dict[str, int] = {}
    for paragraph in paragraphs:
        for token in paragraph.tokens:
            if token.kind == "open":
                counts[token.claim.id] = counts.get(token.claim.id, 0) + 1
    return tuple(id for id, count in counts.items() if count > 1)


def _pieces(claim: Claim) -> Iterator[_Piece]:
    for start, end in claim.span.parts or ((claim.span.start, claim.span.end),):
        if start < end:
            yield _Piece(start, end, claim)


def _before(piece: _Piece) -> tuple[int, int, int, str]:
    return piece.start, -piece.end, _ORDER[piece.claim.layer], piece.claim.id


def _insert(pieces: list[_Piece], low: int, piece: _Piece) -> None:
    """Keeps the rest of the list sorted; the rests of one paragraph all start where it ends, so the walk is short."""
    position = low
    key = _before(piece)
    while position < len(pieces) and _before(pieces[position]) < key:
        position += 1
    pieces.insert(position, piece)


def _nest(text: str, bounds: tuple[int, int], pieces: list[_Piece], started: set[str]) -> Iterator[Token]:
    """The tokens of one paragraph. A piece that crosses the end of the mark it begins in is cut there."""
    queue = [(_before(piece), number, piece) for number, piece in enumerate(pieces)]
    heapq.heapify(queue)
    serial = len(queue)
    position, stack = bounds[0], list[_Piece]()
    while queue or stack:
        upcoming = queue[0][2] if queue else None
        if stack and (upcoming is None or stack[-1].end <= upcoming.start):
            top = stack.pop()
            yield from _words(text, position, top.end, top.claim)
            position = top.end
            yield Close()
            continue
        if upcoming is None:
            break
        heapq.heappop(queue)
        if len(stack) >= _DEEPEST:
            continue
        around = stack[-1] if stack else None
        if around is not None and upcoming.end > around.end:
            rest = _Piece(around.end, upcoming.end, upcoming.claim)
            heapq.heappush(queue, (_before(rest), serial, rest))
            serial += 1
            upcoming = _Piece(upcoming.start, around.end, upcoming.claim)
        yield from _words(text, position, upcoming.start, around.claim if around is not None else None)
        position = upcoming.start
        yield Open(upcoming.claim, upcoming.claim.id not in started)
        started.add(upcoming.claim.id)
        stack.append(upcoming)
    yield from _words(text, position, bounds[1], None)


def _words(text: str, start: int, end: int, claim: Claim | None) -> Iterator[Text]:
    if start < end:
        yield Text(text[start:end], claim)
