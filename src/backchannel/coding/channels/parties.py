"""The two sides of a channel signal: who sends and who receives, as the parse and the actors' mentions hold it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backchannel.coding.channels.parse import subject_of
from backchannel.coding.channels.rules import Frame, Medium
from backchannel.coding.channels.sides import Pair, Sides

if TYPE_CHECKING:
    from spacy.tokens import Span as DocSpan
    from spacy.tokens import Token


_BETWEEN = frozenset({"between", "among"})
_TO = frozenset({"to", "for", "toward", "towards", "against", "at"})
_WITH = frozenset({"with", "on", "and"})
_INNER = frozenset({"relcl", "parataxis"})


@dataclass(frozen=True, slots=True)
class Scene:
    """What one rule fired on: the noun or verb that names the channel, the predicate, the frame, and the sentence."""

    anchor: Token
    predicate: Token
    frame: Frame
    medium: Medium
    sentence: DocSpan
    locative: frozenset[str]


@dataclass(slots=True)
class _Cast:
    sender: str | None = None
    receiver: str | None = None
    others: tuple[str, ...] = ()

    def send(self, sides: tuple[str, ...]) -> None:
        if self.sender is None and sides and sides[0] != self.receiver:
            self.sender = sides[0]

    def receive(self, sides: tuple[str, ...]) -> None:
        rest = tuple(side for side in sides if side != self.sender)
        if self.receiver is None and rest:
            self.receiver, self.others = rest[0], rest[1:]

    def other(self, sides: tuple[str, ...]) -> None:
        rest = tuple(side for side in sides if side not in (self.sender, self.receiver))
        if self.sender is None:
            self.send(rest)
        else:
            self.receive(rest)


def find_pair(scene: Scene, sides: Sides) -> tuple[str | None, str | None, tuple[str, ...]]:
    """Sender and receiver, None where the sentence does not hold one, and further receivers ("met both leaders")."""
    cast = _Cast()
    between = _between(scene, sides)
    answer = scene.medium.id == "response"
    mediators = _mediators(scene, sides)
    _from_subject(scene, sides, cast, mediators)
    _from_owner(scene, sides, cast, answer)
    _from_prepositions(scene, sides, cast, answer)
    if between is not None:
        return (*_ordered(between, cast), ())
    _from_objects(scene, sides, cast)
    if (cast.sender is None or cast.receiver is None) and not _needs_words(scene):
        _from_rest(scene, sides, cast, mediators)
    return cast.sender, cast.receiver, cast.others


def _needs_words(scene: Scene) -> bool:
    """Whether both sides must be said: a meeting has hosts, places and onlookers beside those who meet."""
    return scene.medium.medium == "meeting" and scene.predicate.i != scene.anchor.i and scene.frame.slot != "means"


def _ordered(pair: Pair, cast: _Cast) -> Pair:
    first, second = pair
    if cast.sender == second or cast.receiver == first:
        return second, first
    return first, second


def _between(scene: Scene, sides: Sides) -> Pair | None:
    """«between X and Y», «X and Y restored…», «the X-Y hotline», «the two sides met»: a pair named as one."""
    subject = subject_of(scene.predicate)
    heads = [scene.anchor, scene.predicate]
    if scene.predicate.head.i != scene.predicate.i and scene.predicate.pos_ == "NOUN":
        heads.append(scene.predicate.head)
    for head in heads:
        for child in head.children:
            if child.dep_ == "prep" and child.lower_ in _BETWEEN:
                for item in child.children:
                    if item.dep_ == "pobj" and len(found := sides.all_of(item)) >= 2:
                        return found[0], found[1]
    if subject is not None and scene.frame.lead != "mediator" and len(found := sides.all_of(subject)) == 2:
        return found[0], found[1]
    modifiers: dict[str, None] = {}
    for token in scene.anchor.subtree:
        if token.i < scene.anchor.i and token.dep_ in ("compound", "nmod", "amod", "poss", "conj", "npadvmod"):
            modifiers.update(dict.fromkeys(sides.named_by(token)))
    if len(modifiers) == 2:
        first, second = modifiers
        return first, second
    return None


def carries_between(scene: Scene, sides: Sides) -> bool:
    """Whether the pair is said ("between X and Y", "from X to Y") and who carries is neither of them."""
    pair = _between(scene, sides)
    if pair is None:
        cast = _Cast()
        _from_prepositions(scene, sides, cast, answer=False)
        for child in scene.predicate.children:
            if child.dep_ == "dobj":
                _from_contents(child, sides, cast)
        if cast.sender is None or cast.receiver is None:
            return False
        pair = (cast.sender, cast.receiver)
    subject = subject_of(scene.predicate)
    return subject is None or not set(sides.all_of(subject)) & set(pair)


def _mediators(scene: Scene, sides: Sides) -> frozenset[str]:
    """Sides that only carry: the subject of "mediated", the Swiss of "through the Swiss embassy"."""
    found: set[str] = set()
    if scene.frame.lead == "mediator" and (subject := subject_of(scene.predicate)) is not None:
        found.update(sides.all_of(subject))
    for child in scene.predicate.children:
        if child.dep_ in ("prep", "agent") and child.lower_ in ("through", "via", "by"):
            for item in child.children:
                if item.dep_ == "pobj" and child.lower_ != "by":
                    found.update(sides.at(item))
    return frozenset(found)


def _from_subject(scene: Scene, sides: Sides, cast: _Cast, mediators: frozenset[str]) -> None:
    if scene.frame.lead not in ("sender", "receiver"):
        return
    owner = next((child for child in scene.predicate.children if child.dep_ == "poss"), None)
    subject = owner if owner is not None and scene.predicate.pos_ == "NOUN" else subject_of(scene.predicate)
    if subject is None:
        return
    found = tuple(side for side in sides.at(subject) if side not in mediators)
    if scene.frame.lead == "sender":
        cast.send(found)
    else:
        cast.receive(found)


def _from_owner(scene: Scene, sides: Sides, cast: _Cast, answer: bool) -> None:
    if scene.medium.owner is not None:
        cast.send((scene.medium.owner,))
    owning = ("poss", "compound", "amod", "nmod") if scene.medium.own else ("compound", "nmod")
    for child in scene.anchor.children:
        if child.i < scene.anchor.i and child.dep_ in owning:
            found = sides.at(child)
            if not scene.medium.own or answer:
                cast.receive(found)
            elif found and found[0] != cast.receiver:
                cast.send(found)


def _from_prepositions(scene: Scene, sides: Sides, cast: _Cast, answer: bool) -> None:
    heads = [scene.anchor]
    if scene.predicate.i != scene.anchor.i:
        heads.append(scene.predicate)
    heads += [child for child in scene.predicate.children if child.dep_ == "xcomp"]
    for head in heads:
        for child in head.children:
            if child.dep_ not in ("prep", "dative", "agent"):
                continue
            for item in child.children:
                if item.dep_ == "pobj" and child.lower_ == "with" and not sides.direct(item):
                    _from_contents(item, sides, cast)
                elif item.dep_ == "pobj":
                    _place(cast, child.lower_, sides.all_of(item), answer and head is scene.anchor)
                    if scene.medium.medium == "embassy" and child.lower_ in scene.locative:
                        cast.other(sides.all_of(item))
                    elif scene.medium.medium == "embassy" and child.lower_ == "of":
                        cast.send(sides.all_of(item))


def _from_contents(noun: Token, sides: Sides, cast: _Cast) -> None:
    """«rang with a warning from X for Y», «with an invitation for Y to come»."""
    for child in noun.children:
        if child.dep_ in ("advcl", "acl", "relcl") and any(item.lower_ == "for" for item in child.children):
            invited = next((item for item in child.children if item.dep_ == "nsubj"), None)
            if invited is not None:
                cast.receive(sides.at(invited))
        for item in child.children:
            if item.dep_ == "pobj" and child.lower_ in ("from", "for", "to"):
                _place(cast, child.lower_, sides.all_of(item), answer=False)


def _place(cast: _Cast, preposition: str, found: tuple[str, ...], answer: bool) -> None:
    if preposition == "from":
        cast.receive(found) if answer else cast.send(found)
    elif preposition in _TO:
        cast.send(found) if answer else cast.receive(found)
    elif preposition in _WITH:
        if cast.receiver is None:
            cast.receive(found)
        else:
            cast.other(found)


def _from_objects(scene: Scene, sides: Sides, cast: _Cast) -> None:
    verbs = [scene.predicate, *(child for child in scene.predicate.children if child.dep_ == "xcomp")]
    for verb in verbs:
        for child in verb.children:
            if child.dep_ in ("dobj", "dative", "obj", "nsubjpass") and child.i != scene.anchor.i:
                found = sides.all_of(child)
                if cast.sender is None and scene.frame.lead != "receiver":
                    cast.receive(found)
                else:
                    cast.other(found)


def _from_rest(scene: Scene, sides: Sides, cast: _Cast, mediators: frozenset[str]) -> None:
    """The one other side that the clause, else the sentence, names; nothing where there are several."""
    known = {cast.sender, cast.receiver, *mediators}
    for stretch in (list(scene.predicate.subtree), list(scene.sentence)):
        found: dict[str, None] = {}
        for token in stretch:
            named = sides.named_by(token)
            if named and not _is_aside(token, scene, sides):
                found.update(dict.fromkeys(side for side in named if side not in known))
        if len(found) == 1 and not (cast.sender is None and cast.receiver is None):
            cast.other(tuple(found))
            return
        if len(found) == 2 and cast.sender is None and cast.receiver is None:
            cast.sender, cast.receiver = found
            return
        if found:
            return


def _is_aside(token: Token, scene: Scene, sides: Sides) -> bool:
    """Sides named as a place, in a relative clause that the predicate is not part of, or as the source of the words."""
    if sides.is_source(token):
        return True
    node = token
    for _ in range(8):
        if node.dep_ == "pobj" and node.head.lower_ in scene.locative:
            return True
        if node.dep_ in _INNER and not (
            node.is_ancestor(scene.predicate) or node.i == scene.predicate.i or node.head.i == scene.anchor.i
        ):
            return True
        if node.head.i == node.i:
            return False
        node = node.head
    return False
