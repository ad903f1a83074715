"""Small readings of our own making, and a fresh ledger on disk."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from private_postgres import Server, running_server

from backchannel.ledger import Ledger
from backchannel.records import Actor, Event, Mention, Reading, Sentence, Signal, Span, Statement, Story

WORLD = {"Norland": "NOR", "Sudria": "SWE", "Westia": "FIN"}


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A PostgreSQL server for the whole run."""
    with running_server() as server:
        Ledger.open(server.create("shared")).close()
        yield server


# The databases that the store tests run on.
@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.integration)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A place for a ledger; on PostgreSQL one that has its tables already, which are faster emptied than made."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/ledger.db"
    server: Server = request.getfixturevalue("postgres")
    return server.empty("shared")


@pytest.fixture(params=["sqlite", "postgresql"])
def fresh_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A place where no ledger is yet."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/ledger.db"
    server: Server = request.getfixturevalue("postgres")
    return server.create()


@pytest.fixture
def ledger(url: str) -> Iterator[Ledger]:
    with Ledger.open(url) as opened:
        yield opened


def build_reading(text: str, published: str | None = "2030-05-02", **given: str) -> Reading:
    """A reading of a sentence «A verb B …»: one event from the first to the second made-up country, one signal."""
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    id = given.get("id", sha256[:12])
    story = Story(
        id=id,
        text=text,
        sha256=sha256,
        title=given.get("title", text[:20]),
        agency=given.get("agency"),
        outlet=given.get("outlet"),
        published=None if published is None else dt.date.fromisoformat(published),
    )
    named = [match for match in re.finditer(r"[A-Z]\w+", text) if match[0] in WORLD]
    actors = tuple(
        Actor(f"a{number}", match[0], "country", WORLD[match[0]], "GOV", ref=WORLD[match[0]].lower(), mentions=(
            Mention(Span(id, match.start(), match.end()), "name", False, "alias"),))
        for number, match in enumerate(named, start=1)
    )  # fmt: skip
    verb = re.search(r"\b[a-z]+", text)
    assert verb is not None
    anchor = Span(id, verb.start(), verb.end())
    event = Event(
        "e1", given.get("type", "CONSULT"), anchor, ("a1",), ("a2",) if len(actors) > 1 else (), "test",
        status=given.get("status", "happened"), statement="s1",  # type: ignore[arg-type]
    )  # fmt: skip
    said = Statement("s1", anchor, Span(id, 0, verb.start()), Span(id, verb.end(), len(text)), "a1", "named")
    signal = Signal("c1", "hotline", ("NOR", "SWE"), given.get("state", "used"), anchor, "test", statement="s1")
    return Reading(story, (Sentence(Span(id, 0, len(text)), 0),), (said,), (), actors, (event,), (signal,))


@pytest.fixture
def make_reading() -> Callable[..., Reading]:
    return build_reading
