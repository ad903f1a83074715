"""The network behind the status head, in numpy: sums of feature vectors, a ReLU, two grades and four classes.

Adam on minibatches with feature dropout; everything comes from one seed. Used by ``bench/fit_status.py`` only.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np

from backchannel.coding.status.head import CLASSES, OUTPUTS

HIDDEN = 10
EPOCHS = 16
BATCH = 256
RATE = 5e-3
DROP = 0.3  # of the features of an event, at each look
CLIP = 0.3  # the grade's error (in thirds of the scale) beyond which it counts linearly
RAREST = 4  # a feature is kept that stands with so many events
DECAY = 1e-3


@dataclass(frozen=True, slots=True)
class Example:
    """An event's features with its grade (in which of the two conventions), its class, or both."""

    features: tuple[str, ...]
    grade: float | None
    convention: int
    label: str | None
    group: str
    sentence: str


@dataclass(slots=True)
class Net:
    """Weights in the order they are fitted: feature vectors, bias, output map, output bias."""

    rows: dict[str, int]
    parts: list[Any]

    def outputs(self, examples: list[Example]) -> Any:
        """One row of OUTPUTS numbers an example."""
        flat, starts, _ = _flatten([self.known(example) for example in examples])
        hidden = np.maximum(np.add.reduceat(self.parts[0][flat], starts, axis=0) + self.parts[1], 0)
        return hidden @ self.parts[2] + self.parts[3]

    def known(self, example: Example) -> list[int]:
        """The rows of the example's features; «bias» is always among them."""
        return [self.rows[name] for name in example.features if name in self.rows]


def fit_net(examples: list[Example], seed: int, *, rarest: int = RAREST) -> Net:
    """A network fitted on the examples."""
    counts = Counter(name for example in examples for name in example.features)
    kept = sorted(name for name, count in counts.items() if count >= rarest or name == "bias")
    rng = np.random.default_rng(seed)
    parts = [
        (rng.standard_normal((len(kept), HIDDEN)) * 0.05).astype(np.float32),
        np.full(HIDDEN, 0.1, np.float32),
        (rng.standard_normal((HIDDEN, OUTPUTS)) * 0.2).astype(np.float32),
        np.zeros(OUTPUTS, np.float32),
    ]
    net = Net({name: row for row, name in enumerate(kept)}, parts)
    adam = _Adam(parts, EPOCHS * -(-len(examples) // BATCH))
    known = [net.known(example) for example in examples]
    targets = _Targets(examples)
    for _ in range(EPOCHS):
        order = rng.permutation(len(examples))
        for start in range(0, len(order), BATCH):
            chosen = order[start : start + BATCH]
            _step(net, adam, [known[place] for place in chosen], targets.of(chosen), rng)
    return net


class _Targets:
    """Grades in thirds, which of them hold, and class numbers (−1: none)."""

    def __init__(self, examples: list[Example]) -> None:
        self.grades = np.zeros((len(examples), 2), np.float32)
        self.graded = np.zeros((len(examples), 2), np.float32)
        self.classes = np.full(len(examples), -1)
        for place, example in enumerate(examples):
            if example.grade is not None:
                self.grades[place, example.convention] = example.grade / 3
                self.graded[place, example.convention] = 1
            if example.label is not None:
                self.classes[place] = CLASSES.index(example.label)

    def of(self, chosen: Any) -> tuple[Any, Any, Any]:
        return self.grades[chosen], self.graded[chosen], self.classes[chosen]


class _Adam:
    """Adam (Kingma and Ba 2015); rows of feature vectors not in the batch stay as they are."""

    def __init__(self, parts: list[Any], steps: int) -> None:
        self.first = [np.zeros_like(part) for part in parts]
        self.second = [np.zeros_like(part) for part in parts]
        self.steps, self.time = steps, 0

    def rate(self) -> float:
        self.time += 1
        correction = (1 - 0.999**self.time) ** 0.5 / (1 - 0.9**self.time)
        return float((RATE * (1 - self.time / self.steps) + 1e-5) * correction)

    def move(self, number: int, gradient: Any, rows: Any) -> Any:
        self.first[number][rows] = 0.9 * self.first[number][rows] + 0.1 * gradient
        self.second[number][rows] = 0.999 * self.second[number][rows] + 0.001 * gradient * gradient
        return self.first[number][rows] / (np.sqrt(self.second[number][rows]) + 1e-8)


def _step(net: Net, adam: _Adam, known: list[list[int]], targets: tuple[Any, Any, Any], rng: Any) -> None:
    flat, starts, lengths = _flatten(known)
    vectors, bias, out, out_bias = net.parts
    keep = (rng.random(len(flat)) > DROP).astype(np.float32) / (1 - DROP)
    before = np.add.reduceat(vectors[flat] * keep[:, None], starts, axis=0) + bias
    hidden = np.maximum(before, 0)
    slope = _slope(hidden @ out + out_bias, targets)
    back = (slope @ out.T) * (before > 0)
    order = np.argsort(flat, kind="stable")
    rows, firsts = np.unique(flat[order], return_index=True)
    owners = np.repeat(np.arange(len(known)), lengths)
    of_vectors = np.add.reduceat((back[owners] * keep[:, None])[order], firsts, axis=0)
    rate = adam.rate()
    vectors[rows] -= rate * (adam.move(0, of_vectors, rows) + DECAY * vectors[rows])
    everything = slice(None)
    bias -= rate * adam.move(1, back.sum(0), everything)
    out -= rate * adam.move(2, hidden.T @ slope, everything)
    out_bias -= rate * adam.move(3, slope.sum(0), everything)


def _slope(found: Any, targets: tuple[Any, Any, Any]) -> Any:
    grades, graded, classes = targets
    slope = np.zeros_like(found)
    slope[:, :2] = np.clip(found[:, :2] - grades, -CLIP, CLIP) / CLIP * graded
    labelled = classes >= 0
    if labelled.any():
        slope[labelled, 2:] = class_probabilities(found[labelled])
        slope[np.flatnonzero(labelled), 2 + classes[labelled]] -= 1
    return slope / len(found)


def class_probabilities(outputs: Any) -> Any:
    """The softmax of the class outputs."""
    powers = np.exp(outputs[:, 2:] - outputs[:, 2:].max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def _flatten(known: list[list[int]]) -> tuple[Any, Any, Any]:
    lengths = np.array([len(rows) for rows in known])
    starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
    return np.concatenate([np.array(rows, dtype=np.int64) for rows in known]), starts, lengths
