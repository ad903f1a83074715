"""Who wrote a page's story and when, as its markup tells."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from backchannel.articles.credits import agency_named
from backchannel.articles.days import find_day, find_stamp
from backchannel.articles.drafts import Fact
from backchannel.articles.nodes import clean_words, names_of, persons_of, without_houses
from backchannel.articles.people import declared_house, declared_person, looks_like_names, split_people, without_house

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MOST_AUTHORS = 12
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
_BYLINE = (
    ".//*[self::span or self::div or self::p or self::a or self::address or self::li or self::cite"
    " or self::h3 or self::h4]"
    "[@rel='author' or @itemprop='author' or contains(@class,'byline') or contains(@class,'Byline')"
    " or contains(@id,'byline') or contains(@class,'author-name') or contains(@class,'author__name')"
    " or contains(@class,'article-author') or contains(@data-testid,'byline')]"
)
_UPDATED = re.compile(r"\b(?:updated|modified)\b", re.IGNORECASE)  # such a day is none of publication
_DAY_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)/(\d\d?)/(\d\d?)(?:/|$)|/((?:19|20)\d\d)-(\d\d)-(\d\d)(?:/|-|$)")


def find_authors(tree: HtmlElement, article: dict[str, Any], metas: Mapping[str, tuple[str, ...]]) -> list[Fact]:
    """The persons who wrote the story, and the agencies beside them, surest place first."""
    site = metas.get("og:site_name", ())  # some add a slogan: «Harbor 9 | News of the coast»
    houses = [
        *site,
        *(name.split(" | ")[0] for name in site),
        *names_of(article.get("publisher")),
        *names_of(article.get("isPartOf")),
    ]
    signed = article.get("author") if names_of(article.get("author")) else article.get("creator")
    houses += [name for name in names_of(signed) if name not in names_of(without_houses(signed))]
    sources = [("json-ld", names_of(without_houses(signed)))]
    sources += [(key, [name for name in metas.get(key, ()) if not name.startswith("http")]) for key in _AUTHOR_META]
    facts = _people_facts(sources, houses)
    declared = [person for name in persons_of(article.get("author")) if (person := _declared(name, houses))]
    if declared and not any(fact.where == "json-ld" for fact in facts):
        facts.insert(0, Fact("authors", tuple(declared[:MOST_AUTHORS]), "json-ld"))
    if not any(fact.field == "authors" for fact in facts):
        shown = _shown_bylines(tree)
        facts += _people_facts([("byline element", shown), ("byline text", _byline_text(tree))], houses)
    facts += _signatures([("json-ld", names_of(signed)), *sources[1:]], houses)
    for senders in (signed, article.get("sourceOrganization"), article.get("provider")):
        named = [agency for name in names_of(senders) if (agency := agency_named(name))]
        facts += [Fact("agency", (agency,), "json-ld") for agency in named]
    return facts


def _signatures(sources: Sequence[tuple[str, Sequence[str]]], known: Sequence[str]) -> list[Fact]:
    """The houses that the markup declares as authors, as written: they count where no person is found anywhere."""
    for where, names in sources:
        found = dict.fromkeys(house for name in names if (house := declared_house(name)) is not None)
        if where != "json-ld":  # one word in a meta element is as often an account
            found = {one: None for one in found if " " in one or one in known or agency_named(one) is not None}
        if found:
            return [Fact("signature", tuple(found)[:MOST_AUTHORS], f"{where}, a house")]
    return []


def _people_facts(sources: Sequence[tuple[str, Sequence[str]]], houses: Sequence[str]) -> list[Fact]:
    facts = []
    for where, names in sources:
        people: dict[str, str] = {}
        for name in names:
            persons, agencies = split_people(without_house(name, houses))
            people.update((person.casefold(), person) for person in persons if person.casefold() not in people)
            facts += [Fact("agency", (agency,), where) for agency in agencies]
        if people:
            facts.append(Fact("authors", tuple(people.values())[:MOST_AUTHORS], where))
    return facts


def _declared(name: str, houses: Sequence[str]) -> str | None:
    """A name that JSON-LD says is a person's and that does not look like two words with capitals."""
    if not without_house(name, houses) or any(split_people(name)):
        return None
    return declared_person(name)


def _shown_bylines(tree: HtmlElement) -> list[str]:
    """The texts of the page's byline elements."""
    shown = []
    for element in tree.xpath(_BYLINE)[:12]:
        words = clean_words(
            " ".join(str(part) for part in element.xpath(".//text()[not(parent::script or parent::style)]")[:20])
        )
        if 3 < len(words) < 200:
            shown.append(words)
    return shown


def _byline_text(tree: HtmlElement) -> list[str]:
    """The first short element whose text is "By" and names."""
    for element in tree.iter("p", "div", "span", "strong", "em", "h3", "h4", "h5"):
        if element.text and element.text.lstrip()[:3].lower() == "by ":
            words = clean_words(" ".join(itertools.islice(element.itertext(), 12))[:200])
            if len(words) < 150 and looks_like_names(words):
                return [words]
    return []


def find_days(tree: HtmlElement, article: dict[str, Any], metas: Mapping[str, tuple[str, ...]]) -> list[Fact]:
    """The day and the time of publication, surest place first."""
    found = [
        ("json-ld", value) for key in ("datePublished", "dateCreated") if isinstance(value := article.get(key), str)
    ]
    found += [(key, metas[key][0]) for key in _DAY_META if key in metas]
    for element in tree.xpath(".//time[@datetime] | .//*[@itemprop='datePublished'][@content or @datetime]")[:3]:
        found.append(("time element", element.get("datetime") or element.get("content") or ""))
    address = "".join(str(url) for url in tree.xpath(".//link[@rel='canonical']/@href")[:1])
    if match := _DAY_IN_ADDRESS.search(address):
        found.append(("address", "-".join(part for part in match.groups() if part)))
    if not any(find_day(words) for _, words in found):
        found += [("byline element", words) for words in _shown_bylines(tree) if not _UPDATED.search(words)]
    facts = [
        Fact("published", (day.isoformat(),), where) for where, words in found if (day := find_day(words)) is not None
    ]
    return facts + [Fact("published_at", (stamp,), where) for where, words in found if (stamp := find_stamp(words))]
