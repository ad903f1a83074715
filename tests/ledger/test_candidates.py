"""Who an identity may be besides: namesakes who exclude each other share the odds; copies and known actors count."""

from __future__ import annotations

from pathlib import Path

import pytest
from strangers_help import tell

from backchannel.commands.ledgers import restore_copies
from backchannel.ledger import Ledger
from backchannel.ledger.likeness import share_odds
from backchannel.ledger.strangers import find_strangers
from backchannel.records import Reading


def ids(*reads: Reading) -> list[str]:
    return [find_strangers(read)[0].id for read in reads]


def test_namesakes_who_exclude_each_other_share_the_odds(ledger: Ledger) -> None:
    one = tell("n1", "[Orla Fenn|NOR] met [Sudria].", "2031-03-01")
    other = tell("s1", "[Orla Fenn|SWE] met [Westia].", "2031-03-01")
    open_ = tell("u1", "[Orla Fenn] met [the police|unnamed].", "2031-03-02")
    for read in (one, open_):
        ledger.add(read)
    (alone,) = ledger.identity(ids(open_)[0]).candidates
    ledger.add(other)
    found = ledger.identity(ids(open_)[0]).candidates
    assert [candidate.id for candidate in found] == sorted(ids(one, other))
    assert [candidate.confidence for candidate in found] == [0.49, 0.49]
    assert alone.confidence == 0.95
    assert all(candidate.because[-1].id == "rivals" for candidate in found)
    assert all(candidate.because[-1].weight < 0 for candidate in found)


def test_shared_odds_never_exceed_what_there_is() -> None:
    assert share_odds(2.0, []) == pytest.approx(0.88)
    assert share_odds(2.0, [2.0, 2.0]) < 0.34
    assert share_odds(9.0, [-3.0]) == 0.99


def test_copies_of_one_wire_story_speak_for_one_person_and_count_once(tmp_path: Path) -> None:
    body = " ".join(f"Point {number} of the note deals with matter {number * number}." for number in range(40))
    wire = tell("w", f"[Fenn] met [Sudria] by the lake on Monday to speak of the dam and fish. {body}", "2031-03-01")
    copy = tell("c", f"[Fenn] met [Sudria] by the lake on Monday to speak of the dam and fish. {body} So it "
                     "ended.", "2031-03-01")  # fmt: skip
    with Ledger.open(f"sqlite:///{tmp_path}/l.db", copies=restore_copies) as ledger:
        for read in (wire, copy):
            ledger.add(read)
        assert len(ledger.origins()) == 1
        one, two = ids(wire, copy)
        found = ledger.identity(one)
        (candidate,) = found.candidates
        assert candidate.id == two, "a single word is joined by nobody but an analyst"
        assert "wire-same" in {clue.id for clue in candidate.because}
        assert candidate.confidence > 0.5
        assert {line.origins for line in ledger.identities()} == {1}


def test_known_actors_of_like_name_are_candidates(ledger: Ledger) -> None:
    read = tell("k", "[Vladimir Putinn|NOR] met [Sudria]. [Emanuel Macron] left.")
    ledger.add(read)
    _, macron = (one.id for one in find_strangers(read) if one.name != "Sudria")
    (found,) = ledger.identity(macron).candidates
    assert (found.id, found.known, found.stories) == ("emmanuel-macron", True, 0)
