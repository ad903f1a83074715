"""Time expressions against TimeBank and AQUAINT (times/TBAQ-cleaned), MEANTIME, and the timenorm pairs.

    python bench/days.py --gold DIR [--json FILE] [--halves] [--errors N]

Figures follow TempEval-3 (UzZaman et al., SemEval-2013): strict and relaxed span F1; type and value F1 are the relaxed
F1 times the share of matched expressions whose type or value is right. Texts are measured, never fitted: each corpus
is cut into two fixed halves by a hash of the document's name. Errors are shown, and were looked at, in the working half
only; the other half is the figure to believe. MEANTIME is Wikinews, where only the first sentences are marked.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
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
from backchannel.grounding.times_calendar import days_of
from backchannel.grounding.times_grammar import load_grammar
from backchannel.records import Span, Story, TimeExpression
from days_links import read_tokens

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


def read_wikinews(path: Path) -> tuple[Story, list[Gold]]:
    """The text of a MEANTIME file with its day, and the expressions in it."""
    root = ElementTree.parse(path).getroot()
    text, places = read_tokens(root)
    gold: list[Gold] = []
    published: dt.date | None = None
    for mark in root.iter("TIMEX3"):
        anchors = [places[anchor.get("t_id")] for anchor in mark.findall("token_anchor")]
        if mark.get("functionInDocument") == "CREATION_TIME":
            day = days_of(mark.get("value", ""))  # one file has its day the wrong way round: left unknown
            published = None if day is None else day.first
        if anchors:
            gold.append(Gold(anchors[0][0], anchors[-1][1], mark.get("type", ""), mark.get("value", "")))
    marked = [anchor.get("t_id") for anchor in root.iter("token_anchor")]
    last = max(int(token.get("sentence", "0")) for token in root.iter("token") if token.get("t_id") in set(marked))
    end = max(places[token.get("t_id")][1] for token in root.iter("token") if int(token.get("sentence", "0")) <= last)
    story = Story(id=path.stem, text=text[:end], sha256="", published=published)  # only its first sentences are marked
    return story, sorted(gold, key=lambda one: one.start)


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


HALVES = ("working", "untouched")


def half_of(name: str) -> str:
    """The half a document belongs to, by its name alone."""
    return HALVES[hashlib.sha256(name.encode()).digest()[0] % 2]


def measure_folder(folder: Path) -> dict[str, Tally]:
    """All TimeML or MEANTIME files of a folder, by half."""
    tallies = {half: Tally() for half in HALVES}
    for path in sorted((*folder.glob("*.tml"), *folder.rglob("*.xml"))):
        story, gold = read_tml(path) if path.suffix == ".tml" else read_wikinews(path)
        tally = tallies[half_of(path.stem)]
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
    return tallies


def join(tallies: dict[str, Tally]) -> Tally:
    """Both halves as one."""
    whole = Tally()
    for tally in tallies.values():
        for name in ("gold", "found", "strict", "relaxed", "type", "value", "parse_seconds", "times_seconds"):
            setattr(whole, name, getattr(whole, name) + getattr(tally, name))
    return whole


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
    parser.add_argument("--halves", action="store_true", help="report the two halves of each corpus too")
    parser.add_argument("--errors", type=int, default=0, help="show so many errors of each working half")
    parser.add_argument("--corpus", choices=("TimeBank", "AQUAINT", "MEANTIME"))
    options = parser.parse_args()
    base = options.gold / "times"
    if not (base / "TBAQ-cleaned").is_dir():
        print(f"SKIPPED: no TimeBank and AQUAINT under {base / 'TBAQ-cleaned'}: nothing was measured")
        return 0
    report: dict[str, dict[str, float]] = {}
    load_grammar()  # once a process: no part of the cost of a story
    folders = {name: base / "TBAQ-cleaned" / name for name in ("TimeBank", "AQUAINT")}
    folders["MEANTIME"] = options.gold / "MEANTIME_en" / "intra-doc_annotation"
    for name, folder in folders.items():
        if options.corpus in (None, name) and folder.is_dir():
            tallies = measure_folder(folder)
            report[name] = join(tallies).figures()
            print(name, json.dumps(report[name]))
            for half in HALVES if options.halves else ():
                report[f"{name} {half}"] = tallies[half].figures()
                print(f"{name} ({half} half)", json.dumps(report[f"{name} {half}"]))
            for error in tallies["working"].errors[: options.errors]:
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
