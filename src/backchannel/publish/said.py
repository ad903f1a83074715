"""Statements as JSON objects and back: part of ``publish/jsonl.py``'s object for a story."""

from __future__ import annotations

from typing import Any, get_args

from backchannel.publish.fields import Fields, SpanReader, write_maybe
from backchannel.publish.grades import write_story_grade
from backchannel.records import Description, Nearness, Quote, Seniority, SourceKind, Statement, Story


def write_statement(statement: Statement, story: Story) -> dict[str, Any]:
    """One statement. Raises ValueError where a span belongs to another story."""
    return {
        "id": statement.id,
        "source": write_maybe(statement.source, story),
        "speaker": statement.speaker,
        "source_kind": statement.source_kind,
        "cue": write_maybe(statement.cue, story),
        "content": write_maybe(statement.content, story),
        "quote": statement.quote,
        "inside": statement.inside,
        "told_to": statement.told_to,
        "voice": statement.voice,
        "described": None if statement.described is None else _write_description(statement.described),
        "grade": write_story_grade(statement),
    }


def read_statement(fields: Fields, span: SpanReader) -> Statement:
    """The statement that ``write_statement`` wrote. Raises BadInput where a field is of a wrong type."""
    return Statement(
        id=fields.text("id"),
        cue=fields.maybe_object("cue", span),
        source=fields.maybe_object("source", span),
        content=fields.maybe_object("content", span),
        speaker=fields.maybe_text("speaker"),
        source_kind=fields.one_of("source_kind", get_args(SourceKind)),
        quote=fields.one_of("quote", get_args(Quote)),
        inside=fields.maybe_text("inside"),
        told_to=fields.maybe_text("told_to"),
        voice=fields.maybe_text("voice"),
        described=fields.maybe_object("described", _read_description),
    )


def _write_description(described: Description) -> dict[str, Any]:
    return {
        "seniority": described.seniority,
        "former": described.former,
        "affiliation": list(described.affiliation),
        "nearness": described.nearness,
        "count": described.count,
    }


def _read_description(fields: Fields) -> Description:
    return Description(
        seniority=fields.one_of("seniority", get_args(Seniority)),
        former=fields.flag("former"),
        affiliation=fields.texts("affiliation"),
        nearness=fields.one_of("nearness", get_args(Nearness)),
        count=fields.maybe_whole("count"),
    )
