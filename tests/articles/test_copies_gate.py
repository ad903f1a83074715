"""The gate's cases for copies: the demo stories as an agency's feed, and what stations and the agency make of them."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import replace

import pytest

from backchannel.articles import read_page
from backchannel.articles.copies import CopyIndex
from backchannel.demo import demo_pages
from backchannel.records import Story

Paragraphs = list[str]
LOCAL = "Neighbors in Kenton gathered at the fire hall on Monday to talk about the new bridge and the school roof."
FURNITURE = "Download the KVOR app, subscribe to the newsletter and follow our newsroom for more."
NEWS = "The talks were to go on late into the night, two diplomats said, and a statement was being drafted by aides."


def cut(text: Paragraphs) -> Paragraphs:
    return text[: max(1, len(text) // 3)]


def drop(text: Paragraphs) -> Paragraphs:
    return [text[0], *text[2::2]]


def edit(text: Paragraphs) -> Paragraphs:
    return [part.replace(" said ", " stated ").replace(" and ", " as well as ", 1) for part in text]


def frame(text: Paragraphs) -> Paragraphs:
    return [FURNITURE, *text[: max(2, len(text) // 2)], LOCAL]


COPIES: dict[str, Callable[[Paragraphs], Paragraphs]] = {"cut": cut, "drop": drop, "edit": edit, "frame": frame}


WIRE = "Backchannel Demo Wire"


def remake(story: Story, text: Paragraphs, outlet: str, *, days: int = 0, title: str | None = None) -> Story:
    joined = "\n\n".join(text)
    id = hashlib.sha256(f"{outlet}\n{joined}".encode()).hexdigest()[:16]
    assert story.published is not None
    day = story.published + dt.timedelta(days=days)
    return Story(id, joined, "", title=title or story.title, agency=WIRE, outlet=outlet, published=day)


def feed() -> list[Story]:
    stories = (read_page(page) for page in demo_pages())
    return [replace(story, agency=WIRE, outlet=WIRE) for story in stories]


STORIES = feed()
IDS = [story.title or story.id for story in STORIES]


def index_of(*more: Story) -> CopyIndex:
    index = CopyIndex()
    for story in (*STORIES, *more):
        index.add(story)
    return index


def test_the_demo_stories_are_different_stories() -> None:
    assert len(list(index_of().clusters())) == len(STORIES)


@pytest.mark.parametrize("change", COPIES)
@pytest.mark.parametrize("story", STORIES, ids=IDS)
def test_a_stations_copy_is_known(story: Story, change: str) -> None:
    copy = remake(story, COPIES[change](story.text.split("\n\n")), "KVOR 4", title="Station headline")
    index = index_of(copy)
    assert index.origin_of(copy.id).story == story.id
    assert len(list(index.clusters())) == len(STORIES)


@pytest.mark.parametrize("story", STORIES, ids=IDS)
def test_a_later_version_is_linked_and_not_merged(story: Story) -> None:
    text = story.text.split("\n\n")
    version = remake(story, [*text[:2], NEWS, *text[2:]], WIRE)
    origin = index_of(version).origin_of(version.id)
    assert (origin.story, origin.chain, origin.version) == (version.id, story.id, 2)


@pytest.mark.parametrize("story", STORIES, ids=IDS)
def test_background_of_a_story_does_not_make_a_copy(story: Story) -> None:
    other = STORIES[(STORIES.index(story) + 1) % len(STORIES)]
    text = other.text.split("\n\n")
    follow_up = remake(story, [NEWS, *text[:4], *story.text.split("\n\n")[-2:]], WIRE, days=9)
    origin = index_of(follow_up).origin_of(follow_up.id)
    assert story.id not in (*origin.members, origin.chain)


def test_all_at_once() -> None:
    """Every change of every story in one index, in two orders: one origin a story, all copies with it."""
    made = [
        (remake(story, change(story.text.split("\n\n")), f"KVOR {number}"), story)
        for story in STORIES
        for number, change in enumerate(COPIES.values())
    ]
    copies = [copy for copy, _ in made]
    for arrivals in ([*copies, *STORIES], [*STORIES, *reversed(copies)]):
        index = CopyIndex()
        for story in arrivals:
            index.add(story)
        assert [index.origin_of(copy.id).story for copy in copies] == [story.id for _, story in made]
