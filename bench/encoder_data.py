"""What the encoder is fitted on: windows of word pieces with their labels.

They come from PolNeAR, the unified factuality sets and sentences with a marked pair.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer

from backchannel.coding.encoder import WINDOW

START, STOP = 101, 102  # [CLS], [SEP]
MARKS = {"<s>": 1, "</s>": 2, "<t>": 3, "</t>": 4}  # [unused0] to [unused3] stand for the marks of a pair
EDGES = " \"“”‘’'\n\r,."
_SPAN = re.compile(r"(T\d+)\t\w+ ([\d ;]+)(?:\t|$)")
_ROLE = re.compile(r"(Source|Cue|Content)\d*:(T\d+)")
SIDES = ("source", "target")
RENAMED = {"DEMAND": "REQUEST", "DISAPPROVE": "ACCUSE", "INVESTIGATE": "ACCUSE", "FIGHT": "ASSAULT", "YIELD": "CONCEDE"}
_MARK = re.compile(r"</?[st]>")
Pieces = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Attribution:
    """The pieces of a cue, a source and a content, by character."""

    cue: Pieces
    source: Pieces
    content: Pieces


@dataclass(slots=True)
class Window:
    """Word pieces with their characters, and what is labelled on them (positions count from [CLS] = 0)."""

    pieces: list[int]
    spans: Pieces
    cues: list[list[int]] = field(default_factory=list)
    sources: list[list[int]] = field(default_factory=list)
    contents: list[list[int]] = field(default_factory=list)
    facts: dict[int, float] = field(default_factory=dict)
    pair: tuple[list[int], list[int], int] | None = None


def load_tokenizer(folder: Path) -> Tokenizer:
    """The word-piece tokenizer of all-MiniLM-L6-v2, without truncation and padding."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def read_attributions(standoff: str) -> list[Attribution]:
    """The attributions of a brat file."""
    spans: dict[str, Pieces] = {}
    found: list[Attribution] = []
    for line in standoff.splitlines():
        if match := _SPAN.match(line):
            spans[match[1]] = [(int(a), int(b)) for a, b in (piece.split() for piece in match[2].split(";"))]
    for line in standoff.splitlines():
        if line.startswith("E"):
            parts: dict[str, Pieces] = {"Source": [], "Cue": [], "Content": []}
            for role, name in _ROLE.findall(line):
                parts[role] += spans[name]
            found.append(Attribution(parts["Cue"], parts["Source"], parts["Content"]))
    return found


def cut_windows(text: str, tokenizer: Tokenizer) -> Iterator[Window]:
    """A text as windows of whole paragraphs; a paragraph longer than a window is cut."""
    pieces: list[int] = []
    spans: Pieces = []
    for match in re.finditer(r"[^\n]+", text):
        coded = tokenizer.encode(match[0], add_special_tokens=False)
        ids, places = coded.ids, [(a + match.start(), b + match.start()) for a, b in coded.offsets]
        if pieces and len(pieces) + len(ids) > WINDOW:
            yield Window([START, *pieces, STOP], spans)
            pieces, spans = [], []
        while len(ids) > WINDOW:
            yield Window([START, *ids[:WINDOW], STOP], places[:WINDOW])
            ids, places = ids[WINDOW:], places[WINDOW:]
        pieces, spans = pieces + ids, spans + places
    if pieces:
        yield Window([START, *pieces, STOP], spans)


def inside(spans: Pieces, ranges: Pieces) -> list[int]:
    """The positions (from 1) of the word pieces that lie in one of the ranges."""
    return [at + 1 for at, (a, b) in enumerate(spans) if any(a < end and b > start for start, end in ranges)]


def trimmed(text: str, ranges: Pieces) -> Pieces:
    """The ranges without quotation marks, commas, full stops and blanks at the two outer ends."""
    if not ranges:
        return ranges
    start, end = ranges[0][0], ranges[-1][1]
    words = text[start:end]
    first, last = start + len(words) - len(words.lstrip(EDGES)), end - len(words) + len(words.rstrip(EDGES))
    return [(max(a, first), min(b, last)) for a, b in ranges if b > first and a < last]


def polnear(folder: Path, tokenizer: Tokenizer) -> Iterator[Window]:
    """The windows of one split of PolNeAR, with every attribution whose cue lies in one window."""
    for path in sorted((folder / "text").glob("*.txt")):
        files = sorted(found for found in (folder / "attributions").iterdir() if found.name.startswith(path.stem + "_"))
        if files:
            text = path.read_bytes().decode("utf-8")
            attributions = read_attributions(files[0].read_text(encoding="utf-8"))
            for window in cut_windows(text, tokenizer):
                for one in attributions:
                    if cue := inside(window.spans, one.cue):
                        window.cues.append(cue)
                        window.sources.append(inside(window.spans, sorted(one.source)))
                        window.contents.append(inside(window.spans, trimmed(text, sorted(one.content))))
                yield window


def factuality(path: Path, tokenizer: Tokenizer) -> Iterator[Window]:
    """The sentences of a unified factuality file, each a window; the grade stands on the event's first piece."""
    for block in path.read_text(encoding="utf-8").strip().split("\n\n"):
        rows = [line.split("\t") for line in block.splitlines()]
        window = Window([START], [])
        for row in rows:
            ids = tokenizer.encode(row[1], add_special_tokens=False).ids
            if row[2] != "_" and ids:
                window.facts[len(window.pieces)] = float(row[2])
            window.pieces += ids
        window.pieces = [*window.pieces[: WINDOW + 1], STOP]
        window.facts = {at: grade for at, grade in window.facts.items() if at <= WINDOW}
        if window.facts:
            yield window


def marked(sentence: str, root: int, tokenizer: Tokenizer, *, marks: bool) -> Window:
    """A sentence with `<s>` and `<t>` as a window; the marks stay as word pieces of their own, or are taken out."""
    window, places, open_at = Window([START], []), {"s": [], "t": []}, 0
    side = ""
    for match in [*_MARK.finditer(sentence), None]:
        text = sentence[open_at : match.start() if match else len(sentence)]
        ids = tokenizer.encode(text, add_special_tokens=False).ids
        if side:
            places[side] += range(len(window.pieces), len(window.pieces) + len(ids))
        window.pieces += ids
        if match:
            open_at, side = match.end(), "" if "/" in match[0] else match[0][1]
            if marks:
                window.pieces.append(MARKS[match[0]])
    window.pieces = [*window.pieces[: WINDOW + 1], STOP]
    inner = {name: [at for at in found if at <= WINDOW] or [0] for name, found in places.items()}
    window.pair = (inner["s"], inner["t"], root)
    return window


def read_sentences(path: Path, column: str = "plover_root") -> list[tuple[str, str]]:
    """Sentences with marks and their roots, from a table with the columns sentence and plover_root (or another)."""
    with path.open(encoding="utf-8", newline="") as lines:
        return [(row["sentence"], row[column]) for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)]


def gold_records(path: Path) -> list[tuple[str, str]]:
    """The PLOVER gold records with one actor and one recipient whose words stand in the text, as marked sentences."""
    found = []
    for record in json.loads(path.read_text(encoding="utf-8")):
        root = RENAMED.get(record["event"], record["event"])
        if record.get("text") and (marked := _mark(record)):
            found.append((marked, root))
    return found


def _mark(record: dict[str, Any]) -> str | None:
    """The record's text with its first actor and recipient marked; two actors alone are each other's recipients."""
    actors, recipients = ([one for one in record.get(side) or [] if isinstance(one, dict)] for side in SIDES)
    pair = (actors[:1] + recipients[:1]) if recipients else actors[:2]
    text, spans = record["text"], []
    for name, one in zip("st", pair, strict=False):
        start = text.find(one.get("actorText") or "\0")
        spans.append((start, start + len(one.get("actorText") or ""), name))
    if len(spans) < 2 or min(span[0] for span in spans) < 0 or max(spans)[0] < min(spans)[1]:
        return None
    for start, end, name in sorted(spans, reverse=True):
        text = f"{text[:start]}<{name}>{text[start:end]}</{name}>{text[end:]}"
    return text
