"""What holds for a ledger in PostgreSQL alone: its errors, its migrations, its text search; and that it answers as
SQLite does."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
import signal
import sys
import threading
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest
from private_postgres import Server, running_server
from sqlalchemy import make_url

from backchannel.errors import BadInput, BadLedger
from backchannel.ledger import Ledger, opening, search_postgres
from backchannel.ledger.postgres import LOCK, show_url
from backchannel.records import Reading

Make = Callable[..., Reading]

SECOND = import_module("backchannel.ledger.migrations.versions.0002_postgres_words")
TEXTS = (
    "Norland visited Sudria. The café talks 🤝 were about sanctions, “no-one” said; it cost 1.5 million (3,000 tons).",
    "Norland sanctioned Westia over a hotline; don't ask: the Sudria's envoys used the_hotline twice.",
    "Westia met Sudria. A hotline and another hot line; Cafe\u0301 talks, HOTLINES, re-opened on 2030-05-01.",
    "Sudria warned Norland. Über-envoys of Ürümqi; Łódź was told nothing; naïve coöperation is over.",
    "Norland armed Westia. 北京 spoke; Кремль answered; the U.N. and the F-16s flew at 5th place, see https://a.example/b.",
)
QUERIES = (
    "hotline", "hotlin*", '"hot line"', "cafe", "CAFÉ talks", "sanction", '"a hotline and"', "the", "no one", "no-one",
    "1.5", "3,000", '"1 5 million"', "dont", "don't", "re-opened", "reopen", "uber", "lodz", "Łódź", "naive", "北京",
    "16s", "generously", "is", "wa*",
    "un", "u.n.", "F-16", "f 16s", "5th", "a.example", "2030-05-01", "envoy*", "env* talk*", "title:hotline",
    "_hotline", "norl* sudria -westia", '"sudria s envoys"', "co*", "*", "'", "\\", ":*", "!hotline", "a|b",
    "(hotline", "<->",
)  # fmt: skip


def test_passwords_are_never_shown() -> None:
    for url in ("postgresql://u:secret@h/d", "postgresql://h/d?password=secret&sslpassword=secret"):
        assert "secret" not in show_url(make_url(url))
    for url in ("postgresql+psycopg2://u:secret@h/d", "mysql://u:secret@h/d", "postgresql://u:secret@h:x/d"):
        with pytest.raises(BadLedger) as refused:
            Ledger.open(url)
        assert "secret" not in str(refused.value)


def test_a_missing_driver_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(BadLedger, match=r"pip install 'backchannel\[postgres\]'"):
        Ledger.open("postgresql://localhost/news")


def test_both_places_part_words_alike() -> None:
    spelled = re.sub(r"\\[uU]([0-9a-fA-F]{8}|[0-9a-fA-F]{4})", lambda sign: chr(int(sign[1], 16)), SECOND.PARTING)
    assert spelled == search_postgres.PARTING


def test_phrases_hold_no_operator() -> None:
    phrases = search_postgres.read_phrases([("a' | !b:*", False), ("hot\\line", True), ("_'", False)])
    assert search_postgres.write_query(phrases) == "('a' <-> 'b') & ('hot' <-> 'line':*)"


@pytest.mark.integration
def test_what_cannot_be_opened_is_explained(postgres: Server) -> None:
    for url, message in (
        (f"postgresql://postgres@/absent?host={postgres.folder}", "createdb"),
        (f"postgresql://postgres@/x?host={postgres.folder}/nowhere", "cannot be used"),
        (f"postgresql://nobody-at-all@/shared?host={postgres.folder}", "nobody-at-all"),
        ("postgresql://127.0.0.1:9/x", "cannot be used"),
        (postgres.create(options="ENCODING 'SQL_ASCII'"), "UTF8"),
    ):
        with pytest.raises(BadLedger, match=message):
            Ledger.open(url)
    with pytest.raises(BadLedger, match="there is no ledger"):
        Ledger.open(postgres.create(), create=False)


@pytest.mark.integration
def test_other_programs_tables_and_newer_ledgers_are_refused(postgres: Server) -> None:
    other, newer = postgres.create("other"), postgres.create("newer")
    postgres.run("CREATE TABLE bookmarks (url text)", database="other")
    Ledger.open(newer).close()
    postgres.run("UPDATE alembic_version SET version_num = '9999'", database="newer")
    for url, message in ((other, "another program"), (newer, "newer version")):
        with pytest.raises(BadLedger, match=message):
            Ledger.open(url)


@pytest.mark.integration
def test_a_reader_without_rights_reads_and_is_told_that_it_may_not_write(postgres: Server, make_reading: Make) -> None:
    url = postgres.create("guarded")
    with Ledger.open(url) as ledger:
        ledger.add(make_reading("Norland visited Sudria."))
    postgres.run("CREATE ROLE reader LOGIN")
    postgres.run("GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader", database="guarded")
    with Ledger.open(url.replace("postgres@", "reader@")) as ledger:
        assert len(ledger.search("visited")) == 1
        with pytest.raises(BadLedger, match="may not"):
            ledger.add(make_reading("Norland visited Westia."))


@pytest.mark.integration
def test_an_older_ledger_is_brought_up_to_date(postgres: Server, make_reading: Make) -> None:
    from alembic import command

    url = postgres.create()
    engine = opening._make_engine(url, create=True)
    with opening.writing(engine) as connection:
        config = opening._alembic_config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    engine.dispose()
    postgres.run(
        "INSERT INTO stories (id, sha256, title, text, reading) VALUES ('old', 'x', 'Café', 'An old hotline.', '')",
        database=make_url(url).database or "",
    )
    with Ledger.open(url) as ledger:
        ledger.add(make_reading("Norland used a hotline."))
        assert [hit.story for hit in ledger.search("cafe hotlines")] == ["old"]
        assert len(ledger.search("hotline")) == 2


@pytest.mark.integration
def test_a_writer_that_waits_too_long_says_so(
    postgres: Server, make_reading: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    import psycopg

    monkeypatch.setattr(opening, "LOCK_SECONDS", 1)
    with Ledger.open(postgres.empty("shared")) as ledger:
        with psycopg.connect(f"host={postgres.folder} user=postgres dbname=shared") as holder:
            holder.execute(f"SELECT pg_advisory_xact_lock({LOCK})".encode())
            with pytest.raises(BadLedger, match="another program has been writing"):
                ledger.add(make_reading("Norland visited Sudria."))
            assert ledger.count() == (0, 0)  # readers never wait
        assert ledger.add(make_reading("Norland visited Sudria.")) is True


@pytest.mark.integration
def test_a_crash_of_the_server_loses_nothing_stored(make_reading: Make) -> None:
    with running_server() as server:
        url = server.create()
        server.run("ALTER SYSTEM SET synchronous_commit = off")  # a ledger asks for safety by itself
        server.run("SELECT pg_reload_conf()")
        with Ledger.open(url) as ledger:
            for number in range(30):
                assert ledger.add(make_reading(f"Norland visited Sudria {number} times."))
            server.stop(signal.SIGQUIT)
            with pytest.raises(BadLedger):
                ledger.count()
            server.start()
            assert ledger.count() == (30, 30)  # the same ledger goes on once its server is back


@pytest.mark.integration
def test_the_character_nul_is_refused_with_a_reason_and_finds_nothing(postgres: Server, make_reading: Make) -> None:
    with Ledger.open(postgres.empty("shared")) as ledger:
        with pytest.raises(BadInput, match=r"U\+0000"):
            ledger.add(make_reading("Norland visited\0 Sudria."))
        assert ledger.count() == (0, 0)
        with pytest.raises(BadInput):
            ledger.entries(actor="\0")


@pytest.mark.integration
def test_a_text_longer_than_the_index_takes_is_stored(postgres: Server, make_reading: Make) -> None:
    words = " ".join(chr(0x4E00 + number % 20_000) + str(number) for number in range(150_000))
    with Ledger.open(postgres.empty("shared")) as ledger:
        assert ledger.add(make_reading(f"Norland visited Sudria. {words} atlast", id="long"))
        assert [hit.story for hit in ledger.search("visited")] == ["long"]
        assert ledger.reading("long").story.text.endswith("atlast")


@pytest.mark.integration
def test_readers_and_writers_in_threads(postgres: Server, make_reading: Make) -> None:
    errors: list[Exception] = []
    with Ledger.open(postgres.empty("shared")) as ledger:

        def work(name: int) -> None:
            try:
                for number in range(10):
                    ledger.add(make_reading(f"Norland visited Sudria {name} {number}."))
                    assert len(ledger.search(f"{name} {number}", limit=1)) == 1
            except Exception as error:  # noqa: BLE001 (told below)
                errors.append(error)

        threads = [threading.Thread(target=work, args=(name,)) for name in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert errors == []
        assert ledger.count() == (60, 60)


@pytest.mark.integration
def test_it_answers_as_sqlite_does(postgres: Server, make_reading: Make, tmp_path: Path) -> None:
    answers = []
    for url in (f"sqlite:///{tmp_path}/ledger.db", postgres.empty("shared")):
        with Ledger.open(url) as ledger:
            for number, text in enumerate(TEXTS):
                day = None if number == 3 else f"2030-05-{9 - number:02}"
                reading = make_reading(
                    text, published=day, agency="NNA" if number % 2 else None, id=f"{'aBc_d'[number]}x"
                )
                ledger.add(reading)
            ledger.add_entries(
                dataclasses.replace(entry, id=f"{sign}:{entry.id}", known=known, story=None, anchor=None)
                for entry in ledger.entries()
                for sign, known in (("B", None), ("a", dt.date(2030, 5, 4)), ("Ä", dt.date(2029, 1, 1)))
            )
            found = {query: {hit.story: hit.matches for hit in ledger.search(query, limit=100)} for query in QUERIES}
            answers.append(
                (
                    found,
                    ledger.stories(),
                    ledger.entries(),
                    tuple(ledger.stream(size=3)),
                    ledger.occurrences(),
                    ledger.channels("NOR", "SWE"),
                    ledger.history(dt.date(2030, 5, 6)),
                    ledger.history(dt.date(2030, 5, 6), actor="NOR", partner="SWE"),
                )
            )
    assert answers[1][0] == answers[0][0]
    assert answers[1] == answers[0]
