"""Fits models/climatology.json: the priors of a dyad's rate, by PLOVER type and mode, from ICEWS14 and ICEWS18.

python bench/fit_climatology.py --gold DIR [--write]

Reference class: ordered pairs of countries (unordered for what both sides do together) between which the record holds
at least one event of any kind before the day of asking. Questions are asked weekly after 90 days, for 7, 30 and 90 days
ahead. Prints, for each key, the fit on both years and the log loss of the fit on one year on the other year.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import defaultdict
from functools import cache
from pathlib import Path

import numpy as np

from backchannel.ledger.imports.icews import HOST, cameo_codes
from backchannel.ledger.imports.names import find_country
from backchannel.ledger.parties import actors_by_name, fold_name
from backchannel.ontology import TYPES, load_actors
from backchannel.prediction.climatology import FORMAT, NAME, Prior
from backchannel.prediction.fitting import fit_prior
from backchannel.prediction.questions import DIRECTED_MODES, RECIPROCAL

SETS = ("ICEWS14", "ICEWS18")
HORIZONS = (7, 30, 90)
BURN_IN, WEEK = 90, 7
FEWEST = 150  # events of a type and mode, both years together, below which it gets no prior of its own
MODEL = Path(__file__).parent.parent / "src/backchannel/models" / f"{NAME}.json"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--write", action="store_true", help="write the model file")
    args = parser.parse_args()
    if not all((args.gold / "forecast" / name).is_dir() for name in SETS):
        print(f"SKIPPED: {args.gold}/forecast has no {' and '.join(SETS)}")
        return 0
    codes = read_codes(args.gold / "events/tables/CAMEO_codefile.txt")
    years = [read_set(args.gold / "forecast" / name, codes) for name in SETS]
    priors: dict[str, dict[str, float]] = {}
    for key in sorted({key for events, _, _ in years for key in events}):
        if sum(len(events[key]) for events, _, _ in years) < (1 if key in TYPES else FEWEST):
            continue
        cases = [ask_year(key, *year) for year in years]
        both = fit_prior(*np.concatenate(cases, axis=1))
        priors[key] = {"a": float(f"{both.a:.4g}"), "b": float(f"{both.b:.4g}")}
        crossed = [score(fit_prior(*cases[0]), cases[1]), score(fit_prior(*cases[1]), cases[0])]
        flat = [score_flat(cases[0], cases[1]), score_flat(cases[1], cases[0])]
        print(
            f"{key:24} a {both.a:.4f} b {both.b:8.1f} d  base 30 d {both.probability(30):.4f}  log loss 14→18 "
            f"{crossed[0]:.5f} (flat {flat[0]:.5f})  18→14 {crossed[1]:.5f} (flat {flat[1]:.5f})"
        )
    if args.write:
        MODEL.write_text(json.dumps({"model": NAME, "format": FORMAT, "priors": priors}, indent=1) + "\n")
        print(f"wrote {MODEL}", file=sys.stderr)
    return 0


def read_codes(path: Path) -> dict[str, str]:
    """ICEWS's label of a CAMEO code, folded -> the code; a label of two codes goes to CAMEO's own."""
    labels: dict[str, str] = {}
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    for kind in ("LABEL:", "LABELi:"):
        for line in lines:
            match = re.match(rf"{kind}\s*(\d{{3,4}})\s*=\s*(.*)", line)
            if match:
                labels.setdefault(fold_name(match[2]), match[1])
    return labels


def read_set(folder: Path, codes: dict[str, str]) -> tuple[dict[str, set], dict[tuple[str, str], int], int]:
    """Distinct (actor, recipient, day) by key, the first day of each unordered pair of countries, and the days."""
    entities = read_ids(folder / "entity2id.txt")
    relations = read_ids(folder / "relation2id.txt")
    rows = np.concatenate([np.loadtxt(folder / f"{part}.txt", dtype=int, usecols=(0, 1, 2, 3)) for part in PARTS])
    if (rows[:, 3] % 24 == 0).all():
        rows[:, 3] //= 24
    events: dict[str, set] = defaultdict(set)
    first: dict[tuple[str, str], int] = {}
    missed: dict[str, int] = defaultdict(int)
    for subject, relation, target, day in rows.tolist():
        a, b = place(entities[subject]), place(entities[target])
        if a is None or b is None or a == b:
            continue
        pair = (min(a, b), max(a, b))
        first[pair] = min(first.get(pair, day), day)
        code = codes.get(fold_name(relations[relation]), "")
        if code not in cameo_codes():
            missed[relations[relation]] += 1
            continue
        for key, sides in keys_of(code, a, b):
            events[key].add((*sides, day))
    largest = sorted(missed.items(), key=lambda item: -item[1])[:6]
    print(
        f"{folder.name}: {len(rows)} rows, {len(first)} pairs of countries; no PLOVER type: {largest}", file=sys.stderr
    )
    return events, first, int(rows[:, 3].max()) + 1


PARTS = ("train", "valid", "test")


def read_ids(path: Path) -> dict[int, str]:
    pairs = (line.rsplit("\t", 1) for line in path.read_text(encoding="utf-8").splitlines())
    return {int(number): name.replace("_", " ") for name, number in pairs}


@cache
def place(name: str) -> str | None:
    """The country an entity of ICEWS counts for: its own name, the one in brackets, or that of a known person."""
    bracket = re.search(r"\(([^()]+)\)$", name)
    found = find_country(bracket[1] if bracket else name)
    if found is None and bracket is None:
        countries = {load_actors()[ref].country for ref in actors_by_name().get(fold_name(name), ())}
        found = countries.pop() if len(countries) == 1 else None
    return found


def keys_of(code: str, a: str, b: str) -> list[tuple[str, tuple[str, str]]]:
    """The keys a coded event counts for, each with its sides (in order of name where both do it together)."""
    type, mode, _ = cameo_codes()[code]
    if code == HOST:
        a, b = b, a
    together = (min(a, b), max(a, b))
    keys = [(type, together if type in RECIPROCAL else (a, b))]
    if mode is not None:
        directed = type not in RECIPROCAL or mode in DIRECTED_MODES
        keys.append((f"{type}/{mode}", (a, b) if directed else together))
    if type == "CONSULT" and mode != "phone":
        keys.append(("CONSULT/meet", together))
    return keys


def ask_year(key: str, events: dict[str, set], first: dict[tuple[str, str], int], days: int) -> np.ndarray:
    """Questions of one year: days of record, events in them, horizon, outcome; a row each, a column a question."""
    type, _, mode = key.partition("/")
    directed = type not in RECIPROCAL or mode in DIRECTED_MODES
    record: dict[tuple[str, str], list[int]] = defaultdict(list)
    for a, b, day in events[key]:
        record[a, b].append(day)
    rows = []
    for pair, start in first.items():
        for sides in (pair, pair[::-1]) if directed else (pair,):
            seen = np.sort(np.array(record.get(sides, []), dtype=int))
            for horizon in HORIZONS:
                issued = np.arange(BURN_IN, days - horizon, WEEK)
                issued = issued[issued >= start]
                n = np.searchsorted(seen, issued, "right")
                came = np.searchsorted(seen, issued + horizon, "right") > n
                rows.append(np.stack([issued + 1, n, np.full_like(issued, horizon), came.astype(int)]))
    return np.concatenate(rows, axis=1)


def score(prior: Prior, cases: np.ndarray) -> float:
    """Mean log loss of a prior's probabilities."""
    days, events, horizon, outcome = cases.astype(float)
    rate = horizon * (events + prior.a) / (days + prior.b)
    return float(np.where(outcome > 0, -np.log(-np.expm1(-rate)), rate).mean())


def score_flat(fitted: np.ndarray, cases: np.ndarray) -> float:
    """Mean log loss of one rate for all pairs, taken from the other year."""
    rate = np.empty(cases.shape[1])
    for horizon in HORIZONS:
        mean = max(fitted[3][fitted[2] == horizon].mean(), 1e-9)
        rate[cases[2] == horizon] = -np.log1p(-mean)
    return float(np.where(cases[3] > 0, -np.log(-np.expm1(-rate)), rate).mean())


if __name__ == "__main__":
    sys.exit(main())
