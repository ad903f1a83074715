"""Search: the words found stand exactly where it says, and no string is a syntax error."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backchannel.ledger import Ledger
from backchannel.ledger.search import cut_snippet, find_marked, quote_terms, read_terms
from backchannel.records import Reading

Make = Callable[..., Reading]


@pytest.fixture
def filled(ledger: Ledger, make_reading: Make) -> Ledger:
    ledger.add(
        make_reading(
            "Norland visited Sudria. The café talks 🤝 were about sanctions.", published="2030-05-01", id="one"
        )
    )
    ledger.add(
        make_reading("Norland sanctioned Westia over a hotline.", published="2030-05-09", type="SANCTION", id="two")
    )
    ledger.add(
        make_reading(
            "Westia offered Sudria " + "many long words " * 60 + "and a hotline\nat last.", id="far", title="Café"
        )
    )
    return ledger


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("sanction", {"one", "two"}),
        ("sanctions hotline", {"two"}),
        ("CAFE", {"one", "far"}),
        ('"a hotline"', {"two", "far"}),
        ('"hotline a"', set()),
        ("hotl*", {"two", "far"}),
        ("hotl", set()),
        ("", set()),
        ("  ", set()),
        ('"', set()),
        ("AND", {"far"}),
        ("NOT", set()),
        ("title:hotline", set()),
        ("hotline OR", set()),
        ("*", set()),
        ("^hotline", {"two", "far"}),
        ("NEAR(a hotline)", set()),
        ("hotline\0x", set()),
    ],
)
def test_words_find_stories(filled: Ledger, words: str, found: set[str]) -> None:
    assert {hit.story for hit in filled.search(words)} == found


def test_matches_stand_where_they_say(filled: Ledger) -> None:
    for hit in filled.search("hotline"):
        text = filled.reading(hit.story).story.text
        assert [text[match.start : match.end] for match in hit.matches] == ["hotline"]
        assert text[hit.span.start : hit.span.end] == hit.snippet
        assert "hotline" in hit.snippet
        assert len(hit.snippet) <= 240
    (hit,) = filled.search("cafe sanction")
    story = filled.reading("one").story
    assert [match.of(story) for match in hit.matches] == ["café", "sanctions"]


def test_a_title_alone_is_found_without_a_place(filled: Ledger) -> None:
    hit = next(hit for hit in filled.search("cafe") if hit.story == "far")
    assert hit.matches == ()
    assert hit.snippet.startswith("Westia offered")


def test_filters_narrow(filled: Ledger) -> None:
    assert {hit.story for hit in filled.search("sanction", type="SANCTION")} == {"two"}
    assert {hit.story for hit in filled.search("sanction", actor="NOR", partner="SWE")} == {"one"}
    assert {hit.story for hit in filled.search("sanction", since=dt.date(2030, 5, 2))} == {"two"}
    assert {hit.story for hit in filled.search("sanction", until=dt.date(2030, 5, 2))} == {"one"}
    assert filled.search("sanction", status="denied") == ()
    assert len(filled.search("sanction", limit=1)) == 1
    assert filled.search("sanction", limit=0) == ()


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=40) | st.text(alphabet="\"*^:(){}+-,~\\' ANDORNEAT\0", max_size=20))
def test_no_string_is_a_syntax_error(filled: Ledger, words: str) -> None:
    for hit in filled.search(words):
        assert hit.story in {"one", "two", "far"}


def test_long_queries_are_cut() -> None:
    assert quote_terms(read_terms("word " * 10_000)).count('"') == 64


def test_marks_in_the_text_itself_give_no_places() -> None:
    assert find_marked("a b", "a \ue0f0b\ue0f1") == [(2, 3)]
    assert find_marked("\ue0f0 b", "\ue0f0 \ue0f0b\ue0f1") == []
    assert find_marked("none", "none") == []


@given(st.text(max_size=900), st.data())
def test_snippets_hold_the_match(text: str, data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(text)))
    start, end = cut_snippet(text, first)
    assert 0 <= start <= first <= end <= len(text)
    assert end - start <= 240
