"""``copies``: which stories of the ledger are one wire story, why, and what an analyst lays down instead."""

from __future__ import annotations

import argparse

from rich.console import Console
from rich.text import Text

from backchannel.commands.ledgers import open_ledger
from backchannel.commands.questions import show
from backchannel.errors import BadQuestion
from backchannel.ledger import Ledger
from backchannel.publish.kinships import write_reasons
from backchannel.publish.typeset import clean
from backchannel.records import Kinship, Origin, Ruling

WORDS = {"copy": "a copy of", "version": "a later version of", "apart": "not the same as"}


def run_copies(args: argparse.Namespace) -> int:
    """Prints the stories told more than once, or how one story stands to others; carries out a ruling first."""
    if args.story is None:
        if args.join or args.apart or args.undo:
            raise BadQuestion("say which story the ruling is about: backchannel copies STORY --apart OTHER")
        return _list_origins(args)
    ruling = _ruling(args)
    if ruling is not None:
        with open_ledger(args.ledger) as ledger:
            ledger.rule(ruling)
    with Ledger.open(args.ledger, create=False) as ledger:
        if args.story not in ledger:
            raise BadQuestion(f"the ledger holds no story {args.story!r}; `backchannel copies` lists them")
        kin, titles = ledger.kin(args.story), _titles(ledger)
    show(args, kin, lambda console: _write_kin(kin, titles, console))
    return 0


def _ruling(args: argparse.Namespace) -> Ruling | None:
    if args.join:
        return Ruling("join", args.story, args.join, args.by)
    if args.apart:
        return Ruling("apart", args.story, args.apart, args.by)
    return Ruling("undo", args.story, args.undo, args.by) if args.undo else None


def _list_origins(args: argparse.Namespace) -> int:
    with Ledger.open(args.ledger, create=False) as ledger:
        origins = tuple(origin for origin in ledger.origins() if len(origin.members) > 1)
        titles = _titles(ledger)
    show(args, origins, lambda console: _write_origins(origins, titles, console))
    return 0


def _titles(ledger: Ledger) -> dict[str, str]:
    return {line.id: clean(line.title or "(no title)") for line in ledger.stories()}


def _write_origins(origins: tuple[Origin, ...], titles: dict[str, str], console: Console) -> None:
    if not origins:
        console.print("no story was told more than once")
    for origin in origins:
        copies = len(origin.members) - 1
        console.print(
            Text.assemble(
                (titles.get(origin.story, origin.story), "bold"),
                f"  1 origin, {copies} {'copy' if copies == 1 else 'copies'}",
            )
        )
        for member in origin.members:
            console.print(f"  {member}  {titles.get(member, '')}", markup=False, highlight=False)


def _write_kin(kin: tuple[Kinship, ...], titles: dict[str, str], console: Console) -> None:
    if not kin:
        console.print("no other story is like it")
    for one in kin:
        name = f"{one.of}  {titles.get(one.of, '')}"
        console.print(Text.assemble((f"{one.story} is {WORDS[one.kind]} ", ""), (name, "bold")))
        shared = f"{one.containment:.0%} of the shorter text stands in the other" if one.by == "machine" else one.by
        console.print(f"  {write_reasons(one)} ({shared})", markup=False, highlight=False)
