"""Passages of our own with all their events: what the encoder's heads for events are fitted on.

``bench/gold/event_passages.txt``: a passage a line; below it a line an event, ``- TYPE | anchor | actors |
recipients``, the sides joined by `` ; `` and all words as they stand in the passage (``word#2``: the second time); an
empty line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from backchannel.coding.events.roots import ROOTS

Range = tuple[int, int]
_COUNTED = re.compile(r"(.*)#(\d+)")


@dataclass(frozen=True, slots=True)
class Told:
    """One event of a passage, by character."""

    root: str
    anchor: Range
    actors: tuple[Range, ...]
    recipients: tuple[Range, ...]


class BadPassage(ValueError):
    """A line that does not fit its passage."""


def read_passages(path: Path) -> list[tuple[str, list[Told]]]:
    """The passages with their events; raises BadPassage where words do not stand in the passage."""
    found: list[tuple[str, list[Told]]] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.startswith("- "):
            if line.strip():
                found.append((line.strip(), []))
            continue
        cells = [cell.strip() for cell in line[2:].split("|")] + [""] * 4
        text = found[-1][0]
        anchor = _find(text, cells[1], 0, f"{path.name}:{number}")
        if cells[0] not in ROOTS:
            raise BadPassage(f"{path.name}:{number}: {cells[0]!r} is no PLOVER type")
        actors, recipients = (
            tuple(_find(text, side.strip(), anchor[0], f"{path.name}:{number}") for side in cell.split(" ; ") if side)
            for cell in cells[2:4]
        )
        found[-1][1].append(Told(cells[0], anchor, actors, recipients))
    return found


def _find(text: str, words: str, near: int, where: str) -> Range:
    """Where the words stand, nearest to a character; the n-th time for ``words#n``, the first time where near is 0."""
    match = _COUNTED.fullmatch(words)
    words, count = (match[1], int(match[2])) if match else (words, 0)
    found = [one.span() for one in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)]
    if not words or len(found) < max(count, 1):
        raise BadPassage(f"{where}: {words!r} does not stand in the passage")
    return found[count - 1] if count else min(found, key=lambda span: abs(span[0] - near))
