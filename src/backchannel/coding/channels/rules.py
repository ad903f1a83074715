"""The channel rules of ``rules/channels.toml`` as records, and lookups by lemma."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from backchannel.errors import BadRule
from backchannel.rules import Rule, load_rules

Lead = Literal["sender", "receiver", "mediator", "none"]
Mood = Literal["through", "planned", "discussed", "offered", "refused", "negated", "denied", "unreal"]

_NAME = "channels"


@dataclass(frozen=True, slots=True)
class Medium:
    """A noun for a channel: ``carried``: the media a bare noun may stand for; ``owner``: the country it belongs to."""

    id: str
    medium: str | None
    unless: frozenset[str]
    carried: frozenset[str]
    own: bool
    carry: bool
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """What a predicate says of the channel noun in one of its slots; ``media`` is empty for all."""

    id: str
    slot: str
    words: frozenset[str]
    media: frozenset[str]
    lead: Lead
    state: str | None
    negated: str | None
    refused: str | None
    needs: frozenset[str]
    beside: frozenset[str]
    instead: str | None
    answering: bool
    needs_receiver: bool


@dataclass(frozen=True, slots=True)
class VerbRule:
    """A verb (or adjective) that names its channel: as a medium, as a frame, and what object it must have."""

    medium: Medium
    frame: Frame
    object: str | None
    objects: frozenset[str]


@dataclass(frozen=True, slots=True)
class ChannelRules:
    """All channel rules: nouns by first word (longest phrase first), frames by slot, verbs by word, moods by word."""

    nouns: dict[str, tuple[tuple[tuple[str, ...], Medium], ...]]
    frames: dict[str, tuple[Frame, ...]]
    verbs: dict[str, tuple[VerbRule, ...]]
    moods: dict[str, Mood]
    noun_moods: dict[str, Mood]
    roles: dict[str, frozenset[str]]
    dedicated: frozenset[str]
    pairs: dict[str, tuple[str, ...]]


@cache
def load_channel_rules() -> ChannelRules:
    """The rules, indexed. Raises BadRule where a rule has an unknown kind."""
    nouns: dict[str, list[tuple[tuple[str, ...], Medium]]] = {}
    frames: dict[str, list[Frame]] = {}
    verbs: dict[str, list[VerbRule]] = {}
    moods: dict[str, Mood] = {}
    noun_moods: dict[str, Mood] = {}
    roles: dict[str, frozenset[str]] = {}
    pairs: dict[str, tuple[str, ...]] = {}
    for rule in load_rules(_NAME):
        match rule.get("kind"):
            case "medium":
                _enter_nouns(nouns, rule)
            case "frame":
                frames.setdefault(rule["slot"], []).append(_frame(rule))
            case "verb":
                made = _verb(rule)
                for word in rule["words"]:
                    verbs.setdefault(word, []).append(made)
            case "word" if "mood" in rule:
                moods.update(dict.fromkeys(rule["words"], rule["mood"]))
                noun_moods.update(dict.fromkeys(rule.get("nouns", ()), rule["mood"]))
            case "word" if "role" in rule:
                roles[rule["role"]] = frozenset(rule["words"])
            case "pair":
                pairs[rule["ref"]] = tuple(rule["sides"])
            case kind:
                raise BadRule(f"rules/{_NAME}.toml: rule {rule['id']}: unknown kind {kind!r}")
    bare = {medium.id for entries in nouns.values() for _, medium in entries if medium.medium is None}
    named = {item for group in frames.values() for frame in group for item in frame.media}
    return ChannelRules(
        nouns={first: tuple(sorted(found, key=lambda item: -len(item[0]))) for first, found in nouns.items()},
        frames={slot: tuple(sorted(group, key=lambda frame: not frame.needs)) for slot, group in frames.items()},
        verbs={word: tuple(group) for word, group in verbs.items()},
        moods=moods,
        noun_moods=noun_moods,
        roles=roles,
        dedicated=frozenset(bare & named),
        pairs=pairs,
    )


def _enter_nouns(nouns: dict[str, list[tuple[tuple[str, ...], Medium]]], rule: Rule) -> None:
    medium = _medium(rule)
    phrases = [(phrase, medium) for phrase in rule["nouns"]]
    phrases += [(phrase, _medium(rule, owner)) for phrase, owner in rule.get("owners", {}).items()]
    for phrase, made in phrases:
        words = tuple(phrase.split())
        nouns.setdefault(words[0], []).append((words, made))


def _medium(rule: Rule, owner: str | None = None) -> Medium:
    return Medium(
        id=rule["id"],
        medium=rule.get("medium"),
        unless=frozenset(rule.get("unless", ())),
        carried=frozenset(rule.get("from", ())),
        own=bool(rule.get("own", False)),
        carry=bool(rule.get("carry", False)),
        owner=owner,
    )


def _frame(rule: Rule) -> Frame:
    return Frame(
        id=rule["id"],
        slot=rule.get("slot", ""),
        words=frozenset(rule["words"]),
        media=frozenset(rule.get("media", ())),
        lead=rule.get("lead", "none"),
        state=rule.get("state"),
        negated=rule.get("negated"),
        refused=rule.get("refused"),
        needs=frozenset(rule.get("needs", ())),
        beside=frozenset(rule.get("beside", ())),
        instead=rule.get("as"),
        answering=bool(rule.get("answering", False)),
        needs_receiver=bool(rule.get("needs_receiver", False)),
    )


def _verb(rule: Rule) -> VerbRule:
    wanted = rule.get("object")
    return VerbRule(
        medium=_medium(rule),
        frame=_frame(rule),
        object=wanted if isinstance(wanted, str) else None,
        objects=frozenset(wanted) if isinstance(wanted, list) else frozenset(),
    )
