"""What analysts laid down on pairs of stories: a log that only grows, and of each pair the ruling in force."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from backchannel.articles.copies_clusters import Pair, pair_of
from backchannel.errors import BadQuestion
from backchannel.records import Origin, Ruling


class Rulings:
    """All rulings in order; the latest on a pair is in force, and "undo" leaves none in force."""

    def __init__(self) -> None:
        self._log: list[Ruling] = []
        self._force: dict[Pair, Ruling] = {}
        self._pairs: dict[str, set[Pair]] = defaultdict(set)

    @property
    def log(self) -> tuple[Ruling, ...]:
        """All rulings, oldest first."""
        return tuple(self._log)

    def get(self, pair: Pair) -> Ruling | None:
        """The ruling in force on that pair."""
        return self._force.get(pair)

    def on(self, stories: Iterable[str]) -> dict[Pair, Ruling]:
        """The rulings in force on these stories."""
        pairs = {pair for story in stories for pair in self._pairs.get(story, ())}
        return {pair: self._force[pair] for pair in sorted(pairs)}

    def add(self, ruling: Ruling) -> None:
        """Put a ruling in force. Raises BadQuestion where it is about one story alone."""
        if ruling.story == ruling.of:
            raise BadQuestion(f"{ruling.story} is asked about itself; two stories are wanted")
        self._log.append(ruling)
        self._settle(pair_of(ruling.story, ruling.of))

    def require_harmony(self, origins: Iterable[Origin]) -> None:
        """Strike the latest ruling where it cannot be carried out beside the others, and raise BadQuestion."""
        home = {member: number for number, origin in enumerate(origins) for member in origin.members}
        for pair, ruling in self.on(home).items():
            if (home[pair[0]] == home[pair[1]]) is not (ruling.action == "join"):
                latest = self._log.pop()
                self._settle(pair_of(latest.story, latest.of))
                deed = "join" if latest.action == "join" else "keep apart"
                raise BadQuestion(
                    f"to {deed} {latest.story} and {latest.of} contradicts rulings in force on them or their copies: "
                    "undo one of those first"
                )

    def _settle(self, pair: Pair) -> None:
        latest = next((ruling for ruling in reversed(self._log) if pair_of(ruling.story, ruling.of) == pair), None)
        if latest is None or latest.action == "undo":
            self._force.pop(pair, None)
            for story in pair:
                self._pairs[story].discard(pair)
            return
        self._force[pair] = latest
        for story in pair:
            self._pairs[story].add(pair)
