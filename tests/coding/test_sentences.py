"""The parse: boundaries, credits, heads, and what is refused."""

from __future__ import annotations

import time

import pytest

from backchannel.coding.sentences import LONGEST_TEXT, credit_end, find_sentences, parse_story
from backchannel.errors import BadInput, BadModel
from backchannel.records import Span, Story


def _sentences(text: str, heads: tuple[tuple[int, int], ...] = ()) -> list[str]:
    story = Story("s", text, "-", headings=tuple(Span("s", *head) for head in heads))
    return [sentence.span.of(story) for sentence in find_sentences(story, parse_story(story))]


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("(CNN) — Envoys met.", "Envoys met."),
        ("SEOUL, South Korea (AP) — Envoys met.", "Envoys met."),
        ("GENEVA, June 3 (Reuters) - Envoys met.", "Envoys met."),
        ("MOSCOW — Envoys met.", "Envoys met."),
        ("LONDON, Jan 5 (Reuters) – Envoys met.", "Envoys met."),
        ("KAZAN, February 9. /TASS/. Envoys met.", "Envoys met."),
        ("(CNN)Envoys met.", "Envoys met."),
        ("(PTI) Envoys met.", "Envoys met."),
        ("Jaipur, Feb 9 (PTI) Envoys met.", "Envoys met."),
        ("Shimla [India], February 9 (ANI): Envoys met.", "Envoys met."),
        ("Sendai, Feb. 9 (Jiji Press)--Envoys met.", "Envoys met."),
        ("Quito, 14 Mar (EFE).- Envoys met.", "Envoys met."),
        ("Bonn (dpa) - Envoys met.", "Envoys met."),
        ("(ANSA) - TRIESTE, MAR 3 - Envoys met.", "Envoys met."),
        ("Jeddah, March 5, 2024, SPA -- Envoys met.", "Envoys met."),
        ("YEREVAN, MARCH 5, ARMENPRESS. Envoys met.", "Envoys met."),
        ("Aarhus /ritzau/ - Envoys met.", "Envoys met."),
        ("EL PASO, Texas - Envoys met.", "Envoys met."),
        ("The Alternative Party (AP) left the coalition.", "The Alternative Party (AP) left the coalition."),
        ("The agency (IAEA) had no access.", "The agency (IAEA) had no access."),
        ("NATO - and the EU - kept silent.", "NATO - and the EU - kept silent."),
        ("The ship - the third in May - was held.", "The ship - the third in May - was held."),
        ("(He was late.) The envoy left.", "(He was late.) The envoy left."),
        ("Envoys met.", "Envoys met."),
        ("The envoy (a colonel) — who had flown in — left.", "The envoy (a colonel) — who had flown in — left."),
    ],
)
def test_credit_ends_where_the_story_begins(text: str, body: str) -> None:
    assert text[credit_end(text) :] == body


def test_a_hostile_opening_is_looked_through_at_once() -> None:
    start = time.process_time()
    for unit in ("A", "A ", "A, ", "A,", "(A", "A/", "A - ", "A. "):
        credit_end(unit * 100_000)
    assert time.process_time() - start < 0.5


@pytest.mark.integration
def test_credit_is_in_no_sentence() -> None:
    assert _sentences("(AP) — Envoys met in Oslo. They left.") == ["Envoys met in Oslo.", "They left."]


@pytest.mark.integration
def test_paragraphs_and_heads_end_sentences() -> None:
    text = "The talks went on\n\nA long night\n\nNobody slept."
    assert _sentences(text, ((19, 31),)) == ["The talks went on", "A long night", "Nobody slept."]


@pytest.mark.integration
def test_tail_after_a_quote_belongs_to_it() -> None:
    assert _sentences("“We are ready to talk!” the minister tweeted.") == [
        "“We are ready to talk!” the minister tweeted."
    ]


@pytest.mark.integration
def test_heading_is_marked_and_paragraphs_are_counted() -> None:
    text = "One.\n\nA head\n\nTwo. Three."
    story = Story("s", text, "-", headings=(Span("s", 6, 12),))
    found = find_sentences(story, parse_story(story))
    assert [(sentence.paragraph, sentence.heading) for sentence in found] == [
        (0, False),
        (1, True),
        (2, False),
        (2, False),
    ]


def test_too_long_a_text_is_refused() -> None:
    with pytest.raises(BadInput, match="characters are no news story"):
        parse_story(Story("s", "a " * LONGEST_TEXT, "-"))


def test_runs_of_signs_are_refused_at_once() -> None:
    start = time.process_time()
    with pytest.raises(BadInput, match="long runs of signs"):
        parse_story(Story("s", "“" * 100_000, "-"))
    assert time.process_time() - start < 5


def test_a_configured_model_that_is_none_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    from backchannel.coding.sentences import load_language

    monkeypatch.setenv("BACKCHANNEL_SPACY_MODEL", "no-such-model")
    load_language.cache_clear()
    try:
        with pytest.raises(BadModel, match="no-such-model"):
            load_language()
    finally:
        load_language.cache_clear()
