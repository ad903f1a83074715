"""How far a second, blind labelling of 300 own sentences agrees with the types they carry.

``bench/gold/event_sentences_second.tsv``: the row in ``event_sentences.tsv`` (from 0) and the type that a labeller gave
who saw the marked sentence alone. The sentences carry what is done (``type``) and the root that PLOVER makes of it with
its status (``plover_root``: a promise of aid is AGREE); the second labeller gave one word, so either counts as the same
in the third figure.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

GOLD = Path(__file__).parent / "gold"


def kappa(one: Sequence[str], other: Sequence[str]) -> float:
    """Cohen's kappa of two labellings of the same rows."""
    same = sum(a == b for a, b in zip(one, other, strict=True)) / len(one)
    first, second = Counter(one), Counter(other)
    chance = sum(first[label] * second[label] for label in first) / len(one) ** 2
    return (same - chance) / (1 - chance)


def measure() -> dict[str, float]:
    """Agreement and kappa on the type and on the root, and the share that agrees with either."""
    with (GOLD / "event_sentences.tsv").open(encoding="utf-8", newline="") as lines:
        sentences = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    with (GOLD / "event_sentences_second.tsv").open(encoding="utf-8", newline="") as lines:
        second = [(sentences[int(row["row"])], row["type"]) for row in csv.DictReader(lines, delimiter="\t")]
    labels = [label for _, label in second]
    found: dict[str, float] = {"sentences": len(second)}
    for column in ("type", "plover_root"):
        first = [row[column] for row, _ in second]
        found[f"{column}_same"] = sum(a == b for a, b in zip(first, labels, strict=True)) / len(labels)
        found[f"{column}_kappa"] = kappa(first, labels)
    either = sum(label in (row["type"], row["plover_root"]) for row, label in second)
    found["either_same"] = either / len(labels)
    return {name: round(value, 3) for name, value in found.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    figures = measure()
    for name, value in figures.items():
        print(f"{name:20} {value}")
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
