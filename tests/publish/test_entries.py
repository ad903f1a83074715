"""Exports: JSON lines that come back whole, a table that no spreadsheet runs."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json

import pytest

from backchannel.ledger.imports.jsonl import read_entry
from backchannel.publish import EXPORTERS
from backchannel.publish.entries import COLUMNS
from backchannel.records import Entry, Interval, Party, Span

DAY = dt.date(2031, 3, 4)
WHOLE = Entry(
    "s1:e1", "CONSULT", "planned", (Party("nor", "Norland", "NOR", "GOV"), Party("x@s1", "an aide")),
    (Party("swe", "Sudria"),), "NNA", "visit", ("legal", "military"), Interval(DAY, DAY), DAY, "s1",
    Span("s1", 3, 9, ((3, 5), (7, 9))),
    'They said, "yes";\nthen left.', "Oslo", 0.25, "rule",
)  # fmt: skip
BARE = Entry("icews:1", "AID", "happened", (), (), "f.tsv:2")


@pytest.mark.parametrize("entry", [WHOLE, BARE])
def test_jsonl_comes_back_whole(entry: Entry) -> None:
    out = io.StringIO()
    assert EXPORTERS["jsonl"]([entry, entry], out) == 2
    lines = out.getvalue().splitlines()
    assert len(lines) == 2
    assert read_entry(lines[0].encode()) == entry


def test_jsonl_has_every_field_and_nulls() -> None:
    out = io.StringIO()
    EXPORTERS["jsonl"]([BARE], out)
    written = json.loads(out.getvalue())
    assert written["schema"] == 1
    assert written["when"] is written["known"] is written["anchor"] is None
    assert set(Entry.__slots__) <= set(written)


def test_csv_reads_back_with_a_header() -> None:
    out = io.StringIO(newline="")
    assert EXPORTERS["csv"]([WHOLE, BARE], out) == 2
    head, whole, bare = csv.reader(io.StringIO(out.getvalue(), newline=""))
    assert tuple(head) == COLUMNS
    row = dict(zip(head, whole, strict=True))
    assert row["actors"] == "Norland; an aide"
    assert row["actor_countries"] == "NOR; "
    assert row["when_first"] == "2031-03-04"
    assert row["words"] == 'They said, "yes";\nthen left.'
    assert dict(zip(head, bare, strict=True))["known"] == ""


@pytest.mark.parametrize("words", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\n=1"])
def test_csv_holds_no_formula(words: str) -> None:
    out = io.StringIO(newline="")
    EXPORTERS["csv"]([Entry("1", "AID", "happened", (Party("a", words),), (), "o", words=words)], out)
    _, row = csv.reader(io.StringIO(out.getvalue(), newline=""))
    for column in ("actors", "words"):
        assert row[COLUMNS.index(column)] == f"'{words}"


def test_nothing_is_still_a_table() -> None:
    out = io.StringIO(newline="")
    assert EXPORTERS["csv"]([], out) == 0
    assert out.getvalue().startswith("id,type,")
