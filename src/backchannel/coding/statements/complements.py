"""Content that stands behind a verb cue: a clause, an infinitive, an object, a prepositional phrase, a passive."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from backchannel.coding.statements.drafts import Draft, Piece
from backchannel.coding.statements.frames import Frame, draft_of, quote_after, quote_behind
from backchannel.coding.statements.sources import source_range
from backchannel.coding.statements.syntax import is_passive, trim

if TYPE_CHECKING:
    from spacy.tokens import Token

_OBJECTS = frozenset({"dobj", "oprd", "attr", "dative"})
_TAILS = frozenset({"prep", "xcomp", "ccomp", "oprd", "acomp", "advcl"})
_TAIL_PREPS = frozenset(
    {"as", "of", "for", "with", "to", "from", "against", "about", "over", "on", "into", "by", "between", "in"}
)
_EMPTY = frozenset({"it", "who", "which", "that", "there"})


def complement_draft(frame: Frame) -> Draft | None:
    """Content that follows the cue as its complement."""
    takes, verb = frame.entry.takes, frame.verb
    if "quote" in takes and (quotation := quote_after(frame, frame.end) or quote_behind(frame)) is not None:
        return draft_of(frame, [(quotation.start, quotation.end)], quoting=True)
    if is_passive(verb):
        return _passive(frame)
    for child in verb.rights:
        if child.i < frame.cue[1]:
            continue
        if (child.dep_ == "ccomp" and "clause" in takes) or _is_question(frame, child):
            return _content(frame, child, quoting="quote" in takes)
        if child.dep_ == "xcomp" and ("infinitive" if _is_infinitive(child) else "gerund") in takes:
            return _content(frame, child)
    if "object" in takes and (draft := _object(frame)) is not None:
        return draft
    return _prepositional(frame)


def _is_question(frame: Frame, child: Token) -> bool:
    """«asked if …», which the parser takes for a condition."""
    return frame.entry.id == "ask" and child.dep_ == "advcl" and child.left_edge.lower_ in ("if", "whether")


def _is_infinitive(verb: Token) -> bool:
    return any(child.dep_ == "aux" and child.lower_ == "to" for child in verb.children) or verb.tag_ == "VB"


def _content(frame: Frame, child: Token, *, quoting: bool = False) -> Draft | None:
    start, end = child.left_edge.i, child.right_edge.i + 1
    start = max(start, frame.cue[1])
    if child.dep_ == "xcomp":
        start = min([start, *_told(frame, child)])
        if frame.doc[frame.cue[1]].head.i == frame.verb.i and start == frame.cue[1] + 1:
            frame = replace(frame, cue=(frame.cue[0], start))  # «called on»
    end = _with_further_clause(frame, end)
    if frame.source is not None and frame.source[0] >= frame.cue[1]:
        start = max(start, frame.source[1])
    return draft_of(frame, [trim(frame.doc, start, end)], quoting=quoting)


def _told(frame: Frame, infinitive: Token) -> list[int]:
    """Where the one starts who is to do it: «urged him to resign», «called on states to act»."""
    found = []
    for child in frame.verb.rights:
        if child.i < infinitive.i and child.dep_ == "dobj":
            found.append(child.left_edge.i)
        elif child.i < infinitive.i and child.dep_ == "prep" and child.lower_ == "on":
            found.extend(inner.left_edge.i for inner in child.children if inner.dep_ == "pobj")
    return found


def _with_further_clause(frame: Frame, end: int) -> int:
    """The end moved over «, and that …», which goes on with the same content."""
    doc, last = frame.doc, frame.verb.sent.end
    at = end + 1 if end < last and doc[end].text == "," else end
    if at + 1 < last and doc[at].lower_ in ("and", "but") and doc[at + 1].lower_ == "that":
        return last
    return end


def _object(frame: Frame) -> Draft | None:
    """An object and what is said of it: «called him a liar», «praised the deal», «blamed Kyiv for the fire»."""
    first = last = None
    for child in frame.verb.rights:
        if child.i < frame.cue[1]:
            continue
        if first is None:
            if child.dep_ in _OBJECTS and child.pos_ != "ADP" or child.dep_ in ("ccomp", "xcomp"):
                first = last = child
        elif child.dep_ in _TAILS | _OBJECTS and _is_tail(child, last):
            last = child
        else:
            break
    if first is None or last is None:
        return None
    end = last.right_edge.i + 1
    if frame.verb.dep_ == "csubj" and frame.verb.tag_ == "VBG" and frame.doc[frame.cue[0] - 1].text == ",":
        # «…, he said, suggesting a deal is near»: the parser takes «suggesting a deal» for the subject of «is».
        end = max(end, frame.verb.head.right_edge.i + 1)
    return draft_of(frame, [trim(frame.doc, first.left_edge.i, end)])


def _is_tail(child: Token, last: Token | None) -> bool:
    if last is not None and child.left_edge.i != last.right_edge.i + 1:
        return False
    return child.dep_ not in ("prep", "advcl") or (child.dep_ == "prep" and child.lower_ in _TAIL_PREPS)


def _prepositional(frame: Frame) -> Draft | None:
    """«called for talks», «warned of delays»: the preposition is part of the cue."""
    for child in frame.verb.rights:
        if child.dep_ == "prep" and child.lower_ in frame.entry.preps and child.i >= frame.cue[1]:
            inner = next((item for item in child.children if item.dep_ in ("pobj", "pcomp")), None)
            if inner is None:
                continue
            cue = (frame.cue[0], child.i + 1) if child.i == frame.cue[1] else frame.cue
            joined = Frame(frame.verb, frame.entry, cue, frame.head, frame.source, frame.quotations)
            return draft_of(joined, [trim(frame.doc, inner.left_edge.i, child.right_edge.i + 1)])
    return None


def _passive(frame: Frame) -> Draft | None:
    """«was accused of fraud», «is expected to resign»: what follows is content, the source only where «by» names it."""
    if "passive" not in frame.entry.takes:
        return None
    pieces = _spoken_of(frame)
    for child in frame.verb.rights:
        told = child.dep_ in ("xcomp", "ccomp", "oprd") or _is_question(frame, child)
        if told and child.i >= frame.cue[1]:
            return draft_of(frame, [*pieces, trim(frame.doc, child.left_edge.i, child.right_edge.i + 1)])
    if pieces and frame.head is not None and "object" in frame.entry.takes:
        return draft_of(frame, pieces)
    return _prepositional(frame)


def _spoken_of(frame: Frame) -> list[Piece]:
    """The subject of a passive, which is part of what is said: «Talks are expected to fail»."""
    about = next((child for child in frame.verb.lefts if child.dep_ == "nsubjpass"), None)
    if about is None or frame.entry.listener or frame.entry.id == "ask" or about.lower_ in _EMPTY:
        return []
    return [trim(frame.doc, *source_range(about, frame.cue))]
