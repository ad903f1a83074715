"""Words as numbers: what counts as the same word, where it stands, and hashes that stay the same for ever."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backchannel.articles import copies_shingles as shingles
from backchannel.articles.copies_index import HELD_BY, ShingleTable
from backchannel.records import Story
from backchannel.rules import load_rules

RULES = load_rules("copies")
WORDS = [2014318161, 890252124, 412648343]
SHINGLES = [13339963174052864113]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“Troops weren’t there,” he said", '"Troops weren\'t there" - he SAID'),
        ("The U.S. said so", "the US said so"),
        ("1,500 men", "1500 men"),
        ("Erdoğan spoke", "Erdogan spoke"),
        ("un e\u0301tat", "un état"),
        ("two\u00a0words", "two words"),
        ("cease–fire", "cease-fire"),
        ("soft\u00adly", "softly"),
    ],
)
def test_the_same_words_in_other_dress(one: str, other: str) -> None:
    assert shingles.split_words(one)[0].tolist() == shingles.split_words(other)[0].tolist()


@pytest.mark.parametrize(("one", "other"), [("12 dead", "15 dead"), ("3.5 points", "35 points"), ("abc", "acb")])
def test_other_words_and_figures_differ(one: str, other: str) -> None:
    assert shingles.split_words(one)[0].tolist() != shingles.split_words(other)[0].tolist()


@given(st.text(max_size=200))
def test_words_stand_where_they_say(text: str) -> None:
    words, starts, lengths = shingles.split_words(text)
    assert len(words) == len(starts) == len(lengths)
    ends = starts.astype(int) + lengths
    assert (starts[1:].astype(int) >= ends[:-1]).all()
    assert all(re.search(r"\w", text[start:end]) for start, end in zip(starts, ends, strict=True))


def test_hashes_are_fixed() -> None:
    """A stored hash must be found again by every later version."""
    words, starts, lengths = shingles.split_words("North Korea's minister")
    assert words.tolist() == WORDS
    assert starts.tolist() == [0, 6, 14]
    assert lengths.tolist() == [5, 7, 8]
    assert shingles.shingle_hashes(words).tolist() == SHINGLES


def test_a_text_without_words_has_none() -> None:
    for text in ("", " \n… — !"):
        words, _, _ = shingles.split_words(text)
        assert len(words) == 0
        assert len(shingles.sample_shingles(shingles.shingle_hashes(words))[0]) == 0


def test_a_short_note_is_sampled_too() -> None:
    for text in ("Talks resumed.", "Talks resumed on Monday in the capital of the north."):
        assert len(shingles.sample_shingles(shingles.shingle_hashes(shingles.split_words(text)[0]))[0]) >= 1


@pytest.mark.parametrize(
    ("stamp", "minutes"),
    [
        ("1970-01-01T01:00+00:00", 60),
        ("1970-01-01T01:00:59-02:00", 180),
        ("1970-01-01T00:00Z", 0),
        ("2025-10-18", None),
        ("2025-10-18T09:00", None),
        ("0001-01-01T00:00+14:00", None),
        ("9999-12-31T23:59-14:00", None),
        ("about nine in the morning", None),
        (None, None),
    ],
)
def test_moments_need_a_zone(stamp: str | None, minutes: int | None) -> None:
    assert shingles.read_moment(stamp) == minutes


def test_a_span_gives_the_words() -> None:
    story = Story("s", "The envoy's letter was “refused”.", "")
    assert shingles.take_print(story).span(1, 3).of(story) == "envoy's letter"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["id"])
def test_rules_match_their_examples(rule: dict[str, object]) -> None:
    if rule["kind"] == "page-words":
        assert np.isin(shingles.split_words(str(rule["example"]))[0], shingles.cue_words()).any()
        return
    pattern = re.compile(str(rule["pattern"]))
    assert pattern.search(str(rule["example"]))
    assert not [text for text in rule["keeps"] if pattern.search(text)]  # type: ignore[attr-defined]


def test_headlines_count_their_updates() -> None:
    titles = ("UPDATE 2-Talks end", "Envoys-Doha, 3rd Ld-Writethru", "Updated: talks end", "Talks end", None)
    marks = [shingles.take_print(Story("s", "x", "", title=title)).mark for title in titles]
    assert marks == [2, 3, 1, 0, 0]


def test_the_table_finds_what_was_put_in_through_its_growth() -> None:
    table = ShingleTable(room=16)
    chance = np.random.default_rng(3)
    held = [np.unique(chance.integers(0, 2**64, 40, dtype=np.uint64)) for _ in range(50)]
    for story, keys in enumerate(held):
        table.add(keys, story)
    for story, keys in enumerate(held):
        asked, found = table.find(keys)
        assert sorted(asked.tolist()) == list(range(len(keys)))
        assert set(found.tolist()) == {story}
    assert len(table.find(np.array([5, 7], np.uint64))[0]) == 0


def test_boilerplate_takes_no_more_postings() -> None:
    table = ShingleTable(room=16)
    for story in range(HELD_BY + 9):
        table.add(np.array([0, 11], np.uint64), story)
    assert len(table.find(np.array([11], np.uint64))[0]) == HELD_BY
    assert len(table) == 2 * HELD_BY
