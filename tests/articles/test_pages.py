"""Whole pages of our own writing, as stations and portals show wire stories, and what must be read from each."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from backchannel.articles import read_page
from backchannel.articles.decode import decode_page
from backchannel.records import Page, Story

PAGES = Path(__file__).parent.parent / "pages"
EXPECTED = tomllib.loads((PAGES / "expected.toml").read_text(encoding="utf-8"))["page"]


@pytest.fixture(scope="module", params=EXPECTED, ids=lambda case: case["file"])
def case(request: pytest.FixtureRequest) -> tuple[dict[str, Any], Story, Page]:
    page = Page(request.param["file"], (PAGES / request.param["file"]).read_bytes())
    return request.param, read_page(page), page


@pytest.mark.parametrize("field", ["title", "agency", "outlet", "published", "dateline"])
def test_single_fields(case: tuple[dict[str, Any], Story, Page], field: str) -> None:
    expected, story, _ = case
    assert getattr(story, field) == expected.get(field)


@pytest.mark.parametrize("field", ["authors", "contributors", "topics"])
def test_lists(case: tuple[dict[str, Any], Story, Page], field: str) -> None:
    expected, story, _ = case
    assert getattr(story, field) == tuple(expected.get(field, ()))


def test_text(case: tuple[dict[str, Any], Story, Page]) -> None:
    expected, story, _ = case
    assert story.text.startswith(expected["begins"])
    assert story.text.endswith(expected["ends"])
    for words in expected.get("present", ()):
        assert words in story.text
    for words in expected.get("absent", ()):
        assert words not in story.text
    assert story.language == "en"
    if "url" in expected:
        assert story.url == expected["url"]


def test_paragraphs_stand_two_line_ends_apart(case: tuple[dict[str, Any], Story, Page]) -> None:
    _, story, _ = case
    paragraphs = story.text.split("\n\n")
    assert len(paragraphs) >= 4
    assert all(p and p == p.strip() and "\n" not in p for p in paragraphs)


def test_headings(case: tuple[dict[str, Any], Story, Page]) -> None:
    expected, story, _ = case
    assert [head.of(story) for head in story.headings] == expected.get("headings", [])


def test_every_stretch_stands_unchanged_in_the_page(case: tuple[dict[str, Any], Story, Page]) -> None:
    _, story, page = case
    decoded = decode_page(page)
    end = covered = 0
    for start, place, length in story.page_map:
        assert start >= end
        assert story.text[start : start + length] == decoded[place : place + length]
        end = start + length
        covered += length
    assert covered >= 0.9 * len(story.text)


def test_found_tells_where(case: tuple[dict[str, Any], Story, Page]) -> None:
    _, story, _ = case
    for field in ("title", "authors", "contributors", "agency", "outlet", "published", "dateline", "topics"):
        assert bool(getattr(story, field)) == (field in story.found)
