"""Events that no rule knows the wording of: the encoder's head on pairs of actors in sentences without any event.

Reading a pair is one more run of the encoder, so only few are tried: two sides that a verb or an event noun joins
through the parse, at most ``MOST`` a story. A guess counts only where its chance is ``SURE`` or more.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backchannel.coding.encoder import Encoder
from backchannel.coding.events.pair_features import path_between
from backchannel.coding.events.pair_head import PairHead
from backchannel.coding.status import judge
from backchannel.records import Actor, Event, Mention, Sentence, Span, Story

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

SURE = 0.85
MOST = 16  # pairs tried in one story
LONGEST_PATH = 8  # words from one side's head to the other's, both included
LONGEST_SENTENCE = 70  # tokens
_ACTING = frozenset({"nsubj", "agent", "poss", "csubj"})
_SUFFERING = frozenset({"nsubjpass", "dobj", "dative", "pobj", "obj", "iobj"})
_MUTUAL = frozenset({"AGREE", "CONSULT", "COOPERATE"})
_POLITICAL = frozenset({"person", "country", "organisation", "group"})
_JOINING = frozenset({"VERB", "AUX", "NOUN"})


@dataclass(frozen=True, slots=True)
class Side:
    """One actor's mention in a sentence and the head word of it."""

    actor: Actor
    mention: Mention
    head: Token


def search_pairs(
    story: Story, doc: Doc, sentences: tuple[Sentence, ...], actors: tuple[Actor, ...], head: PairHead, encoder: Encoder
) -> tuple[Event, ...]:
    """The events, without ids, that the head is sure of, at most one a sentence, in text order."""
    found = []
    tried = 0
    for sentence in sentences:
        guesses = []
        for one, other in _pairs(doc, sentence, actors):
            if tried == MOST:
                break
            tried += 1
            chances = head.chances(encoder, story.text, sentence.span, one.mention.span, other.mention.span)
            root = max(chances, key=lambda name: chances[name])
            if root != "NONE" and chances[root] >= SURE:
                guesses.append((chances[root], root, one, other))
        if guesses:
            chance, root, one, other = max(guesses, key=lambda guess: guess[0])
            event = make_event(story, root, chance, one, other)
            if event is not None:
                found.append(event)
    return tuple(found)


def make_event(story: Story, root: str, chance: float, one: Side, other: Side) -> Event | None:
    """The event told by the topmost word between two sides; None where nothing joins them or its status is unclear.

    A root has the status folded in («promised to send» is AGREE), so that the act of saying itself has happened.
    """
    anchor = joining_word(one, other)
    judgement = judge(anchor) if anchor is not None else None
    if anchor is None or judgement is None:
        return None
    mutual = root in _MUTUAL and one.head.dep_ == other.head.dep_ == "conj"
    sides = (one.actor.id, other.actor.id)
    return Event(
        id="",
        type=root,
        anchor=Span(story.id, anchor.idx, anchor.idx + len(anchor.text)),
        actors=sides if mutual else sides[:1],
        recipients=() if mutual else sides[1:],
        because=" · ".join(("head.pair", *judgement.because)),
        status=judgement.status,
        certainty=judgement.certainty,
        confidence=round(chance, 2),
    )


def joining_word(one: Side, other: Side) -> Token | None:
    """The topmost word on the way between two sides that can tell an event."""
    path = path_between(one.head, other.head)
    sides = {one.head.i, other.head.i}
    between = [token for token in path if token.i not in sides and token.pos_ in _JOINING]
    return min(between, key=lambda token: sum(1 for _ in token.ancestors)) if between else None


def _pairs(doc: Doc, sentence: Sentence, actors: tuple[Actor, ...]) -> Iterator[tuple[Side, Side]]:
    """Pairs worth a look, each as (who would act, who is acted upon); both ways round where the parse is silent."""
    tokens = doc.char_span(sentence.span.start, sentence.span.end, alignment_mode="expand")
    if sentence.heading or tokens is None or len(tokens) > LONGEST_SENTENCE:
        return
    sides = list(_sides(doc, sentence, actors))
    for at, one in enumerate(sides):
        for other in sides[at + 1 :]:
            path = path_between(one.head, other.head)
            if len(path) < 3 or len(path) > LONGEST_PATH or joining_word(one, other) is None:
                continue
            first, second = _part(one.head, path), _part(other.head, path)
            if first >= second:
                yield one, other
            if second > first or (first == second == 0):
                yield other, one


def _part(head: Token, path: list[Token]) -> int:
    """1 for a side that acts by its place in the parse, −1 for one that is acted upon, 0 where that is unclear."""
    word = head
    while word.dep_ in ("compound", "appos", "conj", "nmod", "amod") and word.head.i != word.i:
        word = word.head
    if word.dep_ == "pobj" and word.head.dep_ == "agent":
        return 1
    if word.dep_ in _ACTING:
        return 1
    return -1 if word.dep_ in _SUFFERING else 0


def _sides(doc: Doc, sentence: Sentence, actors: tuple[Actor, ...]) -> Iterator[Side]:
    """The first mention of each political actor in the sentence."""
    for actor in actors:
        if actor.kind not in _POLITICAL or not (actor.country or actor.sector or actor.ref):
            continue
        for mention in actor.mentions:
            if sentence.span.covers(mention.span):
                span = doc.char_span(mention.span.start, mention.span.end, alignment_mode="expand")
                if span is not None and len(span):
                    yield Side(actor, mention, span.root)
                    break
