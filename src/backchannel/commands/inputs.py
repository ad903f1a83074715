"""Paths -> pages: files, folders, stdin. What cannot be read is named and counted; the rest goes on."""

from __future__ import annotations

import datetime as dt
import os
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from backchannel.commands.manners import printable
from backchannel.records import Page

LARGEST = 32 * 1024 * 1024  # bytes; no page of news is larger
STDIN = "-"


class Inputs:
    """The pages of some paths, drawn one by one. ``failed`` counts what could not be read so far."""

    def __init__(
        self,
        paths: Sequence[str],
        *,
        published: dt.date | None,
        url: str | None,
        complain: Callable[[str], None],
    ) -> None:
        self._paths, self._published, self._url, self._complain = paths, published, url, complain
        self.failed = 0

    def pages(self) -> Iterator[Page]:
        """Every document below the paths, folders in order of name; hidden files are left out."""
        for path in self._paths:
            if path == STDIN:
                yield from self._page("stdin", sys.stdin.buffer.read(LARGEST + 1))
            elif Path(path).is_dir():
                yield from self._folder(path)
            else:
                yield from self._file(path)

    def count(self) -> int:
        """How many documents there are below the paths, as far as names tell."""
        return sum(len(list(_walk(path, lambda error: None))) if Path(path).is_dir() else 1 for path in self._paths)

    def fail(self, name: str, reason: str) -> None:
        """Names what could not be read, and why."""
        self.failed += 1
        self._complain(reason if reason.startswith(name) else f"{printable(name)}: {reason}")

    def _folder(self, folder: str) -> Iterator[Page]:
        empty = True
        for path in _walk(folder, lambda error: self.fail(str(error.filename), _reason(error))):
            empty = False
            yield from self._file(path)
        if empty:
            self.fail(folder, "no documents in this folder (hidden files are left out)")

    def _file(self, path: str) -> Iterator[Page]:
        try:
            kind = os.stat(path).st_mode  # noqa: PTH116 - the path may be no valid text, and stays as it is
            if stat.S_ISSOCK(kind) or stat.S_ISBLK(kind):
                self.fail(path, "not a document but a device or socket")
                return
            with open(path, "rb") as file:  # noqa: PTH123
                data = file.read(LARGEST + 1)
        except OSError as error:
            self.fail(path, _reason(error))
            return
        yield from self._page(path, data)

    def _page(self, name: str, data: bytes) -> Iterator[Page]:
        if len(data) > LARGEST:
            self.fail(name, f"larger than {LARGEST // 1024 // 1024} MB, no news page is; split it into its documents")
        else:
            # The name goes into messages of every stage: written out once, here, it can do no harm in any.
            yield Page(printable(name), data, url=self._url, published=self._published)


def _walk(folder: str, complain: Callable[[OSError], None]) -> Iterator[str]:
    for root, folders, files in os.walk(folder, onerror=complain):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith("."):
                yield os.path.join(root, name)  # noqa: PTH118


def _reason(error: OSError) -> str:
    return f"cannot be read: {error.strerror or error}"
