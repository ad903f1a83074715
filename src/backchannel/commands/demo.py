"""``demo``: the whole line on the stories that ship with the package."""

from __future__ import annotations

import argparse
import datetime as dt
import tempfile
from pathlib import Path

from rich.console import Console
from rich.text import Text

from backchannel.commands.ledgers import open_ledger
from backchannel.commands.manners import Bar, open_console
from backchannel.demo import STORIES, demo_pages
from backchannel.ledger import Ledger
from backchannel.prediction import ask
from backchannel.publish.board import write_channels, write_forecast, write_timeline
from backchannel.publish.brief import write_brief
from backchannel.records import Question, Reading
from backchannel.runners.local import read_many

SHOWN = "panmunjom-2019-07-01.txt"
SIDES = ("USA", "PRK")
HORIZON = 90  # days from the last story to the end of the question

NEXT = """Open the desk, web pages on these stories, every claim beside its words:

  backchannel serve --ledger {url}

Read a story of your own, then keep it and ask:

  backchannel read story.html --published 2025-10-18
  backchannel add stories/
  backchannel timeline "South Korea" "North Korea"
  backchannel ask --actor USA --recipient CHN --type CONSULT --by {by}
"""


def run_demo(args: argparse.Namespace) -> int:
    """Reads the stories into a ledger of their own, then prints a brief, a dyad, a forecast and what to try next."""
    console = open_console()
    path = Path(tempfile.mkdtemp(prefix="backchannel-demo-")) / "demo.db"
    url = f"sqlite:///{path}"
    with open_ledger(url) as ledger:
        shown = _add_stories(ledger, jobs=args.jobs)
        _chapter(console, f"1  What one story says ({len(STORIES)} were read)")
        if shown is not None:
            write_brief(shown, console)
        actor, partner = SIDES
        _chapter(console, "2  The United States and North Korea, from all the stories")
        write_timeline(ledger.occurrences(actor=actor, partner=partner), console)
        _chapter(console, "3  The channels between the two")
        write_channels(ledger.channels(actor, partner), console)
        asof = max(STORIES.values()) + dt.timedelta(days=1)
        question = Question(actor, partner, "CONSULT", asof + dt.timedelta(days=HORIZON), asof)
        _chapter(console, "4  Will they meet or talk again?")
        write_forecast(ask(question, ledger.history(asof, actor=actor, partner=partner)), console)
    _chapter(console, "What to try next")
    console.print(Text(NEXT.format(url=url, by=question.by.isoformat())), end="", soft_wrap=True)
    return 0


def _add_stories(ledger: Ledger, *, jobs: int) -> Reading | None:
    """Stores what every demo story says; returns the reading that is shown in full."""
    pages, shown = demo_pages(), None
    with Bar("reading the stories", lambda: len(pages)) as bar:
        for name, outcome in read_many(pages, jobs=jobs):
            if not isinstance(outcome, Reading):
                raise outcome
            ledger.add(outcome)
            shown = outcome if name == SHOWN else shown
            bar.step()
    return shown


def _chapter(console: Console, title: str) -> None:
    console.print()
    console.rule(Text(title, style="bold"), align="left", style="dim")
    console.print()
