"""How far to trust an event that the rules found: the share of such findings that were right on labelled sentences.

``models/events_trust.json`` has a share for each rule, drawn towards its type's and the whole's where a rule was seen
little; ``bench/fit_events.py`` makes it."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources

from backchannel.coding.events.code import Coded
from backchannel.errors import BadModel

TRUST = "events_trust.json"
LEAST, MOST = 0.05, 0.97


@cache
def load_trust() -> dict[str, float]:
    """The share of right findings by rule id; "" is the share of all, «rule/one» and «/one» those with one side told.

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
    """The chance that type and sides are right, rounded to hundredths."""
    shares, rule = load_trust(), coded.match.sense.id
    share = shares.get(rule, shares[""])
    if coded.parties.alone:
        share = shares.get(f"{rule}/one", shares.get("/one", share))
    return round(max(LEAST, min(MOST, share)), 2)
