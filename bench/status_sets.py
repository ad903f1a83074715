"""Events with a known status or grade, as parsed tokens: FactBank, UW and MEANTIME in one shape, and the own gold.

Words are kept as the sets cut them, so a mark is always one parsed token. MEANTIME's certainty, time and polarity
become four classes: `denied` where polarity is NEG; else `planned` where certain and future, `happened` where certain
and not future, `possible` where not certain. Events without these attributes are left out.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from backchannel.coding.sentences import load_language

if TYPE_CHECKING:
    from spacy.tokens import Token

CLASSES = ("happened", "planned", "possible", "denied")
TO_CLASS = {
    "happened": "happened",
    "ongoing": "happened",
    "planned": "planned",
    "possible": "possible",
    "hypothetical": "possible",
    "denied": "denied",
    "refused": "denied",
    "cancelled": "denied",
}
_BATCH = 40  # sentences parsed as one document: fewer, longer calls


@dataclass(frozen=True, slots=True)
class Marked:
    """An event word in its parse; `group` is what is held out together (topic, part)."""

    token: Token
    group: str
    grade: float | None = None
    label: str | None = None
    id: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """The words of a sentence, and its marks: place of the word, grade, class."""

    words: tuple[str, ...]
    marks: tuple[tuple[int, float | None, str | None], ...]
    group: str
    id: str = ""


def read_grades(path: Path, group: str) -> Iterator[Sentence]:
    """The sentences of a ``status/unified`` file: number, word, grade or «_», …"""
    words: list[str] = []
    marks: list[tuple[int, float | None, str | None]] = []
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        if line.strip():
            cells = line.split("\t")
            if cells[2] != "_":
                marks.append((len(words), float(cells[2]), None))
            words.append(cells[1])
        elif words:
            yield Sentence(tuple(words), tuple(marks), group)
            words, marks = [], []


def read_meantime(folder: Path) -> Iterator[Sentence]:
    """The sentences of ``MEANTIME_en`` with at least one event of known class; the group is the topic."""
    for path in sorted((folder / "intra_cross-doc_annotation").glob("*/*.xml")):
        root = ElementTree.parse(path).getroot()
        sentences: dict[str, list[str]] = {}
        places: dict[str, tuple[str, int]] = {}
        for token in root.iter("token"):
            words = sentences.setdefault(token.get("sentence", "0"), [])
            places[token.get("t_id", "")] = (token.get("sentence", "0"), len(words))
            words.append(token.text or "_")
        marks: dict[str, list[tuple[int, float | None, str | None]]] = {}
        for mention in root.iter("EVENT_MENTION"):
            label = _class_of(mention)
            anchors = [places[anchor.get("t_id", "")] for anchor in mention.findall("token_anchor")]
            if label is not None and anchors:
                marks.setdefault(anchors[0][0], []).append((anchors[0][1], None, label))
        for number, words in sentences.items():
            if number in marks:
                found = tuple(sorted(marks[number], key=lambda mark: mark[0]))
                yield Sentence(tuple(words), found, path.parent.name, f"{path.stem}:{number}")


def _class_of(mention: ElementTree.Element) -> str | None:
    certainty, polarity = mention.get("certainty"), mention.get("polarity")
    if not certainty or not polarity:
        return None
    if polarity == "NEG":
        return "denied"
    if certainty != "CERTAIN":
        return "possible"
    return "planned" if mention.get("time") == "FUTURE" else "happened"


def parse_sentences(sentences: Iterable[Sentence]) -> Iterator[Marked]:
    """Every mark as a parsed token."""
    batch: list[Sentence] = []
    for sentence in sentences:
        batch.append(sentence)
        if len(batch) == _BATCH:
            yield from _parse(batch)
            batch = []
    yield from _parse(batch)


def _parse(batch: list[Sentence]) -> Iterator[Marked]:
    from spacy.tokens import Doc

    if not batch:
        return
    language = load_language()
    words = [word for sentence in batch for word in sentence.words]
    starts = [number == 0 for sentence in batch for number in range(len(sentence.words))]
    doc = Doc(language.vocab, words=words, sent_starts=starts)
    for name, component in language.pipeline:
        if name != "ner":
            doc = component(doc)
    offset = 0
    for sentence in batch:
        for place, grade, label in sentence.marks:
            yield Marked(doc[offset + place], sentence.group, grade, label, f"{sentence.id}:{place}")
        offset += len(sentence.words)


def macro_f1(pairs: list[tuple[str, str]]) -> dict[str, float]:
    """Precision, recall and F1 of each class from (gold, found), and the mean F1."""
    scores: dict[str, float] = {}
    for name in CLASSES:
        right = sum(gold == found == name for gold, found in pairs)
        found_all, gold_all = sum(found == name for _, found in pairs), sum(gold == name for gold, _ in pairs)
        precision, recall = right / max(1, found_all), right / max(1, gold_all)
        scores[f"{name}_precision"], scores[f"{name}_recall"] = precision, recall
        scores[f"{name}_f1"] = 2 * precision * recall / max(1e-9, precision + recall)
    scores["macro_f1"] = sum(scores[f"{name}_f1"] for name in CLASSES) / len(CLASSES)
    return scores


def correlation(pairs: list[tuple[float, float]]) -> float:
    """Pearson's r of (gold, found); 0 where one of them never varies."""
    count = max(1, len(pairs))
    mean_x, mean_y = sum(x for x, _ in pairs) / count, sum(y for _, y in pairs) / count
    spread = sum((x - mean_x) ** 2 for x, _ in pairs) * sum((y - mean_y) ** 2 for _, y in pairs)
    return sum((x - mean_x) * (y - mean_y) for x, y in pairs) / spread**0.5 if spread > 0 else 0.0


def read_own(path: Path) -> list[dict[str, str]]:
    """The rows of a tab-separated gold file of our own."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
