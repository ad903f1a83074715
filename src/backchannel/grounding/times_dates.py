"""Values of expressions that name a place in the calendar: dates, months, years, decades, quarters, seasons."""

from __future__ import annotations

import datetime as dt
import re

from backchannel.grounding.times_calendar import (
    ONE_DAY,
    date_or_none,
    days_of,
    months,
    shift,
    unit_of,
    value_of,
)
from backchannel.grounding.times_grammar import Found, load_grammar
from backchannel.grounding.times_holidays import first_day, holidays_in
from backchannel.grounding.times_moment import Meaning, Moment, date
from backchannel.records import Interval

_SOUTHERN = {"SU": "WI", "WI": "SU", "SP": "FA", "FA": "SP"}
_BACK = ("last", "that", "the previous", "the preceding", "the prior")
_ON = ("next", "the following", "this coming")
# A day this near on the other side beats one this far on the side of the tense: «payable Dec. 15» in October.
NEAR, FAR = 100, 200  # days
HOLIDAY = 10  # days: a longer one (Ramadan) is valued as a month


def look(name: str, word: str) -> int | float | str:
    """The value of a word of a class."""
    return load_grammar().classes[name][word]


def year_word(found: Found, moment: Moment) -> int | None:
    """The year an expression names, by figure or as «last year»; None where it names none."""
    if found.has("year"):
        return int(found.words["year"])
    if found.has("yearwords"):
        return _year_in_words(found.words["yearwords"])
    which = found.words.get("which")
    anchor = reference_year(moment) if which in ("that", "the same", "the following", "the previous") else None
    if anchor is None and moment.published is not None:
        anchor = moment.published.year
    if which is None or anchor is None:
        return None
    return anchor + (-1 if which in ("last", "the previous") else 1 if which in _ON else 0)


def reference_year(moment: Moment) -> int | None:
    """The year a passage is in: its frame's, or that of the last value named; None where unknown."""
    days = days_of(moment.last) if moment.last else None
    for known in (moment.frame, days):
        if known is not None and known.first.year == known.last.year:
            return known.first.year
    return None


def nearest(options: list[Interval], moment: Moment) -> Interval | None:
    """The option that tense and nearness to the story's day point to; in a frame, the one inside it."""
    if moment.frame is not None:
        inside = [days for days in options if moment.frame.first <= days.first <= moment.frame.last]
        return inside[0] if len(inside) == 1 else None
    home = moment.published
    if home is None or not options:
        return None

    def distance(days: Interval) -> int:
        return max((days.first - home).days, (home - days.last).days, 0)

    closest = min(options, key=distance)
    if moment.tense == "future":
        fitting = [days for days in options if days.last >= home]
    else:
        fitting = [days for days in options if days.first <= home]
    if moment.tense == "present" or not fitting:
        return closest
    best = min(fitting, key=distance)
    single = best.first == best.last
    return closest if single and distance(best) > FAR and distance(closest) < NEAR else best


def numeric(found: Found, moment: Moment) -> Meaning | None:
    """«2019-06-30», «10/18/2025» (month first, as US papers write it, unless only day first fits)."""
    year, month, day = int(found.words["year"]), int(found.words["mm"]), int(found.words["day"])
    if year < 100:
        year += 1900 if year > 60 else 2000
    only = date_or_none(year, month, day)
    return None if only is None else date(only.isoformat())


def full_date(found: Found, moment: Moment) -> Meaning | None:
    """«Sunday, June 30, 2019», «30 June», «Monday the 20th»."""
    word = found.words["day"]
    day = int(look("ord", word)) if not word[0].isdigit() else int(word.rstrip("stndrh"))
    month = int(look("month", found.words["month"])) if found.has("month") else None
    if found.has("year") and month is not None:
        only = date_or_none(int(found.words["year"]), month, day)
        return None if only is None else date(only.isoformat())
    home = moment.home
    if home is None:
        return date(f"XXXX-{month:02}-{day:02}" if month else f"XXXX-XX-{day:02}")
    if month is None:
        near = [shift(home.replace(day=1), "MO", step) for step in (-1, 0, 1)]
        candidates = [date_or_none(start.year, start.month, day) for start in near if start is not None]
    else:
        candidates = [date_or_none(home.year + step, month, day) for step in (-1, 0, 1)]
    weekday = int(look("weekday", found.words["weekday"])) if found.has("weekday") else None
    options = [Interval(one, one) for one in candidates if one and weekday in (None, one.isoweekday())]
    if found.has("gone"):  # «since Dec. 15», «ended Sept. 30»
        options = [one for one in options if one.first <= home][-1:]
    chosen = nearest(options, moment)
    return None if chosen is None else date(chosen.first.isoformat())


def week_of(found: Found, moment: Moment) -> Meaning | None:
    """«the week of March 6»."""
    day = full_date(found, moment)
    return None if day is None or day.days is None else date(value_of(day.days.first, "W"))


def month(found: Found, moment: Moment) -> Meaning | None:
    """«June 2019», «late June», «last June», «in June»."""
    number = int(look("month", found.words["month"]))
    which = found.words.get("which")
    if found.has("year", "yearwords"):
        return date(f"{year_word(found, moment)}-{number:02}")
    home = moment.published if which else moment.home
    if home is None:
        return date(f"XXXX-{number:02}")
    options = [months(home.year + step, number, number) for step in (-1, 0, 1)]
    if which in ("last", "this past"):
        chosen: Interval | None = max((days for days in options if days.last < home), key=_first)
    elif which in _ON:
        chosen = min((days for days in options if days.first > home), key=_first)
    elif which == "this":
        chosen = options[1]
    else:
        chosen = nearest(options, moment)
    return None if chosen is None else date(f"{chosen.first:%Y-%m}")


def month_of(found: Found, moment: Moment) -> Meaning | None:
    """«June last year», «June of that year»."""
    year = year_word(found, moment)
    number = int(look("month", found.words["month"]))
    return date(f"{'XXXX' if year is None else year}-{number:02}")


def year(found: Found, moment: Moment) -> Meaning | None:
    """«2019», «late 2019», «the year 2000», «nineteen ninety-six»."""
    return date(str(year_word(found, moment)))


def _year_in_words(words: str) -> int:
    """«nineteen ninety-six» is 1996, «two thousand and five» 2005."""
    parts = [int(look("num", part)) for part in re.split(r"[ -]", words) if part not in ("thousand", "and", "oh")]
    if words.startswith("two thousand"):
        return 2000 + sum(parts[1:])
    return parts[0] * 100 + sum(parts[1:])


def short_year(found: Found, moment: Moment) -> Meaning | None:
    """«’94»: of the hundred years that end twenty years after the story's."""
    if moment.published is None:
        return None
    latest = moment.published.year + 20
    return date(str(latest - (latest - int(found.words["yy"])) % 100))


def year_range(found: Found, moment: Moment) -> Meaning | None:
    """«2016-17», «1989–1991»: the value is the first year, the days are all."""
    first = int(found.words["year"])
    last = int(found.words["to"])
    last = first // 100 * 100 + last if last < 100 else last
    if not first < last <= first + 150:
        return None
    return date(str(first), Interval(dt.date(first, 1, 1), dt.date(last, 12, 31)))


def decade(found: Found, moment: Moment) -> Meaning | None:
    """«the 1990s», «the nineties»."""
    tens = found.words.get("tens")
    if tens is None:
        tens = str(look("decadeword", found.words["decadeword"]))
    return date(tens if len(tens) == 3 else f"19{tens}" if int(tens) > 2 else f"20{tens}")


def century(found: Found, moment: Moment) -> Meaning | None:
    """«the 19th century»."""
    nth = int(found.words["nth"]) if found.has("nth") else int(look("ord", found.words["ord"]))
    return date(f"{nth - 1:02}") if 10 < nth < 23 else None


def season(found: Found, moment: Moment) -> Meaning | None:
    """«last spring», «the winter of 1994», «in the summer»: by whole months, of the story's half of the earth."""
    code = str(look("season", found.words["season"]))
    if found.has("year", "yearwords"):
        value = f"{year_word(found, moment)}-{code}"
        return date(value, days_of(value.replace(code, _SOUTHERN[code])) if moment.south else None)
    home = moment.home
    if home is None:
        return date(f"XXXX-{code}")
    northern = _SOUTHERN[code] if moment.south else code
    options = [Interval(*_season(home.year + step, northern)) for step in (-1, 0, 1)]
    which = found.words.get("which")
    if which in (*_BACK, "this past"):
        chosen = max((days for days in options if days.last < home), key=_first, default=None)
    elif which in _ON:
        chosen = min((days for days in options if days.first > home), key=_first, default=None)
    elif which == "this":
        chosen = options[1]
    else:
        chosen = nearest(options, moment)
    return None if chosen is None else date(f"{chosen.first.year}-{code}", chosen)


def _first(days: Interval) -> dt.date:
    return days.first


def _season(year: int, code: str) -> tuple[dt.date, dt.date]:
    if code == "WI":
        return dt.date(year, 12, 1), dt.date(year + 1, 3, 1) - ONE_DAY
    days = days_of(f"{year}-{code}")
    assert days is not None
    return days.first, days.last


def holiday_of(found: Found, moment: Moment) -> Meaning | None:
    """«Christmas Eve», «last Thanksgiving», «Easter week»."""
    key = str(look("holiday", found.words["holiday"]))
    home = moment.home
    if found.has("year"):
        chosen = next(iter(holidays_in(key, int(found.words["year"]))), None)
    elif home is None:
        return None
    else:
        every = [days for step in (-1, 0, 1) for days in holidays_in(key, home.year + step)]
        which = found.words.get("which")
        every = [day for day in every if (which != "last" or day.last < home) and (which != "next" or day.first > home)]
        chosen = nearest(every, moment)
    if chosen is None:
        return None
    if found.has("week"):
        return date(value_of(chosen.first, "W"))
    first = first_day(key, chosen)
    return date(first.isoformat() if (chosen.last - chosen.first).days < HOLIDAY else f"{first:%Y-%m}", chosen)


def last_unit(moment: Moment) -> str | None:
    """The unit of the last calendar value the passage named; a quarter stays until another is named."""
    if moment.quarter is not None:
        return "Q"
    return unit_of(moment.last) if moment.last else None
