"""What a reader hands on: paragraphs and facts, before the page's furniture is stripped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

Piece = tuple[int, int, int]  # offset in the paragraph, offset in the page's decoded text, length


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph or line of a page; ``pieces`` tell where its characters stand unchanged in the page."""

    text: str
    heading: bool = False
    pieces: tuple[Piece, ...] = ()

    def cut(self, start: int, end: int) -> Paragraph:
        """The paragraph's characters from ``start`` to ``end``, outer blanks left out."""
        words = self.text[start:end]
        start += len(words) - len(words.lstrip())
        end = start + len(words.strip())
        pieces = []
        for offset, page, length in self.pieces:
            first, last = max(offset, start), min(offset + length, end)
            if first < last:
                pieces.append((first - start, page + first - offset, last - first))
        return replace(self, text=self.text[start:end], pieces=tuple(pieces))


@dataclass(frozen=True, slots=True)
class Fact:
    """A piece of metadata as found: the field of ``Story`` it speaks of, its values, and where it stood."""

    field: str
    values: tuple[str, ...]
    where: str


@dataclass(frozen=True, slots=True)
class Facts:
    """All facts found on one page, best first for each field."""

    facts: tuple[Fact, ...] = ()

    def __iter__(self) -> Iterator[Fact]:
        return iter(self.facts)

    def first(self, field: str) -> Fact | None:
        """The best fact of that field, or None."""
        return next((fact for fact in self.facts if fact.field == field), None)

    def all(self, field: str) -> tuple[Fact, ...]:
        """All facts of that field, best first."""
        return tuple(fact for fact in self.facts if fact.field == field)

    def plus(self, more: Iterable[Fact]) -> Facts:
        """These facts, then the others."""
        return Facts((*self.facts, *more))


@dataclass(frozen=True, slots=True)
class Draft:
    """A page as its reader understood it: paragraphs in order, furniture still among them, and the facts found.

    ``most_lines``: how many lines that are no sentences may stand at either end and still be furniture; None: any
    number.
    """

    paragraphs: tuple[Paragraph, ...]
    facts: Facts = Facts()
    most_lines: int | None = None
