"""gzip of any document or container, unpacked as it is read; bombs and broken files are refused."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator

from backchannel.articles.containers import Head, Opened, Source, open_source
from backchannel.errors import BadInput

MAGIC = b"\x1f\x8b\x08"
PIECE = 64 * 1024
LARGEST_PIECE = 1024 * 1024  # unpacked at once
MOST_UNPACKED = 64 * 1024**3  # bytes; a month's WARC of a large crawl unpacks to some 5 GB
# News text packs 3 to 8 times, the emptiest log some 100; a bomb goes to 1,000.
LARGEST_RATIO = 200
RATIO_FROM = 8 * 1024 * 1024  # unpacked bytes from which the ratio counts


def looks_like_gzip(head: Head) -> bool:
    """Whether the file is gzip."""
    return head.data.startswith(MAGIC)


def open_gzip(source: Source) -> Iterator[Opened]:
    """What is packed in it, opened in turn."""
    yield from open_source(source.inner(Unpacked(source.stream, source.name)))


class Unpacked(io.RawIOBase):
    """The bytes of a gzip stream, all its members one after the other, unpacked piece by piece.

    Raises BadInput where it breaks off, is corrupt, or unpacks to more than a bomb's share.
    """

    def __init__(self, stream: io.BufferedReader, name: str) -> None:
        self._stream, self._name = stream, name
        self._unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
        self._packed = b""
        self._in = self._out = 0
        self._fault: BadInput | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        if self._fault is not None:
            raise self._fault
        view = memoryview(buffer)
        done = 0
        try:
            while done < len(view) and (piece := self._next(min(LARGEST_PIECE, len(view) - done))):
                view[done : done + len(piece)] = piece
                done += len(piece)
        except BadInput as error:
            # What came before the fault is read first, so that the records of a WARC cut off are not lost.
            self._fault = error
            if not done:
                raise
        return done

    def _next(self, size: int) -> bytes:
        while True:
            if self._unpacker.eof and not self._next_member():
                return b""
            if not self._packed:
                self._packed = self._stream.read(PIECE)
                self._in += len(self._packed)
            if not self._packed and not self._unpacker.unconsumed_tail:
                raise BadInput(
                    f"{self._name}: this gzip breaks off after {self._in:,} bytes ({self._out:,} unpacked); "
                    "fetch it again, whole"
                )
            try:
                piece = self._unpacker.decompress(self._packed, size)
            except zlib.error as error:
                raise BadInput(f"{self._name}: this gzip is corrupt near byte {self._in:,} ({error})") from None
            self._packed = self._unpacker.unconsumed_tail
            if piece:
                self._count(len(piece))
                return piece

    def _next_member(self) -> bool:
        """Whether another member follows; zero bytes that pad the file's end are passed over."""
        rest = (self._unpacker.unused_data or self._stream.read(PIECE)).lstrip(b"\0")
        while len(rest) < len(MAGIC) and (more := self._stream.read(PIECE)):
            rest = (rest + more).lstrip(b"\0")
        if not rest.startswith(MAGIC):
            return False  # what follows is no gzip: gzip itself passes over such a tail
        self._unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
        self._packed = rest
        return True

    def _count(self, length: int) -> None:
        self._out += length
        if self._out > MOST_UNPACKED or (self._out > RATIO_FROM and self._out > LARGEST_RATIO * self._in):
            raise BadInput(
                f"{self._name}: this gzip unpacks to {self._out // 1024 // 1024:,} MB and more, "
                f"{self._out // max(1, self._in):,} times its size; such a bomb is not read"
            )
