"""Our own gold of events: stories of ours and free documents, every event in them, labelled twice and adjudicated.

``bench/gold/events_labels.tsv`` has one row an event: document, sentence, anchor and parties as offsets into the story,
type, status, days; no text of others. A found event is right where sentence, type, parties, status and days all agree
with one gold row that nothing else has taken. A refused meeting is also a REJECT that happened (``roots.py``); a party
that the sentence does not name may be left open; a gold event without any party ("-" on both sides) is neither asked
for nor counted against. ``--errors`` shows what is not right.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import json
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

for _variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(_variable, "1")

from backchannel.coding.events.roots import root_of
from backchannel.coding.sentences import parse_story
from backchannel.pipeline import read_story
from backchannel.records import Event, Reading, Story
from event_passages import read_passages
from events_documents import HERE, Text, read_documents, read_stories

PAST = frozenset({"happened", "ongoing"})
NOT_DONE = frozenset({"denied", "refused", "cancelled"})


@dataclass(frozen=True, slots=True)
class Gold:
    """One labelled event; parties are spans in the story, () where none is named there."""

    document: str
    sentence: int
    start: int
    end: int
    type: str
    actors: tuple[tuple[int, int], ...]
    recipients: tuple[tuple[int, int], ...]
    status: str
    days: tuple[dt.date, dt.date] | None

    @property
    def parties(self) -> tuple[tuple[int, int], ...]:
        return self.actors + self.recipients


def read_gold(path: Path) -> Iterator[Gold]:
    """The rows of ``events_labels.tsv``."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            days = (dt.date.fromisoformat(row["first"]), dt.date.fromisoformat(row["last"])) if row["first"] else None
            sides = [_spans(row[side]) for side in ("actors", "recipients")]
            numbers = (int(row["sentence"]), int(row["start"]), int(row["end"]))
            yield Gold(row["document"], *numbers, row["type"], sides[0], sides[1], row["status"], days)


def _spans(cell: str) -> tuple[tuple[int, int], ...]:
    return tuple((int(one.split("-")[0]), int(one.split("-")[1])) for one in cell.split(";") if one)


def _ids_at(reading: Reading, span: tuple[int, int]) -> frozenset[str]:
    """The actors that a gold span names: those mentioned in it."""
    found = {
        actor.id
        for actor in reading.actors
        for mention in actor.mentions
        if mention.span.start < span[1] and span[0] < mention.span.end
    }
    return frozenset(found)


def _within(span: tuple[int, int], sentence: tuple[int, int]) -> bool:
    return sentence[0] <= span[0] and span[1] <= sentence[1]


def _sides_agree(reading: Reading, event: Event, gold: Gold, sentence: tuple[int, int]) -> bool:
    """Whether every party found is a party of the gold event, on its side, and no named side is left empty."""
    actors = [_ids_at(reading, span) for span in gold.actors]
    recipients = [_ids_at(reading, span) for span in gold.recipients]
    if not gold.recipients:  # reciprocal, or nobody acted upon
        named = {id for ids in actors for id in ids}
        together = set(event.actors) | set(event.recipients)
        if not event.recipients:
            return bool(together) and together <= named
        met = sum(bool(ids & together) for ids in actors)
        return len(gold.actors) > 1 and together <= named and met >= 2
    one, other = ({id for ids in side for id in ids} for side in (actors, recipients))
    held = set(event.actors) <= one and set(event.recipients) <= other
    mutual = gold.type == "CONSULT" and set(event.actors) <= other and set(event.recipients) <= one
    if gold.actors and not event.actors:  # as with the other side: left open where it is said elsewhere only
        implied = all(not _within(span, sentence) for span in gold.actors)
        return bool(event.recipients) and implied and set(event.recipients) <= other
    if not event.recipients:
        implied = all(not _within(span, sentence) for span in gold.recipients)  # "[Georgia]": said elsewhere only
        return bool(event.actors) and implied and set(event.actors) <= one
    return held or (mutual and bool(event.actors))


def _status_agrees(event: Event, gold: Gold) -> bool:
    alike = (PAST, NOT_DONE, frozenset({"possible", "hypothetical"}))
    return event.status == gold.status or any(event.status in group and gold.status in group for group in alike)


def _days_agree(event: Event, gold: Gold) -> bool:
    found = None if event.when is None else (event.when.first, event.when.last)
    return found == gold.days


def score(text: Text, reading: Reading, gold: list[Gold], counts: Counter[str]) -> list[str]:
    """Adds one text's figures to the counts; returns what went wrong, a line each."""
    free, errors = list(gold), []
    bounds = {number: (start, end) for number, start, end in text.sentences}
    for event in reading.events:
        number = next((n for n, (a, b) in bounds.items() if a <= event.anchor.start < b), 0)
        here = [row for row in free if row.sentence == number]
        steps = _best(reading, event, here, bounds.get(number, (0, 0)))
        best, passed = steps if steps is not None else (None, ())
        silent = [row for row in here if not row.parties and row.type == event.type]
        if best is None and silent:
            free.remove(silent[0])
            continue
        counts["found"] += 1
        for name in passed:
            counts[f"right {name}"] += 1
        counts["right all"] += len(passed) == 4
        if best is not None:
            free.remove(best)
        if best is None or len(passed) < 4:
            words = event.anchor.of(reading.story)
            names = [reading.actor(id).name for id in (*event.actors, *event.recipients)]
            errors.append(
                f"{text.document} [{number}] {event.type} {event.status} {words!r} {names} {event.when}"
                f" {event.because.split(' · ')[0]}: right {passed or 'nothing'}"
                + ("" if best is None else f"; gold {best.status} {best.days}")
            )
    counts["gold"] += sum(bool(row.parties) for row in gold)
    for row in free:
        if row.parties:
            words = reading.story.text[row.start : row.end]
            sides = [reading.story.text[a:b] for a, b in row.parties]
            errors.append(f"{text.document} [{row.sentence}] missed {row.type} {row.status} {words!r} {sides}")
    return errors


def _best(
    reading: Reading, event: Event, rows: list[Gold], sentence: tuple[int, int]
) -> tuple[Gold, tuple[str, ...]] | None:
    """The gold row that agrees in most: type first, then parties, status, days; None where no type agrees."""
    tried = []
    for row in rows:
        folded = row.status == "happened" and root_of(event) == row.type
        if row.type != event.type and not folded:
            continue
        passed = ["type"]
        if _sides_agree(reading, event, row, sentence):
            passed.append("parties")
            passed += ["status"] if folded or _status_agrees(event, row) else []
            passed += ["days"] if _days_agree(event, row) else []
        near = row.start < event.anchor.end and event.anchor.start < row.end
        tried.append((len(passed), near, -abs(row.start - event.anchor.start), row, tuple(passed)))
    if not tried:
        return None
    best = max(tried, key=lambda item: item[:3])
    return best[3], best[4]


def figures(counts: Counter[str]) -> dict[str, float]:
    """Precision and recall step by step: type alone, with parties, with status, with days; and all together."""
    found, gold = max(1, counts["found"]), max(1, counts["gold"])
    whole = counts["right all"]
    return {
        "gold": counts["gold"],
        "found": counts["found"],
        "type_precision": counts["right type"] / found,
        "type_recall": counts["right type"] / gold,
        "parties_precision": counts["right parties"] / found,
        "parties_recall": counts["right parties"] / gold,
        "status_where_parties_right": counts["right status"] / max(1, counts["right parties"]),
        "days_where_parties_right": counts["right days"] / max(1, counts["right parties"]),
        "all_precision": whole / found,
        "all_recall": whole / gold,
    }


def measure(gold_folder: Path, half: str | None) -> tuple[dict[str, Counter[str]], list[str]]:
    """Counts for the stories of ours and the documents, of one half or of both."""
    counts: dict[str, Counter[str]] = {"stories": Counter(), "documents": Counter()}
    errors: list[str] = []
    for text, gold in own_gold(gold_folder, half):
        tally = counts["stories" if text.document.startswith("own") else "documents"]
        errors += score(text, read_story(text.story), gold, tally)
    return counts, errors


def own_gold(gold_folder: Path, half: str | None) -> Iterator[tuple[Text, list[Gold]]]:
    """The texts of one half (None: of both), each with the gold rows of its labelled sentences."""
    rows: dict[str, list[Gold]] = {}
    for row in read_gold(HERE / "events_labels.tsv"):
        rows.setdefault(row.document, []).append(row)
    texts = list(read_stories())
    if gold_folder.exists():
        texts += read_documents(gold_folder)
    else:
        print(f"SKIPPED: free documents: no {gold_folder}", file=sys.stderr)
    for text in texts:
        if half is None or text.half == half:
            numbers = {number for number, _, _ in text.sentences}
            yield text, [row for row in rows.get(text.document, []) if row.sentence in numbers]


def passage_gold(path: Path) -> Iterator[tuple[Text, list[Gold]]]:
    """Passages (``event_passages.py``) as texts; their events carry no status and no days."""
    for number, (words, events) in enumerate(read_passages(path)):
        story = Story(f"passage{number}", words, "-")
        bounds = tuple((at, one.start_char, one.end_char) for at, one in enumerate(parse_story(story).sents, start=1))
        gold = []
        for event in events:
            sentence = next(at for at, start, end in bounds if start <= event.anchor[0] < end)
            sides = (event.actors, event.recipients)
            gold.append(Gold(story.id, sentence, *event.anchor, event.root, *sides, "happened", None))
        yield Text(story.id, "passages", story, bounds), gold


def rule_findings(texts: Iterable[tuple[Text, list[Gold]]]) -> Iterator[tuple[Event, bool]]:
    """Each event found in texts with gold, and whether its type and sides are right."""
    for text, gold in texts:
        reading = read_story(text.story)
        free = list(gold)
        for event in reading.events:
            bounds = next(((n, a, b) for n, a, b in text.sentences if a <= event.anchor.start < b), (0, 0, 0))
            best = _best(reading, event, [row for row in free if row.sentence == bounds[0]], bounds[1:])
            if best is not None:
                free.remove(best[0])
            yield event, best is not None and "parties" in best[1]


def main() -> int:
    """Print the figures of one half, or of both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, default=Path("../shared/gold"))
    parser.add_argument("--half", choices=("dev", "test"))
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    counts, errors = measure(options.gold, options.half)
    results = {name: figures(tally) for name, tally in counts.items()}
    results["together"] = figures(sum(counts.values(), Counter()))
    for name, found in results.items():
        print(name, " ".join(f"{key}={value:.3f}" for key, value in found.items()))
    if options.errors:
        print("\n".join(errors))
    if options.json:
        options.json.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
