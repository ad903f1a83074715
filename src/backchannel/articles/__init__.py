"""Page -> Story: readers, furniture, metadata; and containers -> pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import BinaryIO

from backchannel.articles.containers import (
    Opened,
    Opener,
    Pointer,
    Refusal,
    Source,
    as_reader,
    is_container,
    only_page,
    open_source,
)
from backchannel.articles.decode import decode_page
from backchannel.articles.drafts import Draft, Fact, Facts
from backchannel.articles.feeds import looks_like_feed, looks_like_json_feed, open_feed, open_json_feed
from backchannel.articles.fragments import looks_like_fragment, read_fragment
from backchannel.articles.gzipped import looks_like_gzip, open_gzip
from backchannel.articles.html import looks_like_html, read_html
from backchannel.articles.mail import looks_like_mail, looks_like_mbox, open_mail, open_mbox
from backchannel.articles.markdown import looks_like_markdown, read_markdown
from backchannel.articles.newsml import looks_like_message, looks_like_newsml, open_message, read_newsml
from backchannel.articles.ninjs import looks_like_ninjs, looks_like_ninjs_list, open_ninjs_list, read_ninjs
from backchannel.articles.nitf import looks_like_nitf, read_nitf
from backchannel.articles.pdf import looks_like_pdf, open_pdf
from backchannel.articles.stories import finish_story, make_story, verbatim_body
from backchannel.articles.text import looks_like_text, read_text
from backchannel.articles.warc import looks_like_warc, open_warc
from backchannel.errors import BadInput, UnknownFormat
from backchannel.records import Page, Story

__all__ = ["OPENERS", "READERS", "Pointer", "Refusal", "open_page", "open_stream", "read_page", "read_verbatim"]

# To add a reader: write one file with looks_like_X(decoded) -> bool and read_X(page, decoded) -> Draft, and add one
# line here. The first reader whose look-out says yes is used: formats that can be told for sure stand above plain text.
READERS: Mapping[str, tuple[Callable[[str], bool], Callable[[Page, str], Draft]]] = {
    "fragment": (looks_like_fragment, read_fragment),
    "newsml": (looks_like_newsml, read_newsml),
    "nitf": (looks_like_nitf, read_nitf),
    "ninjs": (looks_like_ninjs, read_ninjs),
    "html": (looks_like_html, read_html),
    "markdown": (looks_like_markdown, read_markdown),
    "text": (looks_like_text, read_text),
}

# To add a container: write one file with looks_like_X(head) -> bool and open_X(source) -> Iterator[Opened], which gives
# the documents in it one by one (and a Refusal for each that cannot be had), and add one line here.
OPENERS: Mapping[str, Opener] = {
    "gzip": (looks_like_gzip, open_gzip),
    "warc": (looks_like_warc, open_warc),
    "mbox": (looks_like_mbox, open_mbox),
    "pdf": (looks_like_pdf, open_pdf),
    "feed": (looks_like_feed, open_feed),
    "json feed": (looks_like_json_feed, open_json_feed),
    "newsml message": (looks_like_message, open_message),
    "ninjs list": (looks_like_ninjs_list, open_ninjs_list),
    "mail": (looks_like_mail, open_mail),
}

# Where content alone is not sure, the name may tell: text in a file with this ending is read by that reader.
SUFFIXES: Mapping[str, str] = {".md": "markdown", ".markdown": "markdown"}


LONGEST_STORY = 2_000_000  # characters with furniture; the longest text in two public benchmarks has 80,000
MOST_PARAGRAPHS = 10_000


def open_page(page: Page) -> Iterator[Opened]:
    """The documents in a page's bytes: itself where it is one, each one inside where it is a container.

    What cannot be read is a ``Refusal`` among them, an entry without a text of its own a ``Pointer``.
    """
    source = Source(page.name, as_reader(page.data), OPENERS, url=page.url, published=page.published, facts=page.facts)
    return open_source(source)


def open_stream(
    name: str, stream: BinaryIO, *, url: str | None = None, published: dt.date | None = None
) -> Iterator[Opened]:
    """As ``open_page`` does, of a stream that is read only as far as its documents are asked for."""
    return open_source(Source(name, as_reader(stream), OPENERS, url=url, published=published))


def read_page(page: Page) -> Story:
    """The story on a page, its furniture stripped and its metadata filled.

    A container (a gzip, a mail, a PDF) that holds one document is opened. Raises UnknownFormat where no reader knows
    the content, BadInput where it holds no story or several documents, NotEnglish where the story is surely in another
    language.
    """
    if is_container(page.name, page.data, OPENERS):
        page = only_page(
            Source(page.name, as_reader(page.data), OPENERS, url=page.url, published=page.published, facts=page.facts)
        )
    decoded = decode_page(page)
    draft = _choose_reader(page.name, decoded)(page, decoded)
    _require_story_size(page.name, draft)
    handed = Facts(tuple(Fact(field, values, where) for field, values, where in page.facts))
    return finish_story(page, replace(draft, facts=draft.facts.plus(handed)), decoded)


def _require_story_size(name: str, draft: Draft) -> None:
    """Raises BadInput for more text than any story has: what follows costs more than its share on it."""
    length = sum(len(paragraph.text) for paragraph in draft.paragraphs)
    if length > LONGEST_STORY:
        raise BadInput(f"{name}: {length:,} characters are no news story; split it, the limit is {LONGEST_STORY:,}")
    if len(draft.paragraphs) > MOST_PARAGRAPHS:
        count = f"{len(draft.paragraphs):,} paragraphs or lines"
        raise BadInput(f"{name}: {count} are no news story; split it, the limit is {MOST_PARAGRAPHS:,}")


def _choose_reader(name: str, decoded: str) -> Callable[[Page, str], Draft]:
    for known, (looks_like, read) in READERS.items():
        if looks_like(decoded):
            if known == "text":
                suffix = next((ending for ending in SUFFIXES if name.lower().endswith(ending)), None)
                return READERS[SUFFIXES[suffix]][1] if suffix else read
            return read
    raise UnknownFormat(
        f"{name}: this looks like JSON or XML of a kind that is not read; read are {', '.join([*READERS, *OPENERS])}"
    )


def read_verbatim(page: Page) -> Story:
    """A story whose bytes are its clean text already: kept character for character.

    Raises as ``read_page`` does; nothing is stripped, so title and authors stay unknown.
    """
    decoded = decode_page(page)
    if not decoded.strip():
        raise BadInput(f"{page.name}: no story text found")
    return make_story(page, verbatim_body(decoded), Facts())
