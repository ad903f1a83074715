"""Markup that holds a story alone (a feed entry, a mail, the body of a wire item) -> paragraphs, in order.

Unlike a web page it has no navigation to be told apart: all its text is kept, but for pictures' captions and scripts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from backchannel.articles.drafts import Draft, Paragraph
from backchannel.articles.offsets import align_with_source
from backchannel.articles.text import clean_paragraph
from backchannel.articles.xmlsafe import local
from backchannel.errors import BadInput
from backchannel.records import Page

if TYPE_CHECKING:
    from lxml.etree import _Element

MARK = "<!doctype story-fragment>\n"  # what a container sets before a fragment that it hands on
MOST_TAGS = 60_000
LONGEST_TITLE = 30  # words
# XHTML and NITF (3.6) elements that stand as blocks of their own.
_BLOCKS = frozenset(
    "p div section article main header footer li ul ol dl dt dd blockquote pre table tbody thead tr td th caption "
    "h1 h2 h3 h4 h5 h6 hl1 hl2 br hr center address form fieldset block body bq body.content body.end tagline "
    "byline dateline note".split()
)
_HEADS = frozenset("h1 h2 h3 h4 h5 h6 hl1 hl2".split())
_HIDDEN = frozenset(
    "script style noscript template svg head title figure figcaption picture img video audio iframe object embed "
    "button select input textarea nav media media-caption media-metadata media-reference media-producer credit".split()
)
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])", re.IGNORECASE)


def looks_like_fragment(decoded: str) -> bool:
    """Whether a container handed this on as markup of a story alone."""
    return decoded.startswith(MARK)


def read_fragment(page: Page, decoded: str) -> Draft:
    """The fragment's blocks as paragraphs, with their places in it. Raises BadInput where it has too many tags."""
    return Draft(align_with_source(html_paragraphs(decoded.removeprefix(MARK), page.name), decoded))


def html_paragraphs(markup: str, name: str) -> tuple[Paragraph, ...]:
    """The paragraphs of a piece of HTML. Raises BadInput where it has too many tags."""
    from lxml import etree, html

    tags = markup.count("<")
    if tags > MOST_TAGS:
        raise BadInput(f"{name}: {tags:,} tags are too many for a story; the limit is {MOST_TAGS:,}")
    parser = html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    text = re.sub(r"\A\s*<\?xml\b[^<>]{0,200}\?>", "", markup)
    text = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]", "", text)
    try:
        tree = html.document_fromstring(f"<div>{text}</div>", parser=parser)
    except etree.ParserError:
        return ()
    return element_paragraphs(tree)


def element_paragraphs(root: _Element) -> tuple[Paragraph, ...]:
    """The paragraphs below an element of HTML or NITF."""
    found = []
    for words, heading in _blocks(root):
        paragraph = clean_paragraph(words, 0, len(words))
        if paragraph.text:
            found.append(Paragraph(paragraph.text, heading))
    return tuple(found)


def _blocks(root: _Element) -> Iterator[tuple[str, bool]]:
    """The text of each block; a walk without recursion, so that no depth of nesting can break it."""
    buffer: list[str] = []
    heads = 0
    hidden = None  # the element whose whole inside is left out
    for event, element in _events(root):
        if event == "start":
            if hidden is not None:
                continue
            if _is_hidden(element):
                hidden = element
                continue
            if local(element) in _BLOCKS:
                yield "".join(buffer), heads > 0
                buffer = []
                heads += local(element) in _HEADS
            buffer.append(element.text or "")
            continue
        if hidden is None and local(element) in _BLOCKS:
            yield "".join(buffer), heads > 0
            buffer = []
            heads -= local(element) in _HEADS
        if hidden is element:
            hidden = None
        if hidden is None and element is not root:
            buffer.append(element.tail or "")
    yield "".join(buffer), False


def _events(root: _Element) -> Iterator[tuple[str, _Element]]:
    from lxml import etree

    yield from etree.iterwalk(root, events=("start", "end"))


def _is_hidden(element: _Element) -> bool:
    if local(element) in _HIDDEN:
        return True
    style = element.get("style")
    return style is not None and _UNSEEN.search(style) is not None
