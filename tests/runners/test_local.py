"""The local pool: order, errors, a worker's death. No model is loaded: the readers here are stand-ins."""

from __future__ import annotations

import hashlib
import os
import re
import time
from collections.abc import Iterator
from functools import partial

import pytest

from backchannel.errors import BackchannelError, BadInput
from backchannel.records import Page, Reading, Story
from backchannel.runners import local


def stand_in(page: Page) -> local.Outcome:
    """Reads "ok…"; is slow for "slow…"; refuses "bad…"; dies of "kill…"."""
    text = page.data.decode()
    if text.startswith("kill"):
        os._exit(9)
    if text.startswith("slow"):
        time.sleep(0.3)
    if text.startswith("bad"):
        return BadInput("not a story")
    return Reading(Story(id=text, text=text, sha256=hashlib.sha256(page.data).hexdigest()))


def pages(*texts: str) -> Iterator[Page]:
    return (Page(text, text.encode()) for text in texts)


def read_pooled(*texts: str, jobs: int = 2) -> list[tuple[str, local.Outcome]]:
    return list(local._read_pooled(pages(*texts), partial(stand_in), jobs))


def test_order_in_is_order_out() -> None:
    outcomes = read_pooled("slow 1", "ok 2", "bad 3", "ok 4")
    assert [name for name, _ in outcomes] == ["slow 1", "ok 2", "bad 3", "ok 4"]
    assert [type(outcome) for _, outcome in outcomes] == [Reading, Reading, BadInput, Reading]


def test_a_dead_worker_costs_only_its_own_document() -> None:
    outcomes = dict(read_pooled("ok 1", "kill 2", "ok 3", "ok 4", "kill 5", "ok 6"))
    assert list(outcomes) == ["ok 1", "kill 2", "ok 3", "ok 4", "kill 5", "ok 6"]
    for name, outcome in outcomes.items():
        assert isinstance(outcome, BackchannelError if name.startswith("kill") else Reading), name
    assert "died" in str(outcomes["kill 2"])


def test_no_pages_no_outcomes() -> None:
    assert read_pooled() == []


def test_pages_are_drawn_only_as_needed() -> None:
    drawn = []

    def endless() -> Iterator[Page]:
        for number in range(10_000):
            drawn.append(number)
            yield Page(f"ok {number}", f"ok {number}".encode())

    outcomes = local._read_pooled(endless(), partial(stand_in), 1)
    assert next(outcomes)[0] == "ok 0"
    outcomes.close()  # type: ignore[attr-defined]
    assert len(drawn) <= local.AHEAD + 1


def test_jobs_below_one_are_refused() -> None:
    with pytest.raises(ValueError, match="1 or more"):
        local.read_many(pages("ok"), jobs=0)


def test_a_fault_in_one_document_is_named_and_the_next_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def faulty(page: Page, *, verbatim: bool) -> Reading:
        if page.data == b"1":
            raise IndexError("list index out of range")
        return Reading(Story(id="x", text="x", sha256="x"))

    monkeypatch.setattr(local, "read_document", faulty)
    first, second = local.read_many(pages("1", "2"))
    assert isinstance(first[1], BackchannelError)
    assert "IndexError" in str(first[1])
    assert re.search(r"at local\.py:\d+ ", str(first[1]))
    assert isinstance(second[1], Reading)


def test_what_is_no_fault_of_a_document_ends_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(page: Page, *, verbatim: bool) -> Reading:
        raise KeyboardInterrupt

    monkeypatch.setattr(local, "read_document", interrupted)
    with pytest.raises(KeyboardInterrupt):
        list(local.read_many(pages("1")))


def test_verbatim_reaches_the_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []

    def spy(page: Page, *, verbatim: bool) -> Reading:
        seen.append(verbatim)
        return Reading(Story(id="x", text="x", sha256="x"))

    monkeypatch.setattr(local, "read_document", spy)
    list(local.read_many(pages("1"), verbatim=True))
    assert seen == [True]
