"""A ledger with two stories made by hand, one of them hostile, and the desk on it."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from backchannel.ledger import Ledger
from backchannel.records import Actor, Event, Interval, Mention, Reading, Sentence, Signal, Span, Statement, Story
from backchannel.serve.app import create_app

CALM = (
    "Norland's king phoned Sweden's premier on Monday, and the two agreed to meet in June, officials said.\n\n"
    "A second letter\n\n"
    "The letter that Sweden had sent was refused, “and so was the note,” a palace source said on Friday.\n"
    "Nobody answered."
)
HOSTILE = (
    "<script>alert('x')</script> Norway met \"Sweden\" & <img src=x onerror=alert(1)> said\u202e so.\n"
    "</mark></p><style>*{display:none}</style> javascript:alert(1) {{ 7*7 }}"
)
HOSTILE_TITLE = "</title><script>alert(1)</script> & “quotes” \u202egnp.exe"


def span_of(story: Story, words: str, nth: int = 0) -> Span:
    start = -1
    for _ in range(nth + 1):
        start = story.text.index(words, start + 1)
    return Span(story.id, start, start + len(words))


def make_story(id: str, text: str, **more: object) -> Story:
    return Story(id=id, text=text, sha256=hashlib.sha256(text.encode()).hexdigest(), **more)  # type: ignore[arg-type]


def make_calm() -> Reading:
    story = make_story(
        "calm-1", CALM, title="A call and a letter", agency="Own Wire", outlet="Evening Post",
        published=dt.date(2024, 6, 3), url="https://example.org/a?b=1&c=2", authors=("A. Writer",),
    )  # fmt: skip
    story = Story(**{name: getattr(story, name) for name in Story.__slots__ if name != "headings"},
                  headings=(span_of(story, "A second letter"),))  # fmt: skip

    def named(id: str, name: str, country: str, *words: str) -> Actor:
        mentions = tuple(Mention(span_of(story, word), "name", False, "test") for word in words)
        return Actor(id, name, "country", country, "GOV", None, country.lower(), mentions)

    actors = (named("a1", "Norway", "NOR", "Norland's king"), named("a2", "Sweden", "SWE", "Sweden's premier"))
    interrupted = Span(
        story.id, *_ends(story, "The letter that Sweden had sent was refused, “and so was the note"),
        parts=(_ends(story, "The letter that Sweden had sent was refused"), _ends(story, "“and so was the note")),
    )  # fmt: skip
    return Reading(
        story=story,
        sentences=(
            Sentence(span_of(story, CALM.split("\n")[0]), 0),
            Sentence(span_of(story, CALM.split("\n")[4]), 2),
        ),
        statements=(
            Statement("s1", span_of(story, "said"), span_of(story, "officials"),
                      span_of(story, CALM[: CALM.index(", officials")]), None, "anonymous"),
            Statement("s2", span_of(story, "said", 1), span_of(story, "a palace source"), interrupted, None,
                      "anonymous"),
        ),
        actors=actors,
        events=(
            Event("e1", "CONSULT", span_of(story, "phoned"), ("a1",), ("a2",), "rule", mode="phone",
                  when=Interval(dt.date(2024, 6, 3), dt.date(2024, 6, 3)), statement="s1"),
            Event("e2", "CONSULT", span_of(story, "meet"), ("a1",), ("a2",), "rule", status="planned",
                  when=Interval(dt.date(2024, 6, 1), dt.date(2024, 6, 30)), statement="s1"),
        ),
        signals=(
            Signal("c1", "telephone", ("NOR", "SWE"), "used",
                   span_of(story, "Norland's king phoned Sweden's premier on Monday"), "rule", statement="s1"),
            Signal("c2", "leader-letter", ("SWE", "NOR"), "refused",
                   span_of(story, "was refused, “and so was the note,” a palace source"), "rule"),
            Signal("c3", "leader-letter", ("SWE", "NOR"), "unanswered",
                   span_of(story, "source said on Friday.\nNobody answered"), "rule"),
        ),
    )  # fmt: skip


def make_hostile() -> Reading:
    story = make_story("hostile-1", HOSTILE, title=HOSTILE_TITLE, outlet="<b>Outlet</b>", url="javascript:alert(1)",
                       published=dt.date(2024, 5, 1))  # fmt: skip
    actors = (
        Actor("a1", "<i>Norway</i>", "country", "NOR", "GOV", None, "nor",
              (Mention(span_of(story, "Norway"), "name", False, "test"),)),
        Actor("a2", "Sweden", "country", "SWE", "GOV", None, "swe",
              (Mention(span_of(story, "Sweden"), "name", False, "test"),)),
    )  # fmt: skip
    return Reading(
        story=story,
        sentences=(Sentence(span_of(story, HOSTILE.split("\n")[0]), 0),),
        statements=(Statement("s1", None, None, span_of(story, "<img src=x onerror=alert(1)>")),),
        actors=actors,
        events=(Event("e1", "CONSULT", span_of(story, "met"), ("a1",), ("a2",), "<rule>"),),
        signals=(Signal("c1", 'meeting"><script>', ("NOR", "SWE"), "used<b>", span_of(story, "</mark></p>"), "rule"),),
    )


def _ends(story: Story, words: str) -> tuple[int, int]:
    span = span_of(story, words)
    return span.start, span.end


@pytest.fixture(scope="session")
def ledger_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"sqlite:///{tmp_path_factory.mktemp('desk') / 'desk.db'}"
    with Ledger.open(url) as ledger:
        assert ledger.add(make_calm())
        assert ledger.add(make_hostile())
    return url


@pytest.fixture(scope="session")
def client(ledger_url: str) -> Iterator[TestClient]:
    with TestClient(create_app(ledger_url), base_url="http://localhost", raise_server_exceptions=False) as found:
        yield found


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[TestClient]:
    url = f"sqlite:///{tmp_path / 'empty.db'}"
    Ledger.open(url).close()
    with TestClient(create_app(url), base_url="http://localhost", raise_server_exceptions=False) as found:
        yield found
