"""HTML -> Draft: trafilatura finds the body, the markup gives the facts, our own rules strip what is left.

Method of the body: trafilatura's precision mode (Barbaresi 2021, ACL demo).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from backchannel.articles.drafts import Draft, Fact, Facts, Paragraph
from backchannel.articles.fronts import why_no_story
from backchannel.articles.markup import find_facts
from backchannel.articles.nodes import kinds_of, read_metas, read_nodes
from backchannel.articles.offsets import align_with_source
from backchannel.articles.recover import drop_unseen, recover_paragraphs
from backchannel.articles.text import clean_paragraph, split_paragraphs
from backchannel.errors import BadInput
from backchannel.records import Page

if TYPE_CHECKING:
    from lxml.etree import _Element
    from lxml.html import HtmlElement

MOST_TAGS = 60_000  # the largest of 211 pages in two public benchmarks has 4,100
LITTLE_TEXT = 500  # characters of a body that the other extractors are asked about
MOST_OUTER_LINES = 4  # trafilatura has left out link lists, so a longer list is mostly the story's own
_OPENING = re.compile(r"<!doctype html|<html[\s>]|<head[\s>]|<body[\s>]", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:p|div|a|span|br|h[1-6]|article|section|li|ul|meta|title|img|table|em|strong|b|i)\b[^<>]{0,400}>",
    re.IGNORECASE,
)
_BLOCKS = frozenset(
    {"p", "head", "list", "item", "quote", "table", "row", "cell", "div", "lb", "code", "figure", "main", "body"}
)


def looks_like_html(decoded: str) -> bool:
    """Whether the page is HTML: it opens as a document, or begins with a tag and has several."""
    head = decoded[:10_000]
    if _OPENING.search(head):
        return not head.lstrip().startswith(("<rss", "<feed", "<newsItem"))
    return head.lstrip().startswith("<") and not head.lstrip().startswith("<?xml") and len(_TAG.findall(head)) >= 2


def read_html(page: Page, decoded: str) -> Draft:
    """The page's body as paragraphs with their places in the source, and the facts of its markup.

    Raises BadInput where the page has too many tags, nothing that a parser can read, or links, a video or pictures in
    place of a story.
    """
    import trafilatura

    tags = decoded.count("<")
    if tags > MOST_TAGS:
        raise BadInput(f"{page.name}: {tags:,} tags are too many for a news page; the limit is {MOST_TAGS:,}")
    tree = trafilatura.load_html(
        decoded if _OPENING.search(decoded[:10_000]) else f"<html><body>{decoded}</body></html>"
    )
    if tree is None:
        raise BadInput(f"{page.name}: no HTML document can be read from this; save the page again, whole")
    metas, nodes = read_metas(tree), read_nodes(tree)
    facts = find_facts(tree, metas, nodes)
    drop_unseen(tree)
    body = _find_body(tree)
    text = "" if body is None else " ".join(body.itertext())[:2_000]
    if why := why_no_story(tree, metas, kinds_of(nodes), text):
        raise BadInput(f"{page.name}: {why}")
    paragraphs: tuple[Paragraph, ...] = ()
    if body is not None:
        paragraphs = align_with_source(recover_paragraphs(tree, tuple(_paragraphs(body))), decoded)
    if not paragraphs and (told := facts.first("body")) is not None:
        paragraphs = tuple(Paragraph(paragraph.text) for paragraph in split_paragraphs(told.values[0]))
    return Draft(paragraphs, _with_day(facts, tree), MOST_OUTER_LINES)


def _find_body(tree: HtmlElement) -> _Element | None:
    """The body by trafilatura's own extractor; beside readability and jusText only where it finds little.

    On 92 pages the two others bettered a body only where the first had found none, and they cost a third of the time.
    """
    import trafilatura

    for fast in (True, False):
        document = trafilatura.bare_extraction(tree, favor_precision=True, include_comments=False, fast=fast)
        body = getattr(document, "body", None)
        if body is not None and sum(map(len, body.itertext())) >= LITTLE_TEXT:
            break
    return body


def _paragraphs(body: _Element) -> Iterator[Paragraph]:
    for words, heading in _walk(body, False):
        cleaned = clean_paragraph(words, 0, len(words)).text
        if cleaned:
            yield Paragraph(cleaned, heading)


def _walk(element: _Element, heading: bool) -> Iterator[tuple[str, bool]]:
    """The text of each block, in order; depth is bounded by the parser (256)."""
    buffer = element.text or ""
    for child in element:
        if child.tag in _BLOCKS:
            yield buffer, heading
            buffer = ""
            yield from _walk(child, heading or child.tag == "head")
        elif isinstance(child.tag, str):
            inner = list(_walk(child, heading))
            if len(inner) == 1:
                buffer += inner[0][0]
            else:
                yield buffer + inner[0][0], heading
                yield from inner[1:-1]
                buffer = inner[-1][0]
        buffer += child.tail or ""
    yield buffer, heading


def _with_day(facts: Facts, tree: HtmlElement) -> Facts:
    """With the day that htmldate finds in the page's markup, where nothing surer told it."""
    if facts.first("published") is not None:
        return facts
    from htmldate import find_date

    # A fixed last day: the library's own would be today's, and a reading must not depend on the clock.
    day = find_date(tree, extensive_search=False, original_date=True, max_date="2099-12-31")
    return facts.plus([Fact("published", (day,), "htmldate")] if day else [])
