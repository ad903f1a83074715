"""The kind of a medium follows who controlled it on the story's day."""

from __future__ import annotations

import datetime as dt

import pytest

from backchannel.coding.media_days import date_media
from backchannel.ontology import load_actors
from backchannel.records import Actor, SourceKind, Statement


@pytest.mark.parametrize(
    ("ref", "day", "before", "after"),
    [
        ("ntv-russia", dt.date(2000, 5, 1), "state-media", "media"),
        ("ntv-russia", dt.date(2003, 5, 1), "media", "state-media"),
        ("tanjug", dt.date(1999, 5, 1), "media", "state-media"),
        ("tanjug", dt.date(2020, 5, 1), "state-media", "media"),
        ("tanjug", None, "media", "media"),
        ("kcna", dt.date(2025, 5, 1), "state-media", "state-media"),
        ("pravda", dt.date(1980, 5, 1), "media", "state-media"),
        ("pravda", dt.date(2005, 5, 1), "media", "media"),
        ("yonhap", dt.date(2025, 5, 1), "media", "media"),
        ("tanjug", dt.date(1999, 5, 1), "document", "document"),
        (None, dt.date(1999, 5, 1), "media", "media"),
    ],
)
def test_kinds_follow_the_day(ref: str | None, day: dt.date | None, before: SourceKind, after: SourceKind) -> None:
    actor = Actor("a1", "the medium", "organisation", ref=ref)
    said = (Statement("s1", None, speaker="a1", source_kind=before),)
    (found,) = date_media(said, (actor,), load_actors(), day)
    assert found.source_kind == after
