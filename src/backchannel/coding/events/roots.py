"""The root that a PLOVER coder would give: status folded into the type, after the manual and its table of CAMEO codes.

A planned or possible friendly act is AGREE (a promised concession too: CAMEO 035), a hostile one THREATEN; a refused,
denied or cancelled friendly one is REJECT.
"""

from __future__ import annotations

from backchannel.records import Event

# The order of the heads' outputs; NONE: the sentence tells nothing that the one does to the other.
ROOTS = (
    "NONE", "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT",
    "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
)  # fmt: skip
FRIENDLY = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AID", "AGREE"})
_YIELDING = frozenset({"RETREAT", "CONCEDE"})
_HOSTILE = frozenset({"ASSAULT", "COERCE", "SANCTION", "MOBILIZE", "PROTEST"})
_NOT_DONE = frozenset({"denied", "refused", "cancelled"})
_AHEAD = frozenset({"planned", "possible", "hypothetical"})


def root_of(event: Event) -> str:
    """One of the 16 types, with the event's status folded in."""
    if event.status in _NOT_DONE and event.type in FRIENDLY | _YIELDING | {"REQUEST"}:
        return "REJECT"
    if event.status in _AHEAD and event.type in FRIENDLY | _YIELDING:
        return "AGREE"
    if event.status in _AHEAD and event.type in _HOSTILE:
        return "THREATEN"
    return event.type
