"""Events and status on the sentence-in, words-out cases of ``tests/cases``."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

import pytest

from backchannel.coding.events.lexicon import load_lexicon, parse_pattern
from backchannel.errors import BadRule
from backchannel.records import Event, Page, Reading
from backchannel.rules import load_rules

CASES = Path(__file__).parent.parent / "cases"


def _cases(name: str) -> list[Any]:
    found = []
    for case in tomllib.loads((CASES / f"{name}.toml").read_text(encoding="utf-8"))["case"]:
        marks = [pytest.mark.xfail(reason=case["known"], strict=True)] if "known" in case else []
        found.append(pytest.param(case, id=case["id"], marks=marks))
    return found


def _read(text: str, published: str | None = None) -> Reading:
    from backchannel.pipeline import read_document

    day = dt.date.fromisoformat(published) if published else dt.date(2025, 9, 1)
    return read_document(Page("case", text.encode(), published=day), verbatim=True)


def _names(reading: Reading, ids: tuple[str, ...]) -> set[str]:
    return {reading.actor(id).name for id in ids}


def _fits(reading: Reading, event: Event, wanted: dict[str, Any]) -> bool:
    actors, recipients = _names(reading, event.actors), _names(reading, event.recipients)
    checks = {
        "type": lambda value: event.type == value,
        "mode": lambda value: event.mode == value,
        "status": lambda value: event.status == value,
        "actors": lambda value: actors == set(value),
        "recipients": lambda value: recipients == set(value),
        "sides": lambda value: actors | recipients == set(value),
        "word": lambda value: value in event.anchor.of(reading.story).split(),
    }
    return all(checks[field](value) for field, value in wanted.items())


@pytest.mark.integration
@pytest.mark.parametrize("case", _cases("events"))
def test_events(case: dict[str, Any]) -> None:
    reading = _read(case["text"], case["published"])
    shown = [
        (e.type, e.mode, e.status, _names(reading, e.actors), _names(reading, e.recipients), e.because)
        for e in reading.events
    ]
    for wanted in case["want"]:
        assert any(_fits(reading, event, wanted) for event in reading.events), (wanted, shown)
    for unwanted in case.get("never", []):
        assert not any(_fits(reading, event, unwanted) for event in reading.events), (unwanted, shown)
    if case.get("only"):
        assert len(reading.events) == len(case["want"]), shown


@pytest.mark.integration
@pytest.mark.parametrize("case", _cases("status"))
def test_status(case: dict[str, Any]) -> None:
    reading = _read(case["text"])
    found = {event.anchor.of(reading.story): event.status for event in reading.events}
    assert found.get(case["event"]) == case["status"], found


@pytest.mark.integration
@pytest.mark.parametrize("rule", [pytest.param(rule, id=rule["id"]) for rule in load_rules("events")])
def test_every_event_rule_fires_on_its_example(rule: dict[str, Any]) -> None:
    reading = _read(rule["example"])
    assert rule["id"] in {event.because.split(" · ")[0] for event in reading.events}, reading.events


@pytest.mark.integration
@pytest.mark.parametrize("rule", [pytest.param(rule, id=rule["id"]) for rule in load_rules("status")])
def test_every_status_rule_fires_on_its_example(rule: dict[str, Any]) -> None:
    wanted = "happened" if rule["effect"] in ("realised", "reported", "factive") else rule["effect"]
    reading = _read(rule["example"])
    assert wanted in {event.status for event in reading.events}, reading.events


@pytest.mark.integration
@pytest.mark.parametrize("rule", [pytest.param(rule, id=rule["id"]) for rule in load_rules("contexts")])
def test_every_context_rule_fires_on_its_example(rule: dict[str, Any]) -> None:
    from backchannel.coding.events.contexts import find_contexts
    from backchannel.coding.sentences import load_language

    assert rule["context"] in find_contexts(next(iter(load_language()(rule["example"]).sents)))


def test_patterns_ask_for_what_they_say() -> None:
    sense = next(iter(load_lexicon().verbs["meet"])).sense
    pattern = parse_pattern("come to [deal terms]", sense)
    assert (pattern.lemma, pattern.beside, pattern.nouns) == ("come", "to", frozenset({"deal", "terms"}))
    assert parse_pattern("play [host] to", sense).after == "to"
    assert parse_pattern("sit down", sense).beside == "down"
    with pytest.raises(BadRule, match="no verb pattern"):
        parse_pattern("meet [", sense)
