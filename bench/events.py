"""Events between a given pair of spans: coverage, root accuracy, and end-to-end precision, recall and F1.

``--gold DIR`` needs ``events/plv_dev/PLV_dev.tsv`` (gold roots after Lefebvre & Stoehr 2023) and reads
``events/own_sentences`` where it is there. The marked spans stand in as the story's only actors; what is coded between
the two is compared with the gold root. A planned or possible friendly act counts as the root AGREE, a hostile one as
THREATEN, a refused or denied friendly one as REJECT, as the PLOVER manual has it for coders (promised
concessions: its table of CAMEO codes, 035).
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

for _variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(_variable, "1")

from backchannel.coding.events import find_events
from backchannel.coding.sentences import find_sentences, parse_story
from backchannel.records import Actor, Event, Mention, Span, Story

FRIENDLY = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AID", "AGREE"})
HOSTILE = frozenset({"ASSAULT", "COERCE", "SANCTION", "MOBILIZE", "PROTEST"})
NOT_DONE = frozenset({"denied", "refused", "cancelled"})
AHEAD = frozenset({"planned", "possible", "hypothetical"})


@dataclass(frozen=True, slots=True)
class Marked:
    """A sentence with its pair's spans, and its gold."""

    text: str
    source: tuple[int, int]
    target: tuple[int, int]
    root: str
    type: str | None = None
    status: str | None = None


def parse_marks(marked: str) -> tuple[str, dict[str, list[int]]]:
    """The sentence without its <s> and <t> marks, and the span of each."""
    spans: dict[str, list[int]] = {}
    text = ""
    for part in re.split(r"(</?[st]>)", marked):
        if part in ("<s>", "<t>"):
            spans[part[1]] = [len(text)]
        elif part in ("</s>", "</t>"):
            spans.get(part[2], []).append(len(text))
        else:
            text += part
    return text, spans


def read_plv(path: Path) -> Iterator[Marked]:
    """The sentences of PLV_dev.tsv whose marks are whole."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            text, spans = parse_marks(row["marked_sentence"].strip('"').replace('""', '"'))
            if all(len(spans.get(side, [])) == 2 for side in "st"):
                yield Marked(text, tuple(spans["s"]), tuple(spans["t"]), row["gold_root"])  # type: ignore[arg-type]


def read_own(path: Path) -> Iterator[Marked]:
    """The sentences of own_sentences.tsv."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            text, spans = parse_marks(row["sentence"].replace('\\"', '"'))
            yield Marked(
                text,
                tuple(spans["s"]),  # type: ignore[arg-type]
                tuple(spans["t"]),  # type: ignore[arg-type]
                row["plover_root"],
                row["type"],
                row["status"],
            )


def code_marked(row: Marked) -> list[Event]:
    """The events coded between the two marked spans."""
    story = Story("bench", row.text, "-")
    doc = parse_story(story)
    actors = tuple(
        Actor(id, id, "group", None, "CVL", mentions=(Mention(Span("bench", *span), "name", False, "marked"),))
        for id, span in (("a1", row.source), ("a2", row.target))
    )
    events = find_events(story, doc, find_sentences(story, doc), actors, ())
    return [event for event in events if {*event.actors, *event.recipients} == {"a1", "a2"}]


def root_of(event: Event) -> str:
    """The PLOVER root a coder would give: status folded into the type, CONCEDE and RETREAT as YIELD."""
    if event.status in NOT_DONE and event.type in FRIENDLY | {"RETREAT", "CONCEDE", "REQUEST"}:
        return "REJECT"
    if event.status in AHEAD and event.type in FRIENDLY | {"RETREAT", "CONCEDE"}:
        return "AGREE"
    if event.status in AHEAD and event.type in HOSTILE:
        return "THREATEN"
    return "YIELD" if event.type in ("CONCEDE", "RETREAT") else event.type


def score_roots(rows: list[Marked]) -> dict[str, float]:
    """Coverage, accuracy where something is coded, and end-to-end figures."""
    counts: Counter[str] = Counter()
    for row in rows:
        events = code_marked(row)
        right = any(root_of(event) == row.root for event in events)
        counts.update({"rows": 1, "covered": bool(events), "right": right, "coded": len(events)})
    return {
        "rows": counts["rows"],
        "coverage": counts["covered"] / counts["rows"],
        "accuracy_where_coded": counts["right"] / max(1, counts["covered"]),
        "accuracy": counts["right"] / counts["rows"],
        "precision": counts["right"] / max(1, counts["coded"]),
        "f1": 2 * counts["right"] / max(1, counts["rows"] + counts["coded"]),
    }


def score_own(rows: list[Marked]) -> dict[str, float]:
    """Type precision, status accuracy where the type is right, precision of «happened»."""
    counts: Counter[str] = Counter()
    for row in rows:
        events = code_marked(row)
        right = [event for event in events if event.type == row.type]
        done = [event for event in right if event.status == "happened"]
        counts.update(
            {
                "rows": 1,
                "covered": bool(events),
                "right": bool(right),
                "status": any(event.status == row.status for event in right),
                "happened": bool(done),
                "truly": bool(done) and row.status in ("happened", "ongoing"),
            }
        )
    return {
        "rows": counts["rows"],
        "coverage": counts["covered"] / counts["rows"],
        "type_precision": counts["right"] / max(1, counts["covered"]),
        "status_accuracy": counts["status"] / max(1, counts["right"]),
        "happened_precision": counts["truly"] / max(1, counts["happened"]),
        "happened_coded": counts["happened"],
    }


def main() -> int:
    """Print and write the figures; say loudly what data is missing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, default=Path("../shared/gold"))
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    results: dict[str, dict[str, float]] = {}
    for name, path, read, score in (
        ("plv_dev", options.gold / "events/plv_dev/PLV_dev.tsv", read_plv, score_roots),
        ("own_sentences", options.gold / "events/own_sentences/own_sentences.tsv", read_own, score_own),
    ):
        if not path.exists():
            print(f"SKIPPED: {name}: no {path}", file=sys.stderr)
            continue
        results[name] = score(list(read(path)))
        print(name, " ".join(f"{key}={value:.3f}" for key, value in results[name].items()))
    if options.json:
        options.json.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
