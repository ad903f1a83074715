"""Text -> word pieces with their characters, as BERT's uncased English vocabulary cuts them.

Written here because the library that does it brings a client for a model hub, and nothing may be fetched at run time.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

UNKNOWN, START, STOP = "[UNK]", "[CLS]", "[SEP]"
LONGEST_WORD = 100  # characters, as BERT has it: what is longer is unknown
REMEMBERED = 50_000  # words; beyond that they are cut anew
# BERT counts every ASCII sign and every Unicode punctuation mark as a word; other symbols stay in their word.
_WORD = re.compile(r"[^\s!-/:-@\[-`{-~\u2010-\u2027\u2030-\u205e\u00a1\u00a7\u00ab\u00b6\u00b7\u00bb\u00bf]+|\S")
Piece = tuple[int, int, int]  # number in the vocabulary, start and end in the text


class Wordpieces:
    """The cutter; ``vocabulary`` is a file with one piece a line, its line number being its number."""

    def __init__(self, vocabulary: Path) -> None:
        pieces = vocabulary.read_text(encoding="utf-8").splitlines()
        self._numbers = {piece: number for number, piece in enumerate(pieces)}
        self.start, self.stop = self._numbers[START], self._numbers[STOP]
        self._unknown = self._numbers[UNKNOWN]
        self._known: dict[str, tuple[Piece, ...]] = {}

    def cut(self, text: str, start: int = 0, end: int | None = None) -> list[Piece]:
        """The pieces of a stretch of the text in order, with offsets into the whole text."""
        found: list[Piece] = []
        for match in _WORD.finditer(text, start, len(text) if end is None else end):
            at = match.start()
            found += [(number, at + first, at + last) for number, first, last in self._cut_word(match[0])]
        return found

    def _cut_word(self, word: str) -> tuple[Piece, ...]:
        known = self._known.get(word)
        if known is None:
            known = self._longest_first(word)
            if len(self._known) < REMEMBERED:
                self._known[word] = known
        return known

    def _longest_first(self, word: str) -> tuple[Piece, ...]:
        letters, places = _plain(word)
        if not letters:
            return ()
        pieces: list[Piece] = []
        start = 0
        while start < len(letters):
            end = len(letters) if len(letters) <= LONGEST_WORD else start
            while end > start and self._piece(letters, start, end) not in self._numbers:
                end -= 1
            if end == start:
                return ((self._unknown, 0, len(word)),)
            pieces.append((self._numbers[self._piece(letters, start, end)], places[start], places[end - 1] + 1))
            start = end
        return tuple(pieces)

    @staticmethod
    def _piece(letters: str, start: int, end: int) -> str:
        return letters[start:end] if start == 0 else "##" + letters[start:end]


def _plain(word: str) -> tuple[str, list[int]]:
    """The word in small letters without accents and control characters, and where each letter came from."""
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(word):
        for part in unicodedata.normalize("NFD", letter.lower()):
            if unicodedata.category(part) not in ("Mn", "Cc", "Cf"):
                letters.append(part)
                places.append(place)
    return "".join(letters), places
