"""``ask``: how likely something is by a day, and why."""

from __future__ import annotations

import argparse
import datetime as dt

from backchannel.commands.questions import show
from backchannel.errors import BadQuestion
from backchannel.ledger import Ledger
from backchannel.prediction import ask
from backchannel.publish.board import write_forecast
from backchannel.records import Question


def run_ask(args: argparse.Namespace) -> int:
    """Prints a question's probability, its base rate and the reasons."""
    with Ledger.open(args.ledger, create=False) as ledger:
        actor, recipient = ledger.resolve_party(args.actor), ledger.resolve_party(args.recipient)
        asof = args.asof or _last_day(ledger)
        question = Question(actor=actor, recipient=recipient, type=args.type, mode=args.mode, by=args.by, asof=asof)
        forecast = ask(question, ledger.history(asof, actor=actor, partner=recipient))
    show(args, (forecast,), lambda console: write_forecast(forecast, console))
    return 0


def _last_day(ledger: Ledger) -> dt.date:
    covered = ledger.covered()
    if covered is None:
        raise BadQuestion("this ledger has no dated story or event yet: add some first, or say --asof DATE")
    return covered.last
