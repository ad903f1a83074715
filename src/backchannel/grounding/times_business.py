"""Values of business time: quarters, halves, fiscal years, and the periods that end on a named day.

Results are told after their quarter, so «the quarter», «the latest period» mean the last one that is over, and «a year
earlier» beside them the same quarter of the year before. A company's quarters are numbered in its own year, which may
be ahead of the calendar's: in November «fourth-quarter earnings» can only be those of a fiscal quarter just closed.
"""

from __future__ import annotations

import datetime as dt

from backchannel.grounding.times_calendar import ONE_DAY, date_or_none, days_of, months, shift, value_of
from backchannel.grounding.times_dates import look, year_word
from backchannel.grounding.times_grammar import Found, number_of
from backchannel.grounding.times_moment import Meaning, Moment, date
from backchannel.grounding.times_spans import period
from backchannel.records import Interval

ONE_QUARTER = 92  # days: how far a fiscal quarter that is over may run ahead of the calendar's of the same number
_NUMBERS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "final": 4}
_MONTHS = {"quarter": 3, "half": 6, "year": 12}


def quarter(found: Found, moment: Moment) -> Meaning | None:
    """«the third quarter», «the year-earlier quarter», «Q3 2019», «the fourth quarter ended June 30»."""
    word = found.words.get("nth")
    number = _NUMBERS[word] if word else int(found.words["digit"])
    closing = closing_day(found, moment) if found.has("ended") else None
    if closing is not None:  # its number is the owner's, its days are told
        return Meaning("DATE", f"{closing.year}-Q{number}", _up_to(closing, 3))
    chosen = year_word(found, moment)
    if chosen is None and moment.published is not None:
        chosen = _year_of_quarter(number, moment.home or moment.published, moment)
    if chosen is None:
        return date(f"XXXX-Q{number}")
    chosen -= 1 if found.has("back") and found.words["back"] != "same" and not found.has("year") else 0
    value = f"{chosen}-Q{number}"
    if found.has("fiscal"):  # a company's or country's fiscal year starts when it likes
        return Meaning("DATE", value)
    return date(value)


def _year_of_quarter(number: int, home: dt.date, moment: Moment) -> int:
    ends = [months(home.year + step, number * 3 - 2, number * 3).last for step in (-1, 0, 1)]
    if moment.tense == "past":
        return max(end for end in ends if (end - home).days < ONE_QUARTER).year
    return min(ends, key=lambda end: abs((end - home).days)).year


def closing_day(found: Found, moment: Moment) -> dt.date | None:
    """The last day of a period «ended Sept. 30»: of the named year, else the last such day before the story's."""
    month = int(look("month", found.words["month"]))
    day = int(found.words["day"].rstrip("stndrh")) if found.has("day") and found.words["day"][0].isdigit() else None

    def on(year: int) -> dt.date | None:
        return date_or_none(year, month, day) if day is not None else months(year, month, month).last

    if found.has("year"):
        return on(int(found.words["year"]))
    home = moment.home
    if home is None:
        return None
    options = [one for step in (-1, 0, 1) if (one := on(home.year + step)) is not None]
    if found.words["ended"] == "ending":
        return min(options, key=lambda one: abs((one - home).days), default=None)
    return max((one for one in options if one <= home), default=None)


def _up_to(closing: dt.date, count: int) -> Interval | None:
    """The ``count`` months that end on that day."""
    after = closing + ONE_DAY
    first = shift(after, "MO", -count)
    return None if first is None else Interval(first, closing)


def ended(found: Found, moment: Moment) -> Meaning | None:
    """«the quarter ended Sept. 30», «the year ended March 31», «nine months ended Sept. 30»."""
    unit = found.words["unit"]
    closing = closing_day(found, moment)
    count = number_of(found.words["num"]) if found.has("num") else None
    if unit == "months" and (count is None or count % 1 or not 1 <= count <= 60):
        return None
    length = int(count) if unit == "months" and count is not None else _MONTHS[unit]
    days = None if closing is None else _up_to(closing, length)
    if unit == "quarter" and closing is not None:
        return date(value_of(closing, "Q"), days)
    if unit == "year":
        return Meaning("DURATION", "P1Y", days)
    return Meaning("DURATION", period(float(length), "MO"), days)


def half(found: Found, moment: Moment) -> Meaning | None:
    """«the first half of 2019»."""
    chosen = year_word(found, moment)
    if chosen is None and moment.published is not None:
        chosen = moment.published.year
    number = 1 if found.words["nth"] == "first" else 2
    return date(f"{'XXXX' if chosen is None else chosen}-H{number}")


def fiscal_year(found: Found, moment: Moment) -> Meaning | None:
    """«fiscal 2026», «the current fiscal year»: a year without days, since it starts where its owner says."""
    named = found.words.get("which", "").removeprefix("the ")
    chosen = int(found.words["year"]) if found.has("year") else None
    if chosen is None and moment.published is not None:
        chosen = moment.published.year + {"last": -1, "previous": -1, "next": 1}.get(named, 0)
    return Meaning("DATE", "XXXX" if chosen is None else str(chosen))


def told_quarter(back: str, moment: Moment) -> dt.date | None:
    """A day inside the quarter that «the quarter», «the latest quarter» mean; None where nothing tells."""
    days = days_of(moment.quarter) if moment.quarter else None
    published = moment.published
    if back == "current":
        return published
    if days is not None and back in ("latest", "most recent") and published is not None and days.first > published:
        days = None
    if days is not None:
        return days.first
    if moment.frame is not None:
        return moment.frame.first
    return None if published is None else shift(published, "Q", -1)
