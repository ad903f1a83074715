"""Entries kept for good: what every story said, found again by actor, day, type and word."""

from backchannel.ledger.filters import Filters
from backchannel.ledger.search import Hit
from backchannel.ledger.store import Ledger, StoryLine

__all__ = ["Filters", "Hit", "Ledger", "StoryLine"]
