"""Story -> PLOVER events: who did what to whom."""

from backchannel.coding.events.find import find_events

__all__ = ["find_events"]
