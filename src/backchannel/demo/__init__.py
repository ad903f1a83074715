"""Short stories of our own writing, in wire style, on public and well-known facts; what ``backchannel demo`` reads.

The agency is invented. Deeds and dates are public record; what people and bodies said is told in our own words. To add
a story: the file here (text or HTML), and its publication day in ``STORIES``.
"""

from __future__ import annotations

import datetime as dt
from importlib import resources

from backchannel.records import Page

# file: the day it would have been published, oldest first.
STORIES = {
    "singapore-2018-06-12.txt": dt.date(2018, 6, 12),
    "hanoi-2019-02-28.html": dt.date(2019, 2, 28),
    "panmunjom-2019-07-01.txt": dt.date(2019, 7, 1),
    "inf-2019-08-02.txt": dt.date(2019, 8, 2),
    "pretoria-2022-11-02.txt": dt.date(2022, 11, 2),
    "beijing-2023-03-10.html": dt.date(2023, 3, 10),
    "odesa-2023-07-20.txt": dt.date(2023, 7, 20),
    "argyle-2023-12-15.txt": dt.date(2023, 12, 15),
    "asia-trip-2025-10-31.txt": dt.date(2025, 10, 31),
}


def demo_pages() -> tuple[Page, ...]:
    """The stories as pages, oldest first, each with its publication day."""
    folder = resources.files(__package__)
    return tuple(Page(name, folder.joinpath(name).read_bytes(), published=day) for name, day in STORIES.items())
