"""Where an event was: the place whose locative phrase hangs on the event's own clause in the parse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backchannel.grounding.place_uses import Use, find_use, words
from backchannel.records import Event, Place

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_WIDTH = {"site": 0, "town": 0, "water": 1, "region": 1, "country": 2}
_CLAUSES = frozenset({"xcomp", "advcl"})
_OBJECTS = frozenset({"dobj", "nsubjpass", "nsubj"})
_DEEPEST = 6
_WITH = frozenset({"with", "by", "between", "among", "for"})


class StoryPlaces:
    """A story's places, asked for the place of an event."""

    def __init__(self, doc: Doc, places: tuple[Place, ...]) -> None:
        self._doc = doc
        self._by_sentence: dict[int, list[tuple[Place, Use]]] = {}
        for place in (one for one in places if one.there):
            span = doc.char_span(place.span.start, place.span.end, alignment_mode="expand")
            use = None if span is None else find_use(span.root)
            if span is not None and use is not None:
                self._by_sentence.setdefault(span.root.sent.start, []).append((place, use))

    def place_of(self, event: Event) -> Place | None:
        """Where the event was or will be; None where its clause does not say or names several places."""
        span = self._doc.char_span(event.anchor.start, event.anchor.end, alignment_mode="expand")
        if span is None:
            return None
        anchors = _anchors(span.root)
        held = [
            (place, use)
            for place, use in self._by_sentence.get(span.root.sent.start, [])
            if any(_holds(event, anchor, use) for anchor in anchors)
        ]
        if not held or len({use.noun for _, use in held}) < len(held):
            return None  # «in Hanoi and Singapore»
        narrow = min(_WIDTH[place.kind] for place, _ in held)
        finest = {place.label: place for place, _ in held if _WIDTH[place.kind] == narrow}
        return next(iter(finest.values())) if len(finest) == 1 else None


def _anchors(root: Token) -> tuple[Token, ...]:
    """The event's word and, for «held talks», «talks took place», the verb or noun that goes with it."""
    found = [root]
    if root.dep_ in _OBJECTS and root.head.pos_ in ("VERB", "AUX") and root.head.lemma_ in words("holds"):
        found.append(root.head)
    if root.pos_ in ("VERB", "AUX") and root.lemma_ in words("holds"):
        found += [child for child in root.children if child.dep_ in ("dobj", "nsubjpass") and child.pos_ == "NOUN"]
    return tuple(found)


def _holds(event: Event, anchor: Token, use: Use) -> bool:
    """Whether the place is the event's: one case for each way it can hang on it."""
    if _by_where(anchor, use):
        return True
    if use.kind == "object":
        visit = event.mode == "visit" or use.governor.lemma_ in words("visits")
        return use.governor == anchor and (visit or event.type == "ASSAULT")
    if use.kind == "compound":
        return use.governor == anchor
    if use.kind == "to" or use.preposition == "on":
        struck = event.type == "ASSAULT" and use.preposition in ("on", "against", "at")
        gone = event.type == "CONSULT" and use.preposition in ("to", "into") and use.governor.lemma_ in words("goes")
        if (struck or gone) and anchor in (use.governor, use.governor.head):
            return True
    if use.kind != "in":
        return False
    if event.type not in words("at-place") and anchor.lemma_ != "sign":
        return use.governor == anchor and _right_beside(anchor, use)
    return use.governor == anchor or _inside_clause(anchor, use)


def _by_where(anchor: Token, use: Use) -> bool:
    """«Panmunjom, where the two met»."""
    return (
        anchor.dep_ == "relcl" and anchor.head == use.noun and any(child.lower_ == "where" for child in anchor.children)
    )


def _right_beside(anchor: Token, use: Use) -> bool:
    """«said in Geneva», «In Geneva … said»: nothing but a pronoun or an adverb between verb and place."""
    if use.noun.i < anchor.i:
        return not any(child.dep_ == "nsubj" and child.i < use.noun.i for child in anchor.children)
    first = use.noun.left_edge.i
    between = [token for token in anchor.doc[anchor.i + 1 : first] if token.pos_ in ("NOUN", "PROPN", "VERB")]
    return not [token for token in between if token.lower_ != "reporters" and token.ent_type_ not in ("DATE", "TIME")]


def _inside_clause(anchor: Token, use: Use) -> bool:
    """Whether the locative phrase hangs on a word that belongs to the event itself."""
    above = use.governor
    if above.dep_ in ("acl", "relcl") and above.head == anchor and above.lemma_ in words("holds"):
        return True  # «the accord signed in Minsk»
    if anchor.dep_ in _CLAUSES and above == anchor.head and above.lemma_ in words("gathers"):
        return use.noun.i < anchor.i  # «gathered in Doha to discuss»
    if anchor.dep_ == "conj" and above == anchor.head and above.i < use.noun.i < anchor.i:
        return not any(child.dep_ in ("nsubj", "nsubjpass") for child in anchor.children)  # «met in Oslo and signed»
    if above.pos_ not in ("NOUN", "PROPN") or above.lemma_.lower() in words("topics"):
        return False
    if anchor.lemma_ in words("talks-of"):
        return False
    if above.head == anchor and above.dep_ in ("dobj", "nsubjpass"):
        return True  # «met the envoy in Riga»
    return _beside_partner(anchor, above)


def _beside_partner(anchor: Token, noun: Token) -> bool:
    """Whether the noun is whom the event is shared with: «signed a deal on grain with the minister in Riga»."""
    partner = first_of(noun)
    if partner.dep_ != "pobj" or partner.head.lower_ not in _WITH:
        return False
    at = partner.head
    for _ in range(_DEEPEST):
        at = at.head
        if at == anchor:
            return True
        if at.pos_ in ("VERB", "AUX") or at.lemma_.lower() in words("topics"):
            return False
    return False


def first_of(token: Token) -> Token:
    """The head of the coordination that the token stands in, or itself."""
    for _ in range(_DEEPEST):
        if token.dep_ != "conj":
            break
        token = token.head
    return token
