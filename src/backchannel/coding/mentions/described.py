"""Actors known only by a description: whose they are, and definite nouns that take up one named before."""

from __future__ import annotations

from dataclasses import dataclass

from backchannel.coding.mentions.cast import Figure
from backchannel.coding.mentions.descriptions import Phrase
from backchannel.coding.mentions.names import Context, sector_of, see, take_title
from backchannel.coding.mentions.text import SUBJECTS, Tokens
from backchannel.ontology.actors import KnownActor
from backchannel.records import ActorKind

_BESIDE = 8  # tokens around a mention in which a name belongs to it: «Marco Rubio, the senator from Florida»
CLEAR = 1.25  # how much more a figure must stand out than the next for a bare noun to mean it


def record(context: Context, phrase: Phrase, figure: Figure, because: str, *, inferred: bool = True) -> None:
    how = "role" if phrase.rule["is"] in ("office", "counterpart", "predecessor", "successor") else "description"
    see(context, figure, (phrase.first, phrase.last), how, because, inferred=inferred)  # type: ignore[arg-type]


def describe(context: Context, phrase: Phrase, owners: list[Figure]) -> None:
    """An actor known only by his description: one figure for the same nation or body, noun, number and qualifiers."""
    if not phrase.nations and phrase.body is None and phrase.regime is None and say_again(context, phrase):
        return
    if phrase.former and not phrase.nations and phrase.body is None and not phrase.noun.plural:
        same = only_subject_before(context, phrase)
        if same is not None:
            record(context, phrase, same, f"{same.name} is the only one spoken of")
            return
    side = _side_of(context, phrase, owners)
    if side is None:
        return
    for nation in side.nations or (None,):
        figure = described(context, phrase, nation, side.place or nation)
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
    return None


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


def described(context: Context, phrase: Phrase, nation: str | None, place: str | None) -> Figure:
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


def say_again(context: Context, phrase: Phrase) -> bool:
    """A definite noun without a nation («the officials», «the ministry») that takes up a figure described before."""
    tokens = context.tokens
    administration = "administration" in phrase.qualifiers or phrase.noun.singular == "administration"
    if phrase.former or not (phrase.definite or administration):
        return False
    if not plural_or_qualified(phrase) and (bearer := _only_bearer(context, phrase)) is not None:
        record(context, phrase, bearer, f"{bearer.name} is the one who bears that title")
        return True
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
    if not fitting or (len(fitting) > 1 and fitting[0][0] < CLEAR * fitting[1][0]):
        return False
    words = tokens.words(phrase.first, phrase.last)
    record(context, phrase, fitting[0][1], f"«{words}» takes up {fitting[0][1].name}")
    return True


def plural_or_qualified(phrase: Phrase) -> bool:
    """Whether a phrase means several, or one told apart from others of that noun."""
    return phrase.noun.plural or bool(phrase.qualifiers)


def _only_bearer(context: Context, phrase: Phrase) -> Figure | None:
    """The one person of the story so far with whose name that noun stood: «the general» after «Gen. Lars Holm»."""
    found = [
        figure
        for figure, _ in context.cast.before(phrase.first, 40).values()
        if figure.kind == "person" and not figure.hidden and phrase.noun.singular in figure.titles
        if fits_words(context, phrase, figure)
    ]
    return found[0] if len(found) == 1 else None


def fits_words(context: Context, phrase: Phrase, figure: Figure) -> bool:
    """Whether a proper name in a phrase that is no country («the Florida senator») stood with the figure before."""
    tokens = context.tokens
    own = [
        tokens.lower[at]
        for at in range(phrase.first, phrase.head)
        if tokens.tag[at] in ("NNP", "NNPS") and tokens.lower[at] in phrase.qualifiers
    ]
    if not own:
        return True
    around = [range(max(one.first - _BESIDE, 0), min(one.last + _BESIDE, phrase.first)) for one in figure.sightings]
    near = {tokens.lower[at] for stretch in around for at in stretch}
    return all(word in near for word in own)


def only_subject_before(context: Context, phrase: Phrase) -> Figure | None:
    """Whom «the former rebel leader» means, as another way to say his name: the only person of the sentence before."""
    tokens, cast = context.tokens, context.cast
    if not phrase.definite or phrase.owner is not None or tokens.dep[phrase.head] not in SUBJECTS:
        return None
    near = [figure for figure, _ in cast.before(phrase.first, 1).values() if figure.kind == "person"]
    if len(near) != 1 or near[0].plural or near[0].hidden:
        return None
    last = max(one.head for one in near[0].sightings if one.head < phrase.first)
    return near[0] if tokens.dep[tokens.first_conjunct(last)] in (*SUBJECTS, "poss") else None


def _is_such(tokens: Tokens, figure: Figure, noun: str, plural: bool) -> bool:
    """Whether a figure was described by that noun, or named with it as the last word («Interior Ministry»)."""
    if figure.kind == "person" and not figure.hidden and noun in figure.titles and not plural:
        return True
    if figure.noun is not None or figure.kind not in ("organisation", "group"):
        return not figure.hidden and figure.noun == noun and figure.plural in (plural, True)
    lasts = {tokens.lower[one.last - 1] for one in figure.sightings[:6] if one.how in ("name", "description")}
    return not plural and noun in {*lasts, figure.name.lower().split()[-1]}
