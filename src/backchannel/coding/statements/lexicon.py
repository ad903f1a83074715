"""The words that signal that somebody says, thinks or wants something, read from ``rules/cues.toml``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from backchannel.errors import BadRule
from backchannel.rules import load_rules

TAKES = frozenset({"quote", "clause", "infinitive", "object", "passive", "gerund", "bare"})
POS = frozenset({"verb", "noun", "adjective", "no-comment", "unanswered", "phrase", "light-verb", "came-verb", "idiom"})


@dataclass(frozen=True, slots=True)
class Cue:
    """How one cue word takes its content.

    ``takes`` names the complements that are content: a ``quote``, a finite ``clause``, an ``infinitive``, an ``object``
    with what follows it («called him a liar»), any of them in the ``passive``. ``preps`` are the prepositions that
    join it to content («called for talks»), ``listener`` tells that its object is who was told.
    """

    id: str
    takes: frozenset[str]
    preps: frozenset[str]
    listener: bool = False


@cache
def idiom_pattern() -> re.Pattern[str]:
    """One expression for the set phrases whose verb says nothing of anybody."""
    words = [re.escape(word) for rule in load_rules("cues") if rule["pos"] == "idiom" for word in rule["words"]]
    return re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE)


@cache
def load_cues(pos: str) -> Mapping[str, Cue]:
    """The cues of one class ("verb", "noun", "adjective", "light-verb", …) by lemma. Raises BadRule for a bad rule."""
    found: dict[str, Cue] = {}
    for rule in load_rules("cues"):
        where = f"rules/cues.toml: rule {rule['id']}"
        if rule.get("pos") not in POS:
            raise BadRule(f"{where}: pos is {rule.get('pos')!r}, should be one of {', '.join(sorted(POS))}")
        takes = frozenset(rule.get("takes", ()))
        if not takes <= TAKES:
            raise BadRule(f"{where}: unknown complements {sorted(takes - TAKES)}; known are {sorted(TAKES)}")
        if rule["pos"] != pos:
            continue
        cue = Cue(rule["id"], takes, frozenset(rule.get("preps", ())), bool(rule.get("listener", False)))
        for word in rule["words"]:
            if word in found:
                raise BadRule(f"{where}: {word!r} stands in rule {found[word].id} already")
            found[word] = cue
    return found
