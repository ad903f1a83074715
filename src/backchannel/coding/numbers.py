"""The few functions of numbers that fitted heads share, and how their files are read."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias
from zlib import crc32

import numpy as np
import numpy.typing as npt

from backchannel.errors import BadModel

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

Numbers: TypeAlias = npt.NDArray[np.float32]
REACH = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96)  # word pieces: where buckets of distance begin
_UNREADABLE = (OSError, ValueError, EOFError, zipfile.BadZipFile)


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a file of weights over plain features must be: whose, for which features, and the command that makes it."""

    head: str
    version: int
    again: str


def checksum(feature: str) -> int:
    """The key of a feature in a file of weights: the same on every machine."""
    return crc32(feature.encode())


def read_weights(path: Traversable, recipe: Recipe, wanted: frozenset[str]) -> dict[str, Any]:
    """Exactly the wanted arrays of a plain ``.npz``, among them the version of the features.

    Raises BadModel where the file is missing, no plain ``.npz``, or made for other features.
    """
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            found = {name: arrays[name] for name in arrays.files}
    except _UNREADABLE as error:
        raise BadModel(f"{path}: no weights for the {recipe.head} head ({error}); {recipe.again}") from error
    if set(found) != wanted:
        raise BadModel(f"{path}: has {sorted(found)}, needs {sorted(wanted)}; {recipe.again}")
    if found["version"].shape != () or int(found["version"]) != recipe.version:
        raise BadModel(f"{path}: made for features {found['version']}, this code has {recipe.version}; {recipe.again}")
    return found


def check_shapes(
    path: Traversable, recipe: Recipe, found: Mapping[str, Any], shapes: Mapping[str, tuple[int, ...]]
) -> None:
    """Raises BadModel where an array has another shape or holds what is not finite."""
    for name, shape in shapes.items():
        if found[name].shape != shape or not np.isfinite(found[name].astype(np.float64)).all():
            raise BadModel(f"{path}: {name} has shape {found[name].shape}, needs {shape}, finite; {recipe.again}")


def read_numbers(path: Path, *names: str) -> dict[str, Numbers]:
    """The named arrays of a plain ``.npz``; raises BadModel where the file or one of them is missing or no numbers."""
    try:
        with np.load(path, allow_pickle=False) as file:
            return {name: file[name].astype(np.float32) for name in names}
    except (KeyError, *_UNREADABLE) as error:
        raise BadModel(f"{path}: the heads cannot be read ({error}); install the package again") from error


def gelu(values: Numbers) -> Numbers:
    """The Gaussian error linear unit, by its usual tanh form."""
    found: Numbers = 0.5 * values * (1 + np.tanh(np.sqrt(2 / np.pi) * (values + 0.044715 * values * values * values)))
    return found


def softmax(values: Numbers) -> Numbers:
    """Chances along the last axis."""
    raised = np.exp(values - values.max(axis=-1, keepdims=True))
    found: Numbers = raised / raised.sum(axis=-1, keepdims=True)
    return found


def log_softmax(values: Numbers) -> Numbers:
    """Logarithms of the chances of one row."""
    shifted = values - values.max()
    found: Numbers = shifted - np.log(np.exp(shifted).sum())
    return found


def log_sigmoid(values: Numbers) -> Numbers:
    """Logarithm of the chance of each value by itself."""
    found: Numbers = -np.logaddexp(0, -values)
    return found


def buckets(spans: npt.NDArray[np.int64], length: int) -> npt.NDArray[np.int64]:
    """The bucket of distance of each of ``length`` rows from each span of rows (first, last), (spans, length).

    0 inside the span, then the steps before it, then those after it.
    """
    rows = np.arange(length)[None]
    before, after = spans[:, :1] - rows, rows - spans[:, 1:]
    steps = np.searchsorted(np.array(REACH), np.maximum(before, after), side="right")
    found: npt.NDArray[np.int64] = np.where(before > 0, steps, np.where(after > 0, steps + len(REACH), 0))
    return found
