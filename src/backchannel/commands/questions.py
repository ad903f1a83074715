"""``search``, ``timeline``, ``channels`` and ``ask``: questions to the ledger."""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from rich.console import Console

from backchannel.commands.manners import JsonWriter, choose_format, open_console
from backchannel.errors import BadQuestion
from backchannel.ledger import Ledger
from backchannel.prediction import ask
from backchannel.publish.board import write_channels, write_forecast, write_hits, write_timeline
from backchannel.records import Question


def run_search(args: argparse.Namespace) -> int:
    """Prints the stories' passages that hold the words."""
    ledger = Ledger.open(args.ledger, create=False)
    hits = ledger.search(" ".join(args.words), limit=args.limit, **read_filters(args, ledger))
    show(args, hits, lambda console: write_hits(hits, console))
    return 0


def run_timeline(args: argparse.Namespace) -> int:
    """Prints what happened, is planned, possible or denied, in order of time."""
    ledger = Ledger.open(args.ledger, create=False)
    occurrences = ledger.occurrences(**read_filters(args, ledger))
    show(args, occurrences, lambda console: write_timeline(occurrences, console))
    return 0


def run_channels(args: argparse.Namespace) -> int:
    """Prints the last known state of every channel between two sides."""
    ledger = Ledger.open(args.ledger, create=False)
    states = ledger.channels(ledger.resolve_party(args.actor), ledger.resolve_party(args.partner))
    show(args, states, lambda console: write_channels(states, console))
    return 0


def run_ask(args: argparse.Namespace) -> int:
    """Prints a question's probability, its base rate and the reasons."""
    ledger = Ledger.open(args.ledger, create=False)
    question = Question(
        actor=ledger.resolve_party(args.actor),
        recipient=ledger.resolve_party(args.recipient),
        type=args.type,
        mode=args.mode,
        by=args.by,
        asof=args.asof or last_day(ledger),
    )
    forecast = ask(question, ledger.history(question.asof))
    show(args, (forecast,), lambda console: write_forecast(forecast, console))
    return 0
