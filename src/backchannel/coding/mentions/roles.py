"""Descriptions resolved: office holders on the passage's day, bodies, kinds of people, definite nouns seen before."""

from __future__ import annotations

from backchannel.coding.mentions.cast import Figure
from backchannel.coding.mentions.described import describe, record
from backchannel.coding.mentions.descriptions import Phrase
from backchannel.coding.mentions.names import Context, known_figure
from backchannel.coding.mentions.offices import resolve_counterpart, resolve_office, resolve_offices, resolve_turn
from backchannel.ontology.actors import KnownActor
from backchannel.ontology.institutions import office_organisation


def resolve_phrase(context: Context, phrase: Phrase, owners: list[Figure]) -> None:
    """Records the mention that a describing phrase makes, if it is an actor's. ``owners`` are who the possessor is."""
    kind = phrase.rule["is"]
    if kind == "title" or phrase.unreal:
        return
    if kind in ("predecessor", "successor"):
        resolve_turn(context, phrase, owners)
    elif kind == "counterpart":
        resolve_counterpart(context, phrase, owners)
    elif kind == "office" and not phrase.noun.plural:
        resolve_office(context, phrase, owners)
    elif kind == "office" and phrase.rule.get("unique") and len(phrase.nations) > 1:
        resolve_offices(context, phrase)
    elif kind == "body":
        _resolve_body(context, phrase, owners)
    else:
        describe(context, phrase, owners)


def _resolve_body(context: Context, phrase: Phrase, owners: list[Figure]) -> None:
    """A government, ministry, parliament or side: a known institution, the government under a name, or as described."""
    words = context.tokens.words(phrase.first, phrase.last)
    if phrase.regime is not None:
        leaders = context.cast.at.get(phrase.regime, [])
        country = leaders[0].country if leaders else None
        if country is not None:
            key = f"regime:{leaders[0].key}"
            figure = context.cast.enter(Figure(key, words, "organisation", country, "GOV", noun="administration"))
            record(context, phrase, figure, f"the government of {leaders[0].name}", inferred=False)
        return
    actor = _institution(context, phrase)
    if actor is not None:
        record(
            context,
            phrase,
            known_figure(context, actor, phrase.first),
            f"an institution of {actor.country}",
            inferred=False,
        )
        return
    describe(context, phrase, owners)


def _institution(context: Context, phrase: Phrase) -> KnownActor | None:
    if len(phrase.nations) != 1 or phrase.rule["id"] == "side":
        return None
    tokens = context.tokens
    bare = (*phrase.qualifiers, *tokens.lower[phrase.head + 1 - len(phrase.noun.words) : phrase.head + 1])
    return office_organisation(phrase.nations[0], " ".join(bare))
