"""Beside the statement itself: whom it was told to, and whether it is a refusal to comment."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from backchannel.coding.statements.drafts import Draft
from backchannel.coding.statements.sources import source_range
from backchannel.coding.statements.syntax import subject, verb_group
from backchannel.rules import load_rules

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_TALKS = frozenset(
    {
        "interview",
        "call",
        "conversation",
        "letter",
        "message",
        "statement",
        "email",
        "e-mail",
        "note",
        "comment",
        "remark",
    }
)
_WINDOW = 90  # characters after a verb in which a refusal must end


@cache
def no_comment_patterns() -> tuple[re.Pattern[str], ...]:
    """The expressions for refusals, matched at the start of a verb group."""
    return tuple(
        re.compile(rule["pattern"], re.IGNORECASE) for rule in load_rules("cues") if rule["pos"] == "no-comment"
    )


def no_comment(verb: Token, text: str) -> Draft | None:
    """The refusal to comment that starts with this verb group, or None."""
    doc = verb.doc
    start, _ = verb_group(verb)
    offset = doc[start].idx
    words = text[offset : offset + _WINDOW]
    for pattern in no_comment_patterns():
        match = pattern.match(words)
        if match is None:
            continue
        span = doc.char_span(offset, offset + match.end(), alignment_mode="expand")
        head = next((child for child in verb.lefts if child.dep_ == "nsubjpass"), None) or subject(verb)
        if span is None or head is None:
            return None
        cue = (span.start, span.end)
        return Draft(verb.i, cue, source_range(head, cue), head, (), "no-comment", no_comment=True)
    return None


def told_to(draft: Draft, doc: Doc) -> str | None:
    """Who was told, in the text's words: «told CNN», «in an interview with Reuters», «said to reporters»."""
    listener = draft.listener or _spoken_to(doc[draft.anchor])
    if listener is None:
        return None
    start, end = source_range(listener, (listener.right_edge.i + 1, listener.right_edge.i + 1))
    for child in listener.rights:
        if child.dep_ in ("prep", "relcl", "acl", "ccomp", "appos"):
            end = min(end, child.left_edge.i)
    return doc[start:end].text.strip(" ,") or None


def _spoken_to(verb: Token) -> Token | None:
    for child in verb.rights:
        if child.dep_ not in ("prep", "dative"):
            continue
        inner = next((item for item in child.children if item.dep_ == "pobj"), None)
        if inner is None:
            continue
        if child.lower_ == "to" and verb.lemma_ in (
            "say",
            "write",
            "explain",
            "confirm",
            "admit",
            "suggest",
            "complain",
        ):
            return inner
        if child.lower_ in ("in", "during", "on") and inner.lemma_.lower() in _TALKS:
            return _partner(inner)
    return None


def _partner(talk: Token) -> Token | None:
    for child in talk.rights:
        if child.dep_ == "prep" and child.lower_ in ("with", "to"):
            return next((item for item in child.children if item.dep_ == "pobj"), None)
    return None
