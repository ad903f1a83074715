"""Facts in a page's markup: JSON-LD, meta elements, time elements, byline elements, the canonical address."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from backchannel.articles.bylines import find_authors, find_days
from backchannel.articles.days import find_stamp
from backchannel.articles.drafts import Fact, Facts
from backchannel.articles.nodes import article_node, clean_words, names_of
from backchannel.articles.titles import find_titles

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MOST_TOPICS = 12
_UPDATED_META = (
    "article:modified_time", "og:updated_time", "datemodified", "lastmod", "last-modified", "dcterms.modified",
    "article:updated", "modified_time", "revision_date",
)  # fmt: skip
_SITE_META = ("og:site_name", "application-name", "cre", "article:publisher", "source", "copyright")
_TOPIC_META = ("article:section", "section", "parsely-section", "article:tag", "news_keywords", "keywords")


def find_facts(tree: HtmlElement, metas: Mapping[str, tuple[str, ...]], nodes: Sequence[dict[str, Any]]) -> Facts:
    """All facts of a page's markup (its meta elements, its JSON-LD objects), best first for each field."""
    article = article_node(nodes)
    facts: list[Fact] = []
    facts += find_titles(tree, article, metas)
    facts += find_authors(tree, article, metas)
    facts += find_days(tree, article, metas)
    facts += _updates(article, metas)
    facts += _gates(article, metas)
    facts += _sites(article, metas)
    facts += _topics(article, metas)
    for path, where in (
        (".//link[@rel='canonical']/@href", "canonical link"),
        (".//meta[@property='og:url']/@content", "og:url"),
    ):
        facts += [
            Fact("url", (str(url).strip(),), where) for url in tree.xpath(path)[:1] if str(url).startswith("http")
        ]
    body = article.get("articleBody")
    if isinstance(body, str) and body.strip():
        facts.append(Fact("body", (html.unescape(body),), "json-ld"))
    return Facts(tuple(facts))


def _updates(article: dict[str, Any], metas: Mapping[str, tuple[str, ...]]) -> list[Fact]:
    told = article.get("dateModified")
    found = [("json-ld", told)] if isinstance(told, str) else []
    found += [(key, metas[key][0]) for key in _UPDATED_META if key in metas]
    return [Fact("updated", (stamp,), where) for where, words in found if (stamp := find_stamp(words))]


def _gates(article: dict[str, Any], metas: Mapping[str, tuple[str, ...]]) -> list[Fact]:
    """What the markup says of the story's length and of who may read it (schema.org wordCount, isAccessibleForFree)."""
    facts = []
    count = str(article.get("wordCount", "")).strip()
    if count.isdecimal() and len(count) <= 6:
        facts.append(Fact("word count", (count,), "json-ld"))
    if str(article.get("isAccessibleForFree", "")).strip().lower().rsplit("/", 1)[-1] == "false":
        facts.append(Fact("gated", ("false",), "json-ld isAccessibleForFree"))
    elif metas.get("article:content_tier", ("",))[0].lower() == "locked":
        facts.append(Fact("gated", ("locked",), "article:content_tier"))
    notice = article.get("correction")
    for words in notice if isinstance(notice, list) else [notice]:
        text = words.get("text") if isinstance(words, dict) else words
        if isinstance(text, str) and not text.startswith("http") and (clean := clean_words(text)):
            facts.append(Fact("correction", (clean,), "json-ld"))
    return facts


def _sites(article: dict[str, Any], metas: Mapping[str, tuple[str, ...]]) -> list[Fact]:
    facts = []
    if "og:site_name" in metas:  # some add a slogan: «Harbor 9 | News of the coast»
        name = metas["og:site_name"][0].lstrip("@").split(" | ")[0]
        facts += [] if name.startswith("http") else [Fact("outlet", (name,), "og:site_name")]
    facts += [Fact("outlet", (name,), "json-ld") for name in names_of(article.get("publisher"))[:1]]
    facts += [
        Fact("outlet", (metas[key][0],), key)
        for key in _SITE_META[1:3]
        if key in metas and not metas[key][0].startswith("http")
    ]
    return facts


def _topics(article: dict[str, Any], metas: Mapping[str, tuple[str, ...]]) -> list[Fact]:
    found = names_of(article.get("articleSection"))
    where = "json-ld" if found else ""
    for key in _TOPIC_META:
        if key in metas and not (found and key in {"keywords", "news_keywords"}):
            found += [part.strip() for value in metas[key] for part in re.split(r"[,;]", value)]
            where = where or key
    unique = tuple({topic.casefold(): topic for topic in reversed(found) if 1 < len(topic) <= 60}.values())[::-1]
    return [Fact("topics", unique[:MOST_TOPICS], where)] if unique else []
