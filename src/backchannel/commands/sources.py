"""``sources`` and ``grade``: what sources told and how it was borne out; how statements stand, and analysts' grades."""

from __future__ import annotations

import argparse

from rich.console import Console
from rich.text import Text

from backchannel.commands.questions import show
from backchannel.errors import BadQuestion
from backchannel.ledger import Grading, Ledger, SourceHistory, Standing
from backchannel.ontology.admiralty import RELIABILITY
from backchannel.publish.grades import say_grade, write_standing
from backchannel.publish.typeset import clean, shorten, write_days

_WORDS = 110  # characters of what a source told
_MARKS = {True: ("✓", "green"), False: ("✗", "red"), None: ("·", "dim")}


def run_sources(args: argparse.Namespace) -> int:
    """Prints the sources with their histories; of one actor alone with what it told and what others say of it."""
    with Ledger.open(args.ledger, create=False) as ledger:
        found = ledger.sources(None if args.actor is None else _resolve(ledger, args.actor))
    show(args, found, lambda console: _write_sources(found, console, whole=args.actor is not None))
    return 0


def run_grade(args: argparse.Namespace) -> int:
    """Prints how a story's statements stand and why; sets an analyst's grade, or takes it back, first."""
    if (args.set is not None or args.undo) and args.statement is None:
        raise BadQuestion("say which statement is meant: backchannel grade STORY s1 --set B2 --why …")
    with Ledger.open(args.ledger, create=False) as ledger:
        if args.story not in ledger:
            raise BadQuestion(f"the ledger holds no story {args.story!r}")
        if args.set is not None:
            ledger.grade(Grading("set", args.story, args.statement, args.by, args.why, args.set))
        elif args.undo:
            ledger.grade(Grading("undo", args.story, args.statement, args.by, args.why))
        found = tuple(one for one in ledger.standing(args.story) if args.statement in (None, one.statement))
        text = ledger.reading(args.story).story.text
    show(args, found, lambda console: _write_standings(found, text, console), write_standing)
    return 0


def _resolve(ledger: Ledger, actor: str) -> str:
    """The ref of a source: as it stands, else the party that is meant; a country's code is its ref in lower case."""
    if ledger.sources(actor):
        return actor
    party = ledger.resolve_party(actor)
    return party.lower() if len(party) == 3 and party.isupper() else party


def _write_sources(found: tuple[SourceHistory, ...], console: Console, *, whole: bool) -> None:
    if not found:
        console.print("nobody who is known from more than one story has said anything")
    for one in found:
        head = Text.assemble((one.reliability, "bold"), "  ", (clean(one.name), "bold"), f"  {one.kind}")
        told = f"  {one.statements} statements in {one.origins} wire stories, {one.things} things told: "
        console.print(head.append(told).append(f"{one.confirmed} confirmed, {one.contradicted} contradicted"))
        console.print(f"   {RELIABILITY[one.reliability]}: {one.reason}", markup=False, highlight=False)
        if whole:
            for line in _verdict_lines(one):
                console.print(line)


def _verdict_lines(one: SourceHistory) -> list[Text]:
    lines = []
    for verdict in one.verdicts:
        sign, style = _MARKS[verdict.right]
        entry = verdict.entry
        day = "day not told" if entry.when is None else write_days(entry.when)
        counts = f"confirmed by {verdict.confirmed}, contradicted by {verdict.contradicted}"
        line = Text.assemble("   ", (sign, style), f" {day}  {entry.type} {entry.status}  ({counts})  ")
        lines.append(line.append(shorten(clean(entry.words or ""), _WORDS), style="dim"))
    return lines


def _write_standings(found: tuple[Standing, ...], text: str, console: Console) -> None:
    if not found:
        console.print("nobody is quoted there")
    for one in found:
        words = shorten(clean(text[one.span.start : one.span.end]), _WORDS)
        console.print(Text.assemble((f"{one.statement:4} {one.grade.code}", "bold"), f"  {say_grade(one.grade)}"))
        console.print(Text(f"     {words}", style="dim"))
        for who, graded in (("the rules", one.rule), *([(one.by or "", one.analyst)] if one.analyst else [])):
            why = "; ".join(dict.fromkeys(reason.text for reason in graded.because))
            console.print(f"     {graded.code} by {clean(who)}: {clean(why)}", markup=False, highlight=False)
