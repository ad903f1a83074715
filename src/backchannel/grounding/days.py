"""Story -> its time expressions, resolved: TIMEX3 type and value, and the first and last day where it names days.

Everything is read against the story's day, the passage's own time and the tense of the clause, never against the clock
of the machine. Types and values follow TimeML 1.2.1 as used in TempEval-3 (UzZaman et al., SemEval-2013).
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from backchannel.grounding.clock import StoryClock
from backchannel.grounding.times_calendar import unit_of
from backchannel.grounding.times_frames import SETTLED, Clause, Frame, after, before, ends, read_clauses
from backchannel.grounding.times_grammar import Found, find_places
from backchannel.grounding.times_lookalikes import is_time
from backchannel.grounding.times_moment import Meaning, Moment, Tense, story_day
from backchannel.grounding.times_parse import clause_verb, is_now, is_speech, tense_at, token_at, word_list
from backchannel.grounding.times_resolve import resolve
from backchannel.records import Sentence, Span, Story, TimeExpression

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["StoryClock", "find_times"]

_AGAINST = re.compile(r"\b(?:compared (?:with|to)|against|versus|from)\b[^.;]{0,20}\d[^;]{0,25}$")
_DATELINE = re.compile(r"[A-Z][A-Z][^\n]{1,40}?(?=\s[—–(-])")
STRETCHES = frozenset({"P6M", "P9M"})  # «net for the nine months»: results are told of them as of quarters
RECALL = 4  # sentences: how far back «the next day» may look for the day it follows


def find_times(story: Story, doc: Doc, sentences: tuple[Sentence, ...]) -> tuple[TimeExpression, ...]:
    """The story's time expressions in text order. ``first``/``last`` are None where no calendar days are named."""
    places = [place for place in find_places(story.text) if is_time(place, story, doc)]
    clauses = read_clauses(story, doc, sentences)
    times: list[TimeExpression] = []
    reader = _Reader(story, doc)
    index = 0
    for clause in clauses:
        while index < len(places) and places[index].start < clause.sentence.span.start:
            times.extend(reader.read_stray(places[index]))
            index += 1
        inside = []
        while index < len(places) and places[index].start < clause.sentence.span.end:
            inside.append(places[index])
            index += 1
        times.extend(reader.read_sentence(clause, inside))
    for place in places[index:]:
        times.extend(reader.read_stray(place))
    return tuple(times)


class _Reader:
    """Reads a story's places in order and keeps what later ones lean on: the frame, the last value, the last day."""

    def __init__(self, story: Story, doc: Doc) -> None:
        self._story = story
        self._doc = doc
        self._published = story_day(story)
        self._frame: Frame | None = None
        self._south = comes_from_south(story)
        self._moment = Moment(self._published, south=self._south)
        self._age = 0

    def read_stray(self, place: Found) -> list[TimeExpression]:
        """A place outside all sentences (a credit, a dateline): read against the story's day alone."""
        meaning = resolve(place, Moment(self._published))
        return [] if meaning is None else [self._expression(place, meaning)]

    def read_sentence(self, clause: Clause, places: list[Found]) -> list[TimeExpression]:
        """The places of one sentence, and the frame it leaves behind."""
        text = self._story.text
        was = self._frame
        self._frame = before(self._frame, clause, text)
        if (was is not None and self._frame is None) or clause.head:
            self._forget()
        self._age += 1
        if self._age > RECALL:
            self._moment = replace(self._moment, day=None)
        times = []
        for place in places:
            moment = self._at(place, clause)
            meaning = resolve(place, moment)
            if meaning is None:
                continue
            time = self._expression(place, meaning)
            times.append(time)
            self._remember(place, meaning, moment)
        self._frame = after(self._frame, clause, times, self._published, text)
        return times

    def _at(self, place: Found, clause: Clause) -> Moment:
        token = token_at(self._doc, place.start)
        verb = None if token is None else clause_verb(token)
        tense = None if token is None else tense_at(token)
        frame = None if self._frame is None else self._frame.days
        if verb is not None and (is_speech(verb) or is_now(verb)):
            frame = None
        if frame is not None and ends(clause, [], self._story.text):
            frame = None
        settled = self._frame is not None and self._frame.paragraphs >= SETTLED
        compared = _AGAINST.search(self._story.text[max(0, place.start - 60) : place.start]) is not None
        return replace(self._moment, frame=frame, tense=tense, settled=settled, compared=compared)

    def _is_told(self, meaning: Meaning, tense: Tense | None) -> bool:
        """Whether a quarter is one whose results are told: over by the calendar, or told in the past tense."""
        over = meaning.days is None or self._published is None or meaning.days.last < self._published
        return over or tense == "past"

    def _remember(self, place: Found, meaning: Meaning, moment: Moment) -> None:
        led = place.has("which") or self._story.text.startswith("the", place.start)
        if meaning.value in STRETCHES and led:
            self._moment = replace(self._moment, stretch=meaning.value)
        # «a year earlier» is no new topic
        compared = place.kind == "ago" or place.has("back", "ago") or moment.compared
        if unit_of(meaning.value) == "Q" and not compared and self._is_told(meaning, moment.tense):
            self._moment = replace(self._moment, quarter=meaning.value, stretch=None)
        if compared and unit_of(meaning.value) in ("Q", "Y"):
            return
        if meaning.days is None or meaning.type not in ("DATE", "TIME") or unit_of(meaning.value) is None:
            return
        single = meaning.days.first if meaning.days.first == meaning.days.last else None
        self._moment = replace(self._moment, last=meaning.value.split("T")[0], day=single)
        self._age = 0

    def _forget(self) -> None:
        self._moment = Moment(self._published, south=self._south)

    def _expression(self, place: Found, meaning: Meaning) -> TimeExpression:
        span = Span(self._story.id, place.start, place.end)
        if meaning.days is None:
            return TimeExpression(span, meaning.type, meaning.value)
        return TimeExpression(span, meaning.type, meaning.value, meaning.days.first, meaning.days.last)


def comes_from_south(story: Story) -> bool:
    """Whether the story's dateline names a place of the southern temperate zone."""
    head = _DATELINE.match(story.text)
    words = f"{story.dateline or ''} {head.group() if head else ''}".lower()
    return any(re.search(rf"\b{re.escape(place.lower())}\b", words) for place in word_list("south"))
