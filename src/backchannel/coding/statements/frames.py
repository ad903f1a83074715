"""A verb that may be a cue, with its source, its place between quotation marks, and the draft made of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backchannel.coding.quotes import Quotation, Quotations
from backchannel.coding.statements.drafts import Draft, Piece
from backchannel.coding.statements.lexicon import Cue
from backchannel.coding.statements.sources import source_range
from backchannel.coding.statements.syntax import agent, is_passive, subject, verb_group

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_ADJUNCTS = frozenset({"npadvmod", "advmod", "prep", "dative", "agent", "tmod", "prt"})
_LONGEST_NAME = 9  # tokens of a name or description before an apposition
_FAR = 160  # characters between a cue and the quotation that a comma or colon opens
_ANOTHER = re.compile(r"[.;]\s|\b(?:that|who|which|and|but)\b")


@dataclass(frozen=True, slots=True)
class Frame:
    """One verb with its cue entry, its verb group, its source and the quotations of the text."""

    verb: Token
    entry: Cue
    cue: tuple[int, int]
    head: Token | None
    source: tuple[int, int] | None
    quotations: Quotations

    @property
    def doc(self) -> Doc:
        return self.verb.doc

    @property
    def start(self) -> int:
        """Where the attributing words begin: at the source or the cue, whichever is first."""
        if self.source is None or self.head is None or self.head.head.i != self.verb.i:
            return self.cue[0]
        if self.source[0] > self.cue[0] or self.source[1] < self.cue[0] - 4:
            return self.cue[0]
        return self.source[0]

    @property
    def end(self) -> int:
        """Where the attributing words end, adjuncts such as «on Monday» and «in a statement» included."""
        end = self.cue[1]
        if self.source is not None and self.source[0] >= end:
            end = self.source[1]
        for child in self.verb.rights:
            if child.i < end:
                continue
            told = self.entry.listener and child.dep_ in ("dobj", "dative")
            if child.left_edge.i != end or not (told or child.dep_ in _ADJUNCTS):
                break
            end = child.right_edge.i + 1
        return end


def frame_of(verb: Token, entry: Cue, quotations: Quotations) -> Frame:
    """The verb with what the parse says of its source."""
    cue = verb_group(verb)
    head = subject(verb)
    if is_passive(verb):
        head = agent(verb)
    elif head is None or head.i < verb.sent.start:
        head = _behind_quoted(verb, cue, quotations)
    source = source_range(head, cue) if head is not None else None
    if source is not None and source[1] <= cue[0]:
        source = _with_name_before(verb.doc, source, quotations)
    return Frame(verb, entry, cue, head, source, quotations)


def _with_name_before(doc: Doc, source: tuple[int, int], quotations: Quotations) -> tuple[int, int]:
    """The source with «Name,» before it, where a quotation ends before the name: «“…,” Ann Ode, a clerk, said»."""
    start = source[0]
    if start < 3 or doc[start - 1].text != "," or doc[start - 2].pos_ not in ("PROPN", "NOUN"):
        return source
    first = start - 2
    while first > start - _LONGEST_NAME and doc[first - 1].pos_ in (
        "PROPN",
        "NOUN",
        "ADJ",
        "DET",
        "ADP",
        "NUM",
        "PRON",
    ):
        first -= 1
    if not closes_quotation(quotations, doc[first].idx):
        return source
    end = source[1] + 1 if doc[source[1]].text == "," else source[1]
    return first, end


def _behind_quoted(verb: Token, cue: tuple[int, int], quotations: Quotations) -> Token | None:
    """The speaker of «“…,” grinned the old man», whom the parser takes for an object."""
    if verb.tag_ not in ("VBD", "VBZ", "VBP", "VBN") or not closes_quotation(quotations, verb.doc[cue[0]].idx):
        return None
    return next((child for child in verb.rights if child.dep_ in ("dobj", "attr", "npadvmod", "oprd")), None)


def closes_quotation(quotations: Quotations, position: int) -> bool:
    """Whether a quotation stands right before the place, with blanks, commas or dashes between."""
    text = quotations.text
    while position > 0 and text[position - 1] in " ,—–\xa0":
        position -= 1
    return quotations.ending_at(position) is not None


def is_marked_off(frame: Frame) -> bool:
    """Whether a comma, dash, quotation mark or full stop closes the attributing words."""
    return frame.end >= len(frame.doc) or frame.doc[frame.end].is_punct or frame.doc[frame.end].is_space


def quote_before(frame: Frame) -> Quotation | None:
    """The quotation that closes right before the attributing words."""
    text, position = frame.quotations.text, frame.doc[frame.start].idx
    while position > 0 and text[position - 1] in " ,—–\xa0":
        position -= 1
    return frame.quotations.ending_at(position)


def quote_after(frame: Frame, end: int) -> Quotation | None:
    """The quotation that opens right behind the token, after a blank, comma or colon."""
    text = frame.quotations.text
    position = start = frame.doc[end - 1].idx + len(frame.doc[end - 1])
    while position < len(text) and text[position] in " ,:—–-\xa0":
        position += 1
    if ":" in text[start:position]:
        while position < len(text) and text[position].isspace():
            position += 1
    return frame.quotations.starting_at(position)


def quote_behind(frame: Frame) -> Quotation | None:
    """A quotation that a comma or colon opens later in the clause: «told the host, Matt Boyle, “…”»."""
    text, start = frame.quotations.text, frame.doc[frame.cue[1] - 1].idx
    sentence = frame.verb.sent
    for quotation in frame.quotations.overlapping(start, min(sentence.end_char, start + _FAR)):
        between = text[start : quotation.start].rstrip()
        if quotation.start < start or "\n" in between:
            continue
        return quotation if between.endswith((",", ":")) and not _ANOTHER.search(between) else None
    return None


def draft_of(frame: Frame, pieces: list[Piece], *, quoting: bool = False) -> Draft | None:
    """The draft with these stretches as content; None where all are empty."""
    cue, text = frame.cue, frame.quotations.text
    behind = frame.doc[cue[1]] if cue[1] < len(frame.doc) else None
    if behind is not None and behind.text == ":" and pieces and text[behind.idx + 1 : pieces[0][0]].isspace():
        cue = (cue[0], cue[1] + 1)  # the colon belongs to the cue («said:»)
    kept = tuple(piece for piece in pieces if piece[0] < piece[1])
    if not kept:
        return None
    return Draft(frame.verb.i, cue, frame.source, frame.head, kept, frame.entry.id, _listener(frame), quoting)


def _listener(frame: Frame) -> Token | None:
    if not frame.entry.listener and frame.entry.id != "ask":
        return None
    for child in frame.verb.children:
        if child.dep_ in ("dobj", "dative", "nsubjpass") and child.pos_ in ("NOUN", "PROPN", "PRON"):
            return child
    return None
