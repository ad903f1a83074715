"""The question benchmark: will A do X to B within H days? Scores the dyad's shrunk climatology.

python bench/questions.py --gold DIR [--json FILE] [--predictions FILE]

DIR holds train.txt, valid.txt, test.txt, entity2id.txt and relation2id.txt of ICEWS14 or ICEWS18 (subject, relation,
object, day). Issue dates are weekly after 90 days of burn-in; an ordered dyad is asked about when it had an event of
any kind, either way, in the last 30 days and five in all. The prior is fitted on windows that close before the first of
the last nine issue dates, which are the test.
"""

from __future__ import annotations

import argparse
import csv
import json
import resource
import sys
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from backchannel.prediction.climatology import Prior
from backchannel.prediction.fitting import fit_prior

FILES = ("train.txt", "valid.txt", "test.txt", "entity2id.txt", "relation2id.txt")
OUTCOMES = {
    "visit": ("Make a visit",),
    "third_place": ("Meet at a 'third' location",),
    "negotiation": ("Engage in negotiation",),
    "any": ("Make a visit", "Host a visit", "Meet at a 'third' location", "Engage in negotiation"),
}
HORIZONS = (7, 30)
BURN_IN, WEEK, TEST_DATES = 90, 7, 9
RECENT, FEWEST = 30, 5  # a dyad is asked about with an event in the last 30 days and five in all
BINS, HIGH, DRAWS = 15, 0.2, 1000


@dataclass(frozen=True)
class Events:
    """Distinct events (subject, relation, object, day) without self-loops, and the names."""

    rows: np.ndarray
    entities: dict[int, str]
    relations: dict[str, int]
    last: int


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--predictions", type=Path)
    args = parser.parse_args()
    missing = [name for name in FILES if not (args.gold / name).is_file()]
    if missing:
        print(f"SKIPPED: {args.gold} lacks {', '.join(missing)} (ICEWS14 or ICEWS18 as laid out for link prediction)")
        return 0
    began = time.perf_counter()
    events = read_events(args.gold)
    active = days_by_dyad(events.rows, both_ways=True)
    cells, answers = [], []
    print("set       H outcome           n    base    Brier  logloss   AUC    ECE")
    for horizon in HORIZONS:
        questions = list_questions(active, horizon, events.last)
        for outcome in OUTCOMES:
            cell, rows = run_cell(events, questions, outcome, horizon)
            cells.append(cell)
            answers += rows
            print(
                f"{args.gold.name} {horizon:3} {outcome:12} {cell['n']:8} {cell['base_rate']:.4f} {cell['brier']:.5f} "
                f"{cell['log_loss']:.5f} {cell['auc']:.3f} {cell['ece']:.4f}"
            )
    report = {
        "set": args.gold.name,
        "fit_seconds": round(time.perf_counter() - began, 2),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
        "cells": cells,
    }
    if args.json:
        args.json.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    if args.predictions:
        with args.predictions.open("w", encoding="utf-8", newline="") as out:
            table = csv.writer(out)
            table.writerow("issue_day actor recipient outcome horizon probability climatology".split())
            table.writerows(answers)
    return 0


def read_events(folder: Path) -> Events:
    rows = np.concatenate([np.loadtxt(folder / name, dtype=np.int64, usecols=(0, 1, 2, 3)) for name in FILES[:3]])
    if (rows[:, 3] % 24 == 0).all():
        rows[:, 3] //= 24
    rows = np.unique(rows[rows[:, 0] != rows[:, 2]], axis=0)
    relations = {name.replace("_", " "): number for number, name in read_ids(folder / "relation2id.txt").items()}
    return Events(rows, read_ids(folder / "entity2id.txt"), relations, int(rows[:, 3].max()))


def read_ids(path: Path) -> dict[int, str]:
    pairs = (line.rsplit("\t", 1) for line in path.read_text(encoding="utf-8").splitlines())
    return {int(number): name for name, number in pairs}


def days_by_dyad(rows: np.ndarray, *, both_ways: bool) -> dict[tuple[int, int], np.ndarray]:
    """The days of these events for each ordered dyad, sorted; each event under both orders if ``both_ways``."""
    found: dict[tuple[int, int], list[int]] = defaultdict(list)
    for subject, _, target, day in rows.tolist():
        found[subject, target].append(day)
        if both_ways:
            found[target, subject].append(day)
    return {dyad: np.sort(np.array(days)) for dyad, days in found.items()}


def list_questions(active: dict[tuple[int, int], np.ndarray], horizon: int, last: int) -> np.ndarray:
    """(issue day, actor, recipient) of every question, by day."""
    issued = np.arange(BURN_IN, last - horizon + 1, WEEK)
    rows = []
    for (actor, recipient), days in active.items():
        if len(days) < FEWEST:
            continue
        known = np.searchsorted(days, issued, "right")
        lively = (known >= FEWEST) & (days[np.maximum(known, 1) - 1] > issued - RECENT)
        rows += [(day, actor, recipient) for day in issued[lively].tolist()]
    return np.array(sorted(rows))


def run_cell(events: Events, questions: np.ndarray, outcome: str, horizon: int) -> tuple[dict, list[list]]:
    """One cell's scores, and a row for each test question."""
    numbers = [events.relations[name] for name in OUTCOMES[outcome]]
    record = days_by_dyad(events.rows[np.isin(events.rows[:, 1], numbers)], both_ways=outcome == "any")
    n, y = np.zeros(len(questions), dtype=int), np.zeros(len(questions), dtype=int)
    for at, (day, actor, recipient) in enumerate(questions.tolist()):
        days = record.get((actor, recipient))
        if days is not None:
            days = np.unique(days)
            n[at] = np.searchsorted(days, day, "right")
            y[at] = np.searchsorted(days, day + horizon, "right") > n[at]
    issued = questions[:, 0]
    first_test = np.unique(issued)[-TEST_DATES]
    train, test = issued + horizon < first_test, issued >= first_test
    span = np.full(len(questions), horizon)
    prior = fit_prior(issued[train] + 1, n[train], span[train], y[train])
    p = predict(prior, issued[test] + 1, n[test], horizon)
    cell = {"outcome": outcome, "horizon": horizon, **score(p, y[test], questions[test][:, 1:])}
    names = events.entities
    rows = [
        [day, names[actor], names[recipient], outcome, horizon, f"{value:.6f}", f"{value:.6f}"]
        for (day, actor, recipient), value in zip(questions[test].tolist(), p.tolist(), strict=True)
    ]
    return cell, rows


def predict(prior: Prior, days: np.ndarray, events: np.ndarray, horizon: int) -> np.ndarray:
    return -np.expm1(-horizon * (events + prior.a) / (days + prior.b))


def score(p: np.ndarray, y: np.ndarray, dyads: np.ndarray) -> dict:
    """Proper scores, discrimination and calibration. The model is the climatology itself so far: its skill is 0."""
    brier = float(((p - y) ** 2).mean())
    high = p >= HIGH
    return {
        "n": len(y),
        "base_rate": float(y.mean()),
        "brier": brier,
        "brier_climatology": brier,
        "bss": 0.0,
        "bss_low": 0.0,
        "bss_high": 0.0,
        "brier_interval": bootstrap(((p - y) ** 2), dyads),
        "log_loss": float(-np.where(y > 0, np.log(p), np.log1p(-p)).mean()),
        "auc": find_auc(p, y),
        "ece": find_ece(p, y, BINS),
        "ece_high": find_ece(p[high], y[high], 5) if high.any() else None,
    }


def find_auc(p: np.ndarray, y: np.ndarray) -> float:
    """Area under the ROC curve, ties by half."""
    _, place, times = np.unique(p, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(times) - (times - 1) / 2)[place]
    yes = int(y.sum())
    return float((ranks[y == 1].sum() - yes * (yes + 1) / 2) / (yes * (len(y) - yes)))


def find_ece(p: np.ndarray, y: np.ndarray, bins: int) -> float:
    """Expected calibration error over bins of equal mass."""
    parts = np.array_split(np.argsort(p, kind="stable"), bins)
    return float(sum(len(part) * abs(p[part].mean() - y[part].mean()) for part in parts if len(part)) / len(p))


def bootstrap(losses: np.ndarray, dyads: np.ndarray) -> list[float]:
    """The 95 % interval of the mean loss, dyads drawn with replacement (seeded)."""
    _, dyad = np.unique(dyads, axis=0, return_inverse=True)
    dyad = dyad.ravel()
    sums, sizes = np.bincount(dyad, losses), np.bincount(dyad)
    source = np.random.default_rng(7)
    means = []
    for _ in range(DRAWS):
        drawn = source.integers(0, len(sums), len(sums))
        means.append(sums[drawn].sum() / sizes[drawn].sum())
    return [float(value) for value in np.percentile(means, [2.5, 97.5])]


if __name__ == "__main__":
    sys.exit(main())
