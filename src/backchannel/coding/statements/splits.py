"""Statements that the parse hangs too low: «he argued that X, saying Y», «he asked the court to act and said Y».

Their cue stands in the content of the statement before, in the parse. The words are cut apart again, and the second
statement gets the first one's source.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from backchannel.coding.quotes import Quotations
from backchannel.coding.statements.drafts import Draft
from backchannel.coding.statements.syntax import trim_characters

if TYPE_CHECKING:
    from spacy.tokens import Doc

_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_LOW = frozenset({"VB", "VBG", "VBN"})


def split_statements(doc: Doc, drafts: list[Draft], quotations: Quotations) -> list[Draft]:
    """The drafts in order, cut apart where the parse hangs them too low, and only one on each cue."""
    by_sentence: dict[int, list[Draft]] = {}
    for draft in sorted(drafts, key=lambda draft: (draft.cue, draft.pieces)):
        by_sentence.setdefault(doc[draft.anchor].sent.start, []).append(draft)
    found: list[Draft] = []
    for group in by_sentence.values():
        found.extend(_split(doc, _without_attribution(doc, group), quotations))
    return found


def _split(doc: Doc, found: list[Draft], quotations: Quotations) -> list[Draft]:
    """One sentence's drafts, with participles behind a comma and coordinated cues out of the content they follow."""
    for index, draft in enumerate(found):
        if draft.rule == "according-to":
            continue
        low = doc[draft.anchor].tag_ == "VBG" and doc[draft.anchor].dep_ != "advcl"
        if low and (teller := _just_before(doc, found[:index], draft)) is not None:
            found[index] = replace(draft, source=teller.source, head=teller.head)
            continue
        cut = _cut(doc, draft)
        if cut is None or quotations.around(doc[draft.anchor].idx) is not None:
            continue
        outer = _outer(doc, found[:index], draft)
        if outer is None:
            continue
        before = found[outer]
        pieces = [
            trim_characters(quotations.text, start, min(end, cut)) if start < cut else (start, end)
            for start, end in before.pieces
        ]
        found[outer] = replace(before, pieces=tuple(piece for piece in pieces if piece[0] < piece[1]))
        found[index] = replace(draft, source=before.source, head=before.head)
    return found


def _just_before(doc: Doc, before: list[Draft], draft: Draft) -> Draft | None:
    """The statement whose attributing words end at the comma before this participle: «…, he said, adding that …»."""
    comma = draft.cue[0] - 1
    if comma < 1 or doc[comma].text != ",":
        return None
    for other in reversed(before):
        end = max(other.cue[1], other.source[1] if other.source is not None else 0)
        if end == comma and other.source is not None:
            return other
    return None


def _without_attribution(doc: Doc, drafts: list[Draft]) -> list[Draft]:
    """The drafts, none with a closing «…, according to X» in its content, and of two on the same cue the longer."""
    phrases = [draft for draft in drafts if draft.rule == "according-to"]
    found = []
    for draft in drafts:
        pieces = draft.pieces
        for phrase in phrases:
            start = doc[phrase.cue[0]].idx
            if phrase is draft or doc[phrase.cue[0] - 1].text != "," or doc[draft.anchor].idx > start:
                continue
            pieces = tuple(
                (first, _before(doc, last, start, phrase)) if first < start else (first, last) for first, last in pieces
            )
        if not any(_is_longer(other, draft) for other in drafts):
            found.append(replace(draft, pieces=pieces))
    return found


def _is_longer(other: Draft, draft: Draft) -> bool:
    """Whether the other's cue takes this one's cue in and is longer («expressed a desire» over «expressed»)."""
    covers = other.cue[0] <= draft.anchor < other.cue[1]
    return covers and other.cue[1] - other.cue[0] > draft.cue[1] - draft.cue[0]


def _before(doc: Doc, last: int, start: int, phrase: Draft) -> int:
    """The end of a piece, moved before the phrase where the piece ends with it."""
    reach = phrase.source[1] if phrase.source is not None else phrase.cue[1]
    closes = doc[reach - 1].idx <= last <= doc[reach - 1].idx + len(doc[reach - 1]) + 1
    return doc[phrase.cue[0] - 2].idx + len(doc[phrase.cue[0] - 2]) if closes and last > start else last


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
    """The statement before in the sentence whose content runs over this one's cue."""
    position = doc[draft.anchor].idx
    best = None
    for index, other in enumerate(before):
        if other.cue[1] > draft.cue[0]:
            continue
        cue_end = doc[other.cue[1] - 1].idx
        if any(cue_end < start <= position < end for start, end in other.pieces) and best is None:
            best = index
    return best
