"""Statements and their sources -> the same statements with voices: one source one voice, its kind and description."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from backchannel.coding.statements.described import describe
from backchannel.coding.statements.source_kinds import source_kind
from backchannel.coding.statements.source_phrases import SourcePhrase, read_source
from backchannel.coding.statements.voice_pronouns import find_pronoun
from backchannel.coding.statements.voices import THINGS, Voice, Voices
from backchannel.coding.who import Who
from backchannel.records import Actor, SourceKind, Statement

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_TELLING = 20  # phrases of one voice that are read for its description


@dataclass(frozen=True, slots=True)
class Heard:
    """A source phrase with the number of the statement it belongs to, and of the one that it stands inside."""

    phrase: SourcePhrase
    statement: str
    inside: str | None = None


def link_sources(doc: Doc, heard: Sequence[Heard], actors: Mapping[str, Actor]) -> dict[str, Voice]:
    """The voice of each statement, by its id; sources are read in text order."""
    voices, found = Voices(doc, actors), dict[str, Voice]()
    for one in sorted(heard, key=lambda one: (one.phrase.head.i, one.phrase.first)):
        found[one.statement] = voices.enter(one.phrase, _find(voices, one, found))
    return found


def _find(voices: Voices, one: Heard, found: Mapping[str, Voice]) -> Voice | None:
    phrase = one.phrase
    host = found.get(one.inside) if one.inside is not None else None
    if host is not None and (host.last.head.i > phrase.head.i or host.last.head.sent.start != phrase.head.sent.start):
        host = None if phrase.form == "pronoun" else host
    if phrase.form in ("pronoun", "self"):
        return find_pronoun(voices, phrase, host)
    return voices.find(phrase)


def phrase_at(doc: Doc, first: int, last: int, actors: Mapping[str, Actor], who: Who) -> SourcePhrase:
    """The source that those tokens are, with the actor and the kind that a statement's source would get."""
    head = antecedent(doc[first:last].root)
    speaker = speaker_at(doc[first:last].root, who) or speaker_at(head, who)
    kind = source_kind(head, doc[first:last].text, actors.get(speaker) if speaker is not None else None)
    return read_source(first, last, head, kind, speaker)


def speaker_at(head: Token | None, who: Who) -> str | None:
    """The one actor named at the source's head or in apposition to it; «a Clinton ally» is not Clinton."""
    if head is None:
        return None
    for token in (head, *(child for child in head.children if child.dep_ == "appos")):
        found = who.actors_at(token) or who.actors_over(token)
        if found:
            return found[0] if len(found) == 1 else None
    return None


def antecedent(head: Token) -> Token:
    """For «who», «which», «that»: the noun it stands for; else the head itself."""
    if head.tag_ in ("WP", "WDT") or (head.lower_ == "that" and head.head.dep_ == "relcl"):
        verb = head.head
        while verb.dep_ != "relcl" and verb.head.i != verb.i:
            verb = verb.head
        return verb.head if verb.dep_ == "relcl" else head
    return head


def with_voices(
    doc: Doc, statements: Sequence[Statement], phrases: Mapping[str, SourcePhrase], actors: Mapping[str, Actor]
) -> tuple[Statement, ...]:
    """The statements with voice, kind, speaker and description as the whole story tells them."""
    heard = [Heard(phrases[one.id], one.id, one.inside) for one in statements if one.id in phrases]
    voices = link_sources(doc, heard, actors)
    order = {voice.number: f"v{place}" for place, voice in enumerate(_in_order(statements, voices), start=1)}
    described = {voice: describe(voice.phrases[:_TELLING]) for voice in set(voices.values())}
    told = []
    for one in statements:
        if one.id in voices:
            voice = voices[one.id]
            named = _told(one, phrases[one.id], voice, order[voice.number])
            one = replace(named, described=described[voice] if named.source_kind == "anonymous" else None)
        told.append(one)
    return tuple(told)


def _in_order(statements: Sequence[Statement], voices: Mapping[str, Voice]) -> list[Voice]:
    """Each voice once, in the order of its first statement."""
    seen: dict[int, Voice] = {}
    for one in statements:
        if one.id in voices:
            seen.setdefault(voices[one.id].number, voices[one.id])
    return list(seen.values())


def kind_of(phrase: SourcePhrase, voice: Voice) -> SourceKind:
    """The kind of one source phrase: that of its voice where its own words do not tell."""
    if phrase.form in ("pronoun", "part", "definite", "self") and voice.kind != "unknown":
        return voice.kind
    return voice.kind if phrase.kind == "named" and voice.kind in THINGS else phrase.kind


def _told(one: Statement, phrase: SourcePhrase, voice: Voice, name: str) -> Statement:
    kind = kind_of(phrase, voice)
    return replace(one, voice=name, source_kind=kind, speaker=_speaker(one, phrase, voice))


def _speaker(one: Statement, phrase: SourcePhrase, voice: Voice) -> str | None:
    """The actor of the voice; a pronoun that means an unnamed source is not the person found for it elsewhere."""
    if voice.speaker is not None:
        return voice.speaker
    own = next((other.speaker for other in voice.phrases[:_TELLING] if other.form != "pronoun" and other.speaker), None)
    if phrase.form == "pronoun" and len(voice.phrases) > 1:
        return own
    return one.speaker or own
