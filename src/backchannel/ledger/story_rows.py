"""A reading's story, statements and signals as rows of the ledger's tables."""

from __future__ import annotations

from backchannel.errors import BadInput
from backchannel.ledger.codec import pack_record
from backchannel.ledger.grounded import make_party, words_around
from backchannel.ledger.rows import Row, interval_columns, span_columns
from backchannel.ontology import load_actors
from backchannel.records import Reading, Signal, Span, Statement, Story

_COLUMNS = ("id", "sha256", "title", "agency", "outlet", "url", "published", "published_at", "dateline", "language",
            "text")  # fmt: skip


def story_row(read: Reading) -> Row:
    """The story's own row. Raises BadInput where its strings hold half of a surrogate pair, which no database takes."""
    story = read.story
    row: Row = {name: getattr(story, name) for name in _COLUMNS}
    for name, value in row.items():
        if isinstance(value, str):
            _check_text(story, name, value)
    return {**row, "reading": pack_record(read)}


def statement_rows(read: Reading) -> list[Row]:
    """One row a statement; a span that is not one stretch is kept whole in the reading alone."""
    parties = {actor.id: make_party(actor, read.story) for actor in read.actors}
    rows = []
    for said in read.statements:
        speaker = None if said.speaker is None else parties.get(said.speaker)
        row: Row = {
            "story": read.story.id,
            "id": said.id,
            "source_kind": said.source_kind,
            "quote": said.quote,
            "speaker_ref": None if speaker is None else speaker.ref,
            "speaker": None if speaker is None else speaker.name,
            "inside": said.inside,
            "told_to": said.told_to,
        }
        spans: tuple[tuple[str, Span | None], ...] = (
            ("source", said.source),
            ("cue", said.cue),
            ("content", said.content),
        )
        for name, span in spans:
            row[f"{name}_start"] = None if span is None else span.start
            row[f"{name}_end"] = None if span is None else span.end
        rows.append(row)
    return rows


def signal_rows(read: Reading) -> list[Row]:
    """One row a channel signal, with the countries its sides count for."""
    countries = {actor.ref: actor.country for actor in read.actors if actor.ref is not None}
    said = {statement.id: statement for statement in read.statements}
    return [_signal_row(signal, read, countries, said) for signal in read.signals]


def _signal_row(signal: Signal, read: Reading, countries: dict[str, str | None], said: dict[str, Statement]) -> Row:
    side_a, side_b = signal.between
    return {
        "story": read.story.id,
        "id": signal.id,
        "medium": signal.medium,
        "side_a": side_a,
        "side_b": side_b,
        "country_a": countries.get(side_a) or country_of(side_a),
        "country_b": countries.get(side_b) or country_of(side_b),
        "state": signal.state,
        **interval_columns(signal.when),
        "known": read.story.published,
        **span_columns(signal.evidence, "evidence"),
        "words": words_around(signal.evidence, read),
        "source": _source_words(said.get(signal.statement or ""), read),
        "statement": signal.statement,
        "because": signal.because,
    }


def country_of(side: str) -> str | None:
    """The country a signal's side counts for: itself if it is a code, else the knowledge base's; None where unknown."""
    if len(side) == 3 and side.isupper():
        return side
    table = load_actors()
    return table[side].country if side in table else None


def _source_words(statement: Statement | None, read: Reading) -> str | None:
    if statement is None:
        return None
    for actor in read.actors:
        if actor.id == statement.speaker:
            return actor.name
    return None if statement.source is None else statement.source.of(read.story)


def _check_text(story: Story, name: str, value: str) -> None:
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:
        raise BadInput(f"story {story.id}: {name}: character {error.start} is half of a surrogate pair") from None
