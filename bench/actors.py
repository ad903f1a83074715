"""Compares our terms of office with two lists kept for checking: heads, and ministers of the offices in ``MINISTERS``.

Days on which both hold a row for a country and office: does ours name the same person? Each disagreement is printed,
with what ``bench/actors_reviewed.tsv`` says of it where somebody looked at it: "name" (the same person under another
name), "effective" (theirs held the power, ours the office), "acting", "theirs" (their list is wrong or late), "other"
(two people whom a comparison of names takes for one). Only those marked "ours" or not yet looked at count as ours in
the second rate. The lists are ``actors/leaders_to_2015.csv`` (effective leaders) and
``actors/officeholders_2021_2025.csv`` under ``--gold``. ``--sample N`` draws rows at random.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import difflib
import json
import random
import re
import sys
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from backchannel.ontology import ActorTable, KnownActor, load_actors, load_countries

STATE = ("president", "monarch", "supreme-leader", "head-of-state", "party-leader", "chancellor", "prime-minister")
OFFICES = (*STATE, "head-of-government")
# Archigos writes Correlates of War codes; only those that differ from ISO are listed.
COW = dict(
    pair.split(":")
    for pair in (
        "ALG:DZA ANG:AGO AUL:AUS AUS:AUT BAH:BHR BAR:BRB BFO:BFA BHM:BHS BHU:BTN BNG:BGD BOS:BIH BOT:BWA "
        "BRU:BRN BUI:BDI BUL:BGR CAM:KHM CAO:CMR CAP:CPV CDI:CIV CEN:CAF CHA:TCD CON:COG COS:CRI CRO:HRV "
        "CZR:CZE DEN:DNK DRC:COD DRV:VNM EQG:GNQ ETM:TLS FRN:FRA GAM:GMB GFR:DEU GRG:GEO GUA:GTM GUI:GIN "
        "HAI:HTI HON:HND ICE:ISL INS:IDN IRE:IRL KOS:XKX KUW:KWT KYR:KGZ KZK:KAZ LAT:LVA LEB:LBN LES:LSO "
        "LIB:LBY LIT:LTU MAA:MRT MAC:MKD MAG:MDG MAL:MYS MAS:MUS MAW:MWI MLD:MDA MLI:MLI MON:MNG MOR:MAR "
        "MYA:MMR MZM:MOZ NEP:NPL NIG:NGA NIR:NER NTH:NLD OMA:OMN PAR:PRY PHI:PHL POR:PRT ROK:KOR RUM:ROU "
        "SAF:ZAF SAL:SLV SIE:SLE SIN:SGP SLO:SVK SLV:SVN SOL:SLB SPN:ESP SRI:LKA SUD:SDN SWA:SWZ SWD:SWE "
        "SWZ:CHE TAJ:TJK TAW:TWN TAZ:TZA TOG:TGO TRI:TTO UAE:ARE UKG:GBR URU:URY YPR:YEM ZAM:ZMB ZIM:ZWE "
        "YUG:SRB SER:SRB"
    ).split()
)
TITLES = re.compile(
    r"(?:President|Prime Minister|Federal Chancellor|King|Queen|Emperor|Sultan|Emir|Taoiseach|Supreme Leader|Monarch|"
    r"Head of State|Head of Government)(?: of (?:the )?(?P<country>[A-Z][\w' -]+))?"
)


MINISTERS = {
    "foreign-minister": r"Foreign (?:and European )?Affairs|External Affairs|Europe and Foreign Affairs",
    "defence-minister": r"(?:National )?Defen[cs]e",
    "interior-minister": r"(?:the )?Interior|Home Affairs|Internal Affairs",
    "finance-minister": r"Finance",
    "justice-minister": r"Justice",
    "health-minister": r"Health",
    "education-minister": r"Education",
    "agriculture-minister": r"Agriculture",
    "energy-minister": r"Energy",
    "transport-minister": r"Transport",
    "culture-minister": r"Culture",
}
LETTERS = str.maketrans("ıłŁøØđĐðÐəæ", "ilLoOdDdDea")
REVIEWED = Path(__file__).parent / "actors_reviewed.tsv"


@dataclass(frozen=True)
class Row:
    country: str
    name: str
    first: dt.date
    last: dt.date
    position: str
    offices: tuple[str, ...] = OFFICES


def fold(name: str) -> set[str]:
    plain = "".join(
        char for char in unicodedata.normalize("NFKD", name.translate(LETTERS)) if not unicodedata.combining(char)
    )
    return {word for word in re.findall(r"[a-z]+", plain.lower().replace("'", "")) if len(word) > 2}


def read_effective(path: Path) -> list[Row]:
    """Archigos rows that reach 1990, days clipped to it."""
    rows = []
    for row in csv.DictReader(path.open(encoding="utf-8")):
        first, last = dt.date.fromisoformat(row["start"]), dt.date.fromisoformat(row["end"] or "2015-12-31")
        if last >= dt.date(1990, 1, 1):
            country = COW.get(row["country"], row["country"])
            rows.append(Row(country, row["leader"], max(first, dt.date(1990, 1, 1)), last, "effective leader"))
    return rows


def read_listed(path: Path) -> list[Row]:
    """Heads in the list of 2021 to 2025: a row stands from its first listing to the day it was gone."""
    codes = {name: land.iso3 for land in load_countries() for name in (land.name, *land.aliases)}
    rows = []
    for row in csv.DictReader(path.open(encoding="utf-8")):
        country = codes.get(row["jurisdiction"])
        title = TITLES.fullmatch(row["position"])
        own = title is not None and title["country"] in (None, row["jurisdiction"])
        offices = OFFICES if own else minister_of(row["position"])
        if country is None or not offices or not row["first_listed"]:
            continue
        first = dt.date.fromisoformat(row["first_listed"])
        last = dt.date.fromisoformat(row["gone_by"]) if row["gone_by"] else dt.date(2025, 1, 1)
        names = row["name"] + " " + row["other_names"].replace(";", " ")
        if first < last:
            rows.append(Row(country, names, first, last, row["position"], offices))
    return rows


def minister_of(position: str) -> tuple[str, ...]:
    """The office of a minister's title; empty for every other title."""
    found = (
        office
        for office, field in MINISTERS.items()
        if re.fullmatch(rf"(?:Federal )?Minister (?:of|for) (?:{field})", position)
    )
    return tuple(found)


def read_reviews() -> dict[str, str]:
    """What was said of a disagreement: country, position and first day -> verdict."""
    if not REVIEWED.exists():
        return {}
    lines = REVIEWED.read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t")[:2] for line in lines if line and not line.startswith("#"))


def key_of(line: str) -> str:
    """Country, position and first day of a printed disagreement."""
    found = re.match(r"(?P<post>[^:]+): .*?(?P<first>\d{4}-\d\d-\d\d)–", line)
    return f"{found['post']} {found['first']}" if found else line


def same_person(name: str, actor: KnownActor) -> bool:
    """Whether a word of both names is spelt alike, give or take a transliteration."""
    known = fold(" ".join((actor.name, *actor.aliases)))
    return any(difflib.SequenceMatcher(None, one, other).ratio() >= 0.75 for one in fold(name) for other in known)


def compare(table: ActorTable, rows: list[Row]) -> tuple[int, int, list[str]]:
    """Rows of a month and more that both hold, those that agree on three days of the term, and the disagreements."""
    held = agreed = 0
    lines = []
    for row in rows:
        length = (row.last - row.first).days
        if length < 30:
            continue  # acting for days
        days = [row.first + dt.timedelta(days=length * part // 4) for part in (1, 2, 3)]
        ours = [{actor for office in row.offices for actor in table.holders(office, row.country, day)} for day in days]
        if not any(ours):
            lines.append(f"MISSING {row.country} {row.position}: {row.name} {row.first}–{row.last}")
            continue
        held += 1
        good = [any(same_person(row.name, actor) for actor in actors) for actors in ours if actors]
        if all(good):
            agreed += 1
        else:
            said = sorted({a.name for actors in ours for a in actors})
            lines.append(f"{row.country} {row.position}: {row.name} {row.first}–{row.last}; ours: {', '.join(said)}")
    return held, agreed, lines


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--sample", type=int, help="draw so many rows of each list, with seed 20261124")
    options = parser.parse_args()
    table = load_actors()
    report = {"actors": len(table.actors)}
    reviews = read_reviews()
    readers = {"leaders_to_2015": read_effective, "officeholders_2021_2025": read_listed}
    for name, read in readers.items():
        path = options.gold / "actors" / f"{name}.csv"
        if not path.exists():
            print(f"SKIPPED: {path} is missing; it comes with the gold folder", file=sys.stderr)
            continue
        rows = read(path)
        if options.sample is not None and options.sample < len(rows):
            rows = random.Random(20261124).sample(rows, options.sample)
        held, agreed, lines = compare(table, rows)
        verdicts = [reviews.get(key_of(line)) for line in lines if not line.startswith("MISSING")]
        ours = sum(verdict in (None, "ours", "open") for verdict in verdicts)
        lines = [f"{line}  [{reviews.get(key_of(line), '-')}]" for line in lines]
        missing = sum(line.startswith("MISSING") for line in lines)
        print(f"{name}: {agreed} of {held} rows agree, {held - agreed} disagree, {missing} not in ours")
        print(f"{name}: looked at, {ours} of {held} are ours or open: {ours / max(held, 1):.1%}")
        print("\n".join(f"  {line}" for line in lines))
        report |= {f"{name}_held": held, f"{name}_agreed": agreed, f"{name}_missing": missing}
        report[f"{name}_ours"] = ours
    if options.json is not None:
        options.json.write_text(json.dumps(report, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
