"""Values of «two years ago», «a year earlier», «three days later»: so many units from the story's or the last day."""

from __future__ import annotations

import datetime as dt

from backchannel.grounding.times_calendar import days_of, shift, unit_of, value_of
from backchannel.grounding.times_dates import last_unit, look
from backchannel.grounding.times_grammar import Found, number_of
from backchannel.grounding.times_moment import Meaning, Moment, date
from backchannel.grounding.times_spans import period


def ago(found: Found, moment: Moment) -> Meaning | None:
    """«two years ago» from the story's day; «a year earlier», «three days later» from the passage's last value."""
    how = found.words["how"]
    forward = how in ("later", "afterward", "afterwards", "from now", "hence")
    count, unit = _count(found)
    if count is None and how == "ago":
        return Meaning("DATE", "PAST_REF")
    if count is None or unit in ("H", "M", "S") or count > 3000:
        return Meaning("DURATION", period(count, unit))
    if unit == "Y" and count == 1 and not forward and last_unit(moment) == "Q":
        return year_step(moment.quarter or moment.last, -1, "Q")
    home = moment.published if how in ("ago", "from now", "hence") else _last_day(moment, unit)
    if home is None:
        return Meaning("DATE", "PAST_REF") if how == "ago" else Meaning("DURATION", period(count, unit))
    moved = shift(home, unit, int(count) if forward else -int(count))
    return None if moved is None else date(value_of(moved, "W" if unit == "F" else unit))


def year_step(value: str | None, years: int, unit: str) -> Meaning | None:
    """The same unit some years on, or back."""
    days = days_of(value) if value else None
    moved = shift(days.first, "Y", years) if days is not None else None
    return None if moved is None else date(value_of(moved, unit))


def _last_day(moment: Moment, unit: str) -> dt.date | None:
    """Where «three days later» counts from: the last value, if it is at least as narrow as the unit."""
    if unit == "D":
        told = moment.frame is None and moment.tense == "past"
        return moment.published if moment.day is None and told else moment.day
    days = days_of(moment.last) if moment.last and unit_of(moment.last) else moment.frame
    if days is None:
        return None
    return days.first if value_of(days.first, unit) == value_of(days.last, unit) else None


def _count(found: Found) -> tuple[float | None, str]:
    word = found.words.get("num")
    if word == "year":  # «year-ago»
        return 1.0, "Y"
    return (None if word is None else number_of(word)), str(look("unit", found.words["unit"]))
