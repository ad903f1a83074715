"""Known names in a story: one Aho-Corasick pass over every alias of the knowledge base.

Case counts ("Un" is not "UN"), accents and curly quotes do not. The longest alias wins. What is part of a longer
name that is not known ("Fred Trump" for "Trump", "Jordan Hale" for the country) is left out where the capitals around
it, the names to step over (``ontology/other_names.tsv``) or the word lists of ``rules/names.toml`` tell.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from ahocorasick_rs import AhoCorasick, Implementation

from backchannel.grounding.context import Context, is_longer_name
from backchannel.ontology.actors import ActorTable, Alias, AliasKind, KnownActor
from backchannel.records import Name, Span, Story

_DIRECTIONS = frozenset({"North", "South", "East", "West"})
_PAIRED = re.compile(r"(North|South|East|West) (?:and|or) $")
_DATELINE = re.compile(
    r"[ \t]*(?:(?:[A-Z][^\n()]{0,60}?)?\([A-Z][^\n()]{1,40}\)[ \t]*[—–-]{1,2}[ \t]"
    r"|[A-Z][A-Z.' -]{2,30}(?:, [A-Z][\w. ]{2,30}){0,2} [—–-]{1,2} )"
)
_INITIALED = re.compile(r"([A-Z][\w'-]{1,30}) (?:[A-Z]\. ?){1,3}(?=[A-Z])")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One way of writing: the refs it can mean, best first; ``capitals`` marks an all-capitals form for headings."""

    words: str
    refs: tuple[str, ...]
    kind: AliasKind
    person: bool
    needs: tuple[str, ...] = ()
    capitals: bool = False


@dataclass(frozen=True, slots=True)
class _Hit:
    start: int
    end: int
    entry: Entry


@dataclass(frozen=True, slots=True)
class _Index:
    entries: tuple[Entry, ...]
    by_words: dict[str, Entry]
    matcher: AhoCorasick


def find_names(story: Story, table: ActorTable) -> tuple[Name, ...]:
    """The known aliases in the story's text, non-overlapping, in text order, with what they can mean, best first.

    Names in a dateline ("SEOUL, South Korea (AP) —") are left out: they say where and by whom, not who acts.
    """
    index = _index(table)
    text, offsets = fold_text(story.text)
    context = Context(text)
    chosen = _choose([*_hits(index, text, context), *_initialed(index, text)], len(text))
    chosen = [hit for hit in chosen if hit.entry.refs and not is_longer_name(context, hit.start, hit.end, hit.entry)]
    chosen = _drop_foreign(chosen, text, table)
    chosen = sorted((*chosen, *_paired(index, text, chosen)), key=lambda hit: hit.start)
    known = {ref for hit in chosen if not hit.entry.needs for ref in hit.entry.refs}
    datelines = list(_datelines(text))
    names = []
    for hit in chosen:
        if hit.entry.needs and known.isdisjoint(hit.entry.needs):
            continue
        if any(start <= hit.start and hit.end <= end for start, end in datelines):
            continue
        start, end = (offsets[hit.start], offsets[hit.end]) if offsets else (hit.start, hit.end)
        names.append(Name(Span(story.id, start, end), _narrow(hit.entry, known, table)))
    return tuple(names)


def _datelines(text: str) -> Iterator[tuple[int, int]]:
    """Where lines open with a dateline."""
    start = 0
    while start >= 0:
        match = _DATELINE.match(text, start + (text[start : start + 1] == "\n"))
        if match is not None:
            yield match.span()
        start = text.find("\n", start + 1)


def _narrow(entry: Entry, known: set[str], table: ActorTable) -> tuple[str, ...]:
    """Of bodies of one name in several countries, the one whose country the story names, if it is just one."""
    if len(entry.refs) < 2 or entry.person:
        return entry.refs
    bodies = [actor for ref in entry.refs if (actor := table.get(ref)) is not None and actor.kind == "organisation"]
    named = [body.ref for body in bodies if body.country is not None and body.country.lower() in known]
    return (named[0],) if len(bodies) == len(entry.refs) and len(named) == 1 else entry.refs


def fold_text(text: str) -> tuple[str, list[int] | None]:
    """The text without accents and curly quotes, and its offsets as offsets in ``text`` (None: the same)."""
    if text.isascii():
        return text, None
    plain = _folding()
    folded = _NOT_ASCII.sub(lambda sign: plain.get(sign[0], sign[0]), text)
    if not any(unicodedata.combining(char) for char in set(folded) if ord(char) > 127):
        return folded, None
    kept = [number for number, char in enumerate(folded) if not unicodedata.combining(char)]
    offsets = [*kept[1:], len(folded)] if kept else []
    return "".join(folded[number] for number in kept), [kept[0] if kept else 0, *offsets]


@cache
def _folding() -> dict[str, str]:
    """Single characters as their base letter or plain sign; the text keeps its length."""
    table = {"’": "'", "‘": "'", "ʼ": "'", "ʻ": "'", "`": "'", "–": "-", "‐": "-", "‑": "-"}
    table |= {"\u00a0": " ", "\u202f": " "}
    table |= {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "ə": "e", "ð": "d", "Ð": "D"}
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        base = unicodedata.normalize("NFD", chr(code))[0]
        if base.isascii():
            table.setdefault(chr(code), base)
    return table


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
    return _Index(entries, found, matcher)


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


def _hits(index: _Index, text: str, context: Context) -> Iterator[_Hit]:
    for number, start, end in index.matcher.find_matches_as_indexes(text, overlapping=True):
        if context.bounded(start, end):
            entry = index.entries[number]
            if context.case_fits(start, end, capitals=entry.capitals, one_word=" " not in entry.words):
                yield _Hit(start, end, entry)


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
            yield _Hit(match.start(), match.end() + len(surname), entry)
            return


def _choose(hits: list[_Hit], length: int) -> list[_Hit]:
    """The longest of those that overlap, in text order: "North Korean" before "the North"."""
    taken = bytearray(length)
    chosen: list[_Hit] = []
    for hit in sorted(hits, key=lambda hit: (hit.start - hit.end, hit.start)):
        if not any(taken[hit.start : hit.end]):
            taken[hit.start : hit.end] = b"\x01" * (hit.end - hit.start)
            chosen.append(hit)
    return sorted(chosen, key=lambda hit: hit.start)


def _drop_foreign(hits: list[_Hit], text: str, table: ActorTable) -> list[_Hit]:
    """Leaves out one country's body right after another's name: "Australia's Labour Party" is not Britain's."""
    kept: list[_Hit] = []
    for number, hit in enumerate(hits):
        actor = table.get(hit.entry.refs[0])
        before = hits[number - 1] if number else None
        if (
            actor is not None
            and actor.kind == "organisation"
            and actor.country is not None
            and before is not None
            and text[before.end : hit.start] in (" ", "'s ", "' ")
            and _only_other_countries(before.entry, actor.country, table)
        ):
            continue
        kept.append(hit)
    return kept


def _only_other_countries(entry: Entry, country: str, table: ActorTable) -> bool:
    owners = [table.get(ref) for ref in entry.refs]
    return all(owner is not None and owner.kind == "country" and owner.country != country for owner in owners)


def _paired(index: _Index, text: str, taken: list[_Hit]) -> Iterator[_Hit]:
    """ "North" in "North and South Korea": a direction that shares the noun of a known name after it."""
    starts = {hit.start for hit in taken}
    for hit in taken:
        second, _, noun = text[hit.start : hit.end].partition(" ")
        match = _PAIRED.search(text, max(0, hit.start - 12), hit.start) if second in _DIRECTIONS else None
        if match is None or match.start() in starts or match[1] == second:
            continue
        if text[match.start() - 1 : match.start()].isalnum():
            continue
        entry = index.by_words.get(f"{match[1]} {noun}")
        if entry is not None and entry.kind != "block":
            yield _Hit(match.start(), match.end(1), entry)
