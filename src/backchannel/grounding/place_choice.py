"""Which of the places of one spelling is meant: each is weighed by its people and by what the story names beside it.

The weights are decimal logarithms: one point stands for ten times the people. They were set by hand on the development
half of ``bench/gold/place_labels.tsv``. A place must be ahead of its namesakes by ``_AHEAD``, or it stays open.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from backchannel.ontology.places import KnownPlace, fold

_AHEAD = 0.5
_FEWEST, _UNCOUNTED = 300, 2_000  # people counted for a place at least, and where nobody counted
_LISTED_TOWN, _LISTED, _COUNTRY, _SITE = 0.7, 20.0, 8.0, 4.0
_CAPITAL, _OWN_CAPITAL = 0.5, 1.5  # the latter where its country is named
_REGION, _DISTRICT, _CALLED_REGION = -0.5, -1.5, 3.0
_IN_SENTENCE, _IN_STORY, _MOST_NAMED = 2.2, 1.4, 0.5
_EVERYWHERE = frozenset({"USA", "GBR", "RUS", "CHN"})  # named in stories of everywhere: that tells less
_LESS = 0.4
_REGION_IN_SENTENCE, _REGION_IN_STORY = 2.0, 1.2
_CALLED = "called a region"
_SAME = 60.0  # km: a town, its region and its airport


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What tells places apart.

    ``near`` and ``story`` are the countries named in the sentence and the story, ``regions_near`` and ``regions`` the
    regions (country, folded name); ``beside`` is what stands right beside the name; ``called_region`` is set where the
    next word is "region", "province" …
    """

    near: frozenset[str]
    story: Mapping[str, int]
    beside: tuple[KnownPlace, ...] = ()
    regions_near: frozenset[tuple[str, str]] = field(default_factory=frozenset)
    regions: frozenset[tuple[str, str]] = field(default_factory=frozenset)
    called_region: bool = False


def choose_place(known: tuple[KnownPlace, ...], around: Surroundings) -> tuple[KnownPlace, str] | None:
    """The place that is meant, and why; None where that stays open. ``known`` are the places of one spelling."""
    ready = [place for place in known if not place.needs or any(land in around.story for land in place.needs)]
    if around.beside:
        return _by_neighbour(ready, around)
    weighed = [(weight, why, place) for place in ready for weight, why in (weigh(place, around),)]
    return _best(weighed)


def weigh(place: KnownPlace, around: Surroundings) -> tuple[float, str]:
    """How likely the place is meant, in points, and the weightiest reason."""
    points, why = _standing(place), "the largest of that name"
    if place.listed:
        why = "of our own list"
    if place.kind == "country":
        return points - (0 if _surely_country(place, around) else 3.0), "a country"
    if place.kind == "region" and around.called_region:
        points, why = points + _CALLED_REGION, _CALLED
    land = place.country
    if land is None:
        return points, why
    if why == _CALLED:
        return points + (_IN_SENTENCE if land in around.near else _IN_STORY if land in around.story else 0.0), why
    less = _LESS if land in _EVERYWHERE else 1.0
    if land in around.near:
        points, why = points + _IN_SENTENCE * less, "its country stands in the sentence"
    elif land in around.story:
        points, why = points + _IN_STORY * less, "its country in the story"
    if land in around.story:
        most = max(around.story.values())
        others = sum(1 for count in around.story.values() if count == most)
        points += _MOST_NAMED * less if around.story[land] == most > 1 and others == 1 else 0.0
        points += _OWN_CAPITAL if place.capital else 0.0
    region = (land, fold(place.admin or ""))
    if region in around.regions_near:
        points, why = points + _REGION_IN_SENTENCE, f"{place.admin} stands in the sentence"
    elif region in around.regions:
        points, why = points + _REGION_IN_STORY, f"{place.admin} stands in the story"
    return points, why


def _standing(place: KnownPlace) -> float:
    """What the place weighs by itself."""
    if place.kind == "country":
        return _COUNTRY
    if place.listed and place.kind != "town":
        return _LISTED
    if place.kind == "site":
        return _SITE
    people = math.log10(max(place.population or _UNCOUNTED, _FEWEST))
    if place.kind == "region":
        return people + (_REGION if place.admin is None else _DISTRICT)
    return people + (_LISTED_TOWN if place.listed else 0.0) + (_CAPITAL if place.capital else 0.0)


def _best(weighed: list[tuple[float, str, KnownPlace]]) -> tuple[KnownPlace, str] | None:
    """The weightiest, where it is ahead of every other place; of one place's rows the one by hand."""
    weighed = _merge(weighed)
    if not weighed:
        return None
    points, why, place = weighed[0]
    second = weighed[1][0] if len(weighed) > 1 else -math.inf
    if points - second < _AHEAD:
        return None
    return place, "the only one of that name" if len(weighed) == 1 and why == "the largest of that name" else why


def _merge(weighed: list[tuple[float, str, KnownPlace]]) -> list[tuple[float, str, KnownPlace]]:
    """The same place once, the weightiest first: a hand-written town has its people from the row of the same town."""
    ordered = sorted(weighed, key=lambda one: -one[0])
    kept: list[tuple[float, str, KnownPlace]] = []
    for points, why, place in ordered:
        twin = next((number for number, (_, _, other) in enumerate(kept) if _same(place, other)), None)
        if twin is None:
            kept.append((points, why, place))
            continue
        best, reason, other = kept[twin]
        if place.listed and place.kind == other.kind:
            # its own row has the name news uses, the other the people, the region and the id
            admin = place.admin or (other.admin if place.country is not None else None)
            whole = replace(place, admin=admin, geonames=other.geonames)
            kept[twin] = best + (_LISTED_TOWN if place.kind == "town" else 0.0), reason, whole
        elif place.kind == "town" and other.kind == "region" and not other.listed and reason != _CALLED:
            kept[twin] = best, reason, place  # «in Donetsk» is the city
    return sorted(kept, key=lambda one: -one[0])


def _same(one: KnownPlace, other: KnownPlace) -> bool:
    if "country" in (one.kind, other.kind):
        return one.country == other.country and fold(one.name) == fold(other.name)  # «Singapore»
    disputed = any(place.listed and place.country is None and place.kind == "town" for place in (one, other))
    if one.country != other.country and not disputed:
        return False
    if one.lat is None or other.lat is None or one.lon is None or other.lon is None:
        return False
    inside = fold(one.admin or "") == fold(other.name) or fold(other.admin or "") == fold(one.name)
    inside = inside or (one.kind == other.kind == "region" and fold(one.name) == fold(other.name))
    return inside or kilometres((one.lat, one.lon), (other.lat, other.lon)) <= _SAME


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The distance of two points (degrees) on the globe."""
    a, b, turn = math.radians(one[0]), math.radians(other[0]), math.radians(other[1] - one[1])
    step = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(turn / 2) ** 2
    return 6371 * 2 * math.asin(math.sqrt(min(step, 1.0)))


def _by_neighbour(ready: list[KnownPlace], around: Surroundings) -> tuple[KnownPlace, str] | None:
    """The largest in the country or region named right beside; None where there is none there."""
    inside = []
    for place in ready:
        wider = next((wider for wider in around.beside if _within(place, wider)), None)
        if wider is not None:
            inside.append((weigh(place, around)[0], f"{wider.name} stands beside it", place))
    return _best(inside)


def _within(place: KnownPlace, wider: KnownPlace) -> bool:
    if place.kind == "country" or place.country is None or place.country != wider.country:
        return False
    if wider.kind == "country" or (wider.listed and wider.admin is None) or (place.listed and place.admin is None):
        return True
    return fold(place.admin or "") == fold(wider.name) and place != wider


def _surely_country(land: KnownPlace, around: Surroundings) -> bool:
    """Georgia is a state of the USA as well: it needs one of its neighbours, or its people, beside it."""
    if land.country != "GEO":
        return True
    return around.story.get("GEO", 0) > 1 or any(code in around.story for code in ("RUS", "ARM", "AZE", "TUR", "UKR"))
