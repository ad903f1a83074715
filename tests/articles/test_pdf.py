"""PDF: lines joined into paragraphs, files without text, broken and locked ones, and no extractor at hand."""

from __future__ import annotations

import io
import sys

import pytest

from backchannel.articles import Refusal, open_page, read_page
from backchannel.articles.pdf import _join_lines
from backchannel.errors import UnknownFormat
from backchannel.records import Page

pypdf = pytest.importorskip("pypdf")


def write(pages: int = 1, password: str | None = None) -> bytes:
    writer = pypdf.PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(200, 200)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def refusal(data: bytes) -> str:
    (item,) = open_page(Page("r.pdf", data))
    assert isinstance(item, Refusal)
    return item.reason


def test_lines_are_joined_but_sentences_never_cut() -> None:
    lines = (
        "Ministers agree on a bridge\n"
        "By Ana Reis\n"
        "The two ministers met in the harbour office on Monday and agreed that the\n"
        "bridge be opened again. Neither said who would pay for it, and each of the\n"
        "two left by another door.\n"
        "The bridge was closed in May.\n"
    )
    assert list(_join_lines(lines)) == [
        "Ministers agree on a bridge",
        "By Ana Reis",
        "The two ministers met in the harbour office on Monday and agreed that the bridge be opened again. Neither "
        "said who would pay for it, and each of the two left by another door.",
        "The bridge was closed in May.",
    ]
    assert list(_join_lines("")) == []


def test_a_pdf_without_text() -> None:
    assert "holds no text" in refusal(write())


def test_a_locked_pdf() -> None:
    assert "locked with a password" in refusal(write(password="secret"))


def test_too_many_pages() -> None:
    assert "301 pages" in refusal(write(301))


@pytest.mark.parametrize(
    "data", [b"%PDF-1.4", b"%PDF-1.4\n" + b"1 0 obj<<" * 50_000, b"%PDF-1.7\n" + bytes(range(256)) * 40]
)
def test_broken_pdfs(data: bytes) -> None:
    assert "r.pdf: this PDF is broken" in refusal(data)


def test_without_the_extra_the_message_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdf", None)
    assert 'pip install "backchannel[pdf]"' in refusal(write())
    with pytest.raises((UnknownFormat, Exception), match="this is a PDF"):
        read_page(Page("r.pdf", write()))
