"""Values of expressions that measure or repeat time: durations, sets, and the vague past, present and future."""

from __future__ import annotations

from backchannel.grounding.times_calendar import shift, value_of
from backchannel.grounding.times_dates import look
from backchannel.grounding.times_grammar import Found, number_of
from backchannel.grounding.times_moment import Meaning, Moment, date
from backchannel.records import Interval

_DECADES = {"E": 10, "C": 100, "L": 1000}
_HALVES = {"Y": "6M", "H": "30M", "M": "30S"}  # half a year, an hour, a minute
_SINGLE = ("W", "MO", "Q", "Y")
_LONGEST = 3000  # years, or as many of a smaller unit's: beyond the calendar's ends


def duration(found: Found, moment: Moment) -> Meaning | None:
    """«48 hours», «about an hour», «two and a half years», «months», «week-long»."""
    unit = str(look("unit", found.words["unit"]))
    count = _count(found)
    if count is not None and (found.has("half") or found.rule == "half-duration"):
        count += 0.5
    return Meaning("DURATION", period(count, unit))


def period(count: float | None, unit: str) -> str:
    """The TIMEX3 value of so many units: P2W, PT30M, PXY, P10Y for a decade."""
    if unit == "F":
        unit, count = "W", None if count is None else 2 * count
    if unit in _DECADES and count is not None:
        unit, count = "Y", count * _DECADES[unit]
    if count is not None and count % 1 == 0.5 and unit in _HALVES:
        return f"P{'T' if unit in ('H', 'M') else ''}{f'{count - 0.5:g}{unit}' if count > 1 else ''}{_HALVES[unit]}"
    hours = unit in ("H", "M", "S")
    return f"P{'T' if hours else ''}{'X' if count is None else f'{count:.10g}'}{unit[:1]}"


def _count(found: Found) -> float | None:
    if found.has("num"):
        return number_of(found.words["num"])
    return None if found.words["unit"].endswith("s") else 1.0


def last_units(found: Found, moment: Moment) -> Meaning | None:
    """«the past two months», «the first nine months», «the first hours»: durations; some touch the story's day."""
    unit = str(look("unit", found.words["unit"]))
    which = found.words["which"]
    count = _count(found)
    if which in ("first", "final") and not (found.has("num") or found.words["unit"].endswith("s")):
        return None
    meaning = Meaning("DURATION", period(count, unit))
    home = moment.published
    if count is None or home is None or unit in "HMSFL" or count % 1 or count > _LONGEST:
        return meaning
    back = which in ("past", "last", "latest")
    other = shift(home, unit, -int(count) if back else int(count))
    if other is None or not (back or which in ("next", "coming")):
        return meaning
    days = Interval(other, home) if back else Interval(home, other)
    if unit in _SINGLE and not found.has("num"):
        if unit == "Q":  # «the last quarter» is one of the calendar
            return date(value_of(other, unit))
        return Meaning("DATE", value_of(other, unit), days)  # «the past year»: its days are those up to the story's
    return Meaning("DURATION", meaning.value, days)


def in_units(found: Found, moment: Moment) -> Meaning | None:
    """«in two weeks» of something to come is a date; of something that took two weeks, a duration."""
    unit = str(look("unit", found.words["unit"]))
    count = _count(found)
    ahead = found.has("time") or (found.has("in") and moment.tense == "future" and not found.has("approx"))
    if not ahead or moment.published is None or count is None or count % 1 or unit in "HMS" or count > _LONGEST:
        return Meaning("DURATION", period(count, unit))
    day = shift(moment.published, unit, int(count))
    return None if day is None else date(value_of(day, "W" if unit == "F" else unit))


def every(found: Found, moment: Moment) -> Meaning | None:
    """«every year», «each Thursday», «every other day», «each July»."""
    if found.has("weekday"):
        return Meaning("SET", f"XXXX-WXX-{look('weekday', found.words['weekday'])}")
    if found.has("month"):
        return Meaning("SET", f"XXXX-{int(look('month', found.words['month'])):02}")
    if found.has("season"):
        return Meaning("SET", f"XXXX-{look('season', found.words['season'])}")
    if found.has("part"):
        return Meaning("SET", f"XXXX-XX-XXT{look('part', found.words['part'])}")
    count = number_of(found.words["num"]) if found.has("num") else 2.0 if found.has("other") else 1.0
    return Meaning("SET", period(count, str(look("unit", found.words["unit"]))))


def times_a(found: Found, moment: Moment) -> Meaning | None:
    """«twice a day», «three times a week»."""
    return Meaning("SET", period(1.0, str(look("unit", found.words["unit"]))))


def often(found: Found, moment: Moment) -> Meaning | None:
    """«daily», «weekly», «annually»."""
    return Meaning("SET", str(look("often", found.words["often"])))


def ref_past(found: Found, moment: Moment) -> Meaning | None:
    """«recently», «in recent years»: no days."""
    return Meaning("DATE", "PAST_REF")


def ref_present(found: Found, moment: Moment) -> Meaning | None:
    """«now», «currently»: no days, since the writer's now may be wide or narrow."""
    return Meaning("DATE", "PRESENT_REF")


def ref_future(found: Found, moment: Moment) -> Meaning | None:
    """«soon», «in the coming weeks»: no days."""
    return Meaning("DATE", "FUTURE_REF")
