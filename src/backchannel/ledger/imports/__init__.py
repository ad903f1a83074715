"""Event data made elsewhere -> entries of the ledger.

To add a layout: one file here with a function of the kind ``Reader``, and one line in ``IMPORTS``; describe it in
``docs/ledger.md``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from backchannel.errors import BadInput
from backchannel.ledger.imports.icews import read_icews
from backchannel.ledger.imports.jsonl import read_jsonl
from backchannel.ledger.imports.lines import Reader, read_lines
from backchannel.ledger.imports.polecat import read_polecat
from backchannel.ledger.store import Ledger
from backchannel.records import Entry

BATCH = 2000  # entries in one transaction
MOST_PROBLEMS = 20  # how many are listed; all are counted

IMPORTS: dict[str, Reader] = {
    "icews": read_icews,
    "polecat": read_polecat,
    "jsonl": read_jsonl,
}


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of the rows of one file: ``added + already + uncoded + bad == rows``.

    ``already`` were in the ledger or stood in the file before; ``uncoded`` have a code that is no PLOVER event; ``bad``
    cannot be read, and the first of them stand in ``problems`` as (line number, what is wrong).
    """

    rows: int
    added: int
    already: int
    uncoded: int
    bad: int
    problems: tuple[tuple[int, str], ...]


def import_file(
    ledger: Ledger, path: Path, layout: str, *, progress: Callable[[int], None] | None = None
) -> ImportReport:
    """Brings an event file's rows into the ledger; rows that are there already change nothing.

    ``progress`` is told the number of rows so far after each batch. A batch is stored whole or not at all, so an import
    that was broken off is completed by running it again. Raises BadInput where the layout is unknown or the file is not
    of it.
    """
    if layout not in IMPORTS:
        raise BadInput(f"{layout!r} is no layout; there are {', '.join(IMPORTS)}")
    counts = {"rows": 0, "added": 0, "uncoded": 0, "bad": 0}
    problems: list[tuple[int, str]] = []
    batch: list[Entry] = []
    for number, found in IMPORTS[layout](_lines(path), path.name):
        counts["rows"] += 1
        if isinstance(found, BadInput):
            counts["bad"] += 1
            if len(problems) < MOST_PROBLEMS:
                problems.append((number, str(found)))
        elif found is None:
            counts["uncoded"] += 1
        else:
            batch.append(found)
        if len(batch) == BATCH:
            counts["added"] += ledger.add_entries(batch)
            batch.clear()
            if progress is not None:
                progress(counts["rows"])
    counts["added"] += ledger.add_entries(batch)
    already = counts["rows"] - counts["added"] - counts["uncoded"] - counts["bad"]
    return ImportReport(already=already, problems=tuple(problems), **counts)


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    try:
        with path.open("rb") as file:
            yield from read_lines(file)
    except OSError as error:
        raise BadInput(f"{path}: cannot be read: {error.strerror or error}") from error
