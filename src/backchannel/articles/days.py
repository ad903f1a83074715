"""Calendar days as pages write them: "October 18, 2025", "Sat, 18 Oct 2025 15:14 EDT", "2025-10-18T15:14:00Z"."""

from __future__ import annotations

import datetime as dt
import re

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_NAME = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_FORMS = (
    re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)[-/.](?P<number>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)"),
    re.compile(
        rf"\b{_NAME}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?:at\s+)?(?P<year>(?:19|20)\d\d)\b", re.IGNORECASE
    ),
    re.compile(
        rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s-]+(?:of\s+)?{_NAME},?[\s-]+(?P<year>(?:19|20)\d\d)\b",
        re.IGNORECASE,
    ),
)
_SLASHED = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})/((?:19|20)\d\d)(?![\d/])")
_COMPACT = re.compile(r"\s*((?:19|20)\d\d)(\d\d)(\d\d)(?:T|\b)")


def find_day(text: str) -> dt.date | None:
    """The first full calendar day written in ``text``; None where there is none or where it may be read two ways.

    "10/11/2025" may be October or November, so it is None; "10/18/2025" is not.
    """
    best: tuple[int, dt.date] | None = None
    for form in _FORMS:
        match = form.search(text)
        if match is None or (best is not None and match.start() >= best[0]):
            continue
        parts = match.groupdict()
        month = int(parts["number"]) if parts.get("number") else _MONTHS.index(parts["month"][:3].lower()) + 1
        day = _day(int(parts["year"]), month, int(parts["day"]))
        if day is not None:
            best = (match.start(), day)
    if best is not None:
        return best[1]
    if match := _SLASHED.search(text):
        return _slashed(int(match[1]), int(match[2]), int(match[3]))
    if match := _COMPACT.match(text):
        return _day(int(match[1]), int(match[2]), int(match[3]))
    return None


def _slashed(first: int, second: int, year: int) -> dt.date | None:
    if first == second or second > 12:
        return _day(year, first, second)
    return _day(year, second, first) if first > 12 else None


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
