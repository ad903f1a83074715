"""JSON from strangers, and where the text inside its strings stands, so that claims can be shown there."""

from __future__ import annotations

import bisect
import json
import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from backchannel.articles.drafts import Paragraph, Piece
from backchannel.errors import BadInput

_STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_HALF = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(?P<half>\\u[dD][89a-fA-F][0-9a-fA-F]{2})|\\.",
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.", re.DOTALL)


def load_json(decoded: str, name: str) -> Any:
    """The document's value; half a surrogate pair is read as the replacement character.

    Raises BadInput where the JSON is broken, cut off, or nested too deep.
    """
    try:
        return _load(decoded)
    except RecursionError:
        raise BadInput(f"{name}: this JSON is nested too deep for any news") from None
    except ValueError as error:
        raise BadInput(f"{name}: this JSON is broken or cut off ({error}); fetch it again, whole") from None


def _load(text: str) -> Any:
    return json.loads(_HALF.sub(_as_replacement, text) if _HALF.search(text) else text, strict=False)


def _as_replacement(match: re.Match[str]) -> str:
    return "\\ufffd" if match["half"] else match[0]


def place_in_json(paragraphs: Iterable[Paragraph], value: str, decoded: str) -> tuple[Paragraph, ...]:
    """The paragraphs, whose pieces lie in ``value``, with pieces in the JSON text that holds that string.

    Without pieces where the string is not found.
    """
    runs = _find_string(value, decoded)
    starts = [run[0] for run in runs]
    placed = []
    for paragraph in paragraphs:
        pieces: list[Piece] = []
        for offset, start, length in paragraph.pieces:
            index = max(0, bisect.bisect_right(starts, start) - 1)
            for at in range(index, len(runs)):
                inner, outer, size = runs[at]
                if inner >= start + length:
                    break
                first, last = max(inner, start), min(inner + size, start + length)
                if first < last:
                    pieces.append((offset + first - start, outer + first - inner, last - first))
        placed.append(replace(paragraph, pieces=tuple(pieces)))
    return tuple(placed)


def _find_string(value: str, decoded: str) -> list[Piece]:
    """The stretches (offset in the string, offset in the JSON text, length) that stand in it without escapes."""
    for match in _STRING.finditer(decoded):
        if match.end() - match.start() - 2 >= len(value) and _value(match[0]) == value:
            return _runs(decoded, match.start() + 1, match.end() - 1)
    return []


def _value(literal: str) -> str | None:
    try:
        value = _load(literal)
    except ValueError:
        return None
    return value if isinstance(value, str) else None


def _runs(decoded: str, start: int, end: int) -> list[Piece]:
    runs: list[Piece] = []
    inner, at = 0, start
    for escape in _ESCAPE.finditer(decoded, start, end):
        if escape.start() > at:
            runs.append((inner, at, escape.start() - at))
            inner += escape.start() - at
        inner += 1  # every escape, a surrogate pair too, is one character
        at = escape.end()
    if at < end:
        runs.append((inner, at, end - at))
    return runs
