"""The two columns of every page for a terminal: days on the left, words on the right."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from backchannel.publish.typeset import write_days
from backchannel.records import Interval

WIDEST = 110  # columns; longer lines are hard to read
DAYS_WIDTH = 15  # "  2019-02-27–28"
TYPE_WIDTH = 21  # "CONSULT third-party"


def page_width(console: Console) -> int:
    """The console's width, or less where it is wider than lines should be."""
    return min(console.width, WIDEST)


def make_grid() -> Table:
    """An empty table with a column for days and one for words."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(width=DAYS_WIDTH)
    table.add_column(ratio=1)
    return table


def words_width(width: int) -> int:
    """Characters left for a line of words on a page that wide."""
    return max(20, width - DAYS_WIDTH - 4)


def make_days(when: Interval | None) -> Text:
    """Days for the left column; a long stretch takes two lines, "2018-05-26 –" over "2018-06-12"."""
    return Text(f"  {write_days(when)}".replace(" – ", " –\n  "), style="dim" if when is None else "green")


def make_title(words: str) -> Text:
    """The head of a section, after an empty line."""
    return Text(f"\n{words}", style="bold cyan")


def make_deed(deed: str, actors: str, recipients: str) -> Text:
    """ "CONSULT meet   Donald Trump → Kim Jong Un"."""
    line = Text().append(deed.ljust(TYPE_WIDTH), style="yellow").append(actors, style="bold")
    if recipients:
        line.append(" → ", style="dim").append(recipients, style="bold")
    return line
