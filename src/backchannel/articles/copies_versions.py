"""What one story has that another lacks: passages added, withdrawn and shared, as spans; and who came first.

A later version differs from a copy by news of its own: a new lead, or paragraphs between, or after, what was there.
Text of a station's own page stands before or after the story and is no news.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from backchannel.articles.copies_blocks import Alignment, Block, Mask
from backchannel.articles.copies_shingles import Print, cue_words
from backchannel.records import Span

PASSAGE = 12  # words in a row that make a passage; shorter runs are edits of a sentence
_BRIDGED = 2  # shared words between two changed runs that do not part them
_TALK = 40  # words of a page's own talk in which at least one of its cue words stands
_JOINED = 12  # changed words on either side that do not part two shared runs of one passage


@dataclass(frozen=True, slots=True)
class Novelty:
    """Words in passages that a text has for itself: before the first, between, and after the last shared words.

    ``own_page``: how many of those at the two ends are a page's own talk ("download our app"); ``page_head``: whether
    those at the head are.
    """

    head: int
    inside: int
    tail: int
    own_page: int
    page_head: bool

    @property
    def ends(self) -> int:
        """Words of news at the two ends."""
        return self.head + self.tail - self.own_page


def measure_novelty(print_: Print, shared: Mask) -> Novelty:
    """The passages of a text that do not stand in the other, by place; ``shared`` marks the words that do."""
    held = np.flatnonzero(shared)
    if not len(held):
        return Novelty(len(print_), 0, 0, 0, False)
    first, last = int(held[0]), int(held[-1]) + 1
    between = [end - start for start, end in _runs(~shared) if first <= start and end <= last]
    inside = sum(size for size in between if size >= PASSAGE)
    head, tail = (size if size >= PASSAGE else 0 for size in (first, len(print_) - last))
    page_head = head > 0 and _talks(print_, 0, first)
    page_tail = tail > 0 and _talks(print_, last, len(print_))
    return Novelty(head, inside, tail, head * page_head + tail * page_tail, page_head)


def order_stories(one: Print, other: Print) -> bool:
    """Whether ``one`` came first: by day, then by the updates its headline counts, then by the time of day.

    Where neither tells, one outlet's story grows, and between outlets the agency's own and then the longer, of which
    the other is a cut, come first; last by name.
    """
    if one.published is not None and other.published is not None and one.published != other.published:
        return one.published < other.published
    if one.mark != other.mark:
        return one.mark < other.mark
    minutes = minutes_between(one, other)
    if minutes:
        return minutes > 0
    if one.outlet is not None and one.outlet == other.outlet and len(one) != len(other):
        return len(one) < len(other)
    return _rank(one) < _rank(other)


def minutes_between(first: Print, second: Print) -> int | None:
    """Minutes from the first story's publication to the second's; None where either tells no time."""
    if first.moment is None or second.moment is None:
        return None
    return second.moment - first.moment


def is_own(print_: Print) -> bool:
    """Whether the story stands on its agency's own page."""
    return print_.outlet is not None and print_.outlet == print_.agency


def may_be_own(print_: Print) -> bool:
    """Whether the story may be the agency's own, as far as is known."""
    return print_.outlet is None or is_own(print_)


def changed_spans(print_: Print, shared: Mask) -> tuple[Span, ...]:
    """The passages and single words of a text that do not stand in the other."""
    runs: list[tuple[int, int]] = []
    for start, end in _runs(~shared):
        if runs and start - runs[-1][1] <= _BRIDGED:
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((start, end))
    return tuple(print_.span(start, end) for start, end in runs)


def shared_spans(one: Print, other: Print, alignment: Alignment) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """The shared passages in both texts, pair by pair; words changed inside a passage do not part it."""
    kept = [group for group in join_blocks(alignment) if sum(block.size for block in group) >= PASSAGE / 2]
    ones = tuple(one.span(group[0].one, group[-1].one + group[-1].size) for group in kept)
    others = tuple(other.span(group[0].other, group[-1].other + group[-1].size) for group in kept)
    return ones, others


def join_blocks(alignment: Alignment) -> list[list[Block]]:
    """The shared blocks in passages: words changed inside a passage do not part it."""
    groups: list[list[Block]] = []
    for block in alignment.blocks:
        if groups and _continues(groups[-1][-1], block):
            groups[-1].append(block)
        else:
            groups.append([block])
    return groups


def _continues(before: Block, after: Block) -> bool:
    gaps = (after.one - before.one - before.size, after.other - before.other - before.size)
    return min(gaps) >= 0 and max(gaps) <= _JOINED


def _runs(mask: Mask) -> list[tuple[int, int]]:
    """The stretches where the mask holds."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], mask, [False])).astype(np.int8)))
    return [(int(start), int(end)) for start, end in list(pairwise(edges))[::2]]


def _talks(print_: Print, start: int, end: int) -> bool:
    cues = int(np.isin(print_.words[start:end], cue_words()).sum())
    return cues * _TALK >= end - start and cues > 0


def _rank(print_: Print) -> tuple[bool, int, str]:
    return not is_own(print_), -len(print_), print_.story
