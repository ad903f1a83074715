"""The shipped priors, and the formula."""

from __future__ import annotations

import json
import math
import random

import numpy as np
import pytest

from backchannel.errors import BadModel
from backchannel.ontology import TYPES
from backchannel.prediction.climatology import Prior, load_climatology, parse_climatology
from backchannel.prediction.fitting import fit_prior


def test_the_formula() -> None:
    prior = Prior(0.5, 100.0)
    assert prior.probability(30) == pytest.approx(1 - math.exp(-30 * 0.5 / 100))
    assert prior.probability(30, 4, 400) == pytest.approx(1 - math.exp(-30 * 4.5 / 500))
    assert prior.weight(300) == 0.25
    assert prior.probability(30, 0, 1000) < prior.probability(30) < prior.probability(30, 5, 100)


def test_shipped_priors_are_whole_and_sensible() -> None:
    priors = load_climatology()
    assert set(TYPES) <= set(priors)
    for key in ("CONSULT/visit", "CONSULT/meet", "CONSULT/third-party", "CONSULT/phone"):
        assert priors[key].probability(30) <= priors["CONSULT"].probability(30)
    for prior in priors.values():
        assert 0 < prior.probability(30) < 0.2
        assert 10 < prior.b < 2000


def _model(**changes: object) -> str:
    priors = {type: {"a": 0.1, "b": 100.0} for type in TYPES}
    return json.dumps({"model": "climatology", "format": 1, "priors": priors, **changes})


def test_a_model_that_fits_is_read() -> None:
    assert parse_climatology(_model())["AID"] == Prior(0.1, 100.0)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        _model(format=2),
        _model(model="scorecard"),
        _model(priors=[]),
        _model(priors={}),
        _model(priors={type: {"a": 0.1, "b": 0} for type in TYPES}),
        _model(priors={type: {"a": "0.1", "b": 1} for type in TYPES}),
        _model(priors={type: {"a": True, "b": 1} for type in TYPES}),
        _model(priors=dict.fromkeys(TYPES, 1)),
        _model(priors={**{type: {"a": 1, "b": 1} for type in TYPES}, "DANCE": {"a": 1, "b": 1}}),
        _model().replace("0.1", "NaN"),
    ],
)
def test_a_model_that_does_not_fit_is_refused(text: str) -> None:
    with pytest.raises(BadModel, match=r"climatology\.json"):
        parse_climatology(text)


def test_the_fit_finds_the_prior_that_made_the_data() -> None:
    source = random.Random(5)
    true, rows = Prior(0.4, 80.0), []
    for _ in range(4000):
        rate = source.gammavariate(true.a, 1 / true.b)
        days, horizon = source.choice((100, 200, 300)), source.choice((7, 30))
        n = int(np.random.default_rng(source.randrange(10**9)).poisson(rate * days))
        rows.append((days, n, horizon, int(source.random() < 1 - math.exp(-rate * horizon))))
    fitted = fit_prior(*(np.array(column) for column in zip(*rows, strict=True)))
    assert fitted.probability(30) == pytest.approx(true.probability(30), rel=0.2)
    assert fitted.b == pytest.approx(true.b, rel=0.35)
