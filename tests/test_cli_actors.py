"""``--actors FILE`` and ``BACKCHANNEL_ACTORS``: a user's own table of actors, on the command line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

TABLE = """ref\tname\tkind\tcountry\tsector\taliases\troles
orla-fenn\tOrla Fenn\tperson\tIRL\tGOV\t\tforeign-minister 2031-02-01..
lantern-front\tLantern Front\tgroup\tIRL\tREB\tthe Lanterns\t
"""
STORY = "Talks held\n\nOrla Fenn met the chancellor of Germany in Berlin on Monday. The Lanterns rejected the talks.\n"


def run(folder: Path, *arguments: str, **environment: str) -> tuple[int, str, str]:
    command = [sys.executable, "-m", "backchannel.cli", *arguments]
    done = subprocess.run(
        command,
        cwd=folder,
        env=os.environ | environment,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "mine.tsv").write_text(TABLE, encoding="utf-8")
    (tmp_path / "bad.tsv").write_text(TABLE.replace("\tREB", "\tRBL"), encoding="utf-8")
    (tmp_path / "stories").mkdir()
    for number in range(2):
        (tmp_path / "stories" / f"{number}.txt").write_text(f"{STORY}It was round {number}.\n", encoding="utf-8")
    return tmp_path


@pytest.mark.integration
def test_an_own_table_counts_in_every_process_and_in_the_ledger(folder: Path) -> None:
    one = run(folder, "read", "stories", "--published", "2031-03-04", "--actors", "mine.tsv")
    two = run(folder, "read", "stories", "--published", "2031-03-04", "--jobs", "2", BACKCHANNEL_ACTORS="mine.tsv")
    assert one == two
    assert (one[0], one[2]) == (0, "")
    for line in one[1].splitlines():
        actors = {actor["name"]: actor for actor in json.loads(line)["actors"]}
        assert (actors["Orla Fenn"]["country"], actors["Orla Fenn"]["sector"]) == ("IRL", "GOV")
        assert actors["Lantern Front"]["sector"] == "REB"
    assert run(folder, "add", "stories/0.txt", "--published", "2031-03-04", "--actors", "mine.tsv")[0] == 0
    code, out, _ = run(folder, "timeline", "Orla Fenn", BACKCHANNEL_ACTORS="mine.tsv")
    assert code == 0
    assert out


def test_a_wrong_table_is_told_once_before_any_work(folder: Path) -> None:
    for more in (("--actors", "bad.tsv"), ("--actors", "bad.tsv", "--jobs", "2")):
        code, out, err = run(folder, "add", "stories", *more)
        assert (code, out) == (1, "")
        assert err.startswith("backchannel: bad.tsv: line 3: column sector: 'RBL' should be a PLOVER sector: ")
        assert len(err.splitlines()) == 1
    assert not (folder / "backchannel.db").exists()


def test_a_missing_table_is_told(folder: Path) -> None:
    code, out, err = run(folder, "read", "stories", BACKCHANNEL_ACTORS="none.tsv")
    assert (code, out) == (1, "")
    assert "none.tsv: the table of actors cannot be read: No such file" in err
    assert run(folder, "read", "stories", "--actors", "")[0] == 2
