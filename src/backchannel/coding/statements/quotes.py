"""Quotations and the statements they belong to: bare quoted sentences and paragraphs go on with the last speaker."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from backchannel.coding.quotes import Quotation, Quotations
from backchannel.coding.statements.drafts import Draft, Piece

if TYPE_CHECKING:
    from spacy.tokens import Doc

_ENDS = frozenset(".!?…")
_OPENS = _ENDS | frozenset("”\"':")
_LONGEST_GAP = 240
_FEWEST_BLANKS = 3  # a bare quotation of fewer words is a slogan or a title
_REST_OF_SENTENCE = re.compile(r"[^.!?\n“”\"]{0,200}[.!?…”\"]{0,3}\s*")


def extend_quotes(doc: Doc, drafts: list[Draft], quotations: Quotations) -> tuple[list[Draft], tuple[Quotation, ...]]:
    """The drafts with cut quotations made whole and the bare quotations that follow theirs added to their content.

    Second: the bare quotations that nobody near is named for.
    """
    whole = [_made_whole(doc, draft, quotations) for draft in drafts]
    claimed = {
        quotation.start
        for draft in whole
        if _outside(doc, draft, quotations)
        for start, end in draft.pieces
        for quotation in quotations.overlapping(start, end)
    }
    owners = sorted(
        (_reach(doc, draft), index)
        for index, draft in enumerate(whole)
        if draft.quoting and _outside(doc, draft, quotations)
    )
    alone: list[Quotation] = []
    last, reach, following = -1, -1, 0
    for quotation in quotations.all:
        while following < len(owners) and owners[following][0] <= quotation.start:
            if owners[following][0] >= reach:
                reach, last = owners[following]
            following += 1
        if quotation.start in claimed or not _is_bare(quotations.text, quotation):
            continue
        if last >= 0 and _goes_on(quotations.text[reach : quotation.start]):
            whole[last] = replace(whole[last], pieces=(*whole[last].pieces, (quotation.start, quotation.end)))
            reach = quotation.end
        elif quotations.text.count(" ", quotation.first, quotation.last) >= _FEWEST_BLANKS:
            alone.append(quotation)
    return whole, tuple(alone)


def _outside(doc: Doc, draft: Draft, quotations: Quotations) -> bool:
    return quotations.around(doc[draft.anchor].idx) is None


def _made_whole(doc: Doc, draft: Draft, quotations: Quotations) -> Draft:
    """A content that ends inside a quotation which its cue is not part of reaches to the quotation's end."""
    if not draft.pieces or not _outside(doc, draft, quotations):
        return draft
    pieces: list[Piece] = []
    for start, end in draft.pieces:
        last = quotations.around(end - 1) or quotations.around(max(end - 2, 0))
        pieces.append((start, max(end, last.end)) if last is not None and last.start >= start else (start, end))
    return replace(draft, pieces=tuple(pieces))


def _reach(doc: Doc, draft: Draft) -> int:
    """Where the statement's own words end so far, in characters."""
    ends = [piece[1] for piece in draft.pieces]
    ends.append(doc[draft.cue[1] - 1].idx + len(doc[draft.cue[1] - 1]))
    if draft.source is not None:
        ends.append(doc[draft.source[1] - 1].idx + len(doc[draft.source[1] - 1]))
    return max(ends)


def _is_bare(text: str, quotation: Quotation) -> bool:
    """Whether the quotation is whole sentences: it starts where a sentence starts and ends where one ends."""
    before = text[max(0, quotation.start - 40) : quotation.start].rstrip()
    starts_paragraph = "\n" in text[max(0, quotation.start - 3) : quotation.start]
    if before and before[-1] not in _OPENS and not starts_paragraph:
        return False
    if quotation.closed and text[quotation.last - 1 : quotation.last] not in _ENDS:
        return False
    after = text[quotation.end : quotation.end + 3].lstrip(" ")
    return not after or not after[0].islower()


def _goes_on(gap: str) -> bool:
    """Whether no more than the rest of the speaker's own sentence stands between him and the quotation."""
    return len(gap) < _LONGEST_GAP and _REST_OF_SENTENCE.fullmatch(gap) is not None
