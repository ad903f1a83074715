"""The command ``copies``: what is told twice, why, and an analyst's ruling on it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from backchannel import cli

BODY = """PORT ALBANY, March 3 (AP) — The transport ministers of Norland and Sudland agreed on Tuesday to run a ferry
between their two largest ports after nine years without one.

The ministers met for four hours in the old customs house and signed a paper of eleven pages, officials of both said.

The first ship is to sail in May with room for four hundred passengers and sixty cars.
"""


@pytest.fixture
def ledger(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    (tmp_path / "one.txt").write_text(f"Ministers agree on a ferry\n\n{BODY}\nShop owners had waited for this day.\n")
    (tmp_path / "two.txt").write_text(f"A ferry will run again\n\n{BODY}")
    url = f"sqlite:///{tmp_path / 'news.db'}"
    assert cli.main(["add", str(tmp_path / "one.txt"), str(tmp_path / "two.txt"), "--ledger", url]) == 0
    capsys.readouterr()
    return url


def _copies(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, object]]:
    assert cli.main(["copies", *arguments, "--format", "jsonl"]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


@pytest.mark.integration
def test_a_copy_is_listed_explained_parted_and_handed_back(ledger: str, capsys: pytest.CaptureFixture[str]) -> None:
    (origin,) = _copies(capsys, "--ledger", ledger)
    members = origin["members"]
    assert isinstance(members, list)
    first, second = members
    (kin,) = _copies(capsys, second, "--ledger", ledger)
    assert (kin["kind"], kin["of"], kin["by"]) == ("copy", first, "machine")
    assert kin["because"]
    (ruled,) = _copies(capsys, second, "--apart", first, "--by", "Ada", "--ledger", ledger)
    assert (ruled["kind"], ruled["by"]) == ("apart", "Ada")
    assert _copies(capsys, "--ledger", ledger) == []
    _copies(capsys, second, "--undo", first, "--ledger", ledger)
    assert len(_copies(capsys, "--ledger", ledger)) == 1
    assert cli.main(["copies", "--format", "table", "--ledger", ledger]) == 0
    assert "1 origin, 1 copy" in capsys.readouterr().out
    assert cli.main(["copies", second, "--format", "table", "--ledger", ledger]) == 0
    assert f"{second} is a copy of {first}" in " ".join(capsys.readouterr().out.split())


@pytest.mark.integration
def test_an_unknown_story_and_a_ruling_on_none_are_refused(ledger: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["copies", "nope", "--ledger", ledger]) == 2
    assert "holds no story 'nope'" in capsys.readouterr().err
    assert cli.main(["copies", "--join", "nope", "--ledger", ledger]) == 2
    assert "say which story" in capsys.readouterr().err
