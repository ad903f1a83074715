"""How the statements of a story stand, as its page shows it: the grade in force, the rules' own, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from backchannel.ledger import Standing
from backchannel.ontology.admiralty import Grade
from backchannel.publish.grades import say_grade
from backchannel.publish.typeset import clean


@dataclass(frozen=True, slots=True)
class GradeLine:
    """A grade in words, who gave it (None: the rules), and its reasons."""

    code: str
    words: str
    by: str | None
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StandingView:
    """The grade in force first; where an analyst set it, the rules' after it. ``near`` are stories for and against."""

    shown: tuple[GradeLine, ...]
    supporting: tuple[str, ...]
    opposing: tuple[str, ...]

    @property
    def graded_by(self) -> str | None:
        """The analyst whose grade is in force."""
        return self.shown[0].by


def view_standing(standings: Iterable[Standing]) -> dict[str, StandingView]:
    """By the statement's id."""
    return {one.statement: _view(one) for one in standings}


def _view(one: Standing) -> StandingView:
    rules = _line(one.rule, None)
    lines = (rules,) if one.analyst is None else (_line(one.analyst, clean(one.by or "")), rules)
    verdict = one.verdict
    supporting = () if verdict is None else verdict.supporting
    opposing = () if verdict is None else verdict.opposing
    return StandingView(
        lines,
        tuple(dict.fromkeys(entry.story for entry in supporting if entry.story is not None)),
        tuple(dict.fromkeys(entry.story for entry in opposing if entry.story is not None)),
    )


def _line(graded: Grade, by: str | None) -> GradeLine:
    why = dict.fromkeys(clean(reason.text) for reason in graded.because)
    return GradeLine(graded.code, say_grade(graded), by, tuple(why))
