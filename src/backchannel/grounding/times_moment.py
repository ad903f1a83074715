"""What a time expression is read against, and what comes out: the types the resolving modules share."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Literal

from backchannel.grounding.times_calendar import days_of
from backchannel.records import Interval, Story

Tense = Literal["past", "present", "future"]
TimexType = Literal["DATE", "TIME", "DURATION", "SET"]


@dataclass(frozen=True, slots=True)
class Moment:
    """Where an expression stands in its story.

    ``published`` is the story's day; ``frame`` the passage's own time where that is another one; ``tense`` the tense of
    the clause; ``last`` the last calendar value named before, in the same passage, ``day`` the last single day,
    ``quarter`` the quarter whose results are told, ``stretch`` the months (P9M) where it is none; ``compared`` says
    that a figure is set against one of that time, ``settled`` that the frame has held for some paragraphs, ``south``
    that the story comes from where summer is at the turn of the year.
    """

    published: dt.date | None
    frame: Interval | None = None
    tense: Tense | None = None
    last: str | None = None
    day: dt.date | None = None
    quarter: str | None = None
    stretch: str | None = None
    settled: bool = False
    compared: bool = False
    south: bool = False

    @property
    def home(self) -> dt.date | None:
        """The day partial dates are near to: within the passage's frame, else the story's day."""
        return self.published if self.frame is None else self.frame.last


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an expression says: TIMEX3 type and value, and the days."""

    type: TimexType
    value: str
    days: Interval | None = None


def date(value: str, days: Interval | None = None) -> Meaning:
    """A DATE (a TIME where the value has hours); its days are those of the value unless given."""
    kind: TimexType = "TIME" if "T" in value else "DATE"
    return Meaning(kind, value, days if days is not None else days_of(value))


_MONTHS = "january february march april may june july august september october november december".split()
_DAY_LINE = re.compile(
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?"
    r"(?:(?P<month>[a-z]{3,9})\.? (?P<day>\d{1,2}),? (?P<year>\d{4})"
    r"|(?P<day2>\d{1,2}) (?P<month2>[a-z]{3,9})\.? (?P<year2>\d{4}))",
    re.IGNORECASE,
)
_TOP = 600  # characters of a story in which its own day may stand on a line of its own


def story_day(story: Story) -> dt.date | None:
    """The day a story is read against: its publication day, else the one date on a line of its own at its top."""
    if story.published is not None:
        return plausible(story.published)
    lines = [line.strip() for line in story.text[:_TOP].split("\n") if line.strip()][:4]
    for line in lines:
        found = _DAY_LINE.fullmatch(line)
        if found is not None:
            return plausible(_day(*(found[name] or found[f"{name}2"] for name in ("year", "month", "day"))))
    return None


def _day(year: str, month: str, day: str) -> dt.date | None:
    number = next((n for n, name in enumerate(_MONTHS, 1) if name.startswith(month.lower())), None)
    if number is None:
        return None
    try:
        return dt.date(int(year), number, int(day))
    except ValueError:
        return None  # «February 30, 2025» is no day


def plausible(day: dt.date | None) -> dt.date | None:
    """The story's day, or None where it is none that news can bear, so that no step leaves the calendar."""
    return day if day is not None and 1400 <= day.year <= 2900 else None
