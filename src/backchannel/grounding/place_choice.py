"""Which of the places of one spelling is meant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from backchannel.ontology.places import KnownPlace

_WELL_KNOWN = 100_000  # people: a town that news names without its country
_FAR_LARGER = 6  # times: a town that its namesakes never stand for
_LARGER = 3  # times, within one country


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What tells places apart: countries of the sentence, of the story by count, and what stands beside the name."""

    near: frozenset[str]
    story: Mapping[str, int]
    beside: tuple[KnownPlace, ...] = ()


def choose_place(known: tuple[KnownPlace, ...], around: Surroundings) -> tuple[KnownPlace, str] | None:
    """The place that is meant, and why; None where that stays open.

    ``known`` are the places of one spelling, those written by hand first, then a country, then towns by size.
    """
    ready = [place for place in known if not place.needs or any(land in around.story for land in place.needs)]
    if around.beside:
        return _by_neighbour(ready, around.beside)
    if ready and ready[0].listed:
        return ready[0], "of our own list"
    land = next((place for place in ready if place.kind == "country"), None)
    if land is not None:
        return (land, "a country") if _surely_country(land, around) else None
    return _choose_town([place for place in ready if place.kind == "town"], around)


def _by_neighbour(ready: list[KnownPlace], beside: tuple[KnownPlace, ...]) -> tuple[KnownPlace, str] | None:
    """The largest in the country or region named right after; None where there is none there."""
    for place in ready:
        for wider in beside:
            if place.kind == "country" or place.country is None or place.country != wider.country:
                continue
            if wider.kind == "country" or place.admin in (None, wider.name) or place.listed:
                return place, f"{wider.name} stands beside it"
    return None


def _surely_country(land: KnownPlace, around: Surroundings) -> bool:
    """Georgia is a state of the USA as well: it needs one of its neighbours, or its people, beside it."""
    if land.country != "GEO":
        return True
    return around.story.get("GEO", 0) > 1 or any(code in around.story for code in ("RUS", "ARM", "AZE", "TUR", "UKR"))


def _choose_town(towns: list[KnownPlace], around: Surroundings) -> tuple[KnownPlace, str] | None:
    if not towns:
        return None
    famous = _famous(towns)
    for lands, why in (
        (around.near, "its country stands in the sentence"),
        (around.story.keys(), "its country in the story"),
    ):
        inside = [town for town in towns if town.country in lands]
        if not inside:
            continue
        if famous is not None and famous not in inside and famous.country not in around.story:
            # Paris in Texas is not meant because a story names the United States.
            return (
                (famous, "far larger than its namesakes")
                if famous.population >= _FAR_LARGER * inside[0].population
                else None
            )
        if famous is not None and famous in inside:
            return famous, why
        overshadowed = towns[0].population >= _LARGER * inside[0].population and towns[0] is not inside[0]
        if len({town.country for town in inside}) == 1 and _stands_out(inside) and not overshadowed:
            return inside[0], why
        return None
    return (famous, "far larger than its namesakes") if famous is not None else None


def _famous(towns: list[KnownPlace]) -> KnownPlace | None:
    """The capital, or the one large town among hamlets."""
    capitals = [town for town in towns if town.capital]
    if len(capitals) == 1 and capitals[0] is towns[0]:
        return capitals[0]
    second = towns[1].population if len(towns) > 1 else 0
    large = towns[0].population >= max(_WELL_KNOWN, _FAR_LARGER * second)
    return towns[0] if large else None


def _stands_out(towns: list[KnownPlace]) -> bool:
    return len(towns) == 1 or towns[0].population >= _LARGER * towns[1].population
