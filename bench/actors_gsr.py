"""Country and sector of the actors in the PLOVER gold records (``events/plover_gsr`` under ``--gold``, CC BY-SA 4.0).

A gold actor counts as found where one of our mentions overlaps its words; where several overlap alike («Hungarian and
Romanian officials»), one of the gold's country is taken. The records' days are dummies, so no day is given. Printed:
the share of gold actors found, and of those the share with the gold's country and sector, international ones left out.
Slips of the gold (JAP for JPN) are set right; of a double sector (REBMOS) the first counts, stars are no sector.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from backchannel.pipeline import read_story
from backchannel.records import Actor, Story

SLIPS = {"JAP": "JPN", "ITL": "ITA", "ROM": "ROU", "GER": "DEU", "UK": "GBR", "KSV": "XKX"}
OLD_SECTORS = {"CIV": "CVL", "***": ""}  # CAMEO's code for civilians; stars stand for "none given"
INTERNATIONAL = frozenset({"IGO", "NGO", "UNO", "EUR", "MNC", "ISM", "IMG", "INT", "UIS", "EU"})


def actor_at(actors: tuple[Actor, ...], start: int, end: int, code: str) -> Actor | None:
    """The actor whose mention overlaps those characters most closely; of equals, one of that country."""
    found: list[tuple[int, bool, int, Actor]] = []
    for number, actor in enumerate(actors):
        for one in actor.mentions:
            shared = min(end, one.span.end) - max(start, one.span.start)
            if shared > 0:
                found.append((shared, actor.country == code, -number, actor))
    return max(found, key=lambda item: item[:3])[3] if found else None


def gold_actors(record: dict[str, Any]) -> list[dict[str, str]]:
    return [one for side in ("source", "target") for one in record.get(side) or [] if isinstance(one, dict)]


def count_record(record: dict[str, Any], counts: Counter[str], *, show: bool) -> None:
    """Adds up how many of the record's actors were found, and their countries and sectors right."""
    text = record["text"]
    actors = read_story(Story(record["id"], text, "")).actors
    for gold in gold_actors(record):
        start = text.find(gold.get("actorText", ""))
        if not gold.get("actorText") or start < 0:
            continue
        counts["gold"] += 1
        code = SLIPS.get(gold.get("code", ""), gold.get("code", ""))
        actor = actor_at(actors, start, start + len(gold["actorText"]), code)
        if actor is None:
            continue
        counts["found"] += 1
        if code and code not in INTERNATIONAL:
            counts["with country"] += 1
            counts["country right"] += actor.country == code
        sector = gold.get("sector", "")[:3]
        sector = OLD_SECTORS.get(sector, sector)
        if sector and code not in INTERNATIONAL:
            counts["with sector"] += 1
            counts["sector right"] += actor.sector == sector
        wrong = actor.country != code or (sector and actor.sector != sector)
        if show and wrong and code not in INTERNATIONAL:
            print(gold, "|", actor.name, actor.country, actor.sector)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    path = options.gold / "events" / "plover_gsr" / "PLOVER_GSR_CAMEO.txt"
    if not path.exists():
        print(f"SKIPPED: {path} is missing; it comes with the gold folder", file=sys.stderr)
        return 0
    counts: Counter[str] = Counter()
    for record in json.loads(path.read_text(encoding="utf-8")):
        if record.get("text"):
            count_record(record, counts, show=options.show)
    report = {
        **counts,
        "found share": counts["found"] / max(counts["gold"], 1),
        "country": counts["country right"] / max(counts["with country"], 1),
        "sector": counts["sector right"] / max(counts["with sector"], 1),
    }
    print(
        "\n".join(
            f"{name}: {value:.3f}" if isinstance(value, float) else f"{name}: {value}" for name, value in report.items()
        )
    )
    if options.json is not None:
        options.json.write_text(json.dumps(report, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
