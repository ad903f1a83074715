"""Time expressions against TimeBank and AQUAINT (times/TBAQ-cleaned), and against the timenorm pairs.

    python bench/days.py --gold DIR [--json FILE] [--errors N]

Figures follow TempEval-3 (UzZaman et al., SemEval-2013): strict and relaxed span F1; type and value F1 are the relaxed
F1 times the share of matched expressions whose type or value is right. Texts are measured, never fitted.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import re
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from backchannel.coding.sentences import find_sentences, parse_story
from backchannel.grounding.days import StoryClock, find_times
from backchannel.records import Span, Story, TimeExpression

_BREAK = re.compile(r"(?<!\n)\n(?!\n)")


@dataclass(frozen=True, slots=True)
class Gold:
    """One annotated expression."""

    start: int
    end: int
    type: str
    value: str


@dataclass(slots=True)
class Tally:
    """Counts over a corpus."""

    gold: int = 0
    found: int = 0
    strict: int = 0
    relaxed: int = 0
    type: int = 0
    value: int = 0
    parse_seconds: float = 0.0
    times_seconds: float = 0.0
    errors: list[str] = field(default_factory=list)

    def f1(self, hits: int) -> float:
        """F1 in per cent."""
        return 200 * hits / max(1, self.gold + self.found)

    def figures(self) -> dict[str, float]:
        """All figures of the corpus."""
        return {
            "gold": self.gold,
            "found": self.found,
            "strict_f1": round(self.f1(self.strict), 1),
            "relaxed_f1": round(self.f1(self.relaxed), 1),
            "type_f1": round(self.f1(self.type), 1),
            "value_f1": round(self.f1(self.value), 1),
            "cost_of_parse": round(self.times_seconds / max(1e-9, self.parse_seconds), 3),
        }


def read_tml(path: Path) -> tuple[Story, list[Gold]]:
    """The text of a TimeML file with its day, and the expressions in it."""
    root = ElementTree.parse(path).getroot()
    stamp = root.find("DCT/TIMEX3")
    published = dt.date.fromisoformat(stamp.attrib["value"][:10]) if stamp is not None else None
    body = root.find("TEXT")
    pieces: list[str] = []
    gold: list[Gold] = []

    def walk(node: ElementTree.Element) -> None:
        start = sum(map(len, pieces))
        pieces.append(node.text or "")
        for child in node:
            walk(child)
            pieces.append(child.tail or "")
        if node.tag == "TIMEX3":
            gold.append(Gold(start, sum(map(len, pieces)), node.attrib["type"], node.attrib["value"]))

    if body is not None:
        walk(body)
    text = _BREAK.sub(" ", "".join(pieces))  # the files wrap their lines; a single line end is a blank
    return Story(id=path.stem, text=text, sha256="", published=published), gold


def score(story: Story, gold: list[Gold], found: tuple[TimeExpression, ...], tally: Tally) -> None:
    """Adds one story to the tally; each gold expression takes the first free one that overlaps it, exact ones first."""
    tally.gold += len(gold)
    tally.found += len(found)
    free = list(found)
    for want in gold:
        words = story.text[want.start : want.end]
        overlapping = [one for one in free if one.span.start < want.end and want.start < one.span.end]
        overlapping.sort(key=lambda one: (one.span.start, one.span.end) != (want.start, want.end))
        if not overlapping:
            tally.errors.append(f"missed   {words!r} {want.type} {want.value}")
            continue
        got = overlapping[0]
        free.remove(got)
        tally.relaxed += 1
        tally.strict += (got.span.start, got.span.end) == (want.start, want.end)
        tally.type += got.type == want.type
        tally.value += got.value == want.value
        if got.value != want.value:
            context = " ".join(story.text[max(0, want.start - 60) : want.end + 40].split())
            read = f"{got.span.of(story)!r} {got.value}, gold {words!r} {want.value}"
            tally.errors.append(f"value    {read} ({story.published}) «{context}»")
    for one in free:
        context = " ".join(story.text[max(0, one.span.start - 40) : one.span.end + 30].split())
        tally.errors.append(f"surplus  {one.span.of(story)!r} {one.value} «{context}»")


def measure_folder(folder: Path) -> Tally:
    """All TimeML files of a folder."""
    tally = Tally()
    for path in sorted(folder.glob("*.tml")):
        story, gold = read_tml(path)
        started = time.perf_counter()
        doc = parse_story(story)
        tally.parse_seconds += time.perf_counter() - started
        sentences = find_sentences(story, doc)
        started = time.perf_counter()
        times = find_times(story, doc, sentences)
        clock = StoryClock(story, doc, sentences, times)
        for sentence in sentences:
            clock.when(Span(story.id, sentence.span.start, sentence.span.start + 1))
        tally.times_seconds += time.perf_counter() - started
        score(story, gold, times, tally)
    return tally


def read_pairs(path: Path) -> Iterator[tuple[dt.date, list[tuple[str, str, str]]]]:
    """The groups of a timenorm file: the story's day, then its expressions with type and value."""
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        rows = [line.split("\t") for line in block.splitlines() if line.count("\t") == 2]
        if rows and re.fullmatch(r"\d{4}-\d\d-\d\d", rows[0][2][:10]):
            yield dt.date.fromisoformat(rows[0][2][:10]), [(row[0], row[1], row[2]) for row in rows[1:]]


def measure_pairs(path: Path, limit: int) -> tuple[int, int]:
    """How many expressions, alone with their story's day and no other words, get the gold value."""
    right = total = 0
    for published, rows in read_pairs(path):
        for words, _, value in rows[: max(0, limit - total)]:
            story = Story(id="pair", text=words, sha256="", published=published)
            doc = parse_story(story)
            times = find_times(story, doc, find_sentences(story, doc))
            total += 1
            right += bool(times) and times[0].value == value
    return right, total


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, default=Path("gold"))
    parser.add_argument("--json", type=Path)
    parser.add_argument("--errors", type=int, default=0, help="show so many errors a corpus")
    parser.add_argument("--corpus", choices=("TimeBank", "AQUAINT"))
    options = parser.parse_args()
    base = options.gold / "times"
    if not (base / "TBAQ-cleaned").is_dir():
        print(f"SKIPPED: no TimeBank and AQUAINT under {base / 'TBAQ-cleaned'}: nothing was measured")
        return 0
    report: dict[str, dict[str, float]] = {}
    for name in ("TimeBank", "AQUAINT"):
        if options.corpus in (None, name):
            tally = measure_folder(base / "TBAQ-cleaned" / name)
            report[name] = tally.figures()
            print(name, json.dumps(report[name]))
            for error in tally.errors[: options.errors]:
                print(error)
    pairs = base / "timenorm" / "datasets" / "en" / "test.tsv"
    if pairs.is_file() and options.corpus is None:
        right, total = measure_pairs(pairs, 2000)
        report["timenorm-test"] = {"right": right, "total": total, "share": round(right / max(1, total), 3)}
        print("timenorm (test, out of context)", json.dumps(report["timenorm-test"]))
    if options.json:
        options.json.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
