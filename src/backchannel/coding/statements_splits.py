"""Statements that the parse hangs too low: «he argued that X, saying Y», «he asked the court to act and said Y».

Their cue stands in the content of the statement before, in the parse. The words are cut apart again, and the second
statement gets the first one's source.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from backchannel.coding.quotes import Quotations
from backchannel.coding.statements_drafts import Draft
from backchannel.coding.statements_syntax import trim_characters

if TYPE_CHECKING:
    from spacy.tokens import Doc

_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_LOW = frozenset({"VB", "VBG", "VBN"})


def split_statements(doc: Doc, drafts: list[Draft], quotations: Quotations) -> list[Draft]:
    """The drafts, with participles behind a comma and coordinated cues taken out of the content they follow."""
    found = sorted(drafts, key=lambda draft: draft.cue)
    for index, draft in enumerate(found):
        cut = _cut(doc, draft)
        if cut is None or quotations.around(doc[draft.anchor].idx) is not None:
            continue
        outer = _outer(doc, found[:index], draft)
        if outer is None:
            continue
        before = found[outer]
        pieces = tuple(
            trim_characters(quotations.text, start, min(end, cut)) if start < cut else (start, end)
            for start, end in before.pieces
        )
        found[outer] = replace(before, pieces=tuple(piece for piece in pieces if piece[0] < piece[1]))
        found[index] = replace(draft, source=before.source, head=before.head)
    return found


def _cut(doc: Doc, draft: Draft) -> int | None:
    """The character at which the statement before must end, None where this one hangs where it should."""
    verb, start = doc[draft.anchor], draft.cue[0]
    if start == 0:
        return None
    before = doc[start - 1]
    if verb.tag_ == "VBG" and verb.dep_ == "advcl" and before.text == ",":
        return before.idx
    own = any(child.dep_ in ("nsubj", "nsubjpass") for child in verb.children)
    if verb.dep_ == "conj" and verb.tag_ in _FINITE and before.lower_ in ("and", "but") and not own:
        return before.idx if verb.head.tag_ in _LOW else None
    return None


def _outer(doc: Doc, before: list[Draft], draft: Draft) -> int | None:
    """The statement of the same sentence, started before, whose content runs over this one's cue."""
    position = doc[draft.anchor].idx
    best = None
    for index, other in enumerate(before):
        if doc[other.anchor].sent.start != doc[draft.anchor].sent.start or other.cue[1] > draft.cue[0]:
            continue
        cue_end = doc[other.cue[1] - 1].idx
        if any(cue_end < start <= position < end for start, end in other.pieces) and best is None:
            best = index
    return best
