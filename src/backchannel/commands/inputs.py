"""Paths -> pages: files, folders, stdin, and the documents inside containers (feeds, mailboxes, WARC, gzip).

What cannot be read is named and counted; the rest goes on. Containers are read as streams, document by document.
"""

from __future__ import annotations

import datetime as dt
import os
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from backchannel.articles import Pointer, Refusal, open_stream
from backchannel.articles.containers import LARGEST_DOCUMENT
from backchannel.commands.manners import printable
from backchannel.records import Page

STDIN = "-"
SHOWN_POINTERS = 3  # of one file; a feed may hold hundreds


class Inputs:
    """The pages of some paths, drawn one by one. ``failed`` counts what could not be read so far.

    ``verbatim``: each file is one story's clean text, and nothing is opened.
    """

    def __init__(
        self,
        paths: Sequence[str],
        *,
        published: dt.date | None,
        url: str | None,
        complain: Callable[[str], None],
        verbatim: bool = False,
    ) -> None:
        self._paths, self._published, self._url, self._complain = paths, published, url, complain
        self._verbatim = verbatim
        self.failed = 0

    def pages(self) -> Iterator[Page]:
        """Every document below the paths, folders in order of name; hidden files are left out."""
        for path in self._paths:
            if path == STDIN:
                yield from self._stream("stdin", sys.stdin.buffer)
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
                yield from self._stream(path, file)
        except OSError as error:
            self.fail(path, _reason(error))

    def _stream(self, path: str, stream: BinaryIO) -> Iterator[Page]:
        # The name goes into messages of every stage: written out once, here, it can do no harm in any.
        name = printable(path)
        if self._verbatim:
            yield from self._whole(name, stream.read(LARGEST_DOCUMENT + 1))
            return
        pointers: list[Pointer] = []
        pages = 0
        for item in open_stream(name, stream, url=self._url, published=self._published):
            if isinstance(item, Page):
                pages += 1
                yield item
            elif isinstance(item, Refusal):
                self.fail(item.name, item.reason)
            else:
                pointers.append(item)
        if pointers:
            self._tell_pointers(name, pointers, alone=not pages)

    def _whole(self, name: str, data: bytes) -> Iterator[Page]:
        if len(data) > LARGEST_DOCUMENT:
            limit = LARGEST_DOCUMENT // 1024 // 1024
            self.fail(name, f"larger than {limit} MB, no news page is; split it into its documents")
        else:
            yield Page(name, data, url=self._url, published=self._published)

    def _tell_pointers(self, name: str, pointers: Sequence[Pointer], *, alone: bool) -> None:
        """Entries that only point at stories are no failure, but where a file holds nothing else."""
        shown = "; ".join(f"“{one.title or 'untitled'}” {one.url or ''}".rstrip() for one in pointers[:SHOWN_POINTERS])
        more = f"; and {len(pointers) - SHOWN_POINTERS} more" if len(pointers) > SHOWN_POINTERS else ""
        count = "1 entry only points" if len(pointers) == 1 else f"{len(pointers)} entries only point"
        message = f"{name}: {count} at a story elsewhere, fetch the page to read it: {shown}{more}"
        if alone:
            self.fail(name, message)
        else:
            self._complain(message)


def _walk(folder: str, complain: Callable[[OSError], None]) -> Iterator[str]:
    for root, folders, files in os.walk(folder, onerror=complain):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith("."):
                yield os.path.join(root, name)  # noqa: PTH118


def _reason(error: OSError) -> str:
    return f"cannot be read: {error.strerror or error}"
