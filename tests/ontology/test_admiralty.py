"""The Admiralty scale: every rule decides its example, no grade is without reasons, what is unknown is F and 6."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from backchannel.errors import BadQuestion, BadRule
from backchannel.ontology.admiralty import CREDIBILITY, RELIABILITY, Facts, _check, grade, read_code
from backchannel.records import SourceKind
from backchannel.rules import load_rules

RULES = load_rules("standing")


def read_facts(example: str) -> Facts:
    told: dict[str, Any] = dict(part.split("=") for part in example.split())
    return Facts(**{name: value if name == "kind" else value == "yes" or int(value) for name, value in told.items()})


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["id"])
def test_each_rule_decides_its_example(rule: dict[str, Any]) -> None:
    found = grade(read_facts(rule["example"]))
    (reason,) = (one for one in found.because if one.gives == rule["gives"])
    assert reason.rule == rule["id"]
    assert getattr(found, rule["gives"]) == rule["grade"]
    assert "{" not in reason.text


def test_every_grade_says_why() -> None:
    for kind in get_args(SourceKind):
        for numbers in ((0, 0, 0, 0), (3, 1, 0, 2), (30, 30, 5, 0), (7, 7, 1, 1)):
            judged, right, confirmed, contradicted = numbers
            found = grade(Facts(kind, judged, right, confirmed, contradicted))
            assert [reason.gives for reason in found.because] == ["reliability", "credibility"]
            assert all(reason.text for reason in found.because)


def test_what_is_unknown_cannot_be_judged() -> None:
    assert grade(Facts("unknown")).code == "F6"
    assert grade(Facts("anonymous")).code == "F6"


def test_more_confirmation_never_lowers_a_grade() -> None:
    for contradicted in range(3):
        figures = [grade(Facts("named", 0, 0, number, contradicted)).credibility for number in range(1, 5)]
        assert figures == sorted(figures, reverse=True)
    letters = [grade(Facts("named", 10, right)).reliability for right in range(11)]
    assert letters == sorted(letters, reverse=True)


def test_the_scale_is_whole() -> None:
    assert "".join(RELIABILITY) == "ABCDEF"
    assert list(CREDIBILITY) == [1, 2, 3, 4, 5, 6]
    assert read_code(" b2 ") == ("B", 2)
    for wrong in ("", "B", "2B", "G1", "A7", "B²", "B2x"):
        with pytest.raises(BadQuestion, match="is no grade"):
            read_code(wrong)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"grade": "G"}, "with a grade"),
        ({"gives": "charm"}, "with a grade"),
        ({"reason": ""}, "needs a reason"),
        ({"kinds": ["oracle"]}, "no such kind"),
        ({"weather": 1}, "no such condition"),
    ],
)
def test_bad_rules_are_refused(change: dict[str, Any], said: str) -> None:
    rule = {"id": "x", "gives": "reliability", "grade": "A", "reason": "why", "example": "kind=named", **change}
    with pytest.raises(BadRule, match=said):
        _check(rule)
