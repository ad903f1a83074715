"""History + question -> forecast: how likely, from what base rate, and why."""

from backchannel.prediction.asking import ask
from backchannel.prediction.questions import check_question, make_question

__all__ = ["ask", "check_question", "make_question"]
