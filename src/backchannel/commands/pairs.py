"""``read --pair`` and the silence of ``read --explain``: the event between two sides, and what nearly was an event."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backchannel.errors import BadQuestion
from backchannel.pipeline import code_pair, explain_silence
from backchannel.publish.jsonl import reading_to_json
from backchannel.publish.typeset import clean
from backchannel.records import Actor, Mention, Reading, Span, Story

if TYPE_CHECKING:
    from rich.console import Console


def find_pair(story: Story, sentences: tuple[Span, ...], one: str, other: str) -> tuple[Span, Span]:
    """The first sentence that holds both words, and where they stand in it. Raises BadQuestion where none does."""
    for sentence in sentences:
        words = story.text[sentence.start : sentence.end]
        first, second = words.find(one), words.find(other)
        if first >= 0 and second >= 0 and one and other:
            start = sentence.start
            return (
                Span(story.id, start + first, start + first + len(one)),
                Span(story.id, start + second, start + second + len(other)),
            )
    raise BadQuestion(f"--pair {one!r} {other!r}: no sentence of {story.title or story.id} holds both, as written")


def pair_to_json(reading: Reading, one: str, other: str) -> dict[str, Any]:
    """The pair's spans, its event in the form of a reading's events, the chance of each root, and who decided."""
    story = reading.story
    spans = find_pair(story, tuple(sentence.span for sentence in reading.sentences), one, other)
    coding = code_pair(story, *spans)
    sides = tuple(
        Actor(id, span.of(story), "unknown", mentions=(Mention(span, "name", False, "marked"),))
        for id, span in zip(("actor", "recipient"), spans, strict=True)
    )
    events = () if coding.event is None else (coding.event,)
    written = reading_to_json(Reading(story, actors=sides, events=events))
    return {
        "story": story.id,
        **{side["id"]: side["mentions"][0] for side in written["actors"]},
        "event": next(iter(written["events"]), None),
        "chances": {root: round(chance, 3) for root, chance in coding.chances.items() if chance >= 0.0005},
        "by": coding.by,
    }


def write_pair(found: dict[str, Any], console: Console) -> None:
    """The pair in words: its event with the reason, and the likeliest roots."""
    event = found["event"]
    sides = f"{found['actor']['text']} → {found['recipient']['text']}"
    if event is None:
        console.print(clean(f"{sides}: no event"))
    else:
        told = f"{event['type']}, {event['status']}, told by “{event['anchor']['text']}”"
        console.print(clean(f"{sides}: {told}, confidence {event['confidence']:.2f}"))
        console.print(clean(f"because {event['because']}"), style="dim italic")
    likely = sorted(found["chances"].items(), key=lambda item: -item[1])[:4]
    console.print(clean("chances: " + ", ".join(f"{root} {chance:.2f}" for root, chance in likely)), style="dim")


def write_silence(reading: Reading, console: Console) -> None:
    """The sentences without events in which a rule knew a word: the rule that came closest, and what it lacked."""
    for miss in explain_silence(reading):
        sentence, word = miss.sentence.of(reading.story), miss.word.of(reading.story)
        console.print(clean(f"no event in: {sentence}"), style="dim")
        console.print(clean(f"closest {miss.rule} at “{word}”: {miss.why}"), style="dim italic")
