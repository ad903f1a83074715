"""Entries kept for good: what every story said, found again by actor, day, type and word."""

from backchannel.ledger.filters import Filters
from backchannel.ledger.identities import IdentityRuling
from backchannel.ledger.identities_view import Candidate, Identity, IdentityLine, Sighting
from backchannel.ledger.lists import StoryLine
from backchannel.ledger.search import Hit
from backchannel.ledger.sources import SourceHistory
from backchannel.ledger.standing import Grading, Standing
from backchannel.ledger.store import Ledger
from backchannel.ledger.who import Link

__all__ = [
    "Candidate",
    "Filters",
    "Grading",
    "Hit",
    "Identity",
    "IdentityLine",
    "IdentityRuling",
    "Ledger",
    "Link",
    "Sighting",
    "SourceHistory",
    "Standing",
    "StoryLine",
]
