"""Our own export: one entry a line as JSON, as ``publish`` writes it (``docs/ledger.md``)."""

from __future__ import annotations

import json
from typing import Any

from backchannel.errors import BadInput
from backchannel.ledger.codec import from_plain
from backchannel.ledger.imports.lines import LONGEST_LINE, Found, Lines
from backchannel.ontology import TYPES
from backchannel.records import SCHEMA, Entry


def read_jsonl(lines: Lines, name: str) -> Found:
    """The entries of a JSON lines file; they keep their ids and origins."""
    for number, line in lines:
        try:
            yield number, read_entry(line)
        except BadInput as error:
            yield number, error


def read_entry(line: bytes) -> Entry:
    """One line as an entry. Raises BadInput where it is no entry of this schema."""
    if len(line) > LONGEST_LINE:
        raise BadInput(f"the line is longer than {LONGEST_LINE:,} bytes")
    try:
        plain: Any = json.loads(line)
    except (ValueError, RecursionError):
        raise BadInput(f"is no JSON object: {line[:40]!r}") from None
    if not isinstance(plain, dict):
        raise BadInput(f"is no JSON object: {line[:40]!r}")
    if "sentences" in plain or isinstance(plain.get("story"), dict):
        raise BadInput("is a story's reading, not an entry; «backchannel add» stores stories")
    if plain.get("schema") != SCHEMA:
        raise BadInput(f"schema: {plain.get('schema')!r} is not {SCHEMA}")
    if isinstance(plain.get("anchor"), dict):
        plain["anchor"] = {**plain["anchor"], "story": plain.get("story")}
    try:
        entry: Entry = from_plain(Entry, plain)
    except (TypeError, ValueError) as error:
        raise BadInput(str(error)) from error
    if entry.type not in TYPES:
        raise BadInput(f"type: {entry.type[:40]!r} is none of PLOVER's types")
    return entry
