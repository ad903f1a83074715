"""Plain words for people: every example of rules/people.toml brings out the named person, or keeps a stranger apart."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from test_mentions_cases import at, place, read

from backchannel.coding.mentions.person_nouns import neutral_words, person_nouns, trades
from backchannel.rules import load_rules


@pytest.mark.integration
@pytest.mark.parametrize("rule", load_rules("people"), ids=lambda rule: rule["id"])
def test_rule_example(rule: dict[str, Any]) -> None:
    story, actors = read(rule["example"], dt.date(2018, 5, 10))
    if "mention" in rule:
        assert any(actor.ref for actor, _ in at(story.text, actors, rule["mention"]))
    if "stranger" in rule:
        start, end = place(story.text, rule["stranger"])
        wrong = [
            actor.ref
            for actor in actors
            for one in actor.mentions
            if actor.ref is not None and one.span.start < end and start < one.span.end
        ]
        assert not wrong


def test_words_are_told_by_kind() -> None:
    nouns = person_nouns()
    assert nouns["wife"]["gender"] == "f"
    assert nouns["guest"]["twin"] == "host"
    assert "shepherd" in trades()
    assert "wife" not in trades()
    assert "visiting" in neutral_words()
    assert "visiting" not in nouns
