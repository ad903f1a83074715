"""``import`` and ``export``: event data in and out."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import IO

from backchannel.commands.manners import Bar, printable, say
from backchannel.commands.questions import read_filters
from backchannel.errors import BadInput
from backchannel.ledger import Ledger
from backchannel.ledger.imports import ImportReport, import_file
from backchannel.publish import EXPORTERS


def run_import(args: argparse.Namespace) -> int:
    """Stores the events of files made elsewhere; one result line a file, what cannot be read on stderr."""
    code = 0
    with Ledger.open(args.ledger) as ledger, Bar("importing rows") as bar:
        for file in args.files:
            try:
                report = import_file(ledger, Path(file), args.layout, progress=bar.reach)
            except BadInput as error:
                bar.say(str(error))
                code = 1
                continue
            bar.make_way()
            _report(printable(file), report)
            code = code or int(report.bad > 0)
    return code


def _report(file: str, report: ImportReport) -> None:
    for line, problem in report.problems:
        say(f"{file}: line {line}: {problem}")
    if report.bad > len(report.problems):
        say(f"{file}: {report.bad - len(report.problems)} more rows cannot be read")
    parts = [f"{report.added} events stored"]
    parts += [f"{report.already} known already"] if report.already else []
    parts += [f"{report.uncoded} outside PLOVER left out"] if report.uncoded else []
    parts += [f"{report.bad} unreadable"] if report.bad else []
    sys.stdout.write(f"{file}: {', '.join(parts)} (of {report.rows} rows)\n")
    sys.stdout.flush()


def run_export(args: argparse.Namespace) -> int:
    """Writes the events that match to stdout or a file."""
    with Ledger.open(args.ledger, create=False) as ledger:
        entries = ledger.stream(read_filters(args, ledger))

        def write(out: IO[str]) -> int:
            return EXPORTERS[args.layout](entries, out)

        if args.out is None:
            sys.stdout.reconfigure(encoding="utf-8", newline="")  # type: ignore[union-attr]
            write(sys.stdout)
        else:
            say(f"{_write_whole(Path(args.out), write)} events written to {args.out}")
    return 0


def _write_whole(path: Path, write: Callable[[IO[str]], int]) -> int:
    """Writes a file whole or not at all: an older one of that name stays until the new one is complete."""
    try:
        handle, draft = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise BadInput(f"{path}: cannot be written: {error.strerror or error}") from error
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as out:
            count = write(out)
        Path(draft).chmod(0o644)
        Path(draft).replace(path)
    except OSError as error:
        raise BadInput(f"{path}: cannot be written: {error.strerror or error}") from error
    finally:
        Path(draft).unlink(missing_ok=True)
    return count
