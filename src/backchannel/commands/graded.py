"""Hits and occurrences as JSON with the grades of the statements that tell of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from backchannel.ledger import Hit, Standing
from backchannel.publish.grades import write_standing
from backchannel.publish.plain import to_plain
from backchannel.records import Occurrence

Graded = Mapping[str, tuple[Standing, ...]]  # by story


def stories_of(occurrences: Iterable[Occurrence]) -> set[str]:
    """The stories in which a source tells of these."""
    found = (entry for one in occurrences for entry in one.entries if entry.statement is not None)
    return {entry.story for entry in found if entry.story is not None}


def occurrence_to_json(item: Occurrence, graded: Graded) -> dict[str, Any]:
    """An occurrence, each entry with the ``standing`` of the statement it stands in; null for the story's own word."""
    plain: dict[str, Any] = to_plain(item)
    for entry, written in zip(item.entries, plain["entries"], strict=True):
        said = (one for one in graded.get(entry.story or "", ()) if one.statement == entry.statement)
        written["standing"] = next((write_standing(one) for one in said), None)
    return plain


def hit_to_json(hit: Hit, graded: Graded) -> dict[str, Any]:
    """A hit with the ``statements`` that its passage touches, each with its grade."""
    plain: dict[str, Any] = to_plain(hit)
    near = (one for one in graded.get(hit.story, ()) if one.span.start < hit.span.end and hit.span.start < one.span.end)
    return {**plain, "statements": [write_standing(one) for one in near]}
