"""A question as its page asks and answers it."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass

from backchannel.errors import BadQuestion
from backchannel.ledger import Ledger
from backchannel.ontology import TYPES
from backchannel.prediction import ask
from backchannel.publish.board import write_percent
from backchannel.records import Forecast, Question, Reason
from backchannel.serve.dyad_view import Report, make_report
from backchannel.serve.wording import say_side

HORIZON = 90  # days that the empty form looks ahead
_MOST_EVIDENCE = 8
_SAME = 0.005  # log-odds within which a reason is the base rate itself
_LONGEST_BAR = 3.0  # log-odds that fill a reason's bar


@dataclass(frozen=True, slots=True)
class Form:
    """What stands in the form's fields, as typed or as suggested."""

    actor: str = ""
    recipient: str = ""
    type: str = "CONSULT"
    mode: str = ""
    by: str = ""
    asof: str = ""

    @property
    def asked(self) -> bool:
        """Whether enough is typed to ask."""
        return bool(self.actor and self.recipient)


@dataclass(frozen=True, slots=True)
class ReasonView:
    """A reason with its bar: ``width`` is 0 to 100.

    ``role`` is start (the base rate itself), raises, lowers, or context where it does not move the number.
    """

    reason: Reason
    role: str
    width: int
    reports: tuple[Report, ...]
    more: int


@dataclass(frozen=True, slots=True)
class QuestionView:
    """The answer: the forecast, figures as people say them, and reasons with evidence."""

    forecast: Forecast
    actor: str
    recipient: str
    meaning: str
    probability: str
    base_rate: str
    reasons: tuple[ReasonView, ...]


def read_form(query: Mapping[str, str], last: dt.date | None) -> Form:
    """The form as asked; empty fields get the ledger's last day, and a day some months after it."""
    asof = query.get("asof", "").strip() or (last.isoformat() if last is not None else "")
    by = query.get("by", "").strip()
    if not by and last is not None and not query.get("asof"):
        by = (last + dt.timedelta(days=HORIZON)).isoformat()
    return Form(
        actor=query.get("actor", "").strip(),
        recipient=query.get("recipient", "").strip(),
        type=query.get("type", "").strip().upper() or "CONSULT",
        mode=query.get("mode", "").strip(),
        by=by,
        asof=asof,
    )


def read_question(form: Form, ledger: Ledger) -> Question:
    """The form's question. Raises BadQuestion for parties, types or days that cannot be."""
    if not form.asof:
        raise BadQuestion("the ledger holds nothing dated yet: add stories, or give the day to forecast from (asof)")
    if form.type not in TYPES:
        raise BadQuestion(f"{form.type[:40]!r} is no PLOVER type; one of {', '.join(TYPES)}")
    return Question(
        actor=ledger.resolve_party(form.actor),
        recipient=ledger.resolve_party(form.recipient),
        type=form.type,
        by=_read_day(form.by, "by"),
        asof=_read_day(form.asof, "asof"),
        mode=form.mode or None,
    )


def answer(question: Question, ledger: Ledger) -> Forecast:
    """The forecast from what the ledger knew at the end of ``asof``."""
    return ask(question, ledger.history(question.asof, actor=question.actor, partner=question.recipient))


def view_question(forecast: Forecast) -> QuestionView:
    """The answer as its page shows it."""
    question = forecast.question
    return QuestionView(
        forecast=forecast,
        actor=say_side(question.actor),
        recipient=say_side(question.recipient),
        meaning=TYPES[question.type].definition,
        probability=write_percent(forecast.probability),
        base_rate=write_percent(forecast.base_rate),
        reasons=tuple(_make_reason(reason, forecast.base_rate) for reason in forecast.reasons),
    )


def _make_reason(reason: Reason, base_rate: float) -> ReasonView:
    effect = reason.effect
    reports = tuple(make_report(entry) for entry in reason.entries[:_MOST_EVIDENCE])
    return ReasonView(
        reason=reason,
        role=_role(effect, base_rate),
        width=0 if effect is None else round(min(1.0, abs(effect) / _LONGEST_BAR) * 100),
        reports=reports,
        more=len(reason.entries) - len(reports),
    )


def _role(effect: float | None, base_rate: float) -> str:
    if effect is None or effect == 0:
        return "context"
    if 0 < base_rate < 1 and abs(effect - math.log(base_rate / (1 - base_rate))) < _SAME:
        return "start"
    return "raises" if effect > 0 else "lowers"


def _read_day(text: str, field: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise BadQuestion(f"{field}: {text[:40]!r} is no day; write it as 2025-10-18") from None
