"""Makes the sheets on which two labellers, apart and blind, say who each mention is.

``python bench/build_sheets.py --gold DIR --out DIR``: a text a document, with numbered spans ``[[n: words]]``, and
``spans.tsv`` (sheet, n, story, start, end). The spans are the union of our mentions, the recogniser's names, pronouns
and the noun phrases whose head can be somebody; which of these found a span, and as whom, is not shown.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from backchannel.coding.mentions import find_actors
from backchannel.coding.sentences import find_sentences, load_language, parse_story
from backchannel.grounding.actors import find_names
from backchannel.ontology import load_actors
from who_documents import documents

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.tokens import Span as DocSpan

    from backchannel.records import Story

PRONOUNS = frozenset("i me my mine we us our ours he him his she her hers they them their theirs it its".split())
DAYS = frozenset(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August "
    "September October November December".split()
)
SOMEBODY = frozenset(
    """
    leader president premier minister chancellor king queen prince princess monarch emperor shah pope chief head
    chairman chairwoman chairperson secretary general admiral colonel commander officer official envoy
    ambassador diplomat mediator negotiator spokesman spokeswoman spokesperson aide adviser advisor deputy
    senator congressman congresswoman lawmaker legislator parliamentarian deputy governor mayor candidate
    nominee commissioner inspector host guest counterpart predecessor successor rival ally friend foe enemy
    colleague father mother son daughter brother sister wife husband uncle nephew twin widow man woman people
    person nation country government cabinet ministry department agency office administration regime junta
    parliament congress senate house assembly council commission committee court party coalition opposition
    movement front army navy force military troop soldier police policeman rebel guerrilla militant militia
    fighter terrorist insurgent separatist group organization organisation union alliance bloc body side power
    superpower delegation delegate team guard service company firm corporation maker automaker carmaker airline
    bank union worker protester demonstrator activist dissident refugee prisoner citizen civilian voter islander
    kingdom republic capital city embassy mission voice source cleric ayatollah sheikh rabbi priest bishop
    patriarch lawyer judge prosecutor general sailor pirate hacker settler youth student villager resident
    critic supporter follower member family relative journalist reporter network newspaper paper station veteran
    exile hostage peacekeeper observer monitor expert analyst pair trio three two four six five one other former
    latter latino economist investor trader shareholder executive director founder owner manager chief boss hawk
    dictator ruler strongman successor heir neighbor neighbour partner guerilla serviceman staff personnel
    community tribe faction gang network university foundation charity church
    """.split()
)
NAMES = frozenset({"PERSON", "ORG", "GPE", "NORP", "LOC", "FAC"})


def candidates(story: Story) -> list[tuple[int, int]]:
    """Character spans of whatever may be an actor, one to a head, none that laps over another's edge."""
    table = load_actors()
    doc = parse_story(story)
    actors = find_actors(
        story, doc, find_sentences(story, doc), find_names(story, table), table, day_at=lambda _: story.published
    )
    named = load_language()(story.text)
    spans = [(one.span.start, one.span.end) for actor in actors for one in actor.mentions]
    spans += [
        (entity.start_char + _article(entity.text), entity.end_char) for entity in named.ents if entity.label_ in NAMES
    ]
    spans += _phrases(doc)
    kept: dict[int, tuple[int, int]] = {}
    for start, end in spans:
        span = doc.char_span(start, end, alignment_mode="expand")
        if span is None or span.text != story.text[start:end] or span.root.text in DAYS or _adjective(span):
            continue
        head = span.root.i
        if head not in kept and not any(_crosses((start, end), other) for other in kept.values()):
            kept[head] = (start, end)
    return sorted(set(kept.values()), key=lambda span: (span[0], -span[1]))


def _adjective(span: DocSpan) -> bool:
    """Whether a nation's or body's name only tells which: «Indian» of «the Indian prime minister»."""
    return len(span) == 1 and span.root.dep_ in ("amod", "compound") and span.root.head.pos_ in ("NOUN", "PROPN")


def _article(words: str) -> int:
    return 4 if words.lower().startswith("the ") else 0


def _phrases(doc: Doc) -> list[tuple[int, int]]:
    found = []
    for chunk in doc.noun_chunks:
        head = chunk.root
        first = chunk[1] if chunk[0].pos_ == "DET" and len(chunk) > 1 else chunk[0]
        somebody = head.lemma_.lower() in SOMEBODY or head.lower_ in SOMEBODY or head.pos_ == "PROPN"
        if somebody and head.lower_ not in PRONOUNS:
            found.append((first.idx, chunk.end_char))
    found += [(token.idx, token.idx + len(token)) for token in doc if token.lower_ in PRONOUNS]
    return found


def _crosses(one: tuple[int, int], other: tuple[int, int]) -> bool:
    apart = one[1] <= other[0] or other[1] <= one[0]
    inside = (one[0] <= other[0] and other[1] <= one[1]) or (other[0] <= one[0] and one[1] <= other[1])
    return not apart and not inside


def mark(text: str, spans: list[tuple[int, int]], first: int) -> str:
    """The text with its spans numbered from ``first``."""
    signs: list[tuple[int, int, int, str]] = []
    for number, (start, end) in enumerate(spans, first):
        signs.append((start, 1, start - end, f"[[{number}: "))
        signs.append((end, 0, -start, "]]"))
    out, at = "", 0
    for position, _, _, sign in sorted(signs):
        out, at = out + text[at:position] + sign, position
    return out + text[at:]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    rows = ["sheet\tn\tstory\tstart\tend"]
    for document in documents(options.gold):
        number, sheet = 1, []
        for story in document.stories:
            spans = candidates(story)
            day = story.published.isoformat() if story.published else "unknown day"
            sheet.append(f"## {story.id} ({day})\n\n{mark(story.text, spans, number)}\n")
            for n, (start, end) in enumerate(spans, number):
                rows.append(f"{document.name}\t{n}\t{story.id}\t{start}\t{end}")
            number += len(spans)
        (options.out / f"{document.name}.txt").write_text("\n".join(sheet), encoding="utf-8")
    (options.out / "spans.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    print(f"{len(rows) - 1} spans")


if __name__ == "__main__":
    main()
