"""Parse walks for channel signals: a noun's predicates, a verb's subject, and the clause that says it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backchannel.coding.channels.mood import NOUN, OBJECT, VERB, has_subject, is_purpose

if TYPE_CHECKING:
    from spacy.tokens import Token

_DEEPEST = 8  # governors climbed; news sentences rarely nest deeper, and the walk stays bounded
_SUBJECT = frozenset({"nsubj", "csubj"})
_PARTICLES = frozenset({"away", "back", "down", "off", "up", "out"})
_OUTSIDE = frozenset({"advcl", "relcl", "parataxis", "ccomp", "mark", "preconj", "csubj"})
_DASHES = frozenset({"—", "–", "--", "-", "("})
_SHARES_SUBJECT = frozenset({"conj", "xcomp", "advcl", "acl", "pcomp"})
_PARTITIVE = frozenset({"none", "neither", "one", "any", "each", "all", "both", "some"})
_TRIMMED = frozenset({"punct", "cc", "mark", "preconj"})


@dataclass(frozen=True, slots=True)
class Link:
    """A predicate that governs a channel noun, the noun's slot there, and the predicate's key in the rules."""

    slot: str
    predicate: Token
    key: str


def verb_keys(token: Token) -> tuple[str, ...]:
    """The ways a rule may write this predicate, most telling first: with particle, with the prefix "re -", bare."""
    lemma = token.lemma_.lower()
    keys = [
        f"{lemma} - {child.lower_}"
        for child in token.children
        if child.dep_ == "prt" or (child.dep_ == "advmod" and child.lower_ in _PARTICLES)
    ]
    if token.i >= 2 and token.nbor(-1).text == "-" and token.nbor(-2).lower_ == "re":
        return (f"re - {lemma}",)
    return (*keys, lemma)


def find_links(head: Token, means: frozenset[str]) -> Iterator[Link]:
    """Every predicate that says something of the noun headed by this token: its governors, its own clauses."""
    node = _phrase_top(head)
    yield from _governing(node, means)
    for child in node.children:
        if child.dep_ == "acl" and child.tag_ in ("VBN", "VBD"):
            yield from _each("object", child)
        elif child.dep_ == "acl" and child.tag_ == "VBG":
            yield from _each("subject", child)
        elif child.dep_ == "relcl":
            yield from _relative(child)


def _phrase_top(head: Token) -> Token:
    """Up through compounds ("hotline call"), coordination and apposition, as long as the governor is a noun."""
    node = head
    for _ in range(_DEEPEST):
        if node.dep_ in ("compound", "nmod", "conj", "appos") and node.head.pos_ in NOUN and node.head.i != node.i:
            node = node.head
        elif node.dep_ == "pobj" and node.head.lower_ == "of" and node.head.head.lower_ in _PARTITIVE:
            node = node.head.head
        else:
            break
    return node


def _each(slot: str, predicate: Token) -> Iterator[Link]:
    for key in verb_keys(predicate):
        yield Link(slot, predicate, key)


def _governing(node: Token, means: frozenset[str]) -> Iterator[Link]:
    governor = node.head
    if governor.i == node.i:
        return
    if node.dep_ in OBJECT:
        yield from _each("object", governor)
        yield from _sharing("object", governor, passive=node.dep_ == "nsubjpass")
    elif node.dep_ in _SUBJECT:
        yield from _each("subject", governor)
        yield from _sharing("subject", governor, passive=True)
    elif node.dep_ == "attr" and governor.lemma_ == "be":
        if any(child.dep_ == "expl" for child in governor.children):
            yield Link("be", governor, "be")
    elif node.dep_ == "pobj":
        yield from _under_preposition(governor, means)


def _under_preposition(preposition: Token, means: frozenset[str]) -> Iterator[Link]:
    top = preposition.head
    if preposition.lower_ == "without":
        yield Link("without", top, "")
    elif top.pos_ in VERB:
        yield Link("object", top, f"{top.lemma_.lower()} - {preposition.lower_}")
        if preposition.lower_ in means:
            yield from _each("means", top)
    elif top.pos_ in NOUN:
        if preposition.lower_ == "of":
            yield Link("object", top, top.lemma_.lower())
        if preposition.lower_ in means:
            verb = _verb_over(top)
            if verb is not None:
                yield from _each("means", verb)


def _verb_over(noun: Token) -> Token | None:
    """The verb that this noun is an object of, directly or after a preposition."""
    above = noun.head
    if noun.dep_ == "pobj":
        above = above.head
    elif noun.dep_ not in OBJECT:
        return None
    return above if above.pos_ in VERB else None


def _sharing(slot: str, governor: Token, *, passive: bool) -> Iterator[Link]:
    """Predicates that share the noun: coordinated ones, and infinitives below ("is to be restored")."""
    if not passive:
        return
    for child in governor.children:
        if child.dep_ == "xcomp" or (child.dep_ == "conj" and not has_subject(child)):
            is_passive = any(item.dep_ == "auxpass" for item in child.children)
            yield from _each("object" if is_passive else "subject" if slot == "subject" else slot, child)


def _relative(clause: Token) -> Iterator[Link]:
    subject = next((child for child in clause.children if child.dep_ in ("nsubj", "nsubjpass")), None)
    if subject is None or subject.tag_ not in ("WDT", "WP") or subject.dep_ == "nsubjpass":
        yield from _each("object", clause)
    else:
        yield from _each("subject", clause)


def subject_of(verb: Token) -> Token | None:
    """The verb's subject, taken over from the verb it is coordinated with or an infinitive of, where it has none."""
    node = verb
    for _ in range(_DEEPEST):
        for child in node.children:
            if child.dep_ in ("nsubj", "csubj"):
                return child
            if child.dep_ == "agent":
                return next((item for item in child.children if item.dep_ == "pobj"), None)
            if child.dep_ == "nsubjpass" and node.i != verb.i:
                return child
        if any(child.dep_ == "nsubjpass" for child in node.children) or node.head.i == node.i:
            return None
        carried = node.dep_ in ("prep", "acomp", *OBJECT) and node.head.pos_ in ("VERB", "AUX", "ADJ")
        if node.dep_ not in _SHARES_SUBJECT and not carried:
            return None
        node = node.head
    return None


def clause_of(predicate: Token, keep: tuple[Token, ...]) -> tuple[int, int]:
    """First and last token of the clause that the predicate heads, subordinate clauses left out but for ``keep``.

    A coordinated verb without a subject of its own reaches back to the subject it shares.
    """
    top = predicate
    while top.pos_ not in VERB and top.head.i != top.i and top.pos_ != "SPACE":
        top = top.head
    if top.dep_ == "advcl" and is_purpose(top):
        top = top.head  # "had sent a team to clean …": the purpose alone does not say that it was done
    wanted = {predicate.i, *(token.i for token in keep)}
    inside = {top.i, *wanted}
    stack = [top]
    while stack:
        node = stack.pop()
        for child in node.children:
            span = range(child.left_edge.i, child.right_edge.i + 1)
            if child.is_punct or (_is_extra(child) and not any(index in span for index in wanted)):
                continue
            inside.add(child.i)
            stack.append(child)
    shared = subject_of(top) if not has_subject(top) and top.dep_ in ("conj", "xcomp") else None
    if shared is not None:
        inside.add(shared.left_edge.i)
    return _trim(top, min(inside), max(inside))


def _is_extra(child: Token) -> bool:
    """Whether this part of a clause can go: subordinate and coordinated clauses, asides, participles after a noun."""
    if child.dep_ == "advcl" and child.head.pos_ in NOUN and child.i > child.head.i:
        return False  # "an invitation for a delegation to come"
    if child.dep_ in _OUTSIDE or (child.dep_ in ("conj", "cc") and child.head.pos_ in VERB):
        return True
    if child.lower_ == "according":
        return True
    if child.dep_ == "acl":
        return child.i > child.head.i and child.tag_ in ("VBN", "VBG")
    return child.dep_ == "appos" and child.left_edge.i > 0 and child.left_edge.nbor(-1).text in _DASHES


def _trim(top: Token, first: int, last: int) -> tuple[int, int]:
    doc = top.doc
    while first < last and (doc[first].dep_ in _TRIMMED or doc[first].is_space or doc[first].is_punct):
        first += 1
    while last > first and (doc[last].is_punct or doc[last].is_space or doc[last].dep_ == "cc"):
        last -= 1
    return first, last
