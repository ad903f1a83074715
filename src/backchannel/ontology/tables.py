"""Reads the tab-separated tables of facts under ``ontology/``.

A table is UTF-8 text: comment lines start with ``#`` and name the sources and the day the table is complete to
("# complete to: 2025-06-30"); then one head line with the column names, then one row a line. ``|`` parts the values of
a list, ``; `` the roles. A role reads "office first..last", ends included, days as wide as they are known ("2014",
"2014-05", "2014-05-30", empty for unknown or still open); "office@un" is an office of that organisation, "office@USA"
one of another country.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from importlib import resources

from backchannel.errors import BadRule
from backchannel.ontology.actors import Role

_COMPLETE = re.compile(r"^# complete to: (\d{4}-\d{2}-\d{2})\s*$", re.MULTILINE)
_ROLE = re.compile(r"([a-z-]+)(?:@([A-Za-z0-9-]+))?(?: ([\d-]*)\.\.([\d-]*))?(?: (acting|joint))?")


def read_table(name: str, columns: tuple[str, ...]) -> list[list[str]]:
    """The rows of ``ontology/<name>.tsv``, each with as many cells as there are columns.

    Raises BadRule where the file is missing, its head differs from ``columns``, or a row has another number of cells.
    """
    return parse_table(name, _text(name), columns)


def parse_table(name: str, text: str, columns: tuple[str, ...]) -> list[list[str]]:
    """The rows in ``text``, checked as ``read_table`` does."""
    rows: list[list[str]] = []
    head = True
    for number, line in enumerate(text.split("\n"), start=1):
        if not line or line.startswith("#"):
            continue
        cells = line.split("\t")
        if head:
            if tuple(cells) != columns:
                raise BadRule(f"ontology/{name}.tsv: line {number}: columns must be {columns}, are {tuple(cells)}")
            head = False
        elif len(cells) != len(columns):
            where = f"ontology/{name}.tsv: line {number}"
            raise BadRule(f"{where}: {len(cells)} cells, needs {len(columns)}: {line[:60]!r}")
        else:
            rows.append(cells)
    return rows


def complete_to(name: str) -> dt.date | None:
    """The day up to which the table claims to be complete; None where its head does not say."""
    found = _COMPLETE.search(_text(name))
    return dt.date.fromisoformat(found[1]) if found else None


def split_list(cell: str) -> tuple[str, ...]:
    """The values of a cell parted by ``|``."""
    return tuple(cell.split("|")) if cell else ()


def parse_roles(where: str, cell: str, country: str | None, known: dt.date | None = None) -> tuple[Role, ...]:
    """The roles in a cell; ``country`` is theirs where they name none, ``known`` the check day of their open ends.

    Raises BadRule, naming ``where``, for a role that cannot be read or is reversed.
    """
    return tuple(_parse_role(where, words, country, known) for words in cell.split("; ")) if cell else ()


def _parse_role(where: str, words: str, country: str | None, known: dt.date | None) -> Role:
    match = _ROLE.fullmatch(words)
    if match is None:
        raise BadRule(f"{where}: role {words!r} should read 'office first..last', days as 2014, 2014-05 or 2014-05-30")
    office, place, first, last, _ = match.groups()
    body = None
    if place is not None:
        country, body = (place, None) if place.isupper() else (None, place)
    begin, end = _day(where, first, last=False), _day(where, last, last=True)
    role = Role(office, country, begin, end, body, None if last else known)
    if role.first is not None and role.last is not None and role.first > role.last:
        raise BadRule(f"{where}: role {words!r} ends before it begins")
    return role


def _day(where: str, words: str | None, *, last: bool) -> dt.date | None:
    """A day; a bare year or month gives its first or last day, so that the interval is as wide as the words."""
    if not words:
        return None
    try:
        if len(words) == 10:
            return dt.date.fromisoformat(words)
        year, month = int(words[:4]), int(words[5:7]) if len(words) > 4 else (12 if last else 1)
        return dt.date(year, month, calendar.monthrange(year, month)[1] if last else 1)
    except ValueError:
        raise BadRule(f"{where}: {words!r} is no day; write it like 2014, 2014-05 or 2014-05-30") from None


def _text(name: str) -> str:
    try:
        return resources.files(__package__).joinpath(f"{name}.tsv").read_text(encoding="utf-8")
    except FileNotFoundError:
        raise BadRule(f"ontology/{name}.tsv: no such file") from None
