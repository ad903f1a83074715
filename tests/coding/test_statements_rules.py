"""The cue and kind rules as data, without a model: they load, are consistent, and their expressions stay fast."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from backchannel.coding.statements import lexicon as statements_lexicon
from backchannel.coding.statements.lexicon import idiom_pattern, load_cues
from backchannel.coding.statements.phrases import according_pattern
from backchannel.coding.statements.source_kinds import load_kinds
from backchannel.coding.statements.talk import no_comment_patterns
from backchannel.errors import BadRule
from backchannel.rules import load_rules


@pytest.fixture
def fresh() -> Iterator[None]:
    load_cues.cache_clear()
    yield
    load_cues.cache_clear()


def test_each_cue_stands_in_one_rule() -> None:
    for pos in ("verb", "noun", "adjective"):
        assert len(load_cues(pos)) > 20
    assert load_cues("verb")["tell"].listener
    assert "clause" in load_cues("verb")["say"].takes


def test_kinds_load_and_state_media_come_first() -> None:
    kinds = [rule.kind for rule in load_kinds()]
    assert kinds[0] == "state-media"
    assert set(kinds) >= {"anonymous", "document", "media", "institution", "group", "named"}


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ({"id": "x", "pos": "particle", "words": [], "example": "e"}, "pos is 'particle'"),
        ({"id": "x", "pos": "verb", "takes": ["song"], "words": [], "example": "e"}, "unknown complements"),
        ({"id": "x", "pos": "verb", "words": ["say", "say"], "example": "e"}, "stands in rule x already"),
    ],
)
def test_bad_rules_are_named(
    rule: dict[str, object], message: str, monkeypatch: pytest.MonkeyPatch, fresh: None
) -> None:
    monkeypatch.setattr(statements_lexicon, "load_rules", lambda name: (rule,))
    with pytest.raises(BadRule, match=message):
        load_cues("verb")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("According to him", ["According to"]),
        ("as the aides said, per the reports", ["per"]),
        ("900 euros per month", []),
        ("in the words of the coroner", ["in the words of"]),
        ("accordingly", []),
    ],
)
def test_phrases(text: str, wanted: list[str]) -> None:
    assert [match.group() for match in according_pattern().finditer(text)] == wanted


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ("declined to comment", True),
        ("declined to comment further", True),
        ("didn’t immediately respond to a request for comment", True),
        ("have not responded to requests for comment", True),
        ("could not immediately be reached", True),
        ("had no comment", True),
        ("was not available for comment", True),
        ("declined the invitation", False),
        ("declined to join the talks", False),
        ("did not respond with force", False),
        ("would not leave", False),
    ],
)
def test_refusals(words: str, refusal: bool) -> None:
    assert any(pattern.match(words) for pattern in no_comment_patterns()) is refusal


def test_expressions_are_fast_on_hostile_text() -> None:
    hostile = "did not respond " * 3_000 + "A, " * 20_000 + "- " * 20_000 + "according " * 5_000
    begin = time.process_time()
    for pattern in (according_pattern(), idiom_pattern()):
        list(pattern.finditer(hostile))
    for pattern in no_comment_patterns():
        pattern.match(hostile[:90])
    for rule in load_kinds():
        for phrase in rule.phrases:
            phrase.search(hostile[:300])
    assert time.process_time() - begin < 3


def test_every_no_comment_rule_has_a_pattern() -> None:
    assert all("pattern" in rule for rule in load_rules("cues") if rule["pos"] == "no-comment")
