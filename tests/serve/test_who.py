"""Who is who on the desk: lists, one identity, and forms that merge, split and undo, taken from its own pages alone."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from backchannel.ledger import Ledger
from backchannel.ledger.strangers import find_strangers
from backchannel.serve.app import create_app

sys.path.insert(0, str(Path(__file__).parents[1] / "ledger"))
from strangers_help import tell

READS = {
    "n1": tell("n1", "[Orla Fenn|NOR GOV] met [Sudria] for talks.", "2031-03-01", agency="Own Wire"),
    "n2": tell("n2", "[Orla Fenn|NOR GOV] met [Westia] again, and [she|@1] left.", "2031-03-09", agency="Lake Wire"),
    "s1": tell("s1", "[Orla Fenn|SWE] met [Westia] by the lake.", "2031-03-02", agency="Lake Wire"),
    "h1": tell("h1", "[Tomas Brell|SWE] met [<script>alert(1)</script> Ltd|body] of [Westia].", title="<b>Dam</b>"),
}
ID = {name: find_strangers(read)[0].id for name, read in READS.items()}


@pytest.fixture
def url(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path}/desk.db"
    with Ledger.open(url) as ledger:
        for read in READS.values():
            ledger.add(read)
    return url


@pytest.fixture
def client(url: str) -> Iterator[TestClient]:
    with TestClient(create_app(url), base_url="http://127.0.0.1", raise_server_exceptions=False) as found:
        yield found


def token_of(client: TestClient, id: str) -> str:
    match = re.search(r'name="token" value="(\w+)"', client.get(f"/who/{id}").text)
    assert match is not None
    return match[1]


def post(client: TestClient, headers: dict[str, str] | None = None, **fields: str) -> tuple[int, str]:
    id = ID["n1"]
    data = {"token": token_of(client, id), "by": "Ada", "why": "she moved", **fields}
    found = client.post(f"/who/{id}/rulings", data=data, headers=headers, follow_redirects=False)
    return found.status_code, found.text


def log(url: str) -> list[str]:
    with Ledger.open(url) as ledger:
        return [one.action for one in ledger.identity_rulings()]


def test_the_list_and_the_search(client: TestClient) -> None:
    page = client.get("/who").text
    assert "4 people and bodies" in page
    assert page.index("Orla Fenn") < page.index("Tomas Brell")
    assert "2 stories · 2031-03-01 to 2031-03-09" in page
    assert client.get("/who?q=Orla+Fenn").text.count('class="card"') == 2
    alone = client.get("/who?q=tomas brell", follow_redirects=False)
    assert (alone.status_code, alone.headers["location"]) == (307, f"/who/{ID['h1']}")
    assert client.get("/who?q=Nobody+Atall").status_code == 404
    assert "There is no page 9" in client.get("/who?page=9").text


def test_an_identity_is_shown_with_links_to_its_words(client: TestClient) -> None:
    page = client.get(f"/who/{ID['n2']}").text
    assert f"/who/{ID['n1']}" in page, "the page is that of the first mention"
    assert 'href="/stories/n2?at=0-9#at"' in page
    assert 'href="/stories/n2?at=32-35#at"' in page
    assert "of different countries (−3.0)" in page
    assert f'href="/who/{ID["n1"]}"' in client.get("/stories/n1").text
    assert client.get("/who/nobody~0000000000").status_code == 404
    assert client.get("/who/kim-jong-un").status_code == 200


def test_names_of_stories_are_shown_as_text(client: TestClient) -> None:
    page = client.get(f"/who/{ID['h1']}").text
    assert "<b>Dam</b>" not in page
    assert "&lt;b&gt;Dam&lt;/b&gt;" in page
    assert "<script" not in client.get("/who").text


def test_a_merge_is_carried_out_and_undone(client: TestClient, url: str) -> None:
    assert post(client, action="merge", other=ID["s1"], day="2031-04-01")[0] == 303
    page = client.get(f"/who/{ID['n1']}").text
    assert "3 stories of 2 origins" in page or "3 stories" in page
    assert "by Ada, 2031-04-01: she moved" in page
    assert "Take ruling 1 back" in page
    assert post(client, action="undo", number="1", why="")[0] == 303
    assert "(taken back)" in client.get(f"/who/{ID['n1']}").text
    assert "2 stories" in client.get(f"/who/{ID['n1']}").text
    assert log(url) == ["merge", "undo"]


def test_ticked_stories_are_taken_out(client: TestClient, url: str) -> None:
    assert post(client, action="split", **{f"out-{ID['n2']}": "on"})[0] == 303
    assert "Orla Fenn" in client.get(f"/who/{ID['n2']}").text
    assert client.get(f"/who/{ID['n2']}", follow_redirects=False).status_code == 200, "somebody else now"
    assert log(url) == ["split"]


@pytest.mark.parametrize(
    ("fields", "code", "said"),
    [
        ({"action": "merge"}, 400, "say with whom"),
        ({"action": "merge", "other": "Nobody Atall"}, 400, "nobody is called"),
        ({"action": "merge", "other": "Orla Fenn"}, 400, "give one of these ids"),
        ({"action": "merge", "other": "kim-jong-un", "why": " "}, 400, "say why"),
        ({"action": "merge", "other": "kim-jong-un", "by": " "}, 400, "say who"),
        ({"action": "merge", "other": "kim-jong-un", "day": "today"}, 400, "is no day"),
        ({"action": "split"}, 400, "tick the stories"),
        ({"action": "split", "out-x~1": "on"}, 400, "none of the mentions"),
        ({"action": "undo", "number": "7"}, 400, "nothing to undo"),
        ({"action": "undo", "number": "seven"}, 400, "nothing to undo"),
        ({"action": "marry"}, 400, "there are merge, split, undo"),
        ({"action": "merge", "other": "x" * 17_000}, 413, "at most"),
    ],
)
def test_what_cannot_be_is_refused(client: TestClient, url: str, fields: dict[str, str], code: int, said: str) -> None:
    found, page = post(client, **fields)
    assert (found, log(url)) == (code, [])
    assert said in page


def test_forms_of_other_pages_and_without_a_token_are_refused(client: TestClient, url: str) -> None:
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        assert post(client, headers, action="merge", other=ID["s1"])[0] == 403
    for token in ("", "0" * 64, token_of(client, ID["s1"])):
        assert post(client, action="merge", other=ID["s1"], token=token)[0] == 403
    assert client.get(f"/who/{ID['n1']}/rulings").status_code == 405
    assert log(url) == []


def test_the_same_as_json(client: TestClient) -> None:
    found = client.get("/api/who?limit=1").json()
    assert (found["total"], found["identities"][0]["name"]) == (4, "Orla Fenn")
    assert set(client.get("/api/who?q=Orla Fenn").json()["ids"]) == {ID["n1"], ID["s1"]}
    one = client.get(f"/api/who/{ID['n2']}").json()
    assert (one["id"], one["schema"], len(one["sightings"])) == (ID["n1"], 1, 2)
    assert one["sightings"][0]["mentions"][0] == {"story": "n1", "start": 0, "end": 9}
    assert client.get("/api/who/nobody~0").status_code == 404
