"""Sources and their histories: what each told, and what others say of it."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select

from backchannel.ledger.evidence import Evidence, Verdict
from backchannel.ledger.schema import statements, stories
from backchannel.ledger.standing import count_record
from backchannel.ledger.standing_data import Said, load_credits, load_evidence, load_said, speaks
from backchannel.ontology.admiralty import Facts, Reliability, grade
from backchannel.records import Entry, SourceKind


@dataclass(frozen=True, slots=True)
class SourceHistory:
    """A source known from its name or the knowledge base, and its record.

    ``origins`` counts the wire stories that quote it, copies once; ``things`` what it told of in the world, each once;
    ``confirmed`` and ``contradicted`` those that more independent origins confirm than contradict, and the reverse.
    ``reason`` says what gives the letter. ``verdicts`` are on its things, in order of days, each once.
    """

    ref: str
    name: str
    kind: SourceKind
    statements: int
    origins: int
    things: int
    confirmed: int
    contradicted: int
    reliability: Reliability
    reason: str
    first: dt.date | None
    last: dt.date | None
    verdicts: tuple[Verdict, ...]


def load_sources(connection: Connection, ref: str | None = None) -> tuple[SourceHistory, ...]:
    """The sources, those that told most first; of one alone where ``ref`` is given."""
    facts = statements.c
    wanted = facts.speaker_ref.is_not(None) if ref is None else speaks(ref)
    by_source: dict[str, list[Said]] = defaultdict(list)
    for said in load_said(connection, wanted).values():
        if said.ref is not None:
            by_source[said.ref].append(said)
    evidence, told = load_evidence(connection, (), by_source.keys())
    days = dict(connection.execute(select(stories.c.id, stories.c.published)).all())
    wires = {id: credit.origin or id for id, credit in load_credits(connection).items()}
    found = [_tell_history(said, told.get(name, ()), evidence, days, wires) for name, said in by_source.items()]
    return tuple(sorted(found, key=lambda one: (-one.things, -one.statements, one.ref)))


def _tell_history(
    said: list[Said],
    told: tuple[Entry, ...],
    evidence: Evidence,
    days: Mapping[str, dt.date | None],
    wires: Mapping[str, str],
) -> SourceHistory:
    kind = Counter(one.kind for one in said).most_common(1)[0][0]
    names = Counter(one.name for one in said if one.name is not None)
    verdicts: dict[str, Verdict] = {}
    for entry in told:
        verdict = evidence.judge(entry)
        verdicts.setdefault(verdict.occurrence, verdict)
    judged, right = count_record(told, evidence, None)
    graded = grade(Facts(kind, judged, right))
    known = [day for one in said if (day := days.get(one.story)) is not None]
    return SourceHistory(
        ref=said[0].ref or "",
        name=names.most_common(1)[0][0] if names else said[0].ref or "",
        kind=kind,
        statements=len(said),
        origins=len({wires.get(one.story, one.story) for one in said}),
        things=len(verdicts),
        confirmed=right,
        contradicted=judged - right,
        reliability=graded.reliability,
        reason=graded.because[0].text,
        first=min(known, default=None),
        last=max(known, default=None),
        verdicts=tuple(verdicts.values()),
    )
