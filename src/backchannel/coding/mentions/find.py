"""Story -> its actors: who every name, surname, description and pronoun is, within one story.

First all names are read, known ones by alias and unknown ones by title or recogniser, so that a surname can look ahead
to its full name. Then descriptions, groups and pronouns are resolved in text order against what has been said so far.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from backchannel.coding.mentions.appositions import join_appositions
from backchannel.coding.mentions.cast import Cast, Figure
from backchannel.coding.mentions.descriptions import Phrase, find_phrases
from backchannel.coding.mentions.groups import find_pair_words, resolve_pair
from backchannel.coding.mentions.names import (
    Context,
    DayAt,
    Named,
    known_figure,
    name_person,
    name_unknown,
    see,
    take_title,
)
from backchannel.coding.mentions.patients import resolve_number, resolve_target, show_patient
from backchannel.coding.mentions.people import meet_person, meet_phrase, named_by_phrase, names_one, owners_of
from backchannel.coding.mentions.places import is_place, is_plain_compound, see_country
from backchannel.coding.mentions.pronouns import is_pronoun, resolve_pronoun
from backchannel.coding.mentions.quotes import (
    find_speakers,
    find_statements_speakers,
    is_first_person,
    resolve_first_person,
)
from backchannel.coding.mentions.roles import resolve_phrase
from backchannel.coding.mentions.surnames import find_surnames
from backchannel.coding.mentions.text import Tokens
from backchannel.coding.mentions.unknown import find_unknown
from backchannel.coding.mentions.unnamed import resolve_unnamed
from backchannel.coding.mentions.world import World, world_of
from backchannel.ontology.actors import ActorTable
from backchannel.records import Actor, Name, Sentence, Story

if TYPE_CHECKING:
    from spacy.tokens import Doc


def find_actors(
    story: Story,
    doc: Doc,
    sentences: tuple[Sentence, ...],
    names: tuple[Name, ...],
    table: ActorTable,
    *,
    day_at: DayAt,
) -> tuple[Actor, ...]:
    """The story's actors in order of first mention, each with all its mentions in text order.

    ``names`` are the known aliases in the text, ``day_at(offset)`` the day that a passage speaks of, for offices held
    at that time (None: the publication day). Spans are names without titles, or noun phrases without determiner.
    """
    tokens = Tokens(story, doc, sentences)
    named = _place_names(tokens, names)
    context = Context(tokens, world_of(table), Cast(tokens), day_at, _lands(world_of(table), named))
    phrases = find_phrases(tokens, context.world, named)
    full, titles = _read_names(context, named, phrases)
    free = [phrase for phrase in phrases if not _is_title(context, phrase, titles)]
    _read_bodies(context, named, free, titles)
    free = join_appositions(context, free)
    _resolve_in_order(context, free)
    return context.cast.actors()


def _lands(world: World, named: Named) -> tuple[str, ...]:
    """The countries of all that the known names can mean, each name once for each country."""
    found: list[str] = []
    for entry in dict.fromkeys(named.values()):
        known = [world.known(ref) for ref in entry[2].refs]
        found += {actor.country for actor in known if actor is not None and actor.country is not None}
    return tuple(found)


def _place_names(tokens: Tokens, names: tuple[Name, ...]) -> dict[int, tuple[int, int, Name]]:
    """For each token of a known name in a sentence: its tokens, first to last (exclusive), and the name."""
    found: dict[int, tuple[int, int, Name]] = {}
    for name in names:
        first, last = tokens.range_of(name.span)
        if first < last and (tokens.start[first] != name.span.start or tokens.end(last - 1) != name.span.end):
            continue  # a piece of a word: «US$»
        if (
            first > 0
            and tokens.lower[first - 1] in ("national", "international", "central")
            and tokens.capital(first - 1)
        ):
            continue  # the tail of a longer name: «National Security Council»
        if last - first > 1 and tokens.lower[first] in ("the", "a", "an"):
            first += 1
        if first < last and tokens.sent[first] >= 0 and first not in found:
            found.update(dict.fromkeys(range(first, last), (first, last, name)))
    return found


def _read_names(context: Context, named: Named, phrases: list[Phrase]) -> tuple[dict[int, Figure], dict[int, Phrase]]:
    """Records all persons' names; the figures by token of their full names, and the title phrase before each name."""
    titles = {phrase.last: phrase for phrase in phrases}
    full: dict[int, Figure] = {}
    single: list[tuple[int, int, Name]] = []
    for entry in dict.fromkeys(named.values()):
        first, last, name = entry
        if not _means_person(context, name):
            continue
        if last - first == 1:
            single.append(entry)
            continue
        figure = name_person(context, name, (first, last), titles.get(first))
        if figure is not None:
            take_title(context, figure, titles.get(first))
            full.update(dict.fromkeys(range(first, last), figure))
    strangers = find_unknown(context.tokens, context.world, named, phrases)
    for unknown in sorted(strangers, key=lambda unknown: unknown.first - unknown.last):  # the longest forms first
        figure = name_unknown(context, unknown, titles.get(unknown.first))
        take_title(context, figure, titles.get(unknown.first))
        full.update(dict.fromkeys(range(unknown.first, unknown.last), figure))
    loose = {token: entry for token, entry in named.items() if entry not in single}
    find_surnames(context, loose, full, titles)
    for first, last, name in single:
        if first not in context.cast.at:
            name_person(context, name, (first, last), titles.get(first))
    return full, titles


def _means_person(context: Context, name: Name) -> bool:
    known = [context.world.known(ref) for ref in name.refs]
    return any(actor is not None and actor.kind == "person" for actor in known)


def _is_title(context: Context, phrase: Phrase, titles: dict[int, Phrase]) -> bool:
    """Whether a phrase stands before a person's (or a firm's) name as its title."""
    tokens, cast = context.tokens, context.cast
    if phrase.last < len(tokens) and any(
        sighting.first == phrase.last and sighting.how in ("name", "surname")
        for head in range(phrase.last, min(phrase.last + 6, len(tokens)))
        for figure in cast.at.get(head, ())
        for sighting in figure.sightings
    ):
        return tokens.sent[phrase.last] == tokens.sent[phrase.first]
    return False


def _read_bodies(context: Context, named: Named, free: list[Phrase], titles: dict[int, Phrase]) -> None:
    """Records countries, organisations and groups by name, where no title and no describing phrase holds them."""
    cast = context.cast
    held = {index for phrase in free for index in range(phrase.first, phrase.last)}
    held |= {index for phrase in titles.values() if phrase not in free for index in range(phrase.first, phrase.last)}
    for first, last, name in dict.fromkeys(named.values()):
        if first in held or not name.refs or not cast.covered.keys().isdisjoint(range(first, last)):
            continue
        known = context.world.known(name.refs[0])
        if known is None or known.kind == "person":
            continue
        if known.kind == "country":
            see_country(context, name, (first, last), named)
        elif known.members:
            for ref in known.members:
                member = context.world.known(ref)
                if member is not None:
                    see(
                        context, known_figure(context, member, first), (first, last), "group", f"member of {known.name}"
                    )
        elif len(name.refs) == 1 and not _only_a_place(context, name, (first, last)):
            see(context, known_figure(context, known, first), (first, last), "name", f"known name «{known.name}»")


def _only_a_place(context: Context, name: Name, span: tuple[int, int]) -> bool:
    """Whether a body's name or seat only tells where, or which: «at the White House», «the Geneva Convention»."""
    label = context.world.form(name.span.of(context.tokens.story)) == "metonym" and is_plain_compound(
        context.tokens, span
    )
    return label or is_place(context.tokens, context.tokens.root(*span), "seat")


def _resolve_phrase(context: Context, phrase: Phrase) -> None:
    beside = named_by_phrase(context, phrase)
    if beside is not None:
        take_title(context, beside, phrase)
        see(context, beside, (phrase.first, phrase.last), "role", f"stands beside the name {beside.name}")
        return
    resolve_phrase(context, phrase, owners_of(context, phrase))
    resolve_unnamed(context, phrase)
    meet_phrase(context, phrase)


def _resolve_in_order(context: Context, free: list[Phrase]) -> None:
    tokens, cast = context.tokens, context.cast
    at = {phrase.head: phrase for phrase in free}
    covered = {index for phrase in free for index in range(phrase.first, phrase.last) if index != phrase.head}
    for index in range(len(tokens)):
        if tokens.sent[index] < 0:
            continue
        phrase = at.get(index)
        pair = find_pair_words(context, index)
        if pair is not None and (phrase is None or not phrase.nations):
            resolve_pair(context, pair[:2], pair[2])
        elif phrase is not None:
            _resolve_phrase(context, phrase)
        elif index not in covered and tokens.quoted[index] < 0 and is_pronoun(tokens, index):
            resolve_pronoun(context, index, None)
        elif index not in covered and index not in cast.covered and names_one(tokens, index):
            meet_person(context, index)
            show_patient(context, index)
        elif tokens.tag[index] == "CD":
            resolve_number(context, index)
        elif tokens.tag[index] in ("NN", "NNS"):
            resolve_target(context, index)
    _resolve_quoted(context, covered)


def _resolve_quoted(context: Context, covered: set[int]) -> None:
    """A quote's pronouns come last: who speaks it, and of whom, often follows it."""
    tokens, cast = context.tokens, context.cast
    speakers, statements = find_speakers(context), find_statements_speakers(context)
    for index, quote in enumerate(tokens.quoted):
        if index in cast.at or tokens.sent[index] < 0:
            continue
        if quote < 0:
            if statements and is_first_person(tokens, index):
                paragraph = tokens.sentences[tokens.sent[index]].paragraph
                resolve_first_person(context, index, statements.get(paragraph))
            continue
        if is_first_person(tokens, index):
            resolve_first_person(context, index, speakers.get(quote))
        elif index not in covered and is_pronoun(tokens, index):
            resolve_pronoun(context, index, speakers.get(quote))
