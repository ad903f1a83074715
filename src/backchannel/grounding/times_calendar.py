"""TIMEX3 values and the calendar: which days a value names, and steps from one value to another.

A value is kept as its TIMEX3 text (ISO 8601 with the extensions of TimeML 1.2.1): «2019», «2019-06», «2019-W26»,
«2019-Q3», «2019-SU», «201» (a decade), «20» (the hundred years from 2000), «2019-06-30TNI», «2019-XX-XX».
"""

from __future__ import annotations

import calendar
import datetime as dt
import re

from backchannel.records import Interval

ONE_DAY = dt.timedelta(days=1)
_SEASONS = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11)}
_VALUE = re.compile(r"(\d{2,4})(X{0,2})(?:-(.+))?$")
_FIRST_YEAR, _LAST_YEAR = 1000, 2999


def days_of(value: str) -> Interval | None:
    """The calendar days a TIMEX3 value names, as wide as its known part; None where it names none."""
    match = _VALUE.match(value.split("T")[0])
    if match is None:
        return None
    head, rest = match.group(1), match.group(3)
    if len(head) < 4:
        first_year = int(head.ljust(4, "0"))
        last_year = int(head.ljust(4, "9"))
        return Interval(dt.date(first_year, 1, 1), dt.date(last_year, 12, 31)) if first_year >= _FIRST_YEAR else None
    year = int(head)
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    return _within(year, rest) if rest else whole_year(year)


def _within(year: int, rest: str) -> Interval | None:
    if rest.startswith("W") and rest[1:2].isdigit():
        return _week(year, rest)
    if rest in _SEASONS:
        return months(year, *_SEASONS[rest])
    if rest == "WI":  # «the winter of 1994» may be either of its two winters
        return Interval(dt.date(year, 1, 1), dt.date(year + 1, 3, 1) - ONE_DAY)
    if rest[0] == "Q" and rest[1:].isdigit():
        return months(year, 3 * int(rest[1]) - 2, 3 * int(rest[1])) if rest[1] in "1234" else None
    if rest[0] == "H" and rest[1:].isdigit():
        return months(year, 6 * int(rest[1]) - 5, 6 * int(rest[1])) if rest[1] in "12" else None
    month, _, day = rest.partition("-")
    if not month.isdigit():
        return whole_year(year)
    if not 1 <= int(month) <= 12:
        return None
    if not day.isdigit():
        return months(year, int(month), int(month))
    only = date_or_none(year, int(month), int(day))
    return None if only is None else Interval(only, only)


def _week(year: int, rest: str) -> Interval | None:
    number, _, day = rest[1:].partition("-")
    try:
        monday = dt.date.fromisocalendar(year, int(number), 1)
    except ValueError:
        return None
    if day == "WE":
        return Interval(monday + 5 * ONE_DAY, monday + 6 * ONE_DAY)
    return Interval(monday, monday + 6 * ONE_DAY)


def whole_year(year: int) -> Interval:
    """1 January to 31 December."""
    return Interval(dt.date(year, 1, 1), dt.date(year, 12, 31))


def months(year: int, first: int, last: int) -> Interval:
    """The first day of one month to the last day of another, in one year."""
    return Interval(dt.date(year, first, 1), dt.date(year, last, calendar.monthrange(year, last)[1]))


def date_or_none(year: int, month: int, day: int) -> dt.date | None:
    """That date, or None where the calendar has no such day."""
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def day_or_none(value: str) -> dt.date | None:
    """The day a value names, or None where it names none, or more than one."""
    days = days_of(value)
    return days.first if days is not None and days.first == days.last else None


def value_of(day: dt.date, unit: str) -> str:
    """The value of the day, W(eek), WE (weekend), MO(nth), Q(uarter), Y(ear), E (decade) or C(entury) of ``day``."""
    if unit == "W":
        year, week, _ = day.isocalendar()
        return f"{year}-W{week:02}"
    if unit == "WE":
        year, week, _ = day.isocalendar()
        return f"{year}-W{week:02}-WE"
    if unit == "MO":
        return f"{day.year:04}-{day.month:02}"
    if unit == "Q":
        return f"{day.year:04}-Q{(day.month + 2) // 3}"
    if unit == "Y":
        return f"{day.year:04}"
    if unit == "E":
        return f"{day.year // 10:03}"
    if unit == "C":
        return f"{day.year // 100:02}"
    return day.isoformat()


def shift(day: dt.date, unit: str, count: int) -> dt.date | None:
    """The day ``count`` units later (earlier where negative); None past the calendar's ends."""
    steps = {"Q": 3, "Y": 12, "E": 120, "C": 1200, "L": 12000, "MO": 1}
    try:
        if unit in steps:
            month = day.year * 12 + day.month - 1 + count * steps[unit]
            year, month = divmod(month, 12)
            return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
        return day + dt.timedelta(days=count * {"W": 7, "F": 14, "WE": 7}.get(unit, 1))
    except (ValueError, OverflowError, calendar.IllegalMonthError):
        return None


def unknown_day(frame: Interval | None) -> str:
    """A value for some day of the frame: «2019-XX-XX», «2019-06-XX», the day itself, or «XXXX-XX-XX»."""
    if frame is None or frame.first.year != frame.last.year:
        return "XXXX-XX-XX"
    if frame.first == frame.last:
        return frame.first.isoformat()
    if frame.first.month == frame.last.month:
        return f"{frame.first:%Y-%m}-XX"
    return f"{frame.first:%Y}-XX-XX"


def unit_of(value: str) -> str | None:
    """The unit a calendar value is counted in: D, W, WE, MO, Q, H, S (season), Y, E or C; None for other values."""
    head = value.split("T")[0]
    for shape, unit in _SHAPES:
        if re.fullmatch(shape, head):
            return unit
    return None


_SHAPES = (
    (r"\d{4}-\d\d-\d\d", "D"),
    (r"\d{4}-W\d\d", "W"),
    (r"\d{4}-W\d\d-WE", "WE"),
    (r"\d{4}-\d\d", "MO"),
    (r"\d{4}-Q\d", "Q"),
    (r"\d{4}-H\d", "H"),
    (r"\d{4}-(?:SP|SU|FA|WI)", "S"),
    (r"\d{4}", "Y"),
    (r"\d{3}", "E"),
    (r"\d{2}", "C"),
)
