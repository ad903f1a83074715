"""Story -> channel signals: which channel between two sides was opened, used, refused, cut, and who said so.

A signal needs three things that the text holds: a noun or verb for the channel, a predicate with a state for it, and
two sides, reached through the parse, or carried over from a signal just before in the same paragraph. For one channel
the later signal in the text is the later state. Words and frames: ``rules/channels.toml``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from backchannel.coding.channels.anchors import Anchor, find_anchors
from backchannel.coding.channels.memory import Memory, Open, complete_pair, settle_medium
from backchannel.coding.channels.parse import Link, clause_of, find_links
from backchannel.coding.channels.parties import Scene, carries_between, find_pair
from backchannel.coding.channels.rules import ChannelRules, Frame, load_channel_rules
from backchannel.coding.channels.sides import Pair, find_sides
from backchannel.coding.channels.states import Draft, find_state, finish_draft
from backchannel.records import Actor, Sentence, Signal, Span, Statement, Story

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as DocSpan

_MOST = 8  # signals of one channel word: of its governor, of a clause of its own, with each of those met
_LONGEST_SENTENCE = 300  # tokens; longer ones are lists and tables, and the walks over subtrees would grow quadratic


@dataclass(frozen=True, slots=True)
class _Passage:
    """What the reading of one sentence needs; ``memory`` is what the ones before have left."""

    story: Story
    doc: Doc
    rules: ChannelRules
    memory: Memory
    statements: tuple[Statement, ...]


def find_signals(
    story: Story,
    doc: Doc,
    sentences: tuple[Sentence, ...],
    actors: tuple[Actor, ...],
    statements: tuple[Statement, ...],
) -> tuple[Signal, ...]:
    """The channel signals that the story's sentences hold, in text order, with ids c1, c2, …"""
    rules = load_channel_rules()
    memory = Memory(find_sides(doc, actors, statements, rules.pairs))
    passage = _Passage(story, doc, rules, memory, statements)
    found: list[Signal] = []
    for number, sentence in enumerate(sentences):
        span = doc.char_span(sentence.span.start, sentence.span.end, alignment_mode="expand")
        if span is None or sentence.heading or len(span) > _LONGEST_SENTENCE:
            continue
        memory.number, memory.paragraph = number, sentence.paragraph
        found.extend(_read_sentence(span, passage))
    return tuple(replace(signal, id=f"c{number}") for number, signal in enumerate(found, start=1))


def _read_sentence(span: DocSpan, passage: _Passage) -> Iterator[Signal]:
    anchors = find_anchors(span, passage.rules)
    seen: set[tuple[str, frozenset[str], str]] = set()
    for anchor in anchors:
        medium = settle_medium(anchor, anchors, passage.memory)
        if medium is None and anchor.second is not None:
            anchor = Anchor(anchor.token, anchor.second)
            medium = anchor.medium.medium
        if medium is None:
            continue
        for item in islice(_read_anchor(anchor, medium, span, passage), _MOST):
            key = (item.medium, frozenset(item.between), item.state)
            if key not in seen:
                seen.add(key)
                passage.memory.keep(item.medium, item.between)
                yield item


def _read_anchor(anchor: Anchor, medium: str, span: DocSpan, passage: _Passage) -> Iterator[Signal]:
    """What each predicate of the channel word says, the governing one first."""
    if anchor.verb is not None:
        link = Link("verb", anchor.token, anchor.verb.frame.id)
        yield from _read_link(anchor, medium, anchor.verb.frame, link, span, passage)
        return
    used: set[int] = set()
    links = list(find_links(anchor.token, passage.rules.roles["means"]))
    for link in (*_link_beside(anchor, passage.rules), *links):
        if link.predicate.i in used:
            continue
        frame = _frame_for(anchor, medium, link, passage.rules)
        if frame is not None:
            used.add(link.predicate.i)
            yield from _read_link(anchor, medium, frame, link, span, passage)


def _link_beside(anchor: Anchor, rules: ChannelRules) -> Iterator[Link]:
    """«the hotline rang»: the small model at times takes the verb for a noun, so the very next word counts as well."""
    if anchor.token.i + 1 >= len(anchor.token.doc):
        return
    after = anchor.token.nbor(1)
    for frame in rules.frames["subject"]:
        if after.lower_ in frame.beside:
            yield Link("subject", after, next(iter(sorted(frame.words))))
            return


def _frame_for(anchor: Anchor, medium: str, link: Link, rules: ChannelRules) -> Frame | None:
    dedicated = anchor.medium.id if anchor.medium.id in rules.dedicated else None
    for frame in rules.frames.get(link.slot, ()):
        if frame.words and link.key not in frame.words:
            continue
        if dedicated is not None:
            if dedicated not in frame.media:
                continue
        elif frame.media and medium not in frame.media:
            continue
        if frame.needs and not any(
            item.lower_ in frame.needs or item.lemma_.lower() in frame.needs for item in link.predicate.subtree
        ):
            continue
        return frame
    return None


def _read_link(
    anchor: Anchor, medium: str, frame: Frame, link: Link, span: DocSpan, passage: _Passage
) -> Iterator[Signal]:
    state = find_state(anchor.token, frame, link, passage.rules)
    if state is None:
        return
    scene = Scene(anchor.token, link.predicate, frame, anchor.medium, span, passage.rules.roles["locative"])
    sender, receiver, others = find_pair(scene, passage.memory.sides)
    pair = sender, receiver
    if frame.needs_receiver and pair[1] is None:
        return
    if frame.lead == "mediator" and not carries_between(scene, passage.memory.sides):
        return
    if state == "none":
        pair = _with_speaker(pair, anchor, passage)
    whole = complete_pair(pair, medium, anchor, passage.memory)
    if whole is None:
        return
    draft = Draft(frame.instead or medium, whole, state, clause_of(link.predicate, (anchor.token,)))
    draft = finish_draft(draft, scene, passage.memory.sides, passage.rules)
    yield _signal(draft, anchor, frame, passage)
    for other in others if draft.medium == "meeting" else ():
        if other != whole[0]:
            yield _signal(replace(draft, between=(whole[0], other)), anchor, frame, passage)


def _with_speaker(pair: Open, anchor: Anchor, passage: _Passage) -> Open:
    """«There is no line to Iran, Israel’s spokesman said»: who says that there is none speaks of his own side."""
    statement = _statement_over(anchor.token, passage)
    if statement is None or statement.speaker is None or (pair[0] is None) == (pair[1] is None):
        return pair
    speaker = passage.memory.sides.side_of(statement.speaker)
    return (pair[0] or speaker, pair[1] or speaker)


def _signal(draft: Draft, anchor: Anchor, frame: Frame, passage: _Passage) -> Signal:
    first, last = draft.clause
    end = passage.doc[last]
    evidence = Span(passage.story.id, passage.doc[first].idx, end.idx + len(end.text))
    statement = _statement_over(anchor.token, passage)
    state = draft.state
    if state == "none" and statement is not None and _speaks_for_a_side(statement, draft.between, passage):
        state = "denied-to-exist"
    return Signal(
        id="",
        medium=draft.medium,
        between=draft.between,
        state=state,
        evidence=evidence,
        because=_because(anchor, frame),
        statement=None if statement is None else statement.id,
    )


def _statement_over(token: Token, passage: _Passage) -> Statement | None:
    """The innermost statement whose content holds the channel word."""
    holding = [
        item
        for item in passage.statements
        if item.content is not None and item.content.start <= token.idx < item.content.end
    ]
    return min(holding, key=lambda item: item.content.end - item.content.start if item.content else 0, default=None)


def _speaks_for_a_side(statement: Statement, between: Pair, passage: _Passage) -> bool:
    return passage.memory.sides.side_of(statement.speaker) in between


def _because(anchor: Anchor, frame: Frame) -> str:
    return f"channels:{frame.id}" if anchor.verb is not None else f"channels:{anchor.medium.id}+{frame.id}"
