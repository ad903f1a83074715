"""Bytes -> text: byte-order marks, declared and mixed encodings, and what is no text at all."""

from __future__ import annotations

import codecs
import re

from backchannel.errors import BadInput, UnknownFormat
from backchannel.records import Page

LONGEST_PAGE = 20_000_000  # bytes; the largest page in a public benchmark of news pages has 2.9 million

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_KINDS = (
    (b"\x89PNG\r\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"RIFF", "a RIFF sound, film or WebP picture"),
    (b"%PDF-", "a PDF; save its text"),
    (b"PK\x03\x04", "a zip archive or office document; unpack it or save its text"),
    (b"\x1f\x8b", "gzip; unpack it first"),
    (b"BZh", "bzip2; unpack it first"),
    (b"\xfd7zXZ", "xz; unpack it first"),
    (b"7z\xbc\xaf", "a 7z archive; unpack it first"),
    (b"\xd0\xcf\x11\xe0", "an old office document; save its text"),
    (b"{\\rtf", "RTF; save its text"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "an SQLite database"),
)
_DECLARED = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})|<\?xml[^>]{0,100}?encoding=[\"']([\w.-]{2,40})",
    re.IGNORECASE,
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
_STRAY = re.compile("[\udc80-\udcff]+")


def decode_page(page: Page) -> str:
    """The page's bytes as text, without a byte-order mark.

    A mark decides; then UTF-8 where the bytes are UTF-8; then the encoding the page declares; else UTF-8 with each byte
    that does not fit read as Windows-1252, which also reads pages of mixed encodings.
    Raises BadInput where the page is empty or too large, UnknownFormat where it is no text.
    """
    data = page.data
    if len(data) > LONGEST_PAGE:
        raise BadInput(
            f"{page.name}: {len(data):,} bytes are too many for one page; split it, the limit is {LONGEST_PAGE:,}"
        )
    if not data.strip():
        raise BadInput(f"{page.name}: the document is empty; a news story as text or HTML is wanted")
    for mark, kind in _KINDS:
        if data.startswith(mark):
            raise UnknownFormat(f"{page.name}: this is {kind}; a news story as text or HTML is wanted")
    text = _decode(data)
    sample = text[:20_000]
    odd = len(_CONTROL.findall(sample))
    if odd > 0.01 * len(sample):
        raise UnknownFormat(
            f"{page.name}: binary content, no text ({odd} control characters); a news story as text or HTML is wanted"
        )
    return text


def _decode(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace")
    if guess := _unmarked_utf16(data):
        return data.decode(guess, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    declared = _DECLARED.search(data[:4096])
    if declared:
        name = (declared[1] or declared[2]).decode("ascii", "replace").lower()
        if name not in {"utf-8", "utf8"}:
            try:
                return data.decode({"iso-8859-1": "cp1252", "latin-1": "cp1252", "gb2312": "gb18030"}.get(name, name))
            except (LookupError, UnicodeDecodeError):
                pass
    return _STRAY.sub(_as_windows_1252, data.decode("utf-8", errors="surrogateescape"))


def _unmarked_utf16(data: bytes) -> str | None:
    """UTF-16 without a mark: in Western text nearly every second byte is zero."""
    sample = data[:2000]
    if len(sample) < 8 or 0 not in sample:
        return None
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if odd > 0.4 * len(sample) and even < 0.02 * len(sample):
        return "utf-16-le"
    if even > 0.4 * len(sample) and odd < 0.02 * len(sample):
        return "utf-16-be"
    return None


def _as_windows_1252(stray: re.Match[str]) -> str:
    """Bytes that are no UTF-8, which Python hands on as single surrogates, read as Windows-1252."""
    return stray[0].encode("utf-8", errors="surrogateescape").decode("cp1252", errors="replace")
