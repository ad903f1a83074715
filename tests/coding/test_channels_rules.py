"""The channel rules load, and say what is wrong with a rule of an unknown kind."""

from __future__ import annotations

import pytest

from backchannel.coding.channels import rules as channels_rules
from backchannel.errors import BadRule
from backchannel.rules import load_rules

MEDIA = frozenset(
    "leader-letter hotline telephone back-channel public-statement social-media state-media bullhorn fax "
    "diplomatic-note mediation working-level advance-team military-line meeting embassy contact".split()
)
STATES = frozenset(
    "opened used offered answered unanswered refused cut restored denied-to-exist invited planned none prepared".split()
)


def test_every_medium_has_a_word() -> None:
    rules = channels_rules.load_channel_rules()
    named = {medium.medium for entries in rules.nouns.values() for _, medium in entries if medium.medium}
    assert named == MEDIA


def test_states_are_known() -> None:
    for rule in load_rules("channels"):
        for key in ("state", "negated", "refused"):
            assert rule.get(key) is None or rule[key] in STATES, rule["id"]


def test_media_in_frames_are_known() -> None:
    ids = {rule["id"] for rule in load_rules("channels")}
    for rule in load_rules("channels"):
        assert set(rule.get("media", ())) <= MEDIA | ids, rule["id"]


def test_longer_phrases_come_first() -> None:
    rules = channels_rules.load_channel_rules()
    for entries in rules.nouns.values():
        lengths = [len(phrase) for phrase, _ in entries]
        assert lengths == sorted(lengths, reverse=True)


def test_unknown_kind_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(channels_rules, "load_rules", lambda name: ({"id": "odd", "kind": "noise", "example": "x"},))
    channels_rules.load_channel_rules.cache_clear()
    with pytest.raises(BadRule, match="odd.*noise"):
        channels_rules.load_channel_rules()
    channels_rules.load_channel_rules.cache_clear()
