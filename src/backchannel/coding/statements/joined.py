"""Rules and tagger joined: which cue, source and content stand when both have read the same words.

The rules know who stands behind «who» and which words go on with a quotation; the tagger knows wording that no
rule lists, and where annotators let a span begin and end. The thresholds were chosen on a
third of PolNeAR's development stories and held on the second.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from backchannel.coding.quotes import Quotation, Quotations
from backchannel.coding.statements.drafts import Draft, Piece
from backchannel.coding.statements.tagged import Tagged

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span


@dataclass(frozen=True, slots=True)
class Levels:
    """From which chance on the tagger's word is taken."""

    alone: float = 0.7  # a cue that no rule has found
    agreed: float = 0.35  # a cue that a rule has found too
    cue: float = 0.5  # its extent of a cue, before the rule's
    source: float = 0.5
    content: float = 0.35


LEVELS = Levels()
_STOPS = " .,!?…;"


def join_tagged(
    doc: Doc, drafts: list[Draft], tagged: list[Tagged], quotations: Quotations, levels: Levels = LEVELS
) -> list[Draft]:
    """The drafts of the rules, mended by the tagger, and those that only it has found."""
    found: list[Draft] = []
    unseen: list[Draft] = []
    free = dict(enumerate(tagged))
    for draft in drafts:
        start, end = _range(doc, draft.cue)
        number = next((at for at, one in free.items() if one.cue[0] < end and start < one.cue[1]), None)
        if number is not None and free[number].chance >= levels.agreed:
            found.append(_mended(doc, draft, free.pop(number), quotations, levels))
        elif draft.no_comment or draft.quoting:
            found.append(draft)
        else:
            unseen.append(draft)
    for one in free.values():
        if one.chance >= levels.alone:
            made = _made(doc, one, quotations)
            if made is not None:
                found.append(made)
    # What is said within what is said was not annotated, so that the tagger cannot know it: there the rules stand.
    held = [piece for draft in found for piece in draft.pieces]
    found += [draft for draft in unseen if any(start <= doc[draft.anchor].idx < end for start, end in held)]
    return found


def unclaimed(quotations: tuple[Quotation, ...], drafts: list[Draft]) -> tuple[Quotation, ...]:
    """The bare quotations that no statement has taken for its content."""
    held = [piece for draft in drafts for piece in draft.pieces]
    return tuple(one for one in quotations if not any(start < one.last and one.first < end for start, end in held))


def _mended(doc: Doc, draft: Draft, one: Tagged, quotations: Quotations, levels: Levels) -> Draft:
    if draft.no_comment:  # «declined to comment» is a cue of its own, not «declined» with a content
        return draft
    if one.chance >= levels.cue and (cue := _span(doc, one.cue)) is not None:
        draft = replace(draft, cue=(cue.start, cue.end))
    if one.source is not None and one.source_chance >= levels.source:
        source = _span(doc, one.source)
        if source is not None:
            head = draft.head if draft.head is not None and draft.head in source else source.root
            draft = replace(draft, source=(source.start, source.end), head=head)
    if one.content and (one.content_chance >= levels.content or not draft.pieces):
        draft = replace(draft, pieces=_with_marks(_whole_words(doc, one.content), quotations))
    return draft


def _made(doc: Doc, one: Tagged, quotations: Quotations) -> Draft | None:
    """A draft from the tagger alone; one without content says nothing."""
    cue = _span(doc, one.cue)
    if cue is None or not one.content:
        return None
    source = _span(doc, one.source) if one.source is not None else None
    return Draft(
        anchor=cue.root.i,
        cue=(cue.start, cue.end),
        source=(source.start, source.end) if source is not None else None,
        head=source.root if source is not None else None,
        pieces=_with_marks(_whole_words(doc, one.content), quotations),
        rule="tagger",
    )


def _whole_words(doc: Doc, pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Pieces grown to whole words, those that then touch made one."""
    found: list[Piece] = []
    for piece in pieces:
        span = _span(doc, piece)
        if span is None:
            continue
        start, end = span.start_char, span.end_char
        if found and start <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)


def _with_marks(pieces: tuple[Piece, ...], quotations: Quotations) -> tuple[Piece, ...]:
    """Pieces that begin or end with the words of a quotation, grown over its marks, which the tagger leaves out."""
    found: list[Piece] = []
    for start, end in pieces:
        first, last = quotations.around(start), quotations.around(end - 1)
        if first is not None and first.first == start:
            start = first.start
        if last is not None and not quotations.text[end : last.last].strip(_STOPS):
            end = last.end
        found.append((start, end))
    return tuple(found)


def _span(doc: Doc, characters: Piece) -> Span | None:
    return doc.char_span(characters[0], characters[1], alignment_mode="expand")


def _range(doc: Doc, tokens: tuple[int, int]) -> Piece:
    last = doc[tokens[1] - 1]
    return doc[tokens[0]].idx, last.idx + len(last)
