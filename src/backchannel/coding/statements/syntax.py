"""The parse around a cue: its verb group, its subject, and what stands beside it.

Labels are those of spaCy's English models. Functions take tokens; ranges are token indexes, the end exclusive.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from backchannel.coding.sentences import CREDIT

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
VERBAL = frozenset({"VERB", "AUX"})
_GROUP_LEFT = frozenset({"aux", "auxpass", "neg", "advmod"})
_MOST_STEPS = 8  # verbs up a chain of coordination or control; longer chains are parser slips
_WH = frozenset({"when", "where", "why", "how", "while", "as", "if", "then", "so", "instead", "however", "meanwhile"})
LONGEST_SENTENCE = 400  # tokens; a longer «sentence» is a list, a table or an attack, and is passed over
LOOSE = frozenset({",", ";", ":", "–", "—", "-", "--"})


def verb_group(verb: Token) -> tuple[int, int]:
    """The verb with its auxiliaries, negation, adverbs and particle where they stand next to it."""
    start, end = verb.i, verb.i + 1
    doc = verb.doc
    while start > verb.sent.start:
        before = doc[start - 1]
        if (
            before.head.i == verb.i
            and before.dep_ in _GROUP_LEFT
            and before.lower_ not in _WH
            or before.dep_ in ("advmod", "neg")
            and start <= before.head.i < verb.i
        ):
            start -= 1
        else:
            break
    while end < len(doc) and doc[end].head.i == verb.i and (doc[end].dep_ in ("prt", "neg")):
        end += 1
    while start < verb.i and doc[start].is_punct:
        start += 1
    return start, end


def subject(verb: Token) -> Token | None:
    """Who does the verb: its subject, or the one it shares with the verb it hangs on; None where nobody is named.

    A relative pronoun is given as it stands; expletive «it» and «there» are nobody.
    """
    current = verb
    for _ in range(_MOST_STEPS):
        own = _own_subject(current)
        if own is not None:
            return None if _is_expletive(own, current) else own
        if is_passive(current):
            return None
        above = current.head
        if above.i == current.i:
            return None
        if current.dep_ in ("acl", "relcl") and above.pos_ in ("NOUN", "PROPN", "PRON"):
            return above if current.tag_ in ("VBG", "VBN") or current.dep_ == "relcl" else _holder(above)
        if current.dep_ == "pcomp" and above.head.pos_ in VERBAL and current.tag_ == "VBG":
            quoted = next((child for child in above.head.children if child.dep_ == "dobj"), None)
            if above.lower_ == "as" and quoted is not None:
                return quoted  # «quoted the envoy as saying»
            current = above.head
            continue
        if current.dep_ in ("conj", "xcomp", "advcl", "ccomp", "csubj", "dep") and above.pos_ in VERBAL:
            current = above
            continue
        return None
    return None


def _holder(noun: Token) -> Token | None:
    return next((child for child in noun.lefts if child.dep_ == "poss"), None)


def _own_subject(verb: Token) -> Token | None:
    found = [child for child in verb.children if child.dep_ in ("nsubj", "nsubjpass")]
    if not found:
        return None
    return min(found, key=lambda token: abs(token.i - verb.i))


def _is_expletive(token: Token, verb: Token) -> bool:
    if token.dep_ == "expl" or token.lower_ == "there":
        return True
    return token.lower_ == "it" and is_passive(verb)


def is_passive(verb: Token) -> bool:
    """Whether the verb is passive: «was told», «a leader described as»."""
    if any(child.dep_ in ("auxpass", "nsubjpass", "agent") for child in verb.children):
        return True
    opens = verb.tag_ == "VBD" and verb.i == verb.sent.start
    if (verb.tag_ == "VBN" or opens) and verb.dep_ == "advcl":
        return not any(child.dep_ in ("aux", "dobj", "nsubj") for child in verb.children)
    return verb.tag_ == "VBN" and verb.dep_ in ("acl", "amod") and not any(c.dep_ == "aux" for c in verb.children)


def agent(verb: Token) -> Token | None:
    """Who a passive names with «by»."""
    for child in verb.rights:
        if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ == "by"):
            return next((inner for inner in child.children if inner.dep_ == "pobj"), None)
    return None


def rights(verb: Token) -> Iterator[Token]:
    """What hangs on the verb to its right, in order."""
    yield from verb.rights


def opening(sentence: Span) -> int:
    """The token with which a sentence's own words start, behind a credit or dateline («PARIS (AFP) — »)."""
    start: int = sentence.start
    doc = sentence.doc
    while start < sentence.end - 1 and doc[start].is_space:
        start += 1
    if not (start == 0 or doc[start - 1].is_space) or len(sentence) < 4:
        return start
    match = CREDIT.match(doc[start : min(start + 30, sentence.end)].text)
    if match is None:
        return start
    behind = doc[start].idx + match.end()
    while start < sentence.end - 1 and doc[start].idx < behind:
        start += 1
    return start


def trim(doc: Doc, start: int, end: int) -> tuple[int, int]:
    """The characters of a token range without blanks, commas, dashes and a full stop at its ends; (0, 0) if empty."""
    while start < end and (doc[start].is_space or doc[start].text in LOOSE):
        start += 1
    while start < end and (doc[end - 1].is_space or doc[end - 1].text in LOOSE or doc[end - 1].text == "."):
        end -= 1
    if start >= end:
        return (0, 0)
    return doc[start].idx, doc[end - 1].idx + len(doc[end - 1])


def trim_characters(text: str, first: int, last: int) -> tuple[int, int]:
    """The stretch without blanks and loose punctuation at its ends."""
    while first < last and (text[first].isspace() or text[first] in LOOSE):
        first += 1
    while first < last and (text[last - 1].isspace() or text[last - 1] in LOOSE):
        last -= 1
    return first, last
