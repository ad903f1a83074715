"""Are the sides of events there as actors: the parties of our own gold of events, met by a mention with the same head.

``bench/gold/events_labels.tsv`` names each event's actors and recipients as spans. A span counts as covered where a
mention's head, by the parse, is the span's head; it is a ``name`` where the head is a proper noun, else ``unnamed``.
``mentions`` and ``unnamed actors`` a hundred words tell what that costs in clutter; ``--show`` lists what is missing.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

for _variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(_variable, "1")

from backchannel.coding.mentions import find_actors
from backchannel.coding.sentences import find_sentences, parse_story
from backchannel.grounding.actors import find_names
from backchannel.grounding.days import StoryClock, find_times
from backchannel.ontology import load_actors
from backchannel.records import Actor
from events_documents import HERE, Text, read_documents, read_stories
from events_own import Gold, read_gold

if TYPE_CHECKING:
    from spacy.tokens import Doc


def score(text: Text, gold: list[Gold], counts: Counter[str]) -> list[str]:
    """Adds one text's figures to the counts; returns the spans that no mention meets, a line each."""
    doc, actors = _read(text)
    met = {
        doc_head: actor
        for actor in actors
        for one in actor.mentions
        if (doc_head := head_of(doc, one.span.start, one.span.end)) is not None
    }
    counts["words"] += sum(token.is_alpha for token in doc)
    counts["mentions"] += sum(len(actor.mentions) for actor in actors)
    counts["unnamed actors"] += sum(
        actor.ref is None and all(one.how in ("description", "group") for one in actor.mentions) for actor in actors
    )
    missed = []
    for start, end in dict.fromkeys(span for row in gold for span in row.parties):
        head = head_of(doc, start, end)
        if head is None:
            continue
        kind = "name" if doc[head].pos_ == "PROPN" else "pronoun" if doc[head].pos_ == "PRON" else "unnamed"
        counts[f"{kind} gold"] += 1
        counts[f"{kind} covered"] += head in met
        if head not in met:
            sentence = doc[head].sent.text.replace("\n", " ")
            missed.append(f"{text.document} {kind} «{text.story.text[start:end]}» | {sentence}")
    return missed


def _read(text: Text) -> tuple[Doc, tuple[Actor, ...]]:
    doc = parse_story(text.story)
    sentences, table = find_sentences(text.story, doc), load_actors()
    clock = StoryClock(text.story, doc, sentences, find_times(text.story, doc, sentences))
    names = find_names(text.story, table)
    return doc, find_actors(text.story, doc, sentences, names, table, day_at=clock.tense_day)


def head_of(doc: Doc, start: int, end: int) -> int | None:
    """The token that heads a span of characters, None where it holds no token."""
    span = doc.char_span(start, end, alignment_mode="contract")
    return None if span is None else span.root.i


def figures(counts: Counter[str]) -> dict[str, float | int]:
    """Shares of spans covered by kind, and actors a hundred words."""
    found: dict[str, float | int] = {}
    for kind in ("name", "unnamed", "pronoun"):
        found[f"{kind}_spans"] = counts[f"{kind} gold"]
        found[f"{kind}_covered"] = round(counts[f"{kind} covered"] / max(counts[f"{kind} gold"], 1), 3)
    spans, covered = (
        sum(counts[f"{kind} {what}"] for kind in ("name", "unnamed", "pronoun")) for what in ("gold", "covered")
    )
    found["covered"] = round(covered / max(spans, 1), 3)
    for what in ("mentions", "unnamed actors"):
        found[f"{what.replace(' ', '_')}_per_100_words"] = round(100 * counts[what] / max(counts["words"], 1), 2)
    return found


def main() -> int:
    """Print the figures of one half, or of both."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, default=Path("../shared/gold"))
    parser.add_argument("--half", choices=("dev", "test"))
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    rows: dict[str, list[Gold]] = {}
    for row in read_gold(HERE / "events_labels.tsv"):
        rows.setdefault(row.document, []).append(row)
    texts = list(read_stories())
    if options.gold.is_dir():
        texts += read_documents(options.gold)
    else:
        print(f"SKIPPED: free documents: no {options.gold}", file=sys.stderr)
    report: dict[str, dict[str, float | int]] = {}
    for half in ("dev", "test"):
        if options.half not in (None, half):
            continue
        counts: Counter[str] = Counter()
        missed: list[str] = []
        for text in texts:
            if text.half == half:
                numbers = {number for number, _, _ in text.sentences}
                here = [row for row in rows.get(text.document, []) if row.sentence in numbers]
                missed += score(text, here, counts)
        report[half] = figures(counts)
        print(half, json.dumps(report[half], indent=1))
        if options.show and half == "dev":
            print("\n".join(missed))
    if options.json is not None:
        options.json.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
