"""The linear head: how likely each PLOVER root is between two marked sides, from plain features.

A softmax regression fitted by ``bench/fit_events.py`` on what ``models/events_pair.md`` names; numpy alone at run time.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from backchannel.coding.events.pair_features import VERSION
from backchannel.coding.events.roots import ROOTS
from backchannel.coding.numbers import Recipe, check_shapes, checksum, read_weights

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

WEIGHTS = "events_pair.npz"
RECIPE = Recipe("pair", VERSION, "fit it again: python bench/fit_events.py --gold DIR --write")


@dataclass(frozen=True, slots=True)
class LinearHead:
    """The weights: a row for each feature's checksum, the bias, and the temperature that calibrates."""

    rows: dict[int, int]
    weights: Any
    bias: Any
    heat: float

    def chances(self, features: tuple[str, ...]) -> dict[str, float]:
        """The chance of each root, adding up to 1."""
        import numpy as np

        rows = [row for row in map(self.rows.get, map(checksum, features)) if row is not None]
        scores = (
            self.weights[rows].sum(axis=0, dtype=np.float32) / max(1.0, len(features)) ** 0.5 + self.bias
        ) / self.heat
        powers = np.exp(scores - scores.max())
        return {root: float(power) for root, power in zip(ROOTS, powers / powers.sum(), strict=True)}


@cache
def load_linear_head() -> LinearHead:
    """The head that ships with the package. Raises BadModel as ``read_linear_head`` does."""
    return read_linear_head(resources.files("backchannel.models").joinpath(WEIGHTS))


def read_linear_head(path: Traversable) -> LinearHead:
    """The head in a weights file.

    Raises BadModel where the file is missing, no plain ``.npz``, or made for other features or outputs.
    """
    found = read_weights(path, RECIPE, frozenset({"version", "keys", "weights", "bias", "heat"}))
    shapes = {"weights": (len(found["keys"]), len(ROOTS)), "bias": (len(ROOTS),), "heat": ()}
    check_shapes(path, RECIPE, found, shapes)
    return LinearHead(
        rows={int(key): row for row, key in enumerate(found["keys"])},
        weights=found["weights"].astype("float32"),
        bias=found["bias"].astype("float32"),
        heat=float(found["heat"]),
    )
