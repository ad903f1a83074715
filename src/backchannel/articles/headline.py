"""Which line above a story is its headline, where no markup tells."""

from __future__ import annotations

import re
from collections.abc import Sequence

_WORD = re.compile(r"[^\W\d_]{4,}")
_PLAIN_WORD = re.compile(r"\w+")
LONGEST_HEADLINE = 30  # words


def find_headline(lines: Sequence[tuple[int, str]], story: Sequence[str]) -> int | None:
    """The number of the line that is the headline, or None.

    ``lines`` are the numbered lines above the story that no furniture rule knows: menus, tickers, the headline, a
    standfirst. The headline shares words with the story's first paragraphs; menus and other stories' headlines share
    few. Of equal lines the first one counts.
    """
    opening = {_stem(word) for text in story[:6] for word in _WORD.findall(text[:1500])}
    best: tuple[float, int] | None = None
    for number, text in lines:
        count = len(_PLAIN_WORD.findall(text))
        if not 3 <= count <= LONGEST_HEADLINE:
            continue
        words = {_stem(word) for word in _WORD.findall(text)}
        shared = len(words & opening)
        # A standfirst shares more words than the headline above it, but the share of its words is no greater.
        score = (
            shared / max(4, len(words)) + (0.15 if count >= 5 else 0.0) - (0.1 if text.rstrip().endswith(".") else 0.0)
        )
        if best is None or score > best[0] + 0.12:
            best = (score, number)
    return best[1] if best is not None else None


def _stem(word: str) -> str:
    return word.casefold()[:6]
