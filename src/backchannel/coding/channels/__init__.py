"""Story -> channel signals: who tried to reach whom, how, and what came of it."""

from backchannel.coding.channels.find import find_signals

__all__ = ["find_signals"]
