"""What can be asked, and what counts as a yes."""

from __future__ import annotations

import datetime as dt

import pytest

from backchannel.errors import BadQuestion
from backchannel.prediction import check_question, make_question
from backchannel.prediction.questions import target_of
from backchannel.records import Occurrence, Party, Question

ASOF = dt.date(2030, 1, 1)
NOR, SWE = Party("nor", "Norway", "NOR"), Party("swe", "Sweden", "SWE")
KING = Party("king", "The King", "NOR")


def _question(**given: object) -> Question:
    return Question(
        **{"actor": "NOR", "recipient": "SWE", "type": "CONSULT", "by": dt.date(2030, 2, 1), "asof": ASOF, **given}
    )  # type: ignore[arg-type]


def test_spelling_is_set_right() -> None:
    asked = make_question("NOR", "SWE", ("consult", " Visit "), asof=ASOF, by=dt.date(2030, 2, 1))
    assert (asked.type, asked.mode) == ("CONSULT", "visit")


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"type": "DANCE"}, "CONSULT"),
        ({"mode": "swim"}, "visit"),
        ({"type": "AID", "mode": "visit"}, "it has none"),
        ({"by": ASOF}, "after"),
        ({"by": dt.date(2029, 1, 1)}, "after"),
        ({"by": dt.date(2033, 6, 1)}, "three years"),
        ({"recipient": "NOR"}, "two different"),
        ({"actor": ""}, "two different"),
    ],
)
def test_impossible_questions_are_refused(given: dict[str, object], message: str) -> None:
    with pytest.raises(BadQuestion, match=message):
        check_question(_question(**given))


def _occurrence(type: str, mode: str | None, actors: tuple[Party, ...], recipients: tuple[Party, ...]) -> Occurrence:
    return Occurrence("o", type, mode, "happened", actors, recipients, None, (), 1)


@pytest.mark.parametrize(
    ("type", "mode", "one", "counts"),
    [
        ("CONSULT", None, ("CONSULT", None, (NOR,), (SWE,)), True),
        ("CONSULT", None, ("CONSULT", "phone", (SWE,), (NOR,)), True),
        ("CONSULT", None, ("CONSULT", None, (KING, SWE), ()), True),
        ("CONSULT", None, ("AID", None, (NOR,), (SWE,)), False),
        ("CONSULT", "visit", ("CONSULT", "visit", (KING,), (SWE,)), True),
        ("CONSULT", "visit", ("CONSULT", "visit", (SWE,), (NOR,)), False),
        ("CONSULT", "visit", ("CONSULT", None, (NOR,), (SWE,)), False),
        ("CONSULT", "host", ("CONSULT", "visit", (SWE,), (NOR,)), True),
        ("CONSULT", "host", ("CONSULT", "visit", (NOR,), (SWE,)), False),
        ("CONSULT", "meet", ("CONSULT", "visit", (SWE,), (NOR,)), True),
        ("CONSULT", "meet", ("CONSULT", None, (NOR,), (SWE,)), True),
        ("CONSULT", "meet", ("CONSULT", "phone", (NOR,), (SWE,)), False),
        ("CONSULT", "third-party", ("CONSULT", "third-party", (NOR, SWE), ()), True),
        ("ACCUSE", None, ("ACCUSE", "allege", (NOR,), (SWE,)), True),
        ("ACCUSE", None, ("ACCUSE", None, (SWE,), (NOR,)), False),
        ("ACCUSE", None, ("ACCUSE", None, (NOR, SWE), ()), False),
    ],
)
def test_what_counts(type: str, mode: str | None, one: tuple[object, ...], counts: bool) -> None:
    target = target_of(check_question(_question(type=type, mode=mode)))
    assert target.counts(_occurrence(*one), "NOR", "SWE") is counts  # type: ignore[arg-type]


def test_a_person_can_be_asked_about() -> None:
    target = target_of(_question())
    assert target.counts(_occurrence("CONSULT", None, (KING,), (SWE,)), "king", "SWE")
    assert not target.counts(_occurrence("CONSULT", None, (NOR,), (SWE,)), "king", "SWE")
