"""The state a channel signal tells: affirmed, negated, planned, offered, refused, and what the clause adds to it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from backchannel.coding.channels.mood import find_mood, is_background, is_purpose, is_reminiscence
from backchannel.coding.channels.parse import Link, clause_of, subject_of
from backchannel.coding.channels.parties import Scene
from backchannel.coding.channels.rules import ChannelRules, Frame, Mood
from backchannel.coding.channels.sides import Pair, Sides

if TYPE_CHECKING:
    from spacy.tokens import Token

# States that can also lie ahead: a plan to cut a line or to refuse a letter is no signal of the channel itself.
_PROSPECTIVE = frozenset({"used", "opened", "restored", "answered", "invited", "planned", "discussed", "offered"})
_REFUSALS = frozenset({"refused", "unanswered"})
_FIRST_PERSON = frozenset({"i", "we"})
_REACH = 4  # words between "news" and "came"


@dataclass(frozen=True, slots=True)
class Draft:
    """A signal before its spans are set: medium, pair, state, and the first and last token of the clause."""

    medium: str
    between: Pair
    state: str
    clause: tuple[int, int]


def find_state(anchor: Token, frame: Frame, link: Link, rules: ChannelRules) -> str | None:
    """The state that the frame gives under the predicate's mood and negation; None where the text asserts none."""
    if is_background(link.predicate) or is_reminiscence(link.predicate, rules):
        return None
    mood, negative = find_mood(link.predicate, rules)
    if link.slot == "without":
        return None if mood == "unreal" else frame.state
    if _has_no(anchor):
        negative = not negative
    return _under(frame, mood, negative)


def _under(frame: Frame, mood: Mood, negative: bool) -> str | None:
    if mood == "unreal":
        return None
    if mood == "denied":
        return "denied-to-exist" if frame.state in _PROSPECTIVE else None
    if mood == "refused":
        if frame.refused is not None:
            return frame.refused
        return frame.negated if frame.negated in _REFUSALS else None
    if negative:
        return frame.negated if mood == "through" else None
    if mood in ("planned", "discussed", "offered"):
        return mood if frame.state in _PROSPECTIVE else None
    return frame.state


def _has_no(anchor: Token) -> bool:
    return any(child.dep_ in ("det", "neg") and child.lower_ in ("no", "neither", "zero") for child in anchor.children)


def finish_draft(draft: Draft, scene: Scene, sides: Sides, rules: ChannelRules) -> Draft:
    """The draft with what the rest of the sentence adds: an invitation, an answer, word that somebody will come."""
    if "ring" in scene.frame.words and draft.state == "used":
        draft = _with_news(draft, scene, sides, rules)
    if draft.state == "used":
        draft = _with_invitation(draft, scene, rules)
    if draft.medium == "meeting":
        draft = _told_meeting(draft, scene, rules)
    if scene.frame.answering and _follows_a_signal(scene, rules):
        draft = replace(draft, state="answered")
    if draft.medium == "meeting" and scene.predicate.lemma_ == "meet" and _among_staff(scene, sides, rules):
        draft = replace(draft, medium="working-level")
    return draft


def _with_news(draft: Draft, scene: Scene, sides: Sides, rules: ChannelRules) -> Draft:
    """«the hotline rang, and word came that X would …»: X answers."""
    for token in scene.sentence:
        if token.i <= scene.predicate.i or token.lemma_.lower() not in rules.roles["news"]:
            continue
        for verb in scene.sentence.doc[token.i + 1 : min(token.i + 1 + _REACH, scene.sentence.end)]:
            content = next((child for child in verb.children if child.dep_ == "ccomp"), None)
            if verb.lemma_ not in ("come", "arrive", "follow") or content is None:
                continue
            subject = subject_of(content)
            named = sides.at(subject) if subject is not None else ()
            first, second = draft.between
            between = (second, first) if named and named[0] == second else draft.between
            last = max(draft.clause[1], content.right_edge.i)
            while scene.sentence.doc[last].is_punct:
                last -= 1
            return Draft(draft.medium, between, "answered", (min(draft.clause[0], scene.anchor.left_edge.i), last))
    return draft


def _with_invitation(draft: Draft, scene: Scene, rules: ChannelRules) -> Draft:
    """An invitation named in the clause; on social media also one in the sender's own words, which become evidence."""
    first, last = draft.clause
    for token in scene.sentence.doc[first : last + 1]:
        if token.lemma_.lower() in rules.roles["invitation"]:
            return replace(draft, state="invited")
    if draft.medium != "social-media":
        return draft
    for token in scene.sentence:
        if token.lemma_.lower() in rules.roles["welcome"] and token.pos_ == "VERB":
            subject = subject_of(token)
            conditional = any(child.lower_ in ("would", "will", "'d", "’d") for child in token.children)
            if subject is not None and subject.lower_ in _FIRST_PERSON and conditional:
                start, end = clause_of(token, ())
                return replace(draft, state="invited", clause=(min(first, start), max(last, end)))
    return draft


def _told_meeting(draft: Draft, scene: Scene, rules: ChannelRules) -> Draft:
    """«the last meeting was arranged …» has been held; «flew there to meet …» tells a purpose."""
    if draft.state in ("planned", "discussed") and any(
        child.lower_ in rules.roles["past"] for child in scene.anchor.children if child.dep_ == "amod"
    ):
        return replace(draft, state="used")
    if draft.state == "used" and scene.predicate.pos_ == "VERB" and is_purpose(scene.predicate):
        return replace(draft, state="planned")
    return draft


def _follows_a_signal(scene: Scene, rules: ChannelRules) -> bool:
    """Whether the sentence names a letter, tweet, offer … that this one comes after."""
    return any(
        token.lemma_.lower() in rules.roles["answerable"]
        and token.dep_ == "pobj"
        and token.head.lower_ in ("after", "following", "to", "of")
        for token in scene.sentence
    )


def _among_staff(scene: Scene, sides: Sides, rules: ChannelRules) -> bool:
    """Whether officials met, not those they work for: "delegation", "counterparts" and no leader by name or title."""
    heads = [child for child in scene.predicate.children if child.dep_ in ("dobj", "obj")]
    for child in scene.predicate.children:
        if child.dep_ == "prep" and child.lower_ == "with":
            heads += [item for item in child.children if item.dep_ == "pobj"]
    subject = subject_of(scene.predicate)
    if subject is not None:
        heads.append(subject)
    words = {head.lemma_.lower() for head in heads}
    if words & rules.roles["leader"] or any(head.pos_ == "PROPN" for head in heads):
        return False
    return bool(words & rules.roles["staff"])
