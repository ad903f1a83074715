"""What is known of one statement while it is put together: cue, source head and content as places in the text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

Piece = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Draft:
    """One statement to be. ``cue`` and ``source`` are token ranges, ``pieces`` the content's stretches in characters.

    ``head`` is the source's head, ``listener`` who was told, ``anchor`` the cue's head token; ``quoting`` tells that
    quoted words beside the cue are its content, so that bare quotations after it go on with it.
    """

    anchor: int
    cue: tuple[int, int]
    source: tuple[int, int] | None
    head: Token | None
    pieces: tuple[Piece, ...]
    rule: str
    listener: Token | None = None
    quoting: bool = False
    no_comment: bool = False
