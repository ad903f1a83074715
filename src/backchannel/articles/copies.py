"""Which stories are one wire story: kinship found as stories arrive, kept with its reasons, and open to correction.

    index = CopyIndex()
    for story in stories:
        for kinship in index.add(story): ...
    for origin in index.clusters(): ...      # 1 origin, N copies; versions of one story in a chain

The index holds no text. ``recall`` gives it back stories compared before, with the kin and the rulings stored of them.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from backchannel.articles.copies_blocks import Mask
from backchannel.articles.copies_clusters import Pair, group_copies, pair_of
from backchannel.articles.copies_decision import Kind, judge
from backchannel.articles.copies_index import ShingleTable
from backchannel.articles.copies_lone import MOSTLY_HELD
from backchannel.articles.copies_rulings import Rulings
from backchannel.articles.copies_shingles import (
    SIZE,
    Hashes,
    Numbers,
    Print,
    sample_shingles,
    shingle_hashes,
    take_print,
)
from backchannel.articles.copies_versions import is_own, may_be_own
from backchannel.errors import BadQuestion
from backchannel.records import Kinship, Origin, Ruling, Story

MACHINE = "machine"  # who decided, where no analyst did
COMMON = 5  # families that hold a shingle make it background
MOST_COMMON = 0.7  # of a text; where more is held by many, they are copies not yet seen to be one
MOST_CANDIDATES = 8  # stories that one story is compared with word by word, those sharing most first
MOST_RELATIVES = 8  # further stories of a candidate's kin
MOST_COPIES = 40  # the same for what may be an agency's own page, which all copies are compared with
LIKENESS = 0.2  # containment from which stories kept apart are still told of


@dataclass(frozen=True, slots=True)
class Candidates:
    """Stories that share sampled shingles with one at hand (by number, most first), and its words of background."""

    stories: tuple[int, ...]
    common: Mask


class CopyIndex:
    """Stories as they arrive, and how they stand to each other."""

    def __init__(self) -> None:
        self._prints: list[Print] = []
        self._numbers: dict[str, int] = {}
        self._table = ShingleTable()
        self._family: Numbers = np.zeros(1024, np.int64)
        self._members: dict[int, list[int]] = {}
        self._kin: dict[Pair, Kinship] = {}
        self._kin_of: dict[str, list[Pair]] = defaultdict(list)
        self._rulings = Rulings()

    def __len__(self) -> int:
        return len(self._prints)

    def __contains__(self, story: str) -> bool:
        return story in self._numbers

    def add(self, story: Story) -> tuple[Kinship, ...]:
        """How the story stands to those before it: copies and versions, the surest first, then those only alike.

        Where the story came first of a pair, it is the pair's ``of``. A story added again gives its known kin.
        """
        if story.id in self._numbers:
            return self.kin(story.id)
        return self.add_print(take_print(story))

    def add_print(self, print_: Print) -> tuple[Kinship, ...]:
        """The same for a story whose print was taken before."""
        keys, places = sample_shingles(shingle_hashes(print_.words))
        candidates = self._search(print_, keys, places)
        number = self._enter(print_)
        found = [judge(print_, self._prints[other], candidates.common) for other in candidates.stories]
        for kinship in found:
            if kinship.kind != "apart" or kinship.containment >= LIKENESS:
                self._keep(kinship)
        self._post(number, keys)
        told = [kinship for kinship in found if kinship.kind != "apart" or kinship.containment >= LIKENESS]
        return tuple(sorted(told, key=_surest_first))

    def find_candidates(self, story: Story) -> Candidates:
        """The stories worth comparing with this one, without adding it."""
        print_ = take_print(story)
        keys, places = sample_shingles(shingle_hashes(print_.words))
        return self._search(print_, keys, places)

    def kin(self, story: str) -> tuple[Kinship, ...]:
        """All kinships of the story found so far, as rulings and the other kin leave them.

        Two that looked like versions, but are cuts of one story that came later, are copies by now.
        """
        members = set(self.origin_of(story).members)
        pairs = dict.fromkeys([*self._kin_of.get(story, ()), *self._rulings.on((story,))])
        found = []
        for pair in pairs:
            kinship = self._standing(pair)
            if MOSTLY_HELD in kinship.because and not members.issuperset(pair):
                kinship = replace(kinship, kind="apart")
            if kinship.kind != "copy" and members.issuperset(pair) and kinship.by == MACHINE:
                kinship = replace(kinship, kind="copy", because=(*kinship.because, "one-origin-by-other-copies"))
            found.append(kinship)
        return tuple(sorted(found, key=_surest_first))

    def explain(self, one: str, other: str) -> Kinship:
        """How two stories stand to each other and why: the shared passages, and what either has for itself."""
        first, second = self._known(one), self._known(other)
        if self._rulings.get(pair_of(one, other)) is not None:
            return self._standing(pair_of(one, other))
        keys, places = sample_shingles(shingle_hashes(first.words))
        return judge(first, second, self._search(first, keys, places).common)

    def origin_of(self, story: str) -> Origin:
        """The origin that the story belongs to."""
        self._known(story)
        family = int(self._family[self._numbers[story]])
        return next(origin for origin in self._origins(family) if story in origin.members)

    def family(self, story: str) -> tuple[Origin, ...]:
        """The origins of all stories that kinships and rulings link with this one: those that it may have changed."""
        self._known(story)
        return self._origins(int(self._family[self._numbers[story]]))

    def clusters(self) -> Iterator[Origin]:
        """All origins with their members, versions of one story one after another."""
        for family in list(self._members):
            yield from self._origins(family)

    def join(self, one: str, other: str, by: str) -> None:
        """Lay down that the two are one story. Raises BadQuestion where other rulings hold them apart."""
        self._rule(Ruling("join", one, other, by))
        self._rulings.require_harmony(self._origins(int(self._family[self._numbers[one]])))

    def keep_apart(self, one: str, other: str, by: str) -> None:
        """Lay down that the two are not one story. Raises BadQuestion where other rulings join them."""
        self._rule(Ruling("apart", one, other, by))
        self._rulings.require_harmony(self._origins(int(self._family[self._numbers[one]])))

    def undo(self, one: str, other: str, by: str) -> None:
        """Hand the pair back to the machine. Raises BadQuestion where no ruling holds on it."""
        if self._rulings.get(pair_of(one, other)) is None:
            raise BadQuestion(f"no ruling holds on {one} and {other}; there is nothing to undo")
        self._rule(Ruling("undo", one, other, by))

    @property
    def rulings(self) -> tuple[Ruling, ...]:
        """All that was laid down, oldest first."""
        return self._rulings.log

    def keys(self, story: Story) -> list[int]:
        """The story's sampled shingles as signed numbers, each once: two stories that may be kin share some."""
        found, _ = sample_shingles(shingle_hashes(take_print(story).words))
        return found.view(np.int64).tolist()  # type: ignore[no-any-return]

    def recall(self, stories: Iterable[Story], kin: Iterable[Kinship], rulings: Iterable[Ruling]) -> None:
        """Learn stories that were compared before, with all their kin; nothing is compared again.

        ``kin`` and ``rulings`` (in their order) are those between these stories and with stories known already.
        """
        numbers = [self._enter(take_print(story)) for story in stories]
        for kinship in kin:
            self._keep(kinship)
        for ruling in rulings:
            self._rule(ruling)
        for number in numbers:
            self._post(number, sample_shingles(shingle_hashes(self._prints[number].words))[0])

    @property
    def size(self) -> int:
        """Bytes held in arrays."""
        words = sum(p.words.nbytes + p.starts.nbytes + p.lengths.nbytes for p in self._prints)
        return words + self._table.size + self._family.nbytes

    def _search(self, print_: Print, keys: Hashes, places: Numbers) -> Candidates:
        hit, stories = self._table.find(keys)
        own = self._numbers.get(print_.story, -1)
        hit, stories = hit[stories != own], stories[stories != own]
        if not len(hit):
            return Candidates((), np.zeros(len(print_), bool))
        families = self._family[stories]
        pairs = np.unique(hit * len(self._family) + families)
        held_by = np.bincount(pairs // len(self._family), minlength=len(keys))
        common = _mark_common(len(print_), np.sort(places[held_by >= COMMON]))
        telling = held_by[hit] < COMMON
        if common.mean() > MOST_COMMON:
            common[:] = False
            telling[:] = True
        numbers, counts = np.unique(stories[telling], return_counts=True)
        best = [int(numbers[at]) for at in np.lexsort((numbers, -counts))[:MOST_CANDIDATES]]
        most = MOST_COPIES if may_be_own(print_) else MOST_RELATIVES
        return Candidates(tuple(dict.fromkeys([*best, *self._relatives(best, own, most)])), common)

    def _relatives(self, best: list[int], own: int, most: int) -> list[int]:
        """Stories of the candidates' families that may be their origins: agencies' own pages, then the longest."""
        relatives: list[int] = []
        for family in list(dict.fromkeys(int(self._family[number]) for number in best))[:3]:
            members = (number for number in self._members[family] if number != own)
            relatives += heapq.nsmallest(most, members, key=self._likely_origin)
        return relatives

    def _likely_origin(self, number: int) -> tuple[int, int, int]:
        print_ = self._prints[number]
        return 0 if is_own(print_) else 1 if print_.outlet is None else 2, -len(print_), number

    def _enter(self, print_: Print) -> int:
        number = len(self._prints)
        if number == len(self._family):
            self._family = np.concatenate((self._family, np.zeros_like(self._family)))
        self._prints.append(print_)
        self._numbers[print_.story] = number
        self._family[number] = number
        self._members[number] = [number]
        return number

    def _post(self, number: int, keys: Hashes) -> None:
        """Note the shingles that no story of the family holds yet: copies add no postings and do not look common."""
        family = int(self._family[number])
        hit, stories = self._table.find(keys)
        held = np.zeros(len(keys), bool)
        held[hit[self._family[stories] == family]] = True
        if not held.all():
            self._table.add(keys[~held], number)

    def _keep(self, kinship: Kinship) -> None:
        pair = pair_of(kinship.story, kinship.of)
        self._kin[pair] = kinship
        for story in pair:
            self._kin_of[story].append(pair)
        if kinship.kind != "apart":
            self._make_family(*pair)

    def _make_family(self, one: str, other: str) -> None:
        kept, gone = (int(self._family[self._numbers[story]]) for story in (one, other))
        if kept == gone:
            return
        if len(self._members[kept]) < len(self._members[gone]):
            kept, gone = gone, kept
        moved = self._members.pop(gone)
        self._family[moved] = kept
        self._members[kept] += moved

    def _origins(self, family: int) -> tuple[Origin, ...]:
        prints = [self._prints[number] for number in self._members[family]]
        inside = {print_.story for print_ in prints}
        pairs = dict.fromkeys(pair for print_ in prints for pair in self._kin_of.get(print_.story, ()))
        kin = [self._kin[pair] for pair in pairs]
        return group_copies(prints, kin, self._rulings.on(inside))

    def _rule(self, ruling: Ruling) -> None:
        self._known(ruling.story)
        self._known(ruling.of)
        self._rulings.add(ruling)
        self._make_family(ruling.story, ruling.of)

    def _standing(self, pair: Pair) -> Kinship:
        ruling = self._rulings.get(pair)
        if ruling is None:
            return self._kin[pair]
        judged = judge(self._known(pair[0]), self._known(pair[1]))
        kind: Kind = "copy" if ruling.action == "join" else "apart"
        return replace(judged, kind=kind, because=("ruling",), by=ruling.by)

    def _known(self, story: str) -> Print:
        number = self._numbers.get(story)
        if number is None:
            raise BadQuestion(f"story {story} is not in the index of copies; add it first")
        return self._prints[number]


def _mark_common(size: int, places: Numbers) -> Mask:
    """The words in shingles that many origins hold, and the words between two such shingles."""
    common = np.zeros(size, bool)
    reached = -SIZE
    for place in places.tolist():
        start = reached if place - reached <= SIZE else place
        common[max(start, 0) : place + SIZE] = True
        reached = place + SIZE
    return common


def _surest_first(kinship: Kinship) -> tuple[int, float, str, str]:
    return ("copy", "version", "apart").index(kinship.kind), -kinship.containment, kinship.of, kinship.story
