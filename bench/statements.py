"""Statements against PolNeAR: exact F1 of source, cue and content, content by characters, and the cost.

``--gold DIR`` needs ``statements/polnear/<split>/{text,attributions}`` (brat standoff). All attributions of a document
count, those without a source included. Content is trimmed of quotation marks, commas, full stops and blanks at both
ends, in gold and prediction; a discontinuous span counts from its first to its last character. PolNeAR marks only
outermost attributions, so statements that stand inside another are left out; so are bare quotations, which have no cue,
from the cue score. The cost is the time of ``find_statements`` and of the encoder, each over one full spaCy pass (all
components), in this run. ``--way``: rules on the parse alone, the tagger on the encoder alone, or both (what ships).
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

for _variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(_variable, "1")

from backchannel.articles import read_verbatim
from backchannel.coding.encoder import encode
from backchannel.coding.sentences import find_sentences, load_language, parse_story
from backchannel.coding.statements import find_statements
from backchannel.coding.statements.joined import LEVELS
from backchannel.coding.statements.tagged import load_tagger
from backchannel.errors import BackchannelError
from backchannel.records import Page, Statement, Story

PARTS = ("source", "cue", "content")
EDGES = " \"“”‘’'\n\r,."
COST_STORIES = 20
Range = tuple[int, int]
_SPAN = re.compile(r"(T\d+)\t\w+ ([\d ;]+)(?:\t|$)")
_ROLE = re.compile(r"(Source|Cue|Content)\d*:(T\d+)")


@dataclass(frozen=True, slots=True)
class Document:
    """One text with its gold ranges by part."""

    path: Path
    text: str
    gold: dict[str, set[Range]]


def read_documents(folder: Path) -> Iterator[Document]:
    """The documents of a split that have annotations; where two annotators worked, the first file counts."""
    for path in sorted((folder / "text").glob("*.txt")):
        files = sorted(found for found in (folder / "attributions").iterdir() if found.name.startswith(path.stem + "_"))
        if files:
            text = path.read_bytes().decode("utf-8")
            yield Document(path, text, read_gold(files[0].read_text(encoding="utf-8")))


def read_gold(standoff: str) -> dict[str, set[Range]]:
    """The ranges of each part in brat standoff, discontinuous ones from end to end."""
    spans: dict[str, Range] = {}
    gold: dict[str, set[Range]] = {part: set() for part in PARTS}
    for line in standoff.splitlines():
        if match := _SPAN.match(line):
            pieces = [tuple(map(int, piece.split())) for piece in match[2].split(";")]
            spans[match[1]] = (min(piece[0] for piece in pieces), max(piece[1] for piece in pieces))
    for line in standoff.splitlines():
        if line.startswith("E"):
            for role, name in _ROLE.findall(line):
                gold[role.lower()].add(spans[name])
    return gold


def predicted(statements: tuple[Statement, ...]) -> dict[str, set[Range]]:
    """The outermost statements' ranges by part."""
    found: dict[str, set[Range]] = {part: set() for part in PARTS}
    for statement in statements:
        if statement.inside is not None:
            continue
        for part in PARTS:
            span = getattr(statement, part)
            if span is not None:
                found[part].add((span.start, span.end))
    return found


def trim(text: str, spans: set[Range]) -> set[Range]:
    """The ranges without quotation marks, commas, full stops and blanks at their ends."""
    trimmed = set()
    for start, end in spans:
        words = text[start:end]
        trimmed.add((start + len(words) - len(words.lstrip(EDGES)), end - len(words) + len(words.rstrip(EDGES))))
    return trimmed


def characters(spans: set[Range]) -> set[int]:
    """Every offset that one of the ranges covers."""
    return {offset for span in spans for offset in range(*span)}


def count(document: Document, found: dict[str, set[Range]], counts: Counter[str]) -> None:
    """Adds a document's hits to the counts."""
    for part in PARTS:
        gold, guess = document.gold[part], found[part]
        if part == "content":
            gold, guess = trim(document.text, gold), trim(document.text, guess)
            letters, guessed = characters(gold), characters(guess)
            counts.update({"letters hit": len(letters & guessed), "letters": len(letters), "guessed": len(guessed)})
        counts.update({f"{part} hit": len(gold & guess), f"{part} gold": len(gold), f"{part} guess": len(guess)})


def figures(counts: Counter[str]) -> dict[str, float]:
    """Precision, recall and F1 of each part, and content F1 by characters."""
    result: dict[str, float] = {}
    for part in PARTS:
        hit, gold, guess = (counts[f"{part} {name}"] for name in ("hit", "gold", "guess"))
        result[f"{part}_precision"] = hit / max(guess, 1)
        result[f"{part}_recall"] = hit / max(gold, 1)
        result[f"{part}_f1"] = 2 * hit / max(guess + gold, 1)
    result["content_characters_f1"] = 2 * counts["letters hit"] / max(counts["letters"] + counts["guessed"], 1)
    return {name: round(value, 4) for name, value in result.items()}


def measure_cost(documents: list[Document]) -> tuple[float, float]:
    """Seconds of ``find_statements``, and of the encoder, over seconds of one full spaCy pass, same texts, same run."""
    language, parse, statements, encoder = load_language(), 0.0, 0.0, 0.0
    for document in documents[:COST_STORIES]:
        story = read_verbatim(Page(document.path.name, document.text.encode()))
        begin = time.perf_counter()
        language(story.text)
        parse += time.perf_counter() - begin
        doc = parse_story(story)
        sentences = find_sentences(story, doc)
        begin = time.perf_counter()
        windows = encode(story.text)
        encoder += time.perf_counter() - begin
        begin = time.perf_counter()
        find_statements(story, doc, sentences, (), windows)
        statements += time.perf_counter() - begin
    return statements / parse, encoder / parse


def read_alone(text: str) -> dict[str, set[Range]]:
    """What the tagger alone finds, by part."""
    found: dict[str, set[Range]] = {part: set() for part in PARTS}
    for one in load_tagger().find(encode(text)):
        if one.chance >= LEVELS.alone:
            found["cue"].add(one.cue)
            found["source"] |= {one.source} - {None}
            found["content"] |= {(one.content[0][0], one.content[-1][1])} if one.content else set()
    return found


def read_story(story: Story, way: str) -> dict[str, set[Range]]:
    """What is found in a story by one of the ways, by part."""
    if way == "tagger":
        return read_alone(story.text)
    doc = parse_story(story)
    windows = encode(story.text) if way == "both" else ()
    return predicted(find_statements(story, doc, find_sentences(story, doc), (), windows))


def evaluate(documents: list[Document], way: str) -> tuple[Counter[str], int]:
    """The counts over all documents, and how many of them could not be read."""
    counts: Counter[str] = Counter()
    unread = 0
    for document in documents:
        try:
            story = read_verbatim(Page(document.path.name, document.text.encode()))
        except BackchannelError as error:
            print(f"{document.path.name}: {error}", file=sys.stderr)
            unread += 1
            count(document, {part: set() for part in PARTS}, counts)
            continue
        if story.text != document.text:
            raise SystemExit(f"{document.path.name}: read_verbatim changed the text, offsets do not hold")
        count(document, read_story(story, way), counts)
    return counts, unread


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--split", default="dev", choices=("dev", "train"))
    parser.add_argument("--way", default="both", choices=("rules", "tagger", "both"))
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    folder = options.gold / "statements" / "polnear" / options.split
    if not (folder / "text").is_dir():
        print(f"SKIPPED: no PolNeAR under {folder}; get it from its authors and lay it out as text/ and attributions/")
        return
    documents = list(read_documents(folder))
    counts, unread = evaluate(documents, options.way)
    result: dict[str, float | int] = {"documents": len(documents), "unread": unread, **figures(counts)}
    result["cost_of_parse"], result["encoder_cost_of_parse"] = (round(cost, 4) for cost in measure_cost(documents))
    for name, value in result.items():
        print(f"{name:24} {value}")
    if options.json is not None:
        options.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
