"""Words and days made fit for a terminal: nothing in a story's text may steer the screen it is shown on."""

from __future__ import annotations

import calendar
import unicodedata

from backchannel.records import Interval

ELLIPSIS = "…"


def clean(text: str) -> str:
    """The text on one line: blanks collapsed, invisible marks dropped, controls (escape sequences) shown as �."""
    words = " ".join(text.split())
    if words.isprintable():
        return words
    return "".join(_visible(letter) for letter in words)


def _visible(letter: str) -> str:
    if letter.isprintable():
        return letter
    return "" if unicodedata.category(letter) == "Cf" else "�"


def shorten(text: str, width: int) -> str:
    """The text cut to that many characters at a word's end, with an ellipsis where something is left out."""
    if len(text) <= width:
        return text
    cut = text.rfind(" ", width // 2, width)
    return text[: cut if cut > 0 else width - 1].rstrip(" ,;:—–-") + ELLIPSIS


def window(text: str, start: int, end: int, width: int) -> tuple[str, int, int]:
    """About ``width`` characters of the text around text[start:end], and where that stretch stands in them."""
    if len(text) <= width:
        return text, start, end
    if end - start > width - 2:
        end = start + len(shorten(text[start:end], width - 2)) - 1
    room = max(0, width - (end - start) - 2)
    first = max(0, min(start - room // 2, len(text) - width + 1))
    if first:
        blank = text.find(" ", first, start)
        first = blank + 1 if blank >= 0 else start
    tail = text[first:]
    mark = ELLIPSIS if first else ""
    shown = tail if len(mark + tail) <= width else _cut_after(tail, end - first, width - len(mark))
    offset = len(mark) - first
    whole = mark + shown
    return whole, start + offset, min(end + offset, len(whole))  # signs cut off its end may have been the place's


def _cut_after(text: str, least: int, width: int) -> str:
    cut = text.rfind(" ", least, width)
    return text[: cut if cut >= 0 else max(least, width - 1)].rstrip(" ,;:—–-") + ELLIPSIS


def write_days(when: Interval | None) -> str:
    """Days as short as they can be said: a day, a month, a year, or from – to; "no date" for None."""
    if when is None:
        return "no date"
    first, last = when.first, when.last
    if first == last:
        return first.isoformat()
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return str(first.year) if first.year == last.year else f"{first.year}–{last.year}"
    whole_months = first.day == 1 and last.day == calendar.monthrange(last.year, last.month)[1]
    if whole_months and first.year == last.year:
        return f"{first:%Y-%m}" if first.month == last.month else f"{first:%Y-%m}–{last:%m}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.isoformat()}–{last:%d}"
    return f"{first.isoformat()} – {last.isoformat()}"
