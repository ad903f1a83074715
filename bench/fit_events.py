"""Fits the linear head for marked pairs (``models/events_pair.npz``) and the confidence of the event rules.

``python bench/fit_events.py --gold DIR --write`` makes the weights again: own_sentences, plover_gsr and the free
folders of re3d (all T), without the records that our own gold of events uses. Softmax regression, full batch, Adam, a
penalty on the weights; the temperature is the one that serves left-out folds best. plv_dev is never fitted on.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

for _variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(_variable, "1")

import numpy as np

from backchannel.coding.events.confidence import story_share
from backchannel.coding.events.pair import code_marked
from backchannel.coding.events.pair_features import VERSION, find_pair_features
from backchannel.coding.events.roots import ROOTS, root_of
from backchannel.coding.numbers import checksum
from backchannel.coding.sentences import parse_story
from backchannel.records import Event, Span, Story
from events_own import own_gold, passage_gold, rule_findings
from events_sets import Marked, half_of, read_gsr, read_own, read_plv, read_re3d

MODELS = Path(__file__).parent.parent / "src" / "backchannel" / "models"
PASSAGES = Path(__file__).parent / "gold" / "event_passages.txt"
DRAWN = 6.0  # findings: how strongly a rule seldom seen is drawn to its type
HARD = 0.25  # weight of own_sentences, which hold hard contrasts, among the shares of trust
FOLDS, STEPS, PENALTY, RATE, LEAST = 5, 80, 3e-4, 0.1, 2


@dataclass(frozen=True, slots=True)
class Row:
    """One marked pair: its features, its root (None: none of ours), what the rules found, and its fold's key."""

    features: tuple[str, ...]
    root: str | None
    rules: tuple[tuple[str, str], ...]  # (rule id, root)
    group: str


def read_rows(marked: Iterable[Marked]) -> list[Row]:
    """Parse each text and find its features."""
    rows = []
    for item in marked:
        story = Story("bench", item.text, "-")
        doc = parse_story(story)
        one, other = (Span("bench", *span) for span in (item.source, item.target))
        events = code_marked(story, doc, (), one, other)
        rules = tuple((event.because.split(" · ")[0], root_of(event)) for event in events)
        coded = [name for pair in rules for name in pair]
        spans = [doc.char_span(span.start, span.end, alignment_mode="expand") for span in (one, other)]
        rows.append(Row(find_pair_features(doc, spans[0], spans[1], coded), item.root, rules, item.group))
    return rows


@dataclass(frozen=True, slots=True)
class Fitted:
    """Weights by feature."""

    index: dict[str, int]
    weights: Any
    bias: Any

    def scores(self, row: Row) -> Any:
        """One score a root."""
        at = [self.index[name] for name in row.features if name in self.index]
        return self.weights[at].sum(axis=0) / max(1.0, len(row.features)) ** 0.5 + self.bias


def fit(rows: list[Row], heavy: frozenset[str] = frozenset()) -> Fitted:
    """Softmax regression; rows of a group in ``heavy`` count double."""
    counts: dict[str, int] = {}
    for row in rows:
        for name in row.features:
            counts[name] = counts.get(name, 0) + 1
    index = {name: at for at, name in enumerate(sorted(name for name, seen in counts.items() if seen >= LEAST))}
    cells = [
        (at, index[name], 1 / len(row.features) ** 0.5)
        for at, row in enumerate(rows)
        for name in row.features
        if name in index
    ]
    which = np.array([cell[0] for cell in cells]), np.array([cell[1] for cell in cells])
    values = np.array([cell[2] for cell in cells], dtype=np.float32)[:, None]
    by_feature = np.argsort(which[1], kind="stable")
    starts = np.searchsorted(which[1][by_feature], np.arange(len(index)))
    row_starts = np.searchsorted(which[0], np.arange(len(rows)))
    gold = np.zeros((len(rows), len(ROOTS)), dtype=np.float32)
    gold[np.arange(len(rows)), [ROOTS.index(row.root or "NONE") for row in rows]] = 1.0
    weights, bias = np.zeros((len(index), len(ROOTS)), dtype=np.float32), np.zeros(len(ROOTS), dtype=np.float32)
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, STEPS + 1):
        scores = np.add.reduceat(weights[which[1]] * values, row_starts, axis=0) + bias
        wrong = (_softmax(scores) - gold) / len(rows)
        slope = np.add.reduceat((wrong[which[0]] * values)[by_feature], starts, axis=0) + PENALTY / 10 * weights
        first, second = 0.9 * first + 0.1 * slope, 0.99 * second + 0.01 * slope**2
        weights -= RATE * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-8)
        bias -= RATE * wrong.sum(axis=0) * 10
    return Fitted(index, weights, bias)


def _softmax(scores: Any) -> Any:
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def left_out(rows: list[Row], extra: list[Row]) -> Any:
    """Scores for each row by a head fitted on the other folds and on ``extra``."""
    keys = sorted({row.group for row in rows})
    fold = {key: at % FOLDS for at, key in enumerate(np.random.default_rng(7).permutation(keys))}
    scores = np.zeros((len(rows), len(ROOTS)))
    for number in range(FOLDS):
        fitted = fit([row for row in rows if fold[row.group] != number] + extra)
        for at, row in enumerate(rows):
            if fold[row.group] == number:
                scores[at] = fitted.scores(row)
    return scores


def best_heat(scores: Any, gold: list[int]) -> float:
    """The temperature of least log loss."""
    heats = np.geomspace(0.2, 5, 60)
    losses = [-np.log(_softmax(scores / heat)[np.arange(len(gold)), gold] + 1e-9).mean() for heat in heats]
    return float(heats[int(np.argmin(losses))])


def ece(chances: list[float], right: list[bool], bins: int = 10) -> float:
    """Expected calibration error over equal-width bins."""
    total = 0.0
    for low in range(bins):
        inside = [at for at, chance in enumerate(chances) if low / bins < chance <= (low + 1) / bins]
        if inside:
            gap = np.mean([chances[at] for at in inside]) - np.mean([right[at] for at in inside])
            total += len(inside) / len(chances) * abs(float(gap))
    return total


def kept_for_gold() -> set[str]:
    """The records of plover_gsr that our own gold of events uses."""
    with (Path(__file__).parent / "gold" / "events_documents.tsv").open(encoding="utf-8", newline="") as file:
        names = [row["document"] for row in csv.DictReader(file, delimiter="\t")]
    return {f"PLOVER-GSR01-{id}" for name in names if name.startswith("gsr:") for id in name[4:].split(",")}


def trust(rows: list[tuple[Row, float]]) -> dict[str, float]:
    """The share of right findings by rule, drawn towards the type's share, and that towards the share of all.

    Each row comes with its weight; the first finding of a row counts.
    """
    seen: dict[str, list[float]] = {}
    for row, weight in rows:
        if row.rules:
            rule, root = row.rules[0]
            for name in ("", rule.split(".")[0], rule):
                pair = seen.setdefault(name, [0.0, 0.0])
                pair[0] += weight * _same(root, row.root)
                pair[1] += weight
    whole = seen[""][0] / seen[""][1]
    shares = {"": round(whole, 3)}
    for name, (right, all) in sorted(seen.items()):
        if "." in name:
            above = seen[name.split(".")[0]]
            middle = (above[0] + DRAWN * whole) / (above[1] + DRAWN)
            shares[name] = round((right + DRAWN * middle) / (all + DRAWN), 3)
    return shares


def trust_in_stories(found: Iterable[tuple[Event, bool]]) -> dict[str, float]:
    """The share of right findings (type and sides) by rule in whole stories, as «rule/two» and «rule/one» by how many
    sides are told, drawn to "/two" and "/one", the shares of all.

    Marked pairs cannot tell of them: they are counted on the development half of our own gold and on our passages.
    """
    seen: dict[str, list[float]] = {"/one": [0.0, 0.0], "/two": [0.0, 0.0]}
    for event, right in found:
        sides = "/two" if event.actors and event.recipients else "/one"
        for name in (sides, event.because.split(" · ")[0] + sides):
            pair = seen.setdefault(name, [0.0, 0.0])
            pair[0] += right
            pair[1] += 1
    wholes = {sides: (seen[sides][0] + DRAWN / 2) / (seen[sides][1] + DRAWN) for sides in ("/one", "/two")}
    shares = {sides: round(share, 3) for sides, share in wholes.items()}
    for name, (right, all) in sorted(seen.items()):
        if name not in wholes:
            shares[name] = round((right + DRAWN * wholes[name[-4:]]) / (all + DRAWN), 3)
    return shares


def story_ece(shares: dict[str, float], found: Iterable[tuple[Event, bool]]) -> float:
    """ECE of the shares on findings in stories they were not made from."""
    rows = list(found)
    return ece([story_share(event, shares) for event, _ in rows], [right for _, right in rows])


def trust_figures(shares: dict[str, float], rows: list[Row]) -> float:
    """ECE of the shares on rows they were not made from."""
    found = [(shares.get(row.rules[0][0], shares[""]), _same(row.rules[0][1], row.root)) for row in rows if row.rules]
    return ece([share for share, _ in found], [right for _, right in found])


def plv_figures(fitted: Fitted, rows: list[Row]) -> dict[str, float]:
    """Root accuracy on plv_dev, pair given: the head alone, and rules first."""
    alone = first = 0
    for row in rows:
        scores = fitted.scores(row)
        scores[ROOTS.index("NONE")] = -np.inf
        guess = ROOTS[int(np.argmax(scores))]
        ruled = row.rules[0][1] if row.rules else guess
        alone += _same(guess, row.root)
        first += _same(ruled, row.root)
    return {"head_alone": alone / len(rows), "rules_first": first / len(rows)}


def _same(guess: str, gold: str | None) -> bool:
    return guess == gold or (gold == "YIELD" and guess in ("CONCEDE", "RETREAT"))


def main() -> int:
    """Fit, measure, and write with ``--write``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, default=Path("../shared/gold"))
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    folder = options.gold / "events"
    if not folder.exists():
        print(f"SKIPPED: no {folder}", file=sys.stderr)
        return 0
    kept = kept_for_gold()
    own = read_rows(read_own(folder / "own_sentences/own_sentences.tsv"))
    gsr = read_rows(
        pair for row, pair in read_gsr(folder / "plover_gsr/PLOVER_GSR_CAMEO.txt") if pair and row["id"] not in kept
    )
    re3d = read_rows(read_re3d(folder / "re3d"))
    scores = left_out(own + gsr, re3d)
    gold = [ROOTS.index(row.root or "NONE") for row in own + gsr]
    heat = best_heat(scores, gold)
    chances = _softmax(scores / heat)
    right = [bool(chances[at].argmax() == want) for at, want in enumerate(gold)]
    print(f"rows: own {len(own)}, gsr {len(gsr)}, re3d {len(re3d)}; temperature {heat:.2f}")
    print(f"left out: own {np.mean(right[: len(own)]):.3f}, gsr {np.mean(right[len(own) :]):.3f}")
    print(f"ECE of the best root, left out: {ece([float(row.max()) for row in chances], right):.3f}")
    fitted = fit(own + gsr + re3d)
    plv = folder / "plv_dev/PLV_dev.tsv"
    if plv.exists():
        rows = read_rows(read_plv(plv))
        print("plv_dev", {name: round(value, 3) for name, value in plv_figures(fitted, rows).items()})
        dev, test = ([row for row in rows if half_of(row.group) == half] for half in ("dev", "test"))
        shares = trust([*((row, HARD) for row in own), *((row, 1.0) for row in gsr + dev)])
        print(f"trust by rule, ECE on the other half of plv_dev: {trust_figures(shares, test):.3f}")
        told = [*own_gold(options.gold, "dev"), *passage_gold(PASSAGES)]
        folds = [list(rule_findings(told[at::FOLDS])) for at in range(FOLDS)]
        for at in range(FOLDS):
            rest = [one for number, fold in enumerate(folds) if number != at for one in fold]
            print(f"trust in stories, ECE on a left-out fold: {story_ece(trust_in_stories(rest), folds[at]):.3f}")
        shares |= trust_in_stories(one for fold in folds for one in fold)
        if options.write:
            (MODELS / "events_trust.json").write_text(json.dumps(shares, indent=1) + "\n", encoding="utf-8")
    if options.write:
        _write(fitted, heat)
    return 0


def _write(fitted: Fitted, heat: float) -> None:
    names = sorted(fitted.index, key=lambda name: checksum(name))
    strong = [name for name in names if np.abs(fitted.weights[fitted.index[name]]).max() > 0.02]
    np.savez_compressed(
        MODELS / "events_pair.npz",
        version=np.array(VERSION),
        keys=np.array([checksum(name) for name in strong], dtype=np.uint32),
        weights=fitted.weights[[fitted.index[name] for name in strong]].astype(np.float16),
        bias=fitted.bias.astype(np.float32),
        heat=np.array(heat),
    )
    print(f"written: {len(strong)} features")


if __name__ == "__main__":
    sys.exit(main())
