"""The pages' content as JSON, for programs. Field names are the contract's; nothing is stored or changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request

from backchannel.errors import BadQuestion
from backchannel.ledger import Hit, Standing, StoryLine
from backchannel.publish.entries import entry_to_json
from backchannel.publish.fields import write_interval
from backchannel.publish.grades import write_standing
from backchannel.publish.jsonl import reading_to_json
from backchannel.publish.plain import to_plain
from backchannel.records import SCHEMA, ChannelState, Entry, Forecast, Occurrence, Party, Span
from backchannel.serve.question_view import answer, read_form, read_question
from backchannel.serve.routes import ledger_of

MOST = 500
Json = dict[str, Any]
Limit = Annotated[int, Query(ge=1, le=MOST)]
Offset = Annotated[int, Query(ge=0, le=2**31)]

router = APIRouter(prefix="/api")


@router.get("/stories")
def list_stories(
    request: Request,
    q: str = "",
    limit: Limit = 50,
    offset: Offset = 0,
) -> Json:
    """Stories, newest first; with ``q`` those that hold the words, best first."""
    ledger = ledger_of(request)
    total, _ = ledger.count()
    if q.strip():
        hits = ledger.search(q, limit=limit)
        graded = ledger.standings(hit.story for hit in hits)
        return {"schema": SCHEMA, "total": total, "hits": [_write_hit(hit, graded[hit.story]) for hit in hits]}
    lines = ledger.stories(limit=limit, offset=offset)
    return {"schema": SCHEMA, "total": total, "stories": [_write_line(line) for line in lines]}


@router.get("/stories/{story_id}")
def read_story(request: Request, story_id: str) -> Json:
    """Everything one story says, as ``backchannel read --format jsonl`` writes it; and how its statements stand."""
    ledger = ledger_of(request)
    written = reading_to_json(ledger.reading(story_id))
    return {**written, "standing": [write_standing(one) for one in ledger.standing(story_id)]}


@router.get("/dyad/{a}/{b}")
def read_dyad(request: Request, a: str, b: str) -> Json:
    """What happened between two sides, and the state of their channels."""
    ledger = ledger_of(request)
    first, second = ledger.resolve_party(a), ledger.resolve_party(b)
    found = ledger.occurrences(actor=first, partner=second)
    told = {(entry.story, entry.statement) for item in found for entry in item.entries if entry.statement is not None}
    graded = ledger.standings(story for story, _ in told if story is not None)
    standing: dict[tuple[str | None, str | None], Standing] = {
        (one.story, one.statement): one for each in graded.values() for one in each
    }
    return {
        "schema": SCHEMA,
        "between": [first, second],
        "occurrences": [_write_occurrence(item, standing) for item in found],
        "channels": [_write_state(state) for state in ledger.channels(first, second)],
    }


@router.get("/who")
def list_identities(
    request: Request,
    q: str = "",
    limit: Limit = 50,
    offset: Offset = 0,
) -> Json:
    """People and bodies whom no table knows, those most told of first; with ``q`` the ids of those called so."""
    ledger = ledger_of(request)
    if q.strip():
        return {"schema": SCHEMA, "ids": list(ledger.find_who(q))}
    lines = [to_plain(line) for line in ledger.identities(limit, offset)]
    return {"schema": SCHEMA, "total": ledger.count_identities(), "identities": lines}


@router.get("/who/{id}")
def read_identity(request: Request, id: str) -> Json:
    """One of them with its mentions, who else it may be and why, and what analysts laid down."""
    plain: Json = to_plain(ledger_of(request).identity(id))
    return {"schema": SCHEMA, **plain}


@router.get("/ask")
def read_answer(request: Request) -> Json:
    """A probability with base rate and reasons: ``actor``, ``recipient``, ``type``, ``by``; also ``mode``, ``asof``."""
    ledger = ledger_of(request)
    covered = ledger.covered()
    form = read_form(request.query_params, None if covered is None else covered.last)
    if not form.asked:
        raise BadQuestion("give actor and recipient: countries («PRK», «North Korea») or actors")
    return _write_forecast(answer(read_question(form, ledger), ledger))


def _write_line(line: StoryLine) -> Json:
    return {
        "id": line.id,
        "title": line.title,
        "agency": line.agency,
        "outlet": line.outlet,
        "url": line.url,
        "published": None if line.published is None else line.published.isoformat(),
        "counts": {"events": line.events, "statements": line.statements, "channels": line.signals},
        "origin": line.origin,
        "copies": line.copies,
    }


def _write_hit(hit: Hit, graded: tuple[Standing, ...]) -> Json:
    near = (one for one in graded if one.span.start < hit.span.end and hit.span.start < one.span.end)
    return {
        "statements": [write_standing(one) for one in near],
        "id": hit.story,
        "title": hit.title,
        "published": None if hit.published is None else hit.published.isoformat(),
        "snippet": {"start": hit.span.start, "end": hit.span.end, "text": hit.snippet},
        "matches": [{"start": span.start, "end": span.end} for span in hit.matches],
    }


def _write_occurrence(item: Occurrence, standing: Mapping[tuple[str | None, str | None], Standing]) -> Json:
    return {
        "id": item.id,
        "type": item.type,
        "mode": item.mode,
        "status": item.status,
        "actors": [_write_party(party) for party in item.actors],
        "recipients": [_write_party(party) for party in item.recipients],
        "when": write_interval(item.when),
        "origins": item.origins,
        "entries": [_write_told(entry, standing.get((entry.story, entry.statement))) for entry in item.entries],
    }


def _write_told(entry: Entry, standing: Standing | None) -> Json:
    """An entry, and how the statement it stands in is graded; null for the story's own word."""
    return {**entry_to_json(entry), "standing": None if standing is None else write_standing(standing)}


def _write_party(party: Party) -> Json:
    return {"ref": party.ref, "name": party.name, "country": party.country, "sector": party.sector}


def _write_state(state: ChannelState) -> Json:
    return {
        "medium": state.medium,
        "between": list(state.between),
        "state": state.state,
        "when": write_interval(state.when),
        "known": None if state.known is None else state.known.isoformat(),
        "story": state.story,
        "evidence": _write_evidence(state.evidence, state.words),
        "source": state.source,
        "history": [_write_state(earlier) for earlier in state.history],
    }


def _write_evidence(span: Span, words: str) -> Json:
    return {"start": span.start, "end": span.end, "text": words}


def _write_forecast(forecast: Forecast) -> Json:
    question = forecast.question
    return {
        "schema": SCHEMA,
        "question": {
            "actor": question.actor,
            "recipient": question.recipient,
            "type": question.type,
            "mode": question.mode,
            "by": question.by.isoformat(),
            "asof": question.asof.isoformat(),
        },
        "probability": forecast.probability,
        "base_rate": forecast.base_rate,
        "method": forecast.method,
        "reasons": [
            {"text": reason.text, "effect": reason.effect, "entries": [entry_to_json(item) for item in reason.entries]}
            for reason in forecast.reasons
        ],
        "caveats": list(forecast.caveats),
    }
