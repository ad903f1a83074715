"""Which day holds for an event: MEANTIME's links of events to time expressions, against the nearest expression.

    python bench/days_links.py --gold DIR [--json FILE] [--errors N]

An event counts where the gold links it (IS_INCLUDED, SIMULTANEOUS) to an expression with calendar days. `right` has
the gold's days exactly, `wide` has days that hold the gold's, `wrong` has others; the rest is left open. Events that
the gold puts on the story's own day are told apart: most have no word that says so, and there the clock must stay
silent. The summary is F1 of exact days: precision over all events that got days, recall over those with a named day.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from backchannel.coding.sentences import find_sentences, parse_story
from backchannel.grounding.days import StoryClock, find_times
from backchannel.grounding.times_calendar import days_of
from backchannel.records import Interval, Span, Story, TimeExpression


@dataclass(frozen=True, slots=True)
class Linked:
    """An event's place in the text, the days the gold gives it, and whether these come from the story's own day."""

    start: int
    end: int
    days: Interval
    of_story: bool


def read_tokens(root: ElementTree.Element) -> tuple[str, dict[str | None, tuple[int, int]]]:
    """The text of a MEANTIME file, blanks restored, and where each token stands in it."""
    text, sentence = "", "0"
    places: dict[str | None, tuple[int, int]] = {}
    for token in root.iter("token"):
        words, number = token.text or "", token.get("sentence", "0")
        if number != sentence:
            text += "\n\n" if int(number) <= 2 else " "
        elif (
            text and words not in {",", ".", "'s", "’s", ")", ":", ";", "?", "!", "%", "n't"} and text[-1] not in "($\n"
        ):
            text += " "
        sentence = number
        places[token.get("t_id")] = (len(text), len(text) + len(words))
        text += words
    return text, places


def read_meantime(path: Path) -> tuple[Story, list[Linked]]:
    """The text of a MEANTIME file, blanks restored, and its events with days."""
    root = ElementTree.parse(path).getroot()
    text, places = read_tokens(root)
    anchors = {
        mark.get("m_id"): [places[anchor.get("t_id")] for anchor in mark.findall("token_anchor")]
        for mark in root.iter()
        if mark.find("token_anchor") is not None
    }
    times = {mark.get("m_id"): mark for mark in root.iter("TIMEX3")}
    events = {mark.get("m_id") for mark in root.iter("EVENT_MENTION")}
    story_day = next((mark for mark in times.values() if mark.get("functionInDocument") == "CREATION_TIME"), None)
    published = days_of(story_day.get("value", "")) if story_day is not None else None
    story = Story(id=path.stem, text=text, sha256="", published=published.first if published else None)
    linked: dict[str, Linked] = {}
    for link in root.iter("TLINK"):
        source, target = link.find("source"), link.find("target")
        if source is None or target is None or link.get("reltype") not in ("IS_INCLUDED", "SIMULTANEOUS"):
            continue
        event, time = source.get("m_id", ""), times.get(target.get("m_id"))
        days = days_of(time.get("value", "")) if time is not None else None
        if event in events and time is not None and days is not None and anchors.get(event):
            of_story = time.get("functionInDocument") == "CREATION_TIME"
            if event not in linked or linked[event].of_story:
                spans = anchors[event]
                linked[event] = Linked(spans[0][0], spans[-1][1], days, of_story)
    return story, list(linked.values())


def nearest_days(event: Linked, times: tuple[TimeExpression, ...], story: Story) -> Interval | None:
    """The baseline: the nearest dated expression before the next sentence end on either side."""
    best: tuple[int, Interval] | None = None
    for time in times:
        low, high = sorted((time.span.start, event.start))
        if time.first is None or time.last is None or ". " in story.text[low:high]:
            continue
        if best is None or high - low < best[0]:
            best = (high - low, Interval(time.first, time.last))
    return None if best is None else best[1]


def judge(got: Interval | None, want: Interval) -> str:
    """right, wide, wrong or open."""
    if got is None:
        return "open"
    if got == want:
        return "right"
    return "wide" if got.first <= want.first and want.last <= got.last else "wrong"


def measure(folder: Path) -> Iterator[tuple[str, str, str, str]]:
    """For each event: the system's name, whose day it is, the judgement, and the words around."""
    for path in sorted(folder.rglob("*.xml")):
        story, events = read_meantime(path)
        doc = parse_story(story)
        sentences = find_sentences(story, doc)
        times = find_times(story, doc, sentences)
        clock = StoryClock(story, doc, sentences, times)
        for event in events:
            ours = clock.when(Span(story.id, event.start, event.end))
            group = "story-day" if event.of_story else "named-day"
            around = " ".join(story.text[max(0, event.start - 90) : event.end + 90].split())
            said = f"{story.text[event.start : event.end]!r}: {_show(ours)}, gold {_show(event.days)} «{around}»"
            yield "clock", group, judge(ours, event.days), said
            yield "nearest", group, judge(nearest_days(event, times, story), event.days), said


def _show(days: Interval | None) -> str:
    return "none" if days is None else f"{days.first}..{days.last}"


def summary(named: Counter[str], of_story: Counter[str]) -> dict[str, float]:
    """Precision over all events that got days; recall over those whose day the text names; F1."""
    given = sum(tally[name] for tally in (named, of_story) for name in ("right", "wide", "wrong"))
    precision = (named["right"] + of_story["right"]) / max(1, given)
    recall = named["right"] / max(1, sum(named.values()))
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return {"precision": round(precision, 3), "recall": round(recall, 3), "f1": round(f1, 3)}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, default=Path("gold"))
    parser.add_argument("--json", type=Path)
    parser.add_argument("--errors", type=int, default=0)
    options = parser.parse_args()
    folder = options.gold / "MEANTIME_en" / "intra-doc_annotation"
    if not folder.is_dir():
        print(f"SKIPPED: no MEANTIME under {folder}: nothing was measured")
        return 0
    counts: dict[str, Counter[str]] = {}
    shown = 0
    for system, group, verdict, said in measure(folder):
        counts.setdefault(f"{system} {group}", Counter())[verdict] += 1
        if (
            system == "clock"
            and shown < options.errors
            and (verdict == "wrong" or (verdict, group) == ("open", "named-day"))
        ):
            print(verdict, group, said)
            shown += 1
    report: dict[str, dict[str, float]] = {name: dict(sorted(tally.items())) for name, tally in sorted(counts.items())}
    for system in ("clock", "nearest"):
        report[f"{system} summary"] = summary(counts[f"{system} named-day"], counts[f"{system} story-day"])
    for name, tally in report.items():
        print(name, json.dumps(tally))
    if options.json:
        options.json.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
