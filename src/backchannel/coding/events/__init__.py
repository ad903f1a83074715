"""Story -> PLOVER events: who did what to whom; and the event between two spans that somebody marked."""

from backchannel.coding.events.confidence import weigh_in_story
from backchannel.coding.events.explain import NearMiss, find_near_misses
from backchannel.coding.events.find import find_events
from backchannel.coding.events.pair_decision import PairCoding, code_pair_in, decide_pair

__all__ = ["NearMiss", "PairCoding", "code_pair_in", "decide_pair", "find_events", "find_near_misses", "weigh_in_story"]
