"""Roles at a date: questions to our tables whose answers a second list knows.

Half of the questions give a title, a country and a day and ask for the person; half give a person and a day and ask
whether ours has him in that role then. They are drawn with a fixed seed out of the rows that both sides hold: ours
names somebody for the office on that day; ours has that person in that office, on that day or another. What ours leaves
unsaid (an open end past its check day, an office or person without a row) is no question; it is counted and printed.
The day lies in the middle of the row or a quarter off it, a month at least from either end, for the lists write down
changes days to weeks late. The lists are ``actors/officeholders_2021_2025.csv`` and ``actors/leaders_to_2015.csv``
under ``--gold``, read with ``bench/actors.py``. Two words of both names must be alike (one where either has but one, or
in the list of leaders, which gives surnames), give or take a transliteration from five letters on; all other names that
the list knows count. What ``bench/actors_reviewed.tsv`` says of a disagreement is printed with it by ``--show`` and
counted apart.
"""

from __future__ import annotations

import argparse
import datetime as dt
import difflib
import json
import random
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from actors import Row, fold, key_of, read_effective, read_listed, read_reviews
from backchannel.ontology import ActorTable, KnownActor, Role, load_actors

SEED = 20261124
QUESTIONS = 500
EDGE = dt.timedelta(days=30)
ALIKE = 0.75  # of two spellings of one word
LISTS = {"leaders_to_2015": read_effective, "officeholders_2021_2025": read_listed}


@dataclass(frozen=True)
class Question:
    row: Row
    day: dt.date
    ask: str  # "person" or "role"


def questions_of(table: ActorTable, rows: list[Row], random_: random.Random) -> tuple[list[Question], Counter[str]]:
    """The questions on each row that both sides hold, one day a row; and how many of them ours leaves unsaid."""
    found = []
    unsaid: Counter[str] = Counter()
    for row in rows:
        length = row.last - row.first
        if length < 4 * EDGE:
            continue
        day = row.first + length * random_.choice((1, 2, 3)) // 4
        bearers = holders(table, row, None)
        if not bearers:
            unsaid["office not in ours"] += 1
            continue
        if holders(table, row, day):
            found.append(Question(row, day, "person"))
        else:
            unsaid["nobody said for that day"] += 1
        roles = [role for actor in bearers if same_name(row, actor) for role in roles_in(actor, row)]
        if not roles:
            unsaid["person without that office in ours"] += 1
        elif {role.held_on(day) for role in roles} in ({None}, {None, False}):
            unsaid["whether still in office not said"] += 1
        else:
            found.append(Question(row, day, "role"))
    return found, unsaid


def holders(table: ActorTable, row: Row, day: dt.date | None) -> list[KnownActor]:
    """Whom ours names for the office on that day (None: ever), under each slug that the title can mean."""
    found = (actor for office in row.offices for actor in table.holders(office, row.country, day))
    return list({actor.ref: actor for actor in found}.values())


def roles_in(actor: KnownActor, row: Row) -> list[Role]:
    """The actor's terms in the row's office."""
    return [role for role in actor.roles if role.office in row.offices and role.country == row.country]


def same_name(row: Row, actor: KnownActor) -> bool:
    """Whether as many words of both names are spelt alike as are needed."""
    words, known = fold(row.name), fold(" ".join((actor.name, *actor.aliases)))
    alike = sum(any(is_alike(word, other) for other in known) for word in words)
    needed = 1 if row.position == "effective leader" else min(2, len(words), len(fold(actor.name)))
    return alike >= max(1, needed)


def is_alike(word: str, other: str) -> bool:
    """The same word, or a longer one spelt nearly so."""
    short = min(len(word), len(other)) < 5
    return word == other if short else difflib.SequenceMatcher(None, word, other).ratio() >= ALIKE


def is_right(table: ActorTable, question: Question) -> bool:
    """Whether ours names the person, or holds that he had the office on that day."""
    row, day = question.row, question.day
    if question.ask == "person":
        return any(same_name(row, actor) for actor in holders(table, row, day))
    bearers = (actor for actor in holders(table, row, None) if same_name(row, actor))
    return any(role.held_on(day) for actor in bearers for role in roles_in(actor, row))


def answer(table: ActorTable, question: Question) -> str:
    """What ours says, for reading."""
    row, day = question.row, question.day
    if question.ask == "person":
        return ", ".join(actor.name for actor in holders(table, row, day))
    said = (
        f"{actor.name}: " + ", ".join(f"{one.office} {one.first}..{one.last or ''}" for one in actor.roles)
        for actor in holders(table, row, None)
        if same_name(row, actor)
    )
    return " / ".join(said)


def draw(pool: list[Question], random_: random.Random) -> list[Question]:
    """So many questions of each kind."""
    kinds = [[one for one in pool if one.ask == ask] for ask in ("person", "role")]
    return [question for kind in kinds for question in random_.sample(kind, QUESTIONS // 2)]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--show", action="store_true", help="print each disagreement")
    parser.add_argument("--all", action="store_true", help="ask all that both hold, not 500 of them")
    parser.add_argument("--seed", type=int, default=SEED)
    options = parser.parse_args()
    table, random_ = load_actors(), random.Random(options.seed)
    pool: list[Question] = []
    unsaid: Counter[str] = Counter()
    for name, read in LISTS.items():
        path = options.gold / "actors" / f"{name}.csv"
        if not path.exists():
            print(f"SKIPPED: {path} is missing; it comes with the gold folder", file=sys.stderr)
            return 0
        found, left_out = questions_of(table, read(path), random_)
        pool += found
        unsaid += left_out
    drawn = pool if options.all else draw(pool, random_)
    reviews = read_reviews()
    counts: Counter[str] = Counter()
    for question in drawn:
        row = question.row
        counts[question.ask] += 1
        if is_right(table, question):
            counts[f"{question.ask} right"] += 1
            continue
        line = f"{row.country} {row.position}: {row.name} {row.first}–{row.last}"
        verdict = reviews.get(key_of(line), "-")
        counts[f"disagreement: {verdict}"] += 1
        if options.show:
            print(f"{question.ask} {question.day} {line}; ours: {answer(table, question)}  [{verdict}]")
    ours = sum(counts[f"disagreement: {verdict}"] for verdict in ("-", "ours", "open"))
    right = counts["person right"] + counts["role right"]
    report: dict[str, float] = {"pool": len(pool), **unsaid, **counts}
    report |= {"right": right / len(drawn), "ours wrong or open": ours}
    report["right once looked at"] = 1 - ours / len(drawn)
    for name, value in report.items():
        print(f"{name}: {value:.3f}" if isinstance(value, float) else f"{name}: {value}")
    if options.json is not None:
        options.json.write_text(json.dumps(report, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
