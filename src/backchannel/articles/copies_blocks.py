"""Where two stories say the same words: shared stretches anchored on eight-word shingles, edits inside them bridged.

A changed word kills eight shingles, so containment of shingles alone undercounts an edited copy. Here the anchors are
stretched word by word, put in order (the heaviest run of anchors that both texts hold in the same order), and the short
gaps between them are compared word by word: where half of a gap's words agree it is an edit of the same passage.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

import numpy as np
from numpy.typing import NDArray

from backchannel.articles.copies_shingles import Hashes, Numbers, Print, Words, shingle_hashes

MOST_BLOCKS = 200  # anchors looked at, longest first
LONGEST_GAP = 80  # words of a gap that are compared
_AGREEING = 0.5  # of the shorter side of a gap, for it to be an edit
_SHORTEST_MATCH = 2  # words in a row inside a gap

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Block:
    """``size`` words from ``one`` in the first story that stand from ``other`` in the second."""

    one: int
    other: int
    size: int


@dataclass(frozen=True, slots=True, eq=False)
class Alignment:
    """The shared stretches of two stories in the first one's order, and for each word whether it stands in both.

    ``blocks`` are those in the same order in both; ``moved`` counts the words of anchors that stand elsewhere.
    """

    blocks: tuple[Block, ...]
    moved: int
    one: Mask
    other: Mask
    anchored: int

    @property
    def words(self) -> int:
        """How many words of the first story stand in the second."""
        return int(self.one.sum())


def align(one: Print, other: Print) -> Alignment:
    """What the two stories share, in which order."""
    anchors = _anchors(one.words, other.words)
    chain = _in_order(anchors)
    masks = (np.zeros(len(one), bool), np.zeros(len(other), bool))
    for block in anchors:
        masks[0][block.one : block.one + block.size] = True
        masks[1][block.other : block.other + block.size] = True
    anchored = int(masks[0].sum())
    moved = anchored - sum(block.size for block in chain)
    blocks = sorted([*chain, *_edits(one.words, other.words, chain)], key=lambda block: block.one)
    for block in blocks:
        masks[0][block.one : block.one + block.size] = True
        masks[1][block.other : block.other + block.size] = True
    return Alignment(tuple(blocks), max(moved, 0), masks[0], masks[1], anchored)


def _anchors(one: Words, other: Words) -> list[Block]:
    """Maximal runs of words equal in both that hold a shared shingle, none overlapping another in either text."""
    mine, theirs = shingle_hashes(one), shingle_hashes(other)
    if not len(mine) or not len(theirs):
        return []
    places, matches = _shared(mine, theirs)
    if not len(places):
        return []
    breaks = np.flatnonzero((np.diff(places) != 1) | (np.diff(matches) != 1)) + 1
    starts = np.concatenate(([0], breaks))
    ends = np.append(breaks, len(places))
    size = min(len(one), len(other), len(one) - len(mine) + 1)
    runs = [(int(places[s]), int(matches[s]), int(e - s) + size - 1) for s, e in zip(starts, ends, strict=True)]
    runs.sort(key=lambda run: (-run[2], run[0], run[1]))
    used = (np.zeros(len(one), bool), np.zeros(len(other), bool))
    found = []
    for run in runs[:MOST_BLOCKS]:
        block = _stretch(run, (one, other), used)
        if block is not None:
            used[0][block.one : block.one + block.size] = True
            used[1][block.other : block.other + block.size] = True
            found.append(block)
    return sorted(found, key=lambda block: block.one)


def _shared(mine: Hashes, theirs: Hashes) -> tuple[Numbers, Numbers]:
    """Places of shingles in the first text that stand in the second, and where; repeated ones in the order of text."""
    order = np.argsort(theirs, kind="stable")
    ranked = theirs[order]
    at = np.searchsorted(ranked, mine)
    there = np.minimum(at, len(ranked) - 1)
    places = np.flatnonzero(ranked[there] == mine)
    return places, order[there[places]]


def _stretch(run: tuple[int, int, int], texts: tuple[Words, Words], used: tuple[Mask, Mask]) -> Block | None:
    """The run without words that an earlier anchor took, and with the equal words on either side."""
    start, match, size = run
    free = ~(used[0][start : start + size] | used[1][match : match + size])
    if not free.all():
        kept = np.flatnonzero(free)
        if len(kept) < 4 or kept[-1] - kept[0] + 1 != len(kept):
            return None
        start, match, size = start + int(kept[0]), match + int(kept[0]), len(kept)
    one, other = texts
    while start and match and one[start - 1] == other[match - 1] and not (used[0][start - 1] or used[1][match - 1]):
        start, match, size = start - 1, match - 1, size + 1
    while (
        start + size < len(one)
        and match + size < len(other)
        and one[start + size] == other[match + size]
        and not (used[0][start + size] or used[1][match + size])
    ):
        size += 1
    return Block(start, match, size)


def _in_order(blocks: list[Block]) -> list[Block]:
    """The heaviest subsequence of blocks (ordered by the first text) that is in order in the second text too."""
    best: list[tuple[int, int]] = []  # weight up to and with this block, the block before it
    for index, block in enumerate(blocks):
        weight, before = block.size, -1
        for earlier in range(index):
            if blocks[earlier].other < block.other and best[earlier][0] + block.size > weight:
                weight, before = best[earlier][0] + block.size, earlier
        best.append((weight, before))
    if not best:
        return []
    at = max(range(len(best)), key=lambda index: best[index][0])
    chain = []
    while at >= 0:
        chain.append(blocks[at])
        at = best[at][1]
    return chain[::-1]


def _edits(one: Words, other: Words, chain: list[Block]) -> Iterator[Block]:
    """Equal words inside the gaps between, before and after the anchors, where a gap is an edit of one passage."""
    if not chain:
        return
    ends = [(0, 0)] + [(block.one + block.size, block.other + block.size) for block in chain]
    starts = [(block.one, block.other) for block in chain] + [(len(one), len(other))]
    for index, ((a, b), (c, d)) in enumerate(zip(ends, starts, strict=True)):
        if index == 0:  # only what stands right before the first anchor
            a, b = max(a, c - LONGEST_GAP), max(b, d - LONGEST_GAP)
        elif index == len(chain):
            c, d = min(c, a + LONGEST_GAP), min(d, b + LONGEST_GAP)
        if 0 < c - a <= LONGEST_GAP and 0 < d - b <= LONGEST_GAP:
            yield from _compare_gap(one[a:c], other[b:d], a, b)


def _compare_gap(one: Words, other: Words, start: int, match: int) -> Iterator[Block]:
    matcher = SequenceMatcher(None, one.tolist(), other.tolist(), autojunk=False)
    least = min(_SHORTEST_MATCH, len(one), len(other))
    blocks = [block for block in matcher.get_matching_blocks() if block.size >= least]
    if sum(block.size for block in blocks) >= _AGREEING * min(len(one), len(other)):
        for block in blocks:
            yield Block(start + block.a, match + block.b, block.size)
