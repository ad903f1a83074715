"""Statements inside statements: a leader, per state media, in a report of an agency."""

from __future__ import annotations

from dataclasses import replace

from backchannel.records import Span, Statement


def place_of(statement: Statement) -> tuple[int, int]:
    """Text order: by cue, bare quotations by their first word."""
    span = statement.cue or statement.content
    return (span.start, span.end) if span is not None else (0, 0)


def nest_statements(statements: list[Statement]) -> list[Statement]:
    """Names for each statement the smallest one whose content holds its cue. One sweep over the text."""
    hosts = sorted((s for s in statements if s.content is not None), key=_content_start)
    found: dict[str, Statement] = {}
    active: list[Statement] = []
    following = 0
    for statement in sorted(statements, key=place_of):
        cue = statement.cue or statement.content
        if cue is None:
            continue
        while following < len(hosts) and _content_start(hosts[following]) <= cue.start:
            active.append(hosts[following])
            following += 1
        active = [host for host in active if _content_end(host) > cue.start]
        around = [host for host in active if host.id != statement.id and _holds(host, cue)]
        host = min(around, key=lambda host: _content_end(host) - _content_start(host), default=None)
        found[statement.id] = replace(statement, inside=host.id) if host is not None else statement
    return [found.get(statement.id, statement) for statement in statements]


def _content_start(statement: Statement) -> int:
    return statement.content.start if statement.content is not None else 0


def _content_end(statement: Statement) -> int:
    return statement.content.end if statement.content is not None else 0


def _holds(host: Statement, cue: Span) -> bool:
    if host.content is None:
        return False
    pieces = host.content.parts or ((host.content.start, host.content.end),)
    return any(start <= cue.start and cue.end <= end for start, end in pieces)
