"""Gives the documents of a synthetic syndication set the time stamps that real pages carry; days stay as they are.

An agency's story comes out by day or night, its next version minutes to half a day later. A station takes what the wire
holds and publishes it minutes to hours after that; it may still print the earlier version when the next one is out. A
copy is never earlier than what it was cut from, but its stamp may say so: some clocks and zones are wrong. Stations
write local time with its zone; a part of the pages tells no time of day, or no zone.
"""

from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from copies_set import Made

TIMED = {"agency": 0.95, "copy": 0.75}  # of the documents with a day, those that tell a time
ZONELESS = 0.08  # of the stamps: of no use, as nobody knows whose hours they are
WRONG_CLOCK = 0.04  # of the stations' stamps, by one to eight hours either way
ZONES = (-8, -7, -6, -6, -5, -5, -5)  # hours from UTC, where stations are
BETWEEN = (150, 1.0)  # minutes between two versions of a day: median, sigma of the logarithm
BEHIND = (40, 1.3)  # minutes from the agency's document to a station's copy of it
DAY = 24 * 60


def with_times(made: Sequence[Made], seed: int) -> list[Made]:
    """The same documents in the same order, with ``published_at``."""
    chance = random.Random(f"times {seed}")
    told: dict[str, dt.datetime] = {}
    chains: dict[str, list[Made]] = defaultdict(list)
    for one in sorted(made, key=lambda one: (one.chain, len(one.told), one.told, one.story.id)):
        if one.role != "copy":
            chains[one.chain].append(one)
    for versions in chains.values():
        told |= _tell_versions(chance, versions)
    return [replace(one, story=replace(one.story, published_at=_stamp(chance, one, told[one.told]))) for one in made]


def _tell_versions(chance: random.Random, versions: Sequence[Made]) -> dict[str, dt.datetime]:
    """The time of each version, all on their days by UTC, far enough from its ends for stations' days to hold."""
    told: dict[str, dt.datetime] = {}
    before: dt.datetime | None = None
    left = len(versions)
    for one in versions:
        assert one.story.published is not None
        opens = dt.datetime.combine(one.story.published, dt.time(9), dt.UTC)
        closes = opens + dt.timedelta(hours=14 - left)
        if before is not None and before.date() == opens.date():
            at = min(before + dt.timedelta(minutes=5 + _spread(chance, BETWEEN)), closes + dt.timedelta(minutes=50))
        else:
            at = opens + chance.random() * (closes - opens)
        told[one.told] = before = at
        left -= 1
    return told


def _stamp(chance: random.Random, one: Made, told: dt.datetime) -> str | None:
    """What the document says of its time, as pages write it."""
    day = one.story.published
    if day is None or chance.random() > TIMED["copy" if one.role == "copy" else "agency"]:
        return None if day is None else day.isoformat()
    zone = dt.UTC
    at = told
    if one.role == "copy":
        zone = dt.timezone(dt.timedelta(hours=chance.choice(ZONES)))
        at = _publish(chance, day, told, zone)
    local = at.astimezone(zone).replace(second=0, microsecond=0)
    if chance.random() < ZONELESS:
        return local.replace(tzinfo=None).isoformat(timespec="minutes")
    return local.isoformat(timespec="minutes")


def _publish(chance: random.Random, day: dt.date, told: dt.datetime, zone: dt.timezone) -> dt.datetime:
    """When a station published its copy, on that day by its own clock."""
    ends = dt.datetime.combine(day, dt.time(23, 59), zone)
    if day == told.astimezone(zone).date():
        at = told + dt.timedelta(minutes=1 + _spread(chance, BEHIND))
        if at > ends:
            at = told + chance.random() * (ends - told)
    else:
        at = max(ends - dt.timedelta(minutes=chance.randrange(17 * 60)), told)
    if chance.random() < WRONG_CLOCK:
        at += dt.timedelta(hours=chance.choice((-1, 1)) * chance.randint(1, 8))
        at = min(max(at, ends - dt.timedelta(minutes=DAY - 1)), ends)
    return at


def _spread(chance: random.Random, spread: tuple[float, float]) -> float:
    """Minutes, log-normal."""
    median, sigma = spread
    return median * float(chance.lognormvariate(0, sigma))
