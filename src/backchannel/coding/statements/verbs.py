"""Verb cues -> drafts: who says what, found on the parse and on the quotation marks beside the verb."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backchannel.coding.quotes import Quotations
from backchannel.coding.statements.complements import complement_draft
from backchannel.coding.statements.drafts import Draft
from backchannel.coding.statements.frames import Frame, draft_of, frame_of, is_marked_off, quote_after, quote_before
from backchannel.coding.statements.lexicon import Cue, load_cues
from backchannel.coding.statements.syntax import is_passive, opening, trim, trim_characters

if TYPE_CHECKING:
    from spacy.tokens import Token

_ANY = Cue("quote-comma", frozenset({"quote"}), frozenset())
_SELF = frozenset({"i", "we", "you", "me", "us"})


def verb_draft(verb: Token, quotations: Quotations) -> Draft | None:
    """The statement that this verb makes, or None where it makes none."""
    entry = load_cues("verb").get(verb.lemma_.lower())
    frame = frame_of(verb, entry or _ANY, quotations)
    if entry is None and not _closes_quote(frame):
        return None
    draft = _beside(frame) or _as_clause(frame)
    if draft is None:
        draft = (_inserted(frame) if _behind_comma(frame) else None) or complement_draft(frame) or _inserted(frame)
    if draft is None or (draft.source is None and not draft.quoting and not is_passive(verb)):
        return None
    return None if _is_own_attitude(draft, quotations) else draft


def _is_own_attitude(draft: Draft, quotations: Quotations) -> bool:
    """Whether it is the quoted speaker's «I think» or «we hope»: no second voice."""
    if draft.head is None or draft.head.lower_ not in _SELF:
        return False
    return quotations.around(draft.head.idx) is not None


def _closes_quote(frame: Frame) -> bool:
    """Whether a quotation that ends in a comma, «?» or «!» stands right before a short «V N» or «N V» clause."""
    if frame.head is None or frame.verb.tag_ not in ("VBD", "VBZ", "VBP"):
        return False
    quotation = quote_before(frame)
    return quotation is not None and frame.quotations.text[quotation.last - 1] in ",?!"


def _beside(frame: Frame) -> Draft | None:
    """Content before the attributing words, or around them: «“…,” he said, “…”», «the talks, he said, will go on»."""
    if "quote" not in frame.entry.takes or is_passive(frame.verb):
        return None
    doc = frame.doc
    quotation = quote_before(frame)
    clause = _clause_before(frame)
    if quotation is None and (clause is None or _only_leads_in(frame, clause)):
        return None
    start = quotation.start if quotation is not None else doc[clause[0]].idx  # type: ignore[index]
    if clause is not None:
        start = min(start, doc[clause[0]].idx)
    left = trim_characters(frame.quotations.text, start, doc[frame.start].idx)
    pieces = [left]
    after = quote_after(frame, frame.end)
    if after is not None and doc[frame.end].is_punct and doc[frame.end].idx < after.start:
        pieces.append((after.start, after.end))
    elif clause is not None and clause[1] > frame.end and not _behind_comma(frame):
        pieces.append(trim(doc, frame.end, clause[1]))
    return draft_of(frame, pieces, quoting=quotation is not None or after is not None)


def _clause_before(frame: Frame) -> tuple[int, int] | None:
    """The clause that the attributing words close or interrupt, as token indexes."""
    verb, doc = frame.verb, frame.doc
    if frame.start == verb.sent.start or doc[frame.start - 1].text not in (
        ",",
        "—",
        "–",
        "-",
        "”",
        '"',
        "''",
        "?",
        "!",
    ):
        return None
    if verb.dep_ == "parataxis" or (verb.dep_ in ("ccomp", "advcl", "dep", "conj") and verb.head.i > verb.i):
        host = verb.head
        if any(child.dep_ == "mark" for child in verb.children) or not is_marked_off(frame):
            return None
        if host.left_edge.i < min(frame.start, verb.left_edge.i) and host.pos_ in ("VERB", "AUX"):
            return max(host.left_edge.i, opening(verb.sent)), max(host.right_edge.i + 1, frame.end)
    for child in verb.children:
        if child.dep_ in ("ccomp", "parataxis") and child.left_edge.i < frame.start:
            if child.i > verb.i and child.left_edge.i >= verb.left_edge.i and child.right_edge.i > frame.end:
                return child.left_edge.i, child.right_edge.i + 1
            start = opening(verb.sent) if verb.dep_ == "ROOT" else child.left_edge.i
            return start, child.right_edge.i + 1
    return None


def _behind_comma(frame: Frame) -> bool:
    """Whether commas stand on both sides, the second before a participle: «sales fell, he said, suggesting …»."""
    doc, end = frame.doc, frame.end
    if end + 1 >= len(doc) or doc[end].text != "," or frame.start == 0 or doc[frame.start - 1].text != ",":
        return False
    return doc[end + 1].tag_ == "VBG"


def _inserted(frame: Frame) -> Draft | None:
    """«The talks, the aide notes, failed», «sales fell, the poll found»: marked off by commas, content around it."""
    doc, verb = frame.doc, frame.verb
    if "quote" not in frame.entry.takes or frame.source is None or verb.tag_ not in ("VBD", "VBZ", "VBP"):
        return None
    if frame.start <= verb.sent.start + 2 or doc[frame.start - 1].text not in (",", "—", "–", "-"):
        return None
    if not is_marked_off(frame) or abs(frame.source[1] - frame.cue[0]) > 3 and frame.source[0] != frame.cue[1]:
        return None
    pieces = [trim(doc, opening(verb.sent), frame.start)]
    if doc[frame.end].text in (",", "—", "–") and not _behind_comma(frame):
        pieces.append(trim(doc, frame.end, verb.sent.end))
    return draft_of(frame, pieces)


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
        return draft_of(frame, [trim(doc, last, max(host.right_edge.i + 1, last))])
    if first > host.i and doc[first - 1].text in (",", "—", "–"):
        return draft_of(frame, [trim(doc, host.left_edge.i, first)])
    return None


def _only_leads_in(frame: Frame, clause: tuple[int, int]) -> bool:
    """Whether a quotation follows and what stands before holds no verb: «On Monday, he said, “…”»."""
    if quote_after(frame, frame.end) is None:
        return False
    left = frame.doc[clause[0] : frame.start]
    return not any(token.pos_ in ("VERB", "AUX") or token.dep_ in ("nsubj", "nsubjpass") for token in left)
