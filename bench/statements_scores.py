"""Scores of ``statements_kinds.py``: F1 of kinds, whether a link is right, how often descriptions agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from backchannel.records import Description

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Row:
    """One labelled span. ``label`` is a kind, or for linking "NEW" or the earlier words' ranges."""

    document: str
    half: str
    span: Range
    words: str
    label: str
    described: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the system says of one labelled span; ``found`` tells that it was a source to it by itself."""

    row: Row
    kind: str
    found: bool
    described: Description
    earlier: tuple[Range, ...]


def is_linked(answer: Answer, same: Mapping[Range, set[Range]], text: str) -> bool:
    """Whether the source was taken for the right earlier one, or for a new one where it is new.

    A name in the same words is the same one wherever it stands.
    """
    if answer.row.label == "NEW":
        return not answer.earlier
    wanted: set[Range] = set()
    for words in answer.row.label.split(";"):
        start, end = map(int, words.split("-"))
        wanted |= same.get((start, end), {(start, end)})
    wanted = {place for place in wanted if place[0] < answer.row.span[0]}
    names = {text[slice(*place)] for place in wanted if text[place[0]].isupper()}
    return any(
        text[start:end] in names or any(_overlap((start, end), other) for other in wanted)
        for start, end in answer.earlier
    )


def same_again(rows: Iterable[Row]) -> dict[Range, set[Range]]:
    """Spans of one document that are, label by label, the same source."""
    groups: list[set[Range]] = []
    for row in rows:
        if row.label == "NEW":
            continue
        places = {row.span, *((int(a), int(b)) for a, b in (words.split("-") for words in row.label.split(";")))}
        joined = [group for group in groups if any(_overlap(one, other) for one in group for other in places)]
        groups = [group for group in groups if group not in joined] + [places.union(*joined)]
    return {place: group for group in groups for place in group}


def _overlap(one: Range, other: Range) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def macro_f1(pairs: Iterable[tuple[str, str]]) -> tuple[float, dict[str, tuple[float, int]]]:
    """Macro-F1 of (gold, given) pairs over the gold's kinds; F1 and count of each."""
    counts: Counter[tuple[str, str]] = Counter(pairs)
    kinds = sorted({gold for gold, _ in counts})
    single = {}
    for kind in kinds:
        gold = sum(number for (want, _), number in counts.items() if want == kind)
        given = sum(number for (_, got), number in counts.items() if got == kind)
        single[kind] = (2 * counts[kind, kind] / (gold + given), gold)
    return sum(f1 for f1, _ in single.values()) / max(len(single), 1), single


def figures(kinds: list[Answer], links: list[tuple[Answer, bool]]) -> dict[str, float]:
    """The figures of one half or part."""
    sources = [answer for answer in kinds if answer.row.label != "none"]
    macro, single = macro_f1((answer.row.label, answer.kind) for answer in sources)
    result: dict[str, float] = {"sources": len(sources), "kind macro-F1": macro}
    result["kind accuracy"] = sum(a.kind == a.row.label for a in sources) / max(len(sources), 1)
    result.update({f"  {kind} ({number})": f1 for kind, (f1, number) in single.items()})
    result["found as sources"] = sum(a.found for a in sources) / max(len(sources), 1)
    for name in ("seniority", "former", "nearness", "affiliation"):
        told = [(a.row.described[name], shown(a.described, name)) for a in sources if name in a.row.described]
        if told:
            result[f"described: {name} ({len(told)})"] = sum(map(_same_words, told)) / len(told)
    result["links"] = len(links)
    result["linking accuracy"] = sum(right for _, right in links) / max(len(links), 1)
    for new in (True, False):
        part = [right for answer, right in links if (answer.row.label == "NEW") == new]
        result[f"  {'new' if new else 'same'} ({len(part)})"] = sum(part) / max(len(part), 1)
    return {name: round(value, 4) for name, value in result.items()}


def shown(described: Description, name: str) -> str:
    """A field of the description as labels write it."""
    value = getattr(described, name)
    if name == "former":
        return "yes" if value else "no"
    return ", ".join(value) if name == "affiliation" else str(value)


def _same_words(pair: tuple[str, str]) -> bool:
    """Whether two values agree; of affiliations, whether they share a name or both are empty."""
    idle = {"the", "of", "a", "an", ""}
    one, other = ({word.strip(".,’'s") for word in text.lower().split()} - idle for text in pair)
    return bool(one & other) or not (one or other)
