"""How far to trust an event that the rules found: the share of such findings that were right on labelled sentences.

``models/events_trust.json`` has a share for each rule, drawn towards its type's and the whole's where a rule was seen
little; ``bench/fit_events.py`` makes it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from importlib import resources

from backchannel.coding.events.code import Coded
from backchannel.errors import BadModel
from backchannel.records import Event

TRUST = "events_trust.json"
LEAST, MOST = 0.05, 0.97


@cache
def load_trust() -> dict[str, float]:
    """The share of right findings by rule id; "" is the share of all. In whole stories, where the sides must be found
    too: «rule/two» and «rule/one» by how many sides are told, "/two" and "/one" the shares of all.

    Raises BadModel where the file is unusable.
    """
    path = resources.files("backchannel.models").joinpath(TRUST)
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        shares = {str(rule): float(share) for rule, share in found.items()}
    except (OSError, ValueError, AttributeError, TypeError) as error:
        raise BadModel(f"{path}: no shares by rule ({error}); python bench/fit_events.py --gold DIR --write") from error
    if "" not in shares or not all(0.0 <= share <= 1.0 for share in shares.values()):
        raise BadModel(f"{path}: needs shares between 0 and 1, one of them for all rules (the empty name)")
    return shares


def confidence_of(coded: Coded) -> float:
    """The chance that the type is right where the sides are known, rounded to hundredths."""
    shares = load_trust()
    return round(max(LEAST, min(MOST, shares.get(coded.match.sense.id, shares[""]))), 2)


def weigh_in_story(event: Event) -> Event:
    """The event with the chance that type and sides are right where rules had to find the sides in a story."""
    return replace(event, confidence=round(max(LEAST, min(MOST, story_share(event, load_trust()))), 2))


def story_share(event: Event, shares: Mapping[str, float]) -> float:
    """The share of right findings in stories of the event's rule with as many sides; 0.5 where nobody counted any."""
    sides = "/two" if event.actors and event.recipients else "/one"
    return shares.get(event.because.split(" · ")[0] + sides, shares.get(sides, 0.5))
