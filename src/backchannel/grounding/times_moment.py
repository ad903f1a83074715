"""What a time expression is read against, and what comes out: the types the resolving modules share."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from backchannel.grounding.times_calendar import days_of
from backchannel.records import Interval

Tense = Literal["past", "present", "future"]
TimexType = Literal["DATE", "TIME", "DURATION", "SET"]


@dataclass(frozen=True, slots=True)
class Moment:
    """Where an expression stands in its story.

    ``published`` is the story's day; ``frame`` the passage's own time where that is another one; ``tense`` the tense of
    the clause; ``last`` the last calendar value named before, in the same passage, ``day`` the last single day,
    ``quarter`` the quarter whose results are told; ``settled`` says that the frame has held for some paragraphs,
    ``south`` that the story comes from where summer is at the turn of the year.
    """

    published: dt.date | None
    frame: Interval | None = None
    tense: Tense | None = None
    last: str | None = None
    day: dt.date | None = None
    quarter: str | None = None
    settled: bool = False
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


def plausible(day: dt.date | None) -> dt.date | None:
    """The story's day, or None where it is none that news can bear, so that no step leaves the calendar."""
    return day if day is not None and 1400 <= day.year <= 2900 else None
