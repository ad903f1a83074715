"""PLOVER, countries, actors, institutions: tables of facts, sources named in each."""

from backchannel.ontology.actors import ActorTable, Alias, KnownActor, Role
from backchannel.ontology.countries import Country, load_countries
from backchannel.ontology.institutions import office_organisation
from backchannel.ontology.loading import load_actors
from backchannel.ontology.plover import SECTORS, TYPES

__all__ = [
    "SECTORS",
    "TYPES",
    "ActorTable",
    "Alias",
    "Country",
    "KnownActor",
    "Role",
    "load_actors",
    "load_countries",
    "office_organisation",
]
