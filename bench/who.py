"""Who every mention is, against two labellers' gold (``bench/gold/who_labels.tsv``): own stories, free documents.

Without ``--gold DIR`` only our own stories are scored; the texts of the others are not ours to ship. Counted are the
labelled spans only, each met by our mention that overlaps it most:

- names: spans that name an actor of our tables (name, surname, country); precision, recall, F1 of the actor linked
- pronouns, descriptions: of spans that the gold gives to one named actor, the share of ours that is right, and found
- wrong person: of all our mentions linked to a known person, the share that is somebody else by the gold

``--half development|test`` picks a half, ``--show`` lists misses (of the development half only).
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

from backchannel.coding.mentions import find_actors
from backchannel.coding.sentences import find_sentences, parse_story
from backchannel.grounding.actors import find_names
from backchannel.grounding.days import StoryClock, find_times
from backchannel.ontology import load_actors
from backchannel.ontology.places import fold
from backchannel.records import Actor, Story
from who_documents import documents
from who_gold import Gold, is_named, read_gold, refs_of

GOVERNMENT = ("government", "authorities", "regime")
PRONOUN = re.compile(r"(?i)(?:i|me|my|we|us|our|he|him|his|she|hers?|they|them|theirs?|its?|himself|herself)$")


@dataclass(frozen=True)
class Answer:
    """What we make of one span: how, and the actors meant."""

    how: str
    actors: tuple[Actor, ...]


def read(story: Story) -> dict[tuple[int, int], Answer]:
    """Our mentions by span."""
    doc = parse_story(story)
    sentences, table = find_sentences(story, doc), load_actors()
    clock = StoryClock(story, doc, sentences, find_times(story, doc, sentences))
    actors = find_actors(story, doc, sentences, find_names(story, table), table, day_at=clock.tense_day)
    spans: dict[tuple[int, int], list[tuple[str, Actor]]] = defaultdict(list)
    for actor in actors:
        for one in actor.mentions:
            spans[one.span.start, one.span.end].append((one.how, actor))
    return {span: Answer(met[0][0], tuple(actor for _, actor in met)) for span, met in spans.items()}


def align(story: Story, gold: list[Gold], ours: dict[tuple[int, int], Answer]) -> dict[Gold, tuple[int, int]]:
    """Each gold span's mention of ours: the nearest in extent first, either at most once; ends or starts must agree."""
    pairs = []
    for one in gold:
        for start, end in ours:
            shared = min(one.end, end) - max(one.start, start)
            owns = end < one.end and story.text[end : end + 2] in ("'s", "’s")  # «the general» in «the general's wife»
            if shared > 0 and (one.end == end or (one.start == start and not owns)):
                union = max(one.end, end) - min(one.start, start)
                pairs.append((-shared / union, one.end != end, one, (start, end)))
    found: dict[Gold, tuple[int, int]] = {}
    taken: set[tuple[int, int]] = set()
    for *_, one, span in sorted(pairs, key=lambda pair: (pair[0], pair[1], pair[2].start, pair[3])):
        if one not in found and span not in taken:
            found[one] = span
            taken.add(span)
    return found


def same(actor: Actor, gold: Gold, chains: dict[str, str | None]) -> bool:
    """Whether our actor is the gold's, by table, by words, or (unknown ones) by the name that opened the chain."""
    refs = refs_of(gold.name, gold.country)
    land = gold.country is not None and gold.country.lower() in refs and actor.country == gold.country
    if land and ((actor.ref or "").endswith("-government") or actor.name.lower().endswith(GOVERNMENT)):
        return True  # the guide gives a government the country's label
    if actor.ref is not None and refs:
        return actor.ref in refs
    mine, theirs = set(fold(actor.name).split()), set(fold(gold.name).split())
    if mine and theirs and (mine <= theirs or theirs <= mine):
        return True
    return chains.get(actor.id) == gold.name


def score(story: Story, gold: list[Gold], counts: Counter[str], show: bool) -> None:
    ours = read(story)
    met = align(story, gold, ours)
    chains: dict[str, str | None] = {}
    for one, span in sorted(met.items(), key=lambda pair: pair[0].start):
        for actor in ours[span].actors:
            if one.kind == "name" and ours[span].how in ("name", "surname"):
                chains.setdefault(actor.id, one.name)
    for one in gold:
        if one.kind == "unsure":
            continue
        answer = ours[met[one]] if one in met else None
        wider = [span for span in ours if span[0] <= one.start and one.end <= span[1] and span != (one.start, one.end)]
        if answer is None and one.kind == "name" and one.country is not None and wider:
            counts["inside a longer mention"] += 1  # «Egypt» of «Egypt's foreign minister»: we keep the whole alone
            continue
        _count(story, one, answer, chains, counts, show)


def _count(
    story: Story, one: Gold, answer: Answer | None, chains: dict[str, str | None], counts: Counter[str], show: bool
) -> None:
    words = story.text[one.start : one.end]
    before = counts["wrong person"]
    how = "pronoun" if PRONOUN.fullmatch(words) else "name" if is_named(words, one) else "description"
    single = answer.actors[0] if answer is not None and len(answer.actors) == 1 else None
    right = one.kind == "name" and single is not None and same(single, one, chains)
    if one.kind == "group" and answer is not None:
        members = one.members
        right = len(members) == len(answer.actors) and all(
            any(same(actor, member, chains) for actor in answer.actors) for member in members
        )
    if one.kind in ("some", "not"):
        right = answer is None or all(actor.ref is None for actor in answer.actors)
    if single is not None and single.kind == "person" and single.ref is not None:
        counts["person"] += 1
        counts["wrong person"] += not right
    known = one.kind == "name" and bool(refs_of(one.name, one.country))
    group = one.kind if one.kind == "group" else how
    if one.kind in ("name", "group") and (known or group != "name"):
        counts[f"{group} gold"] += 1
        counts[f"{group} answered"] += answer is not None
        counts[f"{group} right"] += right
    elif answer is not None and answer.how in ("name", "surname") and any(actor.ref for actor in answer.actors):
        counts["name false"] += one.kind == "not"
    if one.kind in ("some", "not") and answer is not None and answer.how == "pronoun":
        counts["pronoun false"] += one.kind == "not"
    if show and (not right or (answer is not None and one.kind == "not")):
        said = "–" if answer is None else f"{answer.how}: " + "; ".join(a.ref or a.name for a in answer.actors)
        around = story.text[max(0, one.start - 50) : one.end + 40].replace("\n", " ")
        mark = "WRONG PERSON " if counts["wrong person"] > before else ""
        print(f"{mark}{story.id} {how} «{words}» gold {one.kind} {one.name or one.members} | {said} | …{around}…")


def figures(counts: Counter[str]) -> dict[str, float | int]:
    """Shares from the counts."""
    found: dict[str, float | int] = {}
    right, gold = counts["name right"], max(counts["name gold"], 1)
    precision = right / max(counts["name answered"] + counts["name false"], 1)
    recall = right / gold
    found["names"], found["name_precision"], found["name_recall"] = counts["name gold"], precision, recall
    found["name_f1"] = 2 * precision * recall / max(precision + recall, 1e-9)
    for kind in ("pronoun", "description", "group"):
        found[f"{kind}s"] = counts[f"{kind} gold"]
        found[f"{kind}_answered_right"] = counts[f"{kind} right"] / max(counts[f"{kind} answered"], 1)
        found[f"{kind}_right"] = counts[f"{kind} right"] / max(counts[f"{kind} gold"], 1)
    both = [counts[f"pronoun {what}"] + counts[f"description {what}"] for what in ("right", "answered", "gold")]
    found["pronouns_and_descriptions_right"] = both[0] / max(both[2], 1)
    found["pronouns_and_descriptions_answered_right"] = both[0] / max(both[1], 1)
    found["persons"] = counts["person"]
    found["wrong_person"] = counts["wrong person"] / max(counts["person"], 1)
    return {name: round(value, 3) if isinstance(value, float) else value for name, value in found.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path)
    parser.add_argument("--half", choices=("development", "test"))
    parser.add_argument("--json", type=Path)
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    labels = read_gold()
    if options.gold is None or not options.gold.is_dir():
        print("SKIPPED: the documents of the data folder (no --gold DIR); only our own stories are scored")
    report: dict[str, dict[str, float | int]] = {}
    for half in ("development", "test"):
        if options.half not in (None, half):
            continue
        counts: Counter[str] = Counter()
        for document in documents(options.gold):
            for story in document.stories if document.half == half else ():
                score(story, labels.get(story.id, []), counts, options.show and half == "development")
        report[half] = figures(counts)
        print(half, json.dumps(report[half], indent=1))
    if options.json is not None:
        options.json.write_text(json.dumps(report, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
