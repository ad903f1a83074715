"""The desk on copies: the list counts them, a story's page lists them with what was added or withdrawn, and why."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from backchannel.commands.ledgers import restore_copies
from backchannel.ledger import Ledger
from backchannel.records import Reading, Ruling, Story
from backchannel.serve.app import create_app

LEAD = "Norland's king phoned Sweden's premier on Monday, and the two agreed to meet by the lake in June."
BODY = " ".join(f"Point {number} of the note deals with matter {number * number} and with basin {number}." for number in
                range(40))  # fmt: skip
NEWS = "A <b>second</b> call followed late at night, and it lasted more than an hour, a palace clerk said afterwards."


@pytest.fixture
def client(tmp_path: Path) -> TestClient:
    url = f"sqlite:///{tmp_path}/desk.db"
    with Ledger.open(url, copies=restore_copies) as ledger:
        for id, text, outlet in (
            ("wire", f"{LEAD}\n\n{BODY}", "Own Wire"),
            ("cut", f"{LEAD}\n\n{BODY[:1500]}", "Hill & Post"),
            ("later", f"{LEAD}\n\n{NEWS}\n\n{BODY}", "Own Wire"),
        ):
            sha256 = hashlib.sha256(text.encode()).hexdigest()
            ledger.add(Reading(Story(id, text, sha256, title=f"Title of {id}", outlet=outlet)))
    return TestClient(create_app(url), base_url="http://127.0.0.1")


def test_the_list_counts_copies(client: TestClient) -> None:
    page = client.get("/stories").text
    assert page.count("copy of another story") == 1
    assert "<b>1</b> copy" in page
    lines = {line["id"]: line for line in client.get("/api/stories").json()["stories"]}
    assert lines["cut"]["origin"] != "cut"
    assert lines["cut"]["copies"] == 1


def test_a_story_s_page_lists_its_relatives_and_why(client: TestClient) -> None:
    page = client.get("/stories/wire").text
    assert 'id="copies"' in page
    assert "1 origin, 1 copy" in page
    assert "1 other version" in page
    assert "most of the earlier text is kept" in page
    assert "Added there" in page
    assert "&lt;b&gt;second&lt;/b&gt;" in page
    assert "<b>second" not in page
    later = client.get("/stories/later").text
    assert "Added here" in later
    assert 'href="/stories/wire"' in later
    assert "Hill &amp; Post" in client.get("/stories/wire").text


def test_a_ruling_is_shown_with_who_made_it(client: TestClient, tmp_path: Path) -> None:
    with Ledger.open(f"sqlite:///{tmp_path}/desk.db", copies=restore_copies) as ledger:
        ledger.rule(Ruling("apart", "cut", "wire", "<i>ada</i>"))
        ledger.rule(Ruling("apart", "cut", "later", "ada"))
    page = client.get("/stories/cut").text
    assert "laid down by an analyst (<bdi>&lt;i&gt;ada&lt;/i&gt;</bdi>)" in page
    assert "1 origin, 0 copies" in page


def test_a_story_without_relatives_shows_no_such_list(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/one.db"
    with Ledger.open(url) as ledger:
        ledger.add(Reading(Story("only", LEAD, "x")))
    assert 'id="copies"' not in TestClient(create_app(url), base_url="http://127.0.0.1").get("/stories/only").text
