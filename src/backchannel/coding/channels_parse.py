"""Parse walks for channel signals: a noun's predicates, how far a verb is meant, and the clause that says it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backchannel.coding.channels_rules import ChannelRules, Mood

if TYPE_CHECKING:
    from spacy.tokens import Token

_DEEPEST = 8  # governors climbed; news sentences rarely nest deeper, and the walk stays bounded
_OBJECT = frozenset({"dobj", "obj", "nsubjpass"})
_SUBJECT = frozenset({"nsubj", "csubj"})
_PARTICLES = frozenset({"away", "back", "down", "off", "up", "out"})
_NOUN = frozenset({"NOUN", "PROPN"})
_VERB = frozenset({"VERB", "AUX"})
_NEGATIVES = frozenset({"not", "n't", "n’t", "never", "hardly"})
_WILL = frozenset({"will", "'ll", "’ll", "shall", "wo", "wo n't"})
_WOULD = frozenset({"would", "'d", "’d"})
_TOLD = frozenset({"say", "announce", "tell", "confirm", "report", "add", "promise", "vow", "pledge", "declare"})
_UNREAL_MARKS = frozenset({"if", "unless", "whether"})
_OUTSIDE = frozenset({"advcl", "relcl", "parataxis", "ccomp", "mark", "preconj", "csubj"})
_DASHES = frozenset({"—", "–", "--", "-", "("})
_TEMPORAL = frozenset({"day", "night", "time", "week", "month", "year", "hour", "morning", "evening", "moment"})
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
        if node.dep_ in ("compound", "nmod", "conj", "appos") and node.head.pos_ in _NOUN and node.head.i != node.i:
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
    if node.dep_ in _OBJECT:
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
    elif top.pos_ in _VERB:
        yield Link("object", top, f"{top.lemma_.lower()} - {preposition.lower_}")
        if preposition.lower_ in means:
            yield from _each("means", top)
    elif top.pos_ in _NOUN:
        if preposition.lower_ == "of":
            yield Link("object", top, top.lemma_.lower())
        if preposition.lower_ in means:
            yield Link("means", top, top.lemma_.lower())
            verb = _verb_over(top)
            if verb is not None:
                yield from _each("means", verb)


def _verb_over(noun: Token) -> Token | None:
    """The verb that this noun is an object of, directly or after a preposition."""
    above = noun.head
    if noun.dep_ == "pobj":
        above = above.head
    elif noun.dep_ not in _OBJECT:
        return None
    return above if above.pos_ in _VERB else None


def _sharing(slot: str, governor: Token, *, passive: bool) -> Iterator[Link]:
    """Predicates that share the noun: coordinated ones, and infinitives below ("is to be restored")."""
    if not passive:
        return
    for child in governor.children:
        if child.dep_ == "xcomp" or (child.dep_ == "conj" and not _own_subject(child)):
            is_passive = any(item.dep_ == "auxpass" for item in child.children)
            yield from _each("object" if is_passive else "subject" if slot == "subject" else slot, child)


def _relative(clause: Token) -> Iterator[Link]:
    subject = next((child for child in clause.children if child.dep_ in ("nsubj", "nsubjpass")), None)
    if subject is None or subject.tag_ not in ("WDT", "WP") or subject.dep_ == "nsubjpass":
        yield from _each("object", clause)
    else:
        yield from _each("subject", clause)


def _own_subject(verb: Token) -> bool:
    return any(child.dep_ in ("nsubj", "nsubjpass", "expl", "csubj") for child in verb.children)


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
        carried = node.dep_ in ("prep", *_OBJECT) and node.head.pos_ in _VERB
        if node.dep_ not in _SHARES_SUBJECT and not carried:
            return None
        node = node.head
    return None


def is_purpose(verb: Token) -> bool:
    """Whether the verb is what something was done for: "flew there to meet", "the day for the two to meet"."""
    return verb.dep_ in ("advcl", "acl", "relcl", "pcomp") and _is_infinitive(verb)


def is_background(verb: Token) -> bool:
    """Whether the verb only dates something: "the night that the tweet was sent"."""
    return verb.dep_ == "relcl" and verb.head.lemma_.lower() in _TEMPORAL


def is_negative(verb: Token) -> bool:
    """Whether the verb itself is negated, its subject says "none" or "nobody", or an object of it has "no"."""
    for child in verb.children:
        if child.dep_ == "neg" or child.lower_ in _NEGATIVES:
            return True
        if child.lower_ == "longer" and any(item.lower_ == "no" for item in child.children):
            return True
        if child.dep_ in ("nsubj", "nsubjpass") and child.lower_ in ("none", "nobody", "neither", "nothing"):
            return True
    return False


def find_mood(predicate: Token, rules: ChannelRules) -> tuple[Mood, bool]:
    """How far the predicate is meant, and whether it is negated, read from auxiliaries and the verbs above it."""
    mood: Mood = "through"
    negative = False
    node = predicate
    for _ in range(_DEEPEST):
        if node.pos_ in _VERB:
            turned = is_negative(node)
            if turned and _is_infinitive(node):
                return "unreal", False  # "no reason not to meet", "asked not to call": nothing is told of a channel
            if turned and mood in ("planned", "offered", "refused", "denied"):
                return "unreal", False
            negative ^= turned
            mood = _auxiliary_mood(node, mood, turned)
        if mood == "unreal":
            return mood, negative
        found = _mood_above(node, rules)
        if found is None:
            return mood, negative
        node, above = found
        if above == "negated":
            negative = not negative
        elif above == "unreal":
            return above, negative
        elif above != "through":
            mood = above
    return mood, negative


def _auxiliary_mood(verb: Token, mood: Mood, negative: bool) -> Mood:
    """Of "will", "would", "might", "if …": also taken over from the verb that this one is coordinated with."""
    shares = verb.dep_ == "conj" and verb.head.pos_ in _VERB and not _own_subject(verb)
    bearer = verb.head if shares and not any(child.dep_ == "aux" for child in verb.children) else verb
    for child in bearer.children:
        if child.dep_ == "mark" and child.lower_ in _UNREAL_MARKS:
            return "unreal"
        if child.dep_ != "aux":
            continue
        word = child.lower_
        if word in _WILL or (word in _WOULD and _is_reported(verb)):
            return mood if negative else "planned"
        if child.tag_ == "MD" and not (negative and word in ("would", "could", "can", "ca")):
            return "unreal"
    if bearer.lemma_ == "go" and bearer.tag_ == "VBG":
        return "planned"
    return mood


def _is_reported(verb: Token) -> bool:
    """«said it would send …»: the future as seen from the past, not a condition."""
    return verb.dep_ == "ccomp" and verb.head.tag_ in ("VBD", "VBN") and verb.head.lemma_ in _TOLD


def _mood_above(node: Token, rules: ChannelRules) -> tuple[Token, Mood] | None:
    """The word that governs this one and what it does to it; None at the top of the line of thought."""
    above = node.head
    if above.i == node.i:
        return None
    if node.dep_ == "xcomp":
        return above, _word_mood(above, rules) or ("planned" if above.lemma_ == "be" else "through")
    if node.dep_ == "ccomp":
        return above, _word_mood(above, rules) or "through"
    if node.dep_ == "advcl" and _is_infinitive(node):
        return above, "through"
    if node.dep_ in _OBJECT and node.pos_ in _NOUN and above.pos_ in _VERB:
        return above, _word_mood(above, rules) or "through"
    if node.dep_ in ("acl", "pcomp", "prep"):
        return _mood_of_noun(node, above, rules)
    if node.dep_ == "conj" and not _own_subject(node):
        return (above, "through") if above.dep_ in ("xcomp", "pcomp", "acl") else None
    return None


def _is_infinitive(verb: Token) -> bool:
    return any(child.lower_ == "to" and child.dep_ == "aux" for child in verb.children)


def _mood_of_noun(node: Token, above: Token, rules: ChannelRules) -> tuple[Token, Mood] | None:
    if node.dep_ == "pcomp":
        if above.lower_ in ("without", "instead"):
            return above, "negated" if above.lower_ == "without" else "unreal"
        return (above.head, _word_mood(above.head, rules) or "through") if above.lower_ not in ("after", "by") else None
    if node.dep_ == "prep":
        return None
    if not _is_infinitive(node):
        return None
    return above, _word_mood(above, rules) or "unreal"


def _word_mood(word: Token, rules: ChannelRules) -> Mood | None:
    if word.pos_ in _NOUN:
        return rules.noun_moods.get(word.lemma_.lower())
    return rules.moods.get(word.lemma_.lower()) or rules.moods.get(word.lower_)


def clause_of(predicate: Token, keep: tuple[Token, ...]) -> tuple[int, int]:
    """First and last token of the clause that the predicate heads, subordinate clauses left out but for ``keep``.

    A coordinated verb without a subject of its own reaches back to the subject it shares.
    """
    top = predicate
    while top.pos_ not in _VERB and top.head.i != top.i and top.pos_ != "SPACE":
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
    shared = subject_of(top) if not _own_subject(top) and top.dep_ in ("conj", "xcomp") else None
    if shared is not None:
        inside.add(shared.left_edge.i)
    return _trim(top, min(inside), max(inside))


def _is_extra(child: Token) -> bool:
    """Whether this part of a clause can go: subordinate and coordinated clauses, asides, participles after a noun."""
    if child.dep_ in _OUTSIDE or (child.dep_ in ("conj", "cc") and child.head.pos_ in _VERB):
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
