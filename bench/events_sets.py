"""Readers of sentences with a marked pair: plv_dev, own_sentences, plover_gsr, re3d; all give ``Marked`` rows."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# The manual's older names of types, as plover_gsr has them.
RENAMED = {"DEMAND": "REQUEST", "DISAPPROVE": "ACCUSE", "INVESTIGATE": "ACCUSE", "FIGHT": "ASSAULT"}
RE3D_ROOTS = {"CommWith": "CONSULT", "FightingAgainst": "ASSAULT"}
FRIENDLY = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AID", "AGREE"})
_MARK = re.compile(r"\((?P<role>SRC/TAR|SRC|TAR|EVT|LOC|[A-Z/]{3,9}): ?(?P<words>[^()]*)\)")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"])|\n+")


@dataclass(frozen=True, slots=True)
class Marked:
    """A text with its pair's spans and its gold; rows of one ``group`` must stay on one side of a split."""

    text: str
    source: tuple[int, int]
    target: tuple[int, int]
    root: str
    type: str | None = None
    status: str | None = None
    group: str = ""


def half_of(text: str) -> str:
    """Which half of plv_dev a sentence is in: error classes are read on "dev" only."""
    return "test" if int(hashlib.sha256(text.encode()).hexdigest(), 16) % 2 else "dev"


def parse_marks(marked: str) -> tuple[str, dict[str, list[int]]]:
    """The sentence without its <s> and <t> marks, and the span of each."""
    spans: dict[str, list[int]] = {}
    text = ""
    for part in re.split(r"(</?[st]>)", marked):
        if part in ("<s>", "<t>"):
            spans[part[1]] = [len(text)]
        elif part in ("</s>", "</t>"):
            spans.get(part[2], []).append(len(text))
        else:
            text += part
    return text, spans


def read_plv(path: Path) -> Iterator[Marked]:
    """The sentences of PLV_dev.tsv whose marks are whole; YIELD stands for CONCEDE and RETREAT."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            text, spans = parse_marks(row["marked_sentence"].strip('"').replace('""', '"'))
            if all(len(spans.get(side, [])) == 2 for side in "st"):
                yield Marked(text, _pair(spans["s"]), _pair(spans["t"]), row["gold_root"], group=text)


def read_own(path: Path) -> Iterator[Marked]:
    """The sentences of own_sentences.tsv, labels as they stand there."""
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file, delimiter="\t")):
            text, spans = parse_marks(row["sentence"].replace('\\"', '"'))
            yield Marked(
                text,
                _pair(spans["s"]),
                _pair(spans["t"]),
                row["plover_root"],
                row["type"],
                row["status"],
                row["group"] or f"row {number}",
            )


def _pair(span: list[int]) -> tuple[int, int]:
    return span[0], span[1]


def read_gsr(path: Path) -> Iterator[tuple[dict[str, Any], Marked | None]]:
    """Every record of plover_gsr with, where the mark-up names two sides, its pair."""
    for record in json.loads(path.read_text(encoding="utf-8")):
        if record.get("text"):
            yield record, _gsr_pair(record)


def _gsr_pair(record: dict[str, Any]) -> Marked | None:
    info = record.get("textInfo")
    markup = str(info.get("markup") or "") if isinstance(info, dict) else ""
    spans: dict[str, list[tuple[int, int]]] = {}
    text, at = "", 0
    for match in _MARK.finditer(markup):
        text += markup[at : match.start()]
        spans.setdefault(match["role"], []).append((len(text), len(text) + len(match["words"])))
        text += match["words"]
        at = match.end()
    text += markup[at:]
    both = spans.get("SRC/TAR", [])
    sources, targets = spans.get("SRC", []) or both[:1], spans.get("TAR", []) or both[1:]
    if not sources or not targets or sources[0] == targets[0]:
        return None
    type = RENAMED.get(record["event"], record["event"])
    return Marked(text, sources[0], targets[0], type, type, group=record["id"])


def read_re3d(folder: Path) -> Iterator[Marked]:
    """Pairs of re3d's free folders told in one sentence: talks, fights, and (root NONE) pairs with no relation."""
    for path in sorted(folder.glob("*/documents.json")):
        if path.parent.name.startswith("Delegation"):
            continue  # the EU's own terms: for measuring only
        texts = {row["_id"]: row["text"] for row in _lines(path)}
        related: dict[str, set[tuple[int, int]]] = {}
        for row in _lines(path.parent / "relations.json"):
            one, other = (row["sourceBegin"], row["sourceEnd"]), (row["targetBegin"], row["targetEnd"])
            related.setdefault(row["documentId"], set()).update({(one[0], other[0]), (other[0], one[0])})
            if row["type"] in RE3D_ROOTS and one != other:
                yield from _in_sentence(texts.get(row["documentId"], ""), one, other, RE3D_ROOTS[row["type"]])
        yield from _unrelated(path.parent / "entities.json", texts, related)


def _unrelated(path: Path, texts: dict[str, str], related: dict[str, set[tuple[int, int]]]) -> Iterator[Marked]:
    entities: dict[str, list[tuple[int, int]]] = {}
    for row in _lines(path):
        if row["type"] in ("Organisation", "Person", "Nationality"):
            entities.setdefault(row["documentId"], []).append((row["begin"], row["end"]))
    for name, spans in sorted(entities.items()):
        spans.sort()
        for one, other in zip(spans[::3], spans[1::3], strict=False):
            if one[1] <= other[0] and (one[0], other[0]) not in related.get(name, set()):
                yield from _in_sentence(texts.get(name, ""), one, other, "NONE")


def _in_sentence(text: str, one: tuple[int, int], other: tuple[int, int], root: str) -> Iterator[Marked]:
    """The sentence that holds both spans, if one does and is of bearable length."""
    start = 0
    for match in (*_SENTENCE_END.finditer(text), None):
        end = match.start() if match else len(text)
        if start <= min(one[0], other[0]) and max(one[1], other[1]) <= end and end - start < 600:
            moved = [(span[0] - start, span[1] - start) for span in (one, other)]
            if all(text[begin:stop].strip() for begin, stop in (one, other)) and one != other:
                yield Marked(text[start:end], moved[0], moved[1], root, group=text[:80])
            return
        start = match.end() if match else end


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
