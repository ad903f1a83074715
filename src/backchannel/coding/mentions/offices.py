"""Office holders: by country and day, by what the story said, before and after another, and counterparts."""

from __future__ import annotations

from backchannel.coding.mentions.cast import Figure
from backchannel.coding.mentions.described import CLEAR, describe, described, fits_words, only_subject_before, record
from backchannel.coding.mentions.descriptions import Phrase
from backchannel.coding.mentions.names import Context, known_figure, see
from backchannel.coding.mentions.person_nouns import neutral_words
from backchannel.coding.mentions.world import LEADER

_TODAY = frozenset({"new", "present", "current", "incumbent"})
_TURNS = {"predecessor": False, "successor": True}


def resolve_office(context: Context, phrase: Phrase, owners: list[Figure]) -> None:
    """One office holder: by country or body and day; by what the story said; else a person known by the description."""
    office: str = phrase.rule["office"]
    places = list(phrase.nations) + ([phrase.body] if phrase.body else [])
    if not places and len(owners) == 1 and owners[0].country:
        places = [owners[0].country] if office != owners[0].noun else []
    if len(places) > 1:
        describe(context, phrase, owners)
        return
    day = context.tokens.story.published if _of_today(phrase) else context.day(phrase.first)
    seat = context.world.known(phrase.body) if phrase.body and office == LEADER else None
    if seat is not None and seat.country and not phrase.nations:
        places = [seat.country]  # «the Kremlin leader»
    if places and phrase.rule.get("unique") and not phrase.former and not phrase.indefinite and not _told_apart(phrase):
        actor = context.world.holder(office, places[0], day)
        if actor is not None:
            record(context, phrase, known_figure(context, actor, phrase.first), f"{office} of {places[0]} on {day}")
            return
    if phrase.indefinite and phrase.rule.get("unique"):
        return  # «a South Korean president» is any
    seen = _seen_in_office(context, phrase, office, places)
    seen = seen or _formerly_in_office(context, phrase, office, places)
    seen = seen or _stranger_in_office(context, phrase, office, places)
    if seen is not None:
        record(context, phrase, seen, f"the {office} named in this story")
    elif places and not phrase.owner:
        describe(context, phrase, owners)


def _of_today(phrase: Phrase) -> bool:
    """Whether the words bind an office to the story's day, whatever day the passage speaks of: «the new president»."""
    return not _TODAY.isdisjoint(phrase.modifiers)


def _still_in(context: Context, figure: Figure, office: str) -> bool:
    """Whether the tables have the figure in that office on the story's day; True for one they do not know."""
    actor = context.world.known(figure.ref) if figure.ref else None
    return actor is None or office in context.world.offices_on(actor, context.tokens.story.published)


def _told_apart(phrase: Phrase) -> bool:
    return any(word not in _TODAY and word not in neutral_words() for word in phrase.qualifiers)


def resolve_offices(context: Context, phrase: Phrase) -> None:
    """«the presidents of Guyana and Venezuela»: the holders on that day, each known or as described."""
    day = context.day(phrase.first)
    for nation in phrase.nations:
        actor = None if phrase.former else context.world.holder(phrase.rule["office"], nation, day)
        figure = known_figure(context, actor, phrase.first) if actor else described(context, phrase, nation, nation)
        because = f"{phrase.rule['office']} of {nation} on {day}"
        see(context, figure, (phrase.first, phrase.last), "group", because, inferred=actor is not None)


def _seen_in_office(context: Context, phrase: Phrase, office: str, places: list[str]) -> Figure | None:
    """The figure who, by the story or the tables, holds that office and stands out here; None where two are equal."""
    if phrase.indefinite or phrase.former or not (places or phrase.definite or context.tokens.opens(phrase.first)):
        return None
    wide = context.cast.before(phrase.first, 40 if places else 6)
    fitting = [
        (worth, figure)
        for figure, worth in wide.values()
        if figure.kind == "person" and office in figure.offices and (not places or figure.country in places)
        if fits_words(context, phrase, figure)
    ]
    if _of_today(phrase):
        fitting = [pair for pair in fitting if _still_in(context, pair[1], office)]
    fitting.sort(key=lambda pair: -pair[0])
    if not fitting or (len(fitting) > 1 and fitting[0][0] < CLEAR * fitting[1][0]):
        return None
    return fitting[0][1]


def _formerly_in_office(context: Context, phrase: Phrase, office: str, places: list[str]) -> Figure | None:
    """Whom «the former president», «the ousted leader» means: the one named of late who held that office."""
    if not phrase.former or phrase.indefinite or not (phrase.definite or context.tokens.opens(phrase.first)):
        return None
    day = context.tokens.story.published
    fitting = []
    for figure, worth in context.cast.before(phrase.first, 6).values():
        actor = context.world.known(figure.ref) if figure.ref else None
        held = actor is not None and context.world.has_held(actor, office, day)
        fits = not places or figure.country in places or (actor is not None and phrase.body is not None)
        if figure.kind == "person" and fits and (held or phrase.noun.singular in figure.titles):
            fitting.append((worth, figure.key, figure))
    fitting.sort(reverse=True)
    if not fitting:
        return None if places else only_subject_before(context, phrase)
    if len(fitting) > 1 and fitting[0][0] < CLEAR * fitting[1][0]:
        return None
    return fitting[0][2]


def _stranger_in_office(context: Context, phrase: Phrase, office: str, places: list[str]) -> Figure | None:
    """The one person, unknown to the tables, whom the story gives that office anywhere («the minister, Lou Jiwei»)."""
    fitting = [
        figure
        for figure in context.cast.some()
        if figure.kind == "person"
        and figure.ref is None
        and not figure.key.startswith("desc:")
        and office in figure.offices
    ]
    if len(fitting) != 1 or not places or phrase.former or fitting[0].country not in (None, places[0]):
        return None
    fitting[0].country = fitting[0].country or (phrase.nations[0] if phrase.nations else None)
    return fitting[0]


def resolve_turn(context: Context, phrase: Phrase, owners: list[Figure]) -> None:
    """«his predecessor»: whoever the tables have in the owner's office before (or after) him."""
    if len(owners) != 1 or owners[0].ref is None or phrase.noun.plural:
        return
    actor = context.world.known(owners[0].ref)
    for office in ("president", "prime-minister", "supreme-leader", "chancellor", "foreign-minister"):
        if actor is None or office not in {role.office for role in actor.roles}:
            continue
        later = _TURNS[phrase.rule["is"]]
        other = context.world.neighbour(actor, office, context.day(phrase.first), later=later)
        if other is not None:
            turn = "after" if later else "before"
            record(context, phrase, known_figure(context, other, phrase.first), f"{office} {turn} {actor.name}")
        return


def resolve_counterpart(context: Context, phrase: Phrase, owners: list[Figure]) -> None:
    """«his North Korean counterpart»: the holder of the owner's office there, or the leader for a leader."""
    if phrase.noun.plural or len(phrase.nations) != 1:
        describe(context, phrase, owners)
        return
    day, nation = context.day(phrase.first), phrase.nations[0]
    offices = [office for owner in owners[:1] for office in sorted(owner.offices)]
    top = any(office in (LEADER, "president", "prime-minister", "chancellor", "supreme-leader") for office in offices)
    exact = [
        actor
        for office in offices
        if office != LEADER
        if (actor := context.world.holder(office, nation, day)) is not None
    ]
    leader = context.world.holder(LEADER, nation, day) if top else None
    actor = leader or (exact[0] if exact else None)
    if actor is not None:
        record(
            context, phrase, known_figure(context, actor, phrase.first), f"counterpart of {owners[0].name} in {nation}"
        )
    else:
        describe(context, phrase, owners)
