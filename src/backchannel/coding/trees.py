"""Walking the dependency parse: who is subject and object of a predicate, whatever its voice and embedding.

Labels are those of spaCy's English models (ClearNLP scheme). All functions take and give tokens.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

SUBJECT = frozenset({"nsubj", "csubj"})
PASSIVE_SUBJECT = frozenset({"nsubjpass", "csubjpass"})
OBJECT = frozenset({"dobj", "dative", "obj"})
PREPOSITION = frozenset({"prep", "agent", "dative"})
RELATIVE = frozenset({"that", "which", "who", "whom", "whose"})
# Verbs whose object, not subject, does what the infinitive says: «invited Lee to attend».
OBJECT_CONTROL = frozenset(
    "ask urge invite tell order allow help force push press persuade encourage enable expect want advise call "
    "instruct permit require warn beg lead cause compel convince pressure demand implore direct authorize".split()
)
# «accused Chad of attacking», «blasted Chad for attacking»: the object does what stands under the preposition.
_OF_CONTROL = frozenset(
    "accuse suspect charge blame convict stop prevent blast slam condemn criticize criticise denounce rebuke praise "
    "commend thank fault punish sanction".split()
)
# «criticized a plan to attack»: whose plan it is, these verbs do not tell.
_OF_OTHERS = frozenset("reject oppose dismiss hail welcome fear decry deplore support back veto mock".split())
_NEGATIVE_ADVERBS = frozenset({"never", "no", "hardly", "scarcely", "neither", "nor", "barely"})
_DEEPEST = 12  # embedded clauses followed upwards; longer chains are parser slips


def is_passive(verb: Token) -> bool:
    """Whether the verb is a passive, with or without its auxiliary («the ship seized by Iran»)."""
    if any(child.dep_ in ("auxpass", "nsubjpass", "csubjpass", "agent") for child in verb.children):
        return True
    return verb.tag_ == "VBN" and verb.dep_ in ("acl", "relcl") and not has_auxiliary(verb)


def has_auxiliary(verb: Token) -> bool:
    """Whether the verb has an auxiliary of its own."""
    return any(child.dep_ in ("aux", "auxpass") for child in verb.children)


def conjuncts(head: Token) -> tuple[Token, ...]:
    """The token and what is joined to it by «and», «or», commas; a name that the parser made a modifier comes first."""
    before = [
        child
        for child in head.lefts
        if child.dep_ in ("nmod", "compound", "poss") and any(item.dep_ == "cc" for item in child.children)
    ]
    listed = [
        item
        for child in head.rights
        if child.dep_ == "appos" and child.pos_ == head.pos_ == "PROPN"
        if any(item.dep_ == "cc" for item in child.rights)
        for item in (child, *child.conjuncts)
    ]  # «The US, Russia, and Oman met»: a list that the parser took for a name and its gloss
    return (*before, head, *head.conjuncts, *listed)


def first_conjunct(token: Token) -> Token:
    """The head of the coordination the token stands in, or itself."""
    for _ in range(_DEEPEST):
        if token.dep_ != "conj" or token.head == token:
            break
        token = token.head
    return token


def is_negated(token: Token) -> bool:
    """Whether the predicate itself is negated: «did not meet», «never met», «no talks»."""
    for child in token.children:
        if child.dep_ == "neg" or child.lower_ in _NEGATIVE_ADVERBS:
            return True
        if child.dep_ in SUBJECT | PASSIVE_SUBJECT and _is_none(child):
            return True
    return False


def _is_none(noun: Token) -> bool:
    if noun.lower_ in ("nobody", "none", "nothing", "neither"):
        return True
    return any(child.dep_ in ("det", "neg") and child.lower_ in ("no", "neither") for child in noun.children)


def negates_object(verb: Token) -> bool:
    """Whether the verb's object is «no …»: «held no talks»."""
    return any(child.dep_ in OBJECT | {"attr"} and _is_none(child) for child in verb.children)


def subjects(predicate: Token) -> tuple[Token, ...]:
    """The noun heads that do what the predicate says, found across voice, control, relatives and coordination."""
    return _subjects(predicate, _DEEPEST)


def _subjects(predicate: Token, depth: int) -> tuple[Token, ...]:
    if depth == 0:
        return ()
    if is_passive(predicate):
        return tuple(_agents(predicate))
    own = [child for child in predicate.children if child.dep_ in SUBJECT]
    if own:
        return tuple(found for child in own for found in conjuncts(_antecedent(child, predicate)))
    if predicate.dep_ == "conj":
        if is_passive(predicate.head) and predicate.tag_ in ("VBD", "VBZ", "VBP"):
            return objects(predicate.head)
        return _subjects(predicate.head, depth - 1)
    return _controller(predicate, depth)


def _controller(predicate: Token, depth: int) -> tuple[Token, ...]:
    """The understood subject of an infinitive, gerund or participle."""
    governor = predicate.head
    if governor == predicate:
        return ()
    if predicate.dep_ in ("acl", "relcl"):
        return conjuncts(governor) if predicate.tag_ == "VBG" else _holder(governor, depth)
    if predicate.dep_ == "pcomp" and governor.dep_ in PREPOSITION:
        above = governor.head
        if above.pos_ in ("VERB", "AUX") and above.lemma_ in _OF_CONTROL:
            return objects(above)
        return _understood(above, depth) if above.pos_ in ("VERB", "AUX", "ADJ") else _holder(above, depth)
    if predicate.dep_ in ("xcomp", "ccomp", "advcl"):
        if governor.lemma_.lower() in OBJECT_CONTROL and predicate.dep_ != "advcl" and objects(governor):
            return objects(governor)
        return _understood(governor, depth)
    return ()


def _understood(governor: Token, depth: int) -> tuple[Token, ...]:
    """The subject that a verb or adjective lends to what stands under it: of a passive, what is acted on."""
    if governor.pos_ == "ADJ":
        return _subjects(governor.head, depth - 1) if governor.head != governor else ()
    if governor.pos_ not in ("VERB", "AUX"):
        return ()
    return objects(governor) if is_passive(governor) else _subjects(governor, depth - 1)


def _holder(noun: Token, depth: int) -> tuple[Token, ...]:
    """Whose desire, plan or offer a noun names: its possessor, or the subject of the verb it is the object of."""
    owners = [child for child in noun.children if child.dep_ == "poss"]
    if owners:
        return tuple(found for owner in owners for found in conjuncts(owner))
    makers = under_prepositions(noun, frozenset({"by", "of"}))
    if makers:
        return makers
    if noun.dep_ in OBJECT | {"attr"} and noun.head.pos_ in ("VERB", "AUX"):
        return () if noun.head.lemma_ in _OF_CONTROL | _OF_OTHERS else _subjects(noun.head, depth - 1)
    if noun.dep_ == "pobj" and noun.head.head.pos_ in ("VERB", "AUX"):
        return _subjects(noun.head.head, depth - 1)
    return ()


def _antecedent(subject: Token, predicate: Token) -> Token:
    if subject.lower_ in RELATIVE and predicate.dep_ in ("relcl", "acl"):
        return predicate.head
    return subject


def _agents(predicate: Token) -> Iterator[Token]:
    for child in predicate.children:
        if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ == "by"):
            for found in child.children:
                if found.dep_ == "pobj":
                    yield from conjuncts(found)


def objects(predicate: Token) -> tuple[Token, ...]:
    """The noun heads that the predicate acts on: direct objects, or the subject of a passive."""
    if is_passive(predicate):
        found = [child for child in predicate.children if child.dep_ in PASSIVE_SUBJECT]
        if found:
            return tuple(item for child in found for item in conjuncts(_antecedent(child, predicate)))
        if predicate.dep_ in ("acl", "relcl"):
            return conjuncts(predicate.head)
        if predicate.dep_ == "conj" and is_passive(predicate.head):
            return objects(predicate.head)
        return ()
    found = [child for child in predicate.children if child.dep_ in OBJECT and child.pos_ != "ADP"]
    found = [_antecedent(child, predicate) for child in found]  # «two men whom it suspects»
    if not found and predicate.tag_ == "VBN" and predicate.dep_ == "amod" and predicate.i < predicate.head.i:
        # The parser takes «hosted President Lee» for a participle before its noun when a subject stands before it.
        found = [predicate.head] if any(child.dep_ in SUBJECT for child in predicate.children) else []
    if not found:
        # «until Armenia meets Azerbaijan»: a name after the verb that the parser takes for a time.
        found = [child for child in predicate.rights if child.dep_ == "npadvmod" and child.pos_ == "PROPN"]
    if not found and predicate.dep_ == "relcl":
        gap = [child for child in predicate.children if child.dep_ in SUBJECT and child.lower_ not in RELATIVE]
        found = [predicate.head] if gap and not _has_object_gap_filler(predicate) else []
    if not found and predicate.dep_ == "conj" and predicate.head.pos_ == "VERB":
        # «captured and held the town»: the first verb shares the object that stands behind the last.
        return ()
    if not found:
        return _shared_object(predicate)
    return tuple(item for child in found for item in conjuncts(child))


def _shared_object(predicate: Token) -> tuple[Token, ...]:
    for other in predicate.conjuncts:
        if other.i > predicate.i and other.i - predicate.i <= 3 and other.pos_ == "VERB":
            return tuple(
                item
                for child in other.children
                if child.dep_ in OBJECT and child.pos_ != "ADP"
                for item in conjuncts(child)
            )
    return ()


def _has_object_gap_filler(predicate: Token) -> bool:
    return any(child.dep_ in ("prep", "xcomp", "ccomp", "attr", "acomp") for child in predicate.children)


def under_prepositions(head: Token, words: frozenset[str]) -> tuple[Token, ...]:
    """The noun heads under the given prepositions of a head («with», «against», …), nested ones included."""
    found: list[Token] = []
    for child in head.children:
        if (
            child.dep_ in PREPOSITION
            and child.lower_ in words
            and child.pos_ in ("ADP", "SCONJ", "ADV", "PART", "VERB")
        ):
            for item in child.children:
                if item.dep_ in ("pobj", "pcomp"):
                    found.extend(conjuncts(item))
    return tuple(found)
