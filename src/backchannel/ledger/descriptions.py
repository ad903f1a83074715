"""What a story's words tell of one who bears a name there: offices and occupations beside the name, and he or she."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from itertools import islice

from backchannel.ledger.names import word_list
from backchannel.records import Actor, Mention, Reading, Story
from backchannel.rules import load_rules

_BEFORE, _AFTER = 60, 90  # characters beside a name that are looked at
_MOST_MENTIONS = 40
_LONGEST_NOUN = 4  # words
_STEM = 6  # letters by which words are compared; shorter words say little
MOST_CONTEXT = 40  # stems kept of one story
_WORD = re.compile(r"[A-Za-z][A-Za-z'’]*")
_APPOSITION = re.compile(r", (?:(?:the|a|an|its|his|her|their|who is|who was) )?([^,.;:!?()\n“”\"]{3,80})")
_PRONOUNS = {"he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f"}
_HONORIFICS = {"mr": "m", "mrs": "f", "ms": "f", "miss": "f", "lord": "m", "lady": "f", "sir": "m", "dame": "f"}


def find_offices(actor: Actor, story: Story) -> frozenset[str]:
    """The offices and occupations that stand right before the name, in an apposition right after it, or as a
    description that was resolved to it; words that fit anybody ("official") are left out."""
    found: set[str] = set()
    for mention in actor.mentions[:_MOST_MENTIONS]:
        span = mention.span
        if mention.how in ("name", "surname"):
            found |= _nouns_at_end(_same_line(story.text[max(0, span.start - _BEFORE) : span.start]))
            found |= _apposed(story.text[span.end : span.end + _AFTER])
        elif mention.how in ("role", "description") and not mention.inferred:
            found |= _nouns_at_end(story.text[span.start : span.end])
    return frozenset(found)


def find_context(actor: Actor, read: Reading) -> frozenset[str]:
    """The stems of the less usual words in the sentences that mention the actor: what he is told of with."""
    text, own = read.story.text, {stem for word in _WORD.findall(actor.name.lower()) if (stem := word[:_STEM])}
    places = [mention.span for mention in actor.mentions[:_MOST_MENTIONS]]
    found: dict[str, None] = {}
    for sentence in read.sentences:
        if any(sentence.span.covers(place) for place in places):
            words = _WORD.findall(text[sentence.span.start : sentence.span.end].lower())
            found |= dict.fromkeys(word[:_STEM] for word in words if len(word) >= _STEM)
    stems = (stem for stem in found if stem not in own and stem not in _everyday())
    return frozenset(islice(stems, MOST_CONTEXT))


def find_gender(actor: Actor, story: Story) -> str | None:
    """m or f, where the story's pronouns for the actor, or Mr, Mrs and the like before the name, all agree."""
    told = {sign for mention in actor.mentions[:_MOST_MENTIONS] if (sign := _sign_of(mention, story.text)) is not None}
    return told.pop() if len(told) == 1 else None


def _sign_of(mention: Mention, text: str) -> str | None:
    span = mention.span
    if mention.how == "pronoun":
        return _PRONOUNS.get(text[span.start : span.end].lower())
    before = _WORD.findall(text[max(0, span.start - 8) : span.start])
    return _HONORIFICS.get(before[-1].lower()) if before else None


def _same_line(text: str) -> str:
    """What stands before a name in its own sentence, as far as signs tell."""
    return re.split(r"[.!?;:,()\n“”\"]", text)[-1]


def _nouns_at_end(text: str) -> set[str]:
    """The noun that the words end in, if it is an office or occupation."""
    words = [word.lower() for word in _WORD.findall(text)]
    found = _noun(words[-_LONGEST_NOUN:])
    return set() if found is None else {found}


def _apposed(text: str) -> set[str]:
    """The first office or occupation in words like «, the Irish finance minister,»."""
    match = _APPOSITION.match(text)
    if match is None:
        return set()
    words = [word.lower() for word in _WORD.findall(match[1])][:6]
    for last in range(1, len(words) + 1):
        found = _noun(words[:last])
        longer = _noun(words[: last + 1]) if found is not None and last < len(words) else None
        if found is not None:
            return {longer or found}
    return set()


def _noun(words: list[str]) -> str | None:
    """The longest known noun at the end of the words."""
    nouns = _nouns()
    for first in range(max(0, len(words) - _LONGEST_NOUN), len(words)):
        found = nouns.get(" ".join(words[first:]))
        if found is not None:
            return found or None
    return None


@cache
def _everyday() -> frozenset[str]:
    return frozenset(word[:_STEM] for word in word_list("everyday"))


@cache
def callings() -> Mapping[str, str]:
    """Occupation -> the rule of ``rules/roles.toml`` that lists it: two of one rule may be said of one person."""
    rules = (rule for rule in load_rules("roles") if rule["is"] in ("agent", "title") and not rule.get("office"))
    return {word: rule["id"] for rule in rules for word in rule["words"]}


@cache
def _nouns() -> dict[str, str]:
    """Office or occupation as written -> one word for it; "" for those that fit anybody."""
    found = {word: word for word in word_list("occupation")}
    for rule in load_rules("roles"):
        if rule["is"] in ("office", "agent", "title"):
            found |= {word.replace("-", " "): rule.get("office") or word for word in rule["words"]}
    found |= dict.fromkeys(word_list("vague"), "")
    return {word: "" if office in word_list("vague") else office for word, office in found.items()}
