"""A place that looks like a time expression and the moment it stands in -> its TIMEX3 type, value and days."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from backchannel.grounding import times_ago as ago
from backchannel.grounding import times_business as business
from backchannel.grounding import times_dates as dates
from backchannel.grounding import times_ranges as ranges
from backchannel.grounding import times_relative as relative
from backchannel.grounding import times_spans as spans
from backchannel.grounding.times_edges import narrow
from backchannel.grounding.times_grammar import Found
from backchannel.grounding.times_moment import Meaning, Moment

# To add a kind: a function (found, moment) -> Meaning | None in one of these modules, and a line here.
KINDS: Mapping[str, Callable[[Found, Moment], Meaning | None]] = {
    "numeric": dates.numeric,
    "date": dates.full_date,
    "month": dates.month,
    "month_of": dates.month_of,
    "year": dates.year,
    "week_of": dates.week_of,
    "short_year": dates.short_year,
    "year_range": dates.year_range,
    "decade": dates.decade,
    "century": dates.century,
    "quarter": business.quarter,
    "half": business.half,
    "ended": business.ended,
    "fiscal_year": business.fiscal_year,
    "season": dates.season,
    "holiday": dates.holiday_of,
    "weekday": relative.weekday,
    "deictic": relative.deictic,
    "tonight": relative.tonight,
    "next_part": relative.next_part,
    "part": relative.part,
    "clock": relative.clock,
    "relative": relative.relative,
    "relative2": relative.relative2,
    "definite": relative.definite,
    "that": relative.that,
    "next": relative.following,
    "year_end": relative.year_end,
    "ago": ago.ago,
    "last_units": spans.last_units,
    "in_units": spans.in_units,
    "duration": spans.duration,
    "every": spans.every,
    "times_a": spans.times_a,
    "often": spans.often,
    "day_range": ranges.day_range,
    "weekdays_ago": ranges.weekdays_ago,
    "from_named": ranges.from_named,
    "day_of_month": ranges.day_of_month,
    "week_of_month": ranges.week_of_month,
    "years_ago_now": ranges.years_ago_now,
    "half_ago": ranges.half_ago,
    "early_hours": ranges.early_hours,
    "ref_present": spans.ref_present,
    "ref_past": spans.ref_past,
    "ref_future": spans.ref_future,
}


def resolve(found: Found, moment: Moment) -> Meaning | None:
    """What the place says at that moment; None where it turns out to be no time expression, or no day that exists."""
    meaning = KINDS[found.kind](found, moment)
    return None if meaning is None else narrow(found, meaning)
