"""Statements of whole stories: order, nesting, speakers, and that every span holds."""

from __future__ import annotations

import datetime as dt
import time

import pytest

from backchannel.coding.sentences import find_sentences, parse_story
from backchannel.coding.statements import find_statements
from backchannel.pipeline import read_story
from backchannel.records import Reading, Statement, Story

pytestmark = pytest.mark.integration

STORY = """\
OSLO (Reuters) — Norwegian officials have quietly weighed inviting Russian President Vladimir Putin to talks on \
fishing quotas, two people familiar with the plan said.

“We talk to all our neighbours. We always have,” Norwegian Prime Minister Jonas Gahr Støre said on Monday. “The cod \
does not stop at the border.”

Moscow has received no letter, Kremlin spokesman Dmitry Peskov told the Interfax agency. He said Russia would study \
any proposal.

According to Russian state media, Putin told his cabinet that the boats would stay in port until May.

The Norwegian foreign ministry declined to comment.

As the deputy harbour master noted, nobody had asked the fishermen.
"""


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read_story(Story(id="oslo", text=STORY, sha256="", published=dt.date(2024, 3, 5)))


def find(reading: Reading, cue: str, source: str) -> Statement:
    for statement in reading.statements:
        if statement.cue is None or statement.source is None:
            continue
        if statement.cue.of(reading.story) == cue and source in statement.source.of(reading.story):
            return statement
    raise AssertionError(f"no statement with cue {cue!r} by {source!r}")


def name(reading: Reading, statement: Statement) -> str | None:
    return reading.actor(statement.speaker).name if statement.speaker is not None else None


def test_ids_run_in_text_order(reading: Reading) -> None:
    assert [statement.id for statement in reading.statements] == [f"s{n + 1}" for n in range(len(reading.statements))]
    starts = [(statement.cue or statement.content).start for statement in reading.statements]  # type: ignore[union-attr]
    assert starts == sorted(starts)


def test_every_span_holds_words(reading: Reading) -> None:
    for statement in reading.statements:
        for span in (statement.source, statement.cue, statement.content):
            if span is None:
                continue
            assert span.of(reading.story).strip()
            for start, end in span.parts:
                assert span.start <= start < end <= span.end
                assert STORY[start:end].strip() == STORY[start:end]


def test_inside_names_a_statement_that_holds_the_cue(reading: Reading) -> None:
    by_id = {statement.id: statement for statement in reading.statements}
    nested = [statement for statement in reading.statements if statement.inside is not None]
    assert nested
    for statement in nested:
        outer = by_id[statement.inside]  # type: ignore[index]
        assert outer.content is not None
        assert statement.cue is not None
        assert outer.content.covers(statement.cue)
        assert outer.inside != statement.id


def test_the_dateline_is_no_content(reading: Reading) -> None:
    statement = find(reading, "said", "two people familiar with the plan")
    assert statement.content is not None
    assert statement.content.of(reading.story).startswith("Norwegian officials")
    assert statement.source_kind == "anonymous"


def test_a_quotation_goes_on_behind_its_attribution(reading: Reading) -> None:
    statement = find(reading, "said", "Støre")
    assert statement.content is not None
    assert len(statement.content.parts) == 2
    assert "The cod does not stop" in statement.content.of(reading.story)
    assert (statement.quote, statement.source_kind, name(reading, statement)) == ("direct", "named", "Jonas Gahr Støre")


def test_whom_it_was_told_to_and_who_he_is(reading: Reading) -> None:
    told = find(reading, "told", "Peskov")
    assert told.told_to == "the Interfax agency"
    assert name(reading, told) == "Dmitry Peskov"
    assert name(reading, find(reading, "said", "He")) == "Dmitry Peskov"


def test_state_media_around_a_leader(reading: Reading) -> None:
    outer = find(reading, "According to", "Russian state media")
    inner = find(reading, "told", "Putin")
    assert outer.source_kind == "state-media"
    assert inner.inside == outer.id
    assert inner.told_to == "his cabinet"


def test_no_comment(reading: Reading) -> None:
    statement = find(reading, "declined to comment", "foreign ministry")
    assert (statement.quote, statement.content, statement.source_kind) == ("no-comment", None, "institution")


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "“", "“ ”", '"""', "said", "“,” said", "According to", ":", "Said: “"]
)
def test_scraps_do_no_harm(text: str) -> None:
    story = Story(id="scrap", text=text, sha256="")
    doc = parse_story(story)
    find_statements(story, doc, find_sentences(story, doc), ())


@pytest.mark.parametrize("unit", ["He said that ", "according to the man, ", "“It is so,” said Bob. ", "A: b\n"])
def test_time_grows_with_length_only(unit: str) -> None:
    story = Story(id="long", text=unit * (20_000 // len(unit)), sha256="")
    doc = parse_story(story)
    sentences = find_sentences(story, doc)
    begin = time.process_time()
    find_statements(story, doc, sentences, ())
    assert time.process_time() - begin < 5


def test_a_quotation_without_a_cue_gets_the_speaker_before() -> None:
    text = "Emmanuel Macron was adamant. “No French soldier will leave before the spring.”"
    reading = read_story(Story(id="bare", text=text, sha256=""))
    [statement] = [one for one in reading.statements if one.quote == "direct"]
    assert statement.cue is None or statement.cue.of(reading.story) == "was adamant"  # the tagger's, where it is there
    assert name(reading, statement) == "Emmanuel Macron"
