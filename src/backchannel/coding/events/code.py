"""One sentence -> the events that its words can be: each rule that fits a word, with its parties, or why it fails."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from backchannel.coding.events.holders import carrier, is_verb_of
from backchannel.coding.events.lexicon import Match, Sense, match_nouns, match_verbs
from backchannel.coding.events.parties import Parties, find_parties
from backchannel.coding.events.phrases import Cast
from backchannel.coding.status import Judgement, judge
from backchannel.records import Actor

if TYPE_CHECKING:
    from spacy.tokens import Token

SPEECH_ACTS = frozenset({"ACCUSE", "REQUEST", "REJECT", "THREATEN", "AGREE", "CONCEDE"})
_OFFICIAL = frozenset({"GOV", "MIL", "LEG", "SPY", "IGO"})
_PRIVATE = frozenset({"BUS", "MNC", "JRN", "AGR", "EDU", "MED"})
_BODIES = frozenset({"IGO", "UNO", "EUR", "LEG"})
_VERBAL = frozenset({"VERB", "AUX"})
_NOMINAL = frozenset({"NOUN", "PROPN"})


@dataclass(frozen=True, slots=True)
class Coded:
    """One event before it gets its number and its place in a statement."""

    match: Match
    parties: Parties
    judgement: Judgement

    @property
    def anchor(self) -> Token:
        """The word the event is told by: what is to be done where the rule is about a duty."""
        return self.match.noun if self.match.sense.duty and self.match.noun is not None else self.match.predicate


@dataclass(frozen=True, slots=True)
class Miss:
    """A rule that knew a word, and why no event came of it; ``nearness`` counts the steps that were passed (0 to 2)."""

    match: Match
    why: str
    nearness: int


def code_sentence(tokens: Iterable[Token], cast: Cast, by_id: dict[str, Actor]) -> Iterator[Coded | Miss]:
    """What the rules make of the words: verbs first, so that «held talks» is one event, then nouns."""
    tokens = list(tokens)
    taken: set[int] = set()  # nouns that complete a verb («held → talks») are no events of their own
    for token in tokens:
        for found in _code_word(match_verbs(token), cast, by_id) if token.pos_ in _VERBAL else ():
            yield found
            if isinstance(found, Coded) and found.match.noun is not None and not found.match.sense.duty:
                taken.add(found.match.noun.i)
    for token in tokens:
        if token.pos_ in _NOMINAL and token.i not in taken and token.dep_ not in ("compound", "nmod"):
            yield from _code_word(match_nouns(token), cast, by_id)


def _code_word(matches: Iterable[Match], cast: Cast, by_id: dict[str, Actor]) -> Iterator[Coded | Miss]:
    """The misses of one word, and the first event that has both its sides; else the first that may do with one."""
    lone: Coded | None = None
    for match in matches:
        found = code(match, cast, by_id)
        if isinstance(found, Miss):
            yield found
        elif not found.parties.alone or match.sense.needs != "pair":
            yield found if lone is None or not found.parties.alone else lone
            return
        elif lone is None:
            lone = found
    if lone is not None:
        yield lone


def code(match: Match, cast: Cast, by_id: dict[str, Actor]) -> Coded | Miss:
    """The event of one matched word, or what is missing."""
    parties = find_parties(match, cast)
    if parties is None:
        return Miss(match, f"nobody is held by the text as {_wanting(match.sense)}", 0)
    if not _fits(match.sense, parties, by_id):
        return Miss(match, "the sides are not of the kind that the rule asks for", 1)
    judgement = judge(match.predicate) or _judge_received(match)
    if judgement is None:
        return Miss(match, "the text does not tell whether it happened", 2)
    if "purpose" in judgement.because and match.sense.type != "CONSULT" and judgement.status != "happened":
        return Miss(match, "it is only what something else was for", 2)
    if judgement.status == "ongoing" and match.sense.type in SPEECH_ACTS:
        judgement = replace(judgement, status="happened")  # «condemns»: saying so is doing so
    if judgement.status in ("planned", "possible") and match.sense.type in SPEECH_ACTS and _is_owned_noun(match):
        judgement = replace(judgement, status="happened")  # «Chad's pledge»: made, whatever becomes of it
    return Coded(match, parties, judgement)


def _judge_received(match: Match) -> Judgement | None:
    """«drew criticism from Chad»: as real as the verb that tells of it."""
    verb = carrier(match.predicate) if match.predicate.pos_ == "NOUN" else None
    return judge(verb) if verb is not None and is_verb_of(verb, "receiving") else None


def _is_owned_noun(match: Match) -> bool:
    noun = match.predicate
    return noun.pos_ == "NOUN" and any(child.dep_ == "poss" for child in noun.children)


def _wanting(sense: Sense) -> str:
    return {"pair": "both sides", "actor": "the one who acts", "recipient": "the one acted upon"}[sense.needs]


def _is_political(actor: Actor) -> bool:
    """Whether one side's deed alone is politics: not where a firm, a medium or nobody in particular acts."""
    if actor.sector is None:
        return actor.kind in ("country", "organisation", "group")
    return actor.sector not in _PRIVATE


def _is_many(actor: Actor) -> bool:
    """A body of many members, or people in the plural."""
    return actor.sector in _BODIES or (actor.kind == "group" and actor.name.endswith("s"))


def _fits(sense: Sense, parties: Parties, by_id: dict[str, Actor]) -> bool:
    """Whether the parties are of the kinds the sense asks for."""
    if parties.alone and sense.needs == "pair" and not all(_is_political(by_id[id]) for id in parties.everybody):
        return False
    if sense.assembly and parties.alone:
        return all(_is_many(by_id[id]) for id in parties.actors)
    if sense.persons:
        return all(by_id[id].kind == "person" or by_id[id].sector in _OFFICIAL for id in parties.everybody)
    if sense.people:
        return all(by_id[id].kind in ("person", "group") for id in parties.recipients)
    if sense.organisations:
        return all(by_id[id].kind == "organisation" for id in parties.recipients)
    if sense.sectors:
        return all(by_id[id].sector in sense.sectors for id in parties.actors)
    return True
