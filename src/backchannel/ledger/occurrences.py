"""Entries -> occurrences: which of them tell of one thing in the world. A first version; precision before recall.

Two entries are one occurrence only where type, parties and days say so: an undated entry joins nothing but its own wire
copies, and a denial never joins what it denies. Rules that read the words come later.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from backchannel.ledger.filters import RECIPROCAL
from backchannel.ledger.names import fold_name
from backchannel.records import Entry, Interval, Occurrence, Party, Status

WIDEST = 31  # days: wider intervals join only their equals of the very same parties, as «in 2019» is vague
SAME_DAYS = 3  # days: a plan and its outcome are one thing only when both are dated this closely

FACTS = frozenset({"happened", "ongoing"})
PROSPECTS = frozenset({"planned", "possible", "cancelled"})
# What an occurrence is when the latest entries disagree equally: the better supported by the world comes first.
PRECEDENCE: tuple[Status, ...] = (
    "happened",
    "ongoing",
    "cancelled",
    "refused",
    "denied",
    "planned",
    "possible",
    "hypothetical",
)

Side = frozenset[str]
Key = tuple[str, Side, Side]


@dataclass(frozen=True, slots=True)
class StoryCredit:
    """What tells whether two stories are independent: the text's hash, the agency or outlet that brought it, and the
    wire story it is a copy of (its own id where it is none)."""

    sha256: str
    credit: str | None
    origin: str | None = None  # the wire story it is a copy of


@dataclass(slots=True)
class _Group:
    """Entries found to be one so far; ``when`` is the stretch of days that all of them share."""

    entries: list[Entry]
    when: Interval | None
    modes: set[str] = field(default_factory=set)


def group_entries(entries: Iterable[Entry], credits: Mapping[str, StoryCredit]) -> tuple[Occurrence, ...]:
    """The occurrences that these entries tell of, in order of days (undated ones by the day they became known).

    ``credits`` holds the stories' credits by story id. The same entries give the same groups in any order.
    """
    groups: dict[Key, list[_Group]] = {}
    for entry in sorted(entries, key=_arrival):
        candidates = groups.setdefault(key_of(entry), [])
        home = next((group for group in candidates if _joins(entry, group, credits)), None)
        if home is None:
            home = _Group([], entry.when)
            candidates.append(home)
        home.entries.append(entry)
        home.when = _overlap(home.when, entry.when)
        if entry.mode is not None:
            home.modes.add(entry.mode)
    found = [_make_occurrence(group, credits) for members in groups.values() for group in members]
    return tuple(sorted(found, key=_order))


def count_origins(entries: Iterable[Entry], credits: Mapping[str, StoryCredit]) -> int:
    """How many independent origins the entries have.

    Stories of one agency or outlet are one origin, and so are copies of one wire story; the rows of one event file
    are one, as the file does not say who first told them.
    """
    links: list[set[str]] = []
    for names in {origin_names(entry, credits) for entry in entries}:
        joined = set(names)
        for other in [link for link in links if link & joined]:
            joined |= other
            links.remove(other)
        links.append(joined)
    return len(links)


def origin_names(entry: Entry, credits: Mapping[str, StoryCredit]) -> tuple[str, ...]:
    """The names under which the entry's origin goes: two entries that share one have one origin."""
    credit = None if entry.story is None else credits.get(entry.story)
    if credit is None:
        place, _, row = entry.origin.rpartition(":")
        return (f"by {place if row.isdigit() else entry.origin}".casefold(),)
    name = credit.credit or f"story {entry.story}"
    names = (f"by {name}".casefold(), f"text {credit.sha256}")
    return names if credit.origin is None else (*names, f"told {credit.origin}")


def key_of(entry: Entry) -> Key:
    """Type and sides by country. Parties of one country alone are told apart by ref: two mutinies are not one."""
    countries = {party.country or party.ref for party in (*entry.actors, *entry.recipients)}
    abroad = len(countries) > 1
    actors = frozenset(_side(party, abroad) for party in entry.actors)
    recipients = frozenset(_side(party, abroad) for party in entry.recipients)
    if entry.type in RECIPROCAL:
        return entry.type, actors | recipients, frozenset()
    return entry.type, actors, recipients


def _side(party: Party, abroad: bool) -> str:
    return (party.country or party.ref) if abroad else party.ref


def _joins(entry: Entry, group: _Group, credits: Mapping[str, StoryCredit]) -> bool:
    if entry.mode is not None and group.modes and entry.mode not in group.modes:
        return False
    if any(_is_copy(entry, other, credits) for other in group.entries):
        return True
    if all(entry.story != other.story for other in group.entries) and any(
        _is_retold(entry, other, credits) for other in group.entries
    ):
        return True
    if entry.when is None or group.when is None:
        return False
    widths = (_width(entry.when), _width(group.when))
    if entry.when != group.when and (max(widths) > WIDEST or _overlap(entry.when, group.when) is None):
        return False
    if max(widths) > WIDEST and _refs(entry) != _refs(group.entries[0]):
        return False
    close = entry.when == group.when or max(widths) <= SAME_DAYS
    return all(_statuses_join(entry.status, other.status, close=close) for other in group.entries)


def _refs(entry: Entry) -> set[str]:
    return {party.ref for party in (*entry.actors, *entry.recipients)}


def _statuses_join(one: Status, other: Status, *, close: bool) -> bool:
    if one == other or {one, other} <= FACTS:
        return True
    return close and {one, other} <= FACTS | PROSPECTS


def _is_copy(entry: Entry, other: Entry, credits: Mapping[str, StoryCredit]) -> bool:
    """Whether the two are the same words of two copies of one text."""
    if entry.story is None or other.story is None or entry.story == other.story or entry.anchor is None:
        return False
    one, two = credits.get(entry.story), credits.get(other.story)
    if one is None or two is None or one.sha256 != two.sha256 or other.anchor is None:
        return False
    return (entry.anchor.start, entry.anchor.end, entry.status) == (other.anchor.start, other.anchor.end, other.status)


def _is_retold(entry: Entry, other: Entry, credits: Mapping[str, StoryCredit]) -> bool:
    """Whether the two are one sentence in two copies of one wire story, which need not stand at the same place."""
    if entry.story is None or other.story is None or not entry.words or not other.words:
        return False
    one, two = credits.get(entry.story), credits.get(other.story)
    if one is None or two is None or one.origin is None or one.origin != two.origin or entry.status != other.status:
        return False
    return entry.when == other.when and fold_name(entry.words) == fold_name(other.words)


def _make_occurrence(group: _Group, credits: Mapping[str, StoryCredit]) -> Occurrence:
    first = group.entries[0]
    return Occurrence(
        id=f"o:{first.id}",
        type=first.type,
        mode=min(group.modes) if group.modes else None,
        status=_latest_status(group.entries),
        actors=_gather(group.entries, recipients=False),
        recipients=_gather(group.entries, recipients=True),
        when=group.when,
        entries=tuple(group.entries),
        origins=count_origins(group.entries, credits),
    )


def _latest_status(entries: list[Entry]) -> Status:
    """What the latest entries say, by number, then by precedence; an old plan told again does not undo a fact."""
    facts = [entry for entry in entries if entry.status in FACTS]
    pool = facts or entries
    latest = max(entry.known or dt.date.min for entry in pool)
    votes = Counter(entry.status for entry in pool if (entry.known or dt.date.min) == latest)
    return min(votes, key=lambda status: (-votes[status], PRECEDENCE.index(status)))


def _gather(entries: list[Entry], *, recipients: bool) -> tuple[Party, ...]:
    """The parties of a side, each once, in order of telling; in a reciprocal type those placed elsewhere stay there."""
    gathered: dict[str, Party] = {}
    reciprocal = entries[0].type in RECIPROCAL
    across = (
        {party.ref for party in (entries[0].actors if recipients else entries[0].recipients)} if reciprocal else set()
    )
    for entry in entries:
        for party in entry.recipients if recipients else entry.actors:
            if party.ref not in across or entry is entries[0]:
                gathered.setdefault(party.ref, party)
    return tuple(gathered.values())


def _overlap(one: Interval | None, other: Interval | None) -> Interval | None:
    if one is None or other is None:
        return None
    first, last = max(one.first, other.first), min(one.last, other.last)
    return Interval(first, last) if first <= last else None


def _width(interval: Interval) -> int:
    return (interval.last - interval.first).days + 1


def _arrival(entry: Entry) -> tuple[dt.date, dt.date, str]:
    return entry.known or dt.date.max, entry.when.first if entry.when else dt.date.max, entry.id


def _order(one: Occurrence) -> tuple[dt.date, str]:
    known = min((entry.known for entry in one.entries if entry.known is not None), default=dt.date.max)
    return one.when.first if one.when else known, one.id
