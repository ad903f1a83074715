"""Which strangers of different stories are one: a function of what is told of them and of what analysts laid down.

It does not depend on the order in which stories came. Rulings come first; then, in the order of days, each stranger is
joined with those of the same full name with whom it agrees well enough (``likeness``), unless the ledger knows two of
that name who contradict each other, and either may be meant.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from backchannel.ledger.likeness import Likeness, Profile, unite, weigh
from backchannel.ledger.names import MARK
from backchannel.ledger.strangers import Stranger

# What two must share to be looked at: one country, office or companion; or two lands, or three words of the context.
_ENOUGH, _LAND, _WORD = 6, 3, 2
RIVAL = 1.5  # log-odds: a namesake that fits nearly as well as the best one leaves it open who is meant

Action = Literal["merge", "split", "undo"]


@dataclass(frozen=True, slots=True)
class IdentityRuling:
    """What an analyst laid down on who is who, and why; the log only grows.

    ``merge``: the ids of ``one`` and ``other`` are one person or body; an id is a stranger's, or a ref of the tables.
    ``split``: those of ``one`` are one person, and nobody of ``other``. ``undo`` takes ruling ``undoes`` back.
    ``day`` is the day as the analyst gave it.
    """

    action: Action
    one: tuple[str, ...]
    other: tuple[str, ...]
    by: str
    why: str
    day: dt.date | None = None
    undoes: int | None = None
    number: int = 0


class Contradiction(Exception):
    """Rulings in force that cannot hold together: the number of the split, and the ids that merges tie across it."""

    def __init__(self, split: int, one: str, other: str) -> None:
        super().__init__(split, one, other)
        self.split, self.one, self.other = split, one, other


class Partition:
    """Ids in groups that only ever grow together, some of which must stay apart."""

    def __init__(self, rulings: Iterable[IdentityRuling]) -> None:
        """Carries out the merges and splits. Raises Contradiction where a split parts what merges tie."""
        self._parent: dict[str, str] = {}
        self._refs: dict[str, str] = {}  # group -> the ref of the tables that it holds
        self._apart: list[tuple[int, frozenset[str], frozenset[str]]] = []
        for ruling in rulings:
            if ruling.action == "undo":
                continue
            tied = (*ruling.one, *ruling.other) if ruling.action == "merge" else ruling.one
            for id in tied[1:]:
                self.unite(tied[0], id)
            if ruling.action == "split":
                self._apart.append((ruling.number, frozenset(ruling.one), frozenset(ruling.other)))
        for number, one, other in self._apart:
            homes = {self.find(id): id for id in sorted(one)}
            for id in sorted(other):
                if self.find(id) in homes:
                    raise Contradiction(number, homes[self.find(id)], id)

    def find(self, id: str) -> str:
        """The id that stands for the group in which this one is."""
        root = id
        while (parent := self._parent.get(root, root)) != root:
            root = parent
        while (parent := self._parent.get(id, id)) != root:
            self._parent[id] = root
            id = parent
        return root

    def unite(self, one: str, other: str) -> None:
        """Makes the groups of the two one; the lesser id stands for it."""
        first, second = sorted((self.find(one), self.find(other)))
        self._parent[second] = first
        ref = self._ref(first) or self._ref(second)
        if ref is not None:
            self._refs[first] = ref

    def may_unite(self, one: str, other: str) -> bool:
        """Whether no split keeps the groups of the two apart, nor the tables, which know them as two."""
        first, second = self.find(one), self.find(other)
        if None not in (self._ref(first), self._ref(second)) and self._ref(first) != self._ref(second):
            return False
        for _, here, there in self._apart:
            mine, rest = {self.find(id) for id in here}, {self.find(id) for id in there}
            if (first in mine and second in rest) or (second in mine and first in rest):
                return False
        return True

    def _ref(self, group: str) -> str | None:
        return self._refs.get(group) or (group if MARK not in group else None)


class Block:
    """The strangers of one block who have been placed, and what each shares with others: a name alone joins nobody, nor
    does a name with its day, one country in both stories and two words."""

    def __init__(self) -> None:
        self.ids: dict[str, None] = {}
        self._by_clue: dict[str, list[str]] = {}

    def add(self, one: Stranger) -> None:
        """Places a stranger."""
        if one.id not in self.ids:
            self.ids[one.id] = None
            for clue in _clues(one.profile()):
                self._by_clue.setdefault(clue, []).append(one.id)

    def near(self, profile: Profile) -> Iterator[str]:
        """Those who share enough with this one that they may be joined."""
        counts: Counter[str] = Counter()
        for clue in _clues(profile):
            weight = _ENOUGH if clue[0] in "cok" else _LAND if clue[0] == "l" else _WORD
            for id in self._by_clue.get(clue, ()):
                counts[id] += weight
        return (id for id in self.ids if counts[id] >= _ENOUGH)


def _clues(profile: Profile) -> Iterator[str]:
    kinds = (("c", profile.countries), ("o", profile.offices), ("k", profile.company), ("l", profile.lands))
    yield from (f"{kind}:{word}" for kind, words in kinds for word in words)
    yield from {f"w:{word}" for words in profile.contexts for word in words}


def settle(
    strangers: Iterable[Stranger], rulings: Sequence[IdentityRuling], settled: Mapping[str, str] = MappingProxyType({})
) -> dict[str, str]:
    """Stranger -> identity: the id of its first stranger in order of days, or the ref of the tables it was merged with.

    ``rulings`` are those in force, in order; all strangers that they touch, and all of a block, must be given.
    ``settled`` are identities decided before, by the same rulings: who stands before all others in order keeps his.
    Raises Contradiction where rulings cannot hold together.
    """
    ordered = sorted(strangers, key=lambda one: one.order)
    groups = Partition(rulings)
    fresh = next((place for place, one in enumerate(ordered) if one.id not in settled), len(ordered))
    for one in ordered[:fresh]:
        groups.unite(one.id, settled[one.id])
    members: dict[str, list[Stranger]] = {}
    for one in ordered:
        members.setdefault(groups.find(one.id), []).append(one)
    profiles = {home: unite(one.profile() for one in group) for home, group in members.items()}
    ruled = {id for ruling in rulings for id in (*ruling.one, *ruling.other)}
    blocks: dict[str, Block] = {}
    for place, one in enumerate(ordered):  # those placed by rulings, or before
        if one.block is not None and (one.id in ruled or place < fresh):
            blocks.setdefault(one.block, Block()).add(one)
    for one in ordered[fresh:]:
        if one.block is None:
            continue
        block = blocks.setdefault(one.block, Block())
        for id in _find_home(groups.find(one.id), block, profiles, groups):
            _unite(groups, profiles, one.id, id)
        block.add(one)
    return _name_groups(ordered, rulings, groups)


def _find_home(home: str, block: Block, profiles: dict[str, Profile], groups: Partition) -> list[str]:
    """The groups with which this one is to be joined, the best first; none where it stays open which is meant."""
    shared = dict.fromkeys(other for id in block.near(profiles[home]) if (other := groups.find(id)) != home)
    near = {other: weigh(profiles[home], profiles[other]) for other in shared}
    fitting = [id for id, found in near.items() if found.verdict == "same" and groups.may_unite(home, id)]
    if not fitting:
        return []
    others = dict.fromkeys(other for id in block.ids if (other := groups.find(id)) != home)
    near |= {other: weigh(profiles[home], profiles[other]) for other in others if other not in near}
    joined: list[str] = []
    for id in sorted(fitting, key=lambda id: (-near[id].score, id)):
        beside = {other: weigh(profiles[id], profiles[other]) for other in others if other != id}
        open_ = any(
            _is_rival(near[id], near[other], found)
            or (not near[other].barred and not groups.may_unite(id, other))
            or (not found.barred and not groups.may_unite(home, other))
            for other, found in beside.items()
        )
        if not open_ and all(groups.may_unite(id, one) and not beside[one].barred for one in joined):
            joined.append(id)
    return joined


def _is_rival(pair: Likeness, first: Likeness, second: Likeness) -> bool:
    """Whether a third, which stands so to the two of a pair, is nobody for one of them and may well be the other."""
    if first.barred == second.barred:
        return False
    return (second if first.barred else first).score > pair.score - RIVAL


def _unite(groups: Partition, profiles: dict[str, Profile], one: str, other: str) -> None:
    first, second = groups.find(one), groups.find(other)
    if first == second or not groups.may_unite(first, second):
        return
    profile = unite((profiles.pop(first), profiles.pop(second)))
    groups.unite(first, second)
    profiles[groups.find(first)] = profile


def _name_groups(ordered: Sequence[Stranger], rulings: Iterable[IdentityRuling], groups: Partition) -> dict[str, str]:
    names: dict[str, str] = {}
    for ruling in rulings:
        for id in (*ruling.one, *ruling.other):
            if MARK not in id:
                names[groups.find(id)] = id
    for one in ordered:
        names.setdefault(groups.find(one.id), one.id)
    return {one.id: names[groups.find(one.id)] for one in ordered}


def agreed(values: Iterable[str | None]) -> str | None:
    """The value that all who tell one agree on; None where none does, or they differ."""
    told = {value for value in values if value is not None}
    return told.pop() if len(told) == 1 else None


def best_name(strangers: Iterable[Stranger]) -> str:
    """The name most stories give; of several, the longest, then the first in order."""
    counts = Counter(one.name for one in strangers)
    return min(counts, key=lambda name: (-counts[name], -len(name), name))


def in_force(rulings: Iterable[IdentityRuling]) -> tuple[IdentityRuling, ...]:
    """The rulings that have not been taken back, in order."""
    log = sorted(rulings, key=lambda one: one.number)
    undone = {one.undoes for one in log if one.action == "undo"}
    return tuple(one for one in log if one.action != "undo" and one.number not in undone)
