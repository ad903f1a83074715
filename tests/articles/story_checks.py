"""What is asked of a story read from a sample document, whatever its format; expectations are tables of a TOML file."""

from __future__ import annotations

from typing import Any

from backchannel.articles.decode import decode_page
from backchannel.records import Page, Story

SINGLE = ("title", "agency", "outlet", "published", "dateline")
LISTS = ("authors", "contributors", "topics")


def require_field(story: Story, expected: dict[str, Any], field: str) -> None:
    """A field is as told; one that is not told is None or empty."""
    wanted = expected.get(field)
    assert getattr(story, field) == (tuple(wanted or ()) if field in LISTS else wanted)


def require_text(story: Story, expected: dict[str, Any]) -> None:
    """The text begins and ends as told, holds what it must and nothing that it must not, and is parted as all texts."""
    assert story.text.startswith(expected["begins"])
    assert story.text.endswith(expected["ends"])
    assert [words for words in expected.get("present", ()) if words not in story.text] == []
    assert [words for words in expected.get("absent", ()) if words in story.text] == []
    assert [head.of(story) for head in story.headings] == expected.get("headings", [])
    assert all(part and part == part.strip() and "\n" not in part for part in story.text.split("\n\n"))


def require_map(story: Story, page: Page, least: float) -> None:
    """Every stretch of the map stands unchanged in the document, in order; they cover at least that share of it all."""
    decoded = decode_page(page)
    end = covered = 0
    for start, place, length in story.page_map:
        assert start >= end
        assert story.text[start : start + length] == decoded[place : place + length]
        end = start + length
        covered += length
    assert covered >= least * len(story.text)
