"""Which sources of a story are one: «the former official» is the one from before, two different unnamed ones stay two.

Sources are taken in text order and each is compared with the voices heard so far: names by their actor, pronouns by
grammar and nearness, descriptions by noun, modifiers and number, «the second official» and «the other» by their order.
An indefinite description is always somebody new.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from backchannel.coding.statements.source_phrases import SourcePhrase
from backchannel.coding.statements.source_words import load_kind_nouns, load_stand_ins
from backchannel.records import Actor, SourceKind

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

PEOPLE: frozenset[SourceKind] = frozenset({"named", "anonymous", "unknown"})
THINGS: frozenset[SourceKind] = frozenset({"institution", "document", "media", "state-media"})
_BY_PRONOUN: dict[str, SourceKind] = {"it": "institution", "he": "named", "she": "named"}
_EXACT, _TITLE, _STAND_IN, _OF_KIND = 4.0, 3.0, 2.0, 1.0
_FAR = 4  # sentences after which a bare word no longer stands for a source of its kind
_LOOK_BACK = 2_500  # characters in which a description that was no source is looked for
_MOST_VOICES = 200
_NAME_BACK = 1_500  # tokens in which a name that did not speak is looked for
_MOST_LOOKED_AT = 400  # nouns compared for one description


@dataclass(slots=True, eq=False)
class Voice:
    """One source of the story while it is read: all its phrases, and what they say of it together."""

    number: int
    phrases: list[SourcePhrase] = field(default_factory=list)
    nouns: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    kind: SourceKind = "unknown"
    speaker: str | None = None
    gender: str | None = None
    plural: bool = False
    order: int | None = None
    before: Token | None = None

    @property
    def last(self) -> SourcePhrase:
        """The phrase that named it last."""
        return self.phrases[-1]

    @property
    def place(self) -> int:
        """The token of its last phrase, or of the words that brought it up before it spoke."""
        return self.phrases[-1].head.i if self.phrases else (self.before.i if self.before is not None else 0)

    def take(self, phrase: SourcePhrase, by: str | None) -> None:
        """One more phrase of this source; ``by`` is its actor, where that is known."""
        if not self.phrases:
            self.plural = phrase.plural
            self.order = phrase.order or (2 if phrase.other else None)
        self.phrases.append(phrase)
        if phrase.form not in ("pronoun", "self"):
            self.nouns.add(phrase.noun)
            self.words |= phrase.words
        if self.kind == "unknown" or (self.kind == "named" and phrase.form == "definite" and phrase.kind in THINGS):
            self.kind = phrase.kind  # «Norsk Kabel … the company»: no person after all
        elif phrase.form == "pronoun" and self.kind in ("named", "institution") and len(self.phrases) > 1:
            self.kind = _BY_PRONOUN.get(phrase.head.lower_, self.kind)
        self.speaker = self.speaker or by
        self.gender = self.gender or phrase.gender
        if self.kind == "institution" and phrase.form == "name" and (phrase.kind == "named" or phrase.gender):
            self.kind = "named"  # a lone name that later words show to be a person's


class Voices:
    """The voices of one story, filled phrase by phrase in text order."""

    def __init__(self, doc: Doc, actors: Mapping[str, Actor]) -> None:
        self.doc = doc
        self.all: list[Voice] = []
        self._actors = actors
        self._at_head: dict[int, Voice] = {}
        self._of_actor: dict[str, Voice] = {}
        self._sentences = {token.i: number for number, sentence in enumerate(doc.sents) for token in sentence}

    @property
    def recent(self) -> list[Voice]:
        """The voices that are compared with a new phrase: all of a story, the last ones of a very long text."""
        return self.all[-_MOST_VOICES:]

    def sentence(self, index: int) -> int:
        """The number of the sentence that a token stands in."""
        return self._sentences.get(index, 0)

    def is_known(self, speaker: str | None) -> bool:
        """Whether the actor is somebody in particular, by name, office or knowledge base."""
        if speaker is None or speaker not in self._actors:
            return False
        actor = self._actors[speaker]
        return actor.ref is not None or any(mention.how in ("name", "surname", "role") for mention in actor.mentions)

    def kind_of_actor(self, speaker: str | None) -> str | None:
        """ "person", "country", …; None where the actor is not known."""
        return self._actors[speaker].kind if speaker is not None and speaker in self._actors else None

    def of_actor(self, speaker: str | None) -> Voice | None:
        """The voice of that actor, if it has spoken."""
        return self._of_actor.get(speaker) if speaker is not None else None

    def last_place(self, speaker: str | None, before: int) -> int | None:
        """The last token before the given one at which the story names the actor (pronouns count)."""
        if speaker is None or speaker not in self._actors:
            return None
        limit = self.doc[before].idx
        starts = [mention.span.start for mention in self._actors[speaker].mentions if mention.span.start < limit]
        if not starts:
            return None
        span = self.doc.char_span(max(starts), max(starts) + 1, alignment_mode="expand")
        return span.start if span is not None else None

    def at(self, index: int) -> Voice | None:
        """The voice whose phrase has that token as head."""
        return self._at_head.get(index)

    def enter(self, phrase: SourcePhrase, voice: Voice | None) -> Voice:
        """Adds the phrase to that voice, or to a new one."""
        if voice is None:
            voice = Voice(len(self.all) + 1)
        if not voice.phrases:
            self.all.append(voice)
        voice.take(phrase, phrase.speaker if self.is_known(phrase.speaker) else None)
        self._at_head[phrase.head.i] = voice
        if voice.speaker is not None:
            self._of_actor.setdefault(voice.speaker, voice)
        return voice

    def find(self, phrase: SourcePhrase) -> Voice | None:
        """The voice that a name or description means; None where it is somebody new."""
        if phrase.head.i in self._at_head:
            return self._at_head[phrase.head.i]  # «who»: the noun before it has been heard already
        if phrase.form == "name":
            return self.of_actor(phrase.speaker) or self._by_name(phrase) or self._name_before(phrase)
        if phrase.form == "definite":
            return self._definite(phrase)
        if phrase.form == "new":
            return self._again(phrase)
        return None

    def part(self, phrase: SourcePhrase) -> SourcePhrase | None:
        """For «one of the diplomats», «another»: the last plural source, whose noun it takes over."""
        inner = [token for token in phrase.head.subtree if token.dep_ == "pobj" and token.i < phrase.last]
        if inner and inner[0].pos_ == "NOUN":
            return None
        groups = [voice.last for voice in self.recent if voice.plural]
        return groups[-1] if groups else None

    def _by_name(self, phrase: SourcePhrase) -> Voice | None:
        """The person of that surname, or the body of that name; «North Korea» is no ministry of South Korea."""
        name = phrase.head.lower_
        known = phrase.speaker if self.is_known(phrase.speaker) else None
        for voice in reversed(self.recent):
            if known is not None and voice.speaker not in (None, known):
                continue
            if any(other.form == "name" or "name" in _shape(other) for other in voice.phrases) and name in voice.words:
                return voice
        return None

    def _name_before(self, phrase: SourcePhrase) -> Voice | None:
        """The same name where it stood before without speaking."""
        for index in range(phrase.first - 1, max(-1, phrase.first - _NAME_BACK), -1):
            token = self.doc[index]
            if token.text == phrase.head.text and token.pos_ == "PROPN":
                return self._at_head.get(index) or Voice(len(self.all) + 1, before=token)
        return None

    def _definite(self, phrase: SourcePhrase) -> Voice | None:
        if phrase.order is not None or phrase.other:
            found = self._ordered(phrase)
            if found is not None or phrase.noun in ("other", "first", "second", "third"):
                return found
        if self.is_known(phrase.speaker):
            own = self.of_actor(phrase.speaker)
            if own is not None:
                return own
        scored = [(score, voice.place, voice) for voice in self.recent if (score := self._fit(phrase, voice)) > 0]
        best = max(scored, key=lambda item: item[:2], default=None)
        brought_up = self._brought_up(phrase) if best is None or best[0] < _TITLE else None
        return brought_up or (best[2] if best is not None else None)

    def _fit(self, phrase: SourcePhrase, voice: Voice) -> float:
        """How well a definite description fits a voice: 0 not at all."""
        noun = phrase.noun
        stand_ins = load_stand_ins().get(noun, frozenset())
        person = voice.kind in PEOPLE and not voice.plural
        if noun in voice.nouns:
            score = _EXACT
        elif noun in voice.words:
            score = _TITLE
        elif voice.nouns & stand_ins or ("*" in stand_ins and person):
            score = _STAND_IN
        elif voice.kind in load_kind_nouns().get(noun, frozenset()) and self._is_body(voice):
            score = _OF_KIND
        elif phrase.kind in THINGS and voice.kind == "named" and self.is_bare_name(voice):
            score = _OF_KIND / 2
        else:
            return 0.0
        if not phrase.near - {noun} <= voice.words:
            return 0.0
        if score <= _STAND_IN and self.sentence(phrase.head.i) - self.sentence(voice.place) > _FAR:
            return 0.0
        same_number = phrase.plural == voice.plural or voice.kind in THINGS
        return score if same_number and agree(phrase.gender, voice.gender) else 0.0

    def is_bare_name(self, voice: Voice) -> bool:
        """A name with nothing beside it that shows whether a person or a body bears it."""
        known = voice.speaker is not None and self._actors[voice.speaker].ref is not None
        bare = all(
            other.form == "pronoun" or (other.form == "name" and other.near <= {other.noun} | _names(other))
            for other in voice.phrases
        )
        return bare and not known and voice.gender is None

    def _is_body(self, voice: Voice) -> bool:
        """Not a country, which no «company» or «agency» stands for."""
        return self.kind_of_actor(voice.speaker) != "country"

    def _again(self, phrase: SourcePhrase) -> Voice | None:
        """«State television», «Chad’s ambassador»: in the same words the same one; with «a» or a number never."""
        lead = self.doc[phrase.first].lower_
        if phrase.plural or phrase.order is not None or phrase.other or lead in ("a", "an", "one", "some", "no"):
            return None
        if self.is_known(phrase.speaker):
            return self.of_actor(phrase.speaker)
        for voice in reversed(self.recent):
            if any(other.near == phrase.near and other.noun == phrase.noun for other in voice.phrases):
                return voice
        return None

    def _ordered(self, phrase: SourcePhrase) -> Voice | None:
        """«The second official», «the first», «the other»: by the order in which a series was brought up."""
        singles = [voice for voice in self.recent if not voice.plural and voice.kind in PEOPLE]
        words = phrase.near - {phrase.noun, "first", "second", "third", "last"}
        if phrase.noun in ("other", "first", "second", "third", "last", "latter", "former", "one"):
            latest = max(singles, key=lambda voice: voice.place, default=None)
            series = [voice for voice in singles if latest is not None and (voice.nouns & latest.nouns or voice.order)]
        else:
            series = [voice for voice in singles if phrase.noun in voice.nouns and words <= voice.words]
        if phrase.other:
            return self._the_other(series)
        if phrase.order is None or not series:
            return None
        marked = [voice for voice in series if voice.order == phrase.order]
        if marked:
            return marked[-1]
        unmarked = [voice for voice in series if voice.order is None] if phrase.order == 1 else series
        place = phrase.order - 1 if phrase.order > 0 else -1
        return unmarked[place] if place < len(unmarked) else None

    def _the_other(self, series: list[Voice]) -> Voice | None:
        if len(series) < 2:
            return None
        latest = max(series, key=lambda voice: voice.place)
        rest = [voice for voice in series if voice is not latest]
        return max(rest, key=lambda voice: voice.place)

    def _brought_up(self, phrase: SourcePhrase) -> Voice | None:
        """A description with that noun that the text had before, of somebody who did not speak."""
        limit = self.doc[phrase.first].idx - _LOOK_BACK
        looked = 0
        for index in range(phrase.first - 1, -1, -1):
            token = self.doc[index]
            if token.idx < limit or looked > _MOST_LOOKED_AT:
                return None
            if token.pos_ not in ("NOUN", "PROPN"):
                continue
            looked += 1
            if token.lemma_.lower() != phrase.noun or (token.tag_ in ("NNS", "NNPS")) != phrase.plural:
                continue
            words = {other.lower_ for other in token.subtree} | {other.lemma_.lower() for other in token.subtree}
            if not phrase.near - {phrase.noun} <= words or token.dep_ in ("compound", "amod", "nmod"):
                continue
            return self._at_head.get(index) or Voice(len(self.all) + 1, before=token)
        return None


def agree(one: str | None, other: str | None) -> bool:
    """Whether two genders, where both are known, are the same."""
    return one is None or other is None or one == other


def _names(phrase: SourcePhrase) -> set[str]:
    """The proper nouns of a phrase, folded."""
    doc = phrase.head.doc
    return {token.lower_ for token in doc[phrase.first : phrase.last] if token.pos_ == "PROPN"}


def _shape(phrase: SourcePhrase) -> Iterable[str]:
    """ "name" where a proper noun heads the phrase or stands in apposition in it («the Czech envoy, Marta Holub»)."""
    if phrase.head.pos_ == "PROPN" or any(c.dep_ == "appos" and c.pos_ == "PROPN" for c in phrase.head.children):
        yield "name"
