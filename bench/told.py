"""Encoder states -> events that words tell: each word's chance of each PLOVER type, and who stands on either side.

Each word is scored by itself for the 16 types and for none; for a word that tells an event, every word piece is scored
as part of an actor and of a recipient, by a product of projections as in semantic role labelling (Cai et al. 2018).
``fit_encoder.py --passages`` fits the heads on passages in which every event is marked. An experiment: no weights for
them ship (docs/events.md).
"""

from __future__ import annotations

import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from backchannel.coding.encoder import Window
from backchannel.coding.events.roots import ROOTS
from backchannel.coding.numbers import Numbers, buckets, gelu, read_numbers, softmax

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from spacy.tokens import Doc, Token

ROLES = 2  # actor and recipient
LEAST = 0.05  # chance of telling any event below which a word tells none
SIDE = 0.5  # chance of standing on a side from which a word does
ARGUMENT = 0.1  # the same for the subject or the object of the telling word
_CORE = frozenset({"nsubj", "nsubjpass", "dobj", "dative"})
_TELLING = frozenset({"VERB", "AUX", "NOUN", "PROPN", "ADJ"})


@dataclass(frozen=True, slots=True)
class Told:
    """An event as the encoder sees it. ``chances`` are those of ``ROOTS`` at the word; ``roles`` of the words of its
    sentence the chance of being part of an actor, and of a recipient; the sides are runs of such words."""

    word: Token
    chances: dict[str, float]
    roles: dict[int, tuple[float, float]]

    @property
    def type(self) -> str:
        """The likeliest type, whether or not none is likelier."""
        return max(ROOTS[1:], key=lambda root: self.chances[root])

    @property
    def chance(self) -> float:
        """That of the likeliest type."""
        return self.chances[self.type]

    @property
    def actors(self) -> tuple[tuple[Token, ...], ...]:
        """The runs of words that act."""
        return self._runs(0)

    @property
    def recipients(self) -> tuple[tuple[Token, ...], ...]:
        """The runs of words that are acted upon."""
        return self._runs(1)

    def _runs(self, side: int) -> tuple[tuple[Token, ...], ...]:
        """The runs of words that are likely on a side, and likelier there than on the other."""
        core = {child.i for child in self.word.children if child.dep_ in _CORE}
        runs: list[list[Token]] = []
        for token in self.word.sent:
            roles = self.roles.get(token.i)
            level = ARGUMENT if token.i in core else SIDE
            if roles is None or roles[side] < max(level, roles[1 - side]) or token.i == self.word.i:
                continue
            if runs and runs[-1][-1].i == token.i - 1:
                runs[-1].append(token)
            else:
                runs.append([token])
        return tuple(tuple(run) for run in runs)


class Teller:
    """The heads for events as read from their file."""

    def __init__(self, path: Path) -> None:
        names = ("act_inner", "act", "role_act", "role_word", "role_flat")
        self._of = read_numbers(path, *(f"{name}.{part}" for name in names for part in ("weight", "bias")))
        self._distance = read_numbers(path, "role_distance")["role_distance"]

    def find(self, doc: Doc, windows: tuple[Window, ...], least: float = LEAST) -> list[Told]:
        """The words that are at all likely to tell an event, in text order."""
        starts = [token.idx for token in doc]
        return [told for window in windows for told in self._read(doc, starts, window, least)]

    def _read(self, doc: Doc, starts: list[int], window: Window, least: float) -> Iterator[Told]:
        chances = softmax(self._linear("act", gelu(self._linear("act_inner", window.states))))
        rows = _first_rows(doc, starts, window)
        telling = [
            (row, index)
            for index, row in rows.items()
            if 1.0 - chances[row, 0] >= least and doc[index].pos_ in _TELLING
        ]
        if not telling:
            return
        places = np.array([row for row, _ in telling], dtype=np.int64)
        right = gelu(self._linear("role_word", window.states))
        scores = 1.0 / (1.0 + np.exp(-self._roles(window, right, places)))
        for (row, index), sides in zip(telling, scores, strict=True):
            word = doc[index]
            roles = {
                token.i: (float(sides[0, rows[token.i]]), float(sides[1, rows[token.i]]))
                for token in word.sent
                if token.i in rows
            }
            yield Told(word, dict(zip(ROOTS, map(float, chances[row]), strict=True)), roles)

    def _roles(self, window: Window, right: Numbers, places: NDArray[np.int64]) -> Numbers:
        """Scores (words, 2, rows)."""
        width = right.shape[1] // ROLES
        left = gelu(self._linear("role_act", window.states[places])).reshape(-1, ROLES, width).transpose(1, 0, 2)
        products = left @ right.reshape(-1, ROLES, width).transpose(1, 2, 0) / np.sqrt(width)
        ends = np.stack([places, places], axis=1)
        distance = self._distance[:, buckets(ends, len(window.states))].transpose(1, 0, 2)
        flat = self._linear("role_flat", window.states).T[None]
        found: Numbers = (products.transpose(1, 0, 2) + flat + distance).astype(np.float32)
        return found

    def _linear(self, name: str, states: Numbers) -> Numbers:
        found: Numbers = states @ self._of[f"{name}.weight"].T + self._of[f"{name}.bias"]
        return found


def _first_rows(doc: Doc, starts: list[int], window: Window) -> dict[int, int]:
    """For each token that begins in the window, the row of its first word piece."""
    rows: dict[int, int] = {}
    for row, start in enumerate(window.starts, start=1):
        index = bisect.bisect_right(starts, start) - 1
        if index >= 0 and start < starts[index] + len(doc[index]):
            rows.setdefault(index, row)
    return rows
