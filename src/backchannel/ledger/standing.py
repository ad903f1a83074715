"""Standing: the grade of each statement, by rules from what the ledger holds, and by analysts where they differ.

A statement is graded by the things in the world that it tells of (the entries made of it): as the worst of them that
can be judged. Its source is graded by its record, where it has one: the other things it told, in other wire stories.
An unnamed source is somebody else in every story and has no record.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import Connection, insert, select

from backchannel.errors import BadInput, BadQuestion
from backchannel.ledger.evidence import Evidence, Verdict
from backchannel.ledger.schema import gradings, statements
from backchannel.ledger.standing_data import Said, load_evidence, load_said
from backchannel.ontology.admiralty import Facts, Grade, GradeReason, grade, read_code
from backchannel.records import Entry, Span

MOST_TOLD = 100  # entries of a source, the latest, that make its record where many statements are graded


@dataclass(frozen=True, slots=True)
class Grading:
    """What an analyst laid down on a statement: ``action`` is set (``grade`` as in "B2") or undo; and why."""

    action: str
    story: str
    statement: str
    by: str
    why: str
    grade: str | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """A statement's grade by the rules, and the analyst's in force; ``verdict`` is on the thing that decided.

    ``source`` is the party who said it, None where it is not known from other stories; ``span`` where it stands.
    """

    story: str
    statement: str
    span: Span
    source: str | None
    rule: Grade
    verdict: Verdict | None
    analyst: Grade | None = None
    by: str | None = None

    @property
    def grade(self) -> Grade:
        """The analyst's grade, else the rules'."""
        return self.rule if self.analyst is None else self.analyst


def load_standing(connection: Connection, stories: Iterable[str]) -> dict[str, tuple[Standing, ...]]:
    """The standing of every statement of these stories, in their order in the text."""
    ids = sorted(set(stories))
    said = load_said(connection, statements.c.story.in_(ids))
    sources = {one.ref for one in said.values() if one.ref is not None}
    evidence, told = load_evidence(connection, ids, sources, most=MOST_TOLD)
    laid = _in_force(connection, ids)
    found: dict[str, list[Standing]] = {id: [] for id in ids}
    for key, one in said.items():
        standing = _grade_statement(one, told, evidence)
        found[one.story].append(_with_analyst(standing, laid.get(key)))
    return {id: tuple(standings) for id, standings in found.items()}


def load_gradings(connection: Connection, story: str) -> tuple[Grading, ...]:
    """All that analysts laid down on a story's statements, oldest first."""
    rows = connection.execute(select(gradings).where(gradings.c.story == story).order_by(gradings.c.number))
    return tuple(Grading(row.action, row.story, row.statement, row.by, row.why, row.grade) for row in rows)


def store_grading(connection: Connection, grading: Grading) -> None:
    """Stores an analyst's grade, or takes the one in force back.

    Raises BadInput where there is no such statement; BadQuestion for what is no grade, has no reason, or undoes
    nothing.
    """
    where = (statements.c.story == grading.story, statements.c.id == grading.statement)
    if connection.scalar(select(statements.c.id).where(*where)) is None:
        raise BadInput(f"{grading.story!r} has no statement {grading.statement!r}, or the ledger holds no such story")
    if grading.action == "set":
        if not grading.why.strip():
            raise BadQuestion("say why: no grade is kept or shown without a reason")
        letter, figure = read_code(grading.grade or "")
        grading = replace(grading, grade=f"{letter}{figure}")
    elif grading.action != "undo":
        raise BadQuestion(f"{grading.action!r} is nothing to do with a grade; there are set and undo")
    elif (grading.story, grading.statement) not in _in_force(connection, [grading.story]):
        raise BadQuestion(f"nobody has set a grade on {grading.statement} of {grading.story}; there is nothing to undo")
    names = ("action", "story", "statement", "grade", "why", "by")
    connection.execute(insert(gradings), {name: getattr(grading, name) for name in names})


def count_record(mine: Iterable[Entry], evidence: Evidence, apart: Entry | None) -> tuple[int, int]:
    """Of the things that these entries tell of, how many others could judge and how many of those were confirmed.

    Each thing counts once; what stands in the wire story of ``apart`` does not count.
    """
    judged: dict[str, bool] = {}
    for entry in mine:
        if apart is not None and evidence.same_wire(entry, apart):
            continue
        verdict = evidence.judge(entry)
        if verdict.right is not None:
            judged[verdict.occurrence] = judged.get(verdict.occurrence, True) and verdict.right
    return len(judged), sum(judged.values())


def _grade_statement(said: Said, told: Mapping[str, tuple[Entry, ...]], evidence: Evidence) -> Standing:
    mine = told.get(said.ref or "", ())
    entries = [entry for entry in told[said.story] if entry.statement == said.id]
    found = [_grade_entry(said, entry, mine, evidence) for entry in entries]
    if not found:
        record = count_record(mine, evidence, next(iter(told[said.story]), None))
        alone = grade(Facts(said.kind, *record, second_hand=said.inside))
        return Standing(said.story, said.id, said.span, said.ref, alone, None)
    able = [one for one in found if one.rule.credibility != 6] or found
    return max(able, key=lambda one: one.rule.credibility)


def _grade_entry(said: Said, entry: Entry, mine: Iterable[Entry], evidence: Evidence) -> Standing:
    verdict = evidence.judge(entry)
    judged, right = count_record(mine, evidence, entry)
    facts = Facts(
        said.kind,
        judged,
        right,
        verdict.confirmed,
        verdict.contradicted,
        first_hand=not said.inside and said.ref is not None and said.ref in {party.ref for party in entry.actors},
        second_hand=said.inside,
    )
    return Standing(said.story, said.id, said.span, said.ref, grade(facts), verdict)


def _with_analyst(standing: Standing, grading: Grading | None) -> Standing:
    if grading is None:
        return standing
    letter, figure = read_code(grading.grade or "")
    why = (
        GradeReason("reliability", "analyst", grading.why),
        GradeReason("credibility", "analyst", grading.why),
    )
    return replace(standing, analyst=Grade(letter, figure, why), by=grading.by)


def _in_force(connection: Connection, stories: list[str]) -> dict[tuple[str, str], Grading]:
    force: dict[tuple[str, str], Grading] = {}
    for story in stories:
        for grading in load_gradings(connection, story):
            force.pop((story, grading.statement), None)
            if grading.action == "set":
                force[story, grading.statement] = grading
    return force
