"""The Admiralty scale: how far a source is to be relied on (A to F), how far its word is to be believed (1 to 6).

The scale is NATO's (STANAG 2511, AJP-2.1): the two are judged apart, and what cannot be judged is F and 6. The rules
stand in ``rules/standing.toml``; every grade carries the reasons that gave it.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from typing import Any, Literal, cast, get_args

from backchannel.errors import BadQuestion, BadRule
from backchannel.records import SourceKind
from backchannel.rules import Rule, load_rules

Reliability = Literal["A", "B", "C", "D", "E", "F"]
Credibility = Literal[1, 2, 3, 4, 5, 6]

RELIABILITY: dict[Reliability, str] = {
    "A": "completely reliable",
    "B": "usually reliable",
    "C": "fairly reliable",
    "D": "not usually reliable",
    "E": "unreliable",
    "F": "reliability cannot be judged",
}
CREDIBILITY: dict[Credibility, str] = {
    1: "confirmed by other sources",
    2: "probably true",
    3: "possibly true",
    4: "doubtful",
    5: "improbable",
    6: "truth cannot be judged",
}
_CONDITIONS = frozenset(
    {"kinds", "judged", "share", "confirmed", "contradicted", "most_share_contradicted", "first_hand", "second_hand"}
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rules look at; ``rules/standing.toml`` says what each means."""

    kind: SourceKind
    judged: int = 0
    right: int = 0
    confirmed: int = 0
    contradicted: int = 0
    first_hand: bool = False
    second_hand: bool = False


@dataclass(frozen=True, slots=True)
class GradeReason:
    """The rule that gave a letter or a figure, in words for people; for an analyst's, ``rule`` is "analyst"."""

    gives: Literal["reliability", "credibility"]
    rule: str
    text: str


@dataclass(frozen=True, slots=True)
class Grade:
    """Reliability and credibility with a reason for each, never without."""

    reliability: Reliability
    credibility: Credibility
    because: tuple[GradeReason, ...]

    @property
    def code(self) -> str:
        """Both in the usual form: "B2"."""
        return f"{self.reliability}{self.credibility}"


def grade(facts: Facts) -> Grade:
    """The grade that the rules give."""
    letter, why = _decide("reliability", facts)
    figure, also = _decide("credibility", facts)
    return Grade(cast(Reliability, letter), cast(Credibility, figure), (why, also))


def read_code(code: str) -> tuple[Reliability, Credibility]:
    """«B2» as its two parts. Raises BadQuestion for what is no grade."""
    code = code.strip().upper()
    if len(code) != 2 or code[0] not in RELIABILITY or code[1] not in "123456":
        raise BadQuestion(f"{code[:20]!r} is no grade; one is a letter from A to F and a figure from 1 to 6, as in B2")
    return code[0], cast(Credibility, int(code[1]))


def _decide(gives: Literal["reliability", "credibility"], facts: Facts) -> tuple[object, GradeReason]:
    for rule in _rules():
        if rule["gives"] == gives and _fits(rule, facts):
            words = {field.name: getattr(facts, field.name) for field in fields(facts)}
            return rule["grade"], GradeReason(gives, rule["id"], rule["reason"].format(**words))
    raise BadRule(f"rules/standing.toml: no rule gives {gives} for {facts}; the last one must have no condition")


def _fits(rule: Rule, facts: Facts) -> bool:
    least, most = rule.get("share", (0.0, 1.0))
    told = facts.confirmed + facts.contradicted
    return (
        facts.kind in rule.get("kinds", (facts.kind,))
        and facts.judged >= rule.get("judged", 0)
        and least <= facts.right / max(facts.judged, 1) <= most
        and facts.confirmed >= rule.get("confirmed", 0)
        and facts.contradicted >= rule.get("contradicted", 0)
        and facts.contradicted <= rule.get("most_share_contradicted", 1.0) * told
        and facts.first_hand >= rule.get("first_hand", False)
        and facts.second_hand >= rule.get("second_hand", False)
    )


@cache
def _rules() -> tuple[Rule, ...]:
    rules = load_rules("standing")
    for rule in rules:
        _check(rule)
    return rules


def _check(rule: Rule) -> None:
    where = f"rules/standing.toml: rule {rule['id']}"
    known: dict[str, Any] = {"reliability": RELIABILITY, "credibility": CREDIBILITY}
    if rule.get("gives") not in known or rule.get("grade") not in known[rule["gives"]]:
        raise BadRule(f"{where}: gives must be reliability (A to F) or credibility (1 to 6), with a grade of it")
    if not rule.get("reason"):
        raise BadRule(f"{where}: needs a reason, as no grade is shown without one")
    if strange := set(rule) - _CONDITIONS - {"id", "gives", "grade", "reason", "example"}:
        raise BadRule(f"{where}: {', '.join(sorted(strange))}: no such condition")
    if strange := set(rule.get("kinds", ())) - set(get_args(SourceKind)):
        raise BadRule(f"{where}: {', '.join(sorted(strange))}: no such kind of source")
