"""Which stories hold a shingle: a hash table in flat arrays, filled as stories arrive.

A posting is (shingle, story). Postings of one shingle form a list through ``_next``; a shingle that HELD_BY stories of
different origin hold is boilerplate (a byline, a rights line, a paragraph of background) and takes no more postings, so
lists stay short and the memory bounded: about 24 bytes a posting, 100 postings for a story of 400 words.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from backchannel.articles.copies_shingles import Hashes, Numbers

HELD_BY = 16
_FULLEST = 0.5  # of the table's slots before it doubles
_SPREAD = np.uint64(0xD6E8FEB86659FD93)
_NONE = -1


class ShingleTable:
    """Shingle -> numbers of the stories that hold it. Stories are numbered by the caller."""

    def __init__(self, room: int = 1 << 16) -> None:
        self._keys: Hashes = np.zeros(room, np.uint64)
        self._heads = np.full(room, _NONE, np.int32)
        self._counts = np.zeros(room, np.uint8)
        self._used = 0
        self._stories = np.zeros(room, np.int32)
        self._next = np.zeros(room, np.int32)
        self._postings = 0

    def __len__(self) -> int:
        return self._postings

    @property
    def size(self) -> int:
        """Bytes held."""
        arrays = (self._keys, self._heads, self._counts, self._stories, self._next)
        return sum(array.nbytes for array in arrays)

    def find(self, keys: Hashes) -> tuple[Numbers, Numbers]:
        """Every (index into ``keys``, story) where that story holds that shingle."""
        slots = self._slots(_nonzero(keys))
        nodes = self._heads[slots]
        asked = np.flatnonzero(nodes != _NONE)
        nodes = nodes[asked]
        found_keys, found_stories = [], []
        while len(nodes):
            found_keys.append(asked)
            found_stories.append(self._stories[nodes])
            nodes = self._next[nodes]
            more = nodes != _NONE
            nodes, asked = nodes[more], asked[more]
        if not found_keys:
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        return np.concatenate(found_keys), np.concatenate(found_stories).astype(np.int64)

    def add(self, keys: Hashes, story: int) -> None:
        """Note that the story holds these shingles; each at most once in ``keys``, and not noted for it before."""
        keys = _nonzero(keys)
        while self._used + len(keys) > _FULLEST * len(self._keys):
            self._double()
        slots = self._claim(keys)
        slots = slots[self._counts[slots] < HELD_BY]
        first, last = self._postings, self._postings + len(slots)
        while last > len(self._stories):
            self._stories = np.concatenate((self._stories, np.zeros_like(self._stories)))
            self._next = np.concatenate((self._next, np.zeros_like(self._next)))
        self._stories[first:last] = story
        self._next[first:last] = self._heads[slots]
        self._heads[slots] = np.arange(first, last, dtype=np.int32)
        self._counts[slots] += 1
        self._postings = last

    def _slots(self, keys: Hashes) -> NDArray[np.int64]:
        """The slot of each shingle, or the free one where it would stand (linear probing)."""
        mask = len(self._keys) - 1
        shift = np.uint64(64 - mask.bit_length())
        slots = ((keys * _SPREAD) >> shift).astype(np.int64)
        waiting = np.arange(len(keys))
        while len(waiting):
            at = slots[waiting]
            there = self._keys[at]
            taken = (there != keys[waiting]) & (there != 0)
            waiting = waiting[taken]
            slots[waiting] = (at[taken] + 1) & mask
        return slots

    def _claim(self, keys: Hashes) -> NDArray[np.int64]:
        """The slot of each shingle, taken for it where it had none. Two that meet in one free slot settle in turn."""
        slots = self._slots(keys)
        waiting = np.flatnonzero(self._keys[slots] == 0)
        while len(waiting):
            self._keys[slots[waiting]] = keys[waiting]
            won = self._keys[slots[waiting]] == keys[waiting]
            self._used += int(won.sum())
            waiting = waiting[~won]
            slots[waiting] = self._slots(keys[waiting])
            waiting = waiting[self._keys[slots[waiting]] == 0]
        return slots

    def _double(self) -> None:
        keys, heads, counts = self._keys, self._heads, self._counts
        held = np.flatnonzero(keys)
        self._keys = np.zeros(2 * len(keys), np.uint64)
        self._heads = np.full(2 * len(keys), _NONE, np.int32)
        self._counts = np.zeros(2 * len(keys), np.uint8)
        self._used = 0
        slots = self._claim(keys[held])
        self._heads[slots], self._counts[slots] = heads[held], counts[held]


def _nonzero(keys: Hashes) -> Hashes:
    """Zero marks a free slot, so the one shingle that hashes to it counts as one."""
    return np.where(keys == 0, np.uint64(1), keys)
