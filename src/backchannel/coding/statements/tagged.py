"""The encoder's states -> attributions: cues, and for each cue its source and content, as character ranges.

Scoring follows semantic role labelling with one product of projections per cue and word piece (Cai et al. 2018), with
pointers for the first and last piece as in reading comprehension. ``bench/fit_encoder.py`` fits them; the heads'
numbers are ``models/encoder_heads.npz``.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from backchannel.coding.encoder import MODELS, WINDOW, Window
from backchannel.coding.numbers import Numbers, buckets, gelu, log_sigmoid, log_softmax, read_numbers, softmax

Range = tuple[int, int]
CUE, FLAT = slice(0, 3), slice(3, 9)  # columns of a window's heads: cue tags, flat scores; then the projections
CHANNELS = 6  # inside, first and last piece of the source; the same of the content
LONGEST_SOURCE = 60  # word pieces
BEST = 5  # first and last pieces that are tried with each other
LEAST_CUE = 0.3  # chance of being a cue's piece below which none is proposed; who calls may ask for more


@dataclass(frozen=True, slots=True)
class Tagged:
    """One attribution: ranges in characters; ``chance`` is the cue's, the others are those of having chosen right."""

    cue: Range
    source: Range | None
    content: tuple[Range, ...]
    chance: float
    source_chance: float
    content_chance: float


class Tagger:
    """The heads for attribution."""

    def __init__(self, path: Path = MODELS / "encoder_heads.npz") -> None:
        self._of = read_numbers(path, "arc_cue.weight", "arc_cue.bias", "arc_distance")
        self._arc = self._of["arc_cue.weight"].shape[0] // CHANNELS

    def find(self, windows: tuple[Window, ...]) -> list[Tagged]:
        """Every attribution that is at all likely, in text order of the cues."""
        return [tagged for window in windows for tagged in self._read(window)]

    def _read(self, window: Window) -> Iterator[Tagged]:
        cues = list(self._cues(window))
        if not cues:
            return
        scores = self._arcs(window, [(first, last) for first, last, _ in cues])
        for (first, last, chance), arcs in zip(cues, scores, strict=True):
            apart = list(range(first, last + 1))
            source, source_chance = _best_span(arcs[:3], LONGEST_SOURCE, apart)
            content, content_chance = _best_span(arcs[3:], WINDOW, [])
            yield Tagged(
                cue=(window.starts[first - 1], window.ends[last - 1]),
                source=_characters(window, source) if source is not None else None,
                content=_pieces(window, content, arcs[3], [*apart, *_rows(source)]) if content is not None else (),
                chance=chance,
                source_chance=source_chance,
                content_chance=content_chance,
            )

    def _cues(self, window: Window) -> Iterator[tuple[int, int, float]]:
        """First and last row and chance of each cue."""
        chances = softmax(window.heads[:, CUE])
        taken = 1.0 - chances[:, 0]
        taken[0] = taken[-1] = 0.0
        row, rows = 1, len(taken) - 1
        while row < rows:
            if taken[row] < LEAST_CUE:
                row += 1
                continue
            last = row
            level = min(0.5, float(taken[row]))
            while last + 1 < rows and taken[last + 1] >= level and chances[last + 1, 1] < chances[last + 1, 2]:
                last += 1
            yield row, last, float(taken[row : last + 1].max())
            row = last + 1

    def _arcs(self, window: Window, cues: list[Range]) -> Numbers:
        """Scores (cues, channels, rows)."""
        places, states = np.array(cues), window.states
        ends = np.concatenate([states[places[:, 0]], states[places[:, 1]]], axis=1)
        left = gelu(ends @ self._of["arc_cue.weight"].T + self._of["arc_cue.bias"])
        left = left.reshape(len(cues), CHANNELS, self._arc).transpose(1, 0, 2)
        right = window.heads[:, FLAT.stop :].reshape(len(states), CHANNELS, self._arc).transpose(1, 2, 0)
        scores = (left @ right).transpose(1, 0, 2) / np.sqrt(self._arc)
        distance = self._of["arc_distance"][:, buckets(places, len(states))].transpose(1, 0, 2)
        found: Numbers = (scores + window.heads[:, FLAT].T[None] + distance).astype(np.float32)
        return found


def _best_span(arcs: Numbers, longest: int, apart: list[int]) -> tuple[Range | None, float]:
    """First and last row of the likeliest span and its chance; None where [CLS], standing for no span, is likelier."""
    starts, ends = (log_softmax(arcs[channel]) for channel in (1, 2))
    firsts, lasts = (np.argsort(-scores)[:BEST] for scores in (starts, ends))
    length = lasts[None] - firsts[:, None] + 1
    sums = np.concatenate([[0.0], np.cumsum(log_sigmoid(arcs[0]))])
    inside = (sums[lasts + 1][None] - sums[firsts][:, None]) / np.maximum(length, 1)
    good = (length > 0) & (length <= longest) & (firsts[:, None] > 0) & (lasts[None] < arcs.shape[1] - 1)
    if apart:
        good &= (lasts[None] < apart[0]) | (firsts[:, None] > apart[-1])
    scores = np.where(good, starts[firsts][:, None] + ends[lasts][None] + 0.5 * inside, -np.inf)
    first, last = np.unravel_index(int(scores.argmax()), scores.shape)
    score, nothing = float(scores[first, last]), float(starts[0] + ends[0])
    if score < nothing:
        return None, float(np.exp(nothing / 2))
    return (int(firsts[first]), int(lasts[last])), float(np.exp(max(score, -40.0) / 2))


def _rows(span: Range | None) -> range:
    return range(span[0], span[1] + 1) if span is not None else range(0)


def _characters(window: Window, rows: Range) -> Range:
    return window.starts[rows[0] - 1], window.ends[rows[1] - 1]


def _pieces(window: Window, rows: Range, inside: Numbers, apart: list[int]) -> tuple[Range, ...]:
    """The span without the cue and the source in its midst, and without the words beside them that are not inside.

    Other holes are filled: the pointers decide how far a content reaches, and words within it belong to it.
    """
    out = set(apart)
    for at in sorted(apart):
        for step in (-1, 1):
            row = at + step
            while rows[0] < row < rows[1] and row not in out and inside[row] < 0:
                out.add(row)
                row += step
    found: list[Range] = []
    for row in range(rows[0], rows[1] + 1):
        if row in out:
            continue
        start, end = window.starts[row - 1], window.ends[row - 1]
        if found and row - 1 not in out:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return tuple(found)


@functools.lru_cache(maxsize=1)
def load_tagger() -> Tagger:
    """The shipped heads, read once."""
    return Tagger()
