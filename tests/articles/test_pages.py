"""Whole pages of our own writing, as stations and portals show wire stories, and what must be read from each."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from story_checks import LISTS, SINGLE, require_field, require_map, require_text

from backchannel.articles import read_page
from backchannel.records import Page, Story

PAGES = Path(__file__).parent.parent / "pages"
EXPECTED = tomllib.loads((PAGES / "expected.toml").read_text(encoding="utf-8"))["page"]


@pytest.fixture(scope="module", params=EXPECTED, ids=lambda case: case["file"])
def case(request: pytest.FixtureRequest) -> tuple[dict[str, Any], Story, Page]:
    page = Page(request.param["file"], (PAGES / request.param["file"]).read_bytes())
    return request.param, read_page(page), page


@pytest.mark.parametrize("field", [*SINGLE, *LISTS])
def test_fields(case: tuple[dict[str, Any], Story, Page], field: str) -> None:
    expected, story, _ = case
    require_field(story, expected, field)


def test_text(case: tuple[dict[str, Any], Story, Page]) -> None:
    expected, story, _ = case
    require_text(story, expected)
    assert len(story.text.split("\n\n")) >= expected.get("fewest", 4)
    assert story.language == "en"
    assert story.partial is expected.get("partial")
    assert story.url == expected.get("url", story.url)


def test_updates_and_notes(case: tuple[dict[str, Any], Story, Page]) -> None:
    expected, story, _ = case
    assert [note.kind for note in story.notes] == expected.get("notes", [])
    assert story.updated == expected.get("updated", story.updated)


def test_every_stretch_stands_unchanged_in_the_page(case: tuple[dict[str, Any], Story, Page]) -> None:
    expected, story, page = case
    require_map(story, page, expected.get("mapped", 0.9))


def test_found_tells_where(case: tuple[dict[str, Any], Story, Page]) -> None:
    _, story, _ = case
    for field in ("title", "authors", "contributors", "agency", "outlet", "published", "dateline", "topics"):
        assert bool(getattr(story, field)) == (field in story.found)
