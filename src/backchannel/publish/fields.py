"""Checked access to the fields of a JSON object: a wrong type is a BadInput that says where and what would be right."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable
from typing import Any, TypeVar

from backchannel.errors import BadInput
from backchannel.records import Interval, Span, Story

T = TypeVar("T")


class Fields:
    """One JSON object and where it stands ("events[3]"), read field by field; what is absent is None or empty."""

    def __init__(self, value: Any, where: str) -> None:
        if not isinstance(value, dict):
            raise BadInput(f"{where}: must be an object, is {_kind(value)}")
        self.value: dict[str, Any] = value
        self.where = where

    def fail(self, key: str, wanted: str) -> BadInput:
        """The error for one field, to be raised by the caller."""
        return BadInput(f"{self.where}.{key}: must be {wanted}, is {_kind(self.value.get(key))}")

    def text(self, key: str) -> str:
        """A string that must be there."""
        value = self.value.get(key)
        if not isinstance(value, str):
            raise self.fail(key, "a string")
        return value

    def maybe_text(self, key: str) -> str | None:
        """A string, or None for null."""
        return None if self.value.get(key) is None else self.text(key)

    def one_of(self, key: str, allowed: tuple[str, ...]) -> Any:
        """A string out of a closed list."""
        value = self.text(key)
        if value not in allowed:
            raise BadInput(f"{self.where}.{key}: {value!r} is none of {', '.join(allowed)}")
        return value

    def whole(self, key: str, default: int | None = None) -> int:
        """A whole number."""
        value = self.value.get(key, default)
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.fail(key, "a whole number")
        return value

    def number(self, key: str, default: float) -> float:
        """A finite number."""
        value = self.value.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise self.fail(key, "a finite number")
        return value

    def maybe_whole(self, key: str) -> int | None:
        """A whole number, or None for null."""
        return None if self.value.get(key) is None else self.whole(key)

    def maybe_number(self, key: str) -> float | None:
        """A finite number, or None for null."""
        return None if self.value.get(key) is None else self.number(key, 0.0)

    def flag(self, key: str, *, default: bool = False) -> bool:
        """True or false; the default where it is absent."""
        value = self.value.get(key, default)
        if not isinstance(value, bool):
            raise self.fail(key, "true or false")
        return value

    def items(self, key: str) -> list[Any]:
        """A list; absent is empty."""
        value = self.value.get(key, [])
        if not isinstance(value, list):
            raise self.fail(key, "a list")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of strings."""
        values = self.items(key)
        if not all(isinstance(value, str) for value in values):
            raise self.fail(key, "a list of strings")
        return tuple(values)

    def pair(self, key: str) -> tuple[str, str]:
        """A list of exactly two strings."""
        values = self.texts(key)
        if len(values) != 2:
            raise self.fail(key, "a list of two strings")
        return values[0], values[1]

    def objects(self, key: str, read: Callable[[Fields], T]) -> tuple[T, ...]:
        """A list of objects, each read by ``read``."""
        return tuple(read(Fields(item, f"{self.where}.{key}[{n}]")) for n, item in enumerate(self.items(key)))

    def maybe_object(self, key: str, read: Callable[[Fields], T]) -> T | None:
        """One object read by ``read``, or None for null."""
        value = self.value.get(key)
        return None if value is None else read(Fields(value, f"{self.where}.{key}"))

    def object(self, key: str, read: Callable[[Fields], T]) -> T:
        """One object that must be there."""
        return read(Fields(self.value.get(key), f"{self.where}.{key}"))

    def maybe_day(self, key: str) -> dt.date | None:
        """A calendar day written YYYY-MM-DD, or None for null."""
        text = self.maybe_text(key)
        if text is None:
            return None
        try:
            day = dt.date.fromisoformat(text)
        except ValueError:
            day = None
        if day is None or day.isoformat() != text:  # "20251018" and week dates are ISO too, but not ours
            raise BadInput(f"{self.where}.{key}: {text[:40]!r} is no day written YYYY-MM-DD")
        return day

    def day(self, key: str) -> dt.date:
        """A calendar day that must be there."""
        day = self.maybe_day(key)
        if day is None:
            raise self.fail(key, "a day written YYYY-MM-DD")
        return day


def read_interval(fields: Fields) -> Interval:
    """{"first", "last"} as an Interval."""
    first, last = fields.day("first"), fields.day("last")
    if first > last:
        raise BadInput(f"{fields.where}: first {first} is after last {last}")
    return Interval(first, last)


class SpanReader:
    """Reads spans of one story, and holds them to its text."""

    def __init__(self, id: str, text: str) -> None:
        self.id = id
        self.text = text

    def __call__(self, fields: Fields) -> Span:
        """{"start", "end", "text", "parts"?} as a Span; ``text`` may be absent but must not differ from the story."""
        start, end = self._ends(fields)
        return Span(self.id, start, end, fields.objects("parts", self._ends))

    def _ends(self, fields: Fields) -> tuple[int, int]:
        start, end = fields.whole("start"), fields.whole("end")
        if not 0 <= start <= end <= len(self.text):
            raise BadInput(f"{fields.where}: {start}–{end} is no stretch of a text of {len(self.text)} characters")
        words = fields.maybe_text("text")
        if words is not None and words != self.text[start:end]:
            there = self.text[start:end]
            raise BadInput(f"{fields.where}.text: {words[:60]!r} is not what stands there: {there[:60]!r}")
        return start, end


def write_interval(interval: Interval | None) -> dict[str, str] | None:
    """An interval as {"first", "last"}, None as null."""
    if interval is None:
        return None
    return {"first": interval.first.isoformat(), "last": interval.last.isoformat()}


def write_span(span: Span, story: Story) -> dict[str, Any]:
    """A span with the words that stand there; its pieces as "parts" where it is not one stretch."""
    if span.story != story.id:
        raise ValueError(f"span of story {span.story} written with story {story.id}")
    if span.end > len(story.text):
        raise ValueError(f"span ends at {span.end}, past the text's {len(story.text)} characters")
    written: dict[str, Any] = {"start": span.start, "end": span.end, "text": story.text[span.start : span.end]}
    if span.parts:
        written["parts"] = [{"start": a, "end": b, "text": story.text[a:b]} for a, b in span.parts]
    return written


def write_maybe(span: Span | None, story: Story) -> dict[str, Any] | None:
    """A span as ``write_span`` does, None as null."""
    return None if span is None else write_span(span, story)


def _kind(value: Any) -> str:
    if value is None:
        return "null or missing"
    return f"{type(value).__name__} {value!r}"[:80]
