"""Who holds a status: the author, the source whose word it is, and a party that denies it.

An event can be fact for the author and denied by a party; where sources differ and the author takes no side, the event
is ``possible`` and each side's own reading is kept (Saurí and Pustejovsky 2009: a factuality for every source).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from backchannel.coding.status.clauses import own_verdict
from backchannel.coding.status.hedges import denial_of
from backchannel.coding.status.tense import is_finite, is_to_infinitive
from backchannel.coding.status.verdicts import CERTAINTY, NEGATED
from backchannel.coding.status.words import governor_effects, word_classes
from backchannel.coding.trees import first_conjunct
from backchannel.records import Actor, Event, Span, Stance, Statement, Status

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_CLAIMS = frozenset(
    {"claim", "allege", "accuse", "suspect", "believe", "think", "blame", "charge", "insist", "maintain"}
)
_NOBODY = frozenset({"as", "which", "that", "it"})
_BIDS = frozenset({"tell", "warn", "charge", "say"})  # with an infinitive these bid somebody do it
_HIGHEST = 10  # governors looked at above an event word


def find_stances(
    doc: Doc, events: tuple[Event, ...], actors: tuple[Actor, ...], statements: tuple[Statement, ...]
) -> tuple[Event, ...]:
    """The events with who holds which status of them, the author first."""
    by_id = {statement.id: statement for statement in statements}
    return tuple(replace(event, stances=_stances(doc, event, actors, by_id)) for event in events)


def _stances(doc: Doc, event: Event, actors: tuple[Actor, ...], statements: dict[str, Statement]) -> tuple[Stance, ...]:
    words = doc.char_span(event.anchor.start, event.anchor.end, alignment_mode="expand")
    if words is None:
        return (Stance("author", event.status, event.certainty),)
    statement = _vouching(doc, event.anchor, words.root, tuple(statements.values()))
    found: list[Stance] = []
    denier = _denier(words.root)
    denier = None if denier is None or _covers(event.anchor, denier) else denier
    if statement is None:
        if event.status != "denied" or denier is None:
            found.append(Stance("author", event.status, event.certainty))
    else:
        found += _of_source(doc, event, words.root, statement)
    if denier is not None and not (statement is not None and _covers(statement.cue, denier)):
        found.append(_of_denier(denier, actors, tuple(statements.values()), event.anchor.story))
    return tuple(found)


def _of_source(doc: Doc, event: Event, anchor: Token, statement: Statement) -> list[Stance]:
    """What the source of the statement holds; the author's own reading before it where he keeps his distance."""
    lemma = _cue_lemma(doc, statement)
    status: Status = event.status
    if event.status == "possible" and (lemma in _CLAIMS or denial_of(anchor) is not None):
        if is_finite(anchor):
            status = own_verdict(anchor)[0]
        elif anchor.pos_ in ("NOUN", "PROPN") and lemma in _CLAIMS:
            status = "happened"  # «accused Chad of an attack»: he holds that it took place
    certainty = event.certainty if status == event.status else CERTAINTY[status]
    said = Stance("source", status, certainty, statement.speaker, statement.source, statement.id)
    return [said] if status == event.status else [Stance("author", event.status, event.certainty), said]


def _cue_lemma(doc: Doc, statement: Statement) -> str:
    if statement.cue is None:
        return ""
    cue = doc.char_span(statement.cue.start, statement.cue.end, alignment_mode="expand")
    return "" if cue is None else str(cue.root.lemma_.lower())


def _vouching(doc: Doc, anchor: Span, word: Token, statements: tuple[Statement, ...]) -> Statement | None:
    """The innermost statement round the event whose source vouches for it.

    None for «Malta plans to meet», «the court ordered it to stop»: told by the author. «The ministry said Malta plans
    to meet» is the ministry's.
    """
    found: list[tuple[int, Statement]] = []
    for statement in statements:
        content = statement.content
        if content is None:
            continue
        pieces = content.parts or ((content.start, content.end),)
        holds = any(start <= anchor.start and anchor.end <= end for start, end in pieces)
        if holds and _vouches(doc, statement, word):
            found.append((content.end - content.start, statement))
    return min(found, key=lambda item: item[0])[1] if found else None


def _vouches(doc: Doc, statement: Statement, anchor: Token) -> bool:
    """Whether the source tells that the event is so, rather than wish, order or do it."""
    if statement.source is None and statement.speaker is None:
        return False  # «it emerged that …»
    if statement.cue is None:
        return True
    if statement.source is not None and doc.text[statement.source.start : statement.source.end].lower() in _NOBODY:
        return False
    cue = doc.char_span(statement.cue.start, statement.cue.end, alignment_mode="expand")
    if cue is None or cue.start <= anchor.i < cue.end:
        return False
    if not any(word.lemma_.lower() in word_classes()["telling"] for word in cue):
        return False
    told = first_conjunct(anchor)
    refuses = any(effect == "refused" for word in cue for effect, _ in governor_effects(word, None))
    if refuses and not is_finite(told):
        return False  # «rejected calls to close», «ruled out talks»: refusing is a deed
    return not (is_to_infinitive(told) and told.head.i in range(cue.start, cue.end) and told.head.lemma_ in _BIDS)


def _denier(anchor: Token) -> Token | None:
    """The verb that denies the event: one above it, or one that denies the clause it is told in."""
    node = first_conjunct(anchor)
    for _ in range(_HIGHEST):
        if node.head == node:
            break
        above = node.head
        if above.pos_ == "VERB" and node.dep_ in ("dobj", "ccomp", "xcomp", "pcomp") and _denies(above):
            return above
        node = node.head
    return denial_of(anchor)


def _denies(verb: Token) -> bool:
    denies = any(rule == "status.deny" for _, rule in governor_effects(verb, None))
    return denies and not any(child.dep_ == "neg" for child in verb.children)


def _of_denier(verb: Token, actors: tuple[Actor, ...], statements: tuple[Statement, ...], story: str) -> Stance:
    status: Status = NEGATED["happened"]
    for statement in statements:
        if _covers(statement.cue, verb):
            return Stance("denier", status, CERTAINTY[status], statement.speaker, statement.source, statement.id)
    subject = next((child for child in verb.children if child.dep_ in ("nsubj", "agent")), None)
    if subject is None:
        return Stance("denier", status, CERTAINTY[status])
    first, last = subject.left_edge, subject.right_edge
    span = Span(story, first.idx, last.idx + len(last.text))
    return Stance("denier", status, CERTAINTY[status], _actor_at(subject, actors), span)


def _actor_at(word: Token, actors: tuple[Actor, ...]) -> str | None:
    for actor in actors:
        if any(mention.span.start <= word.idx < mention.span.end for mention in actor.mentions):
            return actor.id
    return None


def _covers(span: Span | None, word: Token) -> bool:
    return span is not None and span.start <= word.idx < span.end
