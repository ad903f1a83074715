"""The fitted head: weights that do not fit are refused, the shipped ones fit and are small, and nothing is random."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import backchannel.models
from backchannel.coding.numbers import checksum
from backchannel.coding.status.features import VERSION
from backchannel.coding.status.head import CLASSES, OUTPUTS, WEIGHTS, load_head, read_head
from backchannel.errors import BadModel


def _arrays() -> dict[str, Any]:
    return {
        "version": np.array(VERSION),
        "keys": np.array([checksum("bias"), checksum("neg=not")], np.uint32),
        "vectors": np.array([[1.0, 0.0], [0.0, 2.0]], np.float16),
        "bias": np.zeros(2, np.float32),
        "out": np.array([[0.5] + [0.0] * (OUTPUTS - 1), [-1.0] + [0.0] * (OUTPUTS - 1)], np.float32),
        "out_bias": np.zeros(OUTPUTS, np.float32),
        "stretch": np.array([1.0, 0.0]),
    }


def _written(folder: Path, **changes: Any) -> Path:
    path = folder / "head.npz"
    arrays = {name: value for name, value in (_arrays() | changes).items() if value is not None}
    np.savez(path, **arrays)
    return path


def test_grades_follow_the_weights(tmp_path: Path) -> None:
    head = read_head(_written(tmp_path))
    assert head.grade(("bias",)) == pytest.approx(1.5)
    assert head.grade(("bias", "neg=not", "never seen")) == -3.0
    assert head.grade(()) == 0.0
    assert head.class_scores(("bias",)) == pytest.approx((0.25,) * len(CLASSES))


@pytest.mark.parametrize(
    "changes",
    [
        {"version": np.array(VERSION + 1)},
        {"version": np.array([VERSION])},
        {"keys": np.array([1], np.uint32)},
        {"vectors": np.zeros(2, np.float16)},
        {"out": np.zeros((2, OUTPUTS + 1), np.float32)},
        {"bias": np.array([0.0, np.nan], np.float32)},
        {"stretch": np.array([1.0])},
        {"out_bias": None},
        {"more": np.zeros(1)},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_weights_that_do_not_fit_are_refused(tmp_path: Path, changes: dict[str, Any]) -> None:
    with pytest.raises(BadModel, match="fit it again"):
        read_head(_written(tmp_path, **changes))


def test_what_is_no_weights_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadModel, match="no weights"):
        read_head(tmp_path / "missing.npz")
    for content in (b"", b"weights", b"PK\x03\x04 broken"):
        (tmp_path / "bad.npz").write_bytes(content)
        with pytest.raises(BadModel):
            read_head(tmp_path / "bad.npz")
    np.savez(tmp_path / "pickled.npz", **(_arrays() | {"keys": np.array([{}, {}], dtype=object)}))
    with pytest.raises(BadModel):
        read_head(tmp_path / "pickled.npz")


def test_the_shipped_weights_fit_and_are_small() -> None:
    assert Path(str(backchannel.models.__path__[0]), WEIGHTS).stat().st_size < 2_000_000
    head = load_head()
    assert -3.0 <= head.grade(("bias",)) <= 3.0
    assert sum(head.class_scores(("bias",))) == pytest.approx(1.0)
