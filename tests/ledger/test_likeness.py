"""What speaks for and against a likeness: every rule fires on its example, and what bars, bars."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from strangers_help import tell

from backchannel.ledger.likeness import HIGHEST, Facts, Profile, judge, unite, weigh
from backchannel.ledger.names import read_name
from backchannel.ledger.strangers import find_strangers, stranger_id
from backchannel.rules import load_rules

RULES = load_rules("likeness")


def read_facts(example: str) -> Facts:
    told: dict[str, Any] = dict(part.split("=") for part in example.split())
    numbers = ("company", "lands", "context", "days")
    found = {name: int(value) if name in numbers else value == "yes" if name in ("common", "body") else value
             for name, value in told.items()}  # fmt: skip
    return Facts(**{"name": "exact", **found})


def profile(name: str, day: str | None = "2031-03-01", **told: str) -> Profile:
    sets = {key: frozenset(value.split()) for key, value in told.items()}
    days = () if day is None else (dt.date.fromisoformat(day),)
    return Profile(frozenset({read_name(name)}), **sets, days=days)  # type: ignore[arg-type]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["id"])
def test_each_rule_decides_its_example(rule: dict[str, Any]) -> None:
    found = judge(read_facts(rule["example"]))
    (clue,) = (clue for clue in found.clues if clue.id == rule["id"])
    assert "{" not in clue.text
    assert found.barred is rule.get("bars", False)
    assert found.verdict != "same" or not found.barred


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        (profile("Orla Fenn"), profile("Orla Fenn", "2031-03-20"), "maybe"),
        (profile("Orla Fenn", lands="a b"), profile("Orla Fenn", "2031-03-02", lands="a b c"), "same"),
        (profile("Orla Fenn", company="a b"), profile("Orla Fenn", "2031-09-02", company="a b"), "same"),
        (profile("Orla Fenn", countries="NOR"), profile("Orla Fenn", "2031-03-20", countries="NOR"), "same"),
        (profile("Orla Fenn", countries="NOR"), profile("Orla Fenn", "2035-09-20", countries="NOR"), "maybe"),
        (profile("Orla Fenn", countries="NOR", offices="judge"),
         profile("Orla Fenn", "2050-01-01", countries="NOR", offices="judge"), "maybe"),
        (profile("Orla Fenn", countries="NOR"), profile("Orla Fenn", countries="SWE"), "maybe"),
        (profile("Orla Fenn", genders="f"), profile("Orla Fenn", genders="m"), "maybe"),
        (profile("Orla Fenn", offices="lawyer"), profile("Orla Fenn", offices="pilot"), "maybe"),
        (profile("John Smith", countries="NOR"), profile("John Smith", countries="NOR"), "maybe"),
        (profile("John Smith", countries="NOR", offices="judge"),
         profile("John Smith", countries="NOR", offices="judge"), "same"),
        (profile("Mohammed Tarrin"), profile("Muhammad Tarrin"), "maybe"),
        (profile("Mohammed Tarrin", countries="NOR"), profile("Muhammad Tarrin", countries="NOR"), "same"),
        (profile("Fenn", countries="NOR", offices="judge"), profile("Orla Fenn", countries="NOR", offices="judge"),
         "maybe"),
        (profile("Ronan Tull Jr.", countries="NOR"), profile("Ronan Tull", countries="NOR"), "maybe"),
        (profile("Ronan Tull"), profile("Una Tull"), "different"),
        (profile("Orla Fenn", None), profile("Orla Fenn", None), "maybe"),
    ],
)  # fmt: skip
def test_only_what_agrees_in_full_is_joined(one: Profile, other: Profile, verdict: str) -> None:
    found = weigh(one, other)
    assert found.verdict == verdict
    assert weigh(other, one) == found
    assert 0 <= found.confidence <= HIGHEST
    assert weigh(one, other, wire=True).confidence >= found.confidence


def test_days_between_are_those_of_the_nearest_stories() -> None:
    years = unite(profile("Orla Fenn", f"20{year}-01-01") for year in range(10, 30))
    far = weigh(years, profile("Orla Fenn", "2045-01-01"))
    near = weigh(years, profile("Orla Fenn", "2020-01-03"))
    assert [clue.id for clue in far.clues] == ["name-exact", "days-of-decades"]
    assert [clue.id for clue in near.clues] == ["name-exact", "days-close"]


def test_what_a_story_tells_of_a_stranger() -> None:
    read = tell(
        "s",
        "Judge [Orla Fenn|NOR JUD], a former lawyer, met [Ri Yong Ho|=someone GOV] in [Norland]. [She|@1] spoke of "
        "[Lantern Front|body], [the police|unnamed] said.",
    )
    fenn, front = find_strangers(read)
    assert (fenn.name, fenn.country, fenn.gender, fenn.day) == ("Orla Fenn", "NOR", "f", dt.date(2031, 3, 1))
    assert fenn.offices >= {"lawyer"}
    assert "someone" in fenn.company
    assert len(fenn.company) == 2, "the front has a full name too"
    assert read.story.text[fenn.start : fenn.end] == "Orla Fenn"
    assert front.kind == "organisation"
    assert front.gender is None
    assert fenn.id.startswith("orla-fenn~")


def test_unnamed_groups_countries_and_known_actors_are_no_strangers() -> None:
    read = tell("s", "[Norland] and [the police|unnamed] met [Kim|=kim-jong-un] while [protesters|unnamed] sang.")
    assert find_strangers(read) == ()
    assert {stranger_id(actor, "s") for actor in read.actors} == {None}


def test_an_id_comes_from_story_place_and_name_alone() -> None:
    (one,), (again,) = (find_strangers(tell("s", "[Orla Fenn] met [Norland].", day)) for day in (None, "2031-01-01"))
    (other,) = find_strangers(tell("t", "[Orla Fenn] met [Norland]."))
    (moved,) = find_strangers(tell("s", "So [Orla Fenn] met [Norland]."))
    assert one.id == again.id
    assert len({one.id, other.id, moved.id}) == 3


def test_a_name_that_several_known_actors_bear_is_not_joined() -> None:
    (found,) = find_strangers(tell("s", "[Kim Jong Un|PRK] met [Norland]."))
    assert found.block is None


def test_what_shares_too_little_to_be_looked_at_is_never_joined() -> None:
    """``identities.Block`` compares nobody who shares no country, office, companion, two lands or three words."""
    for common in (False, True):
        for body in (False, True):
            least = Facts(name="exact", common=common, body=body, sector="same", lands=1, context=2, days=0)
            assert judge(least).verdict == "maybe"
