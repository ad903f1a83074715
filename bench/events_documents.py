"""The documents of our own gold of events: stories of our own, and free documents of the gold folder, rebuilt.

``events_documents.tsv`` names the free documents, how many sentences of each were labelled, and the half each is in; no
text of theirs is kept. A document of ``plover_gsr`` is a bundle: each line is a text of its own.
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from backchannel.records import Story

HERE = Path(__file__).parent / "gold"
_NO_BLANK_BEFORE = re.compile(r" (?=[,.;:!?%)\]’]|'s\b|'(?:re|ve|ll|d|m|t)\b|n't\b)")
_NO_BLANK_AFTER = re.compile(r"(?<=[(\[$€£]) ")
_END = re.compile(r"(?<=[.!?][\"”’])\s+|(?<=[.!?])\s+(?=[\"“‘(]?[A-Z])|\n+")
_SHORT = re.compile(r"(?:\b[A-Z]|\b(?:Mr|Mrs|Dr|St|Gen|Lt|Col|Jan|Feb|Aug|Sept|Oct|Nov|Dec|No|vs))\.$")


@dataclass(frozen=True, slots=True)
class Text:
    """One text that is read by itself: its document, its labelled sentences as spans with their numbers, its story."""

    document: str
    half: str
    story: Story
    sentences: tuple[tuple[int, int, int], ...]  # number, start, end

    def sentence(self, number: int) -> str:
        """The words of the sentence of that number; KeyError where it is none of this text's."""
        for known, start, end in self.sentences:
            if known == number:
                return self.story.text[start:end]
        raise KeyError(number)


def half_of(document: str) -> str:
    """Development or test, fixed by the document's name."""
    return "test" if int(hashlib.sha256(document.encode()).hexdigest(), 16) % 2 else "dev"


def read_stories() -> Iterator[Text]:
    """The stories of our own."""
    with (HERE / "events_stories.toml").open("rb") as file:
        for row in tomllib.load(file)["story"]:
            yield _text(row["id"], row["text"].strip(), row["published"], None)


def read_documents(gold: Path) -> Iterator[Text]:
    """The free documents that ``events_documents.tsv`` names and that are there."""
    with (HERE / "events_documents.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            yield from _document(gold, row["document"], int(row["sentences"]))


def _document(gold: Path, name: str, limit: int) -> Iterator[Text]:
    source, _, rest = name.partition(":")
    if source == "meantime":
        title, day, *sentences = _wikinews(next((gold / "MEANTIME_en/intra-doc_annotation").rglob(f"{rest}_*.xml")))
        yield _text(name, " ".join(sentences), dt.datetime.strptime(day, "%B %d, %Y").date(), limit, tuple(sentences))
    elif source == "ecb":
        yield _text(name, "", None, limit, tuple(_ecb(gold, rest)))
    elif source == "re3d":
        yield _text(name, _re3d(gold, rest), None, limit)
    elif source == "gsr":
        for number, record in enumerate(rest.split(","), start=1):
            text = _gsr(gold)[record]
            yield Text(name, half_of(name), Story(f"{name}#{number}", text, "-"), ((number, 0, len(text)),))
    else:
        raise ValueError(f"events_documents.tsv: {name}: no such source")


def _text(name: str, text: str, published: dt.date | None, limit: int | None, sentences: tuple[str, ...] = ()) -> Text:
    if sentences:
        text = " ".join(sentences)
    spans = list(_spans(text, sentences))[:limit]
    end = spans[-1][1] if spans else 0
    story = Story(name, text[:end], "-", published=published)
    numbered = tuple((number, start, end) for number, (start, end) in enumerate(spans, start=1))
    return Text(name, half_of(name), story, numbered)


def _spans(text: str, sentences: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    at = 0
    if sentences:
        for sentence in sentences:
            yield at, at + len(sentence)
            at += len(sentence) + 1
        return
    for match in _END.finditer(text):
        if not _SHORT.search(text[at : match.start()]) or "\n" in match.group():
            if text[at : match.start()].strip():
                yield at, match.start()
            at = match.end()
    if text[at:].strip():
        yield at, len(text)


def _untokenised(words: list[str]) -> str:
    text = " ".join(words).replace("`` ", "“").replace(" ''", "”").replace("``", "“").replace("''", "”")
    text = re.sub(r"(?<=\w) - (?=\w)", "-", text)
    return _NO_BLANK_AFTER.sub("", _NO_BLANK_BEFORE.sub("", text))


def _wikinews(path: Path) -> list[str]:
    sentences: dict[int, list[str]] = {}
    for token in ElementTree.parse(path).getroot().iter("token"):
        sentences.setdefault(int(token.get("sentence", "0")), []).append(token.text or "")
    title, day, *rest = sentences.values()
    return [_untokenised(title), _untokenised(day), *map(_untokenised, rest)]


def _ecb(gold: Path, name: str) -> list[str]:
    sentences: dict[str, list[str]] = {}
    for part in ("Train", "Dev"):
        path = gold / "crossdoc" / "ecbplus_train" / f"ECB_{part}_corpus.txt"
        for line in path.read_text(encoding="utf-8").splitlines():
            cells = line.split("\t")
            if len(cells) >= 4 and cells[0] == name:
                sentences.setdefault(cells[1], []).append(cells[3])
    return [_untokenised(words) for words in sentences.values()]


def _re3d(gold: Path, prefix: str) -> str:
    for path in sorted((gold / "events" / "re3d").glob("*/documents.json")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip() and (row := json.loads(line))["_id"].startswith(prefix):
                return str(row["text"])
    raise KeyError(prefix)


def _gsr(gold: Path) -> dict[str, str]:
    text = (gold / "events/plover_gsr/PLOVER_GSR_CAMEO.txt").read_text(encoding="utf-8")
    return {row["id"].removeprefix("PLOVER-GSR01-"): row["text"] for row in read_gsr_records(text)}


def read_gsr_records(text: str) -> Iterator[dict[str, str]]:
    """The records of ``plover_gsr`` that have a text; the file is nearly JSON."""
    for row in json.loads(text):
        if row.get("text"):
            yield row
