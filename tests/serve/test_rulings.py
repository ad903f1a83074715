"""Rulings on copies from the desk: carried out, kept, undone; and taken from the desk's own pages alone."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
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


@pytest.fixture
def url(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path}/desk.db"
    with Ledger.open(url, copies=restore_copies) as ledger:
        for id, text in (("wire", f"{LEAD}\n\n{BODY}"), ("cut", f"{LEAD}\n\n{BODY[:1500]}")):
            sha256 = hashlib.sha256(text.encode()).hexdigest()
            ledger.add(Reading(Story(id, text, sha256, title=id, outlet=f"The {id}")))
    return url


@pytest.fixture
def client(url: str) -> Iterator[TestClient]:
    with TestClient(create_app(url, copies=restore_copies), base_url="http://127.0.0.1") as found:
        yield found


def post(client: TestClient, token: str, headers: dict[str, str] | None = None, **fields: str) -> tuple[int, str]:
    data = {"token": token, "other": "wire", "action": "apart", "by": "Ada", **fields}
    found = client.post("/stories/cut/rulings", data=data, headers=headers, follow_redirects=False)
    return found.status_code, found.text


def token_of(client: TestClient, story: str = "cut") -> str:
    match = re.search(r'name="token" value="(\w+)"', client.get(f"/stories/{story}").text)
    assert match is not None
    return match[1]


def in_force(url: str) -> tuple[Ruling, ...]:
    with Ledger.open(url) as ledger:
        return ledger.rulings("cut")


def test_a_ruling_is_carried_out_and_undone(client: TestClient, url: str) -> None:
    token = token_of(client)
    assert "They are not one story" in client.get("/stories/cut").text
    assert post(client, token)[0] == 303
    page = client.get("/stories/cut").text
    assert "laid down by an analyst (<bdi>Ada</bdi>)" in page
    assert "Undo the ruling of Ada" in page
    assert "1 origin, 0 copies" in page
    assert post(client, token, action="undo", by=" Ben  B. ")[0] == 303
    assert "1 origin, 1 copy" in client.get("/stories/cut").text
    assert [(one.action, one.by) for one in in_force(url)] == [("apart", "Ada"), ("undo", "Ben B.")]


@pytest.mark.parametrize(
    ("fields", "code", "said"),
    [
        ({"other": ""}, 400, "id of the other story"),
        ({"other": "absent"}, 404, "no such story"),
        ({"other": "cut"}, 400, "two stories are wanted"),
        ({"action": "marry"}, 400, "there are join, apart, undo"),
        ({"action": "undo"}, 400, "nothing to undo"),
        ({"by": "  "}, 400, "say who"),
        ({"by": "machine"}, 400, "say who"),
        ({"by": "x" * 81}, 400, "at most 80"),
        ({"by": "a\u202eb"}, 400, "printable"),
        ({"by": "x" * 17_000}, 413, "at most"),
    ],
)
def test_what_cannot_be_is_refused(client: TestClient, url: str, fields: dict[str, str], code: int, said: str) -> None:
    found, page = post(client, token_of(client), **fields)
    assert (found, in_force(url)) == (code, ())
    assert said in page


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
    ],
)
def test_forms_of_other_pages_are_refused(client: TestClient, url: str, headers: dict[str, str]) -> None:
    assert post(client, token_of(client), headers)[0] == 403
    assert in_force(url) == ()


def test_forms_without_their_token_are_refused(client: TestClient, url: str) -> None:
    with TestClient(create_app(url, copies=restore_copies), base_url="http://127.0.0.1") as before:
        old = token_of(before)
    for token in ("", "0" * 64, old, token_of(client, "wire"), "ü"):
        assert post(client, token)[0] == 403
    own = {"Origin": "http://127.0.0.1", "Sec-Fetch-Site": "same-origin"}
    assert in_force(url) == ()
    assert post(client, token_of(client), own)[0] == 303
    assert post(client, token_of(client), {"Origin": "null"}, action="undo")[0] == 303


def test_only_forms_are_read(client: TestClient) -> None:
    token = token_of(client)
    assert client.post("/stories/cut/rulings", json={"token": token}).status_code == 415
    assert client.get("/stories/cut/rulings").status_code == 405
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    assert client.post("/stories/cut/rulings", content=b"token=%ff%fe", headers=kind).status_code == 400
    assert client.post("/stories/cut/rulings", content=b"a&" * 40, headers=kind).status_code == 400


def test_without_an_index_of_copies_there_is_no_form(url: str) -> None:
    with TestClient(create_app(url), base_url="http://127.0.0.1") as plain:
        assert "<form" not in plain.get("/stories/cut").text.partition("<main")[2]
        token = plain.app.state.guard.token("/stories/cut/rulings")  # type: ignore[attr-defined]
        assert post(plain, token)[0] == 400
