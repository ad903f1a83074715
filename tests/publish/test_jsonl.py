"""The contract's JSON object: shape, loss-free return, refusal of what is false."""

from __future__ import annotations

import copy
import datetime as dt
import json
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backchannel.errors import BadInput
from backchannel.publish.jsonl import TIME_TYPES, reading_from_json, reading_to_json
from backchannel.records import (
    Actor,
    ActorKind,
    Event,
    How,
    Interval,
    Mention,
    Note,
    Quote,
    Reading,
    Sentence,
    Signal,
    SourceKind,
    Span,
    Statement,
    Status,
    Story,
    TimeExpression,
)

TEXT = "Norland’s foreign minister visited Sudria on Monday, a spokesman said, and the two 🤝 will meet again."


def _span(words: str) -> Span:
    start = TEXT.index(words)
    return Span("t1", start, start + len(words))


def _reading() -> Reading:
    first, second = (0, TEXT.index(", a")), (TEXT.index("and the"), TEXT.index(" again"))
    content = Span("t1", first[0], second[1], (first, second))
    return Reading(
        story=Story(
            id="t1",
            text=TEXT,
            sha256="00",
            title="A visit",
            published=dt.date(2031, 3, 4),
            page_map=((0, 10, 20),),
            found={"title": "h1"},
            published_at="2031-03-04T08:00+01:00",
            updated="2031-03-05",
            canonical="https://harbor.example/visit",
            notes=(Note("correction", "The day was wrong.", "correction"),),
            partial=True,
        ),
        sentences=(Sentence(Span("t1", 0, len(TEXT)), 0),),
        statements=(
            Statement("s1", cue=_span("said"), source=_span("a spokesman"), content=content, source_kind="institution"),
        ),
        times=(TimeExpression(_span("Monday"), "DATE", "2031-03-03", dt.date(2031, 3, 3), dt.date(2031, 3, 3)),),
        actors=(
            Actor("a1", "Norland", "country", mentions=(Mention(_span("Norland"), "name", False, "alias"),)),
            Actor("a2", "Sudria", "country"),
        ),
        events=(
            Event("e1", "CONSULT", _span("visited"), ("a1",), ("a2",), "rule", mode="visit", statement="s1"),
            Event("e2", "CONSULT", _span("🤝 will meet"), ("a1",), ("a2",), "rule", status="planned", certainty=1),
        ),
        signals=(Signal("c1", "visit", ("Norland", "Sudria"), "used", _span("visited"), "rule"),),
    )


def test_object_is_the_contract_s() -> None:
    written = json.loads(json.dumps(reading_to_json(_reading())))
    assert written["schema"] == 1
    assert written["story"]["published"] == "2031-03-04"
    assert written["story"]["agency"] is None
    assert written["sentences"][0]["start"] == 0
    assert "text" not in written["sentences"][0]
    assert written["statements"][0]["cue"]["text"] == "said"
    parts = written["statements"][0]["content"]["parts"]
    assert [part["text"] for part in parts] == [
        "Norland’s foreign minister visited Sudria on Monday",
        "and the two 🤝 will meet",
    ]
    assert written["events"][1]["anchor"]["text"] == "🤝 will meet"
    assert written["events"][0]["when"] is None
    assert written["times"][0]["first"] == "2031-03-03"
    assert written["channels"][0]["between"] == ["Norland", "Sudria"]
    names = "id url title authors contributors agency outlet published dateline language topics text sha256"
    assert set(names.split()) <= set(written["story"])


def test_returns_without_loss() -> None:
    reading = _reading()
    assert reading_from_json(json.loads(json.dumps(reading_to_json(reading)))) == reading


def test_span_of_another_story_is_not_written() -> None:
    stray = Reading(story=_reading().story, events=(Event("e1", "AID", Span("other", 0, 1), (), (), "rule"),))
    with pytest.raises(ValueError, match="other"):
        reading_to_json(stray)


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (("schema",), 2, "schema"),
        (("schema",), None, "schema"),
        (("events", 0, "anchor", "text"), "visits", "not what stands there"),
        (("events", 0, "anchor", "end"), 10_000, "no stretch"),
        (("events", 0, "anchor", "start"), -1, "no stretch"),
        (("events", 0, "anchor", "start"), True, "whole number"),
        (("events", 0, "status"), "maybe", "none of"),
        (("events", 0, "confidence"), float("nan"), "finite"),
        (("events", 0, "when"), {"first": "2031-03-05", "last": "2031-03-04"}, "after last"),
        (("events", 0, "actors"), ["a1", 2], "list of strings"),
        (("events",), {}, "list"),
        (("story", "published"), "20310304", "YYYY-MM-DD"),
        (("story", "published"), "next week", "YYYY-MM-DD"),
        (("story", "text"), None, "string"),
        (("story", "page_map"), [[1, 2]], "page_map"),
        (("story",), [], "object"),
        (("channels", 0, "between"), ["NOR"], "two strings"),
        (("statements", 0, "content", "parts", 0, "text"), "x", "not what stands there"),
    ],
)
def test_false_objects_are_refused(path: tuple[Any, ...], value: Any, message: str) -> None:
    written = copy.deepcopy(reading_to_json(_reading()))
    at: Any = written
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = value
    with pytest.raises(BadInput, match=message):
        reading_from_json(written)


@pytest.mark.parametrize("junk", [None, 3, "x", [], {}, {"schema": 1}, {"schema": 1, "story": {"id": "x"}}])
def test_junk_is_refused(junk: Any) -> None:
    with pytest.raises(BadInput):
        reading_from_json(junk)


WORDS = st.text(max_size=12)
MAYBE = st.none() | WORDS
DAYS = st.dates(dt.date(1, 1, 1), dt.date(9999, 12, 31))
INTERVALS = st.tuples(DAYS, DAYS).map(lambda pair: Interval(min(pair), max(pair)))


def _kinds(literal: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from(get_args(literal))


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    id, text = draw(WORDS), draw(st.text(max_size=60))

    def ends() -> tuple[int, int]:
        start, end = sorted((draw(st.integers(0, len(text))), draw(st.integers(0, len(text)))))
        return start, end

    def span() -> Span:
        return Span(id, *ends(), parts=tuple(ends() for _ in range(draw(st.integers(0, 2)))))

    def several(make: Any) -> Any:
        return tuple(make() for _ in range(draw(st.integers(0, 2))))

    names = st.lists(WORDS, max_size=3).map(tuple)
    story = Story(
        id, text, draw(WORDS), draw(MAYBE), draw(names), draw(names), draw(MAYBE), draw(MAYBE), draw(MAYBE),
        draw(st.none() | DAYS), draw(MAYBE), draw(MAYBE), draw(names), several(span),
        several(lambda: (draw(st.integers(0, 9)), draw(st.integers(0, 9)), draw(st.integers(0, 9)))),
        draw(st.dictionaries(WORDS, WORDS, max_size=2)),
    )  # fmt: skip

    def maybe_span() -> Span | None:
        return span() if draw(st.booleans()) else None

    return Reading(
        story,
        several(lambda: Sentence(Span(id, *ends()), draw(st.integers(0, 5)), draw(st.booleans()))),
        several(
            lambda: Statement(
                draw(WORDS),
                maybe_span(),
                maybe_span(),
                maybe_span(),
                draw(MAYBE),
                draw(_kinds(SourceKind)),
                draw(_kinds(Quote)),
                draw(MAYBE),
                draw(MAYBE),
            )  # fmt: skip
        ),
        several(
            lambda: TimeExpression(
                span(), draw(st.sampled_from(TIME_TYPES)), draw(WORDS), draw(st.none() | DAYS), draw(st.none() | DAYS)
            )
        ),
        several(
            lambda: Actor(
                draw(WORDS),
                draw(WORDS),
                draw(_kinds(ActorKind)),
                draw(MAYBE),
                draw(MAYBE),
                draw(MAYBE),
                draw(MAYBE),
                several(lambda: Mention(span(), draw(_kinds(How)), draw(st.booleans()), draw(WORDS))),
            )  # fmt: skip
        ),
        several(
            lambda: Event(
                draw(WORDS),
                draw(WORDS),
                span(),
                draw(names),
                draw(names),
                draw(WORDS),
                draw(MAYBE),
                draw(names),
                draw(_kinds(Status)),
                draw(st.integers(-3, 3)),
                draw(st.none() | INTERVALS),
                draw(MAYBE),
                draw(MAYBE),
                draw(st.floats(0, 1)),
            )  # fmt: skip
        ),
        several(
            lambda: Signal(
                draw(WORDS),
                draw(WORDS),
                (draw(WORDS), draw(WORDS)),
                draw(WORDS),
                span(),
                draw(WORDS),
                draw(st.none() | INTERVALS),
                draw(MAYBE),
            )  # fmt: skip
        ),
    )


@settings(max_examples=60, deadline=None)
@given(readings())
def test_any_reading_returns_without_loss(reading: Reading) -> None:
    assert reading_from_json(json.loads(json.dumps(reading_to_json(reading), ensure_ascii=False))) == reading
