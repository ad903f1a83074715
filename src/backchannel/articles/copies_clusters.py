"""Kin -> origins: which stories are one, and which origins are versions of one story, from all kinships and rulings.

The outcome depends on the kinships and rulings alone, never on the order in which stories arrived. What analysts laid
down holds first; then copies join, the surest first, unless the two groups hold versions of one story: a short cut that
stands in two versions joins one of them and does not glue them together.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from backchannel.articles.copies_lone import MOSTLY_HELD, find_home
from backchannel.articles.copies_omissions import told_apart_by_copies
from backchannel.articles.copies_placing import best_version, came_too_early
from backchannel.articles.copies_shingles import Print
from backchannel.articles.copies_versions import is_own, may_be_own
from backchannel.records import Kinship, Origin, Ruling

Pair = tuple[str, str]

HELD = 0.6  # containment from which a story counts as held by a longer one
_SURE = frozenset({"same-outlet-text-changed", "headline-says-update"})


def pair_of(one: str, other: str) -> Pair:
    """The two ids in one fixed order."""
    return (one, other) if one < other else (other, one)


def group_copies(prints: Sequence[Print], kin: Iterable[Kinship], rulings: Mapping[Pair, Ruling]) -> tuple[Origin, ...]:
    """The origins among these stories, versions of one story beside each other, in order of their days.

    ``kin`` may tell of stories beyond these: what stands in one of those as well is joined to nothing by that alone.
    """
    known = {print_.story: print_ for print_ in prints}
    told = [kinship for kinship in kin if pair_of(kinship.story, kinship.of) not in rulings]
    edges = [edge for edge in told if edge.story in known and edge.of in known]
    groups = _Groups(known)
    for pair, ruling in sorted(rulings.items()):
        if ruling.action == "apart":
            groups.part(*pair)
    for pair, ruling in sorted(rulings.items()):
        if ruling.action == "join":
            groups.unite(*pair)
    edges = [replace(edge, kind="apart") if MOSTLY_HELD in edge.because else edge for edge in edges]
    versions = told_apart_by_copies(edges, known)
    edges = _retell(edges, versions)
    for edge in versions:
        groups.part(edge.story, edge.of)
    held = _holders(edges, known)
    copies = sorted((edge for edge in edges if edge.kind == "copy"), key=lambda edge: _doubt(edge, known))
    for edge in edges:
        if _SURE & set(edge.because):
            groups.part(edge.story, edge.of)
        elif not _parts(edge) or held[edge.story] & held[edge.of]:
            continue
        elif edge.kind == "version" and all(may_be_own(known[id]) for id in (edge.story, edge.of)):
            groups.part(edge.story, edge.of)  # two tellings of the agency itself, however many copies stand in both
        else:
            groups.weigh(edge.story, edge.of, -1)
    for edge in copies:
        groups.weigh(edge.story, edge.of, 1)
    for edge in copies:
        groups.unite_if_alike(edge.story, edge.of)
    ruled = {id for pair in rulings for id in pair}
    _join_lone(groups, told, known, ruled)
    settled = _settle(groups.members(), edges, known, ruled)
    return _chain(settled, [edge for edge in edges if edge.kind != "copy"], known)


def _join_lone(groups: _Groups, kin: Iterable[Kinship], known: Mapping[str, Print], ruled: set[str]) -> None:
    """Joins the stories that nothing joined to what they were made from, as far as that is clear."""
    lone = {group[0] for group in groups.members() if len(group) == 1} - ruled
    told: dict[str, list[Kinship]] = defaultdict(list)
    chains = _Groups(known)
    for edge in kin:
        told[edge.story].append(edge)
        told[edge.of].append(edge)
        if edge.kind == "version" and edge.story in known and edge.of in known:
            chains.unite(edge.story, edge.of)
    for group in groups.members():
        for id in group[1:]:
            chains.unite(group[0], id)
    home = {id: group[0] for group in chains.members() for id in group}
    homes = {id: find_home(known[id], told[id], known, home) for id in sorted(lone)}
    for id, source in homes.items():
        if source is not None:
            groups.unite(id, source)


def _retell(edges: Iterable[Kinship], versions: Iterable[Kinship]) -> list[Kinship]:
    """The kinships, these copies among them told as versions."""
    told = {pair_of(edge.story, edge.of) for edge in versions}
    return [replace(edge, kind="version") if pair_of(edge.story, edge.of) in told else edge for edge in edges]


def _settle(
    groups: list[list[str]], edges: Iterable[Kinship], known: Mapping[str, Print], ruled: set[str]
) -> list[list[str]]:
    """The groups, each copy moved to the version it was most likely made from; what analysts ruled on stays."""
    heads = {min(group, key=lambda id: _likely_source(known[id])): group for group in groups}
    if len(heads) < 2:
        return groups
    home = {id: head for head, group in heads.items() for id in group}
    kin: dict[str, dict[str, Kinship]] = defaultdict(dict)
    linked: dict[str, set[str]] = defaultdict(set)
    for edge in edges:
        for story, other in ((edge.story, edge.of), (edge.of, edge.story)):
            if other in heads and story not in heads and (edge.kind == "copy" or edge.containment >= HELD):
                kin[story][other] = edge
        if edge.kind == "version":
            linked[home[edge.story]].add(home[edge.of])
            linked[home[edge.of]].add(home[edge.story])
    counts: Counter[str] = Counter()
    for _ in range(2):
        moved = dict(home)
        for story, held in kin.items():
            now = home[story]
            near = {head: edge for head, edge in held.items() if head == now or head in linked[now]}
            if story in ruled or is_own(known[story]) or len(near) < 2:
                continue
            moved[story] = best_version(known[story], {head: known[head] for head in near}, near, now, counts)
        home, counts = moved, Counter(moved.values())
    settled: dict[str, list[str]] = defaultdict(list)
    for id in sorted(home):
        settled[home[id]].append(id)
    return list(settled.values())


class _Groups:
    """Stories in groups, and which groups must not become one."""

    def __init__(self, ids: Iterable[str]) -> None:
        self._group = {id: id for id in ids}
        self._members = {id: [id] for id in self._group}
        self._parted: dict[str, set[str]] = defaultdict(set)
        self._weights: dict[str, Counter[str]] = defaultdict(Counter)

    def part(self, one: str, other: str) -> None:
        """The two groups stay apart from now on; nothing where they are one already."""
        a, b = self._group[one], self._group[other]
        if a != b:
            self._parted[a].add(b)
            self._parted[b].add(a)

    def unite(self, one: str, other: str) -> None:
        """The two groups become one, unless they were parted."""
        a, b = self._group[one], self._group[other]
        if a == b or b in self._parted[a]:
            return
        if len(self._members[a]) < len(self._members[b]):
            a, b = b, a
        for id in self._members[b]:
            self._group[id] = a
        self._members[a] += self._members.pop(b)
        for third in self._parted.pop(b, ()):
            self._parted[third].discard(b)
            self._parted[third].add(a)
            self._parted[a].add(third)
        for third, weight in self._weights.pop(b, Counter()).items():
            self._weights[third].pop(b, None)
            if third != a:
                self._weights[third][a] += weight
                self._weights[a][third] += weight

    def weigh(self, one: str, other: str, weight: int) -> None:
        """Add to what speaks for the two groups being one."""
        a, b = self._group[one], self._group[other]
        if a != b:
            self._weights[a][b] += weight
            self._weights[b][a] += weight

    def unite_if_alike(self, one: str, other: str) -> None:
        """The two groups become one, unless as much speaks against it as for it."""
        a, b = self._group[one], self._group[other]
        if self._weights[a][b] > 0:
            self.unite(one, other)

    def members(self) -> list[list[str]]:
        """The groups."""
        return [sorted(members) for members in self._members.values()]


def _parts(edge: Kinship) -> bool:
    """Whether the two must not become one: versions, and stories that share background under leads of their own."""
    return edge.kind == "version" or (edge.kind == "apart" and "leads-differ" in edge.because)


def _holders(edges: Iterable[Kinship], known: Mapping[str, Print]) -> dict[str, set[str]]:
    """For each story those that may be its source: two cuts of one story are no versions of each other."""
    held: dict[str, set[str]] = defaultdict(set)
    for edge in edges:
        if edge.kind == "copy" and edge.containment >= HELD:
            for story, other in ((edge.story, edge.of), (edge.of, edge.story)):
                if _may_hold(known[other], known[story]):
                    held[story].add(other)
    return held


def _may_hold(source: Print, story: Print) -> bool:
    """Whether a kindred text may be the one that the story was made from."""
    if came_too_early(story, source):
        return False
    least = 0.0 if is_own(source) else HELD if may_be_own(source) else 1.0
    return len(source) >= least * len(story)


def _doubt(edge: Kinship, known: Mapping[str, Print]) -> tuple[int, int, float, int, Pair]:
    """Sorts copies, the surest first: held most fully, then beside the agency's own, then alike in length and days."""
    one, other = known[edge.story], known[edge.of]
    alike = min(len(one), len(other)) / max(len(one), len(other), 1)
    days = 2  # undated: less sure than a copy of the same day or the next
    if one.published is not None and other.published is not None:
        days = abs((one.published - other.published).days)
    # An own page that is later than its copy is likely a later version than the one copied.
    source = 0 if is_own(other) else 2 if is_own(one) and days else 1
    return -round(edge.containment * 20), source, -round(alike, 3), days, pair_of(edge.story, edge.of)


def _chain(groups: list[list[str]], edges: Iterable[Kinship], known: Mapping[str, Print]) -> tuple[Origin, ...]:
    """Each group under its origin, with its place among the versions of the story."""
    heads = {min(group, key=lambda id: _nearness(known[id])): group for group in groups}
    head_of = {id: head for head, group in heads.items() for id in group}
    links = _Groups(heads)
    between = {pair_of(edge.story, edge.of): edge.kind for edge in edges if {edge.story, edge.of} <= heads.keys()}
    for edge in sorted(edges, key=lambda edge: (edge.kind, pair_of(edge.story, edge.of))):
        one, other = head_of[edge.story], head_of[edge.of]
        if edge.kind == "apart":
            if {edge.story, edge.of} <= heads.keys():
                links.part(edge.story, edge.of)
            continue
        # What a cut shares with the agency's next story, the story that it was cut from shares as well.
        if between.get(pair_of(one, other)) == "version" or not (is_own(known[one]) and is_own(known[other])):
            links.unite(one, other)
    found = []
    for chain in links.members():
        ordered = sorted(chain, key=lambda head: _time(known[head], [known[id] for id in heads[head]]))
        for version, head in enumerate(ordered, start=1):
            others = sorted((id for id in heads[head] if id != head), key=lambda id: _nearness(known[id]))
            found.append((_time(known[ordered[0]], ()), Origin(head, (head, *others), ordered[0], version)))
    return tuple(origin for _, origin in sorted(found, key=lambda pair: (pair[0], pair[1].version)))


def _nearness(print_: Print) -> tuple[bool, dt.date, int, str]:
    """Sorts a story's members: the agency's own page, then by day, then by length."""
    return not is_own(print_), print_.published or dt.date.max, -len(print_), print_.story


def _likely_source(print_: Print) -> tuple[bool, bool, dt.date, int, int, str]:
    """Sorts a story's members as sources of the others: the agency's own page, a page of no outlet, then by time."""
    at = (print_.published or dt.date.max, print_.moment or 2**62)
    return not is_own(print_), not may_be_own(print_), *at, -len(print_), print_.story


def _time(head: Print, members: Iterable[Print]) -> tuple[dt.date, int, int, str]:
    days = [print_.published for print_ in (head, *members) if print_.published is not None]
    return min(days, default=dt.date.max), head.mark, len(head), head.story
