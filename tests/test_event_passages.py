"""The passages the encoder's heads for events are fitted on: words stand where they are said to, types are PLOVER's."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import pytest

BENCH = Path(__file__).resolve().parents[1] / "bench"
sys.path.insert(0, str(BENCH))
from event_passages import BadPassage, read_passages  # noqa: E402

SHIPPED = BENCH / "gold" / "event_passages.txt"


def test_shipped_passages_are_whole() -> None:
    passages = read_passages(SHIPPED)
    texts = [text for text, _ in passages]
    assert len(texts) == len(set(texts)) >= 400
    types = Counter(told.root for _, events in passages for told in events)
    assert len(types) == 16 and min(types.values()) >= 10
    assert sum(not events for _, events in passages) >= 50


def test_sides_are_those_nearest_to_the_anchor(tmp_path: Path) -> None:
    file = tmp_path / "passages.txt"
    file.write_text(
        "Chad met Oman. Oman thanked Chad.\n- SUPPORT | thanked | Oman | Chad#2\n- CONSULT | met | Chad ; Oman |\n"
    )
    [(text, (thanks, meeting))] = read_passages(file)
    assert [text[a:b] for a, b in (*thanks.actors, *thanks.recipients)] == ["Oman", "Chad"]
    assert thanks.actors == ((15, 19),) and thanks.recipients == ((28, 32),)
    assert meeting.actors == ((0, 4), (9, 13)) and meeting.recipients == ()


@pytest.mark.parametrize("line", ["- SUPPORT | praised | Oman |", "- HUG | met | Oman |", "- CONSULT | met | Peru |"])
def test_words_that_do_not_stand_there_are_refused(tmp_path: Path, line: str) -> None:
    file = tmp_path / "passages.txt"
    file.write_text(f"Chad met Oman.\n{line}\n")
    with pytest.raises(BadPassage, match="passages.txt:2"):
        read_passages(file)
