"""Any record as plain JSON values, field by field under its own name: what board commands print in a pipe."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from typing import Any

from backchannel.records import Span


def to_plain(value: object) -> Any:
    """Records become objects, tuples lists, days ISO dates; a span is its ``story``, ``start`` and ``end``.

    Raises TypeError for what no record holds.
    """
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Span):
        span: dict[str, Any] = {"story": value.story, "start": value.start, "end": value.end}
        return {**span, "parts": [{"start": a, "end": b} for a, b in value.parts]} if value.parts else span
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: to_plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(key): to_plain(part) for key, part in value.items()}
    if isinstance(value, tuple | list):
        return [to_plain(part) for part in value]
    raise TypeError(f"{type(value).__name__} stands in no record")
