"""The commands ``sources`` and ``grade``, and grades in the JSON of ``timeline`` and ``search``."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path

import pytest

from backchannel import cli
from backchannel.ledger import Ledger
from backchannel.records import Actor, Event, Interval, Mention, Reading, Sentence, Span, Statement, Story
from cli_help import lines, table

DAY = dt.date(2024, 6, 3)


def make(id: str, agency: str, text: str, status: str = "happened") -> Reading:
    """A story in which the third one named says that Norway met Sweden."""
    story = Story(id, text, hashlib.sha256(text.encode()).hexdigest(), title=id, agency=agency, published=DAY)
    names = (("Norway", "country", "NOR"), ("Sweden", "country", "SWE"), (text.split()[0], "person", None))
    actors = tuple(
        Actor(f"a{number}", name, kind, code, "GOV", ref=None if code is None else code.lower(), mentions=(  # type: ignore[arg-type]
            Mention(Span(id, text.index(name), text.index(name) + len(name)), "name", False, "alias"),))
        for number, (name, kind, code) in enumerate(names, start=1)
    )  # fmt: skip
    anchor = Span(id, text.index("met"), text.index("met") + 3)
    said = Statement("s1", anchor, Span(id, 0, 3), Span(id, 4, len(text)), "a3", "named")
    event = Event("e1", "CONSULT", anchor, ("a1",), ("a2",), "test", when=Interval(DAY, DAY), statement="s1",
                  status=status)  # type: ignore[arg-type]  # fmt: skip
    return Reading(story, (Sentence(Span(id, 0, len(text)), 0),), (said,), (), actors, (event,))


@pytest.fixture
def ledger(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path}/news.db"
    with Ledger.open(url) as opened:
        opened.add(make("one", "Own Wire", "Ann says that Norway met Sweden by the lake."))
        opened.add(make("two", "Other Wire", "Bob tells how Norway met envoys of Sweden."))
        opened.add(make("three", "Third Wire", "Cid denies that Norway met Sweden at all.", "denied"))
    return url


def test_sources_are_listed_with_their_histories(ledger: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = {str(one["ref"]).partition("~")[0]: one for one in lines(capsys, "sources", "--ledger", ledger)}
    assert found.keys() == {"ann", "bob", "cid"}
    assert [found["cid"][name] for name in ("statements", "origins", "things", "confirmed", "contradicted")] == [
        1, 1, 1, 0, 1
    ]  # fmt: skip
    assert found["ann"]["reliability"] == "C"
    assert found["ann"]["reason"]
    said = table(capsys, "sources", "cid", "--ledger", ledger)
    assert "C Cid named 1 statements in 1 wire stories, 1 things told: 0 confirmed, 1 contradicted" in said
    assert "fairly reliable: a named person" in said
    assert "CONSULT denied (confirmed by 0, contradicted by 2)" in said
    assert cli.main(["sources", "nobody at all", "--ledger", ledger]) == 2


def test_grades_are_shown_set_and_undone(ledger: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert "s1 C4 fairly reliable, doubtful" in table(capsys, "grade", "one", "--ledger", ledger)
    arguments = ("grade", "one", "s1", "--ledger", ledger)
    shown = table(capsys, *arguments, "--set", "b3", "--why", "she was there", "--by", "ada")
    assert "B3 by ada: she was there" in shown
    assert "C4 by the rules: " in shown
    (standing,) = lines(capsys, *arguments)
    assert (standing["by"], standing["grade"]["reliability"], standing["rule"]["reliability"]) == ("ada", "B", "C")  # type: ignore[index]
    assert "ada" not in table(capsys, *arguments, "--undo")
    for wrong in (("--set", "B3"), ("--set", "Q", "--why", "x"), ("--undo",)):
        assert cli.main([*arguments, *wrong]) == 2
    assert cli.main(["grade", "one", "--set", "B3", "--ledger", ledger]) == 2
    assert cli.main(["grade", "absent", "--ledger", ledger]) == 2


def test_timeline_and_search_carry_grades(ledger: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = lines(capsys, "timeline", "NOR", "SWE", "--ledger", ledger)
    entries = [entry for item in found for entry in item["entries"]]  # type: ignore[attr-defined]
    assert {entry["story"]: entry["standing"]["grade"]["credibility"] for entry in entries} == {
        "one": 4, "two": 4, "three": 5
    }  # fmt: skip
    assert all(len(entry["standing"]["grade"]["because"]) == 2 for entry in entries)
    (hit,) = lines(capsys, "search", "lake", "--ledger", ledger)
    (said,) = hit["statements"]  # type: ignore[misc, attr-defined]
    assert (said["story"], said["statement"]) == ("one", "s1")
