"""Where a named place is, against labelled places (``bench/gold/place_labels.tsv``): free documents and own sentences.

Each row marks one place in one text; ours counts where its span overlaps the mark. Printed: the share found, and of all
and of those found the share with the right country and within 50 km. Without ``--gold DIR`` only our own are scored.
"""

from __future__ import annotations

import argparse
import json
import math
import re
from collections import Counter, defaultdict
from pathlib import Path

from backchannel.coding.mentions import find_actors
from backchannel.coding.sentences import find_sentences, parse_story
from backchannel.grounding.actors import find_names
from backchannel.grounding.places import find_places
from backchannel.ontology import load_actors
from backchannel.records import Place, Story
from who_documents import texts

GOLD = Path(__file__).parent / "gold"
NEAR = 50.0  # km
MARK = re.compile(r"\[\[(.+?)\]\]")


def own_texts() -> dict[str, str]:
    """Our own sentences by id; the marks are taken out."""
    lines = (GOLD / "place_sentences.txt").read_text(encoding="utf-8").splitlines()
    kept = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    return {f"own-{number}": MARK.sub(r"\1", line) for number, line in enumerate(kept, 1)}


def distance(lat: float, lon: float, place: Place) -> float:
    """Kilometres between two points on the globe; infinite where ours has no point."""
    if place.lat is None or place.lon is None:
        return math.inf
    a, b = math.radians(lat), math.radians(place.lat)
    step = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(place.lon - lon) / 2) ** 2
    return 6371 * 2 * math.asin(math.sqrt(step))


def read(story: Story) -> tuple[Place, ...]:
    doc, table = parse_story(story), load_actors()
    sentences, names = find_sentences(story, doc), find_names(story, table)
    actors = find_actors(story, doc, sentences, names, table, day_at=lambda _: story.published)
    return find_places(story, doc, sentences, names, actors)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    known = {**own_texts(), **texts(options.gold)}
    if options.gold is None or not options.gold.is_dir():
        print("SKIPPED: the documents of the data folder (no --gold DIR); only our own sentences are scored")
    rows: dict[str, list[list[str]]] = defaultdict(list)
    for line in (GOLD / "place_labels.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        cells = line.split("\t")
        rows[cells[1]].append(cells)
    counts: Counter[str] = Counter()
    for document, cells_of in rows.items():
        if document not in known:
            continue
        places = read(Story(document, known[document], ""))
        for _, _, start, end, country, lat, lon in cells_of:
            met = [one for one in places if one.span.start < int(end) and int(start) < one.span.end]
            counts["gold"] += 1
            counts["found"] += bool(met)
            right = bool(met) and (met[0].country or "INT") == country
            near = bool(met) and bool(lat) and distance(float(lat), float(lon), met[0]) <= NEAR
            counts["country"] += right
            counts["point gold"] += bool(lat)
            counts["point found"] += bool(lat) and bool(met)
            counts["near"] += near
            if options.show and met and not (right and near):
                far = distance(float(lat), float(lon), met[0]) if lat else -1
                print(document, known[document][int(start) : int(end)], country, "|", met[0].name, met[0].country, far)
            elif options.show and not met:
                words = known[document][max(0, int(start) - 40) : int(end) + 20].replace("\n", " ")
                print("not found:", document, words)
    report = {
        **counts,
        "found share": counts["found"] / max(counts["gold"], 1),
        "country right, of found": counts["country"] / max(counts["found"], 1),
        "within 50 km, of found": counts["near"] / max(counts["point found"], 1),
        "country right, of all": counts["country"] / max(counts["gold"], 1),
        "within 50 km, of all": counts["near"] / max(counts["point gold"], 1),
    }
    for name, value in report.items():
        print(f"{name}: {value:.3f}" if isinstance(value, float) else f"{name}: {value}")
    if options.json is not None:
        options.json.write_text(json.dumps(report, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
