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
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from backchannel.errors import BadLedger

R = TypeVar("R")


def pack_record(record: Any) -> bytes:
    """A record as compressed JSON."""
    return zlib.compress(json.dumps(to_plain(record), separators=(",", ":")).encode("ascii"), 6)


def unpack_record(cls: type[R], data: bytes) -> R:
    """The record that was packed. Raises BadLedger where the bytes are damaged or do not fit the record."""
    try:
        record: R = from_plain(cls, json.loads(zlib.decompress(data)))
    except (zlib.error, ValueError, TypeError) as error:
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
    """The value of that type which ``to_plain`` wrote. Raises TypeError or ValueError where it is none of that type."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        (kind,) = [argument for argument in arguments if argument is not type(None)]
        return None if plain is None else from_plain(kind, plain)
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        hints = _hints(hint)
        parts = _checked(plain, dict, hint.__name__).items()
        return hint(**{name: _from_part(name, hints[name], part) for name, part in parts if name in hints})
    if origin is Literal:
        if plain not in arguments:
            raise ValueError(f"{plain!r} is none of {', '.join(arguments)}")
        return plain
    if origin is tuple:
        listed = _checked(plain, list, "a list")
        kinds = [arguments[0]] * len(listed) if arguments[-1] is Ellipsis else list(arguments)
        return tuple(from_plain(kind, part) for kind, part in zip(kinds, listed, strict=True))
    if hint is dt.date:
        return dt.date.fromisoformat(_checked(plain, str, "a day"))
    if hint is float:
        return plain if isinstance(plain, float) else float(_checked(plain, int, "a number"))
    return _checked(plain, dict if origin is not None else hint, getattr(hint, "__name__", "an object"))


def _from_part(name: str, hint: Any, plain: Any) -> Any:
    try:
        return from_plain(hint, plain)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name}: {error}") from error


def _checked(plain: Any, kind: type, wanted: str) -> Any:
    if not isinstance(plain, kind) or (isinstance(plain, bool) and kind is not bool):
        raise TypeError(f"{plain!r} should be {wanted}"[:200])
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
