"""Where a named place is, against labelled places (``bench/gold/place_labels.tsv``): free documents and own sentences.

Each row marks one place in one text; ours counts where its span overlaps the mark. Printed: the share found, and of all
and of those found the share with the right country and within 50 km. Without ``--gold DIR`` only our own are scored.

The rows are parted in halves by their document's name (``half_of``): errors are read in the development half alone,
which is all that ``--show`` prints.
"""

from __future__ import annotations

import argparse
import hashlib
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


def half_of(document: str) -> str:
    """Which half a document's rows are in: by the first byte of the SHA-256 of its name, odd for development."""
    return "development" if hashlib.sha256(document.encode()).digest()[0] % 2 else "test"


def read_rows() -> dict[str, list[list[str]]]:
    """The labelled places by document."""
    rows: dict[str, list[list[str]]] = defaultdict(list)
    for line in (GOLD / "place_labels.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        cells = line.split("\t")
        rows[cells[1]].append(cells)
    return rows


def score(text: str, cells: list[str], places: tuple[Place, ...]) -> tuple[Counter[str], str]:
    """What one row counts for, and what to say of it where it is not right."""
    _, document, start, end, country, lat, lon = cells
    met = next((one for one in places if one.span.start < int(end) and int(start) < one.span.end), None)
    words = text[max(0, int(start) - 60) : int(start)] + f"[{text[int(start) : int(end)]}]" + text[int(end) :][:60]
    counts = Counter({"gold": 1, "point gold": bool(lat)})
    if met is None:
        return counts, f"not found: {document} {words!r} {country}"
    far = distance(float(lat), float(lon), met) if lat else 0.0
    right, near = (met.country or "INT") == country, bool(lat) and far <= NEAR
    counts.update({"found": 1, "point found": bool(lat), "country": right, "near": near})
    wrong = not right or (bool(lat) and not near)
    return counts, f"wrong: {document} {words!r} {country} | {met.label}, {met.admin} ({far:.0f} km)" if wrong else ""


def shares(counts: Counter[str]) -> dict[str, float]:
    found = {
        "found share": counts["found"] / max(counts["gold"], 1),
        "country right, of found": counts["country"] / max(counts["found"], 1),
        "within 50 km, of found": counts["near"] / max(counts["point found"], 1),
        "country right, of all": counts["country"] / max(counts["gold"], 1),
        "within 50 km, of all": counts["near"] / max(counts["point gold"], 1),
    }
    return {**counts, **{name: round(value, 3) for name, value in found.items()}}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--show", action="store_true", help="print the development half's errors")
    options = parser.parse_args()
    known = {**own_texts(), **texts(options.gold)}
    if options.gold is None or not options.gold.is_dir():
        print("SKIPPED: the documents of the data folder (no --gold DIR); only our own sentences are scored")
    halves: dict[str, Counter[str]] = {"development": Counter(), "test": Counter()}
    for document, rows in read_rows().items():
        if document not in known:
            continue
        places = read(Story(document, known[document], ""))
        for cells in rows:
            counts, words = score(known[document], cells, places)
            halves[half_of(document)] += counts
            if options.show and words and half_of(document) == "development":
                print(words)
    report = {name: shares(counts) for name, counts in halves.items()}
    report["all"] = shares(halves["development"] + halves["test"])
    for name, figures in report.items():
        print(name, *(f"  {key}: {value}" for key, value in figures.items()), sep="\n")
    if options.json is not None:
        options.json.write_text(json.dumps(report, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
