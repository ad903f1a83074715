"""What the text tells as going on holds on the story's own day; what it tells as done, asked or usual does not."""

from __future__ import annotations

import datetime as dt

import pytest

from backchannel.coding.sentences import find_sentences, parse_story
from backchannel.grounding.days import StoryClock, find_times
from backchannel.records import Interval, Span, Story

DAY = dt.date(2025, 10, 18)

pytestmark = pytest.mark.integration


def holds_now(text: str, anchor: str, published: dt.date | None = DAY) -> Interval | None:
    story = Story("case", text, "-", published=published)
    doc = parse_story(story)
    sentences = find_sentences(story, doc)
    clock = StoryClock(story, doc, sentences, find_times(story, doc, sentences))
    start = text.index(anchor)
    return clock.holds_now(Span(story.id, start, start + len(anchor)))


@pytest.mark.parametrize(
    ("text", "anchor"),
    [
        ("The army is massing tanks at the border.", "massing"),
        ("Norway supports the ceasefire.", "supports"),
        ("The two governments are holding talks in Oslo.", "talks"),
        ("Rebels are shelling the port and blocking the road.", "blocking"),
    ],
)
def test_the_present_of_a_main_clause_holds_on_the_story_s_day(text: str, anchor: str) -> None:
    assert holds_now(text, anchor) == Interval(DAY, DAY)
    assert holds_now(text, anchor, None) is None


@pytest.mark.parametrize(
    ("text", "anchor"),
    [
        ("The army massed tanks at the border.", "massed"),
        ("Norway has agreed to a ceasefire.", "agreed"),
        ("Norway will support the ceasefire.", "support"),
        ("Norway may support the ceasefire.", "support"),
        ("The truce begins in Oslo.", "begins"),
        ("The minister says the port is open.", "says"),
        ("The army usually supports the ceasefire.", "supports"),
        ("If he resigns, the army supports the rebels.", "supports"),
        ("“The army is massing tanks at the border,” he said.", "massing"),
        ("``The army is massing tanks at the border,'' he said.", "massing"),
        ("Norway supports the ceasefire every year until June.", "supports"),
        ("In 2011, the army crossed the river. It then burned the bridge.", "burned"),
    ],
)
def test_nothing_else_does(text: str, anchor: str) -> None:
    assert holds_now(text, anchor) is None
