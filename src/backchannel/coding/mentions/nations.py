"""Whose a described actor is: the countries and bodies in and around a noun phrase, and where its people live."""

from __future__ import annotations

from collections.abc import Mapping

from backchannel.coding.mentions.lexicon import Noun
from backchannel.coding.mentions.text import Tokens
from backchannel.coding.mentions.world import World
from backchannel.records import Name

# Before these a country's name says what the work is about: «Iran experts»; «Iranian experts» are of that country.
_TOPICAL = frozenset(
    "staffer staff expert specialist analyst adviser advisor aide scholar coordinator desk team".split()
)
_SENT = frozenset("envoy negotiator representative official diplomat delegation".split())  # so only if somebody's
_WITHIN = frozenset(
    "the north south east west northern southern eastern western central northeastern northwestern southeastern "
    "southwestern".split()
)
_ABBREVIATED = frozenset({"US", "U.S.", "UK", "U.K.", "UAE", "U.A.E.", "EU", "USA", "U.S.A.", "DPRK", "ROK", "PRC"})


def nations_between(tokens: Tokens, world: World, names: list[tuple[int, int, Name]], first: int) -> list[str]:
    found = []
    for _, stop, name in names:
        code = None if tokens.text[stop : stop + 1] == ["-"] else world.country_of(name)  # «US-backed rebels»
        if code is not None and (stop == first or world.form(name.span.of(tokens.story)) != "capital"):
            found.append(code)  # a capital counts beside the noun only: not «the Warsaw summit officials»
    return found


def topic_of(
    tokens: Tokens,
    world: World,
    names: list[tuple[int, int, Name]],
    noun: tuple[int, Noun],
    *,
    owned: bool,
) -> tuple[int, int, Name] | None:
    """The country that the work is about, not the one worked for: «his former North Korea staffers»."""
    first, kind = noun
    for entry in names:
        start, stop, name = entry
        words = tokens.words(start, stop)
        plain = world.form(words) == "name" and words not in _ABBREVIATED and world.country_of(name) is not None
        sent = kind.singular in _SENT and (owned or any(other[0] < start for other in names))
        if stop == first and plain and (kind.singular in _TOPICAL or sent):
            return entry
    return None


def body_between(tokens: Tokens, world: World, names: list[tuple[int, int, Name]]) -> str | None:
    for _, stop, name in reversed(names):
        if tokens.text[stop : stop + 1] == ["-"]:
            continue
        known = world.known(name.refs[0]) if len(name.refs) == 1 else None
        if known is not None and known.kind in ("organisation", "group"):
            return known.ref
    return None


def nations_after(
    tokens: Tokens, world: World, named: Mapping[int, tuple[int, int, Name]], index: int
) -> tuple[int, list[str]]:
    """The end and the countries of «of Japan», «of Japan and South Korea» at this token; (index, []) without."""
    if index >= len(tokens) or tokens.lower[index] != "of":
        return index, []
    found: list[str] = []
    end, at = index, index + 1
    while at < len(tokens):
        if tokens.lower[at] in ("the", "both", "and", ","):
            at += 1
            continue
        code = world.country_of(named[at][2]) if at in named else None
        after = named[at][1] if at in named else len(tokens)
        adjective = after < len(tokens) and tokens.tag[after].startswith("NN")  # «of Thai descent»
        follows = at in named and named[at][1] < len(tokens) and tokens.text[named[at][1]] in ("’s", "'s")
        if code is None or follows or adjective or (found and tokens.lower[at - 1] not in ("and", ",", "the", "both")):
            break
        found.append(code)
        end = at = named[at][1]
    return end, found


def dwelling(tokens: Tokens, world: World, named: Mapping[int, tuple[int, int, Name]], index: int) -> str | None:
    """The country of «in the Ivory Coast», «of southern Serbia» at this token: where those named before it live."""
    if index >= len(tokens) or tokens.lower[index] not in ("in", "of", "across", "throughout"):
        return None
    for at in range(index + 1, min(index + 4, len(tokens))):
        if at in named:
            adjective = world.form(named[at][2].span.of(tokens.story)) == "demonym"
            return None if adjective else world.country_of(named[at][2])
        if tokens.lower[at] not in _WITHIN:
            return None
    return None


def nations_joined(
    tokens: Tokens, world: World, named: Mapping[int, tuple[int, int, Name]], left: int
) -> tuple[int, list[str]]:
    """The start and the further countries of «US and South Korean officials»: names coordinated to the left."""
    found: list[str] = []
    if left not in named or world.country_of(named[left][2]) is None:
        return left, found
    while left >= 2:
        gap = left - 2 if tokens.lower[left - 1] in ("and", ",", "or") else -1
        if gap >= 0 and tokens.text[gap] == ",":
            gap -= 1
        code = world.country_of(named[gap][2]) if gap in named else None
        if code is None or not _modifies(tokens, gap):
            break
        found.insert(0, code)
        left = named[gap][0]
    return left, found


def _modifies(tokens: Tokens, index: int) -> bool:
    """Whether a token, or the first of those it is coordinated with, modifies a noun."""
    index = tokens.first_conjunct(index)
    return tokens.dep[index] in ("amod", "nmod", "compound") or tokens.tag[index] == "JJ"
