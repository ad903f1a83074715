"""Events against public gold: marked pairs (plv_dev, own_sentences), plover_gsr by field, re3d's talks.

``--gold DIR`` reads what is there of ``events/plv_dev``, ``events/own_sentences``, ``events/plover_gsr`` and
``events/re3d``. Pair given: the marked spans are the sides, coded by rules alone, by the linear head alone,
and by both as ``code_pair`` does. End to end: what the rules code between the two, counted against the gold root.
Fields of plover_gsr and re3d's dyads are measured on the whole line, with the actors it finds itself.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

for _variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(_variable, "1")

from backchannel.coding.events import PairCoding, code_pair_in
from backchannel.coding.events.pair import ACTOR, code_marked
from backchannel.coding.events.pair_features import find_pair_features
from backchannel.coding.events.pair_linear import load_linear_head
from backchannel.coding.events.roots import root_of
from backchannel.coding.sentences import parse_story
from backchannel.pipeline import read_story
from backchannel.records import Event, Reading, Span, Story
from events_sets import RENAMED, Marked, half_of, read_gsr, read_own, read_plv, read_re3d

__all__ = ["Marked", "read_own", "read_plv"]


def code_row(row: Marked) -> tuple[tuple[Event, ...], str, PairCoding]:
    """What the rules find between the sides, the head's likeliest root, and both together."""
    story = Story("bench", row.text, "-")
    doc = parse_story(story)
    one, other = (Span("bench", *span) for span in (row.source, row.target))
    events = code_marked(story, doc, (), one, other)
    spans = [doc.char_span(span.start, span.end, alignment_mode="expand") for span in (one, other)]
    coded = [name for event in events for name in (event.because.split(" · ")[0], root_of(event))]
    chances = load_linear_head().chances(find_pair_features(doc, spans[0], spans[1], coded))
    likeliest = max((root for root in chances if root != "NONE"), key=lambda root: chances[root])
    return events, likeliest, code_pair_in(story, doc, (), one, other)


def same_root(found: str, gold: str) -> bool:
    """Whether roots agree; plv_dev has CONCEDE and RETREAT as one, YIELD."""
    return found == gold or (gold == "YIELD" and found in ("CONCEDE", "RETREAT"))


def score_pairs(rows: Iterable[Marked]) -> dict[str, float]:
    """Coverage and accuracy, pair given, three ways; end-to-end figures of the rules and of rules with head."""
    counts: Counter[str] = Counter()
    for row in rows:
        events, likeliest, both = code_row(row)
        right = any(same_root(root_of(event), row.root) for event in events)
        joined = max((root for root in both.chances if root != "NONE"), key=lambda root: both.chances[root])
        met = both.event is not None and same_root(root_of(both.event), row.root)
        counts.update(rows=1, covered=bool(events), right=right, coded=len(events))
        counts.update(head=same_root(likeliest, row.root), both=same_root(joined, row.root))
        counts.update(silent_broken=both.event is not None, met=met, mine=sum(e.actors == (ACTOR,) for e in events))
    n = max(1, counts["rows"])
    return {
        "rows": counts["rows"],
        "coverage": counts["covered"] / n,
        "accuracy_where_coded": counts["right"] / max(1, counts["covered"]),
        "accuracy_head": counts["head"] / n,
        "accuracy_rules_and_head": counts["both"] / n,
        "precision": counts["right"] / max(1, counts["coded"]),
        "recall": counts["right"] / n,
        "f1": 2 * counts["right"] / max(1, counts["rows"] + counts["coded"]),
        "extra_per_gold": (counts["coded"] - counts["right"]) / n,
        "f1_code_pair": 2 * counts["met"] / max(1, counts["rows"] + counts["silent_broken"]),
        "precision_code_pair": counts["met"] / max(1, counts["silent_broken"]),
    }


def score_own(rows: Iterable[Marked]) -> dict[str, float]:
    """Type precision, status accuracy where the type is right, precision of «happened»; rules alone."""
    counts: Counter[str] = Counter()
    for row in rows:
        events, _, _ = code_row(row)
        right = [event for event in events if event.type == row.type]
        done = [event for event in right if event.status == "happened"]
        counts.update(rows=1, covered=bool(events), right=bool(right))
        counts.update(folded=any(root_of(event) == row.root for event in events))
        counts.update(status=any(event.status == row.status for event in right), happened=bool(done))
        counts.update(truly=bool(done) and row.status in ("happened", "ongoing"))
    n = max(1, counts["rows"])
    return {
        "rows": counts["rows"],
        "coverage": counts["covered"] / n,
        "type_precision": counts["right"] / max(1, counts["covered"]),
        "root_precision": counts["folded"] / max(1, counts["covered"]),
        "status_accuracy": counts["status"] / max(1, counts["right"]),
        "happened_precision": counts["truly"] / max(1, counts["happened"]),
        "happened_coded": counts["happened"],
    }


def score_gsr(path: Path) -> dict[str, float]:
    """The whole line on the records' texts: type found (status folded in), sides by words and by code."""
    counts: Counter[str] = Counter()
    for record, _ in read_gsr(path):
        reading = read_story(Story(record["id"], record["text"], "-"))
        wanted = RENAMED.get(record["event"], record["event"])
        hits = [event for event in reading.events if wanted in (event.type, root_of(event))]
        sides = _gsr_sides(record)
        best = max((_match_sides(reading, event, sides) for event in hits), default=(0, 0, 0, 0))
        counts.update(rows=1, any=bool(reading.events), found=len(reading.events), type=bool(hits))
        names = ("source", "target", "source_code", "target_code")
        counts.update({name: int(value) for name, value in zip(names, best, strict=True)})
        counts.update(has_target=bool(sides[1]), pair=bool(hits) and bool(best[0]) and (bool(best[1]) or not sides[1]))
    n, typed = max(1, counts["rows"]), max(1, counts["type"])
    return {
        "rows": counts["rows"],
        "any_event": counts["any"] / n,
        "type_recall": counts["type"] / n,
        "type_precision": counts["type"] / max(1, counts["found"]),
        "source_where_type_right": counts["source"] / typed,
        "target_where_type_right": counts["target"] / typed,
        "source_code_where_type_right": counts["source_code"] / typed,
        "target_code_where_type_right": counts["target_code"] / typed,
        "type_and_sides": counts["pair"] / n,
    }


def _gsr_sides(record: dict[str, Any]) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    sources, targets = (record.get(side) or [] for side in ("source", "target"))
    return tuple([one for one in side if isinstance(one, dict)] for side in (sources, targets))  # type: ignore[return-value]


def _match_sides(
    reading: Reading, event: Event, sides: tuple[list[dict[str, str]], list[dict[str, str]]]
) -> tuple[int, int, int, int]:
    """Whether a gold actor and a gold target are among the event's sides, by words and by code (1 or 0 each)."""
    found = [(*event.actors, *(() if sides[1] else event.recipients)), event.recipients]
    if event.type == "CONSULT":
        found = [(*event.actors, *event.recipients)] * 2
    words, codes = [], []
    for ids, gold in zip(found, sides, strict=True):
        actors = [reading.actor(id) for id in ids]
        texts = {word for actor in actors for m in actor.mentions for word in m.span.of(reading.story).lower().split()}
        words.append(int(any(set(item["actorText"].lower().split()) & texts for item in gold)))
        held = {code for actor in actors for code in (actor.country, actor.sector, actor.ref) if code}
        codes.append(int(any((item.get("code") or "?").replace("JAP", "JPN") in held for item in gold)))
    return words[0], words[1], codes[0], codes[1]


def score_re3d(folder: Path) -> dict[str, float]:
    """Talks between two sides (CommWith), spans given: CONSULT against pairs with no relation."""
    counts: Counter[str] = Counter()
    for row in read_re3d(folder):
        if row.root == "ASSAULT":
            continue
        events, _, _ = code_row(row)
        consult = any(event.type == "CONSULT" for event in events)
        counts.update(gold=row.root == "CONSULT", found=consult, right=consult and row.root == "CONSULT")
    return {
        "gold": counts["gold"],
        "precision": counts["right"] / max(1, counts["found"]),
        "recall": counts["right"] / max(1, counts["gold"]),
        "f1": 2 * counts["right"] / max(1, counts["gold"] + counts["found"]),
    }


def score_plv(path: Path) -> dict[str, float]:
    """Both halves of plv_dev and the whole; error classes were read on the half "dev"."""
    rows = list(read_plv(path))
    whole = score_pairs(rows)
    parts = {half: score_pairs(row for row in rows if half_of(row.group) == half) for half in ("dev", "test")}
    return whole | {f"{half}_{name}": parts[half][name] for half in parts for name in ("precision", "recall", "f1")}


def sets_of(gold: Path) -> Iterator[tuple[str, Path, Callable[[Path], dict[str, float]]]]:
    """Name, place and scorer of each set."""
    folder = gold / "events"
    yield "plv_dev", folder / "plv_dev/PLV_dev.tsv", score_plv
    yield "own_sentences", folder / "own_sentences/own_sentences.tsv", lambda path: score_own(read_own(path))
    yield "re3d_commwith", folder / "re3d", score_re3d
    yield "plover_gsr", folder / "plover_gsr/PLOVER_GSR_CAMEO.txt", score_gsr


def main() -> int:
    """Print and write the figures; say loudly what data is missing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, default=Path("../shared/gold"))
    parser.add_argument("--only", help="one of the sets")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    results: dict[str, dict[str, float]] = {}
    for name, path, score in sets_of(options.gold):
        if options.only not in (None, name):
            continue
        if not path.exists():
            print(f"SKIPPED: {name}: no {path}", file=sys.stderr)
            continue
        results[name] = score(path)
        print(name, " ".join(f"{key}={value:.3f}" for key, value in results[name].items()))
    if options.json:
        options.json.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
