"""``who``: people and bodies whom no table knows, who of several stories are one, and an analyst's rulings on it."""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Callable

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from backchannel.commands.questions import show
from backchannel.errors import BadQuestion
from backchannel.ledger import Candidate, Identity, IdentityLine, IdentityRuling, Ledger, Link
from backchannel.publish.identities import say_clues, say_ruling
from backchannel.publish.typeset import clean, shorten

_WORDS = 110  # characters of a story's sentence
_MOST_MENTIONS = 20  # stories shown of one identity; JSON has all


def run_who(args: argparse.Namespace) -> int:
    """Prints the identities, or one with its mentions, candidates and rulings; carries out a ruling first."""
    _check(args)
    with Ledger.open(args.ledger, create=False) as ledger:
        if args.relink:
            links = ledger.relink(args.by, args.day)
            show(args, links, lambda console: _write_links(links, console))
            return 0
        if args.who is None:
            lines = ledger.identities(args.limit)
            total = ledger.count_identities()
            show(args, lines, lambda console: _write_lines(lines, total, console))
            return 0
        ids = ledger.find_who(args.who)
        if args.merge or args.split or args.undo is not None:
            ids = (_rule(ledger, args, ids),)
        found = tuple(ledger.identity(id) for id in ids)
    show(args, found, lambda console: _write_all(found, console))
    return 0


def _check(args: argparse.Namespace) -> None:
    ruling = args.merge or args.split or args.undo is not None
    if args.who is None and ruling:
        raise BadQuestion("say whom the ruling is about: backchannel who ID --merge OTHER --why …")
    if args.who is not None and args.relink:
        raise BadQuestion("--relink looks at all identities; leave the name out")


def _rule(ledger: Ledger, args: argparse.Namespace, ids: tuple[str, ...]) -> str:
    """Carries out the ruling of the arguments; returns the id of whom to show."""
    if len(ids) > 1:
        raise BadQuestion(f"{args.who!r} can be {', '.join(ids)}; give one of these ids")
    (home,) = ids
    ledger.rule_identity(_make_ruling(ledger, args, home))
    return home


def _make_ruling(ledger: Ledger, args: argparse.Namespace, home: str) -> IdentityRuling:
    def make(action: str, one: tuple[str, ...], other: tuple[str, ...], undoes: int | None = None) -> IdentityRuling:
        day: dt.date | None = args.day
        return IdentityRuling(action, one, other, args.by, args.why, day, undoes)  # type: ignore[arg-type]

    if args.merge:
        others = ledger.find_who(args.merge)
        if len(others) > 1:
            raise BadQuestion(f"{args.merge!r} can be {', '.join(others)}; give one of these ids")
        return make("merge", (home,), others)
    if args.split:
        return make("split", tuple(args.split), (home,))
    if args.undo:
        return make("undo", (), (), args.undo)
    in_force = ledger.identity(home).in_force
    if not in_force:
        raise BadQuestion(f"nobody has laid down anything on {home}; there is nothing to undo")
    return make("undo", (), (), in_force[-1])


def _write_lines(lines: tuple[IdentityLine, ...], total: int, console: Console) -> None:
    if not lines:
        console.print("the ledger has met nobody whom the tables do not know")
    for line in lines:
        days = "no date" if line.first is None or line.last is None else line.first.isoformat()
        if line.first != line.last and line.last is not None:
            days += f" – {line.last.isoformat()}"
        told = " ".join(word for word in (line.kind, line.country, line.sector) if word)
        head = Text.assemble((clean(line.name), "bold"), f"  {told}")
        console.print(head)
        console.print(f"  {line.id}  {_count(line.stories, line.origins)}, {days}", markup=False, highlight=False)
    if total > len(lines):
        console.print(f"and {total - len(lines):,} more; --limit {total} lists all", markup=False, highlight=False)


def _write_links(links: tuple[Link, ...], console: Console) -> None:
    for link in links:
        console.print(f"{link.identity} is {link.ref} (ruling {link.ruling})", markup=False, highlight=False)
    if not links:
        console.print("nobody of the ledger was found in the tables anew")


def _write_all(found: tuple[Identity, ...], console: Console) -> None:
    for number, one in enumerate(found):
        if number:
            console.print()
        _write_identity(one, console)


def _write_identity(one: Identity, console: Console) -> None:
    told = " ".join(word for word in (one.kind, one.country, one.sector) if word)
    console.print(Text.assemble((clean(one.name), "bold"), f"  {told}  ", (one.id, "dim")))
    if one.known:
        console.print("  an actor of the tables")
    others = [clean(name) for name in one.names if name != one.name]
    if others:
        console.print(f"  also written {', '.join(others)}", markup=False, highlight=False)
    stories = len({sighting.story for sighting in one.sightings})
    console.print(f"  named in {_count(stories, one.origins)}", markup=False, highlight=False)
    for sighting in one.sightings[:_MOST_MENTIONS]:
        day = sighting.published.isoformat() if sighting.published else "no date   "
        title = shorten(clean(sighting.title or "(no title)"), 60)
        line = Text.assemble("  ", (day, "green"), "  ", title)
        line.append(f"  {clean(sighting.origin)}" if sighting.origin else "", "dim")
        console.print(line)
        first = sighting.mentions[0] if sighting.mentions else None
        places = "" if first is None else f" at {first.start}–{first.end}"
        more = f" and {len(sighting.mentions) - 1} more" if len(sighting.mentions) > 1 else ""
        console.print(f"    {sighting.stranger}{places}{more}", style="dim", markup=False, highlight=False)
        console.print(Padding(Text(shorten(clean(sighting.words), _WORDS)), (0, 0, 0, 4)))
    if len(one.sightings) > _MOST_MENTIONS:
        console.print(f"  and {len(one.sightings) - _MOST_MENTIONS} more stories")
    _write_section("maybe the same", one.candidates, _candidate_lines, console)
    _write_section("laid down", one.rulings, lambda ruling: [say_ruling(ruling, one.in_force)], console)


def _write_section(title: str, items: tuple[object, ...], say: Callable[..., list[str]], console: Console) -> None:
    if items:
        console.print(Text(f"  {title}", style="bold"))
    for item in items:
        for number, line in enumerate(say(item)):
            console.print(Padding(Text(line), (0, 0, 0, 8 if number else 2)))


def _candidate_lines(one: Candidate) -> list[str]:
    told = "an actor of the tables" if one.known else f"{one.stories} {'story' if one.stories == 1 else 'stories'}"
    return [f"{one.confidence:4.0%}  {clean(one.name)}  {one.id}  ({told})", say_clues(one.because)]


def _count(stories: int, origins: int) -> str:
    told = f"{stories} {'story' if stories == 1 else 'stories'}"
    return told if stories == origins else f"{told} of {origins} {'origin' if origins == 1 else 'origins'}"
