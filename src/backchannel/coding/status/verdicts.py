"""What a judgement is made of: statuses in order of how unreal they are, and how two readings are put together."""

from __future__ import annotations

from dataclasses import dataclass

from backchannel.records import Status

RANK: dict[Status, int] = {
    "happened": 0, "ongoing": 1, "planned": 2, "possible": 3,
    "hypothetical": 4, "cancelled": 5, "refused": 6, "denied": 7,
}  # fmt: skip
CERTAINTY: dict[Status, int] = {
    "happened": 3, "ongoing": 3, "planned": 1, "possible": 1,
    "hypothetical": 0, "cancelled": -3, "refused": -3, "denied": -3,
}  # fmt: skip
# The grades a status allows: what is planned may be certain to come (FactBank: 3), what is denied never is.
GRADES: dict[Status, tuple[int, int]] = {
    "happened": (1, 3), "ongoing": (1, 3), "planned": (0, 3), "possible": (-1, 2),
    "hypothetical": (-1, 2), "cancelled": (-3, -1), "refused": (-3, -1), "denied": (-3, -1),
}  # fmt: skip
# What a negated governor makes of the status it would have given.
NEGATED: dict[Status, Status] = {
    "happened": "denied", "ongoing": "denied", "planned": "denied", "possible": "denied",
    "hypothetical": "hypothetical", "cancelled": "planned", "refused": "possible", "denied": "possible",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Judgement:
    """A status, its factuality grade (−3 … 3), and the rules that led there, innermost first."""

    status: Status
    certainty: int
    because: tuple[str, ...]


# A status and the rules that led there, innermost first.
Verdict = tuple[Status, tuple[str, ...]]


def weaker(one: Verdict, other: Verdict) -> Verdict:
    """The less real of two readings, with the reasons of both where the second wins."""
    if RANK[other[0]] > RANK[one[0]]:
        return other[0], one[1] + other[1]
    return one
