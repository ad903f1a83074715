"""Grades on the desk: shown with their reasons, set and undone by analysts, and given to programs."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from backchannel.ledger import Ledger
from backchannel.records import Actor, Event, Interval, Mention, Reading, Sentence, Span, Statement, Story
from backchannel.serve.app import create_app

DAY = dt.date(2024, 6, 3)


def make(id: str, agency: str, text: str) -> Reading:
    """A story in which Norway's ministry says that Norway met Sweden."""
    story = Story(id, text, hashlib.sha256(text.encode()).hexdigest(), title=id, agency=agency, published=DAY)
    place = {word: Span(id, text.index(word), text.index(word) + len(word)) for word in ("Norway", "met", "Sweden")}
    actors = tuple(
        Actor(f"a{number}", name, "country", code, "GOV", ref=code.lower(), mentions=(
            Mention(place[name], "name", False, "alias"),))
        for number, (name, code) in enumerate((("Norway", "NOR"), ("Sweden", "SWE")), start=1)
    )  # fmt: skip
    said = Statement("s1", place["met"], None, Span(id, 0, len(text)), "a1", "institution")
    event = Event("e1", "CONSULT", place["met"], ("a1",), ("a2",), "test", when=Interval(DAY, DAY), statement="s1")
    return Reading(story, (Sentence(Span(id, 0, len(text)), 0),), (said,), (), actors, (event,))


@pytest.fixture
def url(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path}/desk.db"
    with Ledger.open(url) as ledger:
        ledger.add(make("one", "Own Wire", "Norway met Sweden by the lake, the ministry said."))
        other = make("two", "Other Wire", "Envoys of Norway met some of Sweden for an hour.")
        event = Event("e1", *("CONSULT", other.events[0].anchor, ("a1",), ("a2",), "test"), when=Interval(DAY, DAY))
        ledger.add(Reading(other.story, other.sentences, (), (), other.actors, (event,)))
    return url


@pytest.fixture
def client(url: str) -> Iterator[TestClient]:
    with TestClient(create_app(url), base_url="http://127.0.0.1") as found:
        yield found


def post(client: TestClient, **fields: str) -> int:
    page = client.get("/stories/one").text
    token = re.search(r'/grades"><input type="hidden" name="token" value="(\w+)"', page)
    assert token is not None
    data = {"token": token[1], "statement": "s1", "action": "set", "by": "Ada", "why": "heard <i>it</i>", **fields}
    return client.post("/stories/one/grades", data=data, follow_redirects=False).status_code


def test_a_grade_is_shown_with_its_reasons(client: TestClient) -> None:
    page = client.get("/stories/one").text
    assert "<b>C2</b>" in page
    assert "fairly reliable, probably true, by the rules" in page
    assert "an institution on the record" in page
    assert "another independent origin tells the same" in page
    assert 'told elsewhere too: <a href="/stories/two">1</a>' in page


def test_analysts_set_and_undo(client: TestClient, url: str) -> None:
    assert post(client, grade="d4") == 303
    page = client.get("/stories/one").text
    assert "<b>D4</b>" in page
    assert "by <bdi>Ada</bdi>: <bdi>heard &lt;i&gt;it&lt;/i&gt;</bdi>" in page
    assert "<b>C2</b>" in page, "the rules' grade is kept beside it"
    assert post(client, action="undo") == 303
    assert "<b>D4</b>" not in client.get("/stories/one").text
    with Ledger.open(url) as ledger:
        assert [(one.action, one.grade, one.by) for one in ledger.gradings("one")] == [
            ("set", "D4", "Ada"), ("undo", None, "Ada")
        ]  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"grade": "Z1"}, 400),
        ({}, 400),
        ({"grade": "B2", "why": ""}, 400),
        ({"grade": "B2", "why": "x" * 1001}, 400),
        ({"grade": "B2", "by": ""}, 400),
        ({"grade": "B2", "statement": "s7"}, 404),
        ({"grade": "B2", "token": "0"}, 403),
        ({"action": "undo"}, 400),
    ],
)
def test_what_is_no_grade_is_refused(client: TestClient, fields: dict[str, str], code: int) -> None:
    assert post(client, **fields) == code
    assert "by <bdi>" not in client.get("/stories/one").text


def test_programs_get_grades_with_reasons(client: TestClient) -> None:
    story = client.get("/api/stories/one").json()
    (standing,) = story["standing"]
    assert (standing["grade"]["reliability"], standing["grade"]["credibility"]) == ("C", 2)
    assert [reason["rule"] for reason in standing["grade"]["because"]] == ["on-record-institution", "confirmed-once"]
    assert standing["supporting"] == ["two:e1"]
    assert story["statements"][0]["grade"]["credibility"] == 6, "the story alone confirms nothing"
    (hit,) = client.get("/api/stories", params={"q": "lake"}).json()["hits"]
    assert hit["statements"][0]["grade"] == standing["grade"]
    (item,) = client.get("/api/dyad/NOR/SWE").json()["occurrences"]
    by_story = {entry["story"]: entry["standing"] for entry in item["entries"]}
    assert by_story["two"] is None, "the story's own word is no statement"
    assert by_story["one"]["grade"] == standing["grade"]
