"""Places in sentences: which words are one, which of the world's it is, and which event was there."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from backchannel.grounding.place_choice import Surroundings, choose_place
from backchannel.ontology.places import KnownPlace, find_spelling, fold, load_sites
from backchannel.pipeline import read_story
from backchannel.publish.jsonl import reading_from_json, reading_to_json
from backchannel.records import Story
from backchannel.rules import load_rules

CASES = tomllib.loads((Path(__file__).parents[1] / "cases/places.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.integration
@pytest.mark.parametrize("case", CASES, ids=[case["text"][:50] for case in CASES])
def test_cases(case: dict[str, Any]) -> None:
    story = Story("s", case["text"], "0")
    reading = read_story(story)
    lines = [(f"{place.span.of(story)} -> {place.label}", place.there) for place in reading.places]
    if "places" in case:
        assert [line for line, there in lines if there] == case["places"]
    if "named" in case:
        assert [line for line, _ in lines] == case["named"]
    admin = {place.span.of(story): place.admin or "-" for place in reading.places}
    for line in case.get("admin", ()):
        words, region = line.split(" -> ")
        assert admin.get(words) == region, admin
    events = {event.anchor.of(story): event.where or "-" for event in reading.events}
    for line in case.get("where", ()):
        anchor, label = line.split(" -> ")
        assert events.get(anchor, "-") == label, events


def test_enough_cases() -> None:
    assert len(CASES) >= 140


def test_spellings() -> None:
    assert find_spelling("kiev")[0].name == "Kyiv"
    assert find_spelling(fold("Bürgenstock"))[0].country == "CHE"
    assert find_spelling("no such town") == ()
    assert [place.kind for place in find_spelling("france")][:1] == ["country"]
    assert find_spelling("springfield")[0].population >= find_spelling("springfield")[-1].population


def test_capital_is_marked() -> None:
    assert next(town for town in find_spelling("tokyo") if town.kind == "town").capital
    assert not find_spelling("osaka")[0].capital


def test_sites_are_sound() -> None:
    for place, aliases in load_sites():
        assert place.lat is not None and -90 <= place.lat <= 90
        assert place.lon is not None and -180 <= place.lon <= 180
        assert len(set(aliases)) == len(aliases) and place.name not in aliases


def test_population_decides_only_between_far_apart() -> None:
    large, small = KnownPlace("X", "town", "GBR", population=900_000), KnownPlace("X", "town", "USA", population=90_000)
    near = KnownPlace("X", "town", "USA", population=500_000)
    nowhere = Surroundings(frozenset(), {})
    assert choose_place((large, small), nowhere) == (large, "the largest of that name")
    assert choose_place((large, near), nowhere) is None
    found = choose_place((large, near), Surroundings(frozenset({"USA"}), {"USA": 1}))
    assert found is not None and found[0] is near


def test_needs() -> None:
    site = KnownPlace("Zone", "site", None, listed=True, needs=("KOR",))
    assert choose_place((site,), Surroundings(frozenset(), {})) is None
    assert choose_place((site,), Surroundings(frozenset(), {"KOR": 1})) == (site, "of our own list")


def test_rules_have_words() -> None:
    assert all(rule["words"] for rule in load_rules("places"))


@pytest.mark.integration
def test_places_survive_json() -> None:
    reading = read_story(Story("s", "Envoys of Peru and Chile met in Lima.", "0"))
    assert reading.places and reading.events[0].place == reading.places[0]
    assert reading_from_json(reading_to_json(reading)) == reading
