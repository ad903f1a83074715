"""RSS, Atom and RDF feeds (read by feedparser, BSD-2-Clause) and JSON Feed: entries with full text are documents, the
others point at theirs."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from backchannel.articles.containers import Handed, Head, Opened, Pointer, Refusal, Source
from backchannel.articles.credits import agency_named
from backchannel.articles.fragments import MARK
from backchannel.articles.nesting import load_json
from backchannel.articles.people import split_people
from backchannel.articles.wire import stamp_facts
from backchannel.articles.xmlsafe import require_harmless, root_name
from backchannel.errors import BadInput

FEWEST_WORDS = 60  # of a content element that is a whole story; teasers of 40 public feeds' formats end below
FEWEST_WORDS_OF_SUMMARY = 150  # of a description: it may be a teaser, however long
MOST_ENTRIES = 10_000
MOST_TOPICS = 30
_JSON_FEED = re.compile(r'"version"\s*:\s*"https?:\\?/\\?/(?:www\.)?jsonfeed\.org')
_TAG = re.compile(r"<[^<>]{0,2000}>")
_CUT = re.compile(
    r"(?:\[?(?:…|\.\.\.)\]?|(?:read|continue|learn|see|view) (?:more|reading|the (?:full|whole|rest).{0,40}"
    r"|full .{0,30})|full (?:story|article|text))\s*[»→>.…]*\s*$",
    re.IGNORECASE,
)
_MAIL_NAME = re.compile(r"^\S+@\S+\s+\((?P<name>[^()]+)\)$")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed: its text and whether that is meant to be the whole, and what the feed says of it."""

    content: str
    whole: bool
    markup: bool
    title: str | None = None
    url: str | None = None
    facts: tuple[Handed, ...] = ()


def looks_like_feed(head: Head) -> bool:
    """Whether the outermost element is RSS's, Atom's or RDF's; a page of HTML under a feed's name is none."""
    root = (root_name(head.text) or "").lower()
    return root in {"rss", "feed"} or (root == "rdf" and "/rss/" in head.text)


def open_feed(source: Source) -> Iterator[Opened]:
    """The entries of an RSS, Atom or RDF feed."""
    import feedparser

    decoded = source.decoded()
    require_harmless(decoded, source.name)
    text = re.sub(r"\A\s*<\?xml\b[^<>]{0,200}\?>", "", decoded.lstrip("\ufeff"))
    # A stream, not a string: a string would be taken for an address or a path to open.
    try:
        feed = feedparser.parse(
            io.BytesIO(text.encode("utf-8", "replace")), sanitize_html=False, resolve_relative_uris=False
        )
    except (RecursionError, ValueError, AssertionError) as error:
        raise BadInput(f"{source.name}: this feed cannot be parsed ({error}); fetch it again") from None
    outlet = _line(feed.feed.get("title"))
    if feed.bozo and not feed.entries:
        raise BadInput(f"{source.name}: this feed is broken ({feed.get('bozo_exception')}); fetch it again, whole")
    yield from _open_entries(source, [_entry(raw, outlet) for raw in feed.entries[:MOST_ENTRIES]])
    if len(feed.entries) > MOST_ENTRIES:
        yield Refusal(source.name, f"{len(feed.entries):,} entries; only the first {MOST_ENTRIES:,} are read")
    if feed.bozo and "</" not in text.rstrip()[-12:]:
        yield Refusal(source.name, f"the feed is cut off after {len(feed.entries):,} entries; fetch it again, whole")


def _open_entries(source: Source, entries: Sequence[Entry]) -> Iterator[Opened]:
    if not entries:
        yield Refusal(source.name, "this feed has no entries")
    for number, entry in enumerate(entries, start=1):
        part = f"#{number}"
        if is_whole(entry):
            words = MARK + entry.content if entry.markup else entry.content
            yield source.page(words.encode("utf-8", "replace"), part, entry.facts)
        elif entry.url or entry.title:
            yield Pointer(source.name + part, entry.title, entry.url)
        else:
            yield Refusal(source.name + part, "an entry without text, title or link")


def is_whole(entry: Entry) -> bool:
    """Whether the entry's text is a story and not its first lines."""
    shown = html.unescape(_TAG.sub(" ", entry.content)) if entry.markup else entry.content
    words = len(shown.split())
    fewest = FEWEST_WORDS if entry.whole else FEWEST_WORDS_OF_SUMMARY
    return words >= fewest and _CUT.search(shown.rstrip()[-80:]) is None


def _entry(raw: Any, outlet: str | None) -> Entry:
    contents = [part for part in raw.get("content") or () if part.get("value")]
    best = max(contents, key=lambda part: ("html" in (part.get("type") or ""), len(part["value"])), default=None)
    summary = raw.get("summary") or ""
    text = best["value"] if best else summary
    whole = best is not None and (best["value"] != summary or len(contents) > 1 or "content" in raw)
    kind = (best.get("type") if best else (raw.get("summary_detail") or {}).get("type")) or ""
    title, link = _line(raw.get("title")), _address(raw.get("link"))
    updated = dict.get(raw, "updated")  # the record's own get would give the day of publication in its place
    facts = _facts("feed", title, link, raw.get("published") or raw.get("created"), updated)
    names = [author.get("name") for author in raw.get("authors") or ()]
    if not names or _MAIL_NAME.match(raw.get("author") or ""):  # the library splits some such addresses wrongly
        names = [raw.get("author")]
    facts += _people([name for name in names if name], "feed author")
    facts += _topics([tag.get("term") for tag in raw.get("tags") or ()], "feed category")
    own = _line((raw.get("source") or {}).get("title")) or outlet
    if own:
        facts.append(("outlet", (own,), "feed title"))
    return Entry(text, whole, kind != "text/plain", title, link, tuple(facts))


def _facts(where: str, title: str | None, link: str | None, published: object, updated: object) -> list[Handed]:
    facts: list[Handed] = []
    if title:
        facts.append(("title", (title,), f"{where} title"))
    if link:
        facts.append(("url", (link,), f"{where} link"))
    for field, stamp in (("published", published), ("updated", updated)):
        told = stamp_facts(field, [stamp] if isinstance(stamp, str) else [], f"{where} date")
        facts += [(fact.field, fact.values, fact.where) for fact in told]
    return facts


def _people(names: Sequence[str], where: str) -> list[Handed]:
    people: list[str] = []
    facts: list[Handed] = []
    for name in names[:12]:
        match = _MAIL_NAME.match(name.strip())
        found, agencies = split_people((match["name"] if match else name)[:300])
        people += [person for person in found if person not in people]
        facts += [("agency", (agency,), where) for agency in agencies]
    return ([("authors", tuple(people), where)] if people else []) + facts


def _topics(terms: Sequence[object], where: str) -> list[Handed]:
    names = [" ".join(term.split()) for term in terms if isinstance(term, str)]
    unique = tuple({name.casefold(): name for name in names if 1 < len(name) <= 60}.values())
    return [("topics", unique[:MOST_TOPICS], where)] if unique else []


def _line(words: object) -> str | None:
    """A title or link as one line of plain text; None where there is none."""
    if not isinstance(words, str):
        return None
    return " ".join(html.unescape(_TAG.sub("", words)).split())[:1000] or None


def _address(words: object) -> str | None:
    """A web address; None for whatever else stands where a link should."""
    line = _line(words)
    return line if line is not None and line.startswith(("http://", "https://")) else None


def looks_like_json_feed(head: Head) -> bool:
    """Whether the file is a JSON object whose version is an address of JSON Feed's."""
    text = head.text.lstrip("\ufeff \t\r\n")
    return text.startswith("{") and _JSON_FEED.search(text) is not None


def open_json_feed(source: Source) -> Iterator[Opened]:
    """The items of a JSON Feed (versions 1 and 1.1)."""
    feed = load_json(source.decoded(), source.name)
    if not isinstance(feed, dict):
        raise BadInput(f"{source.name}: a JSON feed is an object")
    items = feed.get("items")
    if not isinstance(items, list):
        raise BadInput(f"{source.name}: this JSON feed has no list of items")
    outlet = _line(feed.get("title"))
    entries = [_json_entry(item, outlet, feed) for item in items[:MOST_ENTRIES] if isinstance(item, dict)]
    yield from _open_entries(source, entries)


def _json_entry(item: dict[str, Any], outlet: str | None, feed: dict[str, Any]) -> Entry:
    markup = item.get("content_html")
    plain = item.get("content_text")
    text = markup if isinstance(markup, str) and markup.strip() else plain if isinstance(plain, str) else ""
    title, link = _line(item.get("title")), _address(item.get("url") or item.get("external_url"))
    facts = _facts("json feed", title, link, item.get("date_published"), item.get("date_modified"))
    authors = item.get("authors") or item.get("author") or feed.get("authors") or feed.get("author") or ()
    authors = [authors] if isinstance(authors, dict) else authors if isinstance(authors, list) else []
    names = [author.get("name") for author in authors if isinstance(author, dict)]
    facts += _people([name for name in names if isinstance(name, str)], "json feed author")
    tags = item.get("tags")
    facts += _topics(tags if isinstance(tags, list) else (), "json feed tags")
    if outlet:
        facts.append(("outlet", (outlet,), "json feed title"))
        if (agency := agency_named(outlet)) is not None:
            facts.append(("agency", (agency,), "json feed title"))
    return Entry(text, True, text is markup, title, link, tuple(facts))
