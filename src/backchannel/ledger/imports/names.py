"""Names of event files -> parties: countries by their code, actors by the knowledge base's id where sure."""

from __future__ import annotations

from functools import lru_cache

from backchannel.ledger.names import fold_name
from backchannel.ledger.parties import actors_by_name, countries_by_name
from backchannel.ontology import load_actors, load_countries
from backchannel.records import Party


@lru_cache(maxsize=65_536)  # event files name few actors many times
def make_named_party(name: str, country: str | None, sector: str | None) -> Party:
    """The party that a file calls ``name`` and places in a country (name or ISO alpha-3).

    An actor of the knowledge base is taken only where name and country agree and nobody else is called so.
    """
    code = find_country(country) if country else None
    itself = find_country(name)
    if itself is not None and code in (None, itself):
        return Party(itself.lower(), name, itself, sector)
    known = [ref for ref in actors_by_name().get(fold_name(name), ()) if load_actors()[ref].country == code]
    ref = known[0] if len(known) == 1 and code is not None else fold_name(name)
    return Party(ref or name, name, code, sector)


def find_country(name: str) -> str | None:
    """The ISO alpha-3 code of a country's name, alias or code; None where no country is called so."""
    if len(name) == 3 and name.isupper() and name in _codes():
        return name
    return countries_by_name().get(fold_name(name))


@lru_cache(maxsize=1)
def _codes() -> frozenset[str]:
    return frozenset(land.iso3 for land in load_countries())
