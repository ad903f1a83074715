"""Containers: one file or stream in, the documents in it out, one by one, with what the container says of each.

An opener is ``looks_like_X(head) -> bool`` and ``open_X(source) -> Iterator[Opened]``; the table is ``OPENERS`` in the
package's ``__init__``. What no opener knows is one document. Nothing here raises for bad input: what cannot be read is
a ``Refusal`` among the documents, and the rest goes on.
"""

from __future__ import annotations

import datetime as dt
import io
import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import BinaryIO

from backchannel.articles.decode import decode_page
from backchannel.errors import BackchannelError, BadInput
from backchannel.records import Page

LARGEST_DOCUMENT = 32 * 1024 * 1024  # bytes; no page of news is larger
DEEPEST = 3  # containers inside one another: a gzip of a mailbox of forwarded mail
HEAD = 8192  # bytes by which a format is recognised
MOST_DOCUMENTS = 5_000_000  # in one container; the largest public WARC files hold some 50,000

Handed = tuple[str, tuple[str, ...], str]  # a fact handed down: field, values, where it stood


@dataclass(frozen=True, slots=True)
class Refusal:
    """A part of a container that cannot be read: its name, and what is wrong and would be right."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Pointer:
    """A container's entry that only points at a story elsewhere (a feed's headline and link)."""

    name: str
    title: str | None
    url: str | None


Opened = Page | Refusal | Pointer


class Head:
    """The first bytes of a file and its name, by which openers recognise what it is."""

    def __init__(self, name: str, data: bytes) -> None:
        self.name, self.data = name, data

    @cached_property
    def text(self) -> str:
        """The bytes as text; empty where they are none. The last character may be half of one."""
        try:
            return decode_page(Page(self.name, self.data))
        except BadInput:
            return ""


@dataclass(frozen=True, slots=True)
class Source:
    """Something to open: its name, its bytes as a stream, and what is known of all that is in it."""

    name: str
    stream: io.BufferedReader
    openers: Mapping[str, Opener]
    depth: int = 0
    url: str | None = None
    published: dt.date | None = None
    facts: tuple[Handed, ...] = ()

    def read(self) -> bytes:
        """All bytes; raises BadInput where they are more than a document may have."""
        data = self.stream.read(LARGEST_DOCUMENT + 1)
        if len(data) > LARGEST_DOCUMENT:
            limit = LARGEST_DOCUMENT // 1024 // 1024
            raise BadInput(f"{self.name}: larger than {limit} MB, no news page is; split it into its documents")
        return data

    def page(self, data: bytes, part: str = "", facts: tuple[Handed, ...] = ()) -> Page:
        """A document of these bytes in this source. The address that was given for the whole is no part's address."""
        url = None if part else self.url
        return Page(self.name + part, data, url=url, published=self.published, facts=(*facts, *self.facts))

    def decoded(self) -> str:
        """All bytes as text. Raises as ``read`` and ``decode_page`` do."""
        return decode_page(Page(self.name, self.read()))

    def inner(self, stream: io.RawIOBase | bytes, part: str = "") -> Source:
        """What stands inside this source, one level deeper."""
        url = None if part else self.url
        return replace(self, name=self.name + part, stream=as_reader(stream), depth=self.depth + 1, url=url)


Opener = tuple[Callable[[Head], bool], Callable[[Source], Iterator[Opened]]]


class _Filled(io.RawIOBase):
    """A stream that may give little at a time (a pipe), read in full pieces, so that a look ahead sees enough."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        view = memoryview(buffer)
        done = 0
        while done < len(view):
            piece = self._stream.read(len(view) - done)
            if not piece:
                break
            view[done : done + len(piece)] = piece
            done += len(piece)
        return done


def quieten(library: str) -> None:
    """Keeps a library's warnings on broken input off stderr, unless the program has set up logging for them."""
    logger = logging.getLogger(library)
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())


def as_reader(stream: BinaryIO | io.RawIOBase | bytes) -> io.BufferedReader:
    """The bytes as a stream that can be looked into."""
    if isinstance(stream, bytes):
        stream = io.BytesIO(stream)
    raw = stream if isinstance(stream, io.RawIOBase) else _Filled(stream)
    return io.BufferedReader(raw, 8 * HEAD)


def open_source(source: Source) -> Iterator[Opened]:
    """The documents in a source, one by one, each with what its container says of it."""
    count = 0
    try:
        for item in _open(source):
            count += 1
            if count > MOST_DOCUMENTS:
                raise BadInput(f"{source.name}: more than {MOST_DOCUMENTS:,} documents; split it")
            yield item
    except BackchannelError as error:
        yield Refusal(source.name, str(error))


def _open(source: Source) -> Iterator[Opened]:
    head = Head(source.name, source.stream.peek(HEAD)[:HEAD])
    for looks_like, opener in source.openers.values():
        if looks_like(head):
            if source.depth >= DEEPEST:
                raise BadInput(f"{source.name}: packed more than {DEEPEST} times over; unpack it first")
            yield from opener(source)
            return
    yield source.page(source.read())


def is_container(name: str, data: bytes, openers: Mapping[str, Opener]) -> bool:
    """Whether an opener knows these bytes."""
    head = Head(name, data[:HEAD])
    return any(looks_like(head) for looks_like, _ in openers.values())


def only_page(source: Source) -> Page:
    """The one document in a source. Raises BadInput where it holds none or several."""
    found = None
    for item in open_source(source):
        if isinstance(item, Refusal):
            raise BadInput(item.reason if item.name in item.reason else f"{item.name}: {item.reason}")
        if isinstance(item, Pointer):
            raise BadInput(f"{item.name}: only points at a story elsewhere ({item.url}); fetch that page")
        if found is not None:
            raise BadInput(f"{source.name}: holds several documents; open it with open_page and read each")
        found = item
    if found is None:
        raise BadInput(f"{source.name}: holds no document")
    return found
