"""A user's own table of actors, which wins over ours.

The file is one of our tables (see ``tables``), found under the path that ``VARIABLE`` holds. Columns may be left out
and stand in any order, but for ``NEEDED``; cells missing at a line's end are empty. A row whose ref we know replaces
ours; the words of its name and aliases mean its actor and nobody else; our holder of a single office leaves it the day
before theirs comes.
"""

from __future__ import annotations

import datetime as dt
import difflib
import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import get_args

from backchannel.errors import BadRule
from backchannel.ontology.actors import ActorTable, Alias, AliasKind, KnownActor, Role
from backchannel.ontology.checks import SINGLE, shared_offices
from backchannel.ontology.countries import countries_by_code
from backchannel.ontology.plover import SECTORS
from backchannel.ontology.tables import split_list
from backchannel.records import ActorKind

VARIABLE = "BACKCHANNEL_ACTORS"
NEEDED = ("ref", "name", "kind")
LARGEST = 64 * 1024 * 1024  # bytes
LONGEST = 200  # characters of a name
_SHOWN = 40  # characters of a wrong value
_KINDS = tuple(kind for kind in get_args(ActorKind) if kind != "unknown")
_ROLES = re.compile(r"; *")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its place ("mine.tsv: line 3") and its cells by column, every column there."""

    where: str
    cells: dict[str, str]

    def fault(self, column: str, reason: str) -> BadRule:
        """The error of a wrong cell."""
        return BadRule(f"{self.where}: column {column}: {reason}")


def own_path() -> str | None:
    """Where the user's table is; None where there is none."""
    return os.environ.get(VARIABLE) or None


def read_own(path: str, columns: tuple[str, ...]) -> tuple[Row, ...]:
    """The rows of a user's table, cells checked one by one (roles and members not yet).

    Raises BadRule, which names file, line, column and what would be right.
    """
    rows: list[Row] = []
    head: list[str] | None = None
    seen: dict[str, str] = {}
    for number, line in enumerate(_text(path).split("\n"), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        where, cells = f"{path}: line {number}", [cell.strip() for cell in line.split("\t")]
        if head is None:
            head = _check_head(where, cells, columns)
            continue
        if len(cells) > len(head):
            raise BadRule(f"{where}: {len(cells)} cells, but the head names {len(head)} columns, parted by tabs")
        row = Row(where, dict.fromkeys(columns, "") | dict(zip(head, cells, strict=False)))
        _check_row(row)
        if seen.setdefault(row.cells["ref"], where) != where:
            raise row.fault("ref", f"{row.cells['ref']!r} stands in {seen[row.cells['ref']]} already; merge the two")
        rows.append(row)
    if head is None:
        raise BadRule(f"{path}: the table is empty; its first line names its columns: {', '.join(columns)}")
    return tuple(rows)


def add_own(ours: ActorTable, rows: Iterable[Row], read: Callable[[Row], KnownActor]) -> ActorTable:
    """Our table with theirs on top. Raises BadRule for roles and members that name nobody."""
    pairs = [(row, read(row)) for row in rows]
    own = {actor.ref: actor for _, actor in pairs}
    known = ActorTable({**ours.actors, **own}.values())
    offices = {role.office for actor in ours.actors.values() for role in actor.roles}
    for row, actor in pairs:
        _check_links(row, actor, known, offices)
    kept = _end_terms([actor for ref, actor in ours.actors.items() if ref not in own], own.values())
    places = {actor.ref: actor for actor in kept} | own
    order = dict.fromkeys((*ours.actors, *own))  # a replaced row keeps its place
    words = _own_aliases(own.values())
    taken = {alias.words for alias in words}
    aliases = [alias for alias in ours.aliases if alias.words not in taken]
    return ActorTable((places[ref] for ref in order), (*aliases, *words))


def _text(path: str) -> str:
    try:
        with Path(path).open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise BadRule(f"{path}: the table of actors cannot be read: {error.strerror or error}") from error
    if len(data) > LARGEST:
        raise BadRule(f"{path}: larger than {LARGEST // 1024 // 1024} MB; split off what you do not need")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BadRule(f"{path}: line {line}: not UTF-8; save the table as UTF-8 text, cells parted by tabs") from error


def _check_head(where: str, cells: list[str], columns: tuple[str, ...]) -> list[str]:
    for cell in cells:
        if cell not in columns:
            raise BadRule(f"{where}: {cell[:_SHOWN]!r} is no column; columns, parted by tabs, are {', '.join(columns)}")
    if len(set(cells)) < len(cells):
        raise BadRule(f"{where}: a column stands twice")
    missing = [column for column in NEEDED if column not in cells]
    if missing:
        raise BadRule(f"{where}: column {missing[0]} is missing; {', '.join(NEEDED)} must be there")
    return cells


# column: (whether the cell is right, what would be right); an empty cell is right but in NEEDED
_RIGHT: dict[str, tuple[Callable[[str], object], str]] = {
    "ref": (re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*").fullmatch, "lower-case words joined by hyphens, like jane-roe"),
    "name": (lambda cell: _is_name(cell), f"a name with a letter or digit, at most {LONGEST} characters"),
    "kind": (_KINDS.__contains__, f"one of {', '.join(_KINDS)}"),
    "country": (lambda cell: cell in countries_by_code(), "an ISO 3166 alpha-3 code, like FRA"),
    "sector": (SECTORS.__contains__, f"a PLOVER sector: {', '.join(SECTORS)}"),
    "key": (re.compile(r"Q[1-9][0-9]*").fullmatch, "a Wikidata id, like Q142"),
    "surname": (lambda cell: _is_name(cell), f"a name with a letter or digit, at most {LONGEST} characters"),
    "gender": (("m", "f").__contains__, "m, f or empty"),
    "aliases": (lambda cell: all(map(_is_name, cell.split("|"))), "names parted by |, none of them empty"),
}


def _check_row(row: Row) -> None:
    for column, (is_right, right) in _RIGHT.items():
        cell = row.cells[column]
        if (cell or column in NEEDED) and not is_right(cell):
            raise row.fault(column, f"{cell[:_SHOWN]!r} should be {right}")
    if row.cells["kind"] != "person" and row.cells["gender"]:
        raise row.fault("gender", "only a person has one; leave it empty")


def _is_name(words: str) -> bool:
    return len(words) <= LONGEST and any(map(str.isalnum, words))


def _check_links(row: Row, actor: KnownActor, known: ActorTable, offices: set[str]) -> None:
    for role in actor.roles:
        if role.office not in offices:
            close = difflib.get_close_matches(role.office, sorted(offices), n=3) or ["president", "foreign-minister"]
            raise row.fault("roles", f"no office is called {role.office!r}; there are {', '.join(close)}, …")
        if role.country is None and role.body is None:
            raise row.fault("roles", f"{role.office} of which country? Fill in country, or write {role.office}@FRA")
        if role.country is not None and role.country not in countries_by_code():
            raise row.fault("roles", f"no country has the code {role.country}; write an ISO 3166 alpha-3 code")
        if role.body is not None and known.get(role.body) is None:
            raise row.fault("roles", f"{role.body!r} after @ is nobody's ref, here or in our tables")
    for ref in actor.members:
        if known.get(ref) is None:
            raise row.fault("members", f"{ref[:_SHOWN]!r} is nobody's ref, here or in our tables")


def _own_aliases(own: Iterable[KnownActor]) -> tuple[Alias, ...]:
    """Their names as aliases, which stand before every actor's name; words that several of theirs bear mean each."""
    found: dict[str, Alias] = {}
    for actor in own:
        for words, kind in _writings(actor):
            before = found.get(words)
            refs = (actor.ref,) if before is None else tuple(dict.fromkeys((*before.refs, actor.ref)))
            found[words] = Alias(words, refs, kind if before is None else before.kind)
    return tuple(found.values())


def _writings(actor: KnownActor) -> Iterator[tuple[str, AliasKind]]:
    for words in (actor.name, *actor.aliases):
        yield words, "name"
    if "known-by-surname" in actor.tags and actor.surname is not None:
        for words in (actor.surname, *(tag[8:] for tag in actor.tags if tag.startswith("surname:"))):
            yield words, "surname"


def _end_terms(ours: list[KnownActor], own: Iterable[KnownActor]) -> list[KnownActor]:
    """Ours, each open term in an office that one person holds ended the day before theirs comes in."""
    begins: dict[tuple[str, str], list[dt.date]] = {}
    shared = shared_offices()
    for role in (role for actor in own for role in actor.roles if role.office in SINGLE):
        if role.country is not None and role.first is not None and (role.office, role.country) not in shared:
            begins.setdefault((role.office, role.country), []).append(role.first)
    if not begins:
        return ours
    ended = ((actor, tuple(_end_term(role, begins) for role in actor.roles)) for actor in ours)
    return [actor if roles == actor.roles else replace(actor, roles=roles) for actor, roles in ended]


def _end_term(role: Role, begins: dict[tuple[str, str], list[dt.date]]) -> Role:
    if role.last is not None or role.country is None:
        return role
    after = [day for day in begins.get((role.office, role.country), ()) if role.first is None or role.first < day]
    return replace(role, last=min(after) - dt.timedelta(days=1)) if after else role


def split_roles(cell: str) -> str:
    """The roles of a cell with blanks as our tables have them, so that "a 2001..;b" reads as well."""
    return "; ".join(part for part in _ROLES.split(cell) if part)


def split_names(cell: str, name: str) -> str:
    """The aliases of a cell once each, the name itself left out."""
    words = (one.strip() for one in split_list(cell))
    return "|".join(dict.fromkeys(one for one in words if one != name))
