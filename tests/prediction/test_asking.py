"""A question to a history: the number, its reasons, and what it must not know."""

from __future__ import annotations

import dataclasses
import datetime as dt
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backchannel.errors import BadQuestion
from backchannel.ledger.occurrences import group_entries
from backchannel.prediction import ask
from backchannel.prediction.climatology import Prior
from backchannel.records import Entry, Forecast, History, Interval, Party, Question

ASOF = dt.date(2030, 1, 1)
PRIORS = {
    "CONSULT": Prior(0.5, 100.0),
    "CONSULT/meet": Prior(0.4, 100.0),
    "CONSULT/visit": Prior(0.2, 100.0),
    "ACCUSE": Prior(0.1, 50.0),
}
NOR, SWE, FIN = (Party(code.lower(), code, code) for code in ("NOR", "SWE", "FIN"))
NUMBER = iter(range(10**6))


def _day(days_before: int) -> dt.date:
    return ASOF - dt.timedelta(days=days_before)


def _entry(before: int, last: int | None = None, **given: object) -> Entry:
    """An entry of something that many days before asof (up to ``last`` days before it), known on that last day."""
    end = before if last is None else last
    given = {
        "type": "CONSULT",
        "status": "happened",
        "actors": (NOR,),
        "recipients": (SWE,),
        "known": _day(end),
        **given,
    }
    when = given.pop("when", Interval(_day(before), _day(end)))
    return Entry(id=f"e{next(NUMBER):06}", origin="f.tsv:1", when=when, **given)  # type: ignore[arg-type]


def _history(*entries: Entry, since: int | None = 999) -> History:
    covered = None if since is None else Interval(_day(since), ASOF)
    return History(ASOF, group_entries(entries, {}), covered)


def _ask(history: History, days: int = 30, **given: object) -> Forecast:
    asked = {
        "actor": "NOR",
        "recipient": "SWE",
        "type": "CONSULT",
        "by": ASOF + dt.timedelta(days=days),
        "asof": ASOF,
        **given,
    }
    return ask(Question(**asked), history, PRIORS)  # type: ignore[arg-type]


def test_the_number_is_the_shrunk_climatology() -> None:
    forecast = _ask(_history(_entry(400), _entry(200), _entry(10)))
    assert forecast.base_rate == pytest.approx(1 - math.exp(-30 * 0.5 / 100))
    assert forecast.probability == pytest.approx(1 - math.exp(-30 * 3.5 / 1100))


def test_effects_add_up_to_the_log_odds() -> None:
    forecast = _ask(_history(_entry(400), _entry(10), _entry(5, status="planned")))
    total = sum(reason.effect for reason in forecast.reasons if reason.effect is not None)
    assert total == pytest.approx(math.log(forecast.probability / (1 - forecast.probability)))


def test_without_a_record_it_is_the_base_rate_and_says_so() -> None:
    forecast = _ask(_history(since=None))
    assert forecast.probability == forecast.base_rate
    assert any("all the base rate" in caveat for caveat in forecast.caveats)
    short = _ask(_history(_entry(20, actors=(FIN,)), since=20))
    assert any("mostly the base rate" in caveat for caveat in short.caveats)
    long = _ask(_history(*(_entry(days) for days in range(10, 900, 30))))
    assert not any("base rate." in caveat for caveat in long.caveats)


@pytest.mark.parametrize(
    "other",
    [
        {"status": "planned"},
        {"status": "possible"},
        {"status": "denied"},
        {"status": "refused"},
        {"status": "hypothetical"},
        {"status": "cancelled"},
        {"type": "ACCUSE"},
        {"recipients": (FIN,)},
        {"actors": (FIN,)},
        {"when": None},
        {"when": Interval(_day(-5), _day(-5))},
    ],
)
def test_what_is_no_dated_fact_between_the_two_does_not_move_it(other: dict[str, object]) -> None:
    assert _ask(_history(_entry(400), _entry(9, **other))).probability == _ask(_history(_entry(400))).probability


def test_context_is_shown_without_effect() -> None:
    context = [
        _entry(9, status="planned"),
        _entry(8, status="denied"),
        _entry(7, type="ACCUSE"),
        _entry(6, recipients=(FIN,)),
    ]
    forecast = _ask(_history(_entry(400), *context))
    shown = {reason.text: [entry.id for entry in reason.entries] for reason in forecast.reasons[2:]}
    assert sorted(id for ids in shown.values() for id in ids) == sorted(entry.id for entry in context[:3])
    assert all(reason.effect is None for reason in forecast.reasons[2:])
    assert any("planned: CONSULT" in text for text in shown)
    assert any("ACCUSE happened" in text for text in shown)
    assert len(_ask(_history(_entry(400), _entry(120, status="planned"))).reasons) == 2


def test_an_old_fact_told_again_is_no_news() -> None:
    old = _entry(500, type="ACCUSE", known=_day(3))
    assert len(_ask(_history(_entry(400), old)).reasons) == 2


def test_an_undated_fact_is_named() -> None:
    assert any("no day" in caveat for caveat in _ask(_history(_entry(3, when=None))).caveats)


def test_what_lies_before_the_record_is_told_and_not_counted() -> None:
    old = _entry(3, when=Interval(_day(2000), _day(2000)))
    forecast = _ask(_history(old, since=3))
    assert forecast.probability == _ask(_history(since=3)).probability
    assert any("before the record's first day" in caveat for caveat in forecast.caveats)


def test_one_thing_told_twice_less_exactly_counts_once() -> None:
    exact = _entry(400)
    year = _entry(500, 150)
    assert _ask(_history(exact, year)).probability == _ask(_history(exact)).probability


def test_direction_and_mode() -> None:
    visit = _entry(100, mode="visit")
    assert _ask(_history(visit), mode="visit").probability > _ask(_history(visit), mode="host").probability
    assert len(_ask(_history(visit), mode="meet").reasons[1].entries) == 1
    accused = _history(_entry(50, type="ACCUSE"))
    back = {"actor": "SWE", "recipient": "NOR", "type": "ACCUSE"}
    assert _ask(accused, type="ACCUSE").probability > _ask(accused, **back).probability


def test_a_mode_without_a_prior_is_refused() -> None:
    with pytest.raises(BadQuestion, match="visit"):
        _ask(_history(), mode="phone")


def test_the_history_must_be_of_the_day() -> None:
    with pytest.raises(BadQuestion, match="one day"):
        _ask(dataclasses.replace(_history(), asof=_day(-1)))


def test_the_shipped_priors_answer() -> None:
    asked = Question("NOR", "SWE", "consult", ASOF + dt.timedelta(days=30), ASOF, "visit")
    forecast = ask(asked, _history())
    assert 0 < forecast.probability < forecast.base_rate < 0.2
    assert "Norway → Sweden" in forecast.reasons[1].text


@given(st.lists(st.integers(0, 900), max_size=8), st.integers(1, 1000), st.randoms(use_true_random=False))
def test_always_a_probability_the_same_in_any_order(days: list[int], horizon: int, source: object) -> None:
    entries = [_entry(before, mode="visit" if before % 2 else None) for before in days]
    one = _ask(_history(*entries), days=horizon)
    source.shuffle(entries)  # type: ignore[attr-defined]
    assert one == _ask(_history(*entries), days=horizon)
    assert 0 < one.probability < 1
    assert _ask(_history(*entries), days=horizon + 1).probability >= one.probability
