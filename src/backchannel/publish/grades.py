"""Grades as JSON and in words; never without their reasons."""

from __future__ import annotations

from typing import Any, Protocol

from backchannel.ontology.admiralty import CREDIBILITY, RELIABILITY, Facts, Grade, grade
from backchannel.records import Entry, Span, Statement


class Verdict(Protocol):
    """What speaks for and against a thing that a statement tells of."""

    @property
    def confirmed(self) -> int: ...
    @property
    def contradicted(self) -> int: ...
    @property
    def supporting(self) -> tuple[Entry, ...]: ...
    @property
    def opposing(self) -> tuple[Entry, ...]: ...


class Graded(Protocol):
    """A statement with its grades (``ledger.Standing`` is one)."""

    @property
    def story(self) -> str: ...
    @property
    def statement(self) -> str: ...
    @property
    def span(self) -> Span: ...
    @property
    def source(self) -> str | None: ...
    @property
    def grade(self) -> Grade: ...
    @property
    def rule(self) -> Grade: ...
    @property
    def verdict(self) -> Verdict | None: ...
    @property
    def by(self) -> str | None: ...


def write_grade(graded: Grade) -> dict[str, Any]:
    """The two parts of a grade and the reason for each."""
    return {
        "reliability": graded.reliability,
        "credibility": graded.credibility,
        "because": [{"gives": one.gives, "rule": one.rule, "text": one.text} for one in graded.because],
    }


def write_story_grade(statement: Statement) -> dict[str, Any]:
    """The grade that a story alone gives: the kind of source; nothing of the world is known, so credibility is 6."""
    return write_grade(grade(Facts(statement.source_kind, second_hand=statement.inside is not None)))


def write_standing(graded: Graded) -> dict[str, Any]:
    """A statement's grade in force, who set it (null: the rules), the rules' own, and the entries for and against."""
    verdict = graded.verdict
    return {
        "story": graded.story,
        "statement": graded.statement,
        "start": graded.span.start,
        "end": graded.span.end,
        "source": graded.source,
        "grade": write_grade(graded.grade),
        "by": graded.by,
        "rule": write_grade(graded.rule),
        "confirmed": 0 if verdict is None else verdict.confirmed,
        "contradicted": 0 if verdict is None else verdict.contradicted,
        "supporting": [] if verdict is None else [entry.id for entry in verdict.supporting],
        "opposing": [] if verdict is None else [entry.id for entry in verdict.opposing],
    }


def say_grade(graded: Grade) -> str:
    """Both parts in words: «usually reliable, possibly true»."""
    return f"{RELIABILITY[graded.reliability]}, {CREDIBILITY[graded.credibility]}"
