"""Whether a finite clause denies what it tells: «did not», «no longer», «never before had …», «few of them …».

Words that look like a denial and are none: «did not just protest», «did not open the gate until the king rang».
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from backchannel.coding.trees import is_negated, negates_object

if TYPE_CHECKING:
    from spacy.tokens import Token

_NO_WAY = frozenset({"time", "circumstance", "circumstances", "point", "way", "account", "case", "occasion", "stage"})
_BARELY = frozenset({"hardly", "barely", "scarcely"})
_MERELY = frozenset({"just", "only", "merely", "simply"})
_NEGATIVE = frozenset({"not", "never", "nor", "neither", "nowhere"})
_FRONTED = frozenset({"had", "has", "have", "did"})
_SUBJECTS = ("nsubj", "nsubjpass")


def is_denied(verb: Token) -> bool:
    """Whether the clause of this finite verb says that the thing did not, does not or will not take place."""
    if is_negated(verb) and not _is_more(verb) and not _comes_late(verb):
        return True
    if negates_object(verb) or _after_nor(verb) or _is_ruled_out(verb) or _is_over(verb):
        return True
    fronted = fronted_auxiliary(verb)
    return fronted is not None and (_is_ruled_out(fronted) or any(word.lower_ in _NEGATIVE for word in _left(fronted)))


def fronted_auxiliary(verb: Token) -> Token | None:
    """The «had» before the subject that the parser makes the main verb: «never before had he met», «had he met, …»."""
    above = verb.head
    if verb.dep_ != "ccomp" or above.lower_ not in _FRONTED or above.i > verb.i:
        return None
    if any(child.dep_ in _SUBJECTS for child in above.children):
        return None
    subject = next((child for child in verb.children if child.dep_ in _SUBJECTS), None)
    return above if subject is not None and subject.i > above.i else None


def is_fronted_condition(verb: Token) -> bool:
    """«would have gone had the general apologised»: nothing but the main clause stands before the auxiliary."""
    fronted = fronted_auxiliary(verb)
    return fronted is not None and fronted.lower_ == "had" and not _left(fronted)


def _left(fronted: Token) -> list[Token]:
    """Adverbs and phrases before a fronted auxiliary, and what stands in them."""
    before = [child for child in fronted.lefts if child.dep_ in ("advmod", "neg", "prep", "npadvmod")]
    return [word for child in before for word in child.subtree]


def _is_more(verb: Token) -> bool:
    """«did not just protest», «not only met but signed»"""
    return any(
        child.lower_ in ("not", "n't", "n’t") and child.i + 1 < len(verb.doc) and child.nbor(1).lower_ in _MERELY
        for child in verb.children
    )


def _comes_late(verb: Token) -> bool:
    """«did not open the gate until the king rang»: it was opened, then."""
    if not any(child.dep_ == "aux" and child.lower_ in ("did", "had") for child in verb.children):
        return False
    for child in verb.rights:
        if child.dep_ == "prep" and child.lower_ in ("until", "till"):
            return not any(word.lower_ == "now" for word in child.children)
        if child.dep_ == "advcl" and any(word.lower_ in ("until", "till") for word in child.lefts):
            return child.tag_ in ("VBD", "VBN")
    return False


def _after_nor(verb: Token) -> bool:
    """«have neither shelled nor mined»"""
    joined = verb.head
    return verb.dep_ == "conj" and is_negated(joined) and any(child.lower_ == "nor" for child in joined.children)


def _is_over(verb: Token) -> bool:
    """«no longer pays», «no more patrols»"""
    return any(
        child.dep_ == "advmod" and child.lower_ == "longer" and any(word.lower_ == "no" for word in child.children)
        for child in verb.children
    )


def _is_ruled_out(verb: Token) -> bool:
    """«not a single shot was fired», «neither the envoy nor his deputy came», «at no time did they», «few came»"""
    for child in verb.children:
        if child.dep_ in _SUBJECTS and _is_nearly_none(child):
            return True
        if child.dep_ == "prep" and child.i < verb.i:
            for noun in child.children:
                if noun.lower_ in _NO_WAY and any(word.lower_ == "no" for word in noun.children):
                    return True
    return False


def _is_nearly_none(subject: Token) -> bool:
    words = [word.lower_ for word in subject.lefts]
    if "not" in words or "neither" in words or any(word in _BARELY for word in words):
        return True
    few = subject.lower_ if subject.lower_ in ("few", "little") else None
    if few is None and any(word.lower_ == "few" and word.dep_ == "amod" for word in subject.lefts):
        few = "few"
    return few is not None and not any(word.lower_ in ("a", "the", "these", "those", "quite") for word in subject.lefts)
