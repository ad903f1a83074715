"""How fast known names are found: MB of text a second, the search alone and all of ``find_names``, best of five.

The table is ours, filled up with made-up people to ``ALIASES`` spellings; the texts are those of ``--gold DIR``, whole
news stories (MEANTIME) apart from single sentences and bulletins dense with names. Figures are of one process's time.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from backchannel.grounding import actors as names
from backchannel.ontology import load_actors
from backchannel.ontology.actors import ActorTable, KnownActor
from backchannel.records import Story
from who_documents import texts

ALIASES = 100_000
SYLLABLES = "ba ke li mo nu ra se ti vo za dor fen gal hir jun kas lem nor pel quin rus sol tam und vel wex".split()


def filled(table: ActorTable) -> ActorTable:
    """Our table with as many made-up people as bring its spellings to ALIASES."""
    chance = random.Random(7)
    made = []
    for number in range((ALIASES - len(names._index(table).entries)) // 2):  # each is written in capitals as well
        first, last = ("".join(chance.choices(SYLLABLES, k=3)).capitalize() for _ in range(2))
        made.append(KnownActor(f"made-{number}", f"{first} {last}", "person"))
    return ActorTable([*table.actors.values(), *made], table.aliases)


def best(run: Callable[[], Any]) -> float:
    found = []
    for _ in range(5):
        start = time.process_time()
        run()
        found.append(time.process_time() - start)
    return min(found)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    known = texts(options.gold)
    if not known:
        print("SKIPPED: the documents of the data folder (no --gold DIR)")
        return
    table = filled(load_actors())
    matcher = names._index(table).matcher
    report: dict[str, float] = {"aliases": len(names._index(table).entries)}
    for label, prefix in (("news stories", "meantime"), ("all texts", "")):
        stories = [Story(name, text, "") for name, text in sorted(known.items()) if name.startswith(prefix)]
        size = sum(len(story.text) for story in stories) / 1e6
        count = sum(len(names.find_names(story, table)) for story in stories)
        report[f"{label}: MB"] = round(size, 3)
        report[f"{label}: characters a name"] = round(size * 1e6 / count, 1)
        search = best(lambda: [matcher.find_matches_as_indexes(one.text, overlapping=True) for one in stories])  # noqa: B023
        whole = best(lambda: [names.find_names(one, table) for one in stories])  # noqa: B023
        report[f"{label}: search alone, MB/s"] = round(size / search, 1)
        report[f"{label}: find_names, MB/s"] = round(size / whole, 1)
    for name, value in report.items():
        print(f"{name}: {value}")
    if options.json is not None:
        options.json.write_text(json.dumps(report, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
