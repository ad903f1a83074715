"""The documents whose mentions and places are labelled: stories of our own, and free texts of the data folder.

Texts of the data folder (MEANTIME, re3d, ECB+, PLOVER gold records: free terms) are never kept here: only what picks
them out, the day they are taken to stand at, and how many characters are read.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import tomllib
import xml.etree.ElementTree as ET
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from backchannel.records import Story

LONGEST = 1_000  # characters read of a document of the data folder, up to a paragraph's or sentence's end
GLUED = frozenset({",", ".", ")", "'s", "n't", ";", ":", "?", "!", "%", "'"})
OWN = Path(__file__).parent / "gold" / "who_stories.toml"
MEANTIME = {
    "corpus_gm/123881": "2009-04-03",
    "corpus_gm/127227": "2009-06-02",
    "corpus_gm/118147": "2008-12-12",
    "corpus_gm/39951": "2006-06-08",
    "corpus_airbus/87805": "2008-01-04",
    "corpus_airbus/1173": "2004-11-20",
    "corpus_stock/113267": "2008-09-18",
    "corpus_stock/113278": "2008-09-19",
}
RE3D = {
    "2FA0B45C": "2014-08-11",
    "6646F63F": "2016-12-11",
    "11010487": "2016-09-22",
    "6CB38F21": "2016-12-10",
    "8B3BA274": "2016-03-04",
    "7148F3D0": "2014-12-02",
    "1E4938BF": "2016-10-28",
    "B5E6AB37": "2016-07-18",
    "F669C19A": "2015-11-22",
    "85F0CF36": "2016-10-13",
    "C02FDFE4": "2011-11-18",
    "E967805E": "2016-04-07",
}
ECB = {
    "34_16ecb": "2009-01-06",
    "28_12ecb": "2008-12-19",
    "28_12ecbplus": "2004-07-28",
    "11_2ecbplus": "2013-09-27",
    "12_2ecbplus": "2009-09-10",
}
BUNDLES = 4  # sheets of PLOVER gold records, BUNDLE texts each; their days are unknown
BUNDLE = 9


@dataclass(frozen=True)
class Document:
    """One sheet: its name, its half, and the story or stories on it."""

    name: str
    half: str
    stories: tuple[Story, ...]


def documents(gold: Path | None) -> Iterator[Document]:
    """All documents, our own first; those of the data folder only where it is given and there."""
    found = list(_own())
    if gold is not None and gold.is_dir():
        found += [*_meantime(gold), *_re3d(gold), *_ecb(gold), *_records(gold)]
    for name, stories in found:
        digest = hashlib.sha256(name.encode()).digest()
        yield Document(name, "development" if digest[0] % 2 else "test", tuple(stories))


def texts(gold: Path | None) -> dict[str, str]:
    """All free texts of the data folder from which places were drawn, whole, by name."""
    found: dict[str, str] = {}
    if gold is None or not gold.is_dir():
        return found
    for path in sorted((gold / "events" / "re3d").glob("*/documents.json")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip():
                record = json.loads(line)
                found[f"re3d-{record['_id'][:8]}"] = record["text"]
    records = gold / "events" / "plover_gsr" / "PLOVER_GSR_CAMEO.txt"
    if records.exists():
        kept = [one for one in json.loads(records.read_text(encoding="utf-8")) if "text" in one]
        found |= {one["id"]: one["text"] for one in reversed(kept)}  # of two records under one id the first is labelled
    for path in sorted((gold / "MEANTIME_en" / "intra-doc_annotation").glob("*/*.xml")):
        words = [token.text or "" for token in ET.parse(path).getroot().findall("token")]
        found[f"meantime-{path.name.partition('_')[0]}"] = join(words)
    return found


def story_of(name: str, text: str, day: str | dt.date | None) -> Story:
    published = dt.date.fromisoformat(day) if isinstance(day, str) else day
    return Story(id=name, text=text, sha256=hashlib.sha256(text.encode()).hexdigest(), published=published)


def cut(text: str) -> str:
    """The first LONGEST characters, up to the last end of a sentence."""
    if len(text) <= LONGEST:
        return text
    return text[: max(text.rfind(". ", 0, LONGEST), text.rfind(".\n", 0, LONGEST)) + 1]


def join(words: list[str]) -> str:
    """Tokens as running text."""
    text, before = "", ""
    for word in words:
        if text and word not in GLUED and before not in ("(", "$"):
            text += " "
        text, before = text + word, word
    return text


def _own() -> Iterator[tuple[str, list[Story]]]:
    for story in tomllib.loads(OWN.read_text(encoding="utf-8"))["story"]:
        yield f"own-{story['id']}", [story_of(f"own-{story['id']}", story["text"].strip(), story["published"])]


def _meantime(gold: Path) -> Iterator[tuple[str, list[Story]]]:
    for key, day in MEANTIME.items():
        path = next((gold / "MEANTIME_en" / "intra-doc_annotation").glob(f"{key}_*.xml"), None)
        if path is not None:
            words = [token.text or "" for token in ET.parse(path).getroot().findall("token")]
            name = f"meantime-{key.partition('/')[2]}"
            yield name, [story_of(name, cut(join(words)), day)]


def _re3d(gold: Path) -> Iterator[tuple[str, list[Story]]]:
    for path in sorted((gold / "events" / "re3d").glob("*/documents.json")):
        for line in path.read_text(encoding="utf-8").splitlines():
            record = json.loads(line) if line.strip() else {}
            key = record.get("_id", "")[:8]
            if key in RE3D:
                yield f"re3d-{key}", [story_of(f"re3d-{key}", cut(record["text"]), RE3D[key])]


def _ecb(gold: Path) -> Iterator[tuple[str, list[Story]]]:
    words: dict[str, list[str]] = defaultdict(list)
    for path in sorted((gold / "crossdoc" / "ecbplus_train").glob("*_corpus.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            cells = line.split("\t")
            if len(cells) >= 4 and cells[0] in ECB:
                words[cells[0]].append(cells[3])
    for key, tokens in words.items():
        yield f"ecb-{key}", [story_of(f"ecb-{key}", cut(join(tokens)), ECB[key])]


def _records(gold: Path) -> Iterator[tuple[str, list[Story]]]:
    path = gold / "events" / "plover_gsr" / "PLOVER_GSR_CAMEO.txt"
    if not path.exists():
        return
    records = json.loads(path.read_text(encoding="utf-8"))
    texts = {one["id"]: one["text"].strip("{} ") for one in records if "text" in one}
    ids = sorted(texts, key=lambda key: hashlib.sha256(key.encode()).digest())[: BUNDLES * BUNDLE]
    for number in range(BUNDLES):
        name = f"gsr-{number + 1}"
        yield name, [story_of(key, texts[key], None) for key in ids[number * BUNDLE : (number + 1) * BUNDLE]]
