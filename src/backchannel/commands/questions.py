"""``search``, ``timeline`` and ``channels``: what the ledger holds."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from backchannel.commands.graded import hit_to_json, occurrence_to_json, stories_of
from backchannel.commands.manners import JsonWriter, choose_format, open_console
from backchannel.errors import BadQuestion
from backchannel.ledger import Filters, Hit, Ledger
from backchannel.ontology.plover import TYPES
from backchannel.publish.board import write_channels, write_timeline
from backchannel.publish.plain import to_plain
from backchannel.publish.typeset import clean

T = TypeVar("T")


def run_search(args: argparse.Namespace) -> int:
    """Prints the stories that hold the words, each with the passage."""
    with Ledger.open(args.ledger, create=False) as ledger:
        wanted = read_filters(args, ledger)
        hits = ledger.search(
            " ".join(args.words),
            actor=wanted.actor,
            partner=wanted.partner,
            type=wanted.type,
            status=wanted.status,
            since=wanted.since,
            until=wanted.until,
            limit=args.limit,
        )
        graded = ledger.standings(hit.story for hit in hits) if wants_json(args) else {}
    show(args, hits, lambda console: _write_hits(hits, console), lambda hit: hit_to_json(hit, graded))
    return 0


def run_timeline(args: argparse.Namespace) -> int:
    """Prints what happened, is planned, possible or denied, in order of time."""
    with Ledger.open(args.ledger, create=False) as ledger:
        occurrences = ledger.occurrences(
            actor=ledger.resolve_party(args.actor),
            partner=None if args.partner is None else ledger.resolve_party(args.partner),
            status=args.status,
            since=args.since,
            until=args.until,
        )
        graded = ledger.standings(stories_of(occurrences)) if wants_json(args) else {}
    show(
        args,
        occurrences,
        lambda console: write_timeline(occurrences, console),
        lambda item: occurrence_to_json(item, graded),
    )
    return 0


def run_channels(args: argparse.Namespace) -> int:
    """Prints the last known state of every channel between two sides."""
    with Ledger.open(args.ledger, create=False) as ledger:
        states = ledger.channels(ledger.resolve_party(args.actor), ledger.resolve_party(args.partner))
    show(args, states, lambda console: write_channels(states, console))
    return 0


def read_filters(args: argparse.Namespace, ledger: Ledger) -> Filters:
    """The filters of the arguments, parties resolved. Raises BadQuestion for an unknown party or type."""
    if args.type is not None:
        _check_type(args.type)
    return Filters(
        actor=None if args.actor is None else ledger.resolve_party(args.actor),
        partner=None if args.partner is None else ledger.resolve_party(args.partner),
        type=args.type,
        status=args.status,
        since=args.since,
        until=args.until,
    )


def _check_type(type: str) -> None:
    """Raises BadQuestion for what is no PLOVER type."""
    if type not in TYPES:
        raise BadQuestion(f"{type!r} is no PLOVER type; the types are {', '.join(TYPES)}")


def wants_json(args: argparse.Namespace) -> bool:
    """Whether the arguments ask for JSON."""
    return choose_format(args.format) != "table"


def show(
    args: argparse.Namespace,
    records: Iterable[T],
    draw: Callable[[Console], None],
    plain: Callable[[T], Any] = to_plain,
) -> None:
    """Draws the records as a table, or writes each as JSON, as the arguments ask."""
    form = choose_format(args.format)
    if form == "table":
        draw(open_console())
        return
    writer = JsonWriter(lines=form == "jsonl")
    for record in records:
        writer.write(plain(record))
    writer.close()


def _write_hits(hits: tuple[Hit, ...], console: Console) -> None:
    if not hits:
        console.print("no story holds these words")
    for hit in hits:
        day = hit.published.isoformat() if hit.published else "no date   "
        console.print(Text.assemble((day, "green"), "  ", (clean(hit.title or "(no title)"), "bold")))
        console.print(Padding(_marked(hit), (0, 0, 0, 2)))


def _marked(hit: Hit) -> Text:
    """The snippet, the words that were found underlined; cleaned piece by piece, so that no place is lost."""
    snippet, base = Text(), hit.span.start
    place = 0
    for match in hit.matches:
        start, end = max(match.start - base, place), min(match.end - base, len(hit.snippet))
        if start < end:
            snippet.append(_piece(hit.snippet[place:start])).append(_piece(hit.snippet[start:end]), style="underline")
            place = end
    return snippet.append(_piece(hit.snippet[place:]))


def _piece(text: str) -> str:
    """``clean`` that keeps a blank at either end."""
    return clean(f"|{text}|")[1:-1]
