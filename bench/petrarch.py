"""Events against the constructed cases of ``events/petrarch_gold``, by kind of case.

Two sets. The unit tests of PETRARCH have invented actors and a verb list whose codes mean nothing elsewhere: a gold
dyad is right where one event has its source and target, whatever its type. The validation records of PETRARCH-2 have
countries that are there and CAMEO codes: right where dyad and PLOVER root agree, codes read by their first two digits;
for sentences that must give nothing, right where nothing is given.

The actors of the unit tests are given to the program as a user's own table of actors (``BACKCHANNEL_ACTORS``), made at
run time. Cases that only test a program's own machinery are left out, and counted: discarded sentences, dates of actor
codes, damaged input, words without meaning, dyads of a source whose code has no actor.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path

for _variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(_variable, "1")

from backchannel.coding.events.roots import root_of
from backchannel.ontology.own import VARIABLE
from backchannel.pipeline import read_story
from backchannel.records import Actor, Event, Reading, Story

# Code of the unit tests: names under which its actor stands. Real countries need no entry.
INVENTED = {
    "ARN": "Arnor|Arnorian",
    "GON": "Gondor|Minas Tirith",
    "OSG": "Osgiliath",
    "ITH": "Ithilen",
    "ERI": "Eriador|Eriadori|Eriadorian",
    "CAL": "Calenardhon|Calimehtar",
    "DAG": "Dagolath|Dagolathi|Telemar",
    "BRE": "Bree|Romendacil",
    "FOR": "Fornost|Umbardacil",
    "MOR": "Mordor|Cirith Ungol|Barad-dur",
    "ROH": "Rohan|Rohans",
    "ELF": "Caras Galadhon|Galadriel|Elrond",
    "HOB": "Gollum|Frodo",
    "DOL": "Dol Amroth|Prince of Dol Amroth",
}
REAL = {"USA": "USA", "ETH": "ETH", "LBY": "LBY", "PRK": "PRK", "KOR": "KOR", "NZE": "NZL", "PHL": "PHL", "FRA": "FRA",
        "CAF": "CAF", "KUW": "KWT", "AUS": "AUS", "DNK": "DNK"}  # fmt: skip
ROOTS = {"03": "AGREE", "04": "CONSULT", "05": "SUPPORT", "06": "COOPERATE", "07": "AID", "08": "YIELD", "09": "ACCUSE",
         "10": "REQUEST", "11": "ACCUSE", "12": "REJECT", "13": "THREATEN", "14": "PROTEST", "15": "MOBILIZE",
         "16": "SANCTION", "17": "COERCE", "18": "ASSAULT", "19": "ASSAULT", "20": "ASSAULT"}  # fmt: skip
MACHINERY = frozenset({"DATE", "ERROR"})  # dated codes of actors; damaged parses and discarded stories
NAMES = {"real": "validation records of PETRARCH-2", "invented": "unit tests of PETRARCH"}
_RECORD = re.compile(r"<Sentence ([^>]*)>(.*?)</Sentence>", re.DOTALL)
_EVENT = re.compile(r"<EventCoding\b([^>]*)>")
_FIELD = re.compile(r'(\w+)\s*=\s*"([^"]*)"')
_TEXT = re.compile(r"<Text>(.*?)</Text>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Case:
    """One constructed sentence: its kind, and its gold dyads as (source, target, CAMEO code); () must give nothing."""

    id: str
    kind: str
    text: str
    dyads: tuple[tuple[str, str, str], ...]


def read_cases(path: Path) -> Iterator[Case]:
    """The records of one file; those without a text are left out."""
    for head, body in _RECORD.findall(path.read_text(encoding="utf-8")):
        fields, text = dict(_FIELD.findall(head)), _TEXT.search(body)
        if text is None or not text[1].strip():
            continue
        events = map(dict, map(_FIELD.findall, _EVENT.findall(body)))
        dyads = [
            (event.get("sourcecode", ""), event.get("targetcode", ""), event["eventcode"])
            for event in events
            if "eventcode" in event
        ]
        words = unescape(" ".join(text[1].split())).replace(" ,", ",").replace("`` ", "“").replace(" ''", "”")
        kind = fields.get("id", "").split("-")[0].split("_")[0].upper()
        yield Case(fields.get("id", ""), kind, words, tuple(dyads))


def write_actors(folder: Path) -> Path:
    """The invented actors as a user's table."""
    rows = ["ref\tname\tkind\taliases"]
    for code, names in INVENTED.items():
        name, *aliases = names.split("|")
        rows.append(f"unit-{code.lower()}\t{name}\tcountry\t{'|'.join(aliases)}")
    path = folder / "actors.tsv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def is_of(actor: Actor, code: str, reading: Reading) -> bool:
    """Whether the actor is of that code's party: the party itself, or somebody described by its name."""
    head = code[:3]
    if head in INVENTED:
        names = INVENTED[head].split("|")
        words = {mention.span.of(reading.story) for mention in actor.mentions} | {actor.name}
        return actor.ref == f"unit-{head.lower()}" or any(name in word for word in words for name in names)
    return actor.country == REAL.get(head, head)


def holds(event: Event, dyad: tuple[str, str, str], reading: Reading) -> bool:
    """Whether the event has the dyad's sides; «---» is a side that may be anybody or nobody."""
    both = event.type in ("CONSULT", "SUPPORT", "AGREE", "COOPERATE", "SANCTION")
    sides = [(event.actors, event.recipients)] + ([(event.recipients, event.actors)] if both else [])
    wanted = dyad[:2]
    for found in sides:
        if all(
            code.startswith("---") or any(is_of(reading.actor(id), code, reading) for id in ids)
            for code, ids in zip(wanted, found, strict=True)
        ):
            return True
    return False


def score(cases: Iterator[Case], typed: bool, shown: bool) -> dict[str, Counter[str]]:
    """Cases right and in all, by kind; right is where all dyads are held, and no event is found where it has none."""
    counts: dict[str, Counter[str]] = {}
    for case in cases:
        tally = counts.setdefault(case.kind, Counter())
        known = [dyad for dyad in case.dyads if _is_known(dyad, typed)]
        if case.kind in MACHINERY or (case.dyads and not known) or (not case.dyads and not typed):
            tally["left out"] += 1
            continue
        reading = read_story(Story(case.id or "case", case.text, "-"))
        right = all(_is_right(reading, dyad, typed) for dyad in known) if known else not reading.events
        tally.update(cases=1, right=right)
        if shown and not right:
            found = [(e.type, *_names(reading, e)) for e in reading.events]
            print(f"  {case.id} {list(known)} found {found}: {case.text}")
    return counts


def _is_known(dyad: tuple[str, str, str], typed: bool) -> bool:
    source, target, code = dyad
    if typed:
        return code[:2] in ROOTS
    heads = [side[:3] for side in (source, target)]
    return all(head in INVENTED or head in REAL for head in heads)


def _is_right(reading: Reading, dyad: tuple[str, str, str], typed: bool) -> bool:
    for event in reading.events:
        root = root_of(event)
        wanted = ROOTS.get(dyad[2][:2])
        agrees = wanted in (root, event.type) or (wanted == "YIELD" and {root, event.type} & {"CONCEDE", "RETREAT"})
        if (agrees or not typed) and holds(event, dyad, reading):
            return True
    return False


def _names(reading: Reading, event: Event) -> tuple[list[str], list[str]]:
    sides = (event.actors, event.recipients)
    return tuple([reading.actor(id).name for id in side] for side in sides)  # type: ignore[return-value]


def report(name: str, counts: dict[str, Counter[str]]) -> dict[str, float]:
    """Prints one set's table; returns its figures."""
    total = sum(counts.values(), Counter())
    print(f"{name}: {total['right']} of {total['cases']} = {total['right'] / max(1, total['cases']):.3f}"
          f" (left out {total['left out']})")  # fmt: skip
    for kind, tally in sorted(counts.items()):
        print(f"  {kind:<12} {tally['right']:>3} of {tally['cases']:>3}   left out {tally['left out']}")
    return {kind: tally["right"] / max(1, tally["cases"]) for kind, tally in [("all", total), *counts.items()]}


def main() -> int:
    """Print and write the figures of both sets."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, default=Path("../shared/gold"))
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    folder = options.gold / "events" / "petrarch_gold"
    if not folder.exists():
        print(f"SKIPPED: petrarch_gold: no {folder}", file=sys.stderr)
        return 0
    with tempfile.TemporaryDirectory() as made:
        os.environ[VARIABLE] = str(write_actors(Path(made)))
        unit = score(read_cases(folder / "PETR.UnitTest.records.xml"), False, options.errors)
        real = (case for case in read_cases(folder / "PETR2_GSR_validation.xml") if not case.kind.startswith("AFP"))
        validation = score(real, True, options.errors)
    results = {"invented": report(NAMES["invented"], unit), "real": report(NAMES["real"], validation)}
    if options.json:
        options.json.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
