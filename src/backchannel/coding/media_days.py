"""Statements of media, sorted by who controlled the medium on the story's day: state media then need not be so now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from backchannel.ontology.actors import CONTROLS, ActorTable
from backchannel.records import Actor, SourceKind, Statement

MEDIA = frozenset({"media", "state-media"})


def date_media(
    statements: tuple[Statement, ...], actors: Iterable[Actor], table: ActorTable, day: dt.date | None
) -> tuple[Statement, ...]:
    """The statements, those of known media with the kind that held on that day; as they are where the day is None.

    Only media whose control the table dates are looked at; where it does not know that day, the kind stays.
    """
    refs = {actor.id: actor.ref for actor in actors if actor.ref is not None}
    if day is None or not refs:
        return statements
    return tuple(_date_one(said, refs.get(said.speaker or ""), table, day) for said in statements)


def _date_one(said: Statement, ref: str | None, table: ActorTable, day: dt.date) -> Statement:
    actor = None if ref is None else table.actors.get(ref)
    if said.source_kind not in MEDIA or actor is None or all(role.office not in CONTROLS for role in actor.roles):
        return said
    control = table.media_control(actor.ref, day)
    if control is None:
        return said
    kind: SourceKind = "state-media" if control == "state-media" else "media"
    return said if kind == said.source_kind else replace(said, source_kind=kind)
