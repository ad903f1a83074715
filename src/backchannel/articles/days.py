"""Calendar days and times as pages write them: "October 18, 2025", "18 Oct 2025 15:14 EDT", "2025-10-18T15:14:00Z"."""

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
_ISO = re.compile(
    r"((?:19|20)\d\d-\d\d-\d\d)[T ](\d\d:\d\d)(?::(\d\d))?(?:[.,]\d{1,9})?\s?(Z|[+-]\d\d:?\d\d|[+-]\d\d(?!\d))?",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"(?<![\d:.])(?P<hour>\d{1,2})(?:[:.h](?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?)?\s*(?P<half>[ap]\.?m\b\.?)?"
    r"(?:\s*\(?(?P<zone>Z\b|[+-]\d\d:?\d\d|[A-Z]{3,4}\b))?",
    re.IGNORECASE,
)
# Zones whose letters mean one offset in news copy; "IST", "BST", "CST" and "ET" mean several and are not read.
_ZONES = {
    "Z": "+00:00", "GMT": "+00:00", "UTC": "+00:00", "EST": "-05:00", "EDT": "-04:00", "CDT": "-05:00", "MST": "-07:00",
    "MDT": "-06:00", "PST": "-08:00", "PDT": "-07:00", "CET": "+01:00", "CEST": "+02:00", "EET": "+02:00",
    "EEST": "+03:00", "MSK": "+03:00", "JST": "+09:00", "KST": "+09:00", "HKT": "+08:00", "AEST": "+10:00",
    "AEDT": "+11:00", "NZST": "+12:00", "NZDT": "+13:00",
}  # fmt: skip
_COMPACT = re.compile(r"\s*((?:19|20)\d\d)(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?(Z|[+-]\d\d:?\d\d)?|T|\b)")


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


def find_stamp(text: str) -> str | None:
    """The first full day written in ``text`` with its time and zone, as far as it has them, in ISO 8601; or None.

    «Updated 3:14 PM EDT, Sat October 18, 2025» is 2025-10-18T15:14-04:00; a zone that may mean several is left out.
    """
    text = text[:200]
    day = find_day(text)
    if day is None:
        return None
    if (match := _ISO.search(text)) and match[1] == day.isoformat():
        clock = match[2] + (f":{match[3]}" if match[3] else "")
        return f"{day}T{clock}{_offset(match[4])}" if _is_clock(clock) else day.isoformat()
    if (match := _COMPACT.match(text)) and match[4]:
        clock = ":".join(part for part in match.group(4, 5, 6) if part)
        return f"{day}T{clock}{_offset(match[7])}" if _is_clock(clock) else day.isoformat()
    for match in _CLOCK.finditer(text):
        if not match["minute"] and not match["half"] or ":" not in match[0] and not match["half"]:
            continue
        hour = int(match["hour"])
        if match["half"]:
            hour = hour % 12 + (12 if match["half"][0] in "pP" else 0)
        clock = f"{hour:02}:{match['minute'] or '00'}" + (f":{match['second']}" if match["second"] else "")
        if _is_clock(clock):
            return f"{day}T{clock}{_offset(match['zone'])}"
    return day.isoformat()


def _is_clock(clock: str) -> bool:
    return int(clock[:2]) < 24 and all(int(part) < 60 for part in clock.split(":")[1:])


def _offset(zone: str | None) -> str:
    """A zone as ISO 8601 writes it; nothing where there is none or it may mean several."""
    if not zone or zone[0] not in "+-":
        return _ZONES.get((zone or "").upper(), "")
    digits = zone[1:].replace(":", "").ljust(4, "0")
    return f"{zone[0]}{digits[:2]}:{digits[2:]}" if int(digits[:2]) <= 14 and int(digits[2:]) < 60 else ""
