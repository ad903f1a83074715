"""Sentence in, actors out: every case of tests/cases/mentions*.toml and every example of rules/roles.toml."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from backchannel.coding.mentions import find_actors
from backchannel.coding.sentences import find_sentences, parse_story
from backchannel.grounding.actors import find_names
from backchannel.ontology import load_actors
from backchannel.records import Actor, Story
from backchannel.rules import load_rules

CASES: list[dict[str, Any]] = [
    case
    for path in sorted((Path(__file__).parents[1] / "cases").glob("mentions*.toml"))
    for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]
]
pytestmark = pytest.mark.integration


def read(text: str, published: dt.date | None, day: dt.date | None = None) -> tuple[Story, tuple[Actor, ...]]:
    story = Story(id="case", text=text, sha256="", published=published)
    doc = parse_story(story)
    table = load_actors()
    actors = find_actors(
        story, doc, find_sentences(story, doc), find_names(story, table), table, day_at=lambda offset: day or published
    )
    return story, actors


def place(text: str, words: str) -> tuple[int, int]:
    """Where "WORDS#n" stands: its n-th occurrence as whole words."""
    words, _, number = words.partition("#")
    found = [match.span() for match in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)]
    assert len(found) >= int(number or 1), f"{words!r} does not stand in the text"
    return found[int(number or 1) - 1]


def at(text: str, actors: tuple[Actor, ...], words: str) -> list[tuple[Actor, str]]:
    """The actors with a mention of exactly those words, and how they are mentioned."""
    span = place(text, words)
    return [(actor, one.how) for actor in actors for one in actor.mentions if (one.span.start, one.span.end) == span]


def fits(actor: Actor, how: str, wanted: dict[str, str]) -> bool:
    given = {name: getattr(actor, name) for name in ("name", "ref", "country", "sector", "kind")} | {"how": how}
    return all(given[name] == value for name, value in wanted.items() if name != "words")


def known_at(text: str, actors: tuple[Actor, ...], words: str) -> list[str]:
    """Complaints about mentions that give (a piece of) those words to a person of the tables."""
    start, end = place(text, words)
    return [
        f"{text[one.span.start : one.span.end]!r} must be nobody of the tables, is {actor.ref}"
        for actor in actors
        if actor.kind == "person" and actor.ref is not None
        for one in actor.mentions
        if one.span.start < end and start < one.span.end
    ]


def failures(case: dict[str, Any], actors: tuple[Actor, ...]) -> list[str]:
    """What the reading of a case misses or has wrong; empty where all is right."""
    text, wrong = case["text"], []
    for wanted in case.get("want", ()):
        found = at(text, actors, wanted["words"])
        if not any(fits(actor, how, wanted) for actor, how in found):
            wrong.append(f"wanted {wanted}, found {found}")
    for words in case.get("none", ()):
        start, end = place(text, words)
        for actor in actors:
            for one in actor.mentions:
                inside = start <= one.span.start and one.span.end <= end
                if inside:
                    wrong.append(f"{one.span.of(Story('case', text, ''))!r} must be no mention, is {actor.name}")
    wrong += [line for words in case.get("strangers", ()) for line in known_at(text, actors, words)]
    for first, second in case.get("same", ()):
        ids = [{actor.id for actor, _ in at(text, actors, words)} for words in (first, second)]
        if not ids[0] & ids[1]:
            wrong.append(f"{first!r} and {second!r} must be one actor, are {ids}")
    for first, second in case.get("apart", ()):
        ids = [{actor.id for actor, _ in at(text, actors, words)} for words in (first, second)]
        if not ids[0] or not ids[1] or ids[0] & ids[1]:
            wrong.append(f"{first!r} and {second!r} must be two actors, are {ids}")
    return wrong


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_case(case: dict[str, Any]) -> None:
    day = dt.date.fromisoformat(case["day"]) if "day" in case else None
    _, actors = read(case["text"], dt.date.fromisoformat(case["published"]), day)
    assert not failures(case, actors)


@pytest.mark.parametrize("rule", (*load_rules("roles"), *load_rules("sides")), ids=lambda rule: rule["id"])
def test_rule_example(rule: dict[str, Any]) -> None:
    story, actors = read(rule["example"], dt.date(2018, 5, 10))
    if not rule["mention"]:
        assert not actors or "Nairobi" not in {one.span.of(story) for actor in actors for one in actor.mentions}
        return
    found = at(story.text, actors, rule["mention"])
    assert found, f"{rule['mention']!r} is no mention"
    if rule.get("sector") and rule["is"] in ("agent", "body", "unnamed"):
        assert found[0][0].sector == rule["sector"]


def test_case_ids_are_unique() -> None:
    ids = [case["id"] for case in CASES]
    assert len(ids) == len(set(ids)) >= 50
