"""The own sentences that the pair head is fitted on: each has one marked pair and labels of the field."""

import csv
from pathlib import Path

from backchannel.coding.events.roots import ROOTS

PATH = Path(__file__).parent.parent / "bench" / "gold" / "event_sentences.tsv"
STATUSES = frozenset({"happened", "ongoing", "planned", "possible", "hypothetical", "denied", "refused", "cancelled"})


def test_every_row_has_one_pair_and_known_labels() -> None:
    with PATH.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert len(rows) > 4_000
    for row in rows:
        for mark in ("<s>", "</s>", "<t>", "</t>"):
            assert row["sentence"].count(mark) == 1, row
        assert row["plover_root"] in ROOTS and row["status"] in STATUSES, row
    assert len({row["sentence"] for row in rows}) == len(rows)
