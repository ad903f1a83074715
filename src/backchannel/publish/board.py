"""Timelines, channel boards, search hits and forecasts as tables for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from backchannel.publish.columns import make_days, make_deed, make_grid, make_title, page_width, words_width
from backchannel.publish.typeset import clean, shorten, write_days
from backchannel.records import ChannelState, Forecast, Occurrence, Party, Reason

STATUS_STYLES = {
    "happened": "green",
    "ongoing": "green",
    "planned": "cyan",
    "possible": "yellow",
    "hypothetical": "yellow",
}


def write_timeline(occurrences: Sequence[Occurrence], console: Console) -> None:
    """Prints what happened, is planned, possible or denied, one row an occurrence, in order of time."""
    width = page_width(console)
    table = make_grid()
    for occurrence in sorted(occurrences, key=_order):
        what = f"{occurrence.type} {occurrence.mode}" if occurrence.mode else occurrence.type
        head = make_deed(clean(what), _parties(occurrence.actors) or "(nobody named)", _parties(occurrence.recipients))
        head.append(f"\n{occurrence.status}", style=STATUS_STYLES.get(occurrence.status, "magenta"))
        origins = "1 source" if occurrence.origins == 1 else f"{occurrence.origins} independent sources"
        stories = len({entry.story for entry in occurrence.entries if entry.story is not None})
        origins += f", told in {stories} stories" if stories > occurrence.origins else ""
        known = min((entry.known for entry in occurrence.entries if entry.known), default=None)
        origins += f", told {known.isoformat()}" if occurrence.when is None and known is not None else ""
        head.append(f" · {origins}", style="dim")
        words = next((entry.words for entry in occurrence.entries if entry.words), None)
        if words is not None:
            room = words_width(width) - len(occurrence.status) - len(origins) - 8
            head.append(f" · “{shorten(clean(words), max(20, room))}”")
        table.add_row(make_days(occurrence.when), head)
    console.print(table if occurrences else Text("  nothing on record"), width=width)


def _order(occurrence: Occurrence) -> tuple[bool, str, str]:
    when = occurrence.when
    return (when is None, when.first.isoformat() if when else "", when.last.isoformat() if when else "")


def _parties(parties: Iterable[Party]) -> str:
    return ", ".join(clean(party.name) for party in parties)


def write_channels(states: Sequence[ChannelState], console: Console) -> None:
    """Prints the last known state of every channel, whose word it is, and what came before."""
    width = page_width(console)
    table = make_grid()
    for state in states:
        body = make_deed(clean(state.medium), clean(state.state), "")
        told = f"  told {state.known.isoformat()}" if state.when is None and state.known is not None else ""
        body.append(f"{told}{' · ' + clean(state.source) if state.source else ''}", style="dim")
        body.append(f"\n“{shorten(clean(state.words), words_width(width) - 2)}”")
        before = ", ".join(dict.fromkeys(f"{clean(earlier.state)} {_told(earlier)}" for earlier in state.history))
        body.append(f"\nbefore: {before}" if before else "", style="dim")
        table.add_row(make_days(state.when), body)
    console.print(table if states else Text("  no channel on record"), width=width)


def _told(state: ChannelState) -> str:
    if state.when is None and state.known is not None:
        return f"(told {state.known.isoformat()})"
    return write_days(state.when) if state.when is not None else "(undated)"


def write_forecast(forecast: Forecast, console: Console) -> None:
    """Prints the question, its probability beside the base rate, the reasons with their effects, and the caveats."""
    width = page_width(console)
    asked = forecast.question
    deed = f"{asked.type} {asked.mode}" if asked.mode else asked.type
    console.print(
        Text.assemble(
            ("Will ", "not bold"),
            (f"{clean(asked.actor)} → {clean(asked.recipient)}  {clean(deed)}", "bold"),
            f"  by {asked.by.isoformat()}, as known on {asked.asof.isoformat()}?",
        ),
        width=width,
    )
    console.print(
        Text.assemble(
            "\n  ",
            (write_percent(forecast.probability), "bold reverse"),
            f"   base rate {write_percent(forecast.base_rate)}   ",
            (clean(forecast.method), "dim"),
        ),
        width=width,
    )
    if forecast.reasons:
        title = make_title("WHY").append("  effects in log-odds; they add up", style="not bold dim")
        console.print(title, width=width)
        console.print(_reasons(forecast.reasons, width), width=width)
    if forecast.caveats:
        console.print(make_title("BEAR IN MIND"), width=width)
    for caveat in forecast.caveats:
        console.print(Padding(Text(clean(caveat)), (0, 0, 0, 2)), width=width)


def _reasons(reasons: Iterable[Reason], width: int) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(width=8, justify="right")
    table.add_column(ratio=1)
    for reason in reasons:
        table.add_row(*_reason(reason, width))
    return table


def _reason(reason: Reason, width: int) -> tuple[Text, Text]:
    effect = "" if reason.effect is None else f"{reason.effect:+.2f}"
    body = Text(clean(reason.text))
    for entry in reason.entries[:3]:
        words = f" “{shorten(clean(entry.words), width - 40)}”" if entry.words else ""
        body.append(f"\n{write_days(entry.when)} {entry.type}{words}", style="dim")
    if len(reason.entries) > 3:
        body.append(f"\nand {len(reason.entries) - 3} more", style="dim")
    return Text(effect, style="green" if (reason.effect or 0) >= 0 else "red"), body


def write_percent(probability: float) -> str:
    """A probability as people say it: whole percents, tenths below ten, never a false 0 or 100."""
    percent = probability * 100
    if percent < 0.1:
        return "under 0.1 %"
    if percent > 99.9:
        return "over 99.9 %"
    return f"{percent:.1f} %" if percent < 10 or percent > 90 else f"{percent:.0f} %"
