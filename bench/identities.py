"""Who is who across stories: what the machine joins, and what its "maybe" is worth.

    python bench/identities.py [--json FILE] [--seeds 11 12 …] [--gold DIR] [--documents 200]

1. Sets made by ``identities_set.py``, one a seed (weights were looked at on seeds 1 to 3 alone).
2. Hand-written stories, ``gold/identities.toml``: hard cases of our own, read by the pipeline like any story.
3. With ``--gold``: people of ECB+ across documents (its chains alone; measured, never tuned to). It has no days;
   measured once more with one made-up day for all documents on one event.

Counted are pairs of strangers in two stories: joined against gold. Beside ours stands the plain rule that a full name,
letter for letter, is one person. "Maybe" is counted over pairs that were not joined and have a confidence.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
import time
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
from backchannel.ledger.identities import settle
from backchannel.ledger.likeness import weigh
from backchannel.ledger.names import fold_name
from backchannel.ledger.strangers import find_strangers, names_of
from backchannel.records import Page, Reading
from identities_set import Made, build

BINS = (0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 1.01)
# Sets: how often there is somebody else of a person's very name. What the world's rate is, nobody has counted.
WORLDS: dict[str, dict[str, Any]] = {
    "few namesakes": {"people": 800, "namesakes": 0.01, "children": 0.005},
    "many namesakes": {"people": 400, "namesakes": 0.08, "children": 0.05},
}
HAND = Path(__file__).parent / "gold" / "identities.toml"


@dataclass
class Tally:
    """Pairs: joined and right, joined, the same in gold; and the maybes by bin as (pairs, same, sum of confidence)."""

    right: int = 0
    joined: int = 0
    same: int = 0

    def add(self, joined: bool, same: bool) -> None:
        self.right += joined and same
        self.joined += joined
        self.same += same

    def row(self) -> dict[str, Any]:
        return {
            "precision": self.right / self.joined if self.joined else None,
            "recall": self.right / self.same if self.same else None,
            "joined": self.joined,
            "wrong": self.joined - self.right,
            "same": self.same,
        }


def score(made: list[Made]) -> dict[str, Any]:
    """Ours, the plain rule, and the maybes, over the pairs whose names share a word."""
    homes = settle((one.stranger for one in made), ())
    ours, plain = Tally(), Tally()
    bins: dict[int, list[float]] = defaultdict(lambda: [0, 0, 0.0])
    wrong: list[tuple[str, str]] = []
    profiles = {one.stranger.id: one.stranger.profile() for one in made}
    for one, other in _pairs(made):
        a, b, same = one.stranger, other.stranger, one.person == other.person
        joined = homes[a.id] == homes[b.id]
        ours.add(joined, same)
        plain.add(fold_name(a.name) == fold_name(b.name) and a.block is not None, same)
        if joined and not same:
            wrong.append((a.id, b.id))
        if not joined:
            confidence = weigh(profiles[a.id], profiles[b.id]).confidence
            if confidence > 0:
                place = next(n for n, top in enumerate(BINS[1:]) if confidence < top)
                bins[place] = [bins[place][0] + 1, bins[place][1] + same, bins[place][2] + confidence]
    maybe = [
        {"from": BINS[n], "to": min(1, BINS[n + 1]), "pairs": pairs, "said": total / pairs, "were": same / pairs}
        for n, (pairs, same, total) in sorted(bins.items())
    ]
    return {"strangers": len(made), "people": len({one.person for one in made}), "ours": ours.row(),
            "plain": plain.row(), "maybe": maybe, "wrong": wrong[:20]}  # fmt: skip


def _pairs(made: list[Made]) -> Iterable[tuple[Made, Made]]:
    """Pairs of different stories whose names share a word by its sound, or who are one person; each once."""
    by_word: dict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(made):
        for word in names_of(one.stranger):
            by_word[word].append(number)
        by_word[f"#{one.person}"].append(number)
    pairs = {pair for numbers in by_word.values() for pair in combinations(sorted(set(numbers)), 2)}
    for a, b in sorted(pairs):
        if made[a].stranger.story != made[b].stranger.story:
            yield made[a], made[b]


def read_hand() -> list[Made]:
    """The hand-written stories as the pipeline reads them; names that it does not find are missing here."""
    stories = tomllib.loads(HAND.read_text(encoding="utf-8"))["story"]
    made = []
    for told in stories:
        people: dict[str, str] = told["people"]
        found = find_strangers(_read(told["id"], told["text"], told.get("day")))
        made += [Made(one, people[one.name]) for one in found if one.name in people]
    named = sum(len(told["people"]) for told in stories)
    print(f"hand-written: {len(stories)} stories, {len(made)} of {named} names found")
    return made


def read_ecb(folder: Path, most: int) -> list[tuple[Made, str]]:
    """People of ECB+ with a chain across documents, as the pipeline reads them; each with its document."""
    made = []
    for number, (id, sentences) in enumerate(_documents(folder).items()):
        if number >= most:
            break
        text, chains = "", {}
        for words in sentences:
            for word, chain in words:
                chains[len(text)] = chain
                text += word + " "
            text = text.rstrip() + "\n"
        for one in find_strangers(_read(id, text, None)):
            told = {chain for place, chain in chains.items() if one.start <= place < one.end}
            (chain,) = told if len(told) == 1 else ("-",)
            if chain.startswith("HUM") and len(chain) > 10 and one.kind == "person":
                made.append((Made(one, chain), id))
    return made


def with_day(one: Made, document: str) -> Made:
    """The stranger with the day that all documents on its seminal event are given: they tell of one, and have none."""
    topic, _, rest = document.partition("_")
    day = dt.date(2010, 1, 1) + dt.timedelta(days=200 * int(topic) + 100 * rest.endswith("plus"))
    return replace(one, stranger=replace(one.stranger, day=day))


def _documents(folder: Path) -> Mapping[str, list[list[tuple[str, str]]]]:
    found: dict[str, dict[str, list[tuple[str, str]]]] = defaultdict(lambda: defaultdict(list))
    for name in ("ECB_Dev_corpus.txt", "ECB_Train_corpus.txt"):
        for line in (folder / name).read_text(encoding="utf-8").splitlines():
            parts = line.split("\t")
            if len(parts) >= 5:
                found[parts[0]][parts[1]].append((parts[3], parts[4].strip("()")))
    return {id: list(sentences.values()) for id, sentences in found.items()}


def _read(id: str, text: str, day: str | None) -> Reading:
    from backchannel.pipeline import read_document

    published = None if day is None else dt.date.fromisoformat(str(day))
    return read_document(Page(id, text.encode(), published=published), verbatim=True)


def show(name: str, found: dict[str, Any]) -> None:
    print(f"\n{name}: {found['strangers']} strangers, {found['people']} people")
    for who in ("plain", "ours"):
        row = found[who]
        figures = " ".join(f"{key} {row[key]:.4f}" for key in ("precision", "recall") if row[key] is not None)
        print(f"  {who:6} {figures}  ({row['joined']} pairs joined, {row['wrong']} wrong, {row['same']} are the same)")
    for row in found["maybe"]:
        print(f"  maybe {row['from']:.1f}–{row['to']:.1f}: {row['pairs']:6} pairs, said {row['said']:.2f}, "
              f"were the same {row['were']:.2f}")  # fmt: skip
    for pair in found["wrong"]:
        print(f"  wrong: {pair[0]} = {pair[1]}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, help="for ECB+: the folder with crossdoc/ecbplus_train")
    parser.add_argument("--seeds", type=int, nargs="*", default=list(range(11, 21)))
    parser.add_argument("--documents", type=int, default=1000, help="of ECB+, at most")
    parser.add_argument("--no-hand", action="store_true", help="leave the hand-written stories out")
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    results: dict[str, Any] = {}

    def run(name: str, make: Callable[[], list[Made]]) -> None:
        start = time.process_time()
        results[name] = score(make())
        show(name, results[name])
        print(f"  {time.process_time() - start:.1f} s of processor time", flush=True)

    for name, rates in WORLDS.items():
        for seed in args.seeds:
            run(f"{name}, seed {seed}", lambda seed=seed, rates=rates: build(seed, **rates))  # type: ignore[misc]
    if not args.no_hand:
        run("hand-written", read_hand)
    folder = None if args.gold is None else args.gold / "crossdoc" / "ecbplus_train"
    if folder is not None and not folder.is_dir():
        print(f"SKIPPED: {folder} is not there; ECB+ is not measured", file=sys.stderr)
    elif folder is not None:
        people = read_ecb(folder, args.documents)
        run("ECB+", lambda: [one for one, _ in people])
        run("ECB+, a made-up day for each event", lambda: [with_day(one, document) for one, document in people])
    if args.json is not None:
        args.json.write_text(json.dumps(results, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
