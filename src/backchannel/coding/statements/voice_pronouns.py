"""Whom a pronoun means that speaks: the source it stands with, the last one that fits, or the actor found for it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from backchannel.coding.statements.source_phrases import SourcePhrase
from backchannel.coding.statements.voices import PEOPLE, THINGS, Voice, Voices, agree
from backchannel.rules import load_rules

if TYPE_CHECKING:
    from spacy.tokens import Token

_PHRASES = 12  # of one voice: the last are enough
_REACH = 3  # sentences back
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})


def find_pronoun(voices: Voices, phrase: SourcePhrase, host: Voice | None) -> Voice | None:
    """The voice that «he», «it», «they», «we» means. ``host`` speaks the statement that the pronoun stands in."""
    if phrase.form == "self":
        return host or voices.of_actor(phrase.speaker)
    if host is not None and fits(voices, phrase, host):
        return host
    subject = _subject_here(voices, phrase)
    if subject is not None and voices.of_actor(phrase.speaker) is None:
        return subject
    heard = _last_heard(voices, phrase)
    if phrase.speaker is None:
        return heard or _subject_before(voices, phrase)
    named = voices.of_actor(phrase.speaker)
    if heard is None or heard is named:
        return named
    place = voices.last_place(phrase.speaker, phrase.head.i)
    return named if place is not None and place > heard.place and _is_subject(voices.doc[place]) else heard


def fits(voices: Voices, phrase: SourcePhrase, voice: Voice) -> bool:
    """Whether the pronoun can mean that voice: number, gender, person or thing."""
    word = phrase.head.lower_
    if voice.kind in ("named", "institution") and not voice.plural and voices.is_bare_name(voice):
        return word not in ("they", "their", "them") or voice.kind == "institution"
    if word in ("it", "its"):
        return not voice.plural and voice.kind in THINGS
    if word in ("they", "their", "them"):
        return voice.plural or voice.kind in ("group", "institution")
    person = voice.kind in PEOPLE and voices.kind_of_actor(voice.speaker) not in ("country", "organisation")
    return person and not voice.plural and agree(phrase.gender, voice.gender)


def _last_heard(voices: Voices, phrase: SourcePhrase) -> Voice | None:
    """The last source before the pronoun that it can mean; in one sentence the first comes first.

    Somebody whose gender is told to be the pronoun's counts as heard a sentence later.
    """
    here, best, key = voices.sentence(phrase.head.i), None, (-1.0, 0)
    for voice in voices.recent:
        earlier = [other for other in voice.phrases[-_PHRASES:] if other.head.i < phrase.head.i]
        if not earlier or not fits(voices, phrase, voice):
            continue
        last = earlier[-1].head.i
        sentence = voices.sentence(last)
        told = 1.5 if phrase.gender is not None and voice.gender == phrase.gender else 0.0
        if here - sentence <= _REACH and (sentence + told, -last) > key:
            best, key = voice, (sentence + told, -last)
    return best


def _subject_here(voices: Voices, phrase: SourcePhrase) -> Voice | None:
    """For «it»: the body that a clause before it in the sentence is about («Skoda has shown that it can»)."""
    if phrase.head.lower_ not in ("it", "its"):
        return None
    doc = voices.doc
    for index in range(phrase.head.i - 1, phrase.head.sent.start - 1, -1):
        token = doc[index]
        if token.dep_ in _SUBJECTS and token.head.pos_ in ("VERB", "AUX") and token.pos_ != "PRON":
            if token.pos_ != "PROPN" and token.lemma_.lower() not in _body_nouns():
                return None
            return voices.at(index) or Voice(len(voices.all) + 1, before=token)
    return None


def _subject_before(voices: Voices, phrase: SourcePhrase) -> Voice | None:
    """Somebody who did not speak: the person that a sentence shortly before is about."""
    if phrase.gender is None:
        return None
    doc, here = voices.doc, voices.sentence(phrase.head.i)
    for index in range(phrase.head.i - 1, -1, -1):
        token = doc[index]
        if here - voices.sentence(index) > _REACH - 1:
            return None
        if _is_subject(token) and token.tag_ == "NN" and token.lemma_.lower() in _people_nouns():
            return Voice(len(voices.all) + 1, before=token)
    return None


def _is_subject(token: Token) -> bool:
    while token.dep_ in ("compound", "amod", "nmod", "det", "poss") and token.head.i > token.i:
        token = token.head
    return token.dep_ in _SUBJECTS


@cache
def _body_nouns() -> frozenset[str]:
    """The nouns of bodies, from the rules on kinds."""
    return next(frozenset(rule["heads"]) for rule in load_rules("source_kinds") if rule["id"] == "institution-noun")


@cache
def _people_nouns() -> frozenset[str]:
    """The nouns of people, from the rules on kinds."""
    kinds = ("anonymous", "group", "named")
    rules = [rule for rule in load_rules("source_kinds") if rule["kind"] in kinds]
    return frozenset(word for rule in rules for word in rule.get("heads", ()))
