"""Every rule against its own example and the sentences that it must leave alone."""

from __future__ import annotations

import time
from typing import Any

import pytest

from backchannel.articles.credits import PLAIN, agency_named, read_credit
from backchannel.articles.line_rules import LONGEST_FURNITURE, LineRule, line_rules, match_line
from backchannel.articles.people import is_person
from backchannel.rules import load_rules

LINES = {rule.id: rule for rule in line_rules()}
WRITTEN = {rule["id"]: rule for name in ("credits", "furniture") for rule in load_rules(name)}
AGENCIES = [rule for rule in load_rules("credits") if rule["kind"] == "agency"]


def hits(rule: LineRule, text: str) -> bool:
    plain = text.translate(PLAIN)
    if rule.effect == "trim":
        match = rule.pattern.search(plain)
        sole = match.groupdict().get("sole") if match else None
        return match is not None and (sole is None or agency_named(sole) is not None)
    return match_line(rule, plain) is not None


@pytest.mark.parametrize("id", LINES)
def test_rule_matches_its_example(id: str) -> None:
    # A byline's example may name a house that is no agency; the names in it must still be seen.
    assert hits(LINES[id], WRITTEN[id]["example"])


@pytest.mark.parametrize("id", LINES)
def test_rule_leaves_its_counterexamples(id: str) -> None:
    assert WRITTEN[id].get("keeps"), "a line rule needs a sentence that it must not take"
    for sentence in WRITTEN[id]["keeps"]:
        assert not hits(LINES[id], sentence), sentence


@pytest.mark.parametrize("rule", AGENCIES, ids=lambda rule: rule["id"])
def test_agency_is_read_from_its_own_credit(rule: dict[str, Any]) -> None:
    credit = read_credit(rule["example"])
    assert credit is not None
    assert credit.agency == rule["name"]
    assert 0 < credit.end < len(rule["example"])


def test_no_alias_belongs_to_two_agencies() -> None:
    aliases = [alias.casefold() for rule in AGENCIES for alias in rule["aliases"]]
    assert len(set(aliases)) == len(aliases)


def test_places_are_no_persons() -> None:
    for rule in load_rules("credits"):
        if rule["kind"] == "place":
            assert not [name for name in rule["names"] if is_person(name)]


@pytest.mark.parametrize(
    "unit",
    ["a", " ", "A b ", "photo ", "share ", "By A, ", "© 2024 ", "(", "Follow us on x ", ".", "comments ", "x/", "- "],
)
def test_every_rule_is_fast_on_hostile_lines(unit: str) -> None:
    line = (unit * LONGEST_FURNITURE)[:LONGEST_FURNITURE]
    start = time.process_time()
    for rule in line_rules():
        if rule.effect == "trim":
            rule.pattern.search(line)
        else:
            rule.pattern.fullmatch(line[: rule.longest])
    assert time.process_time() - start < 0.5
