"""«early August», «the end of the month», «late 2019»: the part of an interval that such words leave.

Early and late are the halves, mid the middle half, the start and the end a third: a day said to be in that part is
in it, and the bounds are no sharper than the words. TIMEX3 keeps the value of the whole and has the part as ``mod``.
"""

from __future__ import annotations

import datetime as dt

from backchannel.grounding.times_calendar import ONE_DAY, days_of
from backchannel.grounding.times_dates import look
from backchannel.grounding.times_grammar import Found
from backchannel.grounding.times_moment import Meaning
from backchannel.records import Interval

_PARTS = {"START": (0, 6), "END": (6, 12), "MID": (3, 9)}
_THIRDS = {"the start of": (0, 4), "the beginning of": (0, 4), "the end of": (8, 12)}
_SHORTEST = 7  # days: of less no part is told apart


def narrow(found: Found, meaning: Meaning) -> Meaning:
    """The meaning with the days its edge word leaves, where its days are those of its value."""
    days = meaning.days
    if days is None or not found.has("edge") or meaning.type != "DATE" or days != days_of(meaning.value):
        return meaning
    word = found.words["edge"].replace("-", " ").strip()
    part = _THIRDS.get(word) or _PARTS.get(str(look("edge", word)))
    if part is None or (days.last - days.first).days + 1 < _SHORTEST:
        return meaning
    return Meaning(meaning.type, meaning.value, _part_of(days, part))


def _part_of(days: Interval, part: tuple[int, int]) -> Interval:
    """From one twelfth of the interval to another: whole months of years, whole days of anything else."""
    years = days.last.year - days.first.year + 1
    if (days.first.month, days.first.day, days.last.month, days.last.day) == (1, 1, 12, 31):
        first, last = (days.first.year * 12 + years * twelfth for twelfth in part)
        return Interval(_month_start(first), _month_start(last) - ONE_DAY)
    length = (days.last - days.first).days + 1
    begin, end = (days.first + length * twelfth // 12 * ONE_DAY for twelfth in part)
    return Interval(begin, end - ONE_DAY)


def _month_start(number: int) -> dt.date:
    year, month = divmod(number, 12)
    return dt.date(year, month + 1, 1)
