"""Passages of our own with all their events, as windows for the encoder's heads for events."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tokenizers import Tokenizer

from backchannel.coding.encoder import WINDOW
from backchannel.coding.events.roots import ROOTS
from encoder_data import START, STOP, Pieces, Window
from event_passages import Told, read_passages


@dataclass(frozen=True, slots=True)
class Act:
    """One event in a window: the row of its anchor, its root's number, the rows of actors and recipients."""

    row: int
    root: int
    actors: tuple[int, ...]
    recipients: tuple[int, ...]


@dataclass(slots=True)
class ActWindow(Window):
    """A window with all its acts."""

    acts: list[Act] = field(default_factory=list)


def passages(paths: list[Path], tokenizer: Tokenizer, order: random.Random) -> Iterator[ActWindow]:
    """The passages in a shuffled order, as many in a window as fit: stories are read by whole windows too."""
    told = [passage for path in paths for passage in read_passages(path)]
    order.shuffle(told)
    window = ActWindow([START], [])
    for text, events in told:
        coded = tokenizer.encode(text, add_special_tokens=False)
        if len(window.pieces) - 1 + len(coded.ids) > WINDOW:
            yield _closed(window)
            window = ActWindow([START], [])
        base = len(window.pieces)
        window.pieces += coded.ids
        window.acts += [act for event in events if (act := _act(event, coded.offsets, base))]
    if len(window.pieces) > 1:
        yield _closed(window)


def _closed(window: ActWindow) -> ActWindow:
    window.pieces = [*window.pieces[: WINDOW + 1], STOP]
    return window


def _act(event: Told, spans: Pieces, base: int) -> Act | None:
    rows, actors, recipients = (
        tuple(base + at for at, (a, b) in enumerate(spans) if any(a < end and b > start for start, end in ranges))
        for ranges in ((event.anchor,), event.actors, event.recipients)
    )
    return Act(rows[0], ROOTS.index(event.root), actors, recipients) if rows else None
