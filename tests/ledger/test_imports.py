"""Event files come in by layout; what cannot be read is counted and named, and twice is once."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from backchannel.errors import BadInput
from backchannel.ledger import Ledger
from backchannel.ledger.imports import IMPORTS, import_file
from backchannel.ledger.imports.icews import COLUMNS, cameo_codes, complete_code
from backchannel.ledger.imports.polecat import NEEDED
from backchannel.ontology import TYPES
from backchannel.publish import EXPORTERS
from backchannel.records import Interval

POLECAT = (
    "Event ID,Event Date,Event Type,Event Mode,Intensity,Quad Code,Contexts,Actor Name,Actor Country,Actor COW,"
    "Primary Actor Sector,Actor Sectors,Actor Title,Actor Name Raw,Wikipedia Actor ID,Recipient Name,"
    "Recipient Country,Recipient COW,Primary Recipient Sector,Recipient Sectors,Recipient Title,"
    "Recipient Name Raw,Wikipedia Recipient ID,Placename,City,District,Province,Country,Latitude,Longitude,"
    "GeoNames ID,Raw Placename,Feature Type,Source,Publication Date,Story People,Story Organizations,"
    "Story Locations,Language,Version"
).split(",")


def _icews(
    path: Path, *rows: tuple[str, str, str, str, str, str], head: str = "\t".join(COLUMNS), end: str = "\n"
) -> Path:
    lines = [head]
    for number, (day, source, country, code, target, other) in enumerate(rows):
        lines.append(
            "\t".join(
                [
                    str(number),
                    day,
                    source,
                    "",
                    country,
                    "Label",
                    code,
                    "1.0",
                    target,
                    "",
                    other,
                    "1",
                    "1",
                    "P",
                    "Oslo",
                    "",
                    "",
                    "Norway",
                    "",
                    "",
                ]
            )
        )
    path.write_text(end.join(lines) + end, encoding="utf-8")
    return path


def _polecat(path: Path, *rows: dict[str, str], encoding: str = "utf-8", extra: int = 0) -> Path:
    lines = ["\t".join(POLECAT)] + [
        "\t".join([row.get(name, "None") for name in POLECAT] + ["x"] * extra) for row in rows
    ]
    path.write_bytes("\r\n".join(lines).encode(encoding))
    return path


def test_icews_rows_become_entries(ledger: Ledger, tmp_path: Path) -> None:
    rows = (
        ("2014-03-04", "Norway", "Norway", "042", "Sweden", "Sweden"),
        ("2014-03-04", "Norway", "Norway", "043", "Sweden", "Sweden"),
        ("2014-03-05", "Police (Norway)", "Norway", "173", "Citizen (Sweden)", "Sweden"),
        ("2014-03-05", "Norway", "Norway", "10", "Sweden", "Sweden"),
        ("2014-03-06", "Norway", "Norway", "57", "", ""),
    )
    report = import_file(ledger, _icews(tmp_path / "e.tsv", *rows), "icews")
    assert (report.rows, report.added, report.already, report.uncoded, report.bad) == (5, 4, 0, 1, 0)
    visit, host, arrest, alone = sorted(ledger.entries(), key=lambda entry: entry.origin)
    assert (visit.type, visit.mode, visit.actors[0].ref, visit.recipients[0].country) == (
        "CONSULT",
        "visit",
        "nor",
        "SWE",
    )
    assert (host.type, host.mode, host.actors[0].country, host.recipients[0].country) == (
        "CONSULT",
        "visit",
        "SWE",
        "NOR",
    )
    assert visit.when == Interval(dt.date(2014, 3, 4), dt.date(2014, 3, 4))
    assert (visit.known, visit.status, visit.origin, visit.where) == (
        dt.date(2014, 3, 4),
        "happened",
        "e.tsv:2",
        "Oslo, Norway",
    )
    assert (visit.story, visit.because) == (None, "CAMEO 042")
    assert (arrest.actors[0].ref, arrest.actors[0].country, arrest.mode) == ("police-norway", "NOR", "arrest")
    assert alone.recipients == ()


def test_bad_rows_are_counted_and_named_and_the_rest_is_read(ledger: Ledger, tmp_path: Path) -> None:
    rows = [
        ("2014-03-04", "Norway", "Norway", "042", "Sweden", "Sweden"),
        ("04/03/2014", "Norway", "Norway", "042", "Sweden", "Sweden"),
        ("2014-03-04", "Norway", "Norway", "999", "Sweden", "Sweden"),
        ("2014-03-04", "", "", "042", "Sweden", "Sweden"),
    ]
    path = _icews(tmp_path / "e.tsv", *rows)
    with path.open("a", encoding="utf-8") as file:
        file.write("1\t2014-03-04\tNor")
    report = import_file(ledger, path, "icews")
    assert (report.rows, report.added, report.bad) == (5, 1, 4)
    assert [number for number, _ in report.problems] == [3, 4, 5, 6]
    assert "04/03/2014" in report.problems[0][1]
    assert "999" in report.problems[1][1]
    assert "cells" in report.problems[3][1]
    many = import_file(ledger, _icews(tmp_path / "f.tsv", *[rows[1]] * 50), "icews")
    assert (many.bad, len(many.problems)) == (50, 20)


def test_twice_is_once_and_a_grown_file_adds_what_is_new(ledger: Ledger, tmp_path: Path) -> None:
    rows = [
        ("2014-03-04", "Norway", "Norway", "042", "Sweden", "Sweden"),
        ("2014-03-05", "Norway", "Norway", "111", "Sweden", "Sweden"),
    ]
    path = _icews(tmp_path / "e.tsv", *rows)
    assert import_file(ledger, path, "icews").added == 2
    before = ledger.entries()
    again = import_file(ledger, path, "icews")
    assert (again.added, again.already) == (0, 2)
    assert ledger.entries() == before
    grown = _icews(
        tmp_path / "grown.tsv", *rows, ("2014-03-06", "Norway", "Norway", "111", "Sweden", "Sweden"), end="\r\n"
    )
    assert import_file(ledger, grown, "icews").added == 1


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "empty"),
        (b"a\tb\nc\td\n", "no header of the icews layout"),
        (b"\x00\x01\x02", "no header"),
        (b"x" * 3_000_000, "no header"),
    ],
)
def test_files_of_no_layout_are_refused(ledger: Ledger, tmp_path: Path, data: bytes, message: str) -> None:
    (tmp_path / "e.tsv").write_bytes(data)
    with pytest.raises(BadInput, match=message):
        import_file(ledger, tmp_path / "e.tsv", "icews")
    with pytest.raises(BadInput, match="no layout"):
        import_file(ledger, tmp_path / "e.tsv", "word")
    with pytest.raises(BadInput, match="cannot be read"):
        import_file(ledger, tmp_path / "none.tsv", "icews")
    assert ledger.count() == (0, 0)


def test_polecat_rows_become_entries(ledger: Ledger, tmp_path: Path) -> None:
    row = {
        "Event Date": "2023-01-02", "Event Type": "ACCUSE", "Event Mode": "disapprove", "Contexts": "military;legal",
        "Actor Name": "NOR", "Actor Country": "NOR", "Primary Actor Sector": "GOV", "Recipient Name": "José Pérez",
        "Recipient Country": "SWE",
        "Placename": "Malmö", "Country": "SWE", "Publication Date": "2023-01-04",
    }  # fmt: skip
    path = _polecat(
        tmp_path / "p.txt",
        row,
        {**row, "Event Type": "ACCUSING"},
        {**row, "Publication Date": "Oslo"},
        encoding="iso-8859-1",
    )
    report = import_file(ledger, path, "polecat")
    assert (report.added, report.bad) == (1, 2)
    (entry,) = ledger.entries()
    assert (entry.type, entry.mode, entry.contexts) == ("ACCUSE", "disapprove", ("military", "legal"))
    assert (entry.actors[0].ref, entry.actors[0].sector) == ("nor", "GOV")
    assert (entry.recipients[0].name, entry.recipients[0].ref, entry.recipients[0].sector) == (
        "José Pérez",
        "jose-perez",
        None,
    )
    assert (entry.known, entry.where) == (dt.date(2023, 1, 4), "Malmö, SWE")
    excess = import_file(ledger, _polecat(tmp_path / "q.txt", {**row, "Event Date": "2023-01-03"}, extra=3), "polecat")
    assert (excess.added, excess.bad) == (1, 0)


def test_polecat_none_is_nothing(ledger: Ledger, tmp_path: Path) -> None:
    row = {"Event Date": "2023-01-02", "Event Type": "PROTEST", "Actor Name": "Students", "Actor Country": "NOR"}
    nobody = {"Event Date": "2023-01-02", "Event Type": "PROTEST"}
    assert import_file(ledger, _polecat(tmp_path / "p.txt", row, nobody), "polecat").bad == 1
    (entry,) = ledger.entries()
    assert (entry.mode, entry.contexts, entry.recipients, entry.where) == (None, (), (), None)
    assert entry.known == dt.date(2023, 1, 2)
    assert set(NEEDED) <= set(POLECAT)


def test_our_own_export_comes_back(ledger: Ledger, tmp_path: Path) -> None:
    import_file(
        ledger, _icews(tmp_path / "e.tsv", ("2014-03-04", "Norway", "Norway", "042", "Sweden", "Sweden")), "icews"
    )
    with (tmp_path / "out.jsonl").open("w", encoding="utf-8") as out:
        assert EXPORTERS["jsonl"](ledger.stream(), out) == 1
        out.write(
            '[]\n{"schema": 1}\n{"schema": 2}\nword\n{"schema": 1, "story": {}, "sentences": []}\n'
            + "[" * 100_000
            + "\n"
        )
    with Ledger.open(f"sqlite:///{tmp_path}/second.db") as second:
        report = import_file(second, tmp_path / "out.jsonl", "jsonl")
        assert (report.added, report.bad) == (1, 6)
        assert second.entries() == ledger.entries()
        assert "backchannel add" in report.problems[4][1]


@pytest.mark.parametrize(
    "wrong",
    [{"type": "DANCE"}, {"status": "maybe"}, {"actors": {}}, {"actors": [1]},
     {"when": {"first": "2030-01-02", "last": "2030-01-01"}}, {"known": "soon"}, {"confidence": "high"}, {"id": 3},
     {"id": None},
     {"anchor": {"start": 5, "end": 1}, "story": "s"}],
)  # fmt: skip
def test_wrong_fields_are_named(wrong: dict[str, object]) -> None:
    right = {"schema": 1, "id": "1", "type": "AID", "status": "happened", "actors": [], "recipients": [], "origin": "x"}
    (good, _), (bad, _) = (
        next(IMPORTS["jsonl"](iter([(1, json.dumps({**right, **change}).encode())]), "x"))[::-1]
        for change in ({}, wrong)
    )
    assert not isinstance(good, BadInput)
    assert isinstance(bad, BadInput)
    assert next(iter(wrong)) in str(bad)


def test_the_cameo_table_is_plover() -> None:
    codes = cameo_codes()
    assert len(codes) > 250
    for type, mode, _ in codes.values():
        assert type in TYPES
        assert mode is None or mode in TYPES[type].modes
    assert [complete_code(code) for code in ("42", "042", "311", "20", "203", "10")] == [
        "042",
        "042",
        "0311",
        "020",
        "203",
        "010",
    ]
    for code in ("", "x", "9999", "0", "042 "):
        with pytest.raises(BadInput):
            complete_code(code)


def test_many_rows_stream(tmp_path: Path) -> None:
    rows = [
        (f"2014-{n % 12 + 1:02}-{n % 28 + 1:02}", "Norway", "Norway", "111", "Sweden", "Sweden") for n in range(20_000)
    ]
    seen: list[int] = []
    with Ledger.open(f"sqlite:///{tmp_path}/big.db") as big:
        report = import_file(big, _icews(tmp_path / "e.tsv", *rows), "icews", progress=seen.append)
        assert report.added == 20_000
        assert seen == list(range(2000, 20_001, 2000))
