"""Nouns and adjectives as cues: «his claim that …», «expressed a desire to …», «is confident that …»."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backchannel.coding.quotes import Quotations
from backchannel.coding.statements.drafts import Draft
from backchannel.coding.statements.lexicon import Cue, load_cues
from backchannel.coding.statements.sources import source_range
from backchannel.coding.statements.syntax import subject, trim, verb_group

if TYPE_CHECKING:
    from spacy.tokens import Token

_FROM = frozenset({"from", "by", "among"})
_COPULAS = frozenset({"be", "remain", "feel", "seem", "appear", "become", "’s", "’re", "'s", "'re"})


def noun_draft(noun: Token, quotations: Quotations) -> Draft | None:
    """The statement that this noun names together with its possessor, its verb or its «from …»; None where nobody."""
    entry = load_cues("noun").get(noun.lemma_.lower())
    if entry is None or quotations.around(noun.idx) is not None:
        return None
    content = _noun_content(noun, entry)
    if content is None:
        return None
    start, end = noun.i, noun.i + 1
    preposition = content if content.dep_ == "prep" else None
    if preposition is not None and preposition.i == end:
        end += 1
    verb = noun.head
    head = next((child for child in noun.lefts if child.dep_ == "poss"), None)
    if head is None and noun.dep_ == "dobj" and verb.lemma_.lower() in load_cues("light-verb"):
        head, start = subject(verb), verb_group(verb)[0]
    if head is None:
        head = _giver(noun)
    if head is None and (content.dep_ == "prep" or not _stands_alone(noun, content)):
        return None
    if head is None and content.head.i != noun.i and content.head.lemma_.lower() != "be":
        end = max(end, verb_group(content.head)[1])
    pieces = _content_pieces(content, end)
    source = source_range(head, (start, end)) if head is not None else None
    if not pieces or (source is not None and source[0] < end and start < source[1]):
        return None
    return Draft(noun.i, (start, end), source, head, pieces, entry.id)


def _noun_content(noun: Token, entry: Cue) -> Token | None:
    """The clause, infinitive or prepositional phrase that tells what was said."""
    found = None
    places = list(noun.rights)
    verb = noun.head if noun.dep_ == "nsubj" else noun.doc[min(noun.i + 1, len(noun.doc) - 1)]
    if verb.lemma_.lower() in load_cues("came-verb") and verb.pos_ in ("VERB", "AUX"):
        places.extend(child for child in verb.rights if child.dep_ in ("ccomp", "advcl", "xcomp"))
    for child in places:
        if child.dep_ in ("acl", "ccomp", "relcl", "advcl", "xcomp"):
            opener = child.left_edge
            opens = opener.lower_ == "to" or (opener.lower_ in ("that", "whether", "for") and opener.dep_ == "mark")
            if opens and ("infinitive" if child.left_edge.lower_ == "to" else "clause") in entry.takes:
                return child
        if child.dep_ == "prep" and child.lower_ in entry.preps and found is None:
            found = child
    return found


def _content_pieces(content: Token, end: int) -> tuple[tuple[int, int], ...]:
    start, last = content.left_edge.i, content.right_edge.i + 1
    if content.dep_ == "prep":
        start = content.i + 1
    piece = trim(content.doc, max(start, end), last)
    return (piece,) if piece[0] < piece[1] else ()


def _giver(noun: Token) -> Token | None:
    for child in noun.rights:
        if child.dep_ == "prep" and child.lower_ in _FROM:
            return next((inner for inner in child.children if inner.dep_ == "pobj"), None)
    return None


def _stands_alone(noun: Token, content: Token) -> bool:
    """Whether a that-clause right behind the noun or its verb makes it a statement without a source."""
    return content.left_edge.lower_ == "that" and content.left_edge.i - noun.i <= 3


def adjective_draft(adjective: Token, quotations: Quotations) -> Draft | None:
    """The attitude that a predicate adjective tells: «officials are skeptical that …», «was open to the idea»."""
    entry = load_cues("adjective").get(adjective.lemma_.lower())
    verb = adjective.head
    if entry is None or adjective.dep_ != "acomp" or verb.lemma_.lower() not in _COPULAS:
        return None
    head = subject(verb)
    if head is None or head.lower_ in ("it", "this", "that") or quotations.around(adjective.idx) is not None:
        return None
    start, end = verb_group(verb)[0], adjective.i + 1
    for child in adjective.rights:
        clause = child.dep_ == "ccomp" and "clause" in entry.takes
        infinitive = child.dep_ == "xcomp" and "infinitive" in entry.takes
        joined = child.dep_ == "prep" and child.lower_ in entry.preps
        if not (clause or infinitive or joined):
            continue
        if joined and child.i == end:
            end += 1
        piece = trim(adjective.doc, child.left_edge.i if not joined else child.i + 1, child.right_edge.i + 1)
        if piece[0] < piece[1]:
            return Draft(adjective.i, (start, end), source_range(head, (start, end)), head, (piece,), entry.id)
    return None
