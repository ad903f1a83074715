"""Descriptions resolved: office holders on the passage's day, bodies, kinds of people, definite nouns seen before."""

from __future__ import annotations

from backchannel.coding.mentions.cast import Figure
from backchannel.coding.mentions.described import describe, record, say_again
from backchannel.coding.mentions.descriptions import Phrase
from backchannel.coding.mentions.names import Context, known_figure, stands_for_country, take_title
from backchannel.coding.mentions.offices import resolve_counterpart, resolve_office, resolve_offices, resolve_turn
from backchannel.coding.mentions.predicates import is_bare, is_predicate, subject_of_predicate
from backchannel.ontology.actors import KnownActor
from backchannel.ontology.institutions import office_organisation


def resolve_phrase(context: Context, phrase: Phrase, owners: list[Figure]) -> None:
    """Records the mention that a describing phrase makes, if it is an actor's. ``owners`` are who the possessor is."""
    kind = phrase.rule["is"]
    if kind in ("office", "agent") and is_predicate(context.tokens, phrase.first, phrase.head):
        _resolve_predicate(context, phrase)
        return
    if phrase.unreal:
        return
    if kind == "title":
        if not phrase.noun.plural and not phrase.nations:
            say_again(context, phrase)  # «the pope», «the prince»
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


def _resolve_predicate(context: Context, phrase: Phrase) -> None:
    """«was sworn in as president»: who was; a country's noun that is said of nobody may still be an actor's."""
    subject = None if phrase.noun.plural else subject_of_predicate(context, phrase.head)
    if subject is not None and is_bare(context.tokens, phrase.first, phrase.head) and not phrase.nations:
        if phrase.rule["is"] == "office" and not phrase.former and subject.ref is None:
            take_title(context, subject, phrase)
    elif subject is not None:
        if phrase.rule["is"] == "office" and not phrase.former and subject.ref is None:
            take_title(context, subject, phrase)
        record(context, phrase, subject, f"said of {subject.name}")
    elif phrase.rule["is"] == "agent" and phrase.nations:
        describe(context, phrase, [])


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
    actor = _institution(context, phrase, owners)
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


def _institution(context: Context, phrase: Phrase, owners: list[Figure]) -> KnownActor | None:
    nations = phrase.nations
    if not nations and phrase.body is None and len(owners) == 1 and stands_for_country(context, owners[0]):
        nations = (owners[0].country,) if owners[0].country else ()  # «whose government», «its parliament»
    if len(nations) != 1 or phrase.rule["id"] == "side":
        return None
    tokens = context.tokens
    bare = (*phrase.qualifiers, *tokens.lower[phrase.head + 1 - len(phrase.noun.words) : phrase.head + 1])
    return office_organisation(nations[0], " ".join(bare))
