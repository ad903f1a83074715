"""Did it happen: the status of an event word, from the parse above it."""

from backchannel.coding.status.holders import find_stances
from backchannel.coding.status.judge import judge
from backchannel.coding.status.verdicts import Judgement

__all__ = ["Judgement", "find_stances", "judge"]
