"""Identities in words: why two may be one, and what was laid down."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Protocol

from backchannel.publish.typeset import clean

_MOST_IDS = 6  # of one side that are named


class Clue(Protocol):
    """A reason for or against (``ledger.likeness.Clue`` is one)."""

    @property
    def text(self) -> str: ...
    @property
    def weight(self) -> float: ...


class Ruling(Protocol):
    """What was laid down (``ledger.IdentityRuling`` is one)."""

    @property
    def action(self) -> str: ...
    @property
    def one(self) -> tuple[str, ...]: ...
    @property
    def other(self) -> tuple[str, ...]: ...
    @property
    def by(self) -> str: ...
    @property
    def why(self) -> str: ...
    @property
    def day(self) -> dt.date | None: ...
    @property
    def undoes(self) -> int | None: ...
    @property
    def number(self) -> int: ...


def say_clues(clues: Iterable[Clue]) -> str:
    """The reasons in order, each with its weight: «the same full name (+2.2), years apart (−0.6)»."""
    return ", ".join(f"{clue.text} ({_signed(clue.weight)})" for clue in clues)


def say_ruling(ruling: Ruling, in_force: Iterable[int]) -> str:
    """A ruling on one line, with its number, by whom, why and when, and whether it still holds."""
    if ruling.action == "undo":
        what = f"takes {ruling.undoes} back"
    elif ruling.action == "merge":
        what = f"{_ids(ruling.one)} is {_ids(ruling.other)}"
    else:
        what = f"{_ids(ruling.one)} is not {_ids(ruling.other)}"
    day = "" if ruling.day is None else f", {ruling.day.isoformat()}"
    why = f": {clean(ruling.why)}" if ruling.why else ""
    holds = "" if ruling.action == "undo" or ruling.number in set(in_force) else " (taken back)"
    return f"{ruling.number}  {what}, by {clean(ruling.by)}{day}{why}{holds}"


def _ids(ids: tuple[str, ...]) -> str:
    more = len(ids) - _MOST_IDS
    return ", ".join(ids[:_MOST_IDS]) + (f" and {more} more" if more > 0 else "")


def _signed(weight: float) -> str:
    return f"{'+' if weight >= 0 else '−'}{abs(weight):.1f}"
