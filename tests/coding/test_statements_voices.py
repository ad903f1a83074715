"""Passage in, voices out: every case of tests/cases/statements_voices.toml, and the rules on describing words."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from backchannel.articles import read_verbatim
from backchannel.coding.sentences import parse_story
from backchannel.coding.statements.source_phrases import SourcePhrase, read_source
from backchannel.coding.statements.source_words import (
    load_genders,
    load_kind_nouns,
    load_stand_ins,
    load_traits,
)
from backchannel.pipeline import read_story
from backchannel.records import Page, Reading, Statement, Story
from backchannel.rules import Rule, load_rules

FILE = Path(__file__).parents[1] / "cases" / "statements_voices.toml"
CASES = tomllib.loads(FILE.read_text(encoding="utf-8"))["case"]
EDGES = " ,"


@cache
def read(text: str) -> Reading:
    return read_story(read_verbatim(Page("case", text.encode())))


def find(reading: Reading, name: str) -> Statement:
    """The statement whose source has those words; «#2»: the second such."""
    words, _, number = name.partition("#")
    found = [
        statement
        for statement in reading.statements
        if statement.source is not None and statement.source.of(reading.story).strip(EDGES) == words.strip(EDGES)
    ]
    sources = [one.source.of(reading.story) for one in reading.statements if one.source is not None]
    assert len(found) >= int(number or 1), f"{name!r} is no source; sources are {sources}"
    return found[int(number or 1) - 1]


@pytest.mark.integration
@pytest.mark.parametrize(
    "case",
    [
        pytest.param(case, id=case["id"], marks=[pytest.mark.xfail(reason=case["known"])] if "known" in case else [])
        for case in CASES
    ],
)
def test_case(case: dict[str, Any]) -> None:
    reading = read(case["text"])
    voices = []
    for group in case.get("voices", ()):
        found = {find(reading, name).voice for name in group}
        assert len(found) == 1, f"{group} have voices {found}"
        voices.extend(found)
    assert len(set(voices)) == len(voices), f"two voices are one: {voices}"
    for name, kind in case.get("kinds", ()):
        assert find(reading, name).source_kind == kind
    for wanted in case.get("described", ()):
        _check_description(find(reading, wanted["source"]), wanted)


def _check_description(statement: Statement, wanted: dict[str, Any]) -> None:
    described = statement.described
    if wanted.get("none"):
        assert described is None
        return
    assert described is not None
    for name, value in wanted.items():
        if name != "source":
            given = getattr(described, name)
            assert (list(given) if isinstance(given, tuple) else given) == value, f"{name}: {described}"


def phrase_of(words: str) -> SourcePhrase:
    """The phrase as the subject of a sentence."""
    doc = parse_story(Story(id="case", text=f"{words[0].upper()}{words[1:]} said the road was closed.", sha256=""))
    verb = next(token for token in doc if token.lower_ == "said")
    head = next(child for child in verb.lefts if child.dep_ == "nsubj")
    return read_source(0, verb.i, head, "anonymous")


@pytest.mark.integration
@pytest.mark.parametrize("rule", load_rules("source_words"), ids=lambda rule: rule["id"])
def test_example_of_word_rule(rule: Rule) -> None:
    phrase = phrase_of(rule["example"])
    if rule["is"] in ("seniority", "nearness", "former"):
        fitting = [trait for trait in load_traits(rule["is"]) if trait.fits(phrase.noun, rule["example"])]
        assert fitting[0].id == rule["id"]
    elif rule["is"] == "stands-for":
        assert "*" in rule["heads"] or phrase.noun in rule["heads"]
    elif rule["is"] == "gender":
        assert phrase.gender == rule["value"]


def test_words_are_lower_case_and_each_gender_is_told_once() -> None:
    nouns = [word for rule in load_rules("source_words") if rule["is"] == "gender" for word in rule["words"]]
    assert len(nouns) == len(set(nouns))
    words = [*load_genders(), *load_stand_ins(), *load_kind_nouns()]
    assert all(word == word.lower() for word in words)
