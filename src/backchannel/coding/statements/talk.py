"""Beside the statement itself: whom it was told to, and whether it is a refusal to comment."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from backchannel.coding.statements.drafts import Draft
from backchannel.coding.statements.sources import source_range
from backchannel.coding.statements.syntax import subject, verb_group
from backchannel.rules import load_rules

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_TALKS = frozenset(
    "interview call conversation letter message statement email e-mail note comment remark briefing appearance "
    "speech address testimony phone-in telegram cable".split()
)
_SAY_TO = frozenset({"say", "write", "explain", "confirm", "admit", "suggest", "complain"})
_SPEAK = frozenset({"speak", "talk"})
_SHOWN = frozenset({"publish", "broadcast", "air", "print", "release", "carry", "post"})
_ASKING = frozenset({"request", "call", "message", "email", "e-mail", "question", "query", "inquiry", "letter"})
_ON_AIR = re.compile(
    r"(?i)\b(?:television|TV|radio|channel|network|station|show|programme|program|podcast|CNN|BBC|NBC)\b"
)
_WINDOW = 90  # characters after a verb in which a refusal must end


@cache
def no_comment_patterns(pos: str = "no-comment") -> tuple[re.Pattern[str], ...]:
    """The expressions for refusals, matched at the start of a verb group; "unanswered": of requests to somebody."""
    return tuple(re.compile(rule["pattern"], re.IGNORECASE) for rule in load_rules("cues") if rule["pos"] == pos)


def no_comment(verb: Token, text: str) -> Draft | None:
    """The refusal to comment that starts with this verb group, or None."""
    doc = verb.doc
    start, _ = verb_group(verb)
    offset = doc[start].idx
    words = text[offset : offset + _WINDOW]
    head = next((child for child in verb.lefts if child.dep_ == "nsubjpass"), None) or subject(verb)
    if head is None:
        return None
    unanswered = head.lemma_.lower() in _ASKING
    for pattern in no_comment_patterns("unanswered" if unanswered else "no-comment"):
        match = pattern.match(words)
        if match is None:
            continue
        span = doc.char_span(offset, offset + match.end(), alignment_mode="expand")
        head = _asked(head) if unanswered else head
        if span is None or head is None:
            return None
        cue = (span.start, span.end)
        return Draft(verb.i, cue, source_range(head, cue), head, (), "no-comment", no_comment=True)
    return None


def _asked(request: Token) -> Token | None:
    """Whom a request went to: «calls to the embassy», «requests for comment to his lawyer»."""
    for token in request.subtree:
        if token.dep_ == "prep" and token.lower_ == "to":
            return next((item for item in token.children if item.dep_ == "pobj"), None)
    return None


def told_to(draft: Draft, doc: Doc) -> str | None:
    """Who was told, in the text's words: «told CNN», «in an interview with Reuters», «speaking on state radio»."""
    listener = draft.listener or _spoken_to(doc[draft.anchor], draft.head)
    if listener is None:
        return None
    start, end = source_range(listener, (listener.right_edge.i + 1, listener.right_edge.i + 1))
    for child in listener.rights:
        if child.dep_ in ("prep", "relcl", "acl", "ccomp", "appos"):
            end = min(end, child.left_edge.i)
    return doc[start:end].text.strip(" ,") or None


def _spoken_to(verb: Token, source: Token | None) -> Token | None:
    for child in verb.children:
        if child.dep_ not in ("prep", "dative"):
            continue
        inner = next((item for item in child.children if item.dep_ == "pobj"), None)
        if inner is None:
            continue
        if child.lower_ == "to" and child.i > verb.i and verb.lemma_ in _SAY_TO:
            return inner
        if child.lower_ in ("in", "during", "on") and inner.lemma_.lower() in _TALKS:
            return _partner(inner)
    for other in _speaking(verb, source):
        found = _listener_of(other)
        if found is not None:
            return found
    return None


def _speaking(verb: Token, source: Token | None) -> Iterator[Token]:
    """«Speaking to reporters, she said», «the premier, speaking on television, said»."""
    places = (*verb.children, *(source.children if source is not None else ()))
    yield from (token for token in places if token.lemma_.lower() in _SPEAK and token.tag_ == "VBG")


def _listener_of(speaking: Token) -> Token | None:
    for child in speaking.rights:
        inner = next((item for item in child.children if item.dep_ == "pobj"), None) if child.dep_ == "prep" else None
        if inner is None:
            continue
        outlet = _ON_AIR.search(inner.doc[inner.left_edge.i : inner.right_edge.i + 1].text)
        if child.lower_ in ("to", "with") or (child.lower_ == "on" and outlet):
            return inner
    return None


def _partner(talk: Token) -> Token | None:
    """Whom a talk was with, or which outlet published it."""
    for child in talk.rights:
        if child.dep_ == "prep" and child.lower_ in ("with", "to"):
            return next((item for item in child.children if item.dep_ == "pobj"), None)
        if child.dep_ == "acl" and child.lemma_.lower() in _SHOWN:
            for inner in child.rights:
                if inner.dep_ in ("prep", "agent") and inner.lower_ in ("by", "in", "on"):
                    return next((item for item in inner.children if item.dep_ == "pobj"), None)
    return None
