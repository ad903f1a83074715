"""The desk's pages and API: what they show, what they refuse, and that no story's text can become markup."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from fastapi.testclient import TestClient

from backchannel.errors import BadLedger
from backchannel.serve.app import create_app
from backchannel.serve.security import HEADERS, host_name
from backchannel.serve.wording import quote_words, safe_url

PAGES = (
    "/stories",
    "/stories?q=letter",
    "/stories?q=nothinglikethis",
    "/stories/calm-1",
    "/stories/calm-1?at=0-14",
    "/stories/hostile-1",
    "/dyad",
    "/dyad/NOR/SWE",
    "/dyad/NOR/SWE?status=planned",
    "/ask",
    "/ask?actor=NOR&recipient=SWE&type=CONSULT&by=2024-12-31",
)


class Page(HTMLParser):
    """Elements, ids and text of a page; every start tag must be closed where HTML wants it."""

    VOID = frozenset({"meta", "link", "input", "img", "br", "circle", "path", "rect"})

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.stack: list[tuple[str, str | None]] = []
        self.words: dict[str, str] = {}
        self.feed(source)
        assert not [tag for tag, _ in self.stack if tag not in self.VOID], self.stack

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        self.attributes += values.items()
        if tag not in self.VOID:
            self.stack.append((tag, values.get("id")))

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            assert self.stack.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        for _, id in self.stack:
            if id is not None:
                self.words[id] = self.words.get(id, "") + data


def read(client: TestClient, path: str, status: int = 200) -> Page:
    answer = client.get(path)
    assert answer.status_code == status, answer.text
    return Page(answer.text)


@pytest.mark.parametrize("path", PAGES)
def test_page_is_sound_and_safe(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    for name, value in HEADERS.items():
        assert answer.headers[name] == value
    page = Page(answer.text)
    assert not {"script", "style", "iframe", "img", "object"} & set(page.tags)
    assert not [name for name, _ in page.attributes if name.startswith("on") or name == "style"]
    ids = [value for name, value in page.attributes if name == "id"]
    assert len(ids) == len(set(ids))
    for name, value in page.attributes:
        if name == "href" and value.startswith("#"):
            assert value[1:] in ids, value
        if name in ("href", "src", "action"):
            assert value.startswith(("/", "#", "https://example.org/")), value


def test_front_page_leads_to_the_stories(client: TestClient) -> None:
    answer = client.get("/", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (307, "/stories")


def test_stories_are_listed_newest_first(client: TestClient) -> None:
    body = client.get("/stories").text
    assert body.index("A call and a letter") < body.index("gnp.exe")
    assert "Own Wire" in body and "Evening Post" in body and "2024-06-03" in body
    assert re.search(r"<b>2</b> events", body) and re.search(r"<b>3</b> channel signals", body)


def test_search_finds_and_links_to_the_words(client: TestClient) -> None:
    body = client.get("/stories?q=palace").text
    assert "A call and a letter" in body and "gnp.exe" not in body
    link = re.search(r'href="(/stories/calm-1\?at=\d+-\d+#at)"', body)
    assert link is not None
    assert read(client, link[1].partition("#")[0]).words["at"] == "palace"


@pytest.mark.parametrize("query", ['"', "(", "AND OR NOT", "a" * 5000, "%00", "<script>", "*", "\u202e"])
def test_any_search_is_answered(client: TestClient, query: str) -> None:
    assert client.get("/stories", params={"q": query}).status_code == 200


def test_claims_land_on_their_words(client: TestClient) -> None:
    page = read(client, "/stories/calm-1")
    assert page.words["c1"] == "Norland's king phoned Sweden's premier on Monday"
    assert page.words["e1"] == "phoned"
    assert page.words["a2-1"] == "Sweden's premier"
    assert "A call and a letter" not in page.words["list-c1"]
    assert "telephone" in page.words["list-c1"] and "used" in page.words["list-c1"]


def test_broken_claims_light_up_as_a_whole(client: TestClient) -> None:
    answer = client.get("/stories/calm-1/marks.css")
    assert answer.headers["content-type"].startswith("text/css")
    assert 'main:has(#s2:target) [data-claim="s2"]' in answer.text
    assert '[data-claim="c3"]' in answer.text
    assert '[data-claim="c1"]' not in answer.text


def test_hostile_text_stays_text(client: TestClient) -> None:
    page = read(client, "/stories/hostile-1")
    assert page.words["s1"] == "<img src=x onerror=alert(1)>"
    assert page.words["c1"] == "</mark></p>"
    body = client.get("/stories/hostile-1").text
    assert "{{ 7*7 }}" in body and "javascript:alert(1)" not in [value for _, value in page.attributes]


def test_dyad_shows_channels_and_timeline(client: TestClient) -> None:
    body = client.get("/dyad/NOR/SWE").text
    assert "Norway" in body and "Sweden" in body
    assert "leader letter" in body and "unanswered" in body and "1 earlier state" in body
    assert "was refused, “and so was the note,” a palace source" in body
    assert "planned" in body and "2024-06" in body
    assert re.search(r'href="/stories/calm-1\?at=\d+-\d+#at"', body)


def test_dyad_goes_by_any_name(client: TestClient) -> None:
    answer = client.get("/dyad/norway/Sweden", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (307, "/dyad/NOR/SWE")
    answer = client.get("/dyad?a=Norway&b=sweden", follow_redirects=False)
    assert answer.headers["location"] == "/dyad/NOR/SWE"


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/nothing", 404, "no such page"),
        ("/stories/nothing", 404, "no such story"),
        ("/stories?page=0", 400, "page"),
        ("/stories?page=x", 400, "page"),
        ("/dyad/NOR/Nowhereland", 400, "Nowhereland"),
        ("/dyad/NOR/NOR", 400, "same side"),
        ("/dyad/NOR/SWE?status=odd", 400, "no status"),
        ("/ask?actor=NOR&recipient=SWE&type=ODD&by=2025-01-01", 400, "no PLOVER type"),
        ("/ask?actor=NOR&recipient=SWE&by=soon", 400, "no day"),
        ("/ask?actor=Nowhereland&recipient=SWE&by=2025-01-01", 400, "Nowhereland"),
        ("/dyad?a=Nowhereland&b=NOR", 400, "Nowhereland"),
    ],
)
def test_faults_are_told_on_a_page(client: TestClient, path: str, status: int, words: str) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert words in answer.text
    assert answer.headers["Content-Security-Policy"] == HEADERS["Content-Security-Policy"]
    Page(answer.text)


def test_question_is_answered_from_the_ledgers_last_day(client: TestClient) -> None:
    body = client.get("/ask?actor=NOR&recipient=SWE&type=CONSULT").text
    assert "As known at the end of 2024-06-03" in body
    assert "Probability" in body and "Base rate" in body
    assert re.search(r'<svg class="scale"', body)


def test_empty_ledger_says_what_to_do(empty: TestClient) -> None:
    assert "backchannel add" in empty.get("/stories").text
    answer = empty.get("/ask?actor=NOR&recipient=SWE&by=2025-01-01")
    assert answer.status_code == 400 and "holds nothing dated" in answer.text


def test_foreign_host_is_refused(client: TestClient) -> None:
    answer = client.get("/stories", headers={"host": "evil.example:8642"})
    assert answer.status_code == 421 and "evil" not in answer.text
    assert answer.headers["X-Frame-Options"] == "DENY"
    for host in ("127.0.0.1:9", "[::1]:8642", "LOCALHOST"):
        assert client.get("/stories", headers={"host": host}).status_code == 200


def test_configured_host_is_answered(ledger_url: str) -> None:
    with TestClient(create_app(ledger_url, hosts=["desk.example"]), base_url="http://desk.example") as found:
        assert found.get("/stories").status_code == 200


def test_only_reading_is_possible(client: TestClient) -> None:
    for method in ("post", "put", "delete", "patch"):
        assert getattr(client, method)("/stories").status_code == 405


def test_static_files_do_not_lead_out(client: TestClient) -> None:
    assert client.get("/static/desk.css").headers["content-type"].startswith("text/css")
    assert client.get("/static/..%2fapp.py").status_code == 404


def test_missing_ledger_is_named() -> None:
    with pytest.raises(BadLedger):
        create_app("sqlite:////nowhere/at/all/x.db")


def test_api_tells_the_same(client: TestClient) -> None:
    listed = client.get("/api/stories").json()
    assert listed["total"] == 2
    assert listed["stories"][0]["counts"] == {"events": 2, "statements": 2, "channels": 3}
    story = client.get("/api/stories/calm-1").json()
    assert story["schema"] == 1 and story["channels"][0]["medium"] == "telephone"
    assert client.get("/api/stories?q=palace").json()["hits"][0]["id"] == "calm-1"
    dyad = client.get("/api/dyad/Norway/SWE").json()
    assert dyad["between"] == ["NOR", "SWE"]
    assert {item["status"] for item in dyad["occurrences"]} >= {"happened", "planned"}
    assert dyad["channels"][0]["evidence"]["text"]
    asked = client.get("/api/ask?actor=NOR&recipient=SWE&type=CONSULT&by=2024-12-31").json()
    assert 0 < asked["probability"] < 1 and asked["question"]["asof"] == "2024-06-03"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/stories/nothing", 404),
        ("/api/nothing", 404),
        ("/api/stories?limit=0", 400),
        ("/api/dyad/NOR/Nowhereland", 400),
        ("/api/ask", 400),
    ],
)
def test_api_faults_are_json(client: TestClient, path: str, status: int) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert answer.json()["error"]


def test_small_words() -> None:
    assert host_name("[::1]:80") == "::1" and host_name("LocalHost:9") == "localhost" and host_name("") == ""
    assert safe_url("javascript:alert(1)") is None and safe_url("http://[bad") is None
    assert safe_url("https://a.example/x") == "https://a.example/x"
    assert quote_words("“We will.”") == "“We will.”" and quote_words("a letter") == "“a letter”"
