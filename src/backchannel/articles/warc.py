"""WARC (ISO 28500) -> the web pages in it, read as a stream: only HTML responses with status 200.

The records are cut apart here, with bounded work and exact offsets, so that a broken record costs only what comes
after it; what a record holds (chunks, compressed bodies, HTTP heads) is read by warcio.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from backchannel.articles.containers import LARGEST_DOCUMENT, Head, Opened, Refusal, Source, quieten
from backchannel.errors import BadInput
from backchannel.records import Page

MOST_HEADER = 64 * 1024  # bytes of one record's header
PIECE = 1024 * 1024
_HTML = re.compile(r"\s*(?:text/html|application/xhtml\+xml)\b", re.IGNORECASE)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_LENGTH = re.compile(rb"^content-length:[ \t]*(\d{1,15})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_ADDRESS = re.compile(rb"^warc-target-uri:[ \t]*\S", re.IGNORECASE | re.MULTILINE)
_RESPONSE = re.compile(rb"^warc-type:[ \t]*response[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)


# What warcio raises on a broken record beside its own errors.
_FAULTS = (AttributeError, EOFError, LookupError, OSError, ValueError, zlib.error)


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a WARC: where it starts in the unpacked file, its header, and its block."""

    offset: int
    header: bytes
    block: bytes


def looks_like_warc(head: Head) -> bool:
    """Whether the file begins with a WARC record."""
    return head.data.startswith((b"WARC/1.", b"WARC/0."))


def open_warc(source: Source) -> Iterator[Opened]:
    """The HTML pages among a WARC's responses; a record that is broken or too large is refused with its offset."""
    records = pages = 0
    for record in _records(source):
        if isinstance(record, Refusal):
            yield record
            pages += 1
            continue
        records += 1
        page = _read_response(source, record)
        if page is not None:
            pages += 1
            yield page
    if not pages:
        yield Refusal(source.name, f"no HTML response with status 200 among the {records:,} responses of this WARC")


def _records(source: Source) -> Iterator[Record | Refusal]:
    """The response records, in order; ends at the first one that breaks off."""
    stream, at = source.stream, 0
    while True:
        start, header = _read_header(stream, at, source.name)
        if header is None:
            return
        length = _LENGTH.search(header)
        part = f"{source.name}#{start}"
        if not header.startswith(b"WARC/") or length is None:
            yield Refusal(part, f"no WARC record at byte {start:,}; what comes after it cannot be read")
            return
        wanted = int(length[1])
        wants = _RESPONSE.search(header) is not None
        if wants and wanted > LARGEST_DOCUMENT:
            limit = LARGEST_DOCUMENT // 1024 // 1024
            yield Refusal(part, f"the response at byte {start:,} is larger than {limit} MB; no news page is")
        block, got = _read_block(stream, wanted, keep=wants and wanted <= LARGEST_DOCUMENT)
        at = start + len(header) + got
        if got < wanted:
            told = f"{got:,} of {wanted:,} bytes"
            yield Refusal(part, f"the WARC is cut off in the record at byte {start:,} ({told}); fetch it again")
            return
        if wants and block:
            yield Record(start, header, block)


def _read_header(stream: io.BufferedReader, at: int, name: str) -> tuple[int, bytes | None]:
    """Where the next record starts and its header with the empty line; None at the end of the file."""
    lines: list[bytes] = []
    size, start = 0, at
    while True:
        line = stream.readline(MOST_HEADER)
        size += len(line)
        if size > MOST_HEADER:
            raise BadInput(f"{name}: no WARC record at byte {start:,}; what comes after it cannot be read")
        if not line:
            return start, (b"".join(lines) if lines else None)
        if not line.strip():
            if lines:
                return start, b"".join([*lines, line])
            start += len(line)
            continue
        lines.append(line)


def _read_block(stream: io.BufferedReader, length: int, *, keep: bool) -> tuple[bytes, int]:
    """The block (empty where it is not kept) and how many bytes of it were there."""
    kept: list[bytes] = []
    got = 0
    while got < length and (piece := stream.read(min(PIECE, length - got))):
        got += len(piece)
        if keep:
            kept.append(piece)
    return b"".join(kept), got


def _read_response(source: Source, record: Record) -> Opened | None:
    """The page in a response record, a refusal where it cannot be read, or None where it is no HTML with status 200."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed
    from warcio.statusandheaders import StatusAndHeadersParserException

    quieten("warcio")
    part = f"#{record.offset}"
    if _ADDRESS.search(record.header) is None:
        return Refusal(source.name + part, f"the response at byte {record.offset:,} names no address (WARC-Target-URI)")
    try:
        parsed = next(iter(ArchiveIterator(io.BytesIO(record.header + record.block))), None)
        if parsed is None or parsed.http_headers is None:
            return None
        kind = parsed.http_headers.get_header("Content-Type") or ""
        if parsed.http_headers.get_statuscode() != "200" or (kind and _HTML.match(kind) is None):
            return None
        data = parsed.content_stream().read(LARGEST_DOCUMENT + 1)
    except (ArchiveLoadFailed, StatusAndHeadersParserException, *_FAULTS) as error:
        return Refusal(source.name + part, f"the response at byte {record.offset:,} cannot be read ({error})")
    if len(data) > LARGEST_DOCUMENT:
        limit = LARGEST_DOCUMENT // 1024 // 1024
        return Refusal(source.name + part, f"the response at byte {record.offset:,} unpacks to more than {limit} MB")
    if not kind and not re.match(rb"\s*(?:<!doctype html|<html)", data[:200], re.IGNORECASE):
        return None
    return _page(source, part, _decoded(data, kind), parsed.rec_headers)


def _page(source: Source, part: str, data: bytes, header: object) -> Page:
    """The page with what the record's header says of it. The day it was fetched is no day of publication."""
    get = getattr(header, "get_header")  # noqa: B009 - warcio has no types
    facts: list[tuple[str, tuple[str, ...], str]] = []
    address = (get("WARC-Target-URI") or "").strip("<> ")
    if address.startswith(("http://", "https://")):
        facts.append(("url", (address,), "warc target"))
    return source.page(data, part, tuple(facts))


def _decoded(data: bytes, kind: str) -> bytes:
    """The bytes as UTF-8 where the HTTP head names another encoding and they are no UTF-8 themselves."""
    charset = _CHARSET.search(kind)
    if charset is None:
        return data
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        try:
            return data.decode(charset[1]).encode()
        except (LookupError, UnicodeError):
            return data
    return data
