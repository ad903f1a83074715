"""Which words of a sentence name a channel: nouns by phrase, verbs by lemma and object."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backchannel.coding.channels.parse import find_links, verb_keys
from backchannel.coding.channels.rules import ChannelRules, Medium, VerbRule

if TYPE_CHECKING:
    from spacy.tokens import Span as DocSpan
    from spacy.tokens import Token

_PREDICATES = frozenset({"VERB", "AUX", "ADJ", "NOUN"})


@dataclass(frozen=True, slots=True)
class Anchor:
    """A word that names a channel: its token, the rule, and for verbs the frame that comes with it.

    ``second`` is the reading left where the first needs a channel named before and there is none ("channel").
    """

    token: Token
    medium: Medium
    verb: VerbRule | None = None
    second: Medium | None = None


def find_anchors(span: DocSpan, rules: ChannelRules) -> tuple[Anchor, ...]:
    """The sentence's channel words in text order."""
    return _without_doubles(tuple(_find_all(span, rules)), rules)


def _find_all(span: DocSpan, rules: ChannelRules) -> Iterator[Anchor]:
    end = 0
    for token in span:
        if token.i < end:
            continue
        noun = _noun_at(token, span, rules)
        if noun is not None:
            length, media = noun
            end = token.i + length
            yield Anchor(_head(token.doc[token.i : end]), media[0], second=media[1] if len(media) > 1 else None)
            continue
        if token.pos_ in _PREDICATES:
            yield from _verbs_at(token, rules)


def _head(words: DocSpan) -> Token:
    """The phrase's head; the last word where several hang on one outside («a Korean Central News Agency article»)."""
    inside = range(words.start, words.end)
    return [token for token in words if token.head.i not in inside or token.head.i == token.i][-1]


def _noun_at(token: Token, span: DocSpan, rules: ChannelRules) -> tuple[int, list[Medium]] | None:
    entries = rules.nouns.get(token.lemma_.lower(), ()) + rules.nouns.get(token.lower_, ())
    best = 0
    media: list[Medium] = []
    for phrase, medium in sorted(entries, key=lambda item: -len(item[0])):
        if len(phrase) < best or medium in media:
            break
        words = token.doc[token.i : token.i + len(phrase)]
        if len(words) != len(phrase) or words.end > span.end:
            continue
        if not all(word in (item.lower_, item.lemma_.lower()) for word, item in zip(phrase, words, strict=True)):
            continue
        head = words.root
        if head.pos_ in ("VERB", "AUX", "ADV", "ADP") or _is_other(head, words, medium):
            continue
        best = len(phrase)
        media.append(medium)
    return (best, media) if media else None


def _is_other(head: Token, words: DocSpan, medium: Medium) -> bool:
    """Whether words beside the noun make it something else: "suicide hotline", "letter of the alphabet"."""
    if not medium.unless:
        return False
    beside = [child for child in head.children if child.dep_ in ("compound", "amod", "nmod", "poss")]
    beside += [item for child in head.children if child.dep_ == "prep" for item in child.children]
    if head.dep_ in ("compound", "nmod") and head.head.i not in range(words.start, words.end):
        beside.append(head.head)
    return any(item.lemma_.lower() in medium.unless or item.lower_ in medium.unless for item in beside)


def _verbs_at(token: Token, rules: ChannelRules) -> Iterator[Anchor]:
    for key in verb_keys(token):
        for rule in rules.verbs.get(key, ()):
            if token.pos_ == "NOUN" and rule.medium.id != "openness":
                continue  # "a fax machine" is no faxing; "openness to talks" is an offer
            if _has_object(token, rule):
                yield Anchor(token, rule.medium, rule)
                return


def _has_object(token: Token, rule: VerbRule) -> bool:
    objects = [child for child in token.children if child.dep_ in ("dobj", "obj", "nsubjpass")]
    if rule.object == "none":
        return not objects
    if rule.object == "to":
        return any(child.dep_ in ("prep", "dative") and child.lower_ == "to" for child in token.children)
    if rule.objects and rule.medium.id == "openness":
        return any(item.lemma_.lower() in rule.objects for item in token.subtree if item.i > token.i)
    if rule.objects:
        return any(item.lemma_.lower() in rule.objects for child in objects for item in (child, *child.conjuncts))
    return True


def _without_doubles(anchors: tuple[Anchor, ...], rules: ChannelRules) -> tuple[Anchor, ...]:
    """Without verbs that another channel word speaks for: "invited … in a tweet", "ready to meet" are one signal."""
    taken = {
        link.predicate.i
        for anchor in anchors
        if anchor.verb is None and anchor.medium.medium is not None
        for link in find_links(anchor.token, rules.roles["means"])
        if link.slot == "means"
    }
    for anchor in anchors:
        if anchor.medium.id == "openness":
            taken.update(token.i for token in anchor.token.subtree if token.i != anchor.token.i)
    return tuple(anchor for anchor in anchors if anchor.verb is None or anchor.token.i not in taken)
