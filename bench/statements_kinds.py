"""The kind of a source, and which sources are one, against labels of our own: two blind passes, then settled.

``bench/gold/statements_kinds.tsv`` and ``statements_linking.tsv`` name spans by document and offsets. The part over our
own stories (``statements_own.txt`` and the demo stories) needs nothing else; the part over MEANTIME, re3d, PLOVER and
ECB+ needs their texts, ``--gold DIR``. Documents are halved by a hash of their name: errors were read in the
development half alone.

Kinds: macro-F1 over the kinds that the labels of a half use. A source that the system did not find by itself is still
given its kind by its words and the story; how many were found is told apart. Linking: right where the earlier words
that a source is said to be the same as (or other words that are, by the labels, the same again) are in the system's
voice, as an earlier source or an earlier mention of its actor; for a new source, where the voice has nothing earlier.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

for _variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(_variable, "1")

sys.path.insert(0, str(Path(__file__).parent))

from backchannel.articles import read_page, read_verbatim
from backchannel.coding.mentions import find_actors
from backchannel.coding.sentences import find_sentences, parse_story
from backchannel.coding.statements.described import describe
from backchannel.coding.statements.find import read_statements
from backchannel.coding.statements.link import Heard, kind_of, link_sources, phrase_at
from backchannel.coding.statements.source_phrases import SourcePhrase
from backchannel.coding.statements.voices import Voice
from backchannel.coding.who import Who
from backchannel.demo import demo_pages
from backchannel.grounding.actors import find_names
from backchannel.grounding.days import StoryClock, find_times
from backchannel.ontology import load_actors
from backchannel.records import Actor, Page, Statement, Story
from statements_scores import Answer, Range, Row, figures, is_linked, same_again
from statements_texts import read_texts

if TYPE_CHECKING:
    from spacy.tokens import Doc

FOLDER = Path(__file__).parent / "gold"
OWN = ("own/", "demo/")


@dataclass(frozen=True, slots=True)
class Read:
    """One document as the system reads it."""

    story: Story
    doc: Doc
    actors: tuple[Actor, ...]
    statements: list[Statement]
    phrases: dict[str, SourcePhrase]


def read_rows(name: str) -> list[Row]:
    """The rows of a label file."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [
        Row(
            row["document"],
            row["half"],
            (int(row["start"]), int(row["end"])),
            row["words"],
            row["label"],
            dict(pair.split("=", 1) for pair in (row.get("described") or "").split(";") if pair),
        )
        for row in table
    ]


@cache
def own_texts() -> dict[str, str]:
    """Document id -> text of our own stories and of the demo stories."""
    found: dict[str, str] = {}
    for block in (FOLDER / "statements_own.txt").read_text(encoding="utf-8").split("\n## ")[1:]:
        name, text = block.split("\n", 1)
        found[name.strip()] = text.strip("\n")
    found.update((f"demo/{Path(page.name).name}", read_page(page).text) for page in demo_pages())
    return found


def read_text(name: str, text: str) -> Read:
    """The text's parse, actors and statements before their sources are linked."""
    table = load_actors()
    story = read_verbatim(Page(name, text.encode()))
    if story.text != text:
        raise SystemExit(f"{name}: read_verbatim changed the text, offsets do not hold")
    doc = parse_story(story)
    sentences = find_sentences(story, doc)
    clock = StoryClock(story, doc, sentences, find_times(story, doc, sentences))
    names = find_names(story, table)
    actors = find_actors(story, doc, sentences, names, table, day_at=clock.tense_day)
    return Read(story, doc, actors, *read_statements(story, doc, actors))


def answers(read: Read, rows: Iterable[Row]) -> Iterator[Answer]:
    """The system's answers for the labelled spans of one document."""
    who, actors = Who(read.doc, read.actors), {actor.id: actor for actor in read.actors}
    heard = [Heard(read.phrases[one.id], one.id, one.inside) for one in read.statements if one.id in read.phrases]
    places: list[tuple[Row, str, bool]] = []
    for number, row in enumerate(rows):
        own = _statement_at(read, row.span)
        if own is None:
            span = read.doc.char_span(*row.span, alignment_mode="expand")
            phrase = phrase_at(read.doc, span.start, span.end, actors, who)
            heard.append(Heard(phrase, f"gold{number}", _around(read, row.span)))
        places.append((row, own or f"gold{number}", own is not None))
    voices = link_sources(read.doc, heard, actors)
    phrases = {one.statement: one.phrase for one in heard}
    for row, id, found in places:
        voice = voices[id]
        kind = kind_of(phrases[id], voice)
        yield Answer(row, kind, found, describe(voice.phrases), tuple(_earlier(read, row.span, voice, phrases[id])))


def _statement_at(read: Read, span: Range) -> str | None:
    """The statement whose source is that span, give or take some words: the same head, most of the letters."""
    best, share = None, 0.5
    for one in read.statements:
        if one.source is None or one.id not in read.phrases:
            continue
        common = min(one.source.end, span[1]) - max(one.source.start, span[0])
        union = max(one.source.end, span[1]) - min(one.source.start, span[0])
        if common / union > share:
            best, share = one.id, common / union
    return best


def _around(read: Read, span: Range) -> str | None:
    """The smallest statement whose content holds the span."""
    hosts = [
        one
        for one in read.statements
        if one.content is not None and one.content.start <= span[0] and span[1] <= one.content.end
    ]
    sizes = [(one.content.end - one.content.start, one.id) for one in hosts if one.content is not None]
    return min(sizes)[1] if sizes else None


def _earlier(read: Read, span: Range, voice: Voice, phrase: SourcePhrase) -> Iterator[Range]:
    """Where the voice stands before the span: its sources, what brought it up, the mentions of its actor."""
    for other in voice.phrases:
        tokens = read.doc[other.first : other.last]
        if tokens.start_char < span[0]:
            yield tokens.start_char, tokens.end_char
    if voice.before is not None:
        yield voice.before.idx, voice.before.idx + len(voice.before)
    speakers = {voice.speaker} if voice.speaker is not None else {phrase.speaker}
    for actor in read.actors:
        if actor.id in speakers:
            yield from ((m.span.start, m.span.end) for m in actor.mentions if m.span.start < span[0])


def by_document(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """The rows of each document in text order."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.document].append(row)
    return {name: sorted(group, key=lambda row: row.span) for name, group in found.items()}


def evaluate(texts: Mapping[str, str]) -> tuple[list[Answer], list[tuple[Answer, bool]]]:
    """All answers on the documents at hand: kinds, and links with whether each is right."""
    kinds, links = by_document(read_rows("statements_kinds.tsv")), by_document(read_rows("statements_linking.tsv"))
    answered: list[Answer] = []
    linked: list[tuple[Answer, bool]] = []
    for name in sorted({*kinds, *links} & set(texts)):
        read = read_text(name, texts[name])
        for row in (*kinds.get(name, ()), *links.get(name, ())):
            if row.words and texts[name][slice(*row.span)] != row.words:
                raise SystemExit(f"{name}: {row.words!r} does not stand at {row.span[0]}; label the text anew")
        answered.extend(answers(read, kinds.get(name, ())))
        same = same_again(links.get(name, ()))
        linked.extend((answer, is_linked(answer, same, texts[name])) for answer in answers(read, links.get(name, ())))
    return answered, linked


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, help="folder with MEANTIME_en, events, crossdoc")
    parser.add_argument("--half", choices=("dev", "test"), help="only this half")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    texts = dict(own_texts())
    if options.gold is not None:
        texts.update(read_texts(options.gold))
    else:
        print("SKIPPED: labels over MEANTIME, re3d, PLOVER and ECB+ need their texts (--gold DIR); our own follow")
    kinds, links = evaluate(texts)
    result: dict[str, dict[str, float]] = {}
    for half in ("dev", "test") if options.half is None else (options.half,):
        for part in ("own", "documents", "all") if options.gold is not None else ("own",):
            chosen = {"own": (True,), "documents": (False,), "all": (True, False)}[part]
            fits = [a for a in kinds if a.row.half == half and a.row.document.startswith(OWN) in chosen]
            tied = [p for p in links if p[0].row.half == half and p[0].row.document.startswith(OWN) in chosen]
            result[f"{half}, {part}"] = figures(fits, tied)
    for name, values in result.items():
        print(f"== {name}")
        for key, value in values.items():
            print(f"{key:34} {value}")
    if options.json is not None:
        options.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
