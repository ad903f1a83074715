"""Lines of event files, and the cells of tab-separated ones, read in bounded memory and without trust."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterator
from typing import IO

from backchannel.errors import BadInput
from backchannel.records import Entry

LONGEST_LINE = 1_000_000  # bytes

Lines = Iterator[tuple[int, bytes]]
Found = Iterator[tuple[int, Entry | BadInput | None]]
# (lines with their numbers, file name) -> (line number, entry | what is wrong | None for an event outside PLOVER)
Reader = Callable[[Lines, str], Found]
Cells = dict[str, str]
RowReader = Callable[[Cells, str, str], Entry | None]


def read_lines(file: IO[bytes]) -> Lines:
    """The lines with their numbers from 1, without line ends; empty ones are left out.

    Of a line longer than LONGEST_LINE, only that much is given: enough for the layout to find it wrong.
    """
    number = 0
    while line := file.readline(LONGEST_LINE + 1):
        number += 1
        whole = line
        while whole and not whole.endswith(b"\n"):
            whole = file.readline(LONGEST_LINE)
        if line.strip():
            yield number, line.rstrip(b"\r\n")


def read_table(lines: Lines, columns: tuple[str, ...], layout: str, read: RowReader, name: str) -> Found:
    """The entries of a tab-separated file with a header line, each row read by ``read(cells, id, origin)``.

    Cells go by the header's names, in any order; columns past the layout's are left out of account, in the header or
    beyond it. Rows of other encodings than UTF-8 are taken as ISO-8859-1. Raises BadInput for a header without the
    needed columns.
    """
    header = _read_header(lines, columns, layout, name)
    for number, line in lines:
        cells = [_strip_quotes(cell) for cell in decode_line(line).split("\t")]
        id = f"{layout}:{hashlib.sha256(line).hexdigest()[:20]}"
        try:
            _check_cells(cells, header, line)
            yield number, read(dict(zip(header, cells, strict=False)), id, f"{name}:{number}")
        except BadInput as error:
            yield number, error


def decode_line(line: bytes) -> str:
    """UTF-8 where it is that, else ISO-8859-1, which older event files are in."""
    try:
        return line.decode("utf-8-sig")
    except UnicodeDecodeError:
        return line.decode("iso-8859-1")


def read_day(cells: Cells, column: str) -> dt.date:
    """The day in a cell, written YYYY-MM-DD. Raises BadInput where it is none."""
    try:
        return dt.date.fromisoformat(cells[column][:10])
    except ValueError:
        raise BadInput(f"{column}: {cells[column][:40]!r} is no day written YYYY-MM-DD") from None


def _read_header(lines: Lines, columns: tuple[str, ...], layout: str, name: str) -> list[str]:
    first = next(lines, None)
    if first is None:
        raise BadInput(f"{name}: is empty; the {layout} layout begins with a header line")
    header = [_strip_quotes(cell) for cell in decode_line(first[1]).split("\t")]
    missing = [column for column in columns if column not in header]
    if missing:
        raise BadInput(
            f"{name}: line {first[0]}: is no header of the {layout} layout: it lacks {', '.join(missing[:4])}; "
            f"the columns are parted by tabs and begin {', '.join(columns[:4])}"
        )
    return header


def _check_cells(cells: list[str], header: list[str], line: bytes) -> None:
    if len(line) > LONGEST_LINE:
        raise BadInput(f"the line is longer than {LONGEST_LINE:,} bytes")
    if len(cells) < len(header):
        raise BadInput(f"{len(cells)} cells where the header has {len(header)} columns")


def _strip_quotes(cell: str) -> str:
    cell = cell.strip()
    return cell[1:-1].replace('""', '"') if len(cell) > 1 and cell[0] == cell[-1] == '"' else cell
