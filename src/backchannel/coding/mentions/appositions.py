"""«Lars Nyberg, the Swedish envoy,» and «the Swedish envoy, Lars Nyberg,»: descriptions beside their name."""

from __future__ import annotations

from backchannel.coding.mentions.cast import Figure
from backchannel.coding.mentions.descriptions import Phrase
from backchannel.coding.mentions.names import Context, see, take_title

_CLOSING = frozenset({",", ".", ";", "—", "–", ")", ":", "”"})
_GOING_ON = frozenset({"to", "for", "at", "in", "of", "under", "who", "whose", "from", "since"})
_BESIDE = frozenset({"office", "agent", "counterpart", "predecessor", "successor"})
_MOST_NAMES = 6
_OPENERS = frozenset({"the", "a", "an", "his", "her", "their", "its"})


def join_appositions(context: Context, phrases: list[Phrase]) -> list[Phrase]:
    """Gives each description that stands beside a person's name to that person; the phrases that are left."""
    left = []
    for phrase in phrases:
        figure = None
        if phrase.noun.plural and (several := _names_after(context, phrase)):
            for one in several:
                take_title(context, one, phrase)
                see(context, one, (phrase.first, phrase.last), "group", "their names follow")
            continue
        if phrase.rule["is"] in _BESIDE and not phrase.noun.plural:
            figure = _name_before(context, phrase) or _name_after(context, phrase)
        if figure is None or not _agrees(figure, phrase):
            left.append(phrase)
            continue
        take_title(context, figure, phrase)
        see(context, figure, (phrase.first, phrase.last), "role", f"stands beside the name {figure.name}")
    return left


def _agrees(figure: Figure, phrase: Phrase) -> bool:
    return figure.country is None or not phrase.nations or figure.country in phrase.nations or figure.ref is None


def _name_before(context: Context, phrase: Phrase) -> Figure | None:
    """The person in «NAME, the envoy» (no list: nothing joined to it by "and")."""
    tokens = context.tokens
    start = phrase.first
    if start and tokens.lower[start - 1] in _OPENERS:
        start -= 1
    comma = start - 1
    if comma < 1 or tokens.text[comma] not in (",", "—", "–", "("):
        return None
    after = tokens.lower[phrase.last] if phrase.last < len(tokens) else "."
    if after not in _CLOSING and after not in _GOING_ON:
        return None
    if after == "," and phrase.last + 1 < len(tokens) and tokens.lower[phrase.last + 1] == "and":
        return None
    return _person_ending(context, comma)


def _name_after(context: Context, phrase: Phrase) -> Figure | None:
    """The person in «the envoy, NAME,»."""
    tokens = context.tokens
    first = phrase.last + 1
    if (
        first >= len(tokens)
        or tokens.text[phrase.last] != ","
        or not (phrase.definite or phrase.nations or phrase.body or phrase.owner)
    ):
        return None
    for head in range(first, min(first + 5, len(tokens))):
        for figure in context.cast.at.get(head, ()):
            for one in figure.sightings:
                closed = one.last >= len(tokens) or tokens.text[one.last] in _CLOSING
                if one.first == first and one.how == "name" and figure.kind == "person" and closed:
                    return figure
    return None


def _names_after(context: Context, phrase: Phrase) -> list[Figure]:
    """The persons in «the ministers, NAME and NAME,»: at least two."""
    tokens, at = context.tokens, phrase.last + 1
    if at >= len(tokens) or tokens.text[phrase.last] != "," or phrase.rule["is"] not in _BESIDE:
        return []
    found: list[Figure] = []
    for _ in range(_MOST_NAMES):
        named = _name_at(context, at)
        if named is None:
            return []
        figure, last = named
        found.append(figure)
        if last + 1 >= len(tokens) or tokens.lower[last] not in (",", "and"):
            break
        joined = tokens.lower[last] == "and" or tokens.lower[last + 1] == "and"
        if not joined and _name_at(context, last + 1) is None:
            break
        at = last + (2 if tokens.lower[last + 1] == "and" else 1)
    return found if len(found) > 1 else []


def _name_at(context: Context, first: int) -> tuple[Figure, int] | None:
    """The person whose full name begins at this token, and where the name ends."""
    for head in range(first, min(first + 5, len(context.tokens))):
        for figure in context.cast.at.get(head, ()):
            for one in figure.sightings:
                if one.first == first and one.how == "name" and figure.kind == "person":
                    return figure, one.last
    return None


def _person_ending(context: Context, end: int) -> Figure | None:
    for head in range(end - 1, max(end - 5, -1), -1):
        for figure in context.cast.at.get(head, ()):
            if figure.kind == "person" and any(
                one.last == end and one.how in ("name", "surname") for one in figure.sightings
            ):
                return figure
    return None
