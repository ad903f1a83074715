"""Who holds a status: the holders that `find_stances` gives on the own sentences, against the labelled ones.

A row counts where its status is judged and its labels name one holder: the author, or one source by name. The event is
put at the marked word, so that what is measured is the holder, not whether an event is coded there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from backchannel.coding.encoder import encode
from backchannel.coding.mentions import find_actors
from backchannel.coding.sentences import find_sentences, parse_story
from backchannel.coding.statements import find_statements
from backchannel.coding.status import find_stances, judge
from backchannel.grounding.actors import find_names
from backchannel.ontology import load_actors
from backchannel.records import Event, Span, Statement, Story

_SMALL = frozenset({"the", "a", "an", "its", "his", "her", "their", "of", "for", "that", "in", "on"})


def holder_of(text: str, start: int, end: int) -> str | None:
    """`author`, or the words of the source whose word the status is; None where no status is told."""
    story = Story("own", text, "-")
    doc = parse_story(story)
    span = doc.char_span(start, end, alignment_mode="expand")
    judged = judge(span.root)
    if judged is None:
        return None
    sentences = find_sentences(story, doc)
    table = load_actors()
    names = find_names(story, table)
    actors = find_actors(story, doc, sentences, names, table, day_at=lambda _: None)
    statements = find_statements(story, doc, sentences, actors, encode(text))
    anchor = Span("own", start, end)
    event = Event(
        "e1", "CONSULT", anchor, (), (), "", status=judged.status, certainty=judged.certainty,
        statement=_inside(anchor, statements),
    )  # fmt: skip
    (event,) = find_stances(doc, (event,), actors, statements)
    first = next((stance for stance in event.stances if stance.status == event.status), None)
    if first is None or first.holder == "author":
        return "author"
    source = first.source
    return "source" if source is None else text[source.start : source.end]


def _inside(anchor: Span, statements: tuple[Statement, ...]) -> str | None:
    around = [
        found
        for found in statements
        if found.content is not None and found.content.start <= anchor.start < found.content.end
    ]
    return min(around, key=lambda found: found.content.end - found.content.start).id if around else None


def score_holders(rows: Iterable[dict[str, str]], column: str = "holder") -> dict[str, float]:
    """How often the holder is right, over all rows and over those that a source holds."""
    scores = {"rows": 0, "right": 0, "sources": 0, "sources_right": 0, "author_taken_for_source": 0}
    for row in rows:
        gold = row[column].strip().removeprefix("author;").strip() if row[column] != "author" else "author"
        if not gold or "=" in gold:
            continue
        other = row.get("second_holder") or gold
        if "=" in other or not same_holder(gold.lower(), other.lower()):
            continue  # two hands differ
        found = holder_of(row["text"], int(row["start"]), int(row["end"]))
        if found is None:
            continue
        right = same_holder(gold, found)
        scores["rows"] += 1
        scores["right"] += right
        scores["sources"] += gold != "author"
        scores["sources_right"] += right and gold != "author"
        scores["author_taken_for_source"] += gold == "author" and not right
    return {
        **scores,
        "accuracy": scores["right"] / max(1, scores["rows"]),
        "accuracy_of_sources": scores["sources_right"] / max(1, scores["sources"]),
    }


def same_holder(gold: str, found: str) -> bool:
    """Whether two namings are of one holder: `author` both, or with a word of weight in common."""
    if "author" in (gold, found):
        return gold == found
    words = [set(re.findall(r"\w+", name.lower())) - _SMALL for name in (gold, found)]
    return bool(words[0] & words[1])
