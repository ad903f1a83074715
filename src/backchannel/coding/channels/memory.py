"""What the sentences before have told of channels, so that "the calls" and a missing side can be understood."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from backchannel.coding.channels.anchors import Anchor
from backchannel.coding.channels.sides import Pair, Sides

if TYPE_CHECKING:
    from collections.abc import Iterator

_NEARBY = 3  # sentences over which "the calls", "the message" may mean the channel named before
Open = tuple[str | None, str | None]


@dataclass(frozen=True, slots=True)
class Earlier:
    """A signal found before: where, on which channel, between whom."""

    sentence: int
    paragraph: int
    medium: str
    pair: Pair


@dataclass(frozen=True, slots=True)
class Half:
    """A channel word of which the sentence names one side only."""

    sentence: int
    paragraph: int
    medium: str
    sender: str | None
    receiver: str | None


@dataclass(slots=True)
class Memory:
    """The signals and half signals of one story so far, and where the reading stands."""

    sides: Sides
    earlier: list[Earlier] = field(default_factory=list)
    halves: list[Half] = field(default_factory=list)
    number: int = 0
    paragraph: int = 0

    def keep(self, medium: str, pair: Pair) -> None:
        """Notes a signal of the sentence being read."""
        self.earlier.append(Earlier(self.number, self.paragraph, medium, pair))

    def nearby(self) -> Iterator[Earlier]:
        """Signals of this paragraph not more than a few sentences back, latest first."""
        for item in reversed(self.earlier):
            if item.paragraph != self.paragraph or self.number - item.sentence > _NEARBY:
                return
            yield item

    def answered(self) -> Earlier | None:
        """The signal that an answer in this sentence can be to: of the sentence before, also over a paragraph's end."""
        last = self.earlier[-1] if self.earlier else None
        return last if last is not None and self.number - last.sentence <= 1 else None

    def nearby_halves(self) -> Iterator[Half]:
        """The same for sentences before this one that named one side only."""
        for item in reversed(self.halves):
            if item.paragraph != self.paragraph or self.number - item.sentence > _NEARBY:
                return
            if item.sentence < self.number:
                yield item


def settle_medium(anchor: Anchor, anchors: tuple[Anchor, ...], memory: Memory) -> str | None:
    """The medium meant: a bare "the calls", "the message" is the channel named in this sentence or just before."""
    own = anchor.medium
    if not own.carried:
        return own.medium
    beside = [item for item in anchors if not item.medium.carried and item.medium.medium in own.carried]
    if beside:
        nearest = min(beside, key=lambda item: (item.token.i > anchor.token.i, abs(item.token.i - anchor.token.i)))
        return nearest.medium.medium
    last = memory.answered() if own.id == "response" else None
    if last is not None and last.medium in own.carried:
        return last.medium
    before = [item.medium for item in memory.nearby()] + [item.medium for item in memory.nearby_halves()]
    return next((medium for medium in before if medium in own.carried), own.medium)


def complete_pair(pair: Open, medium: str, anchor: Anchor, memory: Memory) -> Pair | None:
    """The pair; a missing side is taken from a signal before, where the passage goes on about the same channel."""
    if anchor.medium.id == "trip":
        return _untravelled(anchor, memory)
    sender, receiver = pair
    if sender is not None and receiver is not None:
        return (sender, receiver) if sender != receiver else None
    new = any(child.lower_ in ("a", "an", "another") for child in anchor.token.children if child.dep_ == "det")
    if new and not anchor.medium.carry:
        return None
    known = sender if sender is not None else receiver
    if known is not None:
        memory.halves.append(Half(memory.number, memory.paragraph, medium, sender, receiver))
    last = memory.answered() if anchor.medium.id == "response" else None
    for earlier in memory.nearby() if last is None else (last,):
        if known is None:
            if earlier.medium == medium:
                return earlier.pair
        elif known in earlier.pair and (earlier.medium == medium or anchor.medium.carry):
            first, second = earlier.pair
            other = second if known == first else first
            return (known, other) if sender is not None else (other, known)
    return _joined(sender, receiver, medium, memory)


def _joined(sender: str | None, receiver: str | None, medium: str, memory: Memory) -> Pair | None:
    """«India rang the hotline. Pakistan did not return the calls.»: each sentence names one side."""
    for half in memory.nearby_halves():
        if half.medium != medium:
            continue
        first, second = half.sender or sender, half.receiver or receiver
        if half.sender is not None and sender is not None and half.sender != sender:
            first, second = half.sender, sender
        if first is not None and second is not None and first != second:
            return first, second
    return None


def _untravelled(anchor: Anchor, memory: Memory) -> Pair | None:
    """«none of those trips was to …»: the travellers, and the one side of the sentence they did not go to."""
    last = next(memory.nearby(), None)
    if last is None or last.medium not in anchor.medium.carried:
        return None
    named = {
        side
        for token in anchor.token.sent
        if not memory.sides.is_source(token)
        for side in memory.sides.named_by(token)
        if side not in last.pair
    }
    return (last.pair[0], named.pop()) if len(named) == 1 else last.pair
