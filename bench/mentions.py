"""Measures who is who: the links between mentions of one actor, on MEANTIME, and the time a story takes.

For each of our mentions that MEANTIME knows as a person's or organisation's and that is not its actor's first, the link
to our mention before it is right where the gold gives both one entity. Mentions meet where ours lies in the gold extent
and holds its head (by our parse). ``--gold`` has the layout of the data folder; without it the benchmark is skipped.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import json
import time
import xml.etree.ElementTree as ET
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from backchannel.coding.mentions import find_actors
from backchannel.coding.sentences import find_sentences, parse_story
from backchannel.grounding.actors import find_names
from backchannel.ontology import load_actors
from backchannel.records import Actor, Story

KINDS = ("PER", "ORG")
GLUED = frozenset({",", ".", ")", "'s", "n't", ";", ":", "?", "!", "%", "'"})


@dataclass(frozen=True)
class GoldMention:
    """A gold mention in characters of the rebuilt text, and its entity."""

    start: int
    end: int
    entity: str


def read_gold(path: Path) -> tuple[Story, list[GoldMention]]:
    """The document's text, rebuilt from its tokens, and its person and organisation mentions."""
    root = ET.parse(path).getroot()
    text, places, before = "", {}, ""
    for token in root.findall("token"):
        word = token.text or ""
        if text and word not in GLUED and before not in ("(", "$"):
            text += " "
        places[token.get("t_id")] = (len(text), len(text) + len(word))
        text, before = text + word, word
    kinds = {entity.get("m_id"): entity.get("ent_type") for entity in root.iter("ENTITY")}
    extents = {}
    for mention in root.iter("ENTITY_MENTION"):
        spans = [places[anchor.get("t_id")] for anchor in mention.findall("token_anchor")]
        if spans:
            extents[mention.get("m_id")] = (min(span[0] for span in spans), max(span[1] for span in spans))
    found = []
    for link in root.iter("REFERS_TO"):
        target = link.find("target")
        entity = target.get("m_id") if target is not None else None
        if kinds.get(entity) in KINDS:
            found += [
                GoldMention(*extents[s.get("m_id")], str(entity))
                for s in link.findall("source")
                if s.get("m_id") in extents
            ]
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Story(id=digest[:16], text=text, sha256=digest, published=dt.date(2009, 6, 1)), found


def entity_of(gold: list[tuple[int, GoldMention]], start: int, end: int) -> str | None:
    """The entity of the smallest gold mention that covers our span and has its head in it."""
    inside = [one for head, one in gold if one.start <= start and end <= one.end and start <= head < end]
    return min(inside, key=lambda one: one.end - one.start).entity if inside else None


def score(story: Story, gold: list[GoldMention]) -> tuple[Counter[str], float, float]:
    """Links right and wrong by how the later is made, gold links found; seconds of the parse and of the stage."""
    start = time.perf_counter()
    doc = parse_story(story)
    parsed = time.perf_counter()
    table, sentences = load_actors(), find_sentences(story, doc)
    actors = find_actors(story, doc, sentences, find_names(story, table), table, day_at=lambda offset: story.published)
    done = time.perf_counter()
    heads = []
    for one in gold:
        span = doc.char_span(one.start, one.end, alignment_mode="expand")
        heads.append((span.root.idx if span is not None else one.start, one))
    counts = count_links(actors, heads)
    return counts, parsed - start, done - parsed


def count_links(actors: tuple[Actor, ...], heads: list[tuple[int, GoldMention]]) -> Counter[str]:
    counts: Counter[str] = Counter()
    ours: dict[str, list[tuple[int, str]]] = {}
    for actor in actors:
        known = [(one, entity_of(heads, one.span.start, one.span.end)) for one in actor.mentions if one.how != "group"]
        known = [(one, entity) for one, entity in known if entity is not None]
        for (_, first), (later, second) in zip(known, known[1:], strict=False):
            counts[f"{'right' if first == second else 'wrong'} {later.how}"] += 1
        for one, entity in known:
            ours.setdefault(str(entity), []).append((one.span.start, actor.id))
    for entity, size in Counter(one.entity for _, one in heads).items():
        counts["gold links"] += size - 1
        chains = Counter(id for _, id in ours.get(entity, ()))
        counts["found links"] += sum(size - 1 for size in chains.values())
    return counts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    folder = options.gold / "MEANTIME_en" / "intra-doc_annotation"
    if not folder.is_dir():
        print(f"SKIPPED: {folder} is not there; the data folder's layout is described in the data notes")
        return
    total: Counter[str] = Counter()
    parse = stage = 0.0
    load_actors()
    parse_story(Story(id="warm", text="It rained.", sha256=""))
    for path in sorted(folder.glob("*/*.xml")):
        story, gold = read_gold(path)
        counts, first, second = score(story, gold)
        total += counts
        parse, stage = parse + first, stage + second
    right = sum(count for name, count in total.items() if name.startswith("right"))
    wrong = sum(count for name, count in total.items() if name.startswith("wrong"))
    figures = {
        "links_right": right,
        "links_wrong": wrong,
        "link_precision": round(right / max(right + wrong, 1), 3),
        "link_recall": round(total["found links"] / max(total["gold links"], 1), 3),
        "by_how": dict(sorted(total.items())),
        "seconds_parse": round(parse, 2),
        "seconds_mentions": round(stage, 2),
        "cost": round(stage / max(parse, 0.001), 3),
    }
    for name, value in figures.items():
        print(f"{name}: {value}")
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
