"""The linear head: how likely each PLOVER root is between two marked sides, from plain features.

A softmax regression fitted by ``bench/fit_events.py`` on what ``models/events_pair.md`` names; numpy alone at run time.
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any
from zlib import crc32

from backchannel.coding.events.pair_features import VERSION
from backchannel.coding.events.roots import ROOTS
from backchannel.errors import BadModel

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

WEIGHTS = "events_pair.npz"


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


def checksum(feature: str) -> int:
    """The key of a feature in the weights: the same on every machine."""
    return crc32(feature.encode())


@cache
def load_linear_head() -> LinearHead:
    """The head that ships with the package. Raises BadModel as ``read_linear_head`` does."""
    return read_linear_head(resources.files("backchannel.models").joinpath(WEIGHTS))


def read_linear_head(path: Traversable) -> LinearHead:
    """The head in a weights file.

    Raises BadModel where the file is missing, no plain ``.npz``, or made for other features or outputs.
    """
    import numpy as np

    again = "fit it again: python bench/fit_events.py --gold DIR --write"
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            found = {name: arrays[name] for name in arrays.files}
    except (OSError, ValueError, EOFError, zipfile.BadZipFile) as error:
        raise BadModel(f"{path}: no weights for the pair head ({error}); {again}") from error
    if set(found) != {"version", "keys", "weights", "bias", "heat"}:
        raise BadModel(f"{path}: has {sorted(found)}, needs bias, heat, keys, version, weights; {again}")
    if found["version"].shape != () or int(found["version"]) != VERSION:
        raise BadModel(f"{path}: made for features {found['version']}, this code has {VERSION}; {again}")
    shapes = {"weights": (len(found["keys"]), len(ROOTS)), "bias": (len(ROOTS),), "heat": ()}
    for name, shape in shapes.items():
        if found[name].shape != shape or not np.isfinite(found[name].astype(np.float64)).all():
            raise BadModel(f"{path}: {name} has shape {found[name].shape}, needs {shape}, finite; {again}")
    return LinearHead(
        rows={int(key): row for row, key in enumerate(found["keys"])},
        weights=found["weights"].astype(np.float32),
        bias=found["bias"].astype(np.float32),
        heat=float(found["heat"]),
    )
