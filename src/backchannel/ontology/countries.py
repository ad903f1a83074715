"""Countries and territories: codes, names, demonyms, capitals."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from backchannel.ontology.actors import Alias, KnownActor
from backchannel.ontology.tables import read_table, split_list

COLUMNS = ("iso3", "name", "aliases", "adjectives", "people", "capitals", "key")


@dataclass(frozen=True, slots=True)
class Country:
    """A country or territory under its ISO 3166 alpha-3 code (Kosovo: XKX, a code ISO leaves to users).

    ``adjectives`` are "Korean"-like, ``people`` the nouns ("Poles", "Pole"); ``weak_capitals`` are among ``capitals``
    and are as often something else (Sofia, Santiago): they count only where the country is named as well.
    """

    iso3: str
    name: str
    aliases: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    capitals: tuple[str, ...] = ()
    weak_capitals: tuple[str, ...] = ()
    key: str | None = None

    @property
    def ref(self) -> str:
        """The country's id in the knowledge base."""
        return self.iso3.lower()


@cache
def load_countries() -> tuple[Country, ...]:
    """All countries of ``countries.tsv``, in its order. Raises BadRule where the table is malformed."""
    found = []
    for iso3, name, aliases, adjectives, people, capitals, key in read_table("countries", COLUMNS):
        seats = split_list(capitals)
        weak = tuple(seat[:-1] for seat in seats if seat.endswith("?"))
        seats = tuple(seat.rstrip("?") for seat in seats)
        lists = (split_list(aliases), split_list(adjectives), split_list(people), seats, weak)
        found.append(Country(iso3, name, *lists, key or None))
    return tuple(found)


@cache
def countries_by_code() -> dict[str, Country]:
    """The countries by ISO 3166 alpha-3 code."""
    return {country.iso3: country for country in load_countries()}


def country_actors() -> list[KnownActor]:
    """The countries as actors of the knowledge base."""
    return [
        KnownActor(land.ref, land.name, "country", country=land.iso3, sector="GOV", key=land.key, aliases=land.aliases)
        for land in load_countries()
    ]


def country_aliases() -> list[Alias]:
    """Demonyms and capitals as aliases; one that several countries share carries all of them, in the table's order."""
    found: dict[tuple[str, str], Alias] = {}
    for land in load_countries():
        words = [(word, "demonym") for word in land.adjectives]
        words += [(word, "people") for word in land.people if word not in land.adjectives]
        words += [(word, "capital") for word in land.capitals]
        for word, kind in words:
            before = found.get((word, kind))
            refs = (*before.refs, land.ref) if before else (land.ref,)
            needs = (land.ref,) if word in land.weak_capitals else ()
            found[word, kind] = Alias(word, refs, kind, needs)  # type: ignore[arg-type]
    return list(found.values())
