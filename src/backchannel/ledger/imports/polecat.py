"""The POLECAT layout: 40 tab-separated columns, PLOVER types, countries as ISO alpha-3, "None" for what is missing.

Source: "POLECAT Weekly Data" (Halterman et al., Harvard Dataverse) and its codebook.
"""

from __future__ import annotations

import re

from backchannel.errors import BadInput
from backchannel.ledger.imports.lines import Cells, Found, Lines, read_day, read_table
from backchannel.ledger.imports.names import make_named_party
from backchannel.ontology import SECTORS, TYPES
from backchannel.records import Entry, Interval, Party

NEEDED = (
    "Event Date",
    "Event Type",
    "Event Mode",
    "Contexts",
    "Actor Name",
    "Actor Country",
    "Recipient Name",
    "Recipient Country",
    "Publication Date",
)
MISSING = frozenset({"", "None", "none", "NA", "nan"})
_PARTING = re.compile(r"\s*[;,|]\s*")


def read_polecat(lines: Lines, name: str) -> Found:
    """The rows of a POLECAT file. The public could know an event on its publication day, not before."""
    return read_table(lines, NEEDED, "polecat", read_row, name)


def read_row(cells: Cells, id: str, origin: str) -> Entry:
    """One row as an entry. Raises BadInput for wrong days or types; cells that slid into other columns show so."""
    day = read_day(cells, "Event Date")
    type = cells["Event Type"].upper()
    if type not in TYPES:
        raise BadInput(f"Event Type: {cells['Event Type'][:40]!r} is none of PLOVER's types")
    known = day if cells["Publication Date"] in MISSING else read_day(cells, "Publication Date")
    mode = _value(cells, "Event Mode")
    actor, recipient = _party(cells, "Actor"), _party(cells, "Recipient")
    if actor is None and recipient is None:
        raise BadInput("Actor Name and Recipient Name: both are missing; an event needs somebody")
    return Entry(
        id=id,
        type=type,
        status="happened",
        actors=() if actor is None else (actor,),
        recipients=() if recipient is None else (recipient,),
        origin=origin,
        mode=None if mode is None else mode.lower().replace("_", "-"),
        contexts=_values(cells, "Contexts"),
        when=Interval(day, day),
        known=known,
        where=_place(cells),
        because="POLECAT",
    )


def _value(cells: Cells, column: str) -> str | None:
    value = cells.get(column, "")
    return None if value in MISSING else value


def _values(cells: Cells, column: str) -> tuple[str, ...]:
    parts = _PARTING.split(_value(cells, column) or "")
    return tuple(dict.fromkeys(part.lower() for part in parts if part not in MISSING))


def _party(cells: Cells, side: str) -> Party | None:
    country = _value(cells, f"{side} Country")
    name = _value(cells, f"{side} Name") or country
    if name is None:
        return None
    sector = _value(cells, f"Primary {side} Sector")
    return make_named_party(name, country, sector if sector in SECTORS else None)


def _place(cells: Cells) -> str | None:
    parts = [_value(cells, column) for column in ("Placename", "City", "District", "Province", "Country")]
    return ", ".join(dict.fromkeys(part for part in parts if part is not None)) or None
