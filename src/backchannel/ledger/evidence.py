"""What speaks for and against an entry: how many independent origins tell the same, how many the opposite.

Independent of an entry is what comes from another origin (``occurrences.origin_names``: agencies, outlets, copies of
one wire story, equal texts) and not from the same source: two papers that quote one ministry are one voice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from backchannel.ledger.occurrences import (
    FACTS,
    Key,
    StoryCredit,
    group_entries,
    key_of,
    origin_names,
)
from backchannel.records import Entry, Interval, Occurrence

WIDEST = 31  # days: what is dated less closely neither confirms nor contradicts another occurrence

# Status of an entry -> statuses that tell the same, and the opposite. What is only possible can be neither.
SAME = {
    "happened": FACTS,
    "ongoing": FACTS,
    "planned": FACTS | {"planned"},
    "denied": frozenset({"denied"}),
    "refused": frozenset({"refused"}),
    "cancelled": frozenset({"cancelled"}),
}
OPPOSITE = {
    "happened": frozenset({"denied"}),
    "ongoing": frozenset({"denied"}),
    "planned": frozenset({"cancelled", "refused", "denied"}),
    "denied": FACTS,
    "refused": FACTS,
    "cancelled": FACTS,
}

Voice = Callable[[Entry], str | None]


@dataclass(frozen=True, slots=True)
class Verdict:
    """One thing that an entry tells of, and the entries of independent origins that tell the same or the opposite.

    ``confirmed`` and ``contradicted`` count their independent origins, which may be fewer than the entries.
    """

    entry: Entry
    occurrence: str
    confirmed: int
    contradicted: int
    supporting: tuple[Entry, ...]
    opposing: tuple[Entry, ...]

    @property
    def right(self) -> bool | None:
        """Whether more origins confirm than contradict it; None where there are none, or as many."""
        if self.confirmed == self.contradicted:
            return None
        return self.confirmed > self.contradicted


class Evidence:
    """Entries in their occurrences, and the independent origins for and against each."""

    def __init__(self, entries: Iterable[Entry], credits: Mapping[str, StoryCredit], voice_of: Voice) -> None:
        self._credits = credits
        self._voice_of = voice_of
        self._home: dict[str, Occurrence] = {}
        self._by_key: dict[Key, list[Occurrence]] = defaultdict(list)
        for occurrence in group_entries(entries, credits):
            self._by_key[key_of(occurrence.entries[0])].append(occurrence)
            for entry in occurrence.entries:
                self._home[entry.id] = occurrence

    def judge(self, entry: Entry) -> Verdict:
        """What speaks for and against the entry; KeyError where it was not among those given."""
        home = self._home[entry.id]
        near = [home, *self._rivals(home)]
        same = self._independent(entry, home.entries, SAME.get(entry.status, frozenset()))
        others = [other for occurrence in near for other in occurrence.entries]
        opposite = self._independent(entry, others, OPPOSITE.get(entry.status, frozenset()))
        return Verdict(entry, home.id, len(same), len(opposite), _flat(same), _flat(opposite))

    def same_wire(self, one: Entry, other: Entry) -> bool:
        """Whether the two stand in one story or in copies of one."""
        return one.story == other.story or bool(self._texts(one) & self._texts(other))

    def _texts(self, entry: Entry) -> set[str]:
        return {name for name in origin_names(entry, self._credits) if not name.startswith("by ")}

    def _rivals(self, home: Occurrence) -> list[Occurrence]:
        """Other occurrences of the same sides and type, closely dated, on days that the two share."""
        if not _close(home.when):
            return []
        return [
            other
            for other in self._by_key[key_of(home.entries[0])]
            if other is not home and _close(other.when) and _overlap(home.when, other.when) and _modes_fit(home, other)
        ]

    def _independent(self, entry: Entry, others: Iterable[Entry], statuses: frozenset[str]) -> list[tuple[Entry, ...]]:
        """The entries of these statuses by origin, those of the entry's own origin and source left out."""
        found = [other for other in others if other.status in statuses and other.id != entry.id]
        links: list[tuple[set[str], list[Entry]]] = [(self._names(entry), [])]
        for other in found:
            names, members = self._names(other), [other]
            for link in [link for link in links if link[0] & names]:
                names |= link[0]
                members += link[1]
                links.remove(link)
            links.append((names, members))
        mine = self._names(entry)
        return [tuple(members) for names, members in links if members and not names & mine]

    def _names(self, entry: Entry) -> set[str]:
        voice = self._voice_of(entry)
        return {*origin_names(entry, self._credits), *(() if voice is None else (f"said {voice}",))}


def _flat(groups: list[tuple[Entry, ...]]) -> tuple[Entry, ...]:
    return tuple(sorted((entry for group in groups for entry in group), key=lambda entry: entry.id))


def _close(when: Interval | None) -> bool:
    return when is not None and (when.last - when.first).days < WIDEST


def _overlap(one: Interval | None, other: Interval | None) -> bool:
    return one is not None and other is not None and one.first <= other.last and other.first <= one.last


def _modes_fit(one: Occurrence, other: Occurrence) -> bool:
    return None in {one.mode, other.mode} or one.mode == other.mode
