"""Puts the tables of actors together.

To add a table, write ``ontology/<name>.tsv`` with the columns below and its sources in the head, and add its name to
``TABLES``.
"""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import get_args

from backchannel.errors import BadRule
from backchannel.ontology.actors import ActorTable, Alias, AliasKind, KnownActor
from backchannel.ontology.countries import country_actors, country_aliases
from backchannel.ontology.own import Row, add_own, own_path, read_own, split_names, split_roles
from backchannel.ontology.tables import complete_to, parse_roles, read_table, split_list
from backchannel.records import ActorKind

# Each table holds actors in COLUMNS. Where two tables know the same ref, the earlier row stands and takes over what it
# lacks from the later one: "officials" is generated and adds to what the others say by hand.
TABLES = (
    *("leaders", "ministers", "figures", "organisations", "armed_groups", "media", "companies", "bodies", "officials"),
)
GENERATED = frozenset({"officials"})
COLUMNS = (
    *("ref", "name", "kind", "country", "sector", "key", "surname", "gender", "aliases", "roles", "tags", "members"),
)
_KINDS = frozenset(get_args(ActorKind))
_ALIAS_KINDS = frozenset(get_args(AliasKind))
_HYPHENED = frozenset({"PRK", "KOR", "TWN", "CHN", "HKG"})


def load_actors() -> ActorTable:
    """The knowledge base, read once: what ships with the package, and the user's own table on top (see ``own``).

    Raises BadRule where a table is malformed.
    """
    return _load(own_path())


@cache
def _load(own: str | None) -> ActorTable:
    return load_shipped() if own is None else add_own(load_shipped(), read_own(own, COLUMNS), _read_own_actor)


def _read_own_actor(row: Row) -> KnownActor:
    roles, names = split_roles(row.cells["roles"]), split_names(row.cells["aliases"], row.cells["name"])
    parse_roles(f"{row.where}: column roles", roles, row.cells["country"] or None)  # told with its line, if it is wrong
    return read_actor(row.where, list((row.cells | {"roles": roles, "aliases": names}).values()))


@cache
def load_shipped() -> ActorTable:
    """The knowledge base that ships with the package alone. Raises BadRule where a table is malformed."""
    actors = {actor.ref: actor for actor in country_actors()}
    for table in TABLES:
        known = complete_to(table) if table in GENERATED else None
        for cells in read_table(table, COLUMNS):
            actor = read_actor(table, cells, known)
            before = actors.get(actor.ref)
            if before is not None and table not in GENERATED:
                raise BadRule(f"ontology/{table}.tsv: {actor.ref}: stands in an earlier table or row already")
            if before is None:
                actors[actor.ref] = actor
    return ActorTable(actors.values(), (*country_aliases(), *load_metonyms()))


def read_actor(table: str, cells: list[str], known: dt.date | None = None) -> KnownActor:
    """One row as an actor; ``known`` is the check day of open ends. Raises BadRule for unknown kinds or bad roles."""
    ref, name, kind, country, sector, key, surname, gender, aliases, roles, tags, members = cells
    where = f"ontology/{table}.tsv: {ref}"
    if kind not in _KINDS:
        raise BadRule(f"{where}: kind must be one of {sorted(_KINDS)}, is {kind!r}")
    written = split_list(aliases)
    if kind == "person" and country in _HYPHENED:
        forms = (other for one in (name, *written) for other in _hyphen_forms(one))
        written = tuple(words for words in dict.fromkeys((*written, *forms)) if words != name)
    return KnownActor(
        ref,
        name,
        kind,  # type: ignore[arg-type]
        country or None,
        sector or None,
        key or None,
        written,
        surname or None,
        gender or None,
        parse_roles(where, roles, country or None, known),
        split_list(tags),
        split_list(members),
    )


def load_metonyms() -> list[Alias]:
    """The aliases of ``metonyms.tsv`` and the names to step over of ``other_names.tsv``."""
    found = []
    for words, kind, refs, needs in read_table("metonyms", ("words", "kind", "refs", "needs")):
        if kind not in _ALIAS_KINDS:
            raise BadRule(f"ontology/metonyms.tsv: {words}: kind must be one of {sorted(_ALIAS_KINDS)}, is {kind!r}")
        found.append(Alias(words, split_list(refs), kind, split_list(needs)))  # type: ignore[arg-type]
    found += [Alias(words, (), "block") for (words,) in read_table("other_names", ("words",))]
    return found


def _hyphen_forms(name: str) -> tuple[str, ...]:
    """Kim Jong Un as Kim Jong-un and Kim Jong-Un, and the reverse; given names are written both ways."""
    words = name.split(" ")
    if len(words) == 3 and all(word.isalpha() for word in words):
        family, first, second = words
        return (f"{family} {first}-{second.lower()}", f"{family} {first}-{second}")
    if len(words) == 2 and words[1].count("-") == 1:
        first, second = words[1].split("-")
        return (f"{words[0]} {first} {second.title()}", f"{words[0]} {first}-{second.title()}")
    return ()
