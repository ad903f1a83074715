"""The fitted head: a grade of factuality (−3 … 3) and four class scores for an event word, from plain features.

A sum of feature vectors, a ReLU, a linear map: five small networks side by side, fitted by ``bench/fit_status.py``
on what ``models/status.md`` names. At run time numpy alone is used. The rules decide the status; the head grades it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from backchannel.coding.numbers import Recipe, check_shapes, checksum, read_weights
from backchannel.coding.status.features import VERSION, find_features
from backchannel.coding.status.verdicts import Judgement

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from spacy.tokens import Token

CLASSES = ("happened", "planned", "possible", "denied")
OUTPUTS = 2 + len(CLASSES)  # FactBank's grade, UW's grade, the classes
WEIGHTS = "status.npz"
RECIPE = Recipe("status", VERSION, "fit it again: python bench/fit_status.py --gold DIR --write")


@dataclass(frozen=True, slots=True)
class Head:
    """The weights: a row for each feature's checksum, and what comes after the sum of the rows."""

    rows: dict[int, int]
    vectors: Any
    bias: Any
    out: Any
    out_bias: Any
    stretch: tuple[float, float]

    def grade(self, features: tuple[str, ...]) -> float:
        """The expected grade, −3 … 3, unrounded."""
        factor, shift = self.stretch
        return float(max(-3.0, min(3.0, 3.0 * self._outputs(features)[0] * factor + shift)))

    def class_scores(self, features: tuple[str, ...]) -> tuple[float, ...]:
        """The four classes' probabilities, in the order of CLASSES."""
        import numpy as np

        scores = self._outputs(features)[2:]
        powers = np.exp(scores - scores.max())
        return tuple(float(power) for power in powers / powers.sum())

    def _outputs(self, features: tuple[str, ...]) -> Any:
        import numpy as np

        rows = [row for row in map(self.rows.get, map(checksum, features)) if row is not None]
        hidden = np.maximum(self.vectors[rows].sum(axis=0, dtype=np.float32) + self.bias, 0.0)
        return hidden @ self.out + self.out_bias


@cache
def load_head() -> Head:
    """The head that ships with the package. Raises BadModel as ``read_head`` does."""
    return read_head(resources.files("backchannel.models").joinpath(WEIGHTS))


def read_head(path: Traversable) -> Head:
    """The head in a weights file.

    Raises BadModel where the file is missing, no plain ``.npz``, or made for other features or outputs.
    """
    wanted = frozenset({"version", "keys", "vectors", "bias", "out", "out_bias", "stretch"})
    found = read_weights(path, RECIPE, wanted)
    size = found["vectors"].shape[-1] if found["vectors"].ndim == 2 else -1
    shapes = {"keys": (len(found["vectors"]),), "bias": (size,), "out": (size, OUTPUTS), "out_bias": (OUTPUTS,)}
    check_shapes(path, RECIPE, found, shapes | {"stretch": (2,)})
    return Head(
        rows={int(key): row for row, key in enumerate(found["keys"])},
        vectors=found["vectors"].astype("float32"),
        bias=found["bias"].astype("float32"),
        out=found["out"].astype("float32"),
        out_bias=found["out_bias"].astype("float32"),
        stretch=(float(found["stretch"][0]), float(found["stretch"][1])),
    )


def read_grade(token: Token, judgement: Judgement | None) -> float:
    """The head's grade of an event word, given what the rules say of it."""
    return load_head().grade(find_features(token, judgement))
