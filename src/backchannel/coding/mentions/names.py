"""Persons by name: known full names, unknown ones, and the surnames a story falls back on."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from backchannel.coding.mentions.cast import Cast, Figure, Sighting
from backchannel.coding.mentions.descriptions import Phrase
from backchannel.coding.mentions.person_nouns import trades
from backchannel.coding.mentions.text import Tokens
from backchannel.coding.mentions.unknown import UnknownName
from backchannel.coding.mentions.world import World
from backchannel.ontology.actors import KnownActor
from backchannel.records import How, Name

Named = Mapping[int, tuple[int, int, Name]]
DayAt = Callable[[int], dt.date | None]

# Peoples who write the family name first; a story falls back on the first word of such a name.
_FAMILY_FIRST = frozenset({"CHN", "PRK", "KOR", "TWN", "VNM", "HKG", "HUN"})
_FAMILY_NAMES = frozenset(
    "Kim Lee Park Choi Jung Kang Cho Yoon Jang Lim Han Shin Kwon Hwang Ahn Song Ri Pak Hong Moon Xi Li Wang Zhang Liu "
    "Chen Yang Huang Zhao Wu Zhou Xu Sun Ma Zhu Hu Guo He Gao Lin Luo Nguyen Tran Pham".split()
)
_IN_FULL = {
    "gen": "general", "sen": "senator", "rep": "representative", "gov": "governor", "col": "colonel", "adm": "admiral",
    "capt": "captain", "lt": "lieutenant", "maj": "major", "sgt": "sergeant", "prof": "professor", "dr": "doctor",
    "cmdr": "commander", "brig": "brigadier",
}  # fmt: skip
_ARMED = frozenset({"REB", "OPP", "UAF", "COP", "SPY", "PRM", "CRM"})
_ARTICLE = re.compile(r"^[Aa]l-")  # «Bashar al-Assad» is «Assad» afterwards
_STILL_IN = frozenset({"outgoing", "then", "late"})
_LED = frozenset({"president", "prime-minister", "chancellor"})  # after these few serve in lower offices


@dataclass(frozen=True, slots=True)
class Context:
    """What all steps of naming share."""

    tokens: Tokens
    world: World
    cast: Cast
    day_at: DayAt
    lands: tuple[str, ...] = ()  # the countries of all known names, once a name

    def day(self, index: int) -> dt.date | None:
        """The day that the passage at this token speaks of; the publication day where it names none."""
        return self.day_at(self.tokens.start[index]) or self.tokens.story.published


def known_figure(context: Context, actor: KnownActor, index: int) -> Figure:
    """The figure of a known actor."""
    offices = context.world.offices_on(actor, context.day(index)) if actor.roles else frozenset()
    # Who heads the United Nations acts for it, not for the country of his passport.
    serves = actor.kind == "person" and context.world.serves_body(actor, context.day(index))
    figure = Figure(
        actor.ref,
        actor.name,
        actor.kind,
        None if serves else actor.country,
        "IGO" if serves else _sector_on(actor, context.day(index)),
        actor.key,
        actor.ref,
        actor.gender or context.world.gender_of(actor.name),
        plural=actor.kind == "group",
        surname=(actor.surname or actor.name.split()[-1]) if actor.kind == "person" else None,
        offices=offices,
    )
    figure = context.cast.enter(figure)
    figure.offices |= offices
    return figure


def _sector_on(actor: KnownActor, day: dt.date | None) -> str | None:
    """The sector; ELI (former officials) once every office that the tables hold had ended by that day."""
    over = day is not None and actor.roles and all(role.last is not None and role.last < day for role in actor.roles)
    led = any(role.office in _LED for role in actor.roles)
    return "ELI" if over and led and actor.kind == "person" and actor.sector == "GOV" else actor.sector


def see(
    context: Context, figure: Figure, span: tuple[int, int], how: How, because: str, *, inferred: bool = False
) -> None:
    """Records a mention of a figure over tokens first to last (exclusive)."""
    first, last = span
    context.cast.see(figure, Sighting(first, last, context.tokens.root(first, last), how, inferred, because))


def name_person(context: Context, name: Name, span: tuple[int, int], title: Phrase | None) -> Figure | None:
    """A full name of known persons: the one who fits title and day; an unresolved person where several do."""
    known = [actor for ref in name.refs if (actor := context.world.known(ref)) is not None]
    if len(known) > 1 and title is not None:
        nations = title.nations
        fitting = [actor for actor in known if not nations or actor.country in nations]
        known = fitting or known
    if len(known) > 1:
        day = context.day(span[0])
        active = [actor for actor in known if context.world.offices_on(actor, day)]
        known = active if len(active) == 1 else known
    words = context.tokens.words(*span)
    if known and all(is_another(context, actor, span, title) for actor in known):
        figure = context.cast.enter(_stranger(context, words, title))
        see(context, figure, span, "name", f"somebody else who is called «{words}»")
        return figure
    if len(known) == 1:
        figure = known_figure(context, known[0], span[0])
        see(context, figure, span, "name", f"known name «{words}»")
        return figure
    if not known:
        return None
    figure = Figure(f"person:{words.lower()}", words, "person", shared_country(known), surname=words.split()[-1])
    figure.offices = frozenset().union(*(context.world.offices_on(actor, context.day(span[0])) for actor in known))
    figure = context.cast.enter(figure)
    see(context, figure, span, "name", f"several known people are written «{words}»")
    return figure


def is_another(context: Context, actor: KnownActor, span: tuple[int, int], title: Phrase | None) -> bool:
    """Whether the words around a known name say that somebody else bears it: «Ms. Putin», «James Baker, a miller,»."""
    gender = (title.rule.get("gender") or _gender_of(title.noun.singular)) if title is not None else None
    if gender is not None and actor.gender is not None and gender != actor.gender:
        return True
    if context.world.offices_on(actor, context.tokens.story.published) and actor.roles:
        return False
    tokens, at = context.tokens, span[1]
    if tokens.text[at : at + 1] == [","] and tokens.text[at + 1 : at + 2] and tokens.text[at + 1].isdigit():
        at += 2  # «, 54,»
    if tokens.text[at : at + 1] != [","] or tokens.lower[at + 1 : at + 2] not in (["a"], ["an"]):
        return False
    for index in range(at + 2, min(at + 6, len(tokens))):
        if tokens.tag[index] in ("NN", "NNP") and tokens.lower[index] in trades():
            return not {"former", "onetime", "retired", "ex"} & set(tokens.lower[at + 2 : index])
        if not tokens.tag[index].startswith(("JJ", "NN", "HYPH", "CD")):
            return False
    return False


def _stranger(context: Context, words: str, title: Phrase | None) -> Figure:
    nation = title.nations[0] if title is not None and title.nations else None
    gender = context.world.gender_of(words) if " " in words else None
    return Figure(
        f"person:{words.lower()}:other", words, "person", nation, surname=family_name(words, nation), gender=gender
    )


def shared_country(known: Iterable[KnownActor]) -> str | None:
    """The country that all who may be meant have: either President Bush is American."""
    countries = {actor.country for actor in known}
    return countries.pop() if len(countries) == 1 else None


def name_unknown(context: Context, unknown: UnknownName, title: Phrase | None) -> Figure:
    """A person or organisation that no table knows, with country and sector from the title before the name."""
    words = context.tokens.words(unknown.first, unknown.last)
    longer = [one for one in context.cast.some() if one.kind == "person" and one.name.endswith(" " + words)]
    if unknown.kind == "person" and len(longer) == 1:
        see(context, longer[0], (unknown.first, unknown.last), "surname", f"the end of {longer[0].name}", inferred=True)
        return longer[0]
    surname = (
        family_name(words, title.nations[0] if title and title.nations else None) if unknown.kind == "person" else None
    )
    key = f"{unknown.kind}:{words.lower()}"
    if unknown.kind == "organisation" and (known := _abbreviated(context, words)) is not None:
        see(context, known, (unknown.first, unknown.last), "name", f"the initials of {known.name}", inferred=True)
        return known
    office = title.rule.get("office") if title is not None else None
    meant = context.world.misspelt(words, office) if unknown.kind == "person" and office else None
    if meant is not None:
        figure = known_figure(context, meant, unknown.first)
        see(context, figure, (unknown.first, unknown.last), "name", f"{office}, one sign from «{words}»", inferred=True)
        return figure
    gender = context.world.gender_of(words) if unknown.kind == "person" else None
    figure = context.cast.enter(Figure(key, words, unknown.kind, surname=surname, gender=gender))
    see(context, figure, (unknown.first, unknown.last), "name", unknown.because)
    return figure


def _abbreviated(context: Context, words: str) -> Figure | None:
    """The organisation named in full in the story whose initials these letters are: «GAO»."""
    letters = words.replace(".", "")
    if len(letters) < 2 or not letters.isupper():
        return None
    fitting = [
        figure
        for figure in context.cast.some()
        if figure.kind == "organisation"
        and "".join(word[0] for word in figure.name.split() if word[0].isupper()) == letters
    ]
    return fitting[0] if len(fitting) == 1 else None


def family_name(words: str, country: str | None) -> str:
    """The surname in a full name: the last word, the first in countries that write it so, "Jr." left out."""
    parts = [part for part in words.split() if part.strip(".,").lower() not in ("jr", "sr", "ii", "iii")]
    parts[-1] = _ARTICLE.sub("", parts[-1])
    first_is_family = parts[0] in _FAMILY_NAMES and parts[-1] not in _FAMILY_NAMES
    eastern = len(parts) == 3 or (len(parts) == 2 and "-" in parts[1])  # «Kim Min Su», «Kim Min-su»
    if len(parts) > 1 and first_is_family and (country in _FAMILY_FIRST or (country is None and eastern)):
        return parts[0]
    return parts[-1]


def take_title(context: Context, figure: Figure, title: Phrase | None) -> None:
    """Gives a figure what his title or apposition says: office, gender, and country and sector if unknown."""
    if title is None:
        return
    rule = title.rule
    office = rule.get("office")
    figure.titles |= {_IN_FULL.get(title.noun.singular.rstrip("."), title.noun.singular)}
    if office and not title.former:
        figure.offices |= {office}
    if figure.gender is None:
        figure.gender = rule.get("gender") or _gender_of(title.noun.singular)
    if figure.ref is not None:
        ended = title.former and rule.get("sector") == "GOV" and context.tokens.lower[title.first] not in _STILL_IN
        if ended and figure.sector == "GOV" and context.day(title.first) is None:
            figure.sector = "ELI"  # no day by which the tables could tell, but the words do
        return
    body = context.world.known(title.body) if title.body else None
    figure.country = figure.country or (title.nations[0] if title.nations else body.country if body else None)
    figure.sector = figure.sector or sector_of(context, title)


def stands_for_country(context: Context, figure: Figure) -> bool:
    """Whether a figure speaks and acts for his country: in its government or forces, not in an international body."""
    if figure.kind in ("country", "group"):
        return True
    actor = context.world.known(figure.ref) if figure.ref else None
    if actor is not None and context.world.serves_body(actor, context.tokens.story.published):
        return False
    return figure.sector in ("GOV", "MIL")


def sector_of(context: Context, phrase: Phrase) -> str | None:
    """The PLOVER sector a phrase gives: its noun's own, or, for a general noun, its body's or qualifier's."""
    rule = phrase.rule
    own: str | None = rule.get("sector")
    if phrase.former and own == "GOV":
        return "ELI"  # PLOVER manual: former officials are elites, not government
    if not rule.get("generic"):
        return own
    body = context.world.known(phrase.body) if phrase.body else None
    found = (body.sector if body else None) or phrase.sector
    if own == "MIL" and found not in _ARMED:
        return own  # «Syrian government forces»
    return found or own


def _gender_of(noun: str) -> str | None:
    if noun.endswith("woman") or noun in ("queen", "first lady", "chairwoman"):
        return "f"
    return "m" if noun in ("king", "emperor", "emir", "sultan") or noun.endswith(("spokesman", "congressman")) else None
