"""The labels of ``bench/gold/who_labels.tsv``: which actor each labelled span is, and which of our actors that can be.

Rows: story, start, end, kind (name, group, some, not, unsure), label. A name reads "Moon Jae-in (KOR president)"; a
group lists such names with semicolons between.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from backchannel.ontology import load_actors, load_countries
from backchannel.ontology.places import fold

LABELS = Path(__file__).parent / "gold" / "who_labels.tsv"
_LABEL = re.compile(r"(.+?)(?: \(([A-Z]{3})?\b[^)]*\))?$")
SMALL = frozenset("of the and for de al bin van von da la le el du".split())


@dataclass(frozen=True)
class Gold:
    """One labelled span. ``members`` are the actors of a group."""

    start: int
    end: int
    kind: str
    name: str = ""
    country: str | None = None
    members: tuple[Gold, ...] = ()


def read_gold(path: Path = LABELS) -> dict[str, list[Gold]]:
    """The labelled spans by story."""
    found: dict[str, list[Gold]] = defaultdict(list)
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or line.startswith("story\t"):
            continue
        story, start, end, kind, label = line.split("\t")
        found[story].append(_gold(int(start), int(end), kind, label))
    return found


def _gold(start: int, end: int, kind: str, label: str) -> Gold:
    if kind == "group":
        members = tuple(_gold(start, end, "name", one.strip()) for one in label.split(";"))
        return Gold(start, end, kind, members=members)
    if kind != "name":
        return Gold(start, end, kind, label)
    match = _LABEL.match(label)
    return Gold(start, end, kind, match[1] if match else label, match[2] if match else None)


@cache
def _by_name() -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for actor in load_actors().actors.values():
        for words in (actor.name, *actor.aliases):
            found[_key(words)].add(actor.ref)
    return found


def _key(words: str) -> str:
    return " ".join(word for word in re.split(r"[\s-]+", fold(words)) if word != "the")


@cache
def refs_of(name: str, country: str | None) -> frozenset[str]:
    """The refs of our actors that a gold name can be, those of its country where several bear it."""
    table = load_actors()
    refs = set(_by_name().get(_key(name), ()))
    if len(refs) > 1 and country is not None:
        refs = {ref for ref in refs if table[ref].country == country} or refs
    return frozenset(refs)


@cache
def _country_words(code: str) -> frozenset[str]:
    for land in load_countries():
        if land.iso3 == code:
            return frozenset(fold(word) for word in (land.name, *land.aliases))
    return frozenset()


def is_named(words: str, gold: Gold) -> bool:
    """Whether the words are a name: they share a capitalised word with the gold's, or are a body's short form."""
    if gold.kind != "name":
        return words[:1].isupper()
    if gold.country is not None and fold(words) in _country_words(gold.country):
        return True
    name = set(_key(gold.name).split()) - SMALL
    capitals = {part for word in words.split() if word[:1].isupper() for part in _key(word).split()}
    every = all(word[:1].isupper() or word in SMALL for word in words.replace("-", " ").split())
    return every and (bool(capitals & name) or words.isupper())
