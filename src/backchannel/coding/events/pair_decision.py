"""Rules and a head put together: the one event between two marked sides, and how likely each root is.

Beside the linear head the rules are trusted as far as such findings were right on left-out sentences; the encoder's
head is right more often than they are, so that beside it they weigh ``BESIDE_ENCODER``. Without a finding the head
decides alone, and stays silent under ``LEAST``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from backchannel.coding.encoder import Encoder, load_encoder
from backchannel.coding.events.pair import ACTOR, RECIPIENT, code_marked
from backchannel.coding.events.pair_features import find_pair_features, path_between
from backchannel.coding.events.pair_head import load_pair_head
from backchannel.coding.events.pair_linear import load_linear_head
from backchannel.coding.events.roots import root_of
from backchannel.coding.status import judge
from backchannel.records import Actor, Event, Span, Story

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as DocSpan

LEAST = 0.5  # the head alone codes nothing below this chance
BESIDE_ENCODER = 0.3  # the rules' share of the belief beside the encoder's head; 0.5 and more did worse on PLV dev
Chances = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class PairCoding:
    """What holds between two marked spans: the event (None: none), each root's chance, and who decided.

    In ``event`` the two sides have the ids "actor" and "recipient". ``chances`` add up to 1; "NONE" is no event.
    """

    event: Event | None
    chances: Chances
    by: Literal["rules", "head", "nobody"]


def decide_pair(
    events: tuple[Event, ...], chances: Chances, share: float | None = None
) -> tuple[Event | None, dict[str, float]]:
    """The rules' most trusted event if it is still the likeliest with the head heard, and the joined chances.

    Any head will do whose chances are over the 16 types and "NONE" and add up to 1. ``share`` is the rules' part of the
    belief; None: as far as such findings were right on left-out sentences.
    """
    if not events:
        return None, dict(chances)
    best = events[0]
    trust, root = best.confidence if share is None else share, root_of(best)
    joined = {name: (1 - trust) * chance for name, chance in chances.items()}
    joined[root] = joined.get(root, 0.0) + trust
    if joined[root] < max(joined.values()):
        return None, joined
    return replace(best, confidence=round(joined[root], 2)), joined


def code_pair_in(story: Story, doc: Doc, actors: tuple[Actor, ...], one: Span, other: Span) -> PairCoding:
    """The event in which the first span's side acts and the second's is acted upon.

    Raises BadInput where a span is empty, not of this story, or where both are the same words.
    """
    events = code_marked(story, doc, actors, one, other)
    first, second = (_tokens(doc, span) for span in (one, other))
    encoder = load_encoder()
    chances = _chances(doc, events, first, second) if encoder is None else _marked(encoder, story, first, second)
    event, joined = decide_pair(events, chances, None if encoder is None else BESIDE_ENCODER)
    if event is not None:
        return PairCoding(event, joined, "rules")
    root = max(joined, key=lambda name: joined[name])
    if root == "NONE" or joined[root] < LEAST or first.root.sent != second.root.sent:
        return PairCoding(None, joined, "nobody")
    return PairCoding(_headed(story, first, second, root, joined[root]), joined, "head")


def _marked(encoder: Encoder, story: Story, first: DocSpan, second: DocSpan) -> Chances:
    """The encoder's chances, from the sentence or sentences of both sides."""
    start = min(first.sent.start_char, second.sent.start_char)
    end = max(first.sent.end_char, second.sent.end_char)
    one, other = (Span(story.id, side.start_char, side.end_char) for side in (first, second))
    return load_pair_head().chances(encoder, story.text, Span(story.id, start, end), one, other)


def _chances(doc: Doc, events: tuple[Event, ...], first: DocSpan, second: DocSpan) -> Chances:
    """The linear head's chances, from the parse and what the rules found."""
    coded = [name for event in events for name in (event.because.split(" · ")[0], root_of(event))]
    return load_linear_head().chances(find_pair_features(doc, first, second, coded))


def _tokens(doc: Doc, span: Span) -> DocSpan:
    tokens = doc.char_span(span.start, span.end, alignment_mode="expand")
    if tokens is None:  # cannot be: mark_pair has refused spans that are outside the text
        raise ValueError(f"span {span.start}–{span.end} holds no word")
    return tokens


def _headed(story: Story, first: DocSpan, second: DocSpan, root: str, chance: float) -> Event:
    """The head's event, told by the topmost word on the way between the sides."""
    anchor = _topmost(path_between(first.root, second.root), first, second)
    judgement = judge(anchor)
    return Event(
        id="pair",
        type=root,
        anchor=Span(story.id, anchor.idx, anchor.idx + len(anchor.text)),
        actors=(ACTOR,),
        recipients=(RECIPIENT,),
        because=f"head.pair · {root} {chance:.2f}",
        status="happened" if judgement is None or root in ("AGREE", "REJECT", "THREATEN") else judgement.status,
        certainty=3 if judgement is None else judgement.certainty,
        confidence=round(chance, 2),
    )


def _topmost(path: list[Token], first: DocSpan, second: DocSpan) -> Token:
    sides = {*range(first.start, first.end), *range(second.start, second.end)}
    between = [token for token in path if token.i not in sides]
    return min(between or [first.root], key=lambda token: sum(1 for _ in token.ancestors))
