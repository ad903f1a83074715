"""Entries kept for good: what every story said, found again by actor, day, type and word."""

from backchannel.ledger.filters import Filters
from backchannel.ledger.lists import StoryLine
from backchannel.ledger.search import Hit
from backchannel.ledger.sources import SourceHistory
from backchannel.ledger.standing import Grading, Standing
from backchannel.ledger.store import Ledger

__all__ = ["Filters", "Grading", "Hit", "Ledger", "SourceHistory", "Standing", "StoryLine"]
