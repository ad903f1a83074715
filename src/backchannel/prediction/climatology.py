"""The shrunk climatology of a dyad: how often it did so before, pulled towards how often dyads do so at all.

A dyad's events of one kind are a Poisson process whose rate is drawn from a Gamma(a, b) common to all dyads. After n
events in T days, p(at least one in H days) = 1 - exp(-H (n + a) / (T + b)), the Gamma-Poisson estimate used as the
baseline of FORECASTING-style question benchmarks. a and b are fitted by log loss, b is in days.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from backchannel.errors import BadModel
from backchannel.ontology import TYPES

FORMAT = 1
NAME = "climatology"


@dataclass(frozen=True, slots=True)
class Prior:
    """What is known of a dyad's rate before its own record: shape ``a`` (events) and ``b`` (days)."""

    a: float
    b: float

    def probability(self, horizon: int, events: int = 0, days: int = 0) -> float:
        """The probability of at least one event in ``horizon`` days, after ``events`` in ``days`` days of record."""
        return -math.expm1(-horizon * (events + self.a) / (days + self.b))

    def weight(self, days: int) -> float:
        """How much of the expected rate still comes from the prior after that many days of record, 0 to 1."""
        return self.b / (days + self.b)


@cache
def load_climatology() -> Mapping[str, Prior]:
    """The priors that ship with the package, by type ("ACCUSE") or type and mode ("CONSULT/visit").

    Raises BadModel where the file is missing or does not fit this version.
    """
    try:
        text = resources.files("backchannel.models").joinpath(f"{NAME}.json").read_text(encoding="utf-8")
    except FileNotFoundError:
        raise BadModel(
            f"models/{NAME}.json: is missing; reinstall backchannel, or make it: bench/fit_{NAME}.py"
        ) from None
    return parse_climatology(text)


def parse_climatology(text: str) -> Mapping[str, Prior]:
    """The priors in a model file's text; checked as ``load_climatology`` does."""
    try:
        model = json.loads(text)
    except ValueError as error:
        raise BadModel(f"models/{NAME}.json: is no JSON: {error}") from error
    if not isinstance(model, dict) or model.get("model") != NAME or model.get("format") != FORMAT:
        raise BadModel(f"models/{NAME}.json: is no {NAME} model of format {FORMAT}")
    priors = model.get("priors")
    if not isinstance(priors, dict):
        raise BadModel(f"models/{NAME}.json: has no priors")
    missing = [type for type in TYPES if type not in priors]
    strange = [key for key in priors if key.partition("/")[0] not in TYPES]
    if missing or strange:
        raise BadModel(f"models/{NAME}.json: lacks {missing}, has unknown {strange}: fitted for another version")
    return {key: _read_prior(key, value) for key, value in priors.items()}


def _read_prior(key: str, value: Any) -> Prior:
    numbers: list[Any] = [value.get("a"), value.get("b")] if isinstance(value, dict) else []
    if not numbers or not all(type(number) in (int, float) and 0 < number < 1e9 for number in numbers):
        raise BadModel(f"models/{NAME}.json: {key}: a and b must be positive numbers, are {value!r}"[:200])
    return Prior(float(numbers[0]), float(numbers[1]))
