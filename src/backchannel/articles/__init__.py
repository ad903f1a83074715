"""Page -> Story: readers, furniture, metadata."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from backchannel.articles.decode import decode_page
from backchannel.articles.drafts import Draft, Facts
from backchannel.articles.html import looks_like_html, read_html
from backchannel.articles.stories import finish_story, make_story, verbatim_body
from backchannel.articles.text import looks_like_text, read_text
from backchannel.errors import BadInput, UnknownFormat
from backchannel.records import Page, Story

__all__ = ["READERS", "read_page", "read_verbatim"]

# To add a reader: write one file with looks_like_X(decoded) -> bool and read_X(page, decoded) -> Draft, and add one
# line here. The first reader whose look-out says yes is used: formats that can be told for sure stand above plain text.
READERS: Mapping[str, tuple[Callable[[str], bool], Callable[[Page, str], Draft]]] = {
    "html": (looks_like_html, read_html),
    "text": (looks_like_text, read_text),
}


def read_page(page: Page) -> Story:
    """The story on a page, its furniture stripped and its metadata filled.

    Raises UnknownFormat where no reader knows the content, BadInput where it holds no story, NotEnglish where the story
    is surely in another language.
    """
    decoded = decode_page(page)
    for looks_like, read in READERS.values():
        if looks_like(decoded):
            return finish_story(page, read(page, decoded), decoded)
    raise UnknownFormat(
        f"{page.name}: neither a web page nor plain text (it looks like JSON or XML); read so far: {', '.join(READERS)}"
    )


def read_verbatim(page: Page) -> Story:
    """A story whose bytes are its clean text already: kept character for character.

    Raises as ``read_page`` does; nothing is stripped, so title and authors stay unknown.
    """
    decoded = decode_page(page)
    if not decoded.strip():
        raise BadInput(f"{page.name}: no story text found")
    return make_story(page, verbatim_body(decoded), Facts())
