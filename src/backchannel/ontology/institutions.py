"""A country's ministries, parliament, courts and services, composed from the country and a noun.

No table could list every "South Korean Unification Ministry" and "Japan's Foreign Ministry" of the world; they are
composed of a country and a row of ``institutions.tsv``. Where an organisation of the knowledge base is that institution
("is:foreign-ministry" among its tags: the State Department), it is given instead.
"""

from __future__ import annotations

import re
from functools import cache

from backchannel.ontology.actors import KnownActor
from backchannel.ontology.countries import countries_by_code
from backchannel.ontology.tables import read_table, split_list

_LEADING = re.compile(r"^(?:the |its |their |his |her |our )+")


@cache
def load_institutions() -> dict[str, tuple[str, str, tuple[str, ...]]]:
    """Slug -> PLOVER sector, name, and the lower-case ways of writing it."""
    rows = read_table("institutions", ("slug", "sector", "name", "forms"))
    return {slug: (sector, name, (name.lower(), *split_list(forms))) for slug, sector, name, forms in rows}


@cache
def institution_forms() -> dict[str, str]:
    """Lower-case noun phrase -> slug of the institution: "foreign ministry" -> "foreign-ministry"."""
    return {form: slug for slug, (_, _, forms) in load_institutions().items() for form in forms}


def office_organisation(country: str, words: str) -> KnownActor | None:
    """The institution that ``words`` ("Unification Ministry", "the defense ministry") means in a country (ISO alpha-3).

    None where the words name no kind of institution or the country is unknown.
    """
    slug = institution_forms().get(_LEADING.sub("", " ".join(words.lower().replace("’", "'").split())))
    if slug is None or country not in countries_by_code():
        return None
    return _own_institutions().get((country, slug)) or compose_institution(f"{country.lower()}-{slug}")


@cache
def compose_institution(ref: str) -> KnownActor | None:
    """The composed institution of a ref such as "jpn-foreign-ministry"; None where the ref is no such thing."""
    code, _, slug = ref.partition("-")
    land = countries_by_code().get(code.upper())
    row = load_institutions().get(slug)
    if land is None or row is None or code != code.lower():
        return None
    sector, name, _ = row
    owner = f"{land.name}’" if land.name.endswith("s") else f"{land.name}’s"
    return KnownActor(ref, f"{owner} {name}", "organisation", country=land.iso3, sector=sector)


@cache
def _own_institutions() -> dict[tuple[str, str], KnownActor]:
    from backchannel.ontology.loading import load_actors

    return {
        (actor.country, tag[3:]): actor
        for actor in load_actors().actors.values()
        for tag in actor.tags
        if actor.country is not None and tag.startswith("is:")
    }
