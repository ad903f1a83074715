"""A ledger opened for adding stories: they are compared with those there, so that copies are told from sources."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from backchannel.ledger import Ledger
from backchannel.records import Kinship, Ruling, Story

if TYPE_CHECKING:
    from backchannel.articles.copies import CopyIndex


def open_ledger(url: str) -> Ledger:
    """The ledger at that URL, made there if missing, with the index of copies."""
    return Ledger.open(url, copies=restore_copies)


def restore_copies(stories: Sequence[Story], kin: Sequence[Kinship], rulings: Sequence[Ruling]) -> CopyIndex:
    """The index of copies that knows these stories and how they stand to each other."""
    from backchannel.articles.copies import CopyIndex, CopyState
    from backchannel.articles.copies_shingles import take_print

    return CopyIndex.restore(CopyState(tuple(take_print(story) for story in stories), tuple(kin), tuple(rulings)))
