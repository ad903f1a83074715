"""The channel board of a dyad: the last known state of every medium, and what came before."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from sqlalchemy import Connection, and_, or_, select
from sqlalchemy.sql.elements import ColumnElement

from backchannel.ledger.rows import read_interval, read_span
from backchannel.ledger.schema import signals
from backchannel.records import ChannelState


def load_channels(connection: Connection, a: str, b: str) -> tuple[ChannelState, ...]:
    """The last state per medium between two countries or refs, latest first, each with its history, latest first.

    A signal stands at its own day, or where it has none at the day it became known; within a day, in text order.
    """
    sides = signals.c
    found = select(signals).where(
        or_(
            and_(_is_side(sides.side_a, sides.country_a, a), _is_side(sides.side_b, sides.country_b, b)),
            and_(_is_side(sides.side_a, sides.country_a, b), _is_side(sides.side_b, sides.country_b, a)),
        )
    )
    states: dict[str, list[ChannelState]] = {}
    for row in connection.execute(found).mappings():
        state = ChannelState(
            medium=row["medium"],
            between=(row["side_a"], row["side_b"]),
            state=row["state"],
            when=read_interval(row),
            known=row["known"],
            story=row["story"],
            evidence=read_span(row["story"], row, "evidence"),
            words=row["words"],
            source=row["source"],
        )
        states.setdefault(state.medium, []).append(state)
    boards = []
    for series in states.values():
        series.sort(key=_order, reverse=True)
        boards.append(replace(series[0], history=tuple(series[1:])))
    return tuple(sorted(boards, key=_order, reverse=True))


def _is_side(side: ColumnElement[str], country: ColumnElement[str | None], wanted: str) -> ColumnElement[bool]:
    return or_(side == wanted, country == wanted)


def _order(state: ChannelState) -> tuple[dt.date, dt.date, str, int, str]:
    known = state.known or dt.date.min
    return (known if state.when is None else state.when.last, known, state.story, state.evidence.start, state.medium)
