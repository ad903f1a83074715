"""Sides that a story does not name: «nine civilians», «the crowd», «police», «the farmers’ union».

Only a noun of the "unnamed" rules in ``rules/sides.toml`` counts, and most only where it takes part in something: as
subject or object, or beside the noun for a deed («an attack on villagers»). «Police» and other camps are one actor in
the whole story; «nine civilians» and «three civilians» are two, as are two bare «soldiers»: nothing says otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass

from backchannel.coding.mentions.cast import Figure
from backchannel.coding.mentions.descriptions import Phrase
from backchannel.coding.mentions.names import Context, known_figure, sector_of, see
from backchannel.coding.mentions.side_words import load_side_words
from backchannel.coding.mentions.taking_part import is_struck, suffers, takes_part
from backchannel.coding.mentions.text import Tokens
from backchannel.ontology.institutions import office_organisation
from backchannel.records import ActorKind
from backchannel.rules import Rule

_CLEAR = 1.25  # how much more a camp must stand out than the next for a bare noun to mean it
_WINDOW = 8  # sentences back, where several camps are called alike
_COUNTS = frozenset("two three four five six seven eight nine ten several some many dozen hundred thousand few".split())
_BEFORE_COUNT = frozenset({"DT", "PRP$", "CD", "JJ", "POS"})
_PUBLIC = frozenset({"GOV", "MIL", "LEG", "REB", "OPP", None})
_LONGEST_NAME = 5  # tokens of a body's name
_FEWEST_NAMES = 2  # names that must point to the story's only country


@dataclass(frozen=True, slots=True)
class _Form:
    """How a phrase is put: where its name and its mention begin, whether it is counted or a single one of many, and
    whether something is done to it."""

    named_from: int
    first: int
    counted: bool
    single: bool
    hurt: bool


def resolve_unnamed(context: Context, phrase: Phrase) -> None:
    """Records the side that a phrase without nation or body stands for, where nothing else was found in it."""
    if phrase.unreal or phrase.head in context.cast.at:
        return
    body = _body_after(context, phrase)
    if body is not None:
        see(context, body, (phrase.first, phrase.last), "description", f"members of {body.name}", inferred=True)
        return
    rule = load_side_words().unnamed.get(phrase.noun.singular)
    if rule is None:
        return
    form = _form_of(context, phrase)
    if not _allows(rule, phrase, form):
        return
    camp = bool(rule.get("camp")) and not form.counted and not form.single
    known = _same_camp(context, phrase, rule) if camp else None
    if not _stands_for_side(context.tokens, rule, phrase, form) and not (known is not None and phrase.definite):
        return
    if known is not None:
        figure, because, inferred = known, f"takes up {known.name}", True
    else:
        figure, because, inferred = _new(context, phrase, rule, form)
    see(context, figure, (form.first, phrase.last), "description", because, inferred=inferred)


def _form_of(context: Context, phrase: Phrase) -> _Form:
    start = _count_start(context.tokens, phrase)
    first = _measured(context, start, phrase)
    named_from = min(start, first)
    single = phrase.indefinite and not phrase.noun.plural
    hurt = suffers(context.tokens, phrase.head) or is_struck(context.tokens, phrase.head)
    hurt = hurt and phrase.rule.get("sector") != "BUS"  # «companies were hit hard»
    return _Form(named_from, first, named_from < phrase.first, single, hurt)


def _allows(rule: Rule, phrase: Phrase, form: _Form) -> bool:
    """Whether the noun stands in a form that its rule takes."""
    word, plural = phrase.noun.singular, phrase.noun.plural
    if word in rule.get("many", ()) and not plural or word in rule.get("bare", ()) and phrase.qualifiers:
        return False
    owned = phrase.owner is not None
    if rule.get("counted") and not (form.counted or form.single or (owned and plural) or form.hurt):
        return False
    if rule.get("definite") and not (form.counted or phrase.definite):
        return False
    return not rule.get("whose") or form.counted or owned


def _stands_for_side(tokens: Tokens, rule: Rule, phrase: Phrase, form: _Form) -> bool:
    head = tokens.root(form.first, phrase.last)
    return takes_part(tokens, head) or bool(rule.get("anywhere") and tokens.dep[head] not in ("attr", "oprd"))


def _body_after(context: Context, phrase: Phrase) -> Figure | None:
    """The body in «members of the Security Council»: what they do together it does; not where some are counted."""
    tokens, at = context.tokens, phrase.last + 1
    if phrase.noun.singular != "member" or not phrase.noun.plural or at >= len(tokens):
        return None
    if tokens.lower[phrase.last] != "of" or _count_start(tokens, phrase) < phrase.first:
        return None
    if tokens.lower[at] == "the":
        at += 1
    for head in range(at, min(at + _LONGEST_NAME, len(tokens))):
        for figure in context.cast.at.get(head, ()):
            if figure.kind == "organisation" and any(one.first == at for one in figure.sightings):
                return figure
    return None


def _count_start(tokens: Tokens, phrase: Phrase) -> int:
    """Where the number before a phrase begins («more than nine civilians»: nine); its first token where none is."""
    first = phrase.first
    while first > 0 and (tokens.tag[first - 1] == "CD" or tokens.lower[first - 1] in _COUNTS):
        if tokens.sent[first - 1] != tokens.sent[phrase.first]:
            break
        first -= 1
    return first


def _measured(context: Context, start: int, phrase: Phrase) -> int:
    """Where the mention begins: with the measure of «thousands of people», unless somebody stands in between."""
    tokens = context.tokens
    at = start
    while at > 0 and tokens.tag[at - 1] in _BEFORE_COUNT and tokens.lower[at - 1] != "of":
        at -= 1
    if at < 2 or tokens.lower[at - 1] != "of" or tokens.sent[at - 2] != tokens.sent[phrase.head]:
        return phrase.first
    taken = not context.cast.covered.keys().isdisjoint(range(at - 2, phrase.last))
    return at - 2 if tokens.lower[at - 2] in load_side_words().measures and not taken else phrase.first


def _same_camp(context: Context, phrase: Phrase, rule: Rule) -> Figure | None:
    """The camp that the story called by this or a like noun before; None where it did not or called several so."""
    cast = context.cast
    if phrase.qualifiers:
        return cast.figures.get(_camp_key(phrase, rule))
    alike = [one for one in cast.some() if one.noun in rule["words"] and one.plural]
    if len(alike) < 2:
        return alike[0] if alike else None
    before = cast.before(phrase.first, _WINDOW)
    ranked = sorted(((before[one.key][1], one.key) for one in alike if one.key in before), reverse=True)
    if not ranked or (len(ranked) > 1 and ranked[0][0] < _CLEAR * ranked[1][0]):
        return None
    return cast.figures[ranked[0][1]]


def _camp_key(phrase: Phrase, rule: Rule) -> str:
    return f"camp:{rule['id']}:{','.join(sorted(set(phrase.qualifiers)))}"


def _new(context: Context, phrase: Phrase, rule: Rule, form: _Form) -> tuple[Figure, str, bool]:
    """A new figure, why, and whether its country is inferred."""
    tokens, noun = context.tokens, phrase.noun
    camp = bool(rule.get("camp")) and not form.counted and not form.single
    owner = _owner(context, phrase)
    country = owner.country if owner is not None else _home(context) if camp and rule.get("home") else None
    whose = f"of {owner.name}" if owner else f"{country} is the story’s only country" if country else "of no named side"
    because = f"«{noun.singular}»: {whose}"
    public = owner is None or owner.kind == "country"
    body = office_organisation(country, noun.singular) if country and public and not phrase.qualifiers else None
    if body is not None:
        return known_figure(context, body, phrase.first), because, True
    kind: ActorKind = phrase.rule.get("kind", "group" if noun.plural else "person")
    figure = Figure(_camp_key(phrase, rule) if camp else f"unnamed:{phrase.head}", "", kind, country)
    figure.name = tokens.words(form.named_from, phrase.last)
    lent = owner.sector if owner is not None and rule.get("counted") else None  # «his men» are the general’s
    figure.sector = rule.get("sector") or lent or sector_of(context, phrase)
    figure.noun, figure.plural = noun.singular, noun.plural or kind in ("group", "organisation")
    return context.cast.enter(figure), because, country is not None


def _owner(context: Context, phrase: Phrase) -> Figure | None:
    """The one known side whose men, troops or supporters these are."""
    owners = context.cast.at.get(phrase.owner, []) if phrase.owner is not None else []
    if len(owners) != 1 or owners[0].country is None:
        return None
    return owners[0] if owners[0].kind == "country" or owners[0].sector in _PUBLIC else None


def _home(context: Context) -> str | None:
    """The only country that the story's names point to, where at least two do."""
    lands = context.lands
    return lands[0] if len(set(lands)) == 1 and len(lands) >= _FEWEST_NAMES else None
