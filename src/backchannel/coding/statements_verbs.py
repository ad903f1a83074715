"""Verb cues -> drafts: who says what, found on the parse and on the quotation marks beside the verb."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backchannel.coding.quotes import Quotation, Quotations
from backchannel.coding.sources import source_range
from backchannel.coding.statements_drafts import Draft, Piece
from backchannel.coding.statements_lexicon import Cue, load_cues
from backchannel.coding.statements_syntax import agent, is_passive, subject, trim, trim_characters, verb_group

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_ANY = Cue("quote-comma", frozenset({"quote"}), frozenset())
_LEFT_CLAUSE = frozenset({"ccomp", "advcl", "xcomp", "parataxis", "csubj", "dep", "nsubj", "dobj"})
_ADJUNCTS = frozenset({"npadvmod", "advmod", "prep", "dative", "agent", "tmod", "prt"})
_FAR = 160  # characters between a cue and the quotation that a comma or colon opens
_ANOTHER = re.compile(r"[.;]\s|\b(?:that|who|which|and|but)\b")
_SELF = frozenset({"i", "we", "you", "me", "us"})
_OBJECTS = frozenset({"dobj", "oprd", "attr", "dative"})
_TAILS = frozenset({"prep", "xcomp", "ccomp", "oprd", "acomp", "advcl"})
_TAIL_PREPS = frozenset({"as", "of", "for", "with", "to", "from", "against", "about", "over", "on", "into", "by", "between"})


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
        if self.source is None or self.source[0] > self.cue[0] or self.source[1] < self.cue[0] - 4:
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


def verb_draft(verb: Token, quotations: Quotations) -> Draft | None:
    """The statement that this verb makes, or None where it makes none."""
    entry = load_cues("verb").get(verb.lemma_.lower())
    frame = _frame(verb, entry or _ANY, quotations)
    if entry is None and not _closes_quote(frame):
        return None
    draft = _beside(frame) or _as_clause(frame) or _complement(frame) or _inserted(frame)
    if draft is None or (draft.source is None and not draft.quoting and not is_passive(verb)):
        return None
    return None if _is_own_attitude(draft, quotations) else draft


def _is_own_attitude(draft: Draft, quotations: Quotations) -> bool:
    """Whether it is the quoted speaker's «I think» or «we hope»: no second voice."""
    if draft.head is None or draft.head.lower_ not in _SELF:
        return False
    return quotations.around(draft.head.idx) is not None


def _frame(verb: Token, entry: Cue, quotations: Quotations) -> Frame:
    cue = verb_group(verb)
    head = subject(verb)
    if is_passive(verb):
        head = agent(verb)
    source = source_range(head, cue) if head is not None else None
    return Frame(verb, entry, cue, head, source, quotations)


def _closes_quote(frame: Frame) -> bool:
    """Whether a quotation that ends in a comma, «?» or «!» stands right before a short «V N» or «N V» clause."""
    if frame.head is None or frame.verb.tag_ not in ("VBD", "VBZ", "VBP"):
        return False
    quotation = _quote_before(frame)
    return quotation is not None and frame.quotations.text[quotation.last - 1] in ",?!"


def _quote_before(frame: Frame) -> Quotation | None:
    text, position = frame.quotations.text, frame.doc[frame.start].idx
    while position > 0 and text[position - 1] in " ,—–\xa0":
        position -= 1
    return frame.quotations.ending_at(position)


def _quote_after(frame: Frame, end: int) -> Quotation | None:
    """The quotation that opens right behind the token, after a blank, comma or colon."""
    text = frame.quotations.text
    position = start = frame.doc[end - 1].idx + len(frame.doc[end - 1])
    while position < len(text) and text[position] in " ,:—–-\xa0":
        position += 1
    if ":" in text[start:position]:
        while position < len(text) and text[position].isspace():
            position += 1
    return frame.quotations.starting_at(position)


def _quote_behind(frame: Frame) -> Quotation | None:
    """A quotation that a comma or colon opens later in the clause: «told the host, Matt Boyle, “…”»."""
    text, start = frame.quotations.text, frame.doc[frame.cue[1] - 1].idx
    sentence = frame.verb.sent
    for quotation in frame.quotations.overlapping(start, min(sentence.end_char, start + _FAR)):
        between = text[start : quotation.start].rstrip()
        if quotation.start < start or "\n" in between:
            continue
        return quotation if between.endswith((",", ":")) and not _ANOTHER.search(between) else None
    return None


def _beside(frame: Frame) -> Draft | None:
    """Content before the attributing words, or around them: «“…,” he said, “…”», «the talks, he said, will go on»."""
    if "quote" not in frame.entry.takes or is_passive(frame.verb):
        return None
    doc = frame.doc
    quotation = _quote_before(frame)
    clause = _clause_before(frame)
    if quotation is None and (clause is None or _only_leads_in(frame, clause)):
        return None
    start = quotation.start if quotation is not None else doc[clause[0]].idx  # type: ignore[index]
    if clause is not None:
        start = min(start, doc[clause[0]].idx)
    left = trim_characters(frame.quotations.text, start, doc[frame.start].idx)
    pieces = [left]
    after = _quote_after(frame, frame.end)
    if after is not None and doc[frame.end].is_punct and doc[frame.end].idx < after.start:
        pieces.append((after.start, after.end))
    elif clause is not None and clause[1] > frame.end:
        pieces.append(trim(doc, frame.end, clause[1]))
    return _draft(frame, pieces, quoting=quotation is not None or after is not None)


def _clause_before(frame: Frame) -> tuple[int, int] | None:
    """The clause that the attributing words close or interrupt, as token indexes."""
    verb, doc = frame.verb, frame.doc
    if frame.start == verb.sent.start or doc[frame.start - 1].text not in (",", "—", "–", "-", "”", '"', "''", "?", "!"):
        return None
    if verb.dep_ == "parataxis" or (verb.dep_ in ("ccomp", "advcl", "dep", "conj") and verb.head.i > verb.i):
        host = verb.head
        if any(child.dep_ == "mark" for child in verb.children) or not _is_inserted(frame):
            return None
        if host.left_edge.i < frame.start and host.pos_ in ("VERB", "AUX"):
            return host.left_edge.i, max(host.right_edge.i + 1, frame.end)
    for child in verb.children:
        if child.dep_ in ("ccomp", "parataxis") and child.left_edge.i < frame.start:
            if child.i > verb.i and child.left_edge.i >= verb.left_edge.i and child.right_edge.i > frame.end:
                return child.left_edge.i, child.right_edge.i + 1
            start = verb.sent.start if verb.dep_ == "ROOT" else child.left_edge.i
            return start, child.right_edge.i + 1
    return None


def _inserted(frame: Frame) -> Draft | None:
    """«Democrats, Frank notes, applaud …», «sales fell, the poll found»: marked off by commas, content on both sides."""
    doc, verb = frame.doc, frame.verb
    if "quote" not in frame.entry.takes or frame.source is None or verb.tag_ not in ("VBD", "VBZ", "VBP"):
        return None
    if frame.start <= verb.sent.start + 2 or doc[frame.start - 1].text not in (",", "—", "–", "-"):
        return None
    if not _is_inserted(frame) or abs(frame.source[1] - frame.cue[0]) > 3 and frame.source[0] != frame.cue[1]:
        return None
    pieces = [trim(doc, verb.sent.start, frame.start)]
    if doc[frame.end].text in (",", "—", "–"):
        pieces.append(trim(doc, frame.end, verb.sent.end))
    return _draft(frame, pieces)


def _as_clause(frame: Frame) -> Draft | None:
    """«As the paper noted, the talks failed»: the main clause is content."""
    doc, verb = frame.doc, frame.verb
    mark = next((child for child in verb.lefts if child.dep_ in ("mark", "advmod") and child.lower_ == "as"), None)
    if mark is None or frame.source is None or verb.dep_ != "advcl" or "quote" not in frame.entry.takes:
        return None
    if any(child.dep_ in ("ccomp", "xcomp", "dobj") for child in verb.rights) and not frame.entry.listener:
        return None
    host, first, last = verb.head, mark.i, frame.end
    if last < len(doc) and doc[last].text == "," and host.i > last:
        return _draft(frame, [trim(doc, last, max(host.right_edge.i + 1, last))])
    if first > host.i and doc[first - 1].text in (",", "—", "–"):
        return _draft(frame, [trim(doc, host.left_edge.i, first)])
    return None


def _only_leads_in(frame: Frame, clause: tuple[int, int]) -> bool:
    """Whether a quotation follows and what stands before holds no verb: «On Monday, he said, “…”»."""
    if _quote_after(frame, frame.end) is None:
        return False
    return not any(token.pos_ in ("VERB", "AUX") for token in frame.doc[clause[0] : frame.start])


def _is_inserted(frame: Frame) -> bool:
    """Whether a comma, dash, quotation mark or full stop closes the attributing words."""
    return frame.end >= len(frame.doc) or frame.doc[frame.end].is_punct or frame.doc[frame.end].is_space


def _complement(frame: Frame) -> Draft | None:
    """Content that follows the cue as its complement."""
    takes, verb = frame.entry.takes, frame.verb
    if "quote" in takes and (quotation := _quote_after(frame, frame.end) or _quote_behind(frame)) is not None:
        return _draft(frame, [(quotation.start, quotation.end)], quoting=True)
    if is_passive(verb):
        return _passive(frame)
    for child in verb.rights:
        if child.i < frame.cue[1]:
            continue
        if child.dep_ == "ccomp" and "clause" in takes:
            return _content(frame, child, quoting="quote" in takes)
        if child.dep_ == "xcomp" and ("infinitive" if _is_infinitive(child) else "gerund") in takes:
            return _content(frame, child)
    if "object" in takes and (draft := _object(frame)) is not None:
        return draft
    return _prepositional(frame)


def _is_infinitive(verb: Token) -> bool:
    return any(child.dep_ == "aux" and child.lower_ == "to" for child in verb.children) or verb.tag_ == "VB"


def _content(frame: Frame, child: Token, *, quoting: bool = False) -> Draft | None:
    start, end = child.left_edge.i, child.right_edge.i + 1
    start = max(start, frame.cue[1])
    if child.dep_ == "xcomp" and not frame.entry.listener:
        asked = [other.left_edge.i for other in frame.verb.rights if other.dep_ == "dobj" and other.i < child.i]
        start = min([start, *asked])
    if frame.source is not None and frame.source[0] >= frame.cue[1]:
        start = max(start, frame.source[1])
    return _draft(frame, [trim(frame.doc, start, end)], quoting=quoting)


def _object(frame: Frame) -> Draft | None:
    """An object and what is said of it: «called him a liar», «praised the deal», «blamed Kyiv for the fire»."""
    first = last = None
    for child in frame.verb.rights:
        if child.i < frame.cue[1]:
            continue
        if first is None:
            if child.dep_ in _OBJECTS and child.pos_ != "ADP":
                first = last = child
            elif child.dep_ in ("ccomp", "xcomp"):
                first = last = child
        elif child.dep_ in _TAILS | _OBJECTS and _is_tail(child, last):
            last = child
        else:
            break
    if first is None or last is None:
        return None
    return _draft(frame, [trim(frame.doc, first.left_edge.i, last.right_edge.i + 1)])


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
            return _draft(joined, [trim(frame.doc, inner.left_edge.i, child.right_edge.i + 1)])
    return None


def _passive(frame: Frame) -> Draft | None:
    """«was accused of fraud», «is expected to resign»: what follows is content, the source only where «by» names it."""
    if "passive" not in frame.entry.takes:
        return None
    about = next((child for child in frame.verb.lefts if child.dep_ == "nsubjpass"), None)
    pieces = []
    if about is not None and not frame.entry.listener and about.lower_ not in ("it", "who", "which", "that"):
        pieces.append(trim(frame.doc, *source_range(about, frame.cue)))
    for child in frame.verb.rights:
        asked = frame.entry.id == "ask" and child.dep_ == "advcl" and child.left_edge.lower_ in ("if", "whether")
        if (asked or child.dep_ in ("xcomp", "ccomp", "oprd")) and child.i >= frame.cue[1]:
            return _draft(frame, [*pieces, trim(frame.doc, child.left_edge.i, child.right_edge.i + 1)])
    if pieces and frame.head is not None and "object" in frame.entry.takes:
        return _draft(frame, pieces)
    return _prepositional(frame)


def _draft(frame: Frame, pieces: list[Piece], *, quoting: bool = False) -> Draft | None:
    kept = tuple(piece for piece in pieces if piece[0] < piece[1])
    if not kept:
        return None
    return Draft(frame.verb.i, frame.cue, frame.source, frame.head, kept, frame.entry.id, _listener(frame), quoting)


def _listener(frame: Frame) -> Token | None:
    if not frame.entry.listener:
        return None
    for child in frame.verb.rights:
        if child.dep_ in ("dobj", "dative") and child.pos_ in ("NOUN", "PROPN", "PRON"):
            return child
    return None
