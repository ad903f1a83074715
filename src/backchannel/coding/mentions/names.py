"""Persons by name: known full names, unknown ones, and the surnames a story falls back on."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from backchannel.coding.mentions.cast import Cast, Figure, Sighting
from backchannel.coding.mentions.descriptions import Phrase
from backchannel.coding.mentions.lexicon import load_lexicon
from backchannel.coding.mentions.text import Tokens
from backchannel.coding.mentions.unknown import UnknownName, may_name_person
from backchannel.coding.mentions.world import LEADER, MINISTER, World
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
_ARMED = frozenset({"REB", "OPP", "UAF", "COP", "SPY", "PRM", "CRM"})
_ARTICLE = re.compile(r"^[Aa]l-")  # «Bashar al-Assad» is «Assad» afterwards
_LED = frozenset({"president", "prime-minister", "chancellor"})  # after these few serve in lower offices
_CLEARLY = 3  # mentions that make one of several people with a surname the one whom the surname alone means


@dataclass(frozen=True, slots=True)
class Context:
    """What all steps of naming share."""

    tokens: Tokens
    world: World
    cast: Cast
    day_at: DayAt

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
        actor.gender,
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
    if len(known) == 1:
        figure = known_figure(context, known[0], span[0])
        see(context, figure, span, "name", f"known name «{words}»")
        return figure
    if not known:
        return None
    figure = context.cast.enter(Figure(f"person:{words.lower()}", words, "person", surname=words.split()[-1]))
    see(context, figure, span, "name", f"several known people are written «{words}»")
    return figure


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
    gender = load_lexicon().genders.get(words.split()[0]) if unknown.kind == "person" else None
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
    if len(parts) > 1 and first_is_family and (country in _FAMILY_FIRST or (country is None and len(parts) == 3)):
        return parts[0]
    return parts[-1]


def take_title(context: Context, figure: Figure, title: Phrase | None) -> None:
    """Gives a figure what his title or apposition says: office, gender, and country and sector if unknown."""
    if title is None:
        return
    rule = title.rule
    office = rule.get("office")
    if office and not title.former:
        figure.offices |= {office}
    if figure.gender is None:
        figure.gender = rule.get("gender") or _gender_of(title.noun.singular)
    if figure.ref is not None:
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


def find_surnames(context: Context, named: Named, full: dict[int, Figure], titles: Mapping[int, Phrase]) -> None:
    """Resolves surnames that stand alone to the people introduced in this story, to office holders, to the famous.

    ``full`` gives the figure at each token of a full name, ``titles`` the title phrase that ends before a token.
    """
    tokens = context.tokens
    regimes = {phrase.regime for phrase in titles.values() if phrase.regime is not None}
    by_surname: dict[str, list[Figure]] = {}
    by_first: dict[str, list[Figure]] = {}  # «Mr. Lou» may be Lou Jiwei
    for person in dict.fromkeys(full.values()):
        if person.kind == "person" and person.surname:
            by_surname.setdefault(person.surname, []).append(person)
            if person.ref is None:
                by_first.setdefault(person.name.split()[0], []).append(person)
    for index, word in enumerate(tokens.text):
        title = titles.get(index)
        if (
            index in named
            or index in full
            or tokens.sent[index] < 0
            or not word[:1].isupper()
            or tokens.tag[index].startswith("PRP")
        ):
            continue
        candidates = by_surname.get(word) or (by_first.get(word, []) if title and title.rule["is"] == "title" else [])
        if not candidates and word not in context.world.by_surname and title is None:
            continue
        if part_of_longer_name(tokens, named, index, titled=title is not None):
            continue
        nation = _of_nation(context, named, index) or (title.nations[0] if title and title.nations else None)
        figure, because = _resolve_surname(context, index, candidates, title, nation, index in regimes)
        if figure is not None:
            see(context, figure, (index, index + 1), "surname", because, inferred=True)
            take_title(context, figure, title)


def _of_nation(context: Context, named: Named, index: int) -> str | None:
    """The country in «Xi of China»."""
    at = index + 2
    if at in named and context.tokens.lower[index + 1] == "of":
        return context.world.country_of(named[at][2])
    return None


def _resolve_surname(
    context: Context, index: int, candidates: list[Figure], title: Phrase | None, nation: str | None, leads: bool
) -> tuple[Figure | None, str]:
    surname = context.tokens.text[index]
    gender = title.rule.get("gender") if title is not None else None
    fitting = [
        figure
        for figure in candidates
        if (nation is None or figure.country in (None, nation)) and (gender is None or figure.gender in (None, gender))
    ]
    office = title.rule.get("office") if title is not None else None
    if office is None and title is not None and title.noun.singular in ("secretary", "minister"):
        office = MINISTER
    if office is None and (nation is not None or leads):
        office = LEADER  # «Chairman Kim of North Korea», «Assad’s regime»
    if len(fitting) > 1 and office:
        fitting = [figure for figure in fitting if office in figure.offices] or fitting
    if fitting:
        famous = context.world.famous(surname)
        meant = next((one for one in fitting if famous and one.ref == famous.ref), None) or _most_salient(
            context.tokens, fitting, index
        )
        return meant, f"surname of {meant.name}, named in full in this story" if meant else ""
    if office:
        day = context.day(index)
        actor = context.world.surnamed(surname, office, nation, day)
        if actor is not None:
            return known_figure(context, actor, index), f"{office} named {surname} on {day}"
    actor = context.world.famous(surname)
    if actor is not None and (nation is None or actor.country == nation):
        return known_figure(context, actor, index), f"known by the surname {surname} alone"
    if title is None or not _calls_by_surname(title) or not may_name_person(surname):
        return None, ""
    key = f"person:{surname.lower()}:{nation or ''}"
    stranger = Figure(key, surname, "person", nation, surname=surname)
    return context.cast.enter(stranger), "a name after a title"


def _calls_by_surname(title: Phrase) -> bool:
    """Whether a title may introduce a stranger by surname alone: «Mr. Holm», «Senator Holm», not «chief Holm»."""
    return not title.noun.plural and (title.rule["is"] == "title" or bool(title.rule.get("office")))


def _most_salient(tokens: Tokens, figures: list[Figure], index: int) -> Figure | None:
    """The figure a shared surname means here: the only one introduced so far, or one mentioned far more often."""
    introduced = [figure for figure in figures if any(one.first < index for one in figure.sightings)]
    pool = introduced or [figure for figure in figures if not _introduced_in(tokens, figure, index)]
    if not pool:
        return None
    if len(pool) == 1:
        return pool[0]
    counted = sorted(pool, key=lambda figure: -sum(one.first < index for one in figure.sightings))
    top, second = (sum(one.first < index for one in figure.sightings) for figure in counted[:2])
    return counted[0] if top >= _CLEARLY and top >= 2 * second else None


def _introduced_in(tokens: Tokens, figure: Figure, index: int) -> bool:
    """Whether the figure's full name first stands later in that very sentence («Ford’s heir, William Ford»: a firm)."""
    first = min((one.first for one in figure.sightings), default=index)
    return tokens.sent[first] == tokens.sent[index]


def part_of_longer_name(tokens: Tokens, named: Named, index: int, *, titled: bool) -> bool:
    """Whether a surname is a piece of another proper name: «Kevin Kim», «Trump Tower»."""
    after = index + 1
    if (
        after < len(tokens)
        and after not in named
        and tokens.sent[after] == tokens.sent[index]
        and tokens.tag[after] in ("NNP", "NNPS")
        and tokens.text[after][0].isupper()
        and tokens.dep[index] in ("compound", "nmod")
        and index < tokens.head[index] <= index + 3
    ):
        return True
    before = index - 1
    return (
        not titled
        and before >= 0
        and before not in named
        and tokens.sent[before] == tokens.sent[index]
        and tokens.tag[before] in ("NNP", "NNPS")
        and tokens.text[before][0].isupper()
    )
