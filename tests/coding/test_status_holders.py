"""Who holds a status: the author, the source, who denies it."""

from __future__ import annotations

import datetime as dt

import pytest

from backchannel.pipeline import read_story
from backchannel.publish.jsonl import reading_from_json, reading_to_json
from backchannel.records import Event, Order, Stance, Story

DAY = dt.date(2024, 3, 6)


def _first(text: str) -> tuple[Event, dict[str | None, str]]:
    reading = read_story(Story("s", text, "-", published=DAY))
    assert reading_from_json(reading_to_json(reading)) == reading
    return reading.events[0], {actor.id: actor.name for actor in reading.actors}


@pytest.mark.integration
def test_author_and_denier() -> None:
    event, names = _first("Syrian rebels attacked a Russian base near Latakia. Russia denied it.")
    assert [(s.holder, names.get(s.by), s.status) for s in event.stances] == [
        ("author", None, "happened"),
        ("denier", "Russia", "denied"),
    ]
    assert event.status == "happened"


@pytest.mark.integration
def test_source_alone() -> None:
    event, names = _first("South Korea said North Korea had fired artillery at South Korea.")
    assert [(s.holder, names.get(s.by), s.status) for s in event.stances] == [("source", "South Korea", "happened")]


@pytest.mark.integration
def test_who_denies_holds_the_denial() -> None:
    event, names = _first("Kenya denied that it had attacked Somalia.")
    assert event.status == "denied"
    assert [(s.holder, names.get(s.by), s.status) for s in event.stances] == [("source", "Kenya", "denied")]


@pytest.mark.integration
def test_plan_is_the_author_s() -> None:
    event, _ = _first("Malta plans to meet Libya in Tunis.")
    assert [(s.holder, s.status) for s in event.stances] == [("author", "planned")]


def test_records_hold_stance_and_order() -> None:
    assert Stance("author", "happened", 3).by is None
    assert Order(1, 2).step == 2


@pytest.mark.integration
def test_a_plan_that_is_told_is_its_teller_s() -> None:
    event, names = _first("Malta said on Monday that it plans to meet Libya in Tunis.")
    assert [(s.holder, names.get(s.by), s.status) for s in event.stances] == [("source", "Malta", "planned")]


@pytest.mark.integration
@pytest.mark.parametrize(
    "text",
    ["Turkey ordered Syria to withdraw its troops from Idlib.", "Peru called off a meeting with Chile on Monday."],
)
def test_orders_and_deeds_are_the_author_s(text: str) -> None:
    reading = read_story(Story("s", text, "-", published=DAY))
    assert {stance.holder for event in reading.events for stance in event.stances} == {"author"}
