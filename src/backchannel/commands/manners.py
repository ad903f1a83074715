"""How commands speak: results on stdout, messages and progress on stderr, nothing hostile on the terminal.

Light on purpose: ``cli`` imports this module for every command, so rich is loaded only where something is drawn.
"""

from __future__ import annotations

import json
import os
import re
import sys
import threading
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress

PATIENCE = 2.0  # seconds without a sign of life before a progress bar is shown

# What JSON lets stand bare but a terminal or a line reader obeys: controls, line separators, lone surrogates, and the
# marks that turn the direction of writing.
_UNSAFE = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def printable(text: str) -> str:
    """The text with everything a terminal might obey (controls, direction marks, undecodable bytes) written out."""
    return "".join(letter if letter.isprintable() else _written_out(letter) for letter in text)


def _written_out(letter: str) -> str:
    code = ord(letter)
    if 0xDC80 <= code <= 0xDCFF:  # an undecodable byte of a file name, as Python carries it
        return f"\\x{code - 0xDC00:02x}"
    return letter.encode("unicode_escape", "backslashreplace").decode("ascii")


def say(message: str) -> None:
    """One message on stderr."""
    sys.stderr.write(f"backchannel: {printable(message)}\n")
    sys.stderr.flush()


def drop_stdout() -> None:
    """Sends all further output into nothing: who read it (head, a pager that was quit) wants no more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def choose_format(wanted: str | None) -> str:
    """The format asked for; otherwise "table" on a terminal and "jsonl" in a pipe."""
    return wanted or ("table" if sys.stdout.isatty() else "jsonl")


def to_json(record: Any) -> str:
    """The record as one line of JSON in which nothing stands that a terminal would obey."""
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(record, ensure_ascii=False))


class JsonWriter:
    """Writes records to stdout as they come: one a line, or as one JSON array. Always UTF-8, flushed each time."""

    def __init__(self, *, lines: bool) -> None:
        self._lines = lines
        self._first = True
        _set_encoding("utf-8")

    def write(self, record: Any) -> None:
        before = "" if self._lines else ("[" if self._first else ",\n ")
        self._first = False
        sys.stdout.write(before + to_json(record) + ("\n" if self._lines else ""))
        sys.stdout.flush()

    def close(self) -> None:
        if not self._lines:
            sys.stdout.write("[]\n" if self._first else "]\n")


def open_console() -> Console:
    """A console on stdout: colours on a terminal only, no markup read from text, a closed pipe is an error."""
    from rich.console import Console

    class PlainConsole(Console):
        def on_broken_pipe(self) -> None:
            raise BrokenPipeError

    _set_encoding(None)
    return PlainConsole(file=sys.stdout, highlight=False, markup=False, emoji=False)


def _set_encoding(encoding: str | None) -> None:
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding=encoding, errors="strict" if encoding == "utf-8" else "replace")


class Bar:
    """A progress bar on stderr that appears after PATIENCE seconds without output, and only on a terminal.

    ``count`` tells how much there is to do; it is asked only when the bar is shown.
    """

    def __init__(self, what: str, count: Callable[[], int] | None = None) -> None:
        self._what, self._count, self._done = what, count, 0
        self._wanted = sys.stderr.isatty()
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None
        self._progress: Progress | None = None

    def __enter__(self) -> Bar:
        self._arm()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.pause()

    def step(self) -> None:
        """One more is done; after a pause the bar comes back when the next one takes long."""
        self.reach(self._done + 1)

    def reach(self, done: int) -> None:
        """So many are done in all."""
        self._done = done
        if self._progress is not None:
            self._progress.update(self._progress.task_ids[0], completed=self._done)
        elif self._timer is None:
            self._arm()

    def pause(self) -> None:
        """Takes the bar off the screen, so that something can be written."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        with self._lock:
            if self._progress is not None:
                self._progress.stop()
                self._progress = None

    def make_way(self) -> None:
        """Takes the bar off the screen where results are about to be written on the same one."""
        if sys.stdout.isatty():
            self.pause()

    def say(self, message: str) -> None:
        """A message on stderr, the bar out of its way."""
        self.pause()
        say(message)

    def _arm(self) -> None:
        if self._wanted:
            self._timer = threading.Timer(PATIENCE, self._show)
            self._timer.daemon = True
            self._timer.start()

    def _show(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        with self._lock:
            if self._timer is None:
                return
            self._progress = Progress(
                TextColumn("{task.description}", markup=False),
                BarColumn(),
                MofNCompleteColumn(),
                TimeElapsedColumn(),
                console=Console(stderr=True),
                transient=True,
                redirect_stdout=False,
                redirect_stderr=False,
            )
            total = None if self._count is None else self._count()
            self._progress.add_task(self._what, total=total, completed=self._done)
            self._progress.start()
