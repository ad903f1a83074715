"""The gate's cases for identities: in made-up worlds hardly anybody is joined with somebody else, and enough are."""

from __future__ import annotations

import sys
from itertools import combinations
from pathlib import Path

import pytest

from backchannel.ledger.identities import settle

sys.path.insert(0, str(Path(__file__).parents[2] / "bench"))
from identities_set import build


@pytest.mark.parametrize("seed", [31, 32, 33])
@pytest.mark.parametrize(
    ("namesakes", "children", "precision", "recall"), [(0.01, 0.005, 0.995, 0.35), (0.08, 0.05, 0.95, 0.33)]
)
def test_pairs_that_are_joined_are_right(
    seed: int, namesakes: float, children: float, precision: float, recall: float
) -> None:
    made = build(seed, 400, namesakes=namesakes, children=children)
    homes = settle((one.stranger for one in made), ())
    together: dict[str, list[int | str]] = {}
    people: dict[int | str, int] = {}
    for one in made:
        together.setdefault(homes[one.stranger.id], []).append(one.person)
        people[one.person] = people.get(one.person, 0) + 1
    pairs = [a == b for group in together.values() for a, b in combinations(group, 2)]
    same = sum(count * (count - 1) // 2 for count in people.values())
    assert sum(pairs) / len(pairs) >= precision
    assert sum(pairs) / same >= recall
