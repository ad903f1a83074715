"""The few functions of numbers that fitted heads share, and how their files are read."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from backchannel.errors import BadModel

Numbers: TypeAlias = npt.NDArray[np.float32]


def read_numbers(path: Path, *names: str) -> dict[str, Numbers]:
    """The named arrays of a plain ``.npz``; raises BadModel where the file or one of them is missing or no numbers."""
    try:
        with np.load(path, allow_pickle=False) as file:
            return {name: file[name].astype(np.float32) for name in names}
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
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
