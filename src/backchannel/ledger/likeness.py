"""Whether two who bear like names in different stories are one: what speaks for it and against it, weighed.

The weights stand in ``rules/likeness.toml``. They are judgement, not fitted; what they are worth is measured by
``bench/identities.py``.
"""

from __future__ import annotations

import datetime as dt
import math
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal, TypeVar

from backchannel.errors import BadRule
from backchannel.ledger.descriptions import callings
from backchannel.ledger.names import FITS, WrittenName, compare_names, generations_differ
from backchannel.rules import Rule, load_rules

JOINED = 3.4  # log-odds from which on the machine joins, where names agree in full and nothing bars it
SAYABLE = 0.05  # confidence below which a likeness is not worth telling
HIGHEST = 0.99  # no likeness is shown as surer
_AGREE = ("exact", "respelled")
_MOST_DAYS = 400  # of one identity that are compared one by one

T = TypeVar("T")
Verdict = Literal["same", "maybe", "different"]


@dataclass(frozen=True, slots=True)
class Profile:
    """What stories tell of one who may be another: sets, as several stories may tell of him, and days in order."""

    names: frozenset[WrittenName]
    countries: frozenset[str] = frozenset()
    genders: frozenset[str] = frozenset()
    offices: frozenset[str] = frozenset()
    sectors: frozenset[str] = frozenset()
    company: frozenset[str] = frozenset()
    lands: frozenset[str] = frozenset()
    contexts: frozenset[frozenset[str]] = frozenset()  # one a story
    days: tuple[dt.date, ...] = ()


@dataclass(frozen=True, slots=True)
class Clue:
    """One reason for or against: the rule's id, what it says, its weight in log-odds."""

    id: str
    text: str
    weight: float


@dataclass(frozen=True, slots=True)
class Likeness:
    """How two stand to each other: ``same`` is for the machine to join; ``barred`` that it never may."""

    verdict: Verdict
    confidence: float
    clues: tuple[Clue, ...]
    score: float
    barred: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rules look at; ``rules/likeness.toml`` says what each means."""

    name: str | None = None
    common: bool = False
    body: bool = False
    country: str | None = None
    gender: str | None = None
    generation: str | None = None
    office: str | None = None
    sector: str | None = None
    company: int = 0
    lands: int = 0
    context: int = 0
    days: int | None = None
    wire: str | None = None


def unite(profiles: Iterable[Profile]) -> Profile:
    """The profiles of one person as one."""
    parts = tuple(profiles)
    if len(parts) == 1:
        return parts[0]
    return Profile(
        _all(part.names for part in parts),
        _all(part.countries for part in parts),
        _all(part.genders for part in parts),
        _all(part.offices for part in parts),
        _all(part.sectors for part in parts),
        _all(part.company for part in parts),
        _all(part.lands for part in parts),
        _all(part.contexts for part in parts),
        tuple(sorted({day for part in parts for day in part.days})),
    )


def weigh(one: Profile, other: Profile, *, wire: bool = False) -> Likeness:
    """Whether the two are the same, may be, or are different, with the reasons; the same in either order.

    ``wire`` says that they stand in copies of one wire story.
    """
    return judge(find_facts(one, other, wire=wire))


def find_facts(one: Profile, other: Profile, *, wire: bool = False) -> Facts:
    """What the two tell of each other."""
    pairs = [(a, b) for a in one.names for b in other.names]
    fit = min((compare_names(a, b) for a, b in pairs), key=FITS.index, default="differ")
    told = {generations_differ(a, b) for a, b in pairs}
    generation = None if told <= {False} else ("differ" if True in told else "one")
    return Facts(
        name=None if fit == "differ" else fit,
        common=all(name.common for name in one.names | other.names),
        body=any(name.body for name in one.names),
        country=_agree(one.countries, other.countries),
        gender=_agree(one.genders, other.genders),
        generation=generation,
        office=_agree_on_office(one.offices, other.offices),
        sector=_agree(one.sectors, other.sectors),
        company=len(one.company & other.company),
        lands=len(one.lands & other.lands),
        context=max((len(a & b) for a in one.contexts for b in other.contexts), default=0),
        days=_round_days(_days_between(one.days, other.days)),
        wire="same" if wire else None,
    )


@lru_cache(maxsize=65_536)
def judge(facts: Facts) -> Likeness:
    """The likeness that the rules make of the facts."""
    if facts.name is None:
        return Likeness("different", 0.0, (Clue("name-differs", "the names do not fit", 0.0),), -math.inf, barred=True)
    fired: list[tuple[Rule, Clue]] = []
    for fact, rules in _by_fact().items():
        value = getattr(facts, fact)
        rule = next((rule for rule in rules if _fits(rule, value, facts)), None)
        if rule is not None:
            fired.append((rule, Clue(rule["id"], rule["text"].format(number=value), rule["weight"])))
    score = round(sum(clue.weight for _, clue in fired), 6)
    barred = any(rule.get("bars", False) for rule, _ in fired)
    confidence = min(HIGHEST, round(1 / (1 + math.exp(-score)), 2))
    clues = tuple(clue for _, clue in fired)
    if facts.name in _AGREE and not barred and score >= JOINED:
        return Likeness("same", confidence, clues, score, barred)
    return Likeness("maybe" if confidence >= SAYABLE else "different", confidence, clues, score, barred)


def _all(sets: Iterable[frozenset[T]]) -> frozenset[T]:
    return frozenset[T]().union(*sets)


def share_odds(score: float, rivals: Iterable[float]) -> float:
    """The confidence in one where of him and his rivals, given by their log-odds, at most one is meant."""
    odds = math.exp(score)
    return min(HIGHEST, round(odds / (1 + odds + sum(math.exp(rival) for rival in rivals)), 2))


def _agree(one: frozenset[str], other: frozenset[str]) -> str | None:
    if not one or not other:
        return None
    return "same" if one & other else "differ"


def _agree_on_office(one: frozenset[str], other: frozenset[str]) -> str | None:
    """Whether they are described alike; None where they are called by words of one kind, which may both be true."""
    found = _agree(one, other)
    if found != "differ":
        return found
    kinds = callings()
    first, second = ({kinds[word] for word in words if word in kinds} for words in (one, other))
    return None if first & second else "differ"


def _days_between(one: tuple[dt.date, ...], other: tuple[dt.date, ...]) -> int | None:
    """The days between the nearest of both, each in order; None where either has none."""
    if not one or not other:
        return None
    one, other = _thin(one), _thin(other)
    nearest, i, j = abs((one[0] - other[0]).days), 0, 0
    while i < len(one) and j < len(other):
        gap = (one[i] - other[j]).days
        nearest = min(nearest, abs(gap))
        i, j = (i + 1, j) if gap < 0 else (i, j + 1)
    return nearest


def _round_days(days: int | None) -> int | None:
    """The days up to the next number at which a rule begins or ends: no rule tells those apart."""
    if days is None:
        return None
    limits = _day_limits()
    place = bisect_left(limits, days)
    return limits[place] if place < len(limits) else limits[-1] + 1


@cache
def _day_limits() -> tuple[int, ...]:
    rules = _by_fact()["days"]
    return tuple(sorted({*(rule["most"] for rule in rules if "most" in rule),
                         *(rule["least"] - 1 for rule in rules if "least" in rule)}))  # fmt: skip


def _thin(days: tuple[dt.date, ...]) -> tuple[dt.date, ...]:
    return days if len(days) <= _MOST_DAYS else (*days[:: len(days) // _MOST_DAYS + 1], days[-1])


def _fits(rule: Rule, value: str | int | None, facts: Facts) -> bool:
    if value is None or any(rule.get(name, False) and not getattr(facts, name) for name in ("common", "body")):
        return False
    if isinstance(value, str):
        return bool(rule.get("is") == value)
    return "is" not in rule and rule.get("least", 0) <= value <= rule.get("most", math.inf)


@cache
def _by_fact() -> dict[str, tuple[Rule, ...]]:
    found: dict[str, list[Rule]] = {}
    for rule in load_rules("likeness"):
        if rule.get("fact") not in Facts.__slots__ or not isinstance(rule.get("weight"), float) or "text" not in rule:
            raise BadRule(f"rules/likeness.toml: rule {rule['id']}: needs a fact, a weight with a point, and a text")
        found.setdefault(rule["fact"], []).append(rule)
    return {fact: tuple(rules) for fact, rules in found.items()}
