"""Own stories with labelled mentions: names, pronouns and descriptions found and right, hardly anybody mistaken."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import pytest

BENCH = Path(__file__).resolve().parents[2] / "bench"
sys.path.insert(0, str(BENCH))
from who import score  # noqa: E402
from who_documents import documents  # noqa: E402
from who_gold import read_gold, refs_of  # noqa: E402

OWN = [document.stories[0] for document in documents(None)]


@pytest.mark.integration
@pytest.mark.parametrize("story", OWN, ids=[story.id for story in OWN])
def test_story(story: object) -> None:
    counts: Counter[str] = Counter()
    score(story, read_gold()[story.id], counts, show=False)  # type: ignore[arg-type,attr-defined]
    assert counts["name right"] >= 0.75 * counts["name gold"]
    answered = counts["pronoun answered"] + counts["description answered"]
    assert counts["pronoun right"] + counts["description right"] >= 0.6 * answered
    assert counts["wrong person"] <= 0.2 * counts["person"]


def test_every_label_has_its_place() -> None:
    labels = read_gold()
    for story in OWN:
        assert labels[story.id]
        assert all(0 <= one.start < one.end <= len(story.text) for one in labels[story.id])


def test_gold_names_are_known_actors() -> None:
    assert refs_of("Kim Dae-jung", "KOR") == {"kim-dae-jung"}
    assert refs_of("United States", "USA") == {"usa"}
    assert not refs_of("Sehba Musharraf", "PAK")
