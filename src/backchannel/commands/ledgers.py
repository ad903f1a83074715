"""A ledger opened for adding stories: they are compared with those there, so that copies are told from sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backchannel.ledger import Ledger

if TYPE_CHECKING:
    from backchannel.articles.copies import CopyIndex


def open_ledger(url: str) -> Ledger:
    """The ledger at that URL, made there if missing, with the index of copies."""
    return Ledger.open(url, copies=restore_copies)


def restore_copies() -> CopyIndex:
    """An index of copies; the ledger tells it the stories it needs."""
    from backchannel.articles.copies import CopyIndex

    return CopyIndex()
