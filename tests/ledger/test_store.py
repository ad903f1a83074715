"""The ledger on a real database: what is stored comes back, once, and only what was asked for."""

from __future__ import annotations

import dataclasses
import datetime as dt
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from backchannel.errors import BadInput, BadLedger, BadQuestion
from backchannel.ledger import Filters, Ledger
from backchannel.records import Entry, Interval, Party, Reading, Span

Make = Callable[..., Reading]
MAY = dt.date(2030, 5, 2)
NOR, SWE, FIN = (Party(code.lower(), code, code, "GOV") for code in ("NOR", "SWE", "FIN"))


def _entry(id: str, actors: tuple[Party, ...], recipients: tuple[Party, ...] = (), **given: object) -> Entry:
    given.setdefault("known", MAY)
    return Entry(
        id, given.pop("type", "CONSULT"), given.pop("status", "happened"), actors, recipients, "file:1", **given
    )  # type: ignore[arg-type]


def test_a_reading_comes_back_whole(ledger: Ledger, make_reading: Make) -> None:
    reading = make_reading("Norland visited Sudria on Monday.")
    assert ledger.add(reading) is True
    assert ledger.reading(reading.story.id) == reading
    assert reading.story.id in ledger
    assert "nothing" not in ledger
    assert ledger.count() == (1, 1)


def test_adding_twice_changes_nothing(ledger: Ledger, make_reading: Make) -> None:
    reading = make_reading("Norland visited Sudria on Monday.")
    ledger.add(reading)
    before = (ledger.stories(), ledger.entries(), ledger.channels("NOR", "SWE"), ledger.search("visited"))
    again = dataclasses.replace(reading, story=dataclasses.replace(reading.story, title="Another title"))
    assert ledger.add(again) is False
    assert (ledger.stories(), ledger.entries(), ledger.channels("NOR", "SWE"), ledger.search("visited")) == before


def test_an_entry_carries_the_story_s_words_and_days(ledger: Ledger, make_reading: Make) -> None:
    reading = make_reading("Norland visited Sudria on Monday.", agency="NNA", outlet="The Post")
    ledger.add(reading)
    (entry,) = ledger.entries()
    assert entry.id == f"{reading.story.id}:e1"
    assert (entry.actors, entry.recipients) == (
        (Party("nor", "Norland", "NOR", "GOV"),),
        (Party("swe", "Sudria", "SWE", "GOV"),),
    )
    assert entry.known == MAY
    assert entry.when is None
    assert entry.origin == "NNA"
    assert entry.words == "Norland visited Sudria on Monday."
    assert entry.anchor is not None
    assert entry.anchor.of(reading.story) == "visited"


def test_a_story_without_a_day_stays_without(ledger: Ledger, make_reading: Make) -> None:
    ledger.add(make_reading("Norland visited Sudria on Monday.", published=None))
    assert ledger.entries()[0].known is None
    assert ledger.stories()[0].published is None
    assert ledger.entries(since=dt.date(1900, 1, 1)) == ()
    assert ledger.history(MAY).covered is None


def test_an_unknown_source_is_somebody_else_in_every_story(ledger: Ledger, make_reading: Make) -> None:
    for text in ("Norland visited Sudria.", "Norland visited Sudria again."):
        reading = make_reading(text)
        nobody = dataclasses.replace(reading.actors[0], name="a former official", kind="unknown", ref=None, mentions=())
        ledger.add(dataclasses.replace(reading, actors=(nobody, *reading.actors[1:])))
    assert len({entry.actors[0].ref for entry in ledger.entries()}) == 2


def test_stories_are_listed_newest_first(ledger: Ledger, make_reading: Make) -> None:
    for text, day in (
        ("Norland met Sudria.", "2030-05-01"),
        ("Norland hit Sudria.", "2030-05-03"),
        ("Norland left Westia.", None),
    ):
        ledger.add(make_reading(text, published=day))
    assert [line.title for line in ledger.stories()] == [
        "Norland hit Sudria.",
        "Norland met Sudria.",
        "Norland left Westia.",
    ]
    assert [line.title for line in ledger.stories(limit=1, offset=1)] == ["Norland met Sudria."]
    assert ledger.stories()[0].events == 1


ENTRIES = (
    _entry("1", (NOR,), (SWE,), when=Interval(dt.date(2030, 1, 1), dt.date(2030, 1, 31))),
    _entry("2", (SWE,), (NOR,), type="ACCUSE", when=Interval(dt.date(2030, 3, 1), dt.date(2030, 3, 1))),
    _entry("3", (NOR, SWE), (), status="planned", when=Interval(dt.date(2030, 6, 1), dt.date(2030, 6, 30))),
    _entry("4", (NOR, SWE), (FIN,), type="ACCUSE"),
    _entry("5", (NOR,), (FIN,), type="AID", known=dt.date(2030, 4, 1)),
    _entry(
        "6",
        (Party("envoy", "Envoy", "NOR"),),
        (Party("aide", "Aide", "NOR"),),
        type="ACCUSE",
        known=dt.date(2030, 7, 1),
    ),
)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Filters(), "125436"),
        (Filters(actor="FIN"), "54"),
        (Filters(partner="FIN"), "54"),
        (Filters("NOR", "SWE"), "123"),
        (Filters("SWE", "NOR"), "123"),
        (Filters("swe", "nor"), "123"),
        (Filters("NOR", "NOR"), "6"),
        (Filters("envoy", "NOR"), "6"),
        (Filters(actor="envoy"), "6"),
        (Filters("SWE", "FIN"), "4"),
        (Filters(type="ACCUSE"), "246"),
        (Filters(status="planned"), "3"),
        (Filters(since=dt.date(2030, 1, 31), until=dt.date(2030, 3, 31)), "12"),
        (Filters(since=dt.date(2030, 2, 1), until=dt.date(2030, 2, 28)), ""),
        (Filters(since=MAY), "436"),
        (Filters(actor="XXX"), ""),
        (Filters(actor="%"), ""),
        (Filters(actor="' OR 1=1 --"), ""),
    ],
)
def test_filters(ledger: Ledger, wanted: Filters, found: str) -> None:
    assert ledger.add_entries(ENTRIES) == 6
    asked = {name: getattr(wanted, name) for name in ("actor", "partner", "type", "status", "since", "until")}
    assert "".join(entry.id for entry in ledger.entries(**asked)) == found
    assert [entry.id for entry in ledger.stream(wanted, size=2)] == sorted(found)


def test_entries_come_back_whole_and_once(ledger: Ledger) -> None:
    whole = _entry(
        "w", (NOR,), (SWE, FIN), mode="visit", contexts=("military", "legal"), where="Oslo", confidence=0.25,
        because="row", words="Make a visit", when=Interval(MAY, MAY),
    )  # fmt: skip
    assert ledger.add_entries([whole, whole]) == 1
    assert ledger.add_entries([whole]) == 0
    assert ledger.entries() == (whole,)


def test_an_entry_of_a_story_not_held_loses_the_pointer_only(ledger: Ledger) -> None:
    ledger.add_entries([_entry("p", (NOR,), story="gone", anchor=Span("gone", 1, 2), words="kept")])
    (entry,) = ledger.entries()
    assert (entry.story, entry.anchor, entry.words) == (None, None, "kept")


def test_doubled_and_dangling_ids_are_refused_and_nothing_is_stored(ledger: Ledger, make_reading: Make) -> None:
    reading = make_reading("Norland visited Sudria.")
    with pytest.raises(BadInput, match="e1"):
        ledger.add(dataclasses.replace(reading, events=reading.events * 2))
    with pytest.raises(BadInput, match="a9"):
        ledger.add(dataclasses.replace(reading, events=(dataclasses.replace(reading.events[0], actors=("a9",)),)))
    with pytest.raises(BadInput, match="surrogate"):
        ledger.add(dataclasses.replace(reading, story=dataclasses.replace(reading.story, title="\ud800")))
    assert ledger.count() == (0, 0)
    with pytest.raises(BadInput, match="no such story"):
        ledger.reading(reading.story.id)


def test_history_knows_only_what_was_known(ledger: Ledger) -> None:
    ledger.add_entries(ENTRIES)
    history = ledger.history(dt.date(2030, 4, 30))
    assert [one.entries[0].id for one in history.occurrences] == ["5"]
    assert history.covered == Interval(dt.date(2030, 4, 1), dt.date(2030, 4, 1))
    later = ledger.history(dt.date(2031, 1, 1), actor="NOR", partner="SWE")
    assert sorted(entry.id for one in later.occurrences for entry in one.entries) == ["1", "2", "3"]
    assert later.covered == Interval(dt.date(2030, 4, 1), dt.date(2030, 7, 1))


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("South Korea", "KOR"),
        ("kor", "KOR"),
        ("KOR", "KOR"),
        (" united states ", "USA"),
        ("Kim Jong Un", "kim-jong-un"),
        ("envoy", "envoy"),
    ],
)
def test_parties_are_found_by_code_name_and_ref(ledger: Ledger, text: str, party: str) -> None:
    ledger.add_entries(ENTRIES)
    assert ledger.resolve_party(text) == party


@pytest.mark.parametrize("text", ["", "  ", "Nobody at All", "x" * 1000, "South Kora"])
def test_nobody_is_an_error(ledger: Ledger, text: str) -> None:
    with pytest.raises(BadQuestion):
        ledger.resolve_party(text)


def test_close_names_are_named(ledger: Ledger) -> None:
    with pytest.raises(BadQuestion, match="KOR"):
        ledger.resolve_party("South Kora")


def test_a_newer_ledger_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    Ledger.open(f"sqlite:///{path}").close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(BadLedger, match="newer version"):
        Ledger.open(f"sqlite:///{path}")


def test_what_is_no_ledger_is_refused(tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("no database at all, but some words that are longer than a header of SQLite " * 3)
    with sqlite3.connect(tmp_path / "other.db") as connection:
        connection.execute("CREATE TABLE bookmarks (url TEXT)")
    for name, message in (
        ("text.db", "no ledger"),
        ("other.db", "another program"),
        ("none/x.db", "does not exist"),
        ("", "folder"),
    ):
        with pytest.raises(BadLedger, match=message):
            Ledger.open(f"sqlite:///{tmp_path}/{name}" if name else f"sqlite:///{tmp_path}")
    for url in ("ledger.db", "nosuch://x", "postgresql+nosuch://x/y"):
        with pytest.raises(BadLedger):
            Ledger.open(url)
    with pytest.raises(BadLedger, match="no ledger"):
        Ledger.open(f"sqlite:///{tmp_path}/absent.db", create=False)
    assert not (tmp_path / "absent.db").exists()


def test_a_memory_ledger_works(make_reading: Make) -> None:
    with Ledger.open("sqlite://") as ledger:
        assert ledger.add(make_reading("Norland visited Sudria."))
        assert ledger.count() == (1, 1)
