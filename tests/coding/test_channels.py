"""Channel signals: each rule's example, and the sentence-in, signals-out cases."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from channels_help import make_actors, make_story

from backchannel.coding.channels import find_signals
from backchannel.coding.sentences import find_sentences, parse_story
from backchannel.records import Signal, Span, Statement
from backchannel.rules import load_rules

CASES = Path(__file__).parents[1] / "cases" / "channels.toml"


def read(text: str, parties: dict[str, str], statements: tuple[Statement, ...] = ()) -> tuple[Signal, ...]:
    story = make_story(text)
    doc = parse_story(story)
    return find_signals(story, doc, find_sentences(story, doc), make_actors(text, parties), statements)


def written(signals: tuple[Signal, ...]) -> list[str]:
    return [f"{item.medium} {item.between[0]} {item.between[1]} {item.state}" for item in signals]


def load_cases() -> list[dict[str, Any]]:
    return list(tomllib.loads(CASES.read_text(encoding="utf-8"))["case"])


@pytest.mark.integration
@pytest.mark.parametrize("rule", load_rules("channels"), ids=lambda rule: rule["id"])
def test_rule_example(rule: dict[str, Any]) -> None:
    assert written(read(rule["example"], rule["parties"])) == rule["expect"]


@pytest.mark.integration
@pytest.mark.parametrize("case", load_cases(), ids=lambda case: case["id"])
def test_case(case: dict[str, Any]) -> None:
    signals = read(case["text"], case["parties"])
    assert written(signals) == case["signals"]
    for signal, words in zip(signals, case.get("evidence", ()), strict=False):
        assert signal.evidence.of(make_story(case["text"])) == words


@pytest.mark.integration
def test_ids_and_spans_follow_the_text() -> None:
    text = "Chad cut its hotline with Sudan in May. Chad reopened the hotline with Sudan in June."
    signals = read(text, {"TCD": "Chad", "SDN": "Sudan"})
    assert [signal.id for signal in signals] == ["c1", "c2"]
    assert [signal.state for signal in signals] == ["cut", "restored"]
    assert signals[0].evidence.of(make_story(text)) == "Chad cut its hotline with Sudan in May"
    assert all(signal.because.startswith("channels:") for signal in signals)


@pytest.mark.integration
def test_none_said_by_a_side_is_a_denial() -> None:
    text = "There is no back channel to Iran, Israel's spokesman said."
    end = text.index(", Israel's")
    source = Span("t", text.index("Israel's"), text.index(" said"))
    statement = Statement("s1", Span("t", len(text) - 5, len(text) - 1), source, Span("t", 0, end), "a2")
    (signal,) = read(text, {"IRN": "Iran", "ISR": "Israel's spokesman"}, (statement,))
    assert (signal.state, signal.statement) == ("denied-to-exist", "s1")
