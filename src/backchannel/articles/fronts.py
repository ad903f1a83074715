"""Pages that hold no story of their own: home pages, section fronts, video and picture pages.

A page is taken for one only where no sign speaks for a story: its markup does not call it an article, and no element
of it holds several paragraphs in a row. On the 122 pages of two public
sets (2026-11-24) the three home pages were refused and no other; with all that the markup says taken away, one more, a
page that lists reviews elsewhere.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from backchannel.articles.nodes import ARTICLE, FRONTS
from backchannel.articles.words import count_words

if TYPE_CHECKING:
    from lxml.html import HtmlElement

FEWEST_HEADLINES = 15  # links that read as headlines, on a page that says nothing of itself
FEWEST_ON_A_FRONT = 6  # the same on a page that says it is a front, by its address or its markup
MOST_ARTICLES = 3  # that many JSON-LD articles on one page are those it leads to
MOST_IN_A_ROW = 2  # paragraphs in one element; a story's element has more
LONG_TEXT = 100  # words that one element holds itself; a teaser has fewer
SHORT_TEXT = 40  # words beside a video or pictures that are only their caption
MOST_LOOKED_AT = 5_000  # elements of one kind
_HOME = re.compile(r"/?(?:index\.\w{2,5}|home|[a-z]{2}(?:-[a-z]{2})?)?/?", re.IGNORECASE)
_FILMS = frozenset({"VideoObject", "VideoGallery", "Clip", "BroadcastEvent"})
_PICTURES = frozenset({"ImageGallery", "MediaGallery"})
_LONG_WORD = re.compile(r"\w{5,}")
_HEADS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


def why_no_story(
    tree: HtmlElement, metas: Mapping[str, tuple[str, ...]], kinds: Sequence[str], body: str
) -> str | None:
    """Why this page is no story but a list of links, a video or pictures, with what would be right; None for a story.

    ``kinds`` are the types of the page's JSON-LD objects, ``body`` the first characters of the text that was found.
    """
    told = metas.get("og:type", ("",))[0].lower()
    if told == "article" or 0 < sum(ARTICLE.search(kind) is not None for kind in kinds) < MOST_ARTICLES:
        return None
    if any(key.endswith(("published_time", "pubdate", "datepublished")) for key in metas):
        return None
    words = count_words(body)
    if words < SHORT_TEXT and (told.startswith("video") or _FILMS.intersection(kinds)):
        return "this is a page with a video and no story; a page with at least a few sentences is wanted"
    if words < SHORT_TEXT and ("gallery" in told or _PICTURES.intersection(kinds)):
        return "this is a page of pictures and no story; a page with at least a few sentences is wanted"
    headlines = _headlines(tree)
    front = bool(FRONTS.intersection(kinds)) or _is_home(tree, metas)
    if (
        headlines < (FEWEST_ON_A_FRONT if front else FEWEST_HEADLINES)
        or _has_passage(tree)
        or _has_headline(tree, body)
    ):
        return None
    return f"this is a list of links ({headlines} headlines that lead elsewhere), no story; give the pages it links to"


def _is_home(tree: HtmlElement, metas: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether the page's own address is that of its site."""
    address = "".join(str(url) for url in tree.xpath(".//link[@rel='canonical']/@href")[:1])
    parts = urlsplit(address or metas.get("og:url", ("",))[0])
    return bool(parts.netloc) and not parts.query and _HOME.fullmatch(parts.path) is not None


def _headlines(tree: HtmlElement) -> int:
    """How many links with different words are as long as headlines are."""
    found = set()
    for link in itertools.islice(tree.iter("a"), MOST_LOOKED_AT):
        words = link.text_content()[:400]
        if 5 <= count_words(words) <= 30:
            found.add(re.sub(r"\W+", "", words))
    return len(found)


def _has_passage(tree: HtmlElement) -> bool:
    """Whether an element holds a long text itself, or several paragraphs that are no teasers under linked headlines."""
    rows: Counter[HtmlElement] = Counter()
    for paragraph in itertools.islice(tree.iter("p"), MOST_LOOKED_AT):
        container = paragraph.getparent()
        text = paragraph.text_content()
        if container is None or count_words(text[:300]) < 8 or _is_teaser(paragraph, text):
            continue
        rows[container] += 1
        if rows[container] > MOST_IN_A_ROW:
            return True
    for element in itertools.islice(tree.iter("div", "td", "section", "article", "p", "span"), MOST_LOOKED_AT):
        own = [element.text or "", *(child.tail or "" for child in element)]
        if count_words(" ".join(own)[:4_000]) >= LONG_TEXT:
            return True
    return False


def _has_headline(tree: HtmlElement, body: str) -> bool:
    """Whether a heading of the first order that leads nowhere shares two longer words with the text's beginning."""
    told = {word[:6] for word in _LONG_WORD.findall(body[:1_500].lower())}
    heads = [head for head in tree.iter("h1") if head.find(".//a") is None and head.getparent().tag != "a"]
    return any(
        len({word[:6] for word in _LONG_WORD.findall(head.text_content().lower())} & told) > 1 for head in heads[:3]
    )


def _is_teaser(paragraph: HtmlElement, text: str) -> bool:
    """A paragraph that is mostly a link, stands in one, or follows a linked headline."""
    if 2 * sum(len(link.text_content()) for link in paragraph.iter("a")) > len(text):
        return True
    if any(ancestor.tag == "a" for ancestor in itertools.islice(paragraph.iterancestors(), 4)):
        return True
    before = paragraph.getprevious()
    return before is not None and (before.tag == "a" or before.tag in _HEADS and before.find(".//a") is not None)
