"""The channel board: the last state of each medium, and what came before."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from backchannel.ledger import Ledger
from backchannel.records import Interval, Reading


def test_the_last_state_stands_with_its_history(ledger: Ledger, make_reading: Callable[..., Reading]) -> None:
    old = make_reading("Norland phoned Sudria once.", published="2030-05-01", state="unanswered")
    new = make_reading("Norland phoned Sudria again.", published="2030-05-09", state="used")
    ledger.add(new)
    ledger.add(old)
    (board,) = ledger.channels("SWE", "NOR")
    assert (board.medium, board.state, board.story, board.source) == ("hotline", "used", new.story.id, "Norland")
    assert board.evidence.of(new.story) == "phoned"
    assert board.words == "Norland phoned Sudria again."
    assert [before.state for before in board.history] == ["unanswered"]
    assert ledger.channels("NOR", "FIN") == ()


def test_a_story_told_later_about_earlier_days_stands_at_those_days(
    ledger: Ledger, make_reading: Callable[..., Reading]
) -> None:
    today = make_reading("Norland phoned Sudria.", published="2030-05-01", state="used")
    looking_back = make_reading("Norland snubbed Sudria.", published="2030-06-01", state="unanswered")
    assert today.story.published is not None
    year_before = today.story.published.replace(year=2029)
    signal = dataclasses.replace(looking_back.signals[0], when=Interval(year_before, year_before))
    mail = dataclasses.replace(
        signal, id="c2", medium="letter", between=("swe", "NOR"), state="refused", statement=None
    )
    ledger.add(today)
    ledger.add(dataclasses.replace(looking_back, signals=(signal, mail)))
    hotline, letter = ledger.channels("NOR", "SWE")
    assert (hotline.state, [before.state for before in hotline.history]) == ("used", ["unanswered"])
    assert (letter.medium, letter.source, letter.between) == ("letter", None, ("swe", "NOR"))
