"""Known names in a story: one Aho-Corasick pass over every alias of the knowledge base.

Case counts ("Un" is not "UN"), accents and curly quotes do not. The longest alias wins. What is part of a longer
name that is not known ("Fred Trump" for "Trump", "Jordan Hale" for the country) is left out where the capitals around
it, the names to step over (``ontology/other_names.tsv``) or the word lists of ``rules/names.toml`` tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from operator import itemgetter

from ahocorasick_rs import AhoCorasick, Implementation

from backchannel.grounding.context import BLANK, CLOSING, REACH, Context, is_longer_name
from backchannel.grounding.folding import fold_text
from backchannel.ontology.actors import ActorTable, Alias, AliasKind, KnownActor
from backchannel.records import Name, Span, Story

_DIRECTIONS = frozenset({"North", "South", "East", "West"})
_PAIRS = ("th and ", "th or ", "st and ", "st or ")  # most texts have none, and need no look at each name
_PAIRED = re.compile(r"(North|South|East|West) (?:and|or) $")
_DATELINE = re.compile(
    r"[ \t]*(?:(?:[A-Z][^\n()]{0,60}?)?\([A-Z][^\n()]{1,40}\)[ \t]*[—–-]{1,2}[ \t]"
    r"|[A-Z][A-Z.' -]{2,30}(?:, [A-Z][\w. ]{2,30}){0,2} [—–-]{1,2} )"
)
_START = itemgetter(0)
_SMALL = frozenset("abcdefghijklmnopqrstuvwxyz")
_OWNS = frozenset({" ", "'s ", "' "})
_INITIALED = re.compile(r"([A-Z][\w'-]{1,30}) (?:[A-Z]\. ?){1,3}(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Entry:
    """One way of writing: the refs it can mean, best first; ``capitals`` marks an all-capitals form for headings."""

    words: str
    refs: tuple[str, ...]
    kind: AliasKind
    person: bool
    needs: tuple[str, ...] = ()
    capitals: bool = False


# Start, end, entry, and whether it is one word, which may be the last of a longer name. A plain tuple: making one costs
# a twentieth of making a record, and a page has hundreds.
_Hit = tuple[int, int, Entry, bool]


@dataclass(frozen=True, slots=True)
class _Index:
    """All ways of writing; ``by_case`` marks those that a line of capitals may make an English word."""

    entries: tuple[Entry, ...]
    by_words: dict[str, Entry]
    by_case: tuple[bool, ...]
    single: tuple[bool, ...]
    matcher: AhoCorasick


def find_names(story: Story, table: ActorTable) -> tuple[Name, ...]:
    """The known aliases in the story's text, non-overlapping, in text order, with what they can mean, best first.

    Names in a dateline ("SEOUL, South Korea (AP) —") are left out: they say where and by whom, not who acts.
    """
    index = _index(table)
    text, offsets = fold_text(story.text)
    context = Context(text)
    chosen = _choose([*_hits(index, text, context), *_initialed(index, text)])
    chosen = _drop_foreign(_whole_names(chosen, text, context), text, table)
    if any(words in text for words in _PAIRS):
        chosen = sorted((*chosen, *_paired(index, text, chosen)), key=_START)
    known = {ref for _, _, entry, _ in chosen if not entry.needs for ref in entry.refs}
    datelines = list(_datelines(text))
    names = []
    id = story.id
    for start, end, entry, _ in chosen:
        refs = entry.refs
        if entry.needs and known.isdisjoint(entry.needs):
            continue
        if datelines and any(first <= start and end <= last for first, last in datelines):
            continue
        if offsets:
            start, end = offsets[start], offsets[end]
        names.append(Name(Span(id, start, end), refs if len(refs) == 1 else _narrow(entry, known, table)))
    return tuple(names)


def _whole_names(hits: list[_Hit], text: str, context: Context) -> list[_Hit]:
    """Those that mean somebody and are no part of a longer name; most can be told by the signs beside them."""
    kept = []
    for hit in hits:
        start, end, entry, single = hit
        asked = text[end : end + 1] == " " and text[end + 1 : end + 2].isupper()
        if not asked and single and text[start - 1 : start] == " ":
            before = text[text.rfind(" ", max(0, start - REACH), start - 1) + 1 : start - 1]
            asked = not before.islower()  # a word written small begins no name
        if entry.refs and not (asked and is_longer_name(context, start, end, entry)):
            kept.append(hit)
    return kept


def _datelines(text: str) -> Iterator[tuple[int, int]]:
    """Where lines open with a dateline."""
    start = 0
    while start >= 0:
        first = start + (text[start : start + 1] == "\n")
        if text[first + 1 : first + 2] not in _SMALL or text.find("(", first, first + REACH + 24) >= 0:
            match = _DATELINE.match(text, first)
            if match is not None:
                yield match.span()
        start = text.find("\n", start + 1)


def _narrow(entry: Entry, known: set[str], table: ActorTable) -> tuple[str, ...]:
    """Of bodies of one name in several countries, the one whose country the story names, if it is just one."""
    if entry.person:
        return entry.refs
    bodies = [actor for ref in entry.refs if (actor := table.get(ref)) is not None and actor.kind == "organisation"]
    named = [body.ref for body in bodies if body.country is not None and body.country.lower() in known]
    return (named[0],) if len(bodies) == len(entry.refs) and len(named) == 1 else entry.refs


@lru_cache(maxsize=4)
def _index(table: ActorTable) -> _Index:
    special: dict[str, Entry] = {}
    for alias in table.aliases:  # a later row stands instead of an earlier one: metonyms over demonyms and capitals
        words = fold_text(alias.words)[0]
        special[words] = Entry(words, alias.refs, alias.kind, _is_person(table, alias), alias.needs)
    found: dict[str, Entry] = {}
    for actor in table.actors.values():
        for words, kind in _writings(actor):
            _add(found, Entry(fold_text(words)[0], (actor.ref,), kind, actor.kind == "person"))
    found |= special
    for entry in list(found.values()):
        for other in _variants(entry):
            found.setdefault(other.words, other)
    entries = tuple(found.values())
    matcher = AhoCorasick([entry.words for entry in entries], implementation=Implementation.ContiguousNFA)
    by_case = tuple(entry.capitals or entry.words.isupper() for entry in entries)
    single = tuple(" " not in entry.words and entry.kind not in ("demonym", "people") for entry in entries)
    return _Index(entries, found, by_case, single, matcher)


def _is_person(table: ActorTable, alias: Alias) -> bool:
    return bool(alias.refs) and (actor := table.get(alias.refs[0])) is not None and actor.kind == "person"


def _add(found: dict[str, Entry], entry: Entry) -> None:
    """Puts the entry in; the same words of several actors can mean each of them, in the tables' order."""
    before = found.get(entry.words)
    if before is not None:
        refs = tuple(dict.fromkeys((*before.refs, *entry.refs)))
        entry = Entry(entry.words, refs, before.kind, before.person, before.needs)
    found[entry.words] = entry


def _writings(actor: KnownActor) -> Iterator[tuple[str, AliasKind]]:
    for words in (actor.name, *actor.aliases):
        yield words, "name"
    head, _, tail = actor.name.partition(f" {actor.surname}")
    if actor.kind == "person" and actor.surname and tail.startswith(" ") and head:
        yield f"{head} {actor.surname}", "name"  # «Eduardo Frei» of Eduardo Frei Ruiz-Tagle
    if "known-by-surname" in actor.tags and actor.surname is not None:
        yield actor.surname, "surname"
        for tag in actor.tags:
            if tag.startswith("surname:"):
                yield tag[8:], "surname"


def _variants(entry: Entry) -> Iterator[Entry]:
    """The same words at the head of a sentence, without a leading "The", and in capitals as headings have them."""
    words = entry.words
    if words[0].islower():
        yield _as(entry, words[0].upper() + words[1:])
    if words.startswith("The "):
        yield _as(entry, "the " + words[4:])
    upper = words.upper()
    if upper != words and sum(map(str.isalpha, words)) >= 4:
        yield _as(entry, upper, capitals=True)


def _as(entry: Entry, words: str, *, capitals: bool = False) -> Entry:
    return Entry(words, entry.refs, entry.kind, entry.person, entry.needs, capitals)


def _hits(index: _Index, text: str, context: Context) -> list[_Hit]:
    hits: list[_Hit] = []
    entries, by_case, single, bounded = index.entries, index.by_case, index.single, context.bounded
    for number, start, end in index.matcher.find_matches_as_indexes(text, overlapping=True):
        if not (text[end : end + 1] in CLOSING and text[start - 1 : start] in BLANK) and not bounded(start, end):
            continue
        entry = entries[number]
        if by_case[number]:
            one_word = " " not in entry.words
            if not context.case_fits(start, end, capitals=entry.capitals, one_word=one_word):
                continue
        hits.append((start, end, entry, single[number]))
    return hits


def _initialed(index: _Index, text: str) -> Iterator[_Hit]:
    """People written with an initial that no alias has: "Petro O. Poroshenko"; the surname must follow at once."""
    seen = 0
    dot = text.find(".")
    while dot >= 0:
        blank = dot - 2
        if blank >= seen and text[blank] == " " and text[blank + 1].isupper() and text[blank - 1 : blank].isalnum():
            start = max(text.rfind(" ", 0, blank), text.rfind("\n", 0, blank), blank - 40) + 1
            match = _INITIALED.search(text, start, blank + 64)
            if match is not None and match.end(1) == blank:
                seen = match.end()
                yield from _surname_after(index, text, match)
        dot = text.find(".", dot + 1)


def _surname_after(index: _Index, text: str, match: re.Match[str]) -> Iterator[_Hit]:
    rest = re.match(r"[\w'-]{2,30}(?: [A-Z][\w'-]{1,30})?", text[match.end() : match.end() + 64])
    for surname in () if rest is None else (rest[0], rest[0].split(" ")[0]):
        entry = index.by_words.get(f"{match[1]} {surname}")
        if entry is not None and entry.person:
            yield match.start(), match.end() + len(surname), entry, False
            return


def _choose(hits: list[_Hit]) -> list[_Hit]:
    """The longest of those that overlap, in text order: "North Korean" before "the North"."""
    hits.sort(key=_START)
    chosen: list[_Hit] = []
    reach = first = 0  # where the hits that overlap end, and the first of them among the chosen
    for hit in hits:
        if hit[0] >= reach:
            if len(chosen) - first > 1:
                chosen[first:] = _longest(chosen[first:])
            first = len(chosen)
        chosen.append(hit)
        if hit[1] > reach:
            reach = hit[1]
    return chosen[:first] + _longest(chosen[first:])


def _longest(cluster: list[_Hit]) -> list[_Hit]:
    """The longest of hits that overlap, the first of equals, and those that are free of it."""
    if len(cluster) < 2:
        return cluster
    first = cluster[0][0]
    taken = bytearray(max(hit[1] for hit in cluster) - first)
    chosen: list[_Hit] = []
    for hit in sorted(cluster, key=lambda hit: (hit[0] - hit[1], hit[0])):
        start, end = hit[0] - first, hit[1] - first
        if taken.find(1, start, end) < 0:
            taken[start:end] = b"\x01" * (end - start)
            chosen.append(hit)
    return sorted(chosen, key=_START)


def _drop_foreign(hits: list[_Hit], text: str, table: ActorTable) -> list[_Hit]:
    """Leaves out one country's body right after another's name: "Australia's Labour Party" is not Britain's."""
    kept = hits[:1]
    for before, hit in pairwise(hits):
        if hit[0] - before[1] > 3 or text[before[1] : hit[0]] not in _OWNS:
            kept.append(hit)
            continue
        actor = table.get(hit[2].refs[0])
        body = actor is not None and actor.kind == "organisation" and actor.country is not None
        if not (body and actor is not None and _only_other_countries(before[2], actor.country, table)):
            kept.append(hit)
    return kept


def _only_other_countries(entry: Entry, country: str | None, table: ActorTable) -> bool:
    owners = [table.get(ref) for ref in entry.refs]
    return all(owner is not None and owner.kind == "country" and owner.country != country for owner in owners)


def _paired(index: _Index, text: str, taken: list[_Hit]) -> Iterator[_Hit]:
    """ "North" in "North and South Korea": a direction that shares the noun of a known name after it."""
    starts = {hit[0] for hit in taken}
    for first, end, _, _ in taken:
        second, _, noun = text[first:end].partition(" ")
        match = _PAIRED.search(text, max(0, first - 12), first) if second in _DIRECTIONS else None
        if match is None or match.start() in starts or match[1] == second:
            continue
        if text[match.start() - 1 : match.start()].isalnum():
            continue
        entry = index.by_words.get(f"{match[1]} {noun}")
        if entry is not None and entry.kind != "block":
            yield match.start(), match.end(1), entry, False
