"""Versions told by their copies: a passage that several outlets lack alike was not there yet when they took the story.

Two tellings without an outlet look like a story and its cut where one lacks a passage of the other. Stations cut each
in their own way: of the copies that have the words on both sides of the passage, few lack just this one. Where half of
them do, there were two tellings, and the one without the passage is an earlier (or a trimmed later) version.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from backchannel.articles.copies_shingles import Print
from backchannel.articles.copies_versions import may_be_own
from backchannel.records import Kinship, Span

GAP = 70  # characters of a passage, about twelve words
SEAM = 30  # characters that may stand in its place: more is an edit and no omission
BESIDE = 300  # characters on either side of the passage, of which
HELD_BESIDE = 40  # a copy must hold so many for its lack of the passage to tell something
LACKED, HAD = 0.2, 0.5  # shares of the passage that a copy that lacks it, or has it, holds
FEWEST_LACKING = 4  # copies besides the one asked about, and no fewer than those that have the passage

_Coverage = Mapping[str, Mapping[str, Sequence[Span]]]  # story -> other story -> passages of the first in the second


@dataclass(frozen=True, slots=True)
class Gap:
    """A passage of a story that another lacks, though it has the words around."""

    start: int
    end: int


def told_apart_by_copies(edges: Iterable[Kinship], known: Mapping[str, Print]) -> list[Kinship]:
    """Those of the copies that are versions, as the other copies of the story show."""
    kin = list(edges)
    asked = [edge for edge in kin if edge.kind == "copy" and _may_be_versions(known[edge.story], known[edge.of])]
    if not asked:
        return []
    held: dict[str, dict[str, Sequence[Span]]] = defaultdict(dict)
    for edge in kin:
        held[edge.story][edge.of] = edge.evidence
        held[edge.of][edge.story] = edge.sources
    return [edge for edge in asked if _is_version(edge, held)]


def _may_be_versions(one: Print, other: Print) -> bool:
    return may_be_own(one) and may_be_own(other)


def _is_version(edge: Kinship, held: _Coverage) -> bool:
    pairs = sorted(zip(edge.evidence, edge.sources, strict=True))
    turned = sorted((theirs, mine) for mine, theirs in pairs)
    return any(
        _lacked_alike(gap, [spans for id, spans in held[whole].items() if id != cut])
        for passages, whole, cut in ((pairs, edge.story, edge.of), (turned, edge.of, edge.story))
        for gap in _gaps(passages)
    )


def _gaps(passages: Sequence[tuple[Span, Span]]) -> list[Gap]:
    """The passages of the first text between shared ones that have hardly anything in their place in the second."""
    return [
        Gap(before.end, after.start)
        for (before, there), (after, then) in zip(passages, passages[1:], strict=False)
        if after.start - before.end >= GAP and abs(then.start - there.end) <= SEAM
    ]


def _lacked_alike(gap: Gap, copies: Iterable[Sequence[Span]]) -> bool:
    lacking = having = 0
    for spans in copies:
        beside = (_overlap(spans, gap.start - BESIDE, gap.start), _overlap(spans, gap.end, gap.end + BESIDE))
        if min(beside) >= HELD_BESIDE:
            share = _overlap(spans, gap.start, gap.end) / (gap.end - gap.start)
            lacking += share < LACKED
            having += share >= HAD
    return lacking >= max(FEWEST_LACKING, having)


def _overlap(spans: Iterable[Span], start: int, end: int) -> int:
    return sum(max(0, min(end, span.end) - max(start, span.start)) for span in spans)
