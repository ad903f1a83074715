"""Places: sites, regions and waters written by hand (``sites.tsv``), towns of GeoNames (``places.tsv``).

Towns stand one a line, sorted by their spelling in lower case and plain letters; a line is read when its spelling is
asked for. To add a place, add a row to ``sites.tsv``: it comes before every town of the same spelling.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from backchannel.errors import BadRule
from backchannel.ontology.countries import Country, load_countries
from backchannel.ontology.tables import read_table, split_list
from backchannel.records import PlaceKind

SITE_COLUMNS = ("name", "kind", "country", "admin", "lat", "lon", "aliases", "needs")
KINDS = ("town", "region", "site", "water", "country")
_TOWN_CELLS = 8
_PLAIN = str.maketrans("’‘ʼʻøØłŁđĐıəðÐ–‑", "''''oOlLdDiedD--")


@dataclass(frozen=True, slots=True)
class KnownPlace:
    """One place. ``country`` is ISO 3166 alpha-3, None where disputed or shared; ``lat`` and ``lon`` are degrees.

    ``geonames`` is the id in GeoNames; ``population`` 0 where unknown; ``listed`` marks rows written by hand; of
    ``needs`` (countries) one must be named in the story.
    """

    name: str
    kind: PlaceKind
    country: str | None
    admin: str | None = None
    lat: float | None = None
    lon: float | None = None
    geonames: int | None = None
    population: int = 0
    capital: bool = False
    listed: bool = False
    needs: tuple[str, ...] = ()


@lru_cache(maxsize=4096)
def find_spelling(folded: str) -> tuple[KnownPlace, ...]:
    """The places of that spelling (lower case, plain letters): by hand, countries, then towns, the largest first.

    Raises BadRule where a table is malformed.
    """
    lines = _town_lines()
    key = folded + "\t"
    at = bisect_left(lines, key)
    towns = []
    while at < len(lines) and lines[at].startswith(key):
        towns.append(_read_town(lines[at]))
        at += 1
    towns.sort(key=lambda town: -town.population)
    land = _lands().get(folded)
    country = (KnownPlace(land.name, "country", land.iso3),) if land is not None else ()
    return (*_sites().get(folded, ()), *country, *towns)


@cache
def load_sites() -> tuple[tuple[KnownPlace, tuple[str, ...]], ...]:
    """The rows of ``sites.tsv``, each with its other spellings. Raises BadRule for unknown kinds or bad coordinates."""
    found = []
    for name, kind, country, admin, lat, lon, aliases, needs in read_table("sites", SITE_COLUMNS):
        where = f"ontology/sites.tsv: {name}"
        if kind not in KINDS:
            raise BadRule(f"{where}: kind must be one of {KINDS}, is {kind!r}")
        try:
            degrees = float(lat), float(lon)
        except ValueError:
            raise BadRule(f"{where}: lat and lon must be degrees, are {lat!r}, {lon!r}") from None
        place = KnownPlace(
            name,
            kind,  # type: ignore[arg-type]
            country or None,
            admin or None,
            *degrees,
            capital=kind == "town" and (name.lower(), country) in _capitals(),
            listed=True,
            needs=split_list(needs),
        )
        found.append((place, split_list(aliases)))
    return tuple(found)


@cache
def _sites() -> dict[str, tuple[KnownPlace, ...]]:
    found: dict[str, tuple[KnownPlace, ...]] = {}
    for place, aliases in load_sites():
        for words in (place.name, *aliases):
            key = fold(words)
            found[key] = (*found.get(key, ()), place)
    return found


@cache
def _lands() -> dict[str, Country]:
    return {fold(words): land for land in load_countries() for words in (land.name, *land.aliases)}


@cache
def _capitals() -> frozenset[tuple[str, str]]:
    return frozenset((fold(seat), land.iso3) for land in load_countries() for seat in land.capitals)


@cache
def _town_lines() -> list[str]:
    text = resources.files(__package__).joinpath("places.tsv").read_text(encoding="utf-8")
    return [line for line in text.split("\n") if line and not line.startswith("#")][1:]


def _read_town(line: str) -> KnownPlace:
    cells = line.split("\t")
    if len(cells) != _TOWN_CELLS:
        raise BadRule(f"ontology/places.tsv: {len(cells)} cells, needs {_TOWN_CELLS}: {line[:60]!r}")
    spelling, id, name, country, admin, lat, lon, population = cells
    capital = (spelling, country) in _capitals()
    return KnownPlace(
        name, "town", country, admin or None, float(lat), float(lon), int(id), int(population), capital=capital
    )


@lru_cache(maxsize=4096)
def fold(words: str) -> str:
    """Lower case, plain letters, straight quotes: how spellings are looked up."""
    plain = "".join(char for char in unicodedata.normalize("NFKD", words.translate(_PLAIN)) if char.isascii())
    return plain.lower()
