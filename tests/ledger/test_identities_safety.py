"""Identities are stored with their stories or not at all, whoever is killed or writes beside; older ledgers gain
them."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import insert, select
from strangers_help import tell

from backchannel.errors import BadLedger, BadQuestion
from backchannel.ledger import IdentityRuling, Ledger, opening, schema
from backchannel.ledger.grounded import make_entries
from backchannel.ledger.identities import in_force, settle
from backchannel.ledger.rows import make_rows
from backchannel.ledger.story_rows import statement_rows, story_row
from backchannel.ledger.stranger_rows import load_identity_rulings, load_strangers
from backchannel.ledger.strangers import find_strangers
from backchannel.records import Reading

# Adds stories, merges each second one with the first of all and takes every other merge back; prints what is stored.
WRITER = """
import sys
sys.path.insert(0, sys.argv[4])
from strangers_help import tell
from backchannel.errors import BadQuestion
from backchannel.ledger import IdentityRuling, Ledger
from backchannel.ledger.strangers import find_strangers
name, url, most = sys.argv[1], sys.argv[2], int(sys.argv[3])
ledger, first = Ledger.open(url), None
for number in range(most):
    read = tell(f"{name}-{number}", "[Orla Fenn|NOR] met [Tomas Brell] of [Sudria].", f"2031-{number % 12 + 1:02}-03")
    ledger.add(read)
    print("story", read.story.id, flush=True)
    other = find_strangers(read)[1].id
    first = first or find_strangers(read)[0].id
    if number % 2:
        try:
            laid = ledger.rule_identity(IdentityRuling("merge", (other,), (first,), name, "a test"))
        except BadQuestion:  # the other writer has merged the two
            continue
        print("ruling", laid, flush=True)
        if number % 4 == 1:
            print("ruling", ledger.rule_identity(IdentityRuling("undo", (), (), name, "", undoes=laid)), flush=True)
"""


def start(name: str, url: str, most: int) -> subprocess.Popen[str]:
    arguments = [sys.executable, "-c", WRITER, name, url, str(most), str(Path(__file__).parent)]
    return subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True)


def check(url: str, told: list[str]) -> None:
    """All that was reported is there, and who is who is what stories and rulings make of it."""
    with Ledger.open(url) as ledger, opening.reading(ledger._engine) as connection:
        stories = set(connection.scalars(select(schema.stories.c.id)))
        held = load_strangers(connection, "story", stories)
        rulings = load_identity_rulings(connection)
    assert {line.split()[1] for line in told if line.startswith("story")} <= stories
    assert {int(line.split()[1]) for line in told if line.startswith("ruling")} <= {one.number for one in rulings}
    assert len(held) == 2 * len(stories), "a story stands without its strangers"
    expected = settle((one.stranger for one in held.values()), in_force(rulings))
    assert {id: one.identity for id, one in held.items()} == expected


@pytest.mark.integration
def test_a_killed_writer_leaves_whole_identities(fresh_url: str) -> None:
    told, moments = [], random.Random(3)
    for round in range(4):
        writer = start(f"r{round}", fresh_url, 100_000)
        assert writer.stdout is not None
        told.append(writer.stdout.readline().strip())
        time.sleep(moments.uniform(0.05, 0.6))
        writer.kill()
        told += [line.strip() for line in writer.stdout if line.endswith("\n")]
        writer.wait()
        check(fresh_url, told)
    assert len(told) > 4


@pytest.mark.integration
def test_two_who_add_and_rule_at_once_agree(fresh_url: str) -> None:
    writers = [start(name, fresh_url, 12) for name in ("one", "two")]
    told = [writer.communicate(timeout=200)[0].splitlines() for writer in writers]
    assert [writer.returncode for writer in writers] == [0, 0]
    check(fresh_url, [line for lines in told for line in lines])


def test_a_failed_ruling_changes_nothing(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    reads = [tell(f"s{number}", "[Orla Fenn|NOR] met [Tomas Brell|SWE].") for number in range(2)]
    with Ledger.open(url) as ledger:
        for read in reads:
            ledger.add(read)
        fenn, brell = (one.id for one in find_strangers(reads[0]))
        before = [ledger.identity(id) for id in (fenn, brell)]
        with monkeypatch.context() as broken:
            broken.setattr("backchannel.ledger.identities_keeper.settle", lambda *_: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                ledger.rule_identity(IdentityRuling("merge", (fenn,), (brell,), "ada", "why"))
        assert [ledger.identity(id) for id in (fenn, brell)] == before
        assert ledger.identity_rulings() == ()


def _older(url: str, reads: list[Reading], damaged: bool = False) -> None:
    """A ledger as version 0005 kept it: strangers under their folded names."""
    from alembic import command

    engine = opening._make_engine(url, create=True)
    with opening.writing(engine) as connection:
        config = opening._alembic_config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0005")
        for read in reads:
            rows = make_rows(make_entries(read))
            for row in (*rows.roles, *rows.parties.values()):
                row["ref"] = row["ref"].partition("~")[0]
            said = [{**row, "speaker_ref": (row["speaker_ref"] or "").partition("~")[0] or None}
                    for row in statement_rows(read)]  # fmt: skip
            story = story_row(read)
            connection.execute(insert(schema.stories), {**story, "reading": b"" if damaged else story["reading"]})
            known = set(connection.scalars(select(schema.parties.c.ref)))
            parties = {row["ref"]: row for row in rows.parties.values() if row["ref"] not in known}
            for table, values in ((schema.parties, list(parties.values())), (schema.entries, rows.entries),
                                  (schema.entry_parties, rows.roles), (schema.statements, said)):  # fmt: skip
                if values:
                    connection.execute(insert(table), values)
    engine.dispose()


READS = [
    tell("a", "[Orla Fenn|NOR GOV] met [Sudria].", "2031-03-01"),
    tell("b", "[Orla Fenn|NOR GOV] met [Westia].", "2031-03-09"),
    tell("c", "[Orla Fenn|SWE] met [the police|unnamed] of [Westia].", "2031-03-05"),
]


@pytest.mark.integration
def test_an_older_ledger_gains_identities_when_it_is_opened(fresh_url: str) -> None:
    _older(fresh_url, READS)
    ids = [find_strangers(read)[0].id for read in READS]
    with Ledger.open(fresh_url) as ledger:
        assert [ledger.identity(id).id for id in ids] == [ids[0], ids[0], ids[2]]
        refs = {entry.story: [party.ref for party in (*entry.actors, *entry.recipients)] for entry in ledger.entries()}
        assert refs == {"a": [ids[0], "swe"], "b": [ids[0], "fin"], "c": [ids[2], "the-police@c"]}
        assert {one.ref: one.statements for one in ledger.sources()} == {ids[0]: 2, ids[2]: 1}
        with pytest.raises(BadQuestion, match="say which"):
            ledger.resolve_party("Orla Fenn")
        assert ledger.add(tell("d", "[Orla Fenn|NOR GOV] met [Sudria].", "2031-03-11"))
        assert len(ledger.identity(ids[0]).sightings) == 3
    with Ledger.open(fresh_url) as again:
        assert again.count()[0] == 4


def test_a_reading_that_cannot_be_read_back_is_passed_over(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    url = f"sqlite:///{tmp_path}/old.db"
    _older(url, READS[:1], damaged=True)
    with Ledger.open(url) as ledger:
        assert "stay known by their names" in caplog.text
        assert ledger.count_identities() == 0
        assert ledger.resolve_party("Orla Fenn") == "orla-fenn"
        with pytest.raises(BadLedger):
            ledger.reading("a")
