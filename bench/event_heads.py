"""The encoder's heads for events, which do not ship, against the rules: on our own gold and on passages not fitted on.

``--model FOLDER`` is what ``export_encoder.py`` wrote of a state that ``fit_encoder.py --passages`` fitted.
``--passages`` names a file like ``gold/event_passages.txt`` that the fit has not seen. Figures: precision and recall of
the type, of type and sides, and (own gold) of all fields, for the rules, the heads and both joined.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

for _variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(_variable, "1")

from spacy.tokens import Doc

from backchannel.coding.encoder import Encoder
from backchannel.coding.events.phrases import Cast, make_cast
from backchannel.coding.sentences import parse_story
from backchannel.grounding.days import StoryClock
from backchannel.pipeline import read_story
from backchannel.records import Event, Reading, Span
from events_documents import Text
from events_own import Gold, figures, own_gold, passage_gold, score
from told import Teller, Told
from told_events import Seen, see_events

Way = Callable[["Prepared"], tuple[Event, ...]]


@dataclass(frozen=True, slots=True)
class Prepared:
    """One text as read by rules, and what the heads make of its words."""

    text: Text
    reading: Reading
    gold: list[Gold]
    doc: Doc
    cast: Cast
    told: list[Told]


def prepare(text: Text, gold: list[Gold], encoder: Encoder, teller: Teller) -> Prepared:
    """Reads one text in both ways."""
    reading = read_story(text.story)
    doc = parse_story(reading.story)
    heads = [one.span for one in reading.sentences if one.heading]
    told = teller.find(doc, encoder.read(reading.story.text))
    told = [one for one in told if not any(span.start <= one.word.idx < span.end for span in heads)]
    return Prepared(text, reading, gold, doc, make_cast(doc, reading.actors, reading.places), told)


def by_rules(one: Prepared) -> tuple[Event, ...]:
    """What ships."""
    return one.reading.events


def by_heads(one: Prepared) -> tuple[Event, ...]:
    """The heads alone."""
    clock = StoryClock(one.reading.story, one.doc, one.reading.sentences, one.reading.times)
    return tuple(_event(one, item, clock) for item in see_events(one.told, one.cast))


def by_both(one: Prepared) -> tuple[Event, ...]:
    """The rules' events, and the heads' where no rule says the same in the sentence."""
    found = list(one.reading.events)
    for event in by_heads(one):
        near = [other for other in found if abs(other.anchor.start - event.anchor.start) < 300]
        if not any(_alike(event, other) for other in near):
            found.append(event)
    return tuple(sorted(found, key=lambda event: event.anchor.start))


def _alike(event: Event, other: Event) -> bool:
    if event.anchor.start < other.anchor.end and other.anchor.start < event.anchor.end:
        return True
    everybody = {*event.actors, *event.recipients}
    return event.type == other.type and everybody <= {*other.actors, *other.recipients}


def _event(one: Prepared, item: Seen, clock: StoryClock) -> Event:
    anchor = Span(one.reading.story.id, item.anchor.idx, item.anchor.idx + len(item.anchor.text))
    event = Event(
        f"h{item.anchor.i}", item.type, anchor, item.parties.actors, item.parties.recipients, "encoder.events"
    )
    return dataclasses.replace(event, status=item.judgement.status, when=clock.when(anchor))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, default=Path("../shared/gold"))
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--half", choices=("dev", "test"), default="dev")
    parser.add_argument("--passages", type=Path)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    encoder, teller = Encoder(options.model), Teller(options.model / "encoder_heads.npz")
    texts = passage_gold(options.passages) if options.passages else own_gold(options.gold, options.half)
    prepared = [prepare(text, gold, encoder, teller) for text, gold in texts]
    ways: dict[str, Way] = {"rules": by_rules, "heads": by_heads, "both": by_both}
    shown = {}
    for name, way in ways.items():
        counts: Counter[str] = Counter()
        for one in prepared:
            score(one.text, dataclasses.replace(one.reading, events=way(one)), one.gold, counts)
        shown[name] = {key: round(value, 3) for key, value in figures(counts).items()}
        print(name, shown[name])
    if options.json:
        options.json.write_text(json.dumps(shown, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
