"""Cues that are no verbs: «according to», «per», «in the words of», a name and a colon, and refusals to comment."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from backchannel.coding.quotes import Quotations
from backchannel.coding.statements.drafts import Draft, Piece
from backchannel.coding.statements.sources import source_range
from backchannel.coding.statements.syntax import LONGEST_SENTENCE, opening, trim
from backchannel.rules import load_rules

if TYPE_CHECKING:
    from spacy.tokens import Doc

_LEAD = re.compile(
    r"(?m)^[ \t\"“-]{0,9}(?P<name>[A-Z][\w.’'()-]*(?:[ ,]{1,2}[\w.’'()-]+){0,8}) ?(?P<colon>:)[ \t]{0,9}(?=\S)"
)
_NO_SPEAKER = re.compile(
    r"(?i)\b(?:note|update|related|watch|read|more|photos?|video|topics?|published|updated|editor|correction|here|this|"
    r"question|q|a|answer|subject|re|from|to|date|breaking|fact|claim|truth|live|exclusive|opinion|analysis)\b"
)
_SPEECH_NAME = re.compile(r"[A-Z][\w.’'-]*(?: (?:[A-Z(][\w.’')-]*|of|the|de|von|van|al|bin))*,?(?: [a-z ]+)?$")


@cache
def according_pattern() -> re.Pattern[str]:
    """One expression for all phrases that name a source; of «per the» the article stays with the source."""
    phrases = [re.escape(word) for rule in load_rules("cues") if rule["pos"] == "phrase" for word in rule["words"]]
    cut = [re.sub(r"^per\\ (\w+)$", r"per(?= \1\\b)", phrase) for phrase in phrases]
    return re.compile(rf"\b(?:{'|'.join(cut)})(?!\w)", re.IGNORECASE)


def according_drafts(doc: Doc, quotations: Quotations) -> Iterator[Draft]:
    """Statements by «according to X» and its like: all else in the sentence or clause is content."""
    for sentence in doc.sents:
        if len(sentence) > LONGEST_SENTENCE:
            continue
        for match in according_pattern().finditer(quotations.text, sentence.start_char, sentence.end_char):
            span = doc.char_span(match.start(), match.end(), alignment_mode="expand")
            if span is None or span.end >= len(doc):
                continue
            draft = _according(doc, span.start, span.end, quotations)
            if draft is not None:
                yield draft


def _according(doc: Doc, start: int, end: int, quotations: Quotations) -> Draft | None:
    head = next((token for token in doc[start].subtree if token.dep_ == "pobj" and token.i >= end), None)
    if head is None or head.sent.start != doc[start].sent.start:
        head = next((token for token in doc[end : end + 8] if token.pos_ in ("NOUN", "PROPN", "PRON")), None)
    if head is None:
        return None
    first, last = source_range(head, (start, end))
    first = max(first, end)
    pieces = _around(doc, start, last, quotations)
    if not pieces:
        return None
    return Draft(doc[start].i, (start, end), (first, last), head, pieces, "according-to", None, True)


def _around(doc: Doc, start: int, end: int, quotations: Quotations) -> tuple[Piece, ...]:
    sentence = doc[start].sent
    first, closing = opening(sentence), sentence.end
    host = doc[start].head
    behind_comma = start > first and doc[start - 1].text in (",", "—", "–", "”", '"')
    if not behind_comma and host.dep_ in ("conj", "advcl", "relcl") and host.left_edge.i < start:
        first = max(first, host.left_edge.i)
    pieces = []
    if start > first:
        left = trim(doc, first, start)
        position = left[1]
        quotation = quotations.ending_at(position)
        if quotation is not None:
            left = (min(left[0], quotation.start), left[1])
        if left[0] < left[1]:
            pieces.append(left)
    if end < closing and (not pieces or _goes_on(doc, end)):
        right = trim(doc, end, closing)
        if right[1] - right[0] > 2:
            pieces.append(right)
    return tuple(pieces)


def _goes_on(doc: Doc, end: int) -> bool:
    """Whether the sentence goes on after an inserted «, according to X,»."""
    return end + 1 < len(doc) and doc[end].text == ","


def colon_drafts(doc: Doc, quotations: Quotations) -> Iterator[Draft]:
    """«MERKEL: We will see.», «Poll: Most want talks»: a name and a colon at a paragraph's start."""
    text = quotations.text
    for match in _LEAD.finditer(text):
        name = match.group("name")
        if _NO_SPEAKER.search(name) or not _SPEECH_NAME.match(name):
            continue
        span = doc.char_span(match.start("name"), match.end("colon"), alignment_mode="expand")
        if span is None or len(span) < 2 or quotations.around(match.start("colon")) is not None:
            continue
        if any(token.pos_ in ("VERB", "AUX") and token.tag_ in ("VBD", "VBZ", "VBP", "MD") for token in span):
            continue
        end = text.find("\n", match.end())
        end = len(text) if end < 0 else end
        quotation = quotations.starting_at(match.end())
        if quotation is not None and text[quotation.end : end].strip() and text[quotation.last - 1] not in ".!?":
            quotation = None
        piece = (quotation.start, quotation.end) if quotation is not None else (match.end(), end)
        head = doc[span.start : span.end - 1].root
        cue = (span.end - 1, span.end)
        yield Draft(cue[0], cue, (span.start, span.end - 1), head, (piece,), "colon", None, quotation is not None)
