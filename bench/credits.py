"""Agency and dateline as read from first and last paragraphs, against our own gold (bench/gold/credits.toml).

    python bench/credits.py [--gold FILE] [--json FILE] [--show]

Each paragraph is set before or after the same three invented paragraphs, and the page is read as plain text. Precision
is the share of named agencies (places, days) that are right, recall the share of the gold's that are found.
``held_out`` was written before the first measurement; ``--show`` prints the misses of the development half only.
"whole" counts the first paragraphs whose first sentence begins, for the coding stage, just where the credit ends.
"""

from __future__ import annotations

import argparse
import json
import re
import tomllib
from dataclasses import asdict, dataclass
from pathlib import Path

from backchannel.articles import read_page
from backchannel.articles.credits import read_credit, split_dateline
from backchannel.coding.sentences import credit_end
from backchannel.records import Page

GOLD = Path(__file__).parent / "gold" / "credits.toml"
FILLER = (
    "The delegations had not met since the spring, three people who know the calendar said on Tuesday.",
    "Both sides will look at the text again before the end of the month, a spokeswoman said.",
    "Nobody at the two missions answered the telephone after the session ended.",
)


@dataclass(slots=True)
class Count:
    """Right, named and wanted values of one field in one half."""

    half: str
    field: str
    right: int = 0
    named: int = 0
    wanted: int = 0

    def add(self, gold: str, found: str) -> bool:
        self.named += bool(found)
        self.wanted += bool(gold)
        self.right += bool(gold) and gold == found
        return gold == found

    @property
    def line(self) -> str:
        precision = self.right / self.named if self.named else 0.0
        recall = self.right / self.wanted if self.wanted else 0.0
        return (
            f"{self.half:12} {self.field:7} P={precision:.3f} R={recall:.3f} ({self.right}/{self.named}/{self.wanted})"
        )


def fold(words: str | None) -> str:
    return re.sub(r"\W+", " ", words or "").casefold().strip()


def read_paragraph(text: str, last: bool) -> tuple[str, str, str]:
    """Agency, place and day that the paragraph tells."""
    parts = (*FILLER, text) if last else (text, *FILLER)
    story = read_page(Page("paragraph", "\n\n".join(parts).encode()))
    place, day = split_dateline(story.dateline) if story.dateline else (None, None)
    return fold(story.agency), fold(place), fold(day)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, default=GOLD)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--show", action="store_true", help="print what is wrong in the development half")
    options = parser.parse_args()
    gold = tomllib.loads(options.gold.read_text(encoding="utf-8"))
    results = []
    for half, rows in gold.items():
        counts = [Count(half, field) for field in ("agency", "place", "day")]
        whole = firsts = 0
        for row in rows:
            found = read_paragraph(row["text"], row.get("last", False))
            wanted = tuple(fold(row[field]) for field in ("agency", "place", "day"))
            same = [count.add(*pair) for count, pair in zip(counts, zip(wanted, found, strict=True), strict=True)]
            if not row.get("last", False):
                credit = read_credit(row["text"])
                firsts += 1
                same.append((credit.end if credit else 0) == credit_end(row["text"]))
                whole += same[-1]
            if options.show and half == "development" and not all(same):
                print(f"  {row['text'][:90]!r}: {found}, {same}")
        for count in counts:
            print(count.line)
        print(f"{half:12} whole   {whole}/{firsts}")
        results += [{**asdict(count)} for count in counts] + [{"half": half, "whole": whole, "of": firsts}]
    if options.json:
        options.json.write_text(json.dumps(results, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
