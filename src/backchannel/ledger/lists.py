"""Stories as lists show them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from backchannel.ledger.copies import copy_columns
from backchannel.ledger.schema import entries, signals, statements, stories


@dataclass(frozen=True, slots=True)
class StoryLine:
    """A story as a list shows it, with the number of entries, statements and channel signals it gave."""

    id: str
    title: str | None
    agency: str | None
    outlet: str | None
    url: str | None
    published: dt.date | None
    events: int
    statements: int
    signals: int
    origin: str | None = None  # the story it is a copy of, or its own id; None where it was not compared yet
    copies: int = 0  # other stories of the same origin


def load_lines(connection: Connection, limit: int | None, offset: int) -> tuple[StoryLine, ...]:
    """The stories, newest first; those without a day last."""
    columns = (
        stories.c.id,
        stories.c.title,
        stories.c.agency,
        stories.c.outlet,
        stories.c.url,
        stories.c.published,
    )
    counts: list[ColumnElement[Any]] = [
        select(func.count()).select_from(table).where(table.c.story == stories.c.id).scalar_subquery()
        for table in (entries, statements, signals)
    ]
    counts += list(copy_columns())
    order = (stories.c.published.is_(None), stories.c.published.desc(), stories.c.number.desc())
    rows = connection.execute(select(*columns, *counts).order_by(*order).limit(limit).offset(offset))
    return tuple(StoryLine(*row) for row in rows)
