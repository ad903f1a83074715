"""PDF -> its text, by way of pypdf (BSD-3-Clause), which is an optional extra: pip install "backchannel[pdf]"."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from backchannel.articles.containers import Handed, Head, Opened, Source, quieten
from backchannel.articles.people import split_people
from backchannel.errors import BadInput, UnknownFormat

if TYPE_CHECKING:
    from pypdf import PdfReader

MOST_PAGES = 300
MOST_CHARACTERS = 2_000_000
MOST_CONTENT = 5_000_000  # bytes of drawing commands; a page of text has some 10,000, and a second reads 300,000
EARLY = 0.6  # of a full line's width: a line that stops before is the last of its paragraph, or a title
_END = re.compile(r"[.!?…][\"'”’)]{0,2}$")
_BYLINE = re.compile(r"(?:By|BY) [A-Z]")
_HYPHEN = re.compile(r"(?<=[a-z])-\n(?=[a-z])")
_PAGE_NUMBER = re.compile(r"^\s*(?:page )?\d{1,4}(?: ?(?:of|/) ?\d{1,4})?\s*$", re.IGNORECASE | re.MULTILINE)


def looks_like_pdf(head: Head) -> bool:
    """Whether the file is a PDF; some have a few bytes before their mark."""
    return b"%PDF-" in head.data[:1024] and not head.data.lstrip().startswith(b"<")


def open_pdf(source: Source) -> Iterator[Opened]:
    """The text of a PDF as one document.

    Raises UnknownFormat where no extractor is installed, BadInput where the PDF is broken, locked or has no text.
    """
    try:
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError
    except ImportError:
        raise UnknownFormat(
            f'{source.name}: this is a PDF; to read it: pip install "backchannel[pdf]", or save its text'
        ) from None
    quieten("pypdf")
    data = source.read()
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise BadInput(f"{source.name}: this PDF is locked with a password; unlock it first")
        text = _text(reader, source.name)
        facts = _facts(reader)
    except BadInput:
        raise
    except (PyPdfError, *_FAULTS) as error:
        raise BadInput(f"{source.name}: this PDF is broken ({error or type(error).__name__}); save it again") from None
    if not text.strip():
        raise BadInput(f"{source.name}: this PDF holds no text (pictures of pages?); a PDF with text is wanted")
    yield source.page(text.encode("utf-8", "replace"), "", facts)


# What an extractor in pure Python raises on a broken file beside its own errors.
_FAULTS = (ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError, OSError)


def _text(reader: PdfReader, name: str) -> str:
    if len(reader.pages) > MOST_PAGES:
        raise BadInput(f"{name}: {len(reader.pages):,} pages are too many for a story; the limit is {MOST_PAGES}")
    pages: list[str] = []
    size = content = 0
    for page in reader.pages:
        contents = page.get_contents()
        content += 0 if contents is None else len(contents.get_data())
        if content > MOST_CONTENT:
            raise BadInput(f"{name}: more than {MOST_CONTENT:,} bytes of drawing; save the text of its stories")
        words = page.extract_text()
        size += len(words)
        if size > MOST_CHARACTERS:
            raise BadInput(f"{name}: more than {MOST_CHARACTERS:,} characters; split it into its stories")
        pages.append(_HYPHEN.sub("", _PAGE_NUMBER.sub("", words)).strip())
    return "\n\n".join(_join_lines("\n".join(page for page in pages if page)))


def _join_lines(text: str) -> Iterator[str]:
    """The lines of set type joined into paragraphs: one ends with its sentence, or where a line stops far too early.

    A paragraph may so be cut in two, but never a sentence.
    """
    lines = [" ".join(line.split()) for line in text.splitlines()]
    lengths = sorted(len(line) for line in lines if line)
    width = lengths[len(lengths) * 9 // 10] if lengths else 0
    words = ""
    for index, line in enumerate(lines):
        words = f"{words} {line}".strip()
        following = lines[index + 1] if index + 1 < len(lines) else ""
        early = len(line) < EARLY * width and not following[:1].islower()
        if not following or _END.search(line) or early or _BYLINE.match(following):
            if words:
                yield words
            words = ""


def _facts(reader: PdfReader) -> tuple[Handed, ...]:
    """Title and author of the document's information, where they are such."""
    information = reader.metadata
    if information is None:
        return ()
    facts: list[Handed] = []
    title = " ".join(str(information.title or "").split())
    if len(title.split()) >= 3 and not title.lower().endswith((".doc", ".docx", ".pdf", ".indd")):
        facts.append(("title", (title,), "pdf title"))
    people, _ = split_people(str(information.author or "")[:300])
    if people:
        facts.append(("authors", people, "pdf author"))
    return tuple(facts)
