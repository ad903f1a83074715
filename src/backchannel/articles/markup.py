"""Facts in a page's markup: JSON-LD, meta elements, time elements, byline elements, the canonical address."""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from backchannel.articles.credits import agency_named, looks_like_names, split_people
from backchannel.articles.days import find_day, find_stamp
from backchannel.articles.drafts import Fact, Facts
from backchannel.articles.furniture import count_words

if TYPE_CHECKING:
    from lxml.html import HtmlElement

LONGEST_JSON = 1_000_000  # characters of one JSON-LD script
MOST_NODES = 5_000  # JSON-LD objects looked at on one page
MOST_TOPICS = 12
LONGEST_TITLE = 60  # words, or characters in scripts that set no blanks between words
MOST_TOLD = 3  # places of the markup that give one title: they outweigh a heading that differs
_ARTICLE = re.compile(r"(?:Article|BlogPosting|Report)$")
_SITE_TAIL = re.compile(r"\s+(?:[|–—·»:]|-{1,2})\s+(?=[^|–—·»]{2,50}$)")
_SITE_HEAD = re.compile(r"^[^|:]{2,60}?(?:\s[|–—»]\s|\s?\|\s)")
_TITLE_META = ("og:title", "twitter:title", "parsely-title", "sailthru.title", "dc.title", "headline")
_AUTHOR_META = (
    "author", "parsely-author", "sailthru.author", "byl", "dc.creator", "article:author", "citation_author",
    "cxenseparse:author", "creator",
)  # fmt: skip
_DAY_META = (
    "article:published_time", "og:article:published_time", "article:published", "datepublished", "parsely-pub-date",
    "sailthru.date", "pubdate", "publishdate", "publish-date", "publish_date", "publication_date", "published_time",
    "rnews:datepublished", "dcterms.created", "dc.date.issued", "dc.date", "dcterms.date", "date",
    "cxenseparse:recs:publishtime", "article.published", "originalpublicationdate", "og:pubdate",
    "citation_publication_date", "article_date_original", "displaydate",
)  # fmt: skip
_UPDATED_META = (
    "article:modified_time", "og:updated_time", "datemodified", "lastmod", "last-modified", "dcterms.modified",
    "article:updated", "modified_time", "revision_date",
)  # fmt: skip
_SITE_META = ("og:site_name", "application-name", "cre", "article:publisher", "source", "copyright")
_TOPIC_META = ("article:section", "section", "parsely-section", "article:tag", "news_keywords", "keywords")
_BYLINE = (
    ".//*[self::span or self::div or self::p or self::a or self::address or self::li or self::cite or self::h4]"
    "[@rel='author' or @itemprop='author' or contains(@class,'byline') or contains(@class,'Byline')"
    " or contains(@id,'byline') or contains(@class,'author-name') or contains(@class,'author__name')"
    " or contains(@class,'article-author') or contains(@data-testid,'byline')]"
)
_BY = re.compile(r"^\s*(?:by|words by|written by|story by)\b:?\s*", re.IGNORECASE)
_DAY_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)/(\d\d?)/(\d\d?)(?:/|$)|/((?:19|20)\d\d)-(\d\d)-(\d\d)(?:/|-|$)")


def find_facts(tree: HtmlElement) -> Facts:
    """All facts of a page's markup, best first for each field."""
    metas = _read_metas(tree)
    article = _article_node(tree)
    facts: list[Fact] = []
    facts += _titles(tree, article, metas)
    facts += _authors(tree, article, metas)
    facts += _days(tree, article, metas)
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


def _clean(words: object) -> str:
    text = re.sub(r"<[^<>]{1,80}>", "", html.unescape(str(words))[:2000])
    return re.sub(r"\s+", " ", text).strip()


def _read_metas(tree: HtmlElement) -> dict[str, tuple[str, ...]]:
    metas: dict[str, tuple[str, ...]] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = _clean(element.get("content") or "")
        if name and content:
            key = name.strip().lower()
            metas[key] = (*metas.get(key, ()), content)[:40]
    return metas


def _article_node(tree: HtmlElement) -> dict[str, Any]:
    """The JSON-LD object of the page's article; empty where there is none."""
    for script in tree.xpath(".//script[contains(@type,'ld+json')]"):
        words = script.text or ""
        if not words.strip() or len(words) > LONGEST_JSON:
            continue
        try:
            data = json.loads(
                re.sub(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*$", "", words),
                strict=False,
            )
        except (ValueError, RecursionError):
            continue
        for node in _nodes(data):
            kinds = node.get("@type")
            for kind in kinds if isinstance(kinds, list) else [kinds]:
                if isinstance(kind, str) and _ARTICLE.search(kind):
                    return node
    return {}


def _nodes(data: object) -> Iterator[dict[str, Any]]:
    waiting, count = [data], 0
    while waiting and count < MOST_NODES:
        node = waiting.pop(0)
        count += 1
        if isinstance(node, dict):
            yield node
            waiting.extend(
                value
                for key, value in node.items()
                if key in {"@graph", "mainEntity", "mainEntityOfPage", "itemListElement"}
            )
        elif isinstance(node, list):
            waiting.extend(node[:MOST_NODES])


def _names(value: object) -> list[str]:
    """The names in a JSON-LD value: a string, an object with a name, or a list of these."""
    found = []
    for item in value if isinstance(value, list) else [value]:
        name = item.get("name") if isinstance(item, dict) else item
        names = name if isinstance(name, list) else [name]
        found += [_clean(one) for one in names if isinstance(one, str) and not one.startswith(("http", "www.", "#"))]
    return [name for name in found if name]


def _titles(tree: HtmlElement, article: dict[str, Any], metas: dict[str, tuple[str, ...]]) -> list[Fact]:
    """The headline on the page, where it shares words with the headline that the markup gives; then the latter."""
    given = [Fact("title", (name,), "json-ld") for name in _names(article.get("headline"))[:1]]
    given += [
        Fact("title", (without_site(metas[key][0], metas.get("og:site_name", ("",))[0]),), key)
        for key in _TITLE_META
        if key in metas
    ]
    heads = [_clean(head.text_content()) for head in tree.iter("h1")][:10]
    title = tree.find(".//title")
    if title is not None and _clean(title.text_content()):
        given.append(
            Fact(
                "title",
                (without_site(_clean(title.text_content()), metas.get("og:site_name", ("",))[0]),),
                "title element",
            )
        )
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


def without_site(title: str, site: str) -> str:
    """The headline without the site's name at its end or start: «Talks resume | Harbor 9» -> «Talks resume»."""
    for _ in range(2):
        tails = list(_SITE_TAIL.finditer(title))
        if not tails:
            break
        last = tails[-1]
        rest = title[last.end() :]
        named = bool(site) and (rest.lower() in site.lower() or site.lower() in rest.lower())
        if len(title[: last.start()].split()) >= 3 and (named or len(rest.split()) <= 4):
            title = title[: last.start()]
        else:
            break
    if site and title.lower().startswith(site.lower()):
        title = title[len(site) :].lstrip(" |:-–—»")
    return title.strip()


def _authors(tree: HtmlElement, article: dict[str, Any], metas: dict[str, tuple[str, ...]]) -> list[Fact]:
    sources = [("json-ld", _names(article.get("author")) or _names(article.get("creator")))]
    sources += [(key, [name for name in metas.get(key, ()) if not name.startswith("http")]) for key in _AUTHOR_META]
    told = any(split_people(_BY.sub("", name))[0] for _, names in sources for name in names)
    shown = []
    for element in [] if told else tree.xpath(_BYLINE)[:12]:
        words = _clean(
            " ".join(str(part) for part in element.xpath(".//text()[not(parent::script or parent::style)]")[:20])
        )
        if 3 < len(words) < 200:
            shown.append(_BY.sub("", words))
    sources += [("byline element", shown), ("byline text", [] if told else _byline_text(tree))]
    facts = []
    for where, names in sources:
        people: list[str] = []
        for name in names:
            persons, agencies = split_people(_BY.sub("", name))
            people += [person for person in persons if person.casefold() not in {p.casefold() for p in people}]
            facts += [Fact("agency", (agency,), where) for agency in agencies]
        if people:
            facts.append(Fact("authors", tuple(people[:12]), where))
    for key in ("sourceOrganization", "provider"):
        facts += [
            Fact("agency", (agency,), "json-ld") for name in _names(article.get(key)) if (agency := agency_named(name))
        ]
    return facts


def _byline_text(tree: HtmlElement) -> list[str]:
    """The first short element whose text is "By" and names."""
    for element in tree.iter("p", "div", "span", "strong", "em", "h3", "h4", "h5"):
        if element.text and element.text.lstrip()[:3].lower() == "by ":
            words = _clean(element.text_content()[:200])
            if len(words) < 150 and looks_like_names(_BY.sub("", words)):
                return [_BY.sub("", words)]
    return []


def _days(tree: HtmlElement, article: dict[str, Any], metas: dict[str, tuple[str, ...]]) -> list[Fact]:
    found = [
        ("json-ld", value) for key in ("datePublished", "dateCreated") if isinstance(value := article.get(key), str)
    ]
    found += [(key, metas[key][0]) for key in _DAY_META if key in metas]
    for element in tree.xpath(".//time[@datetime] | .//*[@itemprop='datePublished'][@content or @datetime]")[:3]:
        found.append(("time element", element.get("datetime") or element.get("content") or ""))
    address = "".join(str(url) for url in tree.xpath(".//link[@rel='canonical']/@href")[:1])
    if match := _DAY_IN_ADDRESS.search(address):
        found.append(("address", "-".join(part for part in match.groups() if part)))
    facts = [
        Fact("published", (day.isoformat(),), where) for where, words in found if (day := find_day(words)) is not None
    ]
    return facts + [Fact("published_at", (stamp,), where) for where, words in found if (stamp := find_stamp(words))]


def _updates(article: dict[str, Any], metas: dict[str, tuple[str, ...]]) -> list[Fact]:
    told = article.get("dateModified")
    found = [("json-ld", told)] if isinstance(told, str) else []
    found += [(key, metas[key][0]) for key in _UPDATED_META if key in metas]
    return [Fact("updated", (stamp,), where) for where, words in found if (stamp := find_stamp(words))]


def _gates(article: dict[str, Any], metas: dict[str, tuple[str, ...]]) -> list[Fact]:
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
        if isinstance(text, str) and not text.startswith("http") and (clean := _clean(text)):
            facts.append(Fact("correction", (clean,), "json-ld"))
    return facts


def _sites(article: dict[str, Any], metas: dict[str, tuple[str, ...]]) -> list[Fact]:
    facts = []
    if "og:site_name" in metas:  # some add a slogan: «Harbor 9 | News of the coast»
        facts.append(Fact("outlet", (metas["og:site_name"][0].lstrip("@").split(" | ")[0],), "og:site_name"))
    facts += [Fact("outlet", (name,), "json-ld") for name in _names(article.get("publisher"))[:1]]
    facts += [
        Fact("outlet", (metas[key][0],), key)
        for key in _SITE_META[1:3]
        if key in metas and not metas[key][0].startswith("http")
    ]
    return facts


def _topics(article: dict[str, Any], metas: dict[str, tuple[str, ...]]) -> list[Fact]:
    found = _names(article.get("articleSection"))
    where = "json-ld" if found else ""
    for key in _TOPIC_META:
        if key in metas and not (found and key in {"keywords", "news_keywords"}):
            found += [part.strip() for value in metas[key] for part in re.split(r"[,;]", value)]
            where = where or key
    unique = tuple({topic.casefold(): topic for topic in reversed(found) if 1 < len(topic) <= 60}.values())[::-1]
    return [Fact("topics", unique[:MOST_TOPICS], where)] if unique else []


def host_of(url: str | None) -> str | None:
    """The host of an address without «www.», or None."""
    host = urlsplit(url).hostname if url and "//" in url else None
    return host.removeprefix("www.") if host else None
