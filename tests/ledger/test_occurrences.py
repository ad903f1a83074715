"""Which entries are one thing in the world, and how many origins it has."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest

from backchannel.ledger.occurrences import StoryCredit, count_origins, group_entries
from backchannel.records import Entry, Interval, Party, Span

NOR, SWE, FIN = (Party(code.lower(), code, code, "GOV") for code in ("NOR", "SWE", "FIN"))
KING = Party("king", "The King", "NOR", "GOV")
REBELS, ARMY = Party("rebels", "Rebels", "NOR", "REB"), Party("army", "Army", "NOR", "MIL")


def _days(first: str, last: str | None = None) -> Interval:
    return Interval(dt.date.fromisoformat(first), dt.date.fromisoformat(last or first))


def _entry(id: str, when: Interval | None, **given: object) -> Entry:
    given = {
        "type": "CONSULT",
        "status": "happened",
        "actors": (NOR,),
        "recipients": (SWE,),
        "origin": f"{id}.tsv:1",
        **given,
    }
    given.setdefault("known", when.last if when else dt.date(2030, 1, 1))
    return Entry(id=id, when=when, **given)  # type: ignore[arg-type]


def _groups(*entries: Entry, credits: dict[str, StoryCredit] | None = None) -> list[str]:
    results = {
        tuple("".join(entry.id for entry in one.entries) for one in group_entries(order, credits or {}))
        for order in itertools.islice(itertools.permutations(entries), 24)
    }
    assert len(results) == 1, "the order of the entries matters"
    return sorted(results.pop())


DAY, MONTH, YEAR = _days("2030-05-07"), _days("2030-05-01", "2030-05-31"), _days("2030-01-01", "2030-12-31")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({}, {}),
        ({}, {"actors": (KING,)}),
        ({}, {"actors": (SWE,), "recipients": (NOR,)}),
        ({}, {"actors": (NOR, SWE), "recipients": ()}),
        ({}, {"when": MONTH}),
        ({"when": YEAR}, {"when": YEAR}),
        ({}, {"mode": "visit"}),
        ({}, {"status": "ongoing"}),
        ({}, {"status": "planned"}),
        ({}, {"status": "possible"}),
        ({"status": "denied"}, {"status": "denied"}),
        ({"type": "ACCUSE"}, {"type": "ACCUSE"}),
    ],
)
def test_one_thing(one: dict[str, object], other: dict[str, object]) -> None:
    assert _groups(_entry("a", **{"when": DAY, **one}), _entry("b", **{"when": DAY, **other})) in (["ab"], ["ba"])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({}, {"when": _days("2030-05-08")}),
        ({}, {"when": YEAR}),
        ({}, {"when": None}),
        ({"when": None}, {"when": None}),
        ({"when": YEAR}, {"when": YEAR, "actors": (KING,)}),
        ({}, {"type": "AID"}),
        ({}, {"recipients": (FIN,)}),
        ({}, {"recipients": (SWE, FIN)}),
        ({"mode": "phone"}, {"mode": "visit"}),
        ({}, {"status": "denied"}),
        ({}, {"status": "refused"}),
        ({}, {"status": "hypothetical"}),
        ({}, {"status": "planned", "when": MONTH}),
        ({"status": "possible"}, {"status": "denied"}),
        ({"type": "ACCUSE"}, {"type": "ACCUSE", "actors": (SWE,), "recipients": (NOR,)}),
        (
            {"type": "ASSAULT", "actors": (REBELS,), "recipients": (ARMY,)},
            {"type": "ASSAULT", "actors": (KING,), "recipients": (ARMY,)},
        ),
    ],
)
def test_two_things(one: dict[str, object], other: dict[str, object]) -> None:
    assert _groups(_entry("a", **{"when": DAY, **one}), _entry("b", **{"when": DAY, **other})) == ["a", "b"]


def test_a_chain_of_overlaps_does_not_drift() -> None:
    first, second, third = (
        _days("2030-05-01", "2030-05-10"),
        _days("2030-05-08", "2030-05-20"),
        _days("2030-05-15", "2030-05-25"),
    )
    assert len(_groups(_entry("a", first), _entry("b", second), _entry("c", third))) == 2


def test_a_plan_that_came_true_happened() -> None:
    plan = _entry("a", DAY, status="planned", known=dt.date(2030, 4, 1))
    (one,) = group_entries([plan, _entry("b", DAY, mode="visit")], {})
    assert (one.status, one.mode, one.when) == ("happened", "visit", DAY)
    retold = _entry("c", DAY, status="planned", known=dt.date(2030, 6, 1))
    (one,) = group_entries([plan, _entry("b", DAY), retold], {})
    assert one.status == "happened"
    cancelled = _entry("d", DAY, status="cancelled", known=dt.date(2030, 4, 20))
    (one,) = group_entries([plan, cancelled], {})
    assert one.status == "cancelled"


def test_parties_are_gathered_once_on_their_side() -> None:
    (one,) = group_entries([_entry("a", DAY), _entry("b", DAY, actors=(SWE,), recipients=(KING,))], {})
    assert ([party.ref for party in one.actors], [party.ref for party in one.recipients]) == (["nor"], ["swe", "king"])


def _told(id: str, story: str, when: Interval | None = None) -> Entry:
    return _entry(id, when, story=story, anchor=Span(story, 3, 7), origin="?")


def test_wire_copies_are_one_thing_and_one_origin() -> None:
    credits = {
        "s1": StoryCredit("same", "NNA"),
        "s2": StoryCredit("same", "The Post"),
        "s3": StoryCredit("other", "The Post"),
    }
    assert _groups(_told("a", "s1"), _told("b", "s2"), credits=credits) == ["ab"]
    assert _groups(_told("a", "s1"), _told("c", "s3"), credits=credits) == ["a", "c"]
    # s1 and s2 share the text, s2 and s3 the outlet: no two of them are independent.
    assert count_origins([_told("a", "s1"), _told("b", "s2"), _told("c", "s3")], credits) == 1
    credits["s4"] = StoryCredit("new", None)
    credits["s5"] = StoryCredit("newer", None)
    assert count_origins([_told("a", "s1"), _told("d", "s4"), _told("e", "s5")], credits) == 3


def test_rows_of_one_file_are_one_origin() -> None:
    rows = [_entry("a", DAY, origin="x.tsv:1"), _entry("b", DAY, origin="x.tsv:2"), _entry("c", DAY, origin="y.tsv:2")]
    assert count_origins(rows, {}) == 2
