"""Which of the titles that a page's markup gives is the headline."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from backchannel.articles.drafts import Fact
from backchannel.articles.nodes import clean_words, names_of
from backchannel.articles.words import count_words

if TYPE_CHECKING:
    from lxml.html import HtmlElement

LONGEST_TITLE = 60  # words, or characters in scripts that set no blanks between words
MOST_TOLD = 3  # places of the markup that give one title: they outweigh a heading that differs
_SITE_TAIL = re.compile(r"(?<!\s)\s+(?:[|–—·»:]|-{1,2})\s+(?=[^|–—·»]{2,50}$)")
_TITLE_META = ("og:title", "twitter:title", "parsely-title", "sailthru.title", "dc.title", "headline")


def find_titles(tree: HtmlElement, article: dict[str, Any], metas: Mapping[str, tuple[str, ...]]) -> list[Fact]:
    """The headline on the page, where it shares words with the headline that the markup gives; then the latter."""
    sites = [site for site in (*metas.get("og:site_name", ())[:1], *names_of(article.get("publisher"))[:1]) if site]
    given = [
        Fact("title", (without_site(name, sites, tails=False),), "json-ld")
        for name in names_of(article.get("headline"))[:1]
    ]
    given += [Fact("title", (without_site(metas[key][0], sites),), key) for key in _TITLE_META if key in metas]
    heads = [clean_words(head.text_content()) for head in tree.iter("h1")][:10]
    element = tree.find(".//title")
    if element is not None and (shown := clean_words(element.text_content())):
        given.append(Fact("title", (without_site(shown, sites),), "title element"))
    heads = [head for head in dict.fromkeys(heads) if 2 < count_words(head) <= LONGEST_TITLE]
    wanted = {word for fact in given for word in re.findall(r"\w{4,}", fact.values[0].lower())}
    told = Counter(_folded(fact.values[0]) for fact in given if fact.where != "twitter:title")
    for head in sorted(heads, key=lambda head: told[_folded(head)] == 0):
        if any(head != fact.values[0] and head.startswith(fact.values[0]) for fact in given):
            continue  # the heading element holds more than the headline
        if not told[_folded(head)] and any(count >= MOST_TOLD for count in told.values()):
            continue  # a heading of the page's own, such as its section's
        words = set(re.findall(r"\w{4,}", head.lower()))
        if words and len(words & wanted) >= 0.3 * len(words) or any(_folded(head) in title for title in told):
            return [Fact("title", (head,), "h1"), *given]
    if not given and len(heads) == 1:
        return [Fact("title", (heads[0],), "h1")]
    return given


def _folded(title: str) -> str:
    return re.sub(r"\W+", " ", title).casefold().strip()


def without_site(title: str, sites: Sequence[str], *, tails: bool = True) -> str:
    """The headline without the site's name at its end or start: «Talks resume | Harbor 9» -> «Talks resume».

    ``tails``: a short end after a bar or dash is taken for the site's name also where the page does not tell that name.
    """
    known = [site.lower() for site in sites]
    for _ in range(2):
        last = next(reversed(list(_SITE_TAIL.finditer(title))), None)
        if last is None:
            break
        rest = title[last.end() :].lower()
        named = any(rest in site or site in rest for site in known)
        if len(title[: last.start()].split()) < 3 or not (named or tails and len(rest.split()) <= 4):
            break
        title = title[: last.start()]
    for site in known[:1]:
        if title.lower().startswith(site):
            title = title[len(site) :].lstrip(" |:-–—»")
    return title.strip()
