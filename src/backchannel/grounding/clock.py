"""Which days hold for an event: those its words are tied to in the parse, else the passage's own, else None.

Source of the idea: TimeML's temporal links between an event and the expression in its clause (Pustejovsky et al. 2003);
the order of looking is ours. The story's publication day is never a stand-in.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from typing import TYPE_CHECKING

from backchannel.grounding.times_events import (
    ARRANGING,
    CARRIERS,
    TELLING,
    agree,
    antecedent,
    is_joined,
    marks_of,
    takes_up,
)
from backchannel.grounding.times_frames import quoted_stretches, read_clauses
from backchannel.grounding.times_links import Link, bounded, link_times, narrowest
from backchannel.grounding.times_moment import story_day
from backchannel.grounding.times_order import REACH, between, read_passages, read_steps, step_within
from backchannel.grounding.times_parse import (
    clause_verb,
    is_now,
    is_past,
    is_pluperfect,
    tense_of,
    token_at,
)
from backchannel.grounding.times_present import is_told_now
from backchannel.records import Interval, Sentence, Span, Story, TimeExpression

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

# Verbs whose complement happens with them: «began shelling on Monday».
ASPECTUAL = frozenset("begin start continue resume stop keep finish help manage fail".split())
_SAME_TIME = frozenset({"when", "as", "while", "where"})
_WIDE = dt.timedelta(days=27)  # an interval this wide also holds for what came right before or after
_STEPS = 6


class StoryClock:
    """The days that hold at each place of one story."""

    def __init__(
        self, story: Story, doc: Doc, sentences: tuple[Sentence, ...], times: tuple[TimeExpression, ...]
    ) -> None:
        self._story = story
        self._doc = doc
        self._published = story_day(story)
        self._clauses = read_clauses(story, doc, sentences)
        self._starts = [clause.sentence.span.start for clause in self._clauses]
        self._links = link_times(doc, times, self._published)
        self._steps: list[tuple[int, int] | None] | None = None
        self._frames, self._locals = read_passages(self._clauses, times, self._published, story.text)
        self._quotes = quoted_stretches(story.text)

    def when(self, anchor: Span) -> Interval | None:
        """The days that hold for an event at that anchor; None when the text does not say."""
        token = self._token(anchor)
        if token is None:
            return None
        return self._dated(token, 0) or self._framed(token) or self._local(token) or self._between(anchor)

    def holds_now(self, anchor: Span) -> Interval | None:
        """The story's own day for an event that no days are tied to and that is told as going on; else None.

        An inference from the tense of the main clause, outside quotation marks, heads and passages on other days.
        """
        token, number = self._token(anchor), bisect_right(self._starts, anchor.start) - 1
        if token is None or number < 0 or self._published is None or self._clauses[number].head:
            return None
        if self._frames[number] is not None or any(start <= token.idx < end for start, end in self._quotes):
            return None
        clause = self._clauses[number]
        told = is_told_now(token, clause.root) and not self._links.of_verb(clause.root.i)
        return Interval(self._published, self._published) if told else None

    def order(self, anchor: Span) -> tuple[int, int] | None:
        """The chain of telling an event belongs to and its step there, or None: in one chain a higher step is later."""
        token = self._token(anchor)
        number = bisect_right(self._starts, anchor.start) - 1
        if token is None or number < 0 or any(start <= token.idx < end for start, end in self._quotes):
            return None
        if self._steps is None:
            self._steps = read_steps(self._clauses, self._frames, self._story.text)
        place, within = self._steps[number], step_within(token, self._clauses[number].root)
        return None if place is None or within is None else (place[0], place[1] + within)

    def _between(self, anchor: Span) -> Interval | None:
        """The days from the step told before to the step told after, where both are dated and near each other."""
        place = self.order(anchor)
        if place is None or self._steps is None:
            return None
        here = bisect_right(self._starts, anchor.start) - 1
        told = []
        for number in range(max(0, here - REACH), min(len(self._clauses), here + REACH + 1)):
            step, root = self._steps[number], self._clauses[number].root
            if step is not None and step[0] == place[0] and number != here and is_past(root):
                told.append((step[1], self._dated(root, 0) or self._local(root)))
        return between(place[1], told)

    def frame(self, position: int) -> Interval | None:
        """The passage's own days at that offset, where they are not the story's."""
        number = bisect_right(self._starts, position) - 1
        return self._frames[number] if 0 <= number < len(self._frames) else None

    def tense_day(self, position: int) -> dt.date | None:
        """The day the passage at that offset speaks about: the last of its clause's or frame's, else the story's."""
        token = token_at(self._doc, position)
        if token is None:
            return self._published
        verb = clause_verb(token)
        days = self._own(token) or (None if verb is None else self._dated(verb, 0)) or self._framed(token)
        return self._published if days is None else days.last

    def _own(self, token: Token) -> Interval | None:
        days = [self._days(link, None) for link in self._links.of_noun(token.i)]
        return narrowest([one for one in days if one is not None])

    def _token(self, anchor: Span) -> Token | None:
        if anchor.story != self._story.id:
            raise ValueError(f"anchor of story {anchor.story} asked of the clock of story {self._story.id}")
        span = self._doc.char_span(anchor.start, anchor.end, alignment_mode="expand")
        return None if span is None or not len(span) else span.root

    # ---- days tied to the words --------------------------------------------------------------------------------------

    def _dated(self, token: Token, depth: int) -> Interval | None:
        """The days of the expressions tied to this word, or to the word that carries it."""
        if depth > _STEPS:
            return None
        if token.pos_ in ("VERB", "AUX"):
            return self._verb_days(token, depth)
        found = narrowest([days for link in self._links.of_noun(token.i) if (days := self._days(link, None))])
        if found is not None:
            return found
        arranged = self._arranged(token)
        carried = arranged if arranged is not None else self._carried(token, depth)
        told = antecedent(token) if carried is None and takes_up(token) else None
        return carried if told is None else self._dated(told, depth + 1)

    def _arranged(self, noun: Token) -> Interval | None:
        """«talks held in May», «a hearing set for Friday»: the days of the participle that tells of the noun."""
        for child in noun.rights:
            if child.dep_ in ("acl", "relcl") and child.tag_ == "VBN" and child.lemma_ in CARRIERS | ARRANGING:
                days = narrowest(self._direct(child))
                if days is not None:
                    return days
        return None

    def _verb_days(self, verb: Token, depth: int) -> Interval | None:
        links = self._links.of_verb(verb.i)
        found = narrowest([days for link in links if (days := self._days(link, verb)) is not None])
        if found is not None:
            return found
        if links:  # a time is named but it only bounds the event: «before Monday»
            return None
        for child in verb.children:
            if child.dep_ == "xcomp" and verb.lemma_ in ASPECTUAL and (direct := self._direct(child)):
                return narrowest(direct)
        return self._at_event(verb, depth) or self._from_when(verb, depth) or self._inherited(verb, depth)

    def _at_event(self, verb: Token, depth: int) -> Interval | None:
        """«During their meeting, she invited him»: the days of the event that is taken up."""
        for child in verb.children:
            if child.dep_ == "prep" and child.lower_ in ("during", "at") and is_past(verb):
                for noun in child.children:
                    if noun.dep_ == "pobj" and takes_up(noun):
                        return self._dated(noun, depth + 1)
        return None

    def _from_when(self, verb: Token, depth: int) -> Interval | None:
        """«met Xi when he visited in 2019»: the days of a clause told as happening at the same time."""
        for child in verb.children:
            if child.dep_ == "advcl" and marks_of(child) & _SAME_TIME and agree(verb, child):
                days = narrowest(self._direct(child))
                if days is not None:
                    return days
        return None

    def _direct(self, verb: Token) -> list[Interval]:
        return [days for link in self._links.of_verb(verb.i) if (days := self._days(link, verb)) is not None]

    def _inherited(self, verb: Token, depth: int) -> Interval | None:
        """Days of the governing word, where this verb's event is told as part of it."""
        head = verb.head
        if head.i == verb.i:
            return None
        if verb.dep_ in ("relcl", "acl", "advcl") and (named := self._links.at.get(head.i)) and is_past(verb):
            return named  # «in 2008, when the firm posted a loss»
        if verb.dep_ in ("relcl", "acl") and head.pos_ in ("NOUN", "PROPN"):
            days = narrowest([one for link in self._links.of_noun(head.i) if (one := self._days(link, None))])
            return days if verb.dep_ == "relcl" and (days is None or is_past(verb)) else None
        if head.pos_ not in ("VERB", "AUX"):
            return None
        if verb.dep_ == "conj" and is_joined(verb, head):
            return self._verb_days(head, depth + 1)
        if verb.dep_ == "xcomp" and head.lemma_ in ASPECTUAL:
            return self._verb_days(head, depth + 1)
        if verb.dep_ in ("advcl", "pcomp") and head.lemma_ not in TELLING:
            return self._beside(verb, head, depth)
        return self._coming_when(verb, depth) if tense_of(verb) == "future" or verb.tag_ == "VBG" else None

    def _beside(self, verb: Token, head: Token, depth: int) -> Interval | None:
        """«arranged after he tweeted», «left, telling them …»: the main clause's days."""
        marks = marks_of(verb)
        days = narrowest(self._direct(head))
        if days is None and self._subject_days(head) is not None:
            days = self._subject_days(head)
        if days is None or is_now(verb):
            return None
        if marks & _SAME_TIME or (not marks and verb.tag_ == "VBG"):
            return days
        return days if days.last - days.first >= _WIDE and is_past(head) and is_past(verb) else None

    def _coming_when(self, token: Token, depth: int) -> Interval | None:
        """«discussed a meeting when he visits next month»: days to come, named in a clause about the same occasion."""
        published = self._published
        for _ in range(_STEPS):
            for child in token.children:
                if child.dep_ == "advcl" and marks_of(child) & _SAME_TIME and not is_past(child):
                    days = narrowest(self._direct(child))
                    if days is not None and published is not None and days.first > published:
                        return days
            if token.head.i == token.i:
                return None
            token = token.head
        return None

    def _carried(self, noun: Token, depth: int) -> Interval | None:
        """«held talks on Monday», «the summit took place in May»: the days of the verb that carries the noun."""
        head, dep = noun.head, noun.dep_
        if dep in ("conj", "appos") and head.pos_ in ("NOUN", "PROPN"):
            return self._dated(head, depth + 1)
        if dep == "compound" and head.pos_ == "NOUN":
            return None
        if dep == "pobj" and head.lower_ in ("at", "during", "in") and head.head.pos_ == "VERB":
            above = clause_verb(head.head.head)
            return narrowest(self._direct(head.head) or ([] if above is None else self._direct(above)))
        if dep in ("nsubj", "nsubjpass", "dobj", "attr") and head.pos_ in ("VERB", "AUX") and head.lemma_ in CARRIERS:
            return self._verb_days(head, depth + 1)
        return self._coming_when(noun, depth)

    def _subject_days(self, verb: Token) -> Interval | None:
        """«The last meeting in 2019 was arranged …»: the subject's own days, where it is an event told in the past."""
        for child in verb.children:
            if child.dep_ in ("nsubj", "nsubjpass") and is_past(verb):
                links = [link for link in self._links.of_noun(child.i) if not link.premodifies]
                return narrowest([days for link in links if (days := self._days(link, None)) is not None])
        return None

    def _days(self, link: Link, verb: Token | None) -> Interval | None:
        return bounded(link, verb, self._published)

    # ---- the passage's own time --------------------------------------------------------------------------------------

    def _framed(self, token: Token) -> Interval | None:
        """The passage's frame, if this word's clause is told in it."""
        frame = self.frame(token.idx)
        if frame is None:
            return None
        quoted = any(start <= token.idx < end for start, end in self._quotes)
        verb = clause_verb(token)
        if quoted:
            return frame
        if verb is None or (verb.i == token.i and verb.lemma_ in TELLING):
            return None
        for _ in range(_STEPS):
            if is_past(verb) or any(child.lower_ in ("would", "could") for child in verb.children):
                return frame
            if is_now(verb) or verb.head.i == verb.i:
                return None
            above = clause_verb(verb.head)
            if above is None:
                return None
            verb = above
        return None

    def _local(self, token: Token) -> Interval | None:
        """The day of the sentence before, where this main clause goes on telling: «They then signed …»."""
        number = bisect_right(self._starts, token.idx) - 1
        days = self._locals[number] if 0 <= number < len(self._locals) else None
        if days is None:
            return None
        carried = token.dep_ in ("nsubj", "nsubjpass", "dobj") and token.head.lemma_ in CARRIERS
        verb = token.head if carried else token
        root = self._clauses[number].root
        main = verb.i == root.i or (verb.dep_ == "conj" and verb.head.i == root.i and is_joined(verb, root))
        return days if main and is_past(verb) and not is_pluperfect(verb) else None
