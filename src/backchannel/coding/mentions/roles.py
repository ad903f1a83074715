"""Descriptions resolved: office holders on the passage's day, bodies, kinds of people, definite nouns seen before."""

from __future__ import annotations

from dataclasses import dataclass

from backchannel.coding.mentions.cast import Figure
from backchannel.coding.mentions.descriptions import Phrase
from backchannel.coding.mentions.names import Context, known_figure, sector_of, see, take_title
from backchannel.coding.mentions.text import Tokens
from backchannel.coding.mentions.world import LEADER
from backchannel.ontology.actors import KnownActor
from backchannel.ontology.institutions import office_organisation
from backchannel.records import ActorKind

_CLEAR = 1.25  # how much more a figure must stand out than the next for a bare noun to mean it
_TODAY = frozenset({"new", "present", "current", "incumbent"})
_TURNS = {"predecessor": False, "successor": True}


def resolve_phrase(context: Context, phrase: Phrase, owners: list[Figure]) -> None:
    """Records the mention that a describing phrase makes, if it is an actor's. ``owners`` are who the possessor is."""
    kind = phrase.rule["is"]
    if kind == "title" or phrase.unreal:
        return
    if kind in _TURNS:
        _resolve_turn(context, phrase, owners)
    elif kind == "counterpart":
        _resolve_counterpart(context, phrase, owners)
    elif kind == "office" and not phrase.noun.plural:
        _resolve_office(context, phrase, owners)
    elif kind == "office" and phrase.rule.get("unique") and len(phrase.nations) > 1:
        _resolve_offices(context, phrase)
    elif kind == "body":
        _resolve_body(context, phrase, owners)
    else:
        _describe(context, phrase, owners)


def _record(context: Context, phrase: Phrase, figure: Figure, because: str, *, inferred: bool = True) -> None:
    how = "role" if phrase.rule["is"] in ("office", "counterpart", "predecessor", "successor") else "description"
    see(context, figure, (phrase.first, phrase.last), how, because, inferred=inferred)  # type: ignore[arg-type]


def _resolve_office(context: Context, phrase: Phrase, owners: list[Figure]) -> None:
    """One office holder: by country or body and day; by what the story said; else a person known by the description."""
    office: str = phrase.rule["office"]
    places = list(phrase.nations) + ([phrase.body] if phrase.body else [])
    if not places and len(owners) == 1 and owners[0].country:
        places = [owners[0].country] if office != owners[0].noun else []
    if len(places) > 1:
        _describe(context, phrase, owners)
        return
    day = context.tokens.story.published if _of_today(phrase) else context.day(phrase.first)
    seat = context.world.known(phrase.body) if phrase.body and office == LEADER else None
    if seat is not None and seat.country and not phrase.nations:
        places = [seat.country]  # «the Kremlin leader»
    if places and phrase.rule.get("unique") and not phrase.former and not phrase.indefinite and not _told_apart(phrase):
        actor = context.world.holder(office, places[0], day)
        if actor is not None:
            _record(context, phrase, known_figure(context, actor, phrase.first), f"{office} of {places[0]} on {day}")
            return
    if phrase.indefinite and phrase.rule.get("unique"):
        return  # «a South Korean president» is any
    seen = _seen_in_office(context, phrase, office, places)
    seen = seen or _stranger_in_office(context, phrase, office, places)
    if seen is not None:
        _record(context, phrase, seen, f"the {office} named in this story")
    elif places and not phrase.owner:
        _describe(context, phrase, owners)


def _of_today(phrase: Phrase) -> bool:
    """Whether the words bind an office to the story's day, whatever day the passage speaks of: «the new president»."""
    return not _TODAY.isdisjoint(phrase.modifiers)


def _still_in(context: Context, figure: Figure, office: str) -> bool:
    """Whether the tables have the figure in that office on the story's day; True for one they do not know."""
    actor = context.world.known(figure.ref) if figure.ref else None
    return actor is None or office in context.world.offices_on(actor, context.tokens.story.published)


def _told_apart(phrase: Phrase) -> bool:
    return any(word not in _TODAY for word in phrase.qualifiers)


def _resolve_offices(context: Context, phrase: Phrase) -> None:
    """«the presidents of Guyana and Venezuela»: the holders on that day, each known or as described."""
    day = context.day(phrase.first)
    for nation in phrase.nations:
        actor = None if phrase.former else context.world.holder(phrase.rule["office"], nation, day)
        figure = known_figure(context, actor, phrase.first) if actor else _described(context, phrase, nation, nation)
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
    ]
    if _of_today(phrase):
        fitting = [pair for pair in fitting if _still_in(context, pair[1], office)]
    fitting.sort(key=lambda pair: -pair[0])
    if not fitting or (len(fitting) > 1 and fitting[0][0] < _CLEAR * fitting[1][0]):
        return None
    return fitting[0][1]


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


def _resolve_turn(context: Context, phrase: Phrase, owners: list[Figure]) -> None:
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
            _record(context, phrase, known_figure(context, other, phrase.first), f"{office} {turn} {actor.name}")
        return


def _resolve_counterpart(context: Context, phrase: Phrase, owners: list[Figure]) -> None:
    """«his North Korean counterpart»: the holder of the owner's office there, or the leader for a leader."""
    if phrase.noun.plural or len(phrase.nations) != 1:
        _describe(context, phrase, owners)
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
        _record(
            context, phrase, known_figure(context, actor, phrase.first), f"counterpart of {owners[0].name} in {nation}"
        )
    else:
        _describe(context, phrase, owners)


def _resolve_body(context: Context, phrase: Phrase, owners: list[Figure]) -> None:
    """A government, ministry, parliament or side: a known institution, the government under a name, or as described."""
    words = context.tokens.words(phrase.first, phrase.last)
    if phrase.regime is not None:
        leaders = context.cast.at.get(phrase.regime, [])
        country = leaders[0].country if leaders else None
        if country is not None:
            key = f"regime:{leaders[0].key}"
            figure = context.cast.enter(Figure(key, words, "organisation", country, "GOV", noun="administration"))
            _record(context, phrase, figure, f"the government of {leaders[0].name}", inferred=False)
        return
    actor = _institution(context, phrase)
    if actor is not None:
        _record(
            context,
            phrase,
            known_figure(context, actor, phrase.first),
            f"an institution of {actor.country}",
            inferred=False,
        )
        return
    _describe(context, phrase, owners)


def _institution(context: Context, phrase: Phrase) -> KnownActor | None:
    if len(phrase.nations) != 1 or phrase.rule["id"] == "side":
        return None
    tokens = context.tokens
    bare = (*phrase.qualifiers, *tokens.lower[phrase.head + 1 - len(phrase.noun.words) : phrase.head + 1])
    return office_organisation(phrase.nations[0], " ".join(bare))


def _describe(context: Context, phrase: Phrase, owners: list[Figure]) -> None:
    """An actor known only by his description: one figure for the same nation or body, noun, number and qualifiers."""
    if not phrase.nations and phrase.body is None and phrase.regime is None and _say_again(context, phrase):
        return
    side = _side_of(context, phrase, owners)
    if side is None:
        return
    for nation in side.nations or (None,):
        figure = _described(context, phrase, nation, side.place or nation)
        how = "group" if len(side.nations) > 1 else "description"
        because = f"«{phrase.noun.singular}» of {side.place or nation or 'no named side'}"
        see(context, figure, (phrase.first, phrase.last), how, because)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class _Side:
    """Whose a described actor is: countries, and the body or person that tells him from others of that country."""

    nations: tuple[str | None, ...]
    place: str | None = None


def _side_of(context: Context, phrase: Phrase, owners: list[Figure]) -> _Side | None:
    """The side a description names; None where it names none and the noun does not stand alone («officials»)."""
    body = context.world.known(phrase.body) if phrase.body else None
    if body is None and phrase.regime is None and "administration" in phrase.qualifiers and not phrase.former:
        body = _administration(context, phrase)
    if body is not None:
        return _Side(phrase.nations or (body.country,), body.ref)
    if phrase.nations:
        return _Side(phrase.nations)
    leaders = context.cast.at.get(phrase.regime, []) if phrase.regime is not None else _persons_inside(context, phrase)
    leaders = leaders or owners
    public = phrase.rule.get("sector") in ("GOV", "MIL", "LEG", None)
    if len(leaders) == 1 and leaders[0].country and leaders[0].sector in ("GOV", "MIL", "LEG") and public:
        return _Side((leaders[0].country,), leaders[0].key)
    alone = phrase.rule.get("alone") and not phrase.indefinite
    return _Side(()) if alone else None


def _persons_inside(context: Context, phrase: Phrase) -> list[Figure]:
    """The person in «McConnell aides»."""
    return [
        figure
        for index in range(phrase.first, phrase.head)
        for figure in context.cast.at.get(index, ())
        if figure.kind == "person"
    ][:1]


def _administration(context: Context, phrase: Phrase) -> KnownActor | None:
    """The administration that the story named before «administration officials», if it named just one."""
    named = {
        figure.ref
        for figure, _ in context.cast.before(phrase.first, 60).values()
        if figure.ref and figure.kind == "organisation" and figure.name.endswith("administration")
    }
    return context.world.known(named.pop()) if len(named) == 1 else None


def _described(context: Context, phrase: Phrase, nation: str | None, place: str | None) -> Figure:
    """The figure for a description; one whose name the words already are, where the story has it."""
    rule, noun = phrase.rule, phrase.noun
    qualifiers = ",".join(sorted(set(phrase.qualifiers) - {"administration", "government"}))
    words = context.tokens.words(phrase.first, phrase.last)
    if len(phrase.nations) > 1:
        country = context.world.known((nation or "").lower())
        own = [word for word in phrase.qualifiers if word != "and"]
        words = f"{country.name if country else nation} {' '.join((*own, *noun.words))}"
    kind: ActorKind = rule.get("kind", "group" if noun.plural else "person")
    same = [one for one in context.cast.some() if one.kind == kind and one.name.lower() == words.lower()]
    if same:
        return same[0]
    figure = Figure(f"desc:{place}:{noun.singular}:{noun.plural}:{qualifiers}", words, kind, nation)
    figure.sector, figure.noun = sector_of(context, phrase), noun.singular
    figure.plural = noun.plural or kind == "group"
    figure.offices = frozenset({rule["office"]}) if rule.get("office") else frozenset()
    figure = context.cast.enter(figure)
    take_title(context, figure, phrase if not noun.plural else None)
    return figure


def _say_again(context: Context, phrase: Phrase) -> bool:
    """A definite noun without a nation («the officials», «the ministry») that takes up a figure described before."""
    tokens = context.tokens
    administration = "administration" in phrase.qualifiers or phrase.noun.singular == "administration"
    if phrase.former or not (phrase.definite or administration):
        return False
    window = context.cast.before(phrase.first, 60 if administration else 6)
    noun, plural = phrase.noun.singular, phrase.noun.plural
    fitting = [
        (worth, figure)
        for figure, worth in window.values()
        if _is_such(tokens, figure, noun, plural) and (not administration or "administration" in figure.name.lower())
    ]
    if phrase.qualifiers and not administration:
        ending = " ".join((*phrase.qualifiers, *phrase.noun.words))
        fitting = [pair for pair in fitting if pair[1].name.lower().endswith(ending)]
    fitting.sort(key=lambda pair: -pair[0])
    if not fitting or (len(fitting) > 1 and fitting[0][0] < _CLEAR * fitting[1][0]):
        return False
    words = tokens.words(phrase.first, phrase.last)
    _record(context, phrase, fitting[0][1], f"«{words}» takes up {fitting[0][1].name}")
    return True


def _is_such(tokens: Tokens, figure: Figure, noun: str, plural: bool) -> bool:
    """Whether a figure was described by that noun, or named with it as the last word («Interior Ministry»)."""
    if figure.noun is not None or figure.kind not in ("organisation", "group"):
        return figure.noun == noun and figure.plural in (plural, True)
    lasts = {tokens.lower[one.last - 1] for one in figure.sightings[:6] if one.how in ("name", "description")}
    return not plural and noun in {*lasts, figure.name.lower().split()[-1]}
