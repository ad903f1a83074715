"""Wire copies, versions and look-alikes: origins against gold, beside plain measures; speed of the search.

    python bench/copies.py --gold DIR [--json FILE] [--seeds 21 22 23] [--indexed 100000]

The set is made at run time by ``copies_set.py`` from the texts of ``DIR`` (MEANTIME_en, events/re3d, crossdoc), one a
seed. Thresholds of the plain measures are tuned on seed 1; figures are given for the other seeds. Ours is measured
twice on the same documents: with their days alone, and with the times of day of ``copies_times.py``. ARI and pairs are
counted over versions: a cut copy whose words stand in two versions belongs to the one it was made from, which words
alone cannot tell; ``single_ari`` leaves stories with later versions out. A pair of different stories is merged where a
system puts two documents of different stories into one cluster; versions of one story are not different stories.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import combinations
from math import comb
from pathlib import Path

import numpy as np

from backchannel.articles.copies import CopyIndex
from backchannel.articles.copies_shingles import Hashes, shingle_hashes, split_words
from backchannel.records import Story

sys.path.insert(0, str(Path(__file__).parent))
from copies_set import Made, build, read_sources
from copies_times import with_times

TUNING_SEED = 1
PERMUTATIONS = 128
MINHASH_WORDS = 3  # words in a shingle of plain MinHash; 3 did better than 2, 4, 5 and 8 on the tuning seed
GRID = [step / 50 for step in range(2, 50)]


@dataclass(frozen=True, slots=True)
class Score:
    """One system on one set: ``ari`` and pairs over versions (a copy belongs to the version it was made from),

    ``single_ari`` the same over the stories without later versions, ``story_ari`` over stories with all their versions.
    """

    system: str
    seed: int
    documents: int
    ari: float
    precision: float
    recall: float
    single_ari: float
    story_ari: float
    merged_pairs: int
    merged_stories: int


@dataclass(frozen=True, slots=True)
class Versions:
    """Pairs of versions: found among the agency's own documents; precision over all pairs of linked origins."""

    seed: int
    pairs: int
    precision: float
    recall: float
    right_order: float
    system: str = "ours"


@dataclass(frozen=True, slots=True)
class Speed:
    """Documents a second on one core by processor time, so many stories indexed; megabytes held and at most used."""

    indexed: int
    words: float
    candidates_per_second: float
    adds_per_second: float
    megabytes: float
    peak_megabytes: float


def adjusted_rand(gold: Sequence[str], found: Sequence[str]) -> float:
    """The adjusted Rand index (Hubert and Arabie 1985)."""
    joint = sum(comb(count, 2) for count in Counter(zip(gold, found, strict=True)).values())
    rows = sum(comb(count, 2) for count in Counter(gold).values())
    columns = sum(comb(count, 2) for count in Counter(found).values())
    expected = rows * columns / comb(len(gold), 2)
    return (joint - expected) / ((rows + columns) / 2 - expected)


def score(system: str, seed: int, made: Sequence[Made], found: Sequence[str], chains: Sequence[str]) -> Score:
    """``found`` names each document's cluster, ``chains`` its story with all versions (the same where unknown)."""
    told = [one.told for one in made]
    stories = [one.chain for one in made]
    joint = sum(comb(count, 2) for count in Counter(zip(told, found, strict=True)).values())
    several = {one.chain for one in made if one.role == "version"}
    single = [index for index, one in enumerate(made) if one.chain not in several]
    merged = [(a, b) for members in _groups(chains) for a, b in combinations(members, 2) if stories[a] != stories[b]]
    return Score(
        system=system,
        seed=seed,
        documents=len(made),
        ari=round(adjusted_rand(told, found), 4),
        precision=round(joint / max(sum(comb(c, 2) for c in Counter(found).values()), 1), 4),
        recall=round(joint / sum(comb(c, 2) for c in Counter(told).values()), 4),
        single_ari=round(adjusted_rand([told[i] for i in single], [found[i] for i in single]), 4),
        story_ari=round(adjusted_rand(stories, chains), 4),
        merged_pairs=len(merged),
        merged_stories=len({tuple(sorted((stories[a], stories[b]))) for a, b in merged}),
    )


def _groups(labels: Sequence[str]) -> Iterable[list[int]]:
    groups: dict[str, list[int]] = {}
    for index, label in enumerate(labels):
        groups.setdefault(label, []).append(index)
    return groups.values()


def linked(size: int, pairs: Iterable[tuple[int, int]]) -> list[str]:
    """Cluster names by single linkage."""
    parents = list(range(size))

    def root(index: int) -> int:
        while parents[index] != index:
            parents[index] = parents[parents[index]]
            index = parents[index]
        return index

    for a, b in pairs:
        parents[root(a)] = root(b)
    return [str(root(index)) for index in range(size)]


def minhash_likeness(made: Sequence[Made]) -> np.ndarray:
    """Estimated resemblance of each pair from PERMUTATIONS minima over three-word shingles."""
    chance = np.random.default_rng(7)
    factors = chance.integers(1, 2**63, PERMUTATIONS, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
    signs = np.zeros((len(made), PERMUTATIONS), np.uint64)
    for index, one in enumerate(made):
        words = split_words(one.story.text)[0].astype(np.uint64)
        hashes = np.zeros(max(len(words) - MINHASH_WORDS + 1, 1), np.uint64)
        for step in range(min(MINHASH_WORDS, len(words))):
            hashes = hashes * np.uint64(0x9E3779B97F4A7C15) + words[step : step + len(hashes)]
        mixed = hashes[:, None] * factors[None, :]
        signs[index] = (mixed ^ (mixed >> np.uint64(31))).min(axis=0)
    return np.stack([(signs == row).mean(axis=1) for row in signs])


def containment(made: Sequence[Made]) -> np.ndarray:
    """The share of the shorter text's eight-word shingles that the other holds, for each pair."""
    sets: list[Hashes] = [np.unique(shingle_hashes(split_words(one.story.text)[0])) for one in made]
    keys = np.concatenate(sets)
    owners = np.repeat(np.arange(len(sets)), [len(one) for one in sets])
    order = np.argsort(keys, kind="stable")
    keys, owners = keys[order], owners[order]
    shared = np.zeros((len(sets), len(sets)), np.int32)
    starts = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))
    for group in np.split(owners, starts[1:]):
        if len(group) > 1:
            shared[np.ix_(group, group)] += 1
    sizes = np.array([max(len(one), 1) for one in sets])
    return shared / np.minimum(sizes[:, None], sizes[None, :])


def plain(likeness: np.ndarray, threshold: float) -> list[str]:
    """Clusters by single linkage over the pairs at least as alike as the threshold."""
    ones, others = np.where(np.triu(likeness, 1) >= threshold)
    return linked(len(likeness), zip(ones.tolist(), others.tolist(), strict=True))


def tune(likeness: np.ndarray, made: Sequence[Made]) -> float:
    """The threshold of best ARI."""
    told = [one.told for one in made]
    return max(GRID, key=lambda threshold: adjusted_rand(told, plain(likeness, threshold)))


def run_ours(seed: int, made: Sequence[Made]) -> tuple[Score, Versions, CopyIndex]:
    """Our index, fed one document at a time."""
    index = CopyIndex()
    for one in made:
        index.add(one.story)
    cluster, chain, place = {}, {}, {}
    for origin in index.clusters():
        for member in origin.members:
            cluster[member], chain[member], place[member] = origin.story, origin.chain, origin.version
    ids = [one.story.id for one in made]
    figures = score("ours", seed, made, [cluster[id] for id in ids], [chain[id] for id in ids])
    return figures, score_versions(seed, made, index, place), index


def score_versions(seed: int, made: Sequence[Made], index: CopyIndex, place: dict[str, int]) -> Versions:
    """Pairs of versions of one story, as pairs of origins in one chain."""
    known = {one.story.id: one for one in made}
    chains: dict[str, list[Made]] = {}
    origin: dict[str, tuple[str, str]] = {}
    for found_origin in index.clusters():
        chains.setdefault(found_origin.chain, []).append(known[found_origin.story])
        origin |= dict.fromkeys(found_origin.members, (found_origin.chain, found_origin.story))
    called = [pair for group in chains.values() for pair in combinations(group, 2)]
    right = [pair for pair in called if pair[0].chain == pair[1].chain and pair[0].told != pair[1].told]
    own: dict[str, list[Made]] = {}
    for one in made:
        if one.role != "copy":
            own.setdefault(one.chain, []).append(one)
    pairs = [pair for group in own.values() for pair in combinations(group, 2)]
    wanted = [sorted(pair, key=lambda one: (len(one.told), one.told)) for pair in pairs]
    ends = [[origin[one.story.id] for one in pair] for pair in wanted]
    found = [pair for pair, (a, b) in zip(wanted, ends, strict=True) if a[0] == b[0] and a[1] != b[1]]
    ordered = [pair for pair in found if place[pair[0].story.id] < place[pair[1].story.id]]
    return Versions(
        seed,
        len(wanted),
        round(len(right) / max(len(called), 1), 4),
        round(len(found) / max(len(wanted), 1), 4),
        round(len(ordered) / max(len(found), 1), 4),
    )


def measure_speed(gold: Path, indexed: int) -> Speed:
    """Fills an index with shuffled texts of 350 words and times the search for 4,000 more, half of them cut copies."""
    chance = np.random.default_rng(5)
    sources = read_sources(gold)
    pool = np.array([word for source in sources for p in source.paragraphs for s in p for word in s.split()])
    texts = (" ".join(chance.choice(pool, 350)) for _ in range(indexed + 2000))
    index = CopyIndex()
    kept: list[str] = []
    spent = 0.0
    for number in range(indexed):
        story = Story(f"s{number}", next(texts), "")
        if number % 50 == 0 and len(kept) < 2000:
            kept.append(story.text)
        start = time.process_time()
        index.add(story)
        spent += time.process_time() - start
    fresh = [Story(f"f{number}", text, "") for number, text in enumerate(texts)]
    asked = fresh + [Story(f"c{number}", text[: len(text) // 3], "") for number, text in enumerate(kept)]
    start = time.process_time()
    for story in asked:
        index.find_candidates(story)
    searched = time.process_time() - start
    missed = sum(1 for story in asked[len(fresh) :] if not index.find_candidates(story).stories)
    print(f"cut copies without a candidate: {missed} of {len(kept)}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3  # kilobytes on Linux
    rates = (round(len(asked) / searched), round(indexed / spent))
    return Speed(indexed, 350, *rates, round(index.size / 1e6), round(peak))


def main() -> int:
    """Print the tables; write them to --json."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--seeds", type=int, nargs="+", default=[21, 22, 23])
    parser.add_argument("--indexed", type=int, default=100_000, help="stories indexed for the speed figure; 0: skip it")
    options = parser.parse_args()
    needed = [options.gold / name for name in ("MEANTIME_en", "events/re3d", "crossdoc/ecbplus_train")]
    if missing := [str(path) for path in needed if not path.exists()]:
        print(f"SKIPPED: no {', '.join(missing)}: the set is made from their texts")
        return 0
    tuning = build(options.gold, TUNING_SEED)
    likeness = {"minhash": minhash_likeness, "containment": containment}
    thresholds = {name: tune(measure(tuning), tuning) for name, measure in likeness.items()}
    print(f"thresholds tuned on seed {TUNING_SEED}: {thresholds}")
    scores, versions = [], []
    for seed in options.seeds:
        made = build(options.gold, seed)
        for name, measure in likeness.items():
            found = plain(measure(made), thresholds[name])
            scores.append(score(name, seed, made, found, found))
        for name, documents in (("ours, days alone", made), ("ours", with_times(made, seed))):
            ours, told, _ = run_ours(seed, documents)
            scores.append(replace(ours, system=name))
            versions.append(replace(told, system=name))
    for one in [*scores, *versions]:
        print(one)
    speed = measure_speed(options.gold, options.indexed) if options.indexed else None
    print(speed)
    if options.json:
        rows = {"scores": [asdict(s) for s in scores], "versions": [asdict(v) for v in versions]}
        rows["speed"] = asdict(speed) if speed else None
        options.json.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
