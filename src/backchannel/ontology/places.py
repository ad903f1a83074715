"""Places: sites, regions and waters written by hand (``sites.tsv``), towns, regions and airports (``places.tsv``).

The latter stand one a line, sorted by their spelling as ``fold`` writes it; a line is read when its spelling is asked
for. To add a place, add a row to ``sites.tsv``: it comes before every other of the same spelling.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from backchannel.errors import BadRule
from backchannel.ontology.countries import Country, load_countries
from backchannel.ontology.tables import read_table, split_list
from backchannel.records import PlaceKind

SITE_COLUMNS = ("name", "kind", "country", "admin", "lat", "lon", "aliases", "needs")
KINDS = ("town", "region", "site", "water", "country")
_CELLS = 9
_PLAIN = str.maketrans("’‘ʼʻøØłŁđĐıəƏðÐ–‑", "''''oOlLdDieEdD--")
_SIGNS = str.maketrans("-", " ", "'`\".")


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
    """The places of that spelling (see ``fold``): by hand, countries, then towns, regions, sites, the largest first.

    Raises BadRule where a table is malformed.
    """
    found = sorted(map(_read_line, _lines_of(folded)), key=_order)
    land = _lands().get(folded)
    country = (KnownPlace(land.name, "country", land.iso3),) if land is not None else ()
    return (*_sites().get(folded, ()), *country, *found)


@lru_cache(maxsize=8192)
def opens_spelling(folded: str) -> tuple[bool, bool]:
    """Whether that is a spelling, and whether a longer one begins with it and a blank."""
    table, key = _table(), folded.encode()
    at = _find(key + b"\t")
    whole = table.startswith(key + b"\t", at)
    while table.startswith(key + b"\t", at):  # the longer ones stand right behind: a blank sorts next to a tab
        at = table.find(b"\n", at) + 1 or len(table)
    whole = whole or folded in _sites() or folded in _lands()
    return whole, table.startswith(key + b" ", at) or folded + " " in _openings()


@cache
def _openings() -> frozenset[str]:
    """What the spellings of sites and countries begin with, up to each blank."""
    known = (*_sites(), *_lands())
    return frozenset(one[: at + 1] for one in known for at, sign in enumerate(one) if sign == " ")


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
            capital=kind == "town" and (fold(name), country) in _capitals(),
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
def _table() -> bytes:
    """The rows of ``places.tsv`` as they stand: a list of all lines would take far longer to make than one look-up."""
    table = resources.files(__package__).joinpath("places.tsv").read_bytes()
    return table[table.index(b"\nspelling\t") + 1 :]


def _find(key: bytes) -> int:
    """The offset of the first line that does not sort before that key, by bisection."""
    table = _table()
    low, high = table.index(b"\n") + 1, len(table)
    while low < high:
        start = table.rfind(b"\n", low, (low + high) // 2) + 1 or low
        if table[start : start + len(key)] < key:
            low = table.find(b"\n", start) + 1 or len(table)
        else:
            high = start
    return low


def _lines_of(folded: str) -> Iterator[str]:
    """The lines that open with that spelling."""
    table, key = _table(), folded.encode() + b"\t"
    at = _find(key)
    while table.startswith(key, at):
        end = table.find(b"\n", at)
        yield table[at : end if end >= 0 else len(table)].decode()
        at = end + 1 if end >= 0 else len(table)


def _order(place: KnownPlace) -> tuple[int, int]:
    return ("town", "region", "site").index(place.kind), -place.population


def _read_line(line: str) -> KnownPlace:
    cells = line.split("\t")
    if len(cells) != _CELLS:
        raise BadRule(f"ontology/places.tsv: {len(cells)} cells, needs {_CELLS}: {line[:60]!r}")
    spelling, id, name, kind, country, admin, lat, lon, people = cells
    capital = kind == "capital" or (kind == "town" and (spelling, country) in _capitals())
    shown: PlaceKind = "town" if kind == "capital" else kind  # type: ignore[assignment]
    number = int(id) if id else None
    return KnownPlace(name, shown, country, admin or None, float(lat), float(lon), number, int(people), capital)


@lru_cache(maxsize=4096)
def fold(words: str) -> str:
    """Lower case, plain letters, blanks for hyphens, no dots or quotes: how spellings are looked up."""
    plain = "".join(char for char in unicodedata.normalize("NFKD", words.translate(_PLAIN)) if char.isascii())
    return plain.lower().translate(_SIGNS)
