"""The ICEWS layout: 20 tab-separated columns, CAMEO codes, actors and countries by English name.

Source: "ICEWS Coded Event Data" (Boschee et al., Harvard Dataverse) and its codebook.
"""

from __future__ import annotations

from functools import cache

from backchannel.errors import BadInput
from backchannel.ledger.imports.lines import Cells, Found, Lines, read_day, read_table
from backchannel.ledger.imports.names import make_named_party
from backchannel.ontology.tables import read_table as read_facts
from backchannel.ontology.tables import split_list
from backchannel.records import Entry, Interval, Party

COLUMNS = (
    "Event ID",
    "Event Date",
    "Source Name",
    "Source Sectors",
    "Source Country",
    "Event Text",
    "CAMEO Code",
    "Intensity",
    "Target Name",
    "Target Sectors",
    "Target Country",
    "Story ID",
    "Sentence Number",
    "Publisher",
    "City",
    "District",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
)
NEEDED = ("Event Date", "Source Name", "Source Country", "CAMEO Code", "Target Name", "Target Country")
HOST = "043"  # "hosts a visit": the guest is PLOVER's actor, so the sides change places
OUTSIDE = ("01", "02")  # statements and appeals: PLOVER has no type for them


def read_icews(lines: Lines, name: str) -> Found:
    """The rows of an ICEWS file; statements and appeals are None, as PLOVER has no such event."""
    return read_table(lines, NEEDED, "icews", read_row, name)


def read_row(cells: Cells, id: str, origin: str) -> Entry | None:
    """One row as an entry; None for codes outside PLOVER. Raises BadInput for a wrong day or code, or no source."""
    day = read_day(cells, "Event Date")
    code = complete_code(cells["CAMEO Code"])
    if code.startswith(OUTSIDE):
        return None
    type, mode, contexts = cameo_codes()[code]
    source, target = _party(cells, "Source"), _party(cells, "Target")
    if source is None:
        raise BadInput("Source Name: is empty; an event needs somebody who did it")
    sides = ((source,), () if target is None else (target,))
    actors, recipients = sides[::-1] if code == HOST and target is not None else sides
    return Entry(
        id=id,
        type=type,
        status="happened",
        actors=actors,
        recipients=recipients,
        origin=origin,
        mode=mode,
        contexts=contexts,
        when=Interval(day, day),
        known=day,
        words=cells.get("Event Text") or None,
        where=_place(cells),
        because=f"CAMEO {code}",
    )


def complete_code(code: str) -> str:
    """A CAMEO code with the leading zero that spreadsheets drop ("42" is 042). Raises BadInput for any other."""
    known = cameo_codes()
    for candidate in (code, f"0{code}"):
        if candidate in known or (candidate.startswith(OUTSIDE) and candidate.isdigit() and len(candidate) in (3, 4)):
            return candidate
    raise BadInput(f"CAMEO Code: {code[:20]!r} is no code of CAMEO's")


@cache
def cameo_codes() -> dict[str, tuple[str, str | None, tuple[str, ...]]]:
    """CAMEO code -> PLOVER type, mode and contexts."""
    rows = read_facts("cameo", ("code", "type", "mode", "contexts"))
    return {code: (type, mode or None, split_list(contexts)) for code, type, mode, contexts in rows}


def _party(cells: Cells, side: str) -> Party | None:
    name = cells[f"{side} Name"]
    return make_named_party(name, cells[f"{side} Country"] or None, None) if name else None


def _place(cells: Cells) -> str | None:
    parts = [cells.get(column, "") for column in ("City", "District", "Province", "Country")]
    return ", ".join(dict.fromkeys(part for part in parts if part)) or None
