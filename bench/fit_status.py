"""Fits the head that grades the certainty of an event, and says whether it would help the status.

    python bench/fit_status.py --gold DIR [--write]

Five small networks (``bench/status_net.py``) on FactBank and UW train (``status/unified``), MEANTIME's classes and the
sentences of ``events/own_sentences``; sentences that stand in a dev file are left out of the fit. Printed: r and mean
absolute error on the dev files, for the fit on everything and for the fit on freely licensed data alone (MEANTIME's
grades, own sentences); and the four classes on MEANTIME, one topic left out at a time. Seeded; about four minutes on
one core. ``--write`` puts the weights into the package.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

for _variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(_variable, "1")

import numpy as np

import backchannel.models
from backchannel.coding.events.lexicon import match_verb
from backchannel.coding.numbers import checksum
from backchannel.coding.sentences import parse_story
from backchannel.coding.status.features import VERSION, find_features
from backchannel.coding.status.head import CLASSES, WEIGHTS
from backchannel.coding.status.judge import judge_by_rules
from backchannel.records import Story
from events import read_own as read_pairs
from status_net import Example, Net, class_probabilities, fit_net
from status_sets import TO_CLASS, Marked, correlation, macro_f1, parse_sentences, read_grades, read_meantime

SEEDS = (0, 1, 2, 3, 4)
STRETCH = (1.2, -0.1)  # the mean of networks shrinks towards the middle; found on the last quarter of FactBank train
GRADED = ("factbank_v1", "uw", "meantime")
OWN_GRADES = {"happened": 3.0, "planned": 2.0, "possible": 0.0, "denied": -3.0}


def example_of(mark: Marked) -> Example:
    """A marked word as an example, what the rules say among its features."""
    convention = 1 if mark.group == "uw" else 0
    features = find_features(mark.token, judge_by_rules(mark.token))
    return Example(features, mark.grade, convention, mark.label, mark.group, mark.token.sent.text)


def read_sentences(path: Path) -> Iterator[Example]:
    """Own sentences with exactly one event verb, and their class."""
    for number, row in enumerate(read_pairs(path)):
        doc = parse_story(Story(f"own{number}", row.text, "-"))
        verbs = [token for token in doc if token.pos_ in ("VERB", "AUX") and match_verb(token) is not None]
        if len(verbs) == 1 and row.status in TO_CLASS:
            yield example_of(Marked(verbs[0], "own", None, TO_CLASS[row.status]))


def fit_all(examples: list[Example], seeds: tuple[int, ...] = SEEDS) -> list[Net]:
    """One network a seed."""
    return [fit_net(examples, seed) for seed in seeds]


def grades_of(nets: list[Net], examples: list[Example], convention: int = 0) -> list[float]:
    """The stretched mean of the networks' grades."""
    mean = sum(net.outputs(examples)[:, convention] for net in nets) / len(nets)
    return [float(grade) for grade in np.clip(3 * mean * STRETCH[0] + STRETCH[1], -3, 3)]


def score_grades(nets: list[Net], examples: list[Example], convention: int = 0) -> dict[str, float]:
    """Pearson's r and mean absolute error."""
    pairs = [
        (example.grade or 0.0, found)
        for example, found in zip(examples, grades_of(nets, examples, convention), strict=True)
    ]
    return {"r": correlation(pairs), "mae": sum(abs(gold - found) for gold, found in pairs) / len(pairs)}


def score_topics(marks: list[Marked], shared: list[Example]) -> dict[str, dict[str, float]]:
    """Four classes on MEANTIME, each topic judged by networks that have not seen it."""
    examples = [example_of(mark) for mark in marks]
    head, joined, rules = [], [], []
    for topic in sorted({example.group for example in examples}):
        nets = fit_all(shared + [example for example in examples if example.group != topic], SEEDS[:2])
        kept = [(mark, example) for mark, example in zip(marks, examples, strict=True) if example.group == topic]
        held = [example for _, example in kept]
        scores = sum(class_probabilities(net.outputs(held)) for net in nets)
        for (mark, _), row in zip(kept, scores, strict=True):
            judged = judge_by_rules(mark.token)
            found = CLASSES[int(np.argmax(row))]
            head.append((str(mark.label), found))
            rules.append((str(mark.label), "happened" if judged is None else TO_CLASS[judged.status]))
            joined.append((str(mark.label), found if judged is None else TO_CLASS[judged.status]))
    return {"rules": macro_f1(rules), "head": macro_f1(head), "rules_then_head": macro_f1(joined)}


def write_head(nets: list[Net], path: Path) -> None:
    """The networks side by side, as one, in half precision."""
    names = sorted({name for net in nets for name in net.rows}, key=checksum)
    size = sum(len(net.parts[1]) for net in nets)
    vectors, place = np.zeros((len(names), size), np.float16), 0
    for net in nets:
        width = len(net.parts[1])
        for row, name in enumerate(names):
            if name in net.rows:
                vectors[row, place : place + width] = net.parts[0][net.rows[name]]
        place += width
    arrays: dict[str, Any] = {
        "version": np.array(VERSION),
        "keys": np.array([checksum(name) for name in names], np.uint32),
        "vectors": vectors,
        "bias": np.concatenate([net.parts[1] for net in nets]),
        "out": np.concatenate([net.parts[2] / len(nets) for net in nets]),
        "out_bias": np.mean([net.parts[3] for net in nets], axis=0),
        "stretch": np.array(STRETCH, np.float64),
    }
    np.savez_compressed(path, allow_pickle=False, **arrays)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    gold: Path = arguments.gold
    unified = gold / "status" / "unified"
    if not unified.exists() or not (gold / "MEANTIME_en").exists():
        print(f"SKIPPED: {gold} has no status/unified and MEANTIME_en", file=sys.stderr)
        return 0
    parts = {
        (name, part): [
            example_of(mark) for mark in parse_sentences(read_grades(unified / name / f"{part}.conll", name))
        ]
        for name in GRADED
        for part in ("train", "dev")
    }
    held_out = {example.sentence for name in GRADED for example in parts[name, "dev"] if name != "uw"}
    own = list(read_sentences(gold / "events" / "own_sentences" / "own_sentences.tsv"))
    topics = list(parse_sentences(read_meantime(gold / "MEANTIME_en")))
    graded = [e for name in ("factbank_v1", "uw") for e in parts[name, "train"] if e.sentence not in held_out]
    free = [Example(e.features, OWN_GRADES[str(e.label)], 0, e.label, e.group, e.sentence) for e in own]
    free += parts["meantime", "train"]
    scores: dict[str, object] = {"examples": {"graded": len(graded), "own": len(own), "meantime": len(topics)}}
    nets = fit_all(graded + own + [example_of(mark) for mark in topics if mark.token.sent.text not in held_out])
    for title, fitted in (("everything", nets), ("free data alone", fit_all(free))):
        scores[title] = {name: score_grades(fitted, parts[name, "dev"]) for name in GRADED}
    seen_uw = {example.sentence for example in parts["uw", "dev"]}
    apart = fit_all([example for example in graded if example.sentence not in seen_uw])
    scores["uw in its own convention, its sentences left out"] = score_grades(apart, parts["uw", "dev"], 1)
    scores["classes on MEANTIME"] = score_topics(topics, graded + own)
    print(json.dumps(scores, indent=1))
    if arguments.write:
        write_head(nets, Path(str(backchannel.models.__path__[0])) / WEIGHTS)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
