"""Passage in, statements out: the cases of tests/cases/statements*.toml (voices apart), and every rule's example."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from backchannel.coding.sentences import find_sentences, parse_story
from backchannel.coding.statements import find_statements
from backchannel.coding.statements.source_kinds import source_kind
from backchannel.records import Statement, Story
from backchannel.rules import load_rules

FILES = [Path(__file__).parents[1] / "cases" / name for name in ("statements.toml", "statements_frames.toml")]
CASES = [case for path in FILES for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]]
EDGES = " \"“”‘’',."
pytestmark = pytest.mark.integration


@cache
def read(text: str) -> tuple[Story, tuple[Statement, ...]]:
    story = Story(id="case", text=text, sha256="")
    doc = parse_story(story)
    return story, find_statements(story, doc, find_sentences(story, doc), ())


def shown(story: Story, statement: Statement, found: tuple[Statement, ...]) -> dict[str, str | None]:
    """A statement in words, ends trimmed, under the names that cases use."""
    outer = next((other for other in found if other.id == statement.inside), None)
    words = {
        "source": statement.source and statement.source.of(story).strip(EDGES),
        "cue": statement.cue and statement.cue.of(story),
        "content": statement.content and statement.content.of(story).strip(EDGES),
        "inside": outer.cue.of(story) if outer is not None and outer.cue is not None else None,
    }
    return words | {"kind": statement.source_kind, "quote": statement.quote, "told": statement.told_to}


def fits(given: dict[str, str | None], wanted: dict[str, str]) -> bool:
    trimmed = {name: value.strip(EDGES) if name in ("source", "content") else value for name, value in wanted.items()}
    return all((given[name] or "") == value for name, value in trimmed.items())


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(case, id=case["id"], marks=[pytest.mark.xfail(reason=case["known"])] if "known" in case else [])
        for case in CASES
    ],
)
def test_case(case: dict[str, Any]) -> None:
    story, found = read(case["text"])
    given = [shown(story, statement, found) for statement in found]
    if case.get("none"):
        assert given == []
    for wanted in case.get("want", ()):
        assert any(fits(one, wanted) for one in given), f"wanted {wanted}, found {given}"
    for words in case.get("never", ()):
        assert all(words not in (one["cue"], one["content"]) for one in given), f"{words!r} in {given}"


@pytest.mark.parametrize("rule", load_rules("cues"), ids=lambda rule: rule["id"])
def test_example_of_cue(rule: dict[str, Any]) -> None:
    _, found = read(rule["example"])
    assert found


@pytest.mark.parametrize("rule", load_rules("source_kinds"), ids=lambda rule: rule["id"])
def test_example_of_kind(rule: dict[str, Any]) -> None:
    text = f"{rule['example'][0].upper()}{rule['example'][1:]} said the road was closed."
    _, found = read(text)
    assert [statement.source_kind for statement in found] == [rule["kind"]]


def test_kind_of_a_phrase_is_a_function_of_its_head() -> None:
    doc = parse_story(Story(id="case", text="Two government sources said the road was closed.", sha256=""))
    head = next(token for token in doc if token.dep_ == "nsubj")
    assert source_kind(head, "Two government sources", None) == "anonymous"
