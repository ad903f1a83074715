"""Records packed into bytes for the ledger, and back without loss: JSON of the fields that differ from their default.

A record that gains a field with a default still reads what was packed before.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import types
import zlib
from collections.abc import Mapping
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from backchannel.errors import BadLedger

R = TypeVar("R")


def pack_record(record: Any) -> bytes:
    """A record as compressed JSON."""
    return zlib.compress(json.dumps(to_plain(record), separators=(",", ":")).encode("ascii"), 6)


def unpack_record(cls: type[R], data: bytes) -> R:
    """The record that was packed. Raises BadLedger where the bytes are damaged or do not fit the record."""
    try:
        record: R = from_plain(cls, json.loads(zlib.decompress(data)))
    except (zlib.error, ValueError, TypeError, KeyError, AttributeError) as error:
        raise BadLedger(f"a stored {cls.__name__} cannot be read back: {error}") from error
    return record


def to_plain(value: Any) -> Any:
    """A record, or what stands in its fields, as lists, dicts, strings and numbers."""
    if dataclasses.is_dataclass(value):
        plain = {}
        for name, default in _fields(value.__class__):
            part = getattr(value, name)
            if default is _NEEDED or part != default:
                plain[name] = to_plain(part)
        return plain
    if isinstance(value, tuple):
        return [to_plain(part) for part in value]
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    return value


def from_plain(hint: Any, plain: Any) -> Any:
    """The value of that type which ``to_plain`` wrote."""
    if plain is None:
        return None
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        hints = _hints(hint)
        return hint(**{name: from_plain(hints[name], part) for name, part in plain.items() if name in hints})
    if hint is dt.date:
        return dt.date.fromisoformat(plain)
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is tuple:
        kinds = [arguments[0]] * len(plain) if arguments[-1] is Ellipsis else list(arguments)
        return tuple(from_plain(kind, part) for kind, part in zip(kinds, plain, strict=True))
    if origin in (Union, types.UnionType):
        (kind,) = [argument for argument in arguments if argument is not type(None)]
        return from_plain(kind, plain)
    return plain


_NEEDED = object()


@cache
def _fields(cls: type) -> tuple[tuple[str, Any], ...]:
    return tuple(
        (field.name, _NEEDED if field.default is dataclasses.MISSING else field.default)
        for field in dataclasses.fields(cls)
    )


@cache
def _hints(cls: type) -> dict[str, Any]:
    return get_type_hints(cls)
