"""What can be asked: types, modes, directions and days, checked before anything is counted."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from backchannel.errors import BadQuestion
from backchannel.ontology import TYPES
from backchannel.records import Occurrence, Party, Question

LONGEST_HORIZON = 3 * 366  # days
# What parties do together: it counts whoever is written first.
RECIPROCAL = frozenset({"AGREE", "CONSULT", "COOPERATE"})
# Modes of CONSULT that one side alone does; "host" is a visit seen from the host's side, and no mode of PLOVER's.
DIRECTED_MODES = frozenset({"visit", "host"})
EXTRA_MODES = {"CONSULT": ("meet", "host")}


@dataclass(frozen=True, slots=True)
class Target:
    """What counts as a yes. ``key`` names its prior in the climatology ("CONSULT/visit")."""

    key: str
    type: str
    mode: str | None
    directed: bool

    def counts(self, one: Occurrence, actor: str, recipient: str) -> bool:
        """Whether the occurrence is of this kind and between these two, in this direction where that matters."""
        if one.type != self.type or not self._has_mode(one.mode):
            return False
        ahead = _holds(one.actors, actor) and _holds(one.recipients, recipient)
        back = _holds(one.actors, recipient) and _holds(one.recipients, actor)
        if self.directed:
            return back if self.mode == "host" else ahead
        together = one.type in RECIPROCAL and _holds(one.actors, actor) and _holds(one.actors, recipient)
        return ahead or back or together

    def _has_mode(self, mode: str | None) -> bool:
        if self.mode is None:
            return True
        if self.mode == "meet":  # talks whose form nobody tells are mostly meetings; calls are told as calls
            return mode != "phone"
        return mode == ("visit" if self.mode == "host" else self.mode)


def make_question(actor: str, recipient: str, kind: tuple[str, str | None], *, asof: dt.date, by: dt.date) -> Question:
    """A checked question; ``kind`` is the PLOVER type and the mode or None, in any case. Raises BadQuestion."""
    type, mode = kind
    return check_question(Question(actor, recipient, type, by, asof, mode))


def check_question(question: Question) -> Question:
    """The question with type and mode in their own spelling.

    Raises BadQuestion where the type or mode is none of PLOVER's, the two sides are one, or the days cannot be.
    """
    checked = replace(
        question,
        type=question.type.strip().upper(),
        mode=None if question.mode is None else question.mode.strip().lower(),
    )
    if checked.type not in TYPES:
        raise BadQuestion(f"type {question.type!r} is none of PLOVER's: {', '.join(TYPES)}")
    allowed = (*TYPES[checked.type].modes, *EXTRA_MODES.get(checked.type, ()))
    if checked.mode is not None and checked.mode not in allowed:
        raise BadQuestion(f"mode {question.mode!r} is none of {checked.type}'s: {', '.join(allowed) or 'it has none'}")
    if not checked.actor or not checked.recipient or checked.actor == checked.recipient:
        raise BadQuestion(f"needs two different sides, has {checked.actor!r} and {checked.recipient!r}")
    days = (checked.by - checked.asof).days
    if days < 1:
        raise BadQuestion(f"by {checked.by} must be after asof {checked.asof}")
    if days > LONGEST_HORIZON:
        raise BadQuestion(f"by {checked.by} is {days} days off; at most {LONGEST_HORIZON} (three years) can be asked")
    return checked


def target_of(question: Question) -> Target:
    """What counts as a yes to a checked question."""
    mode = question.mode
    directed = question.type not in RECIPROCAL or mode in DIRECTED_MODES
    named = "visit" if mode == "host" else mode
    return Target(question.type if named is None else f"{question.type}/{named}", question.type, mode, directed)


def _holds(side: tuple[Party, ...], wanted: str) -> bool:
    return any(wanted in (party.ref, party.country) for party in side)
