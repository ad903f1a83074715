"""The command ``who``: lists, one identity, rulings and their undoing, in a table and in a pipe."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from backchannel import cli
from backchannel.ledger import Ledger
from cli_help import lines, table

sys.path.insert(0, str(Path(__file__).parent / "ledger"))
from strangers_help import tell

OTHER = "Lake Wire"


@pytest.fixture
def ledger(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path}/news.db"
    with Ledger.open(url) as opened:
        opened.add(tell("n1", "[Orla Fenn|NOR GOV] met [Sudria] for talks.", "2031-03-01", agency="Own Wire"))
        opened.add(tell("n2", "[Orla Fenn|NOR GOV] met [Westia] again.", "2031-03-09", agency=OTHER))
        opened.add(tell("s1", "[Orla Fenn|SWE] met [Westia] by the lake.", "2031-03-02", agency=OTHER))
        opened.add(tell("k1", "[Tomas Brell|SWE] met [Westia] by the dam.", "2031-03-02", agency=OTHER))
    return url


def test_identities_are_listed(ledger: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = lines(capsys, "who", "--ledger", ledger)
    assert [(one["name"], one["stories"], one["origins"]) for one in found][0] == ("Orla Fenn", 2, 2)
    assert len(found) == 3
    said = table(capsys, "who", "--ledger", ledger, "--limit", "1")
    assert "Orla Fenn person NOR GOV" in said
    assert "2 stories, 2031-03-01 – 2031-03-09" in said
    assert "and 2 more; --limit 3 lists all" in said


def test_one_is_shown_with_mentions_and_candidates(ledger: str, capsys: pytest.CaptureFixture[str]) -> None:
    both = lines(capsys, "who", "orla fenn", "--ledger", ledger)
    assert {len(one["sightings"]) for one in both} == {1, 2}  # type: ignore[arg-type]
    mention = both[0]["sightings"][0]["mentions"][0]  # type: ignore[index]
    assert (mention["start"], mention["end"]) == (0, 9)
    said = table(capsys, "who", str(both[0]["id"]), "--ledger", ledger)
    assert "maybe the same" in said
    assert "of different countries (−3.0)" in said
    assert cli.main(["who", "Nobody Atall", "--ledger", ledger]) == 2


def test_rulings_are_laid_down_and_undone(ledger: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = lines(capsys, "who", "Orla Fenn", "--ledger", ledger)
    one, other = (str(identity["id"]) for identity in found)
    why = ("--why", "she moved", "--by", "ada", "--day", "2031-04-01", "--ledger", ledger)
    said = table(capsys, "who", one, "--merge", other, *why)
    assert "named in 3 stories of 2 origins" in said or "named in 3 stories" in said
    assert "by ada, 2031-04-01: she moved" in said
    (merged,) = lines(capsys, "who", "Orla Fenn", "--ledger", ledger)
    assert merged["in_force"] == [1]
    assert "takes 1 back" in table(capsys, "who", one, "--undo", "--ledger", ledger)
    assert lines(capsys, "who", "Orla Fenn", "--ledger", ledger)[0]["sightings"] == found[0]["sightings"]
    two = next(identity for identity in found if len(identity["sightings"]) == 2)  # type: ignore[arg-type]
    out = two["sightings"][1]["stranger"]  # type: ignore[index]
    assert "is not" in table(capsys, "who", str(two["id"]), "--split", out, *why)
    assert len(lines(capsys, "who", "Orla Fenn", "--ledger", ledger)) == 3
    table(capsys, "who", str(two["id"]), "--undo", "3", "--ledger", ledger)
    assert len(lines(capsys, "who", "Orla Fenn", "--ledger", ledger)) == 2


def test_wrong_usage_is_told(ledger: str, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments, said in (
        (("Norway",), "is a country"),
        (("--merge", "x"), "say whom"),
        (("Orla Fenn", "--merge", "Tomas Brell", "--why", "x"), "give one of these ids"),
        (("Tomas Brell", "--merge", "Orla Fenn", "--why", "x"), "give one of these ids"),
        (("Tomas Brell", "--merge", "kim-jong-un"), "say why"),
        (("Tomas Brell", "--undo"), "nothing to undo"),
        (("Tomas Brell", "--undo", "7"), "nothing to undo"),
        (("Tomas Brell", "--relink"), "leave the name out"),
        (("Tomas Brell", "--split", "x~1", "--why", "x"), "none of the mentions"),
    ):
        assert cli.main(["who", *arguments, "--ledger", ledger]) == 2
        assert said in capsys.readouterr().err
    assert cli.main(["who", "--ledger", ledger.replace("news", "absent")]) == 1


def test_a_stranger_can_be_a_known_actor(ledger: str, capsys: pytest.CaptureFixture[str]) -> None:
    said = table(capsys, "who", "Tomas Brell", "--merge", "kim-jong-un", "--why", "a cover name", "--ledger", ledger)
    assert "an actor of the tables" in said
    (entry,) = lines(capsys, "timeline", "kim-jong-un", "--ledger", ledger)
    assert entry["actors"][0]["ref"] == "kim-jong-un"  # type: ignore[index]
    table(capsys, "who", "kim-jong-un", "--undo", "--ledger", ledger)
    assert lines(capsys, "timeline", "kim-jong-un", "--ledger", ledger) == []


def test_relinking_finds_who_was_added_to_the_tables(
    ledger: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "nobody of the ledger" in table(capsys, "who", "--relink", "--ledger", ledger)
    mine = tmp_path / "mine.tsv"
    mine.write_text("ref\tname\tkind\tcountry\tsector\ntomas-brell\tTomas Brell\tperson\tSWE\tGOV\n", encoding="utf-8")
    monkeypatch.setenv("BACKCHANNEL_ACTORS", str(mine))
    (link,) = lines(capsys, "who", "--relink", "--by", "ada", "--ledger", ledger)
    assert (link["ref"], link["ruling"]) == ("tomas-brell", 1)
    (found,) = lines(capsys, "who", "Tomas Brell", "--ledger", ledger)
    assert (found["id"], found["known"], found["sector"]) == ("tomas-brell", True, "GOV")
    (entry,) = lines(capsys, "timeline", "tomas-brell", "--ledger", ledger)
    assert entry["actors"][0]["sector"] == "GOV"  # type: ignore[index]
    table(capsys, "who", "tomas-brell", "--undo", "--ledger", ledger)
    assert lines(capsys, "who", "--relink", "--ledger", ledger) == [], "what was undone is not linked again"
