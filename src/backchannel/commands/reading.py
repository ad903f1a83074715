"""``read`` and ``add``: documents in, what they say out or into the ledger."""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from backchannel.commands.inputs import STDIN, Inputs
from backchannel.commands.ledgers import open_ledger
from backchannel.commands.manners import Bar, JsonWriter, choose_format, drop_stdout, open_console
from backchannel.commands.pairs import pair_to_json, write_pair, write_silence
from backchannel.errors import BadModel, BadQuestion, BadRule
from backchannel.ontology import load_actors
from backchannel.ontology.own import VARIABLE, own_path
from backchannel.publish.brief import write_brief
from backchannel.publish.jsonl import reading_to_json
from backchannel.publish.typeset import clean
from backchannel.records import Reading
from backchannel.runners.local import read_many


def run_read(args: argparse.Namespace) -> int:
    """Prints what the documents say; stores nothing."""
    form = choose_format(args.format)
    run = Run(args)
    with run.bar:
        if form == "table" and args.pair is None:
            _print_briefs(run, explain=args.explain)
        elif form == "table":
            for _, reading in run.readings():
                run.bar.make_way()
                write_pair(pair_to_json(reading, *args.pair), open_console())
        else:
            writer = JsonWriter(lines=form == "jsonl")
            for _, reading in run.readings():
                run.bar.make_way()
                writer.write(reading_to_json(reading) if args.pair is None else pair_to_json(reading, *args.pair))
            writer.close()
    return run.code


def _print_briefs(run: Run, *, explain: bool) -> None:
    console = open_console()
    for number, (_, reading) in enumerate(run.readings()):
        run.bar.make_way()
        if number:
            console.rule(style="dim")
        write_brief(reading, console, explain=explain)
        if explain:
            write_silence(reading, console)


def run_add(args: argparse.Namespace) -> int:
    """Reads the documents and stores what they say; one result line a document, written once it is stored."""
    form = choose_format(args.format)
    run = Run(args)  # before the ledger: wrong arguments make no file
    ledger = open_ledger(args.ledger)
    report = Report(form)
    with run.bar:
        for name, reading in run.readings():
            new = ledger.add(reading)
            run.bar.make_way()
            report.write(name, reading, new=new)
        run.bar.pause()
        report.close(args.ledger)
    return run.code


class Report:
    """What ``add`` says of each document. A closed pipe ends the talk, not the work."""

    def __init__(self, form: str) -> None:
        self._writer = None if form == "table" else JsonWriter(lines=form == "jsonl")
        self._known = self._new = 0

    def write(self, name: str, reading: Reading, *, new: bool) -> None:
        """One result, of a story that is stored now."""
        self._new += new
        self._known += not new
        if self._writer is None:
            self._line(f"{'added' if new else 'known'}  {reading.story.title or name}")
            return
        story = reading.story
        with finishing_quietly():
            self._writer.write({"document": name, "story": story.id, "title": story.title, "added": new})

    def close(self, ledger: str) -> None:
        """The sum of it all."""
        if self._writer is None:
            self._line(f"{self._new} stored in {ledger}" + (f", {self._known} known already" if self._known else ""))
        else:
            with finishing_quietly():
                self._writer.close()

    def _line(self, words: str) -> None:
        with finishing_quietly():
            sys.stdout.write(f"{clean(words)}\n")
            sys.stdout.flush()


@contextlib.contextmanager
def finishing_quietly() -> Iterator[None]:
    """Work that must be finished goes on when nobody reads its output any more."""
    try:
        yield
    except BrokenPipeError:
        drop_stdout()


class Run:
    """One reading run: the documents of the arguments, what they say, and the exit code when it is over."""

    def __init__(self, args: argparse.Namespace) -> None:
        _check(args)
        _use_actors(args.actors)
        self._args = args
        self._inputs = Inputs(
            args.paths, published=args.published, url=args.url, complain=self._complain, verbatim=args.verbatim
        )
        self.bar = Bar("reading", self._inputs.count)

    def _complain(self, message: str) -> None:
        self.bar.say(message)

    @property
    def code(self) -> int:
        """0 where every document was read, 1 otherwise."""
        return 1 if self._inputs.failed else 0

    def readings(self) -> Iterator[tuple[str, Reading]]:
        """Each document's name and what it says; what cannot be read is named on stderr and passed over."""
        pages = self._inputs.pages()
        for name, outcome in read_many(pages, jobs=self._args.jobs, verbatim=self._args.verbatim):
            if isinstance(outcome, Reading):
                yield name, outcome
            elif isinstance(outcome, BadModel | BadRule):
                raise outcome  # no document could be read: say so once
            else:
                self._inputs.fail(name, str(outcome))
            self.bar.step()


def _check(args: argparse.Namespace) -> None:
    if args.paths.count(STDIN) > 1:
        raise BadQuestion("stdin (-) can be read only once")
    if args.url is not None and (len(args.paths) > 1 or Path(args.paths[0]).is_dir()):
        raise BadQuestion("--url is the address of one document; give one path with it")


def _use_actors(path: str | None) -> None:
    """Takes the user's own table of actors into use, here and in worker processes; a wrong row is told before work."""
    if path == "":
        raise BadQuestion("--actors needs the path of a table of actors")
    if path is not None:
        os.environ[VARIABLE] = path
    if own_path() is not None:
        load_actors()
