"""Copies in the ledger: kinships, origins and rulings are stored with the stories, and every count uses them."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func, select

from backchannel.commands.ledgers import restore_copies
from backchannel.errors import BadInput, BadQuestion
from backchannel.ledger import Ledger, opening, schema
from backchannel.ledger.copies_postings import HELD_BY
from backchannel.ledger.occurrences import StoryCredit, count_origins
from backchannel.records import Reading, Ruling

Make = Callable[..., Reading]
LEAD = "Norland visited Sudria for talks on the border lakes, the two said in a note of late Monday evening."


def tell(seed: int, *, lead: str = LEAD, size: int = 6) -> list[str]:
    """The paragraphs of a story of made-up words, after a lead."""
    chance = random.Random(seed)
    words = [f"{chance.choice('bdfgklmnprstv')}{chance.choice('aeiou')}{chance.choice('lmnrst')}{number}" for number in
             range(300)]  # fmt: skip
    return [lead, *(" ".join(chance.choice(words) for _ in range(45)) + "." for _ in range(size))]


WIRE, OTHER = (
    tell(1),
    tell(2, lead="Norland visited Sudria to look at a bridge which a flood had carried off last week."),
)
# id -> text, outlet
STORIES = {
    "wire": ("\n\n".join(WIRE), "The Wire"),
    "cut": ("\n\n".join(WIRE[:4]), "Hill Post"),
    "page": ("\n\n".join(WIRE[:6]), "Lake News"),
    "other": ("\n\n".join(OTHER), "Bridge Daily"),
}


def read(make: Make, id: str) -> Reading:
    text, outlet = STORIES[id]
    return make(text, id=id, outlet=outlet, title=f"About {id}")


@pytest.fixture
def filled(url: str, make_reading: Make) -> Ledger:
    ledger = Ledger.open(url, copies=restore_copies)
    for id in STORIES:
        assert ledger.add(read(make_reading, id))
    return ledger


def members(ledger: Ledger) -> set[frozenset[str]]:
    return {frozenset(origin.members) for origin in ledger.origins()}


def test_copies_are_one_origin(filled: Ledger) -> None:
    assert members(filled) == {frozenset({"wire", "cut", "page"}), frozenset({"other"})}
    lines = {line.id: line for line in filled.stories()}
    assert [lines[id].copies for id in STORIES] == [2, 2, 2, 0]
    assert len({lines[id].origin for id in ("wire", "cut", "page")}) == 1
    assert lines["other"].origin == "other"
    (origin,) = filled.versions("cut")
    assert set(origin.members) == {"wire", "cut", "page"}
    assert origin.members[0] == origin.story


def test_why_two_stories_are_kin_is_kept(filled: Ledger) -> None:
    kin = filled.kin("cut")
    (to_wire,) = (one for one in kin if "wire" in (one.story, one.of))
    assert (to_wire.kind, to_wire.story, to_wire.of, to_wire.by) == ("copy", "cut", "wire", "machine")
    assert to_wire.containment > 0.9
    assert "lead-shared" in to_wire.because
    text = filled.reading("cut").story
    assert to_wire.evidence[0].of(text).startswith("Norland visited Sudria")


def test_copies_are_no_further_sources(filled: Ledger) -> None:
    counted = {frozenset(e.story or "" for e in one.entries): one.origins for one in filled.occurrences()}
    assert counted == {frozenset({"wire", "cut", "page"}): 1, frozenset({"other"}): 1}, "undated, yet one thing"
    entries = [one for one in filled.entries() if one.story in ("wire", "cut", "page", "other")]
    told = {id: ("wire" if id != "other" else "other") for id in STORIES}
    apart = {id: StoryCredit(id, outlet) for id, (_, outlet) in STORIES.items()}
    joined = {id: StoryCredit(id, outlet, told[id]) for id, (_, outlet) in STORIES.items()}
    assert (count_origins(entries, apart), count_origins(entries, joined)) == (4, 2)


def test_rulings_are_respected_whatever_comes_later(filled: Ledger, url: str, make_reading: Make) -> None:
    filled.rule(Ruling("apart", "cut", "wire", "ada"))
    assert not any({"cut", "wire"} <= group for group in members(filled))
    (kinship,) = (one for one in filled.kin("cut") if "wire" in (one.story, one.of))
    assert (kinship.kind, kinship.because, kinship.by) == ("apart", ("ruling",), "ada")
    with Ledger.open(url, copies=restore_copies) as again:
        again.add(make_reading("\n\n".join(WIRE[:5]), id="late", outlet="Late Times"))
        assert not any({"cut", "wire"} <= group for group in members(again))
    filled.rule(Ruling("join", "other", "wire", "ada"))
    assert any({"other", "wire"} <= group for group in members(filled))
    filled.rule(Ruling("undo", "cut", "wire", "bob"))
    filled.rule(Ruling("undo", "other", "wire", "bob"))
    assert members(filled) == {frozenset({"wire", "cut", "page", "late"}), frozenset({"other"})}


def test_rulings_that_cannot_be_are_refused_and_leave_nothing(filled: Ledger, url: str) -> None:
    before = members(filled)
    for ruling, error in (
        (Ruling("join", "wire", "absent", "ada"), BadInput),
        (Ruling("join", "wire", "wire", "ada"), BadQuestion),
        (Ruling("undo", "wire", "cut", "ada"), BadQuestion),
        (Ruling("marry", "wire", "cut", "ada"), BadQuestion),  # type: ignore[arg-type]
    ):
        with pytest.raises(error):
            filled.rule(ruling)
    filled.rule(Ruling("join", "wire", "other", "ada"))
    filled.rule(Ruling("join", "page", "wire", "ada"))
    with pytest.raises(BadQuestion, match="contradicts"):
        filled.rule(Ruling("apart", "page", "other", "ada"))
    assert members(filled) == {frozenset(STORIES)} != before
    with Ledger.open(url) as plain, pytest.raises(BadQuestion, match="comparer"):
        plain.rule(Ruling("join", "wire", "cut", "ada"))


def test_another_program_s_stories_and_rulings_are_caught_up_with(url: str, make_reading: Make) -> None:
    with Ledger.open(url, copies=restore_copies) as one, Ledger.open(url, copies=restore_copies) as two:
        one.add(read(make_reading, "wire"))
        two.add(read(make_reading, "cut"))
        one.rule(Ruling("apart", "cut", "wire", "ada"))
        two.add(read(make_reading, "other"))
        two.add(read(make_reading, "page"))
        one.add(make_reading("\n\n".join(WIRE[:5]), id="late", outlet="Late Times"))
        assert not any({"cut", "wire"} <= group for group in members(one))
        assert any({"page", "late"} <= group for group in members(two))


def test_stories_added_without_a_comparer_are_compared_later(url: str, make_reading: Make) -> None:
    with Ledger.open(url) as plain:
        for id in ("wire", "cut", "other"):
            plain.add(read(make_reading, id))
        assert plain.origins() == ()
        assert plain.versions("wire") == ()
        assert {line.origin for line in plain.stories()} == {None}
    with Ledger.open(url, copies=restore_copies) as ledger:
        ledger.add(read(make_reading, "page"))
        assert members(ledger) == {frozenset({"wire", "cut", "page"}), frozenset({"other"})}


def test_the_outcome_does_not_depend_on_who_adds(url: str, tmp_path: Path, make_reading: Make) -> None:
    with (
        Ledger.open(url, copies=restore_copies) as at_once,
        Ledger.open(f"sqlite:///{tmp_path}/apart.db", copies=restore_copies) as one_by_one,
    ):
        for id in STORIES:
            at_once.add(read(make_reading, id))
            one_by_one._copies.forget()  # type: ignore[union-attr]
            one_by_one.add(read(make_reading, id))
        assert at_once.origins() == one_by_one.origins()
        assert [at_once.kin(id) for id in STORIES] == [one_by_one.kin(id) for id in STORIES]


def test_a_failed_add_leaves_no_trace_in_the_index(
    url: str, make_reading: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Ledger.open(url, copies=restore_copies) as ledger:
        ledger.add(read(make_reading, "wire"))
        with monkeypatch.context() as broken:
            broken.setattr("backchannel.ledger.copies_keeper._store_origins", lambda *_: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                ledger.add(read(make_reading, "cut"))
        assert [line.id for line in ledger.stories()] == ["wire"]
        assert ledger.kin("cut") == ()
        ledger.add(read(make_reading, "cut"))
        assert members(ledger) == {frozenset({"wire", "cut"})}


def test_an_older_ledger_is_compared_when_a_story_is_added(tmp_path: Path, make_reading: Make) -> None:
    from alembic import command

    engine = opening._make_engine(f"sqlite:///{tmp_path}/old.db", create=True)
    with opening.writing(engine) as connection:
        config = opening._alembic_config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0002")
        text, outlet = STORIES["wire"]
        connection.exec_driver_sql(
            "INSERT INTO stories (id, sha256, outlet, text, reading) VALUES ('wire', 'x', ?, ?, x'')", (outlet, text)
        )
    engine.dispose()
    with Ledger.open(f"sqlite:///{tmp_path}/old.db", copies=restore_copies) as ledger:
        ledger.add(read(make_reading, "cut"))
        assert members(ledger) == {frozenset({"wire", "cut"})}


def test_stories_of_any_age_are_compared(url: str, make_reading: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backchannel.ledger.copies_keeper.MOST_HELD", 2)
    with Ledger.open(url, copies=restore_copies) as ledger:
        ledger.add(read(make_reading, "wire"))
        for number in range(10, 15):
            lead = f"Westia's ministry number {number} said on Friday that the harvest of plums was late once again."
            ledger.add(make_reading("\n\n".join(tell(number, lead=lead)), id=f"plums{number}", outlet="Plum News"))
        ledger.add(read(make_reading, "cut"))
        ledger.rule(Ruling("apart", "cut", "wire", "ada"))
        ledger.add(read(make_reading, "other"))
        ledger.add(read(make_reading, "page"))
        groups = {group for group in members(ledger) if not any(id.startswith("plums") for id in group)}
        assert frozenset({"other"}) in groups
        assert len(groups) == 3, "the page joins one of the two; the ruling made long ago still holds"


def test_a_ledger_from_before_the_index_fills_it(url: str, make_reading: Make) -> None:
    with Ledger.open(url, copies=restore_copies) as ledger:
        ledger.add(read(make_reading, "wire"))
        ledger.add(read(make_reading, "other"))
        with opening.writing(ledger._engine) as connection:
            connection.execute(schema.shingles.delete())
    with Ledger.open(url, copies=restore_copies) as ledger:
        ledger.add(read(make_reading, "cut"))
        assert members(ledger) == {frozenset({"wire", "cut"}), frozenset({"other"})}


def test_boilerplate_takes_no_more_postings(url: str, make_reading: Make) -> None:
    closing = tell(99)[1]
    with Ledger.open(url, copies=restore_copies) as ledger:
        for number in range(HELD_BY + 4):
            lead = f"Westia's ministry number {number} said on Friday that the harvest of plums was late once again."
            text = "\n\n".join((*tell(number, lead=lead), closing))
            ledger.add(make_reading(text, id=f"plums{number}", outlet=f"Plum News {number}"))
        with opening.reading(ledger._engine) as connection:
            held = connection.execute(select(schema.shingles.c.key, func.count()).group_by(schema.shingles.c.key)).all()
        assert max(count for _, count in held) == HELD_BY
        assert len(members(ledger)) == HELD_BY + 4


def test_reading_a_ledger_needs_no_index() -> None:
    code = "import sys, backchannel.ledger; sys.exit('numpy' in sys.modules or 'backchannel.articles' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
