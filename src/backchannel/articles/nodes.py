"""A page's meta elements and JSON-LD objects, and the values in them as plain words."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lxml.html import HtmlElement

LONGEST_JSON = 1_000_000  # characters of one JSON-LD script
MOST_NODES = 5_000  # JSON-LD objects looked at on one page
ARTICLE = re.compile(r"(?:Article|BlogPosting|Report)$")
FRONTS = frozenset({"CollectionPage", "ItemList", "SearchResultsPage"})
_INNER = frozenset({"@graph", "mainEntity", "mainEntityOfPage"})


def clean_words(words: object) -> str:
    """The words on one line, without tags and character references; the first 2,000 characters."""
    text = re.sub(r"<[^<>]{1,80}>", "", html.unescape(str(words))[:2000])
    return re.sub(r"\s+", " ", text).strip()


def names_of(value: object) -> list[str]:
    """The names in a JSON-LD value: a string, an object with a name, or a list of these."""
    found = []
    for item in value if isinstance(value, list) else [value]:
        name = item.get("name") if isinstance(item, dict) else item
        names = name if isinstance(name, list) else [name]
        found += [
            clean_words(one) for one in names if isinstance(one, str) and not one.startswith(("http", "www.", "#"))
        ]
    return [name for name in found if name]


def persons_of(value: object) -> list[str]:
    """The names in a JSON-LD value of those that it says are persons."""
    items = value if isinstance(value, list) else [value]
    return names_of([item for item in items if isinstance(item, dict) and item.get("@type") in ("Person", ["Person"])])


def without_houses(value: object) -> object:
    """A JSON-LD value without those that it says are organisations."""
    if isinstance(value, list):
        return [item for item in value if without_houses(item) is not None]
    kind = str(value.get("@type", "")) if isinstance(value, dict) else ""
    return None if "Organization" in kind else value


def read_metas(tree: HtmlElement) -> dict[str, tuple[str, ...]]:
    """The contents of the meta elements by their property or name, in small letters."""
    metas: dict[str, tuple[str, ...]] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = clean_words(element.get("content") or "")
        if name and content:
            key = name.strip().lower()
            metas[key] = (*metas.get(key, ()), content)[:40]
    return metas


def read_nodes(tree: HtmlElement) -> list[dict[str, Any]]:
    """The page's JSON-LD objects, those that a front page lists left out."""
    found: list[dict[str, Any]] = []
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
        found += _nodes(data)
    return found[:MOST_NODES]


def article_node(nodes: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The JSON-LD object of the page's article; empty where there is none."""
    return next((node for node in nodes if any(map(ARTICLE.search, kinds_of([node])))), {})


def kinds_of(nodes: Iterable[dict[str, Any]]) -> tuple[str, ...]:
    """The types of JSON-LD objects."""
    types = [node.get("@type") for node in nodes]
    each = [kind for kinds in types for kind in (kinds if isinstance(kinds, list) else [kinds])]
    return tuple(kind for kind in each if isinstance(kind, str))


def _nodes(data: object) -> Iterator[dict[str, Any]]:
    waiting, count = [data], 0
    while waiting and count < MOST_NODES:
        node = waiting.pop(0)
        count += 1
        if isinstance(node, list):
            waiting.extend(node[:MOST_NODES])
        elif isinstance(node, dict):
            yield node
            if not FRONTS.intersection(kinds_of([node])):
                waiting.extend(value for key, value in node.items() if key in _INNER)
