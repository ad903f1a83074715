"""The encoder's view of a marked pair: how likely each PLOVER root is for what one side does to the other.

The pair's sentence is read once more with marks around the two sides, as the head was fitted (``bench/fit_encoder.py``;
relation classification with entity markers, Baldini Soares et al. 2019).
"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from backchannel.coding.encoder import MODELS, Encoder
from backchannel.coding.events.roots import ROOTS
from backchannel.coding.numbers import Numbers, gelu, read_numbers, softmax

if TYPE_CHECKING:
    from backchannel.records import Span


class PairHead:
    """The head as read from its file."""

    def __init__(self, path: Path = MODELS / "encoder_heads.npz") -> None:
        self._of = read_numbers(path, "root_inner.weight", "root_inner.bias", "root.weight", "root.bias", "root.heat")

    def chances(self, encoder: Encoder, text: str, sentence: Span, one: Span, other: Span) -> dict[str, float]:
        """The chance of each root, adding up to 1; the spans are those of the actor and the recipient.

        ``sentence`` holds both and may be several sentences; what is beyond 254 word pieces is not read.
        """
        states, first, second = encoder.read_pair(text, sentence, one, other)
        rows = [states[first].mean(0), states[second].mean(0), states[0], states.mean(0)]
        inner = gelu(self._linear("root_inner", np.concatenate(rows)))
        chances = softmax(self._linear("root", inner) / self._of["root.heat"])
        return {root: float(chance) for root, chance in zip(ROOTS, chances, strict=True)}

    def _linear(self, name: str, states: Numbers) -> Numbers:
        found: Numbers = states @ self._of[f"{name}.weight"].T + self._of[f"{name}.bias"]
        return found


@functools.lru_cache(maxsize=1)
def load_pair_head() -> PairHead:
    """The shipped head, read once."""
    return PairHead()
