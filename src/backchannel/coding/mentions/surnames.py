"""Surnames that stand alone: of people introduced in the story, of office holders, of the famous."""

from __future__ import annotations

from collections.abc import Mapping

from backchannel.coding.mentions.cast import Figure
from backchannel.coding.mentions.descriptions import Phrase
from backchannel.coding.mentions.names import Context, Named, is_another, known_figure, see, shared_country, take_title
from backchannel.coding.mentions.text import Tokens
from backchannel.coding.mentions.unknown import may_name_person
from backchannel.coding.mentions.world import LEADER, MINISTER

_FRESH = 2  # sentences for which another bearer of a famous name is the one last named
_CLEARLY = 3  # mentions that make one of several people with a surname the one whom the surname alone means


def find_surnames(context: Context, named: Named, full: dict[int, Figure], titles: Mapping[int, Phrase]) -> None:
    """Resolves surnames that stand alone to the people introduced in this story, to office holders, to the famous.

    ``full`` gives the figure at each token of a full name, ``titles`` the title phrase that ends before a token.
    """
    tokens = context.tokens
    regimes = {phrase.regime for phrase in titles.values() if phrase.regime is not None}
    by_surname: dict[str, list[Figure]] = {}
    by_first: dict[str, list[Figure]] = {}  # «Mr. Lou» may be Lou Jiwei, and a child goes by his first name
    for person in dict.fromkeys(full.values()):
        if person.kind == "person" and person.surname:
            by_surname.setdefault(person.surname, []).append(person)
            if person.ref is None:
                by_first.setdefault(person.name.split()[0], []).append(person)
    by_tail = _tails(by_surname)
    by_hyphen = {name: people[0] for name, people in by_surname.items() if name.count("-") == 1 and len(people) == 1}
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
        if word in by_tail and index and tokens.text[index - 1] in by_tail[word]:
            whole = by_tail[word][tokens.text[index - 1]]
            see(context, whole, (index - 1, index + 1), "surname", f"the end of {whole.name}", inferred=True)
            continue
        joined = "".join(tokens.text[index : index + 3])
        if joined in by_hyphen and tokens.start[index + 2] == tokens.end(index + 1):
            whole = by_hyphen[joined]
            see(context, whole, (index, index + 3), "surname", f"surname of {whole.name}", inferred=True)
            continue
        candidates = by_surname.get(word) or by_first.get(word, [])
        if not candidates and word not in context.world.by_surname and title is None:
            continue
        if part_of_longer_name(tokens, named, index, titled=title is not None):
            continue
        nation = _of_nation(context, named, index) or (title.nations[0] if title and title.nations else None)
        figure, because = _resolve_surname(context, index, candidates, title, nation, index in regimes)
        if figure is not None:
            see(context, figure, (index, index + 1), "surname", because, inferred=True)
            take_title(context, figure, title)


def _tails(by_surname: Mapping[str, list[Figure]]) -> dict[str, dict[str, Figure]]:
    """Surnames of several words by their last and the particle before it: «de Klerk» of F. W. de Klerk."""
    found: dict[str, dict[str, Figure]] = {}
    for people in by_surname.values():
        parts = people[0].name.split()
        if len(people) == 1 and len(parts) > 2 and parts[-2].islower():
            found.setdefault(parts[-1], {})[parts[-2]] = people[0]
    return found


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
    inferred = office is None and (nation is not None or leads)
    if inferred:
        office = LEADER  # «Chairman Kim of North Korea», «Assad’s regime»
    if title is not None and title.rule.get("kind") in ("organisation", "group"):
        return None, ""  # «the US carmaker Ford»
    if len(fitting) > 1 and office:
        fitting = [figure for figure in fitting if office in figure.offices] or fitting
    if fitting:
        famous = context.world.famous(surname)
        meant = next((one for one in fitting if famous and one.ref == famous.ref), None)
        if meant is None or len(fitting) > 1:
            meant = _just_named(context.tokens, fitting, index, meant)
        return meant, f"surname of {meant.name}, named in full in this story" if meant else ""
    if office:
        day = context.day(index)
        actor = context.world.surnamed(surname, office, nation, day, ever=not inferred)
        if actor is not None and not is_another(context, actor, (index, index + 1), title):
            return known_figure(context, actor, index), f"{office} named {surname} on {day}"
    actor = context.world.famous(surname)
    fits = actor is not None and (nation is None or actor.country == nation)
    if actor is not None and fits and not is_another(context, actor, (index, index + 1), title):
        return known_figure(context, actor, index), f"known by the surname {surname} alone"
    if title is None or not _calls_by_surname(title) or not may_name_person(surname):
        return None, ""
    if office and nation is None:
        nation = shared_country(context.world.bearers(surname, office))
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


def _just_named(tokens: Tokens, figures: list[Figure], index: int, famous: Figure | None) -> Figure | None:
    """Whom a shared surname means: the famous one, unless another of the name was introduced in the last sentences.

    A stranger introduced in this paragraph is meant («Kim Min-su, a waiter, saw it. Kim ran.»); after the full name of
    another known person it stays open.
    """
    if famous is None:
        return _most_salient(tokens, figures, index)
    last = max(
        ((one.first, figure.key, figure) for figure in figures for one in figure.sightings if one.first < index),
        default=None,
    )
    if last is None or last[2] is famous or tokens.sent[last[0]] < tokens.sent[index] - _FRESH:
        return famous
    same = _paragraph(tokens, last[0]) == _paragraph(tokens, index)
    return last[2] if last[2].ref is None and same else None


def _paragraph(tokens: Tokens, index: int) -> int:
    return tokens.sentences[tokens.sent[index]].paragraph


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
