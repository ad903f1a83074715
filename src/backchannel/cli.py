"""The command line: arguments, exit codes and manners. What a command does stands in ``commands/``.

Exit codes: 0 done, 1 some or all input could not be read, 2 wrong usage, 130 stopped by Ctrl-C.
"""

from __future__ import annotations

import argparse
import datetime as dt
import importlib
import os
import sys
from collections.abc import Callable, Sequence

from backchannel import __version__
from backchannel.commands.manners import drop_stdout, say
from backchannel.errors import BackchannelError, BadQuestion

DEFAULT_LEDGER = "sqlite:///backchannel.db"
STATUSES = ("happened", "ongoing", "planned", "possible", "hypothetical", "denied", "refused", "cancelled")
EPILOG = """examples:
  backchannel demo                                        the whole line on stories that ship with it
  backchannel read story.html --published 2025-10-18      what one story says
  backchannel add stories/                                read a folder into the ledger
  backchannel timeline USA PRK                            what happened between the two
  backchannel ask --actor USA --recipient PRK --type CONSULT --by 2026-01-31
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command; returns the exit code."""
    try:
        args = make_parser().parse_args(argv)
        # Two BLAS threads on busy cores run several times slower than one; set before anything loads numpy.
        for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
            os.environ.setdefault(variable, "1")
        module = importlib.import_module(f"backchannel.commands.{COMMANDS[args.command][0]}")
        code: int = getattr(module, f"run_{args.command}")(args)
        sys.stdout.flush()
    except BrokenPipeError:
        drop_stdout()
        return 0
    except KeyboardInterrupt:
        say("stopped")
        return 130
    except BackchannelError as error:
        say(str(error))
        return 2 if isinstance(error, BadQuestion) else 1
    except OSError as error:  # a full disk under the output; inputs and ledgers have told of theirs as BackchannelError
        drop_stdout()
        say(f"cannot go on: {error.strerror or error}")
        return 1
    return code


def make_parser() -> argparse.ArgumentParser:
    """The parser of every command and option."""
    parser = argparse.ArgumentParser(
        prog="backchannel",
        description="Reads the news for signals between states: who said it, what happened, what is planned, "
        "and how likely is next.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"backchannel {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, (_, summary, add_arguments) in COMMANDS.items():
        add_arguments(commands.add_parser(name, help=summary, description=summary[0].upper() + summary[1:] + "."))
    return parser


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day; write it like 2025-10-18") from None


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of 1 or more")
    return int(text)


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is no port; ports go from 0 to 65535")
    return int(text)


def _add_reading(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="+", metavar="PATH", help="a document, a folder of them, or - for stdin")
    parser.add_argument("--published", type=_day, metavar="DATE", help="the day of publication")
    parser.add_argument("--url", help="the address of the document (only with one)")
    parser.add_argument("--jobs", type=_count, default=1, metavar="N", help="read with N processes (default: 1)")
    parser.add_argument(
        "--actors", metavar="FILE", help="a table of actors of your own, which wins over ours (or: BACKCHANNEL_ACTORS)"
    )
    parser.add_argument(
        "--verbatim",
        action="store_true",
        help="the input is a story's clean text already: keep it character for character",
    )
    _add_format(parser)


def _add_read(parser: argparse.ArgumentParser) -> None:
    _add_reading(parser)
    parser.add_argument("--explain", action="store_true", help="show the rule behind every event and mention")
    parser.add_argument(
        "--pair",
        nargs=2,
        metavar=("ACTOR", "RECIPIENT"),
        help="only what the first does to the second: two stretches of the text, as written, from one sentence",
    )


def _add_format(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--format", choices=("json", "jsonl", "table"), help="default: table on a terminal, jsonl in a pipe"
    )


def _add_ledger(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--ledger", default=DEFAULT_LEDGER, metavar="URL", help=f"default: {DEFAULT_LEDGER}")


def _add_add(parser: argparse.ArgumentParser) -> None:
    _add_reading(parser)
    _add_ledger(parser)


def _add_window(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--since", type=_day, metavar="DATE", help="from this day on")
    parser.add_argument("--until", type=_day, metavar="DATE", help="up to and with this day")
    parser.add_argument("--status", choices=STATUSES, help="only events of this status")


def _add_filters(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--actor", metavar="A", help="a country code, a name or an id: who takes part")
    parser.add_argument("--with", dest="partner", metavar="B", help="who takes part on the other side")
    parser.add_argument("--type", type=str.upper, metavar="TYPE", help="a PLOVER type, such as CONSULT")
    _add_window(parser)


def _add_search(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("words", nargs="+", metavar="WORDS")
    _add_filters(parser)
    parser.add_argument("--limit", type=_count, default=20, metavar="N", help="at most N hits (default: 20)")
    _add_ledger(parser)
    _add_format(parser)


def _add_timeline(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("actor", metavar="A", help="a country code, a name or an id")
    parser.add_argument("partner", metavar="B", nargs="?", help="the other side")
    _add_window(parser)
    _add_ledger(parser)
    _add_format(parser)


def _add_channels(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("actor", metavar="A")
    parser.add_argument("partner", metavar="B")
    _add_ledger(parser)
    _add_format(parser)


def _add_ask(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--actor", required=True, metavar="A", help="who acts: a country code, a name or an id")
    parser.add_argument("--recipient", required=True, metavar="B", help="towards whom")
    parser.add_argument("--type", required=True, type=str.upper, metavar="TYPE", help="a PLOVER type, such as CONSULT")
    parser.add_argument("--mode", help="a PLOVER mode, such as visit")
    parser.add_argument("--by", required=True, type=_day, metavar="DATE", help="the last day that counts")
    parser.add_argument(
        "--asof",
        type=_day,
        metavar="DATE",
        help="forecast from what was known at the end of this day (default: the ledger's last day)",
    )
    _add_ledger(parser)
    _add_format(parser)


def _add_copies(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("story", metavar="STORY", nargs="?", help="a story's id; without it, all that is told twice")
    ruling = parser.add_mutually_exclusive_group()
    ruling.add_argument("--join", metavar="OTHER", help="lay down that the two are one wire story")
    ruling.add_argument("--apart", metavar="OTHER", help="lay down that they are not")
    ruling.add_argument("--undo", metavar="OTHER", help="take back what was laid down on the two")
    parser.add_argument("--by", default="analyst", metavar="NAME", help="who lays it down (default: analyst)")
    _add_ledger(parser)
    _add_format(parser)


def _add_who(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("who", metavar="NAME|ID", nargs="?", help="a name, or an id; without it, all identities")
    ruling = parser.add_mutually_exclusive_group()
    ruling.add_argument("--merge", metavar="OTHER", help="lay down that the two are one: name, id, or known actor")
    ruling.add_argument("--split", nargs="+", metavar="ID", help="lay down that these mentions are somebody else")
    ruling.add_argument(
        "--undo", nargs="?", type=_count, const=0, metavar="N", help="take ruling N back (default: the latest on him)"
    )
    ruling.add_argument(
        "--relink", action="store_true", help="point identities to actors who have been added to the tables since"
    )
    parser.add_argument("--why", default="", metavar="TEXT", help="the reason, without which nobody is merged or split")
    parser.add_argument("--by", default="analyst", metavar="NAME", help="who lays it down (default: analyst)")
    parser.add_argument("--day", type=_day, metavar="DATE", help="the day on which it was decided, if it is to be kept")
    parser.add_argument("--limit", type=_count, default=30, metavar="N", help="list at most N identities (default: 30)")
    _add_ledger(parser)
    _add_format(parser)


def _add_sources(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("actor", metavar="ACTOR", nargs="?", help="one source alone: a name, a country code or an id")
    _add_ledger(parser)
    _add_format(parser)


def _add_grade(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("story", metavar="STORY", help="a story's id")
    parser.add_argument("statement", metavar="STATEMENT", nargs="?", help="one statement alone, such as s1")
    setting = parser.add_mutually_exclusive_group()
    setting.add_argument("--set", metavar="GRADE", help="your grade, such as B2; the rules' grade is kept beside it")
    setting.add_argument("--undo", action="store_true", help="take back what was set")
    parser.add_argument("--why", default="", metavar="TEXT", help="the reason, without which no grade is kept")
    parser.add_argument("--by", default="analyst", metavar="NAME", help="who sets it (default: analyst)")
    _add_ledger(parser)
    _add_format(parser)


def _add_import(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", metavar="FILE")
    parser.add_argument("--layout", required=True, choices=("icews", "polecat", "jsonl"))
    _add_ledger(parser)


def _add_export(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--layout", required=True, choices=("csv", "jsonl"))
    parser.add_argument("--out", metavar="FILE", help="default: stdout")
    _add_filters(parser)
    _add_ledger(parser)


def _add_serve(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="default: 127.0.0.1 (this machine alone)")
    parser.add_argument("--port", type=_port, default=8642, help="default: 8642")
    _add_ledger(parser)


def _add_demo(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--jobs", type=_count, default=1, metavar="N", help="read with N processes (default: 1)")


# command: (module under commands/, what it does, its arguments), in the order of the help page.
COMMANDS: dict[str, tuple[str, str, Callable[[argparse.ArgumentParser], None]]] = {
    "read": ("reading", "reads documents and prints what they say; stores nothing", _add_read),
    "add": ("reading", "reads documents and stores what they say in the ledger", _add_add),
    "import": ("exchange", "brings in event data made elsewhere", _add_import),
    "export": ("exchange", "writes the ledger's events out", _add_export),
    "search": ("questions", "full-text search in the stories, with filters", _add_search),
    "timeline": ("questions", "what happened on one actor's side, or between two", _add_timeline),
    "channels": ("questions", "the state of every channel between two actors", _add_channels),
    "copies": ("copies", "which stories are one wire story, why, and your ruling on it", _add_copies),
    "who": ("who", "people and bodies of the stories whom no table knows: who is who, and your ruling on it", _add_who),
    "sources": ("sources", "what each source told, and how often others confirmed or contradicted it", _add_sources),
    "grade": ("sources", "how far each statement is to be believed, why, and your grade", _add_grade),
    "ask": ("forecast", "how likely something is by a day, and why", _add_ask),
    "serve": ("desk", "opens the desk: web pages on the ledger", _add_serve),
    "demo": ("demo", "the whole line on stories that ship with the package, and what to try next", _add_demo),
}

if __name__ == "__main__":
    sys.exit(main())
