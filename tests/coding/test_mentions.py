"""The parts of the mentions stage that need no parse, and what must hold of every reading."""

from __future__ import annotations

import datetime as dt
import time

import pytest

from backchannel.coding.mentions import find_actors
from backchannel.coding.mentions.lexicon import load_lexicon
from backchannel.coding.mentions.names import family_name
from backchannel.coding.mentions.unknown import may_name_person
from backchannel.coding.mentions.world import LEADER, World, world_of
from backchannel.coding.sentences import find_sentences, parse_story
from backchannel.grounding.actors import find_names
from backchannel.ontology import load_actors
from backchannel.ontology.actors import ActorTable, KnownActor, Role
from backchannel.records import Story

DAY = dt.date


def person(ref: str, surname: str, *roles: Role, tags: tuple[str, ...] = ()) -> KnownActor:
    return KnownActor(ref, ref.title(), "person", "KOR", "GOV", surname=surname, roles=roles, tags=tags)


TABLE = ActorTable(
    [
        person("moon", "Moon", Role("president", "KOR", DAY(2017, 5, 10), DAY(2022, 5, 9))),
        person("yoon", "Yoon", Role("president", "KOR", DAY(2022, 5, 10), DAY(2025, 4, 4)), tags=("known-by-surname",)),
        person("lee", "Lee", Role("president", "KOR", DAY(2025, 6, 4), None, known=DAY(2025, 8, 1))),
        person("park-a", "Park", tags=("known-by-surname",)),
        person("park-b", "Park", tags=("known-by-surname",)),
    ]
)


def test_the_holder_is_the_one_of_that_day() -> None:
    world = World(TABLE)
    assert world.holder("president", "KOR", DAY(2019, 1, 1)) is TABLE["moon"]
    assert world.holder(LEADER, "KOR", DAY(2023, 1, 1)) is TABLE["yoon"]
    assert world.holder("president", "KOR", DAY(2025, 5, 1)) is None
    assert world.holder("president", "KOR", None) is None
    assert world.holder("president", "PRK", DAY(2019, 1, 1)) is None


def test_an_open_end_counts_for_a_while_past_its_check() -> None:
    world = World(TABLE)
    assert world.holder("president", "KOR", DAY(2025, 12, 1)) is TABLE["lee"]
    assert world.holder("president", "KOR", DAY(2028, 1, 1)) is None


def test_predecessor_and_successor() -> None:
    world = World(TABLE)
    assert world.neighbour(TABLE["yoon"], "president", DAY(2023, 1, 1), later=False) is TABLE["moon"]
    assert world.neighbour(TABLE["moon"], "president", DAY(2023, 1, 1), later=True) is TABLE["yoon"]
    assert world.neighbour(TABLE["moon"], "president", DAY(2019, 1, 1), later=True) is None
    assert world.neighbour(TABLE["park-a"], "president", DAY(2019, 1, 1), later=False) is None


def test_surnames() -> None:
    world = world_of(TABLE)
    assert world is world_of(TABLE)
    assert world.famous("Yoon") is TABLE["yoon"]
    assert world.famous("Park") is None
    assert world.famous("Moon") is None
    assert world.surnamed("Moon", "president", None, DAY(2025, 10, 18)) is TABLE["moon"]
    assert world.surnamed("Moon", "president", "PRK", DAY(2019, 1, 1)) is None


@pytest.mark.parametrize(
    ("words", "country", "surname"),
    [
        ("Lars Nyberg", None, "Nyberg"),
        ("Kim Min Ho", "KOR", "Kim"),
        ("Kim Min Ho", None, "Kim"),
        ("Kevin Kim", None, "Kim"),
        ("John Holm Jr.", None, "Holm"),
        ("Omar al-Rashid", None, "Rashid"),
    ],
)
def test_family_name(words: str, country: str | None, surname: str) -> None:
    assert family_name(words, country) == surname


def test_what_names_nobody() -> None:
    assert not any(map(may_name_person, ("Tuesday", "March", "River", "Motors", "Committee")))
    assert may_name_person("Nyberg")


def test_lexicon_forms() -> None:
    nouns = load_lexicon().nouns
    assert ("secretaries",) in {noun.words for noun in nouns["secretaries"]}
    assert any(noun.words == ("secretaries", "of", "state") and noun.plural for noun in nouns["state"])
    assert any(noun.singular == "spokeswoman" and noun.plural for noun in nouns["spokeswomen"])
    assert all(not noun.plural or noun.singular != "president" for noun in nouns["president"])


STORY = """Kenyan president William Ruto hosted Antony Blinken in Nairobi. The two men spoke for an hour.

“We agree on much,” Ruto said. His guest was less sure. US officials said they would send a team to Sudan, and that
Washington expected an answer from Khartoum.

Lars Nyberg, the Swedish envoy, told Blinken he would wait. Both sides left the talks before Nyberg did."""


@pytest.mark.integration
def test_what_holds_of_every_reading() -> None:
    story = Story(id="s", text=STORY, sha256="", published=DAY(2023, 5, 10))
    doc, table = parse_story(story), load_actors()
    sentences = find_sentences(story, doc)
    names = find_names(story, table)
    actors = find_actors(story, doc, sentences, names, table, day_at=lambda offset: None)
    assert actors == find_actors(story, doc, sentences, names, table, day_at=lambda offset: None)
    assert [actor.id for actor in actors] == [f"a{number}" for number in range(1, len(actors) + 1)]
    firsts = [actor.mentions[0].span.start for actor in actors]
    assert firsts == sorted(firsts)
    taken: dict[int, tuple[int, int]] = {}
    for actor in actors:
        starts = [one.span.start for one in actor.mentions]
        assert starts == sorted(set(starts))
        for one in actor.mentions:
            assert one.because
            words = one.span.of(story)
            assert words == words.strip() and not words.lower().startswith(("the ", "a "))
            for offset in range(one.span.start, one.span.end):
                assert taken.setdefault(offset, (one.span.start, one.span.end)) == (one.span.start, one.span.end)


@pytest.mark.integration
@pytest.mark.parametrize(
    "text", ["", "\n\n", "“", "the the the", "Of of OF.", "He said he said he said.", "“I” “we” ” “", "and and , and"]
)
def test_odd_texts_are_read_quietly(text: str) -> None:
    story = Story(id="s", text=text, sha256="")
    doc, table = parse_story(story), load_actors()
    assert isinstance(find_actors(story, doc, find_sentences(story, doc), (), table, day_at=lambda offset: None), tuple)


@pytest.mark.integration
def test_a_text_of_names_alone_costs_no_more_than_its_length() -> None:
    text = "Kenyan president Abel Bora met Danish envoy Cara Dorn and he told them they left. " * 400
    story = Story(id="s", text=text + "he said she and they and " * 2000, sha256="")
    doc, table = parse_story(story), load_actors()
    start = time.process_time()
    find_actors(story, doc, find_sentences(story, doc), find_names(story, table), table, day_at=lambda offset: None)
    assert time.process_time() - start < 20
