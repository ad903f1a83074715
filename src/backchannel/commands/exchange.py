"""``import`` and ``export``: event data in and out."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

from backchannel.commands.manners import say
from backchannel.commands.questions import read_filters
from backchannel.errors import BadInput
from backchannel.ledger import Ledger
from backchannel.publish.events import EXPORTERS


def run_export(args: argparse.Namespace) -> int:
    """Writes the entries that match to stdout or a file; a file is there whole or not at all."""
    write = EXPORTERS[args.layout]
    with Ledger.open(args.ledger, create=False) as ledger:
        entries = ledger.stream(read_filters(args, ledger))
        if args.out is None:
            sys.stdout.reconfigure(encoding="utf-8", newline="")  # type: ignore[union-attr]
            write(entries, sys.stdout)
            return 0
        path = Path(args.out)
        try:
            handle, draft = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        except OSError as error:
            raise BadInput(f"{args.out}: cannot be written: {error.strerror}") from error
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as out:
                count = write(entries, out)
            Path(draft).replace(path)
        finally:
            Path(draft).unlink(missing_ok=True)
    say(f"{count} events written to {args.out}")
    return 0
