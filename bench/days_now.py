"""Events told as going on: does the story's own day hold for them, as the clock infers from the present tense?

    python bench/days_now.py --gold DIR [--json FILE] [--errors N]

Gold are the links of events to the story's day in MEANTIME, and in TimeBank and AQUAINT by halves. An inferred day is
right where the gold has the event on, at or around that day, wrong where it lies before or after it. Asked are only the
events that no expression dates. Recall is over those the gold has on, at or around the story's day.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from backchannel.coding.sentences import find_sentences, parse_story
from backchannel.grounding.days import StoryClock, find_times
from backchannel.records import Span, Story
from days import half_of, read_tml
from days_links import read_meantime, read_tokens

_TURNED = {"INCLUDES": "IS_INCLUDED", "IS_INCLUDED": "INCLUDES", "BEFORE": "AFTER", "AFTER": "BEFORE"}
_TURNED |= {"BEGINS": "BEGUN_BY", "ENDS": "ENDED_BY", "IBEFORE": "IAFTER", "IAFTER": "IBEFORE"}
_APART = frozenset({"BEFORE", "AFTER", "IBEFORE", "IAFTER"})


@dataclass(slots=True)
class Linked:
    """A story and, for each event linked to its day, where it stands and how it is linked."""

    corpus: str
    story: Story
    events: dict[tuple[int, int], set[str]] = field(default_factory=lambda: defaultdict(set))


def read_wikinews_links(path: Path) -> Linked:
    """A MEANTIME file's links of events to the story's day, seen from the event."""
    root = ElementTree.parse(path).getroot()
    linked = Linked("MEANTIME", read_meantime(path)[0])
    places = read_tokens(root)[1]
    days = {mark.get("m_id") for mark in root.iter("TIMEX3") if mark.get("functionInDocument") == "CREATION_TIME"}
    anchors = {mark.get("m_id"): mark.findall("token_anchor") for mark in root.iter("EVENT_MENTION")}
    for link in root.iter("TLINK"):
        ends = [link.find("source"), link.find("target")]
        source, target = (None if end is None else end.get("m_id") for end in ends)
        kind = link.get("reltype", "")
        if source in days:
            source, target, kind = target, source, _TURNED.get(kind, kind)
        if target in days and anchors.get(source):
            tokens = [places[anchor.get("t_id")] for anchor in anchors[source]]
            linked.events[tokens[0][0], tokens[-1][1]].add(kind)
    return linked


def read_tml_links(path: Path) -> Linked:
    """A TimeML file's links of events to the story's day, seen from the event."""
    root = ElementTree.parse(path).getroot()
    linked = Linked(f"{path.parent.name} {half_of(path.stem)}", read_tml(path)[0])
    places: dict[str, tuple[int, int]] = {}
    length = 0

    def walk(node: ElementTree.Element) -> None:
        nonlocal length
        start = length
        length += len(node.text or "")
        for child in node:
            walk(child)
            length += len(child.tail or "")
        if node.tag == "EVENT":
            places[node.attrib["eid"]] = (start, length)

    body, stamp = root.find("TEXT"), root.find("DCT/TIMEX3")
    if body is None or stamp is None:
        return linked
    walk(body)
    event_of = {made.attrib["eiid"]: made.attrib["eventID"] for made in root.iter("MAKEINSTANCE")}
    for link in root.iter("TLINK"):
        kind, day = link.attrib["relType"], stamp.attrib["tid"]
        if link.get("timeID") == day:
            event, kind = event_of.get(link.get("relatedToEventInstance", "")), _TURNED.get(kind, kind)
        elif link.get("relatedToTime") == day:
            event = event_of.get(link.get("eventInstanceID", ""))
        else:
            continue
        if event in places:
            linked.events[places[event]].add(kind)
    return linked


def read_all(gold: Path) -> Iterator[Linked]:
    """All stories of the three corpora that are there."""
    for path in sorted((gold / "MEANTIME_en" / "intra-doc_annotation").rglob("*.xml")):
        yield read_wikinews_links(path)
    for name in ("TimeBank", "AQUAINT"):
        for path in sorted((gold / "times" / "TBAQ-cleaned" / name).glob("*.tml")):
            yield read_tml_links(path)


def measure(linked: Linked, tally: Counter[str]) -> Iterator[str]:
    """Adds one story to the tally; gives the words around each wrong day, in the working halves and MEANTIME."""
    story = linked.story
    doc = parse_story(story)
    sentences = find_sentences(story, doc)
    clock = StoryClock(story, doc, sentences, find_times(story, doc, sentences))
    for (start, end), kinds in linked.events.items():
        anchor = Span(story.id, start, end)
        if story.published is None or clock.when(anchor) is not None:
            continue
        holds = not kinds & _APART
        tally["holds" if holds else "apart"] += 1
        if clock.holds_now(anchor) is not None:
            tally["right" if holds else "wrong"] += 1
            if not holds and not linked.corpus.endswith("untouched"):
                yield f"{linked.corpus} {sorted(kinds)} «{' '.join(story.text[max(0, start - 60) : end + 60].split())}»"


def figures(tally: Counter[str]) -> dict[str, float]:
    """The counts with precision and recall."""
    given = tally["right"] + tally["wrong"]
    shares = {"precision": tally["right"] / max(1, given), "recall": tally["right"] / max(1, tally["holds"])}
    return {**dict(sorted(tally.items())), **{name: round(share, 3) for name, share in shares.items()}}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, default=Path("gold"))
    parser.add_argument("--json", type=Path)
    parser.add_argument("--errors", type=int, default=0)
    options = parser.parse_args()
    tallies: dict[str, Counter[str]] = defaultdict(Counter)
    errors: list[str] = []
    for linked in read_all(options.gold):
        errors += measure(linked, tallies[linked.corpus])
    if not tallies:
        print(f"SKIPPED: no MEANTIME, TimeBank or AQUAINT under {options.gold}: nothing was measured")
        return 0
    tallies["all"] = sum(tallies.values(), Counter())
    report = {name: figures(tally) for name, tally in tallies.items()}
    for name, row in report.items():
        print(name, json.dumps(row))
    print("\n".join(errors[: options.errors]))
    if options.json:
        options.json.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
