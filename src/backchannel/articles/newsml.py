"""NewsML-G2 -> Draft: the story in a news item, and the items in a news message.

A tolerant reader: namespaces, versions, conformance levels and fragments are taken as they come; only what the story
and its facts need is looked at. Elements after IPTC's NewsML-G2 2.x guidelines and specification.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from backchannel.articles.containers import Head, Opened, Pointer, Refusal, Source
from backchannel.articles.drafts import Draft, Fact, Facts, Paragraph
from backchannel.articles.fragments import element_paragraphs, html_paragraphs
from backchannel.articles.nitf import find, named, nitf_facts, nitf_paragraphs
from backchannel.articles.notes import note_facts
from backchannel.articles.offsets import align_with_source
from backchannel.articles.text import split_paragraphs
from backchannel.articles.wire import (
    agency_facts,
    byline_facts,
    dateline_facts,
    located_facts,
    require_usable,
    stamp_facts,
    text_fact,
    topic_facts,
)
from backchannel.articles.xmlsafe import local, parse_xml, root_name, words_of
from backchannel.errors import BadInput
from backchannel.records import Page

if TYPE_CHECKING:
    from lxml.etree import _Element

# What an item without news text is called in a refusal.
_KINDS = {
    "packageitem": "a package item: it lists other items, and has no text of its own",
    "groupset": "a package's list of items, without their texts",
    "conceptitem": "a concept item: it describes a thing, and tells no news",
    "knowledgeitem": "a knowledge item: it describes things, and tells no news",
    "planningitem": "a planning item: it announces coverage, and tells no news",
    "catalogitem": "a catalog item: it lists vocabularies, and tells no news",
    "contentmeta": "the metadata of an item without its content",
    "itemmeta": "the metadata of an item without its content",
    "newsml": "NewsML 1: only NewsML-G2 is read",
}
_ITEMS = frozenset({"newsitem", "contentset"})
_CLASSES = frozenset({"picture", "graphic", "video", "audio", "animation"})


def looks_like_newsml(decoded: str) -> bool:
    """Whether the outermost element is one of NewsML-G2's items or a fragment of one."""
    root = (root_name(decoded[:30_000]) or "").lower()
    return root in _ITEMS or root in _KINDS


def read_newsml(page: Page, decoded: str) -> Draft:
    """The story of a news item.

    Raises BadInput where the XML is broken or hostile, the item is cancelled or withheld, or it holds no news text; the
    message then says what it is.
    """
    root = parse_xml(decoded, page.name)
    kind = local(root)
    if kind in _KINDS:
        raise BadInput(f"{page.name}: this is {_KINDS[kind]}; a news item with text is wanted")
    facts = _item_facts(root, page.name)
    paragraphs, inner = _content(root, page.name)
    located = find(root, "located")
    outer = located_facts("" if located is None else _own(located, "name"), paragraphs, "newsml located")
    if not paragraphs:
        raise BadInput(f"{page.name}: {_without_text(root)}; a news item with text is wanted")
    return Draft(align_with_source(paragraphs, decoded), Facts((*facts, *inner, *outer)))


def _content(root: _Element, name: str) -> tuple[tuple[Paragraph, ...], Facts]:
    """The paragraphs of the item's inline content, the richest form first, and the facts of an NITF inside."""
    for element in [*named(root, "inlinexml"), *named(root, "inlinedata")]:
        if (document := find(element, "nitf")) is not None:
            paragraphs, facts = nitf_paragraphs(document), nitf_facts(document, name)
        elif local(element) == "inlinexml":
            body = find(element, "body")
            paragraphs, facts = _prose(element if body is None else body), Facts()
        elif "html" in (element.get("contenttype") or ""):
            paragraphs, facts = html_paragraphs("".join(str(part) for part in element.itertext()), name), Facts()
        else:
            paragraphs, facts = split_paragraphs("".join(str(part) for part in element.itertext())), Facts()
        if paragraphs:
            return tuple(Paragraph(paragraph.text, paragraph.heading) for paragraph in paragraphs), facts
    return (), Facts()


def _prose(element: _Element) -> tuple[Paragraph, ...]:
    """The element's paragraphs where it holds marked-up text; not those of data (events, scores, coverage)."""
    if not any(local(child) in {"p", "div", "h1", "h2", "br", "section", "article"} for child in element.iter()):
        return ()
    if any(local(child) in {"events", "event", "sports-content", "planning"} for child in element):
        return ()
    return element_paragraphs(element)


def _without_text(root: _Element) -> str:
    item = find(root, "itemclass")
    code = "" if item is None else item.get("qcode") or item.get("uri") or ""
    word = code.rsplit(":", 1)[-1].rsplit("/", 1)[-1]
    if word in _CLASSES:
        return f"this is a news item of class {word}, without a text"
    if find(root, "remotecontent") is not None:
        return "this news item only points at its text (remoteContent)"
    if find(root, "inlinexml") is not None or find(root, "inlinedata") is not None:
        return "this news item's content is empty or data, not text"
    return "this news item has no content"


def _item_facts(root: _Element, name: str) -> Facts:
    """The facts of itemMeta and contentMeta, best first."""
    status = find(root, "pubstatus")
    if status is not None:
        require_usable(status.get("qcode") or status.get("uri"), name, "newsml pubStatus")
    for signal in named(root, "signal"):
        if (signal.get("qcode") or "").endswith(":kill"):
            require_usable("killed", name, "newsml signal")
    content, item = find(root, "contentmeta"), find(root, "itemmeta")
    facts: list[Fact] = []
    if content is not None:
        facts += _content_facts(content)
    if item is not None:
        facts += text_fact("title", _own(item, "title"), "newsml title")
        facts += agency_facts(_codes(item, "provider"), "newsml provider")
        facts += stamp_facts("published", [_own(item, "firstcreated")], "newsml firstCreated")
        facts += stamp_facts("updated", [_own(item, "versioncreated")], "newsml versionCreated")
        for note in named(item, "ednote"):
            facts += note_facts(words_of(note), "newsml edNote")
        if embargo := _own(item, "embargoed"):
            facts += text_fact("note", f"embargoed until {embargo}", "newsml embargoed")
    for holder in named(root, "copyrightholder"):
        facts += agency_facts([words_of(holder), holder.get("qcode") or ""], "newsml copyrightHolder")
    return Facts(tuple(facts))


def _content_facts(content: _Element) -> list[Fact]:
    facts = text_fact("title", _own(content, "headline"), "newsml headline")
    facts += byline_facts(_own(content, "by"), "newsml by")
    for role in ("creator", "contributor"):
        people = [words for element in content if local(element) == role and (words := _own(element, "name"))]
        for words in people[:12]:
            facts += [
                Fact("contributors", fact.values, fact.where)
                if role == "contributor" and fact.field == "authors"
                else fact
                for fact in byline_facts(words, f"newsml {role}")
            ]
    facts += agency_facts([*_names(content, "creditline"), *_codes(content, "infosource")], "newsml infoSource")
    facts += dateline_facts(_own(content, "dateline"), "newsml dateline")
    facts += stamp_facts("published", [_own(content, "contentcreated")], "newsml contentCreated")
    facts += stamp_facts("updated", [_own(content, "contentmodified")], "newsml contentModified")
    topics = [words for element in content if local(element) == "subject" for words in _english(element)]
    return facts + topic_facts(topics, "newsml subject")


def _own(element: _Element, name: str) -> str:
    """The text of the first child of that name."""
    return next((words_of(child) for child in element if local(child) == name), "")


def _names(element: _Element, name: str) -> list[str]:
    return [words_of(child) for child in element if local(child) == name]


def _codes(element: _Element, name: str) -> list[str]:
    """The names, then the codes, of all children of that name."""
    children = [child for child in element if local(child) == name]
    return [_own(child, "name") for child in children] + [
        child.get("qcode") or child.get("literal") or "" for child in children
    ]


def _english(subject: _Element) -> list[str]:
    """A subject's name, the English one where there are several."""
    names = [child for child in subject if local(child) == "name"]
    for child in names:
        language = child.get("{http://www.w3.org/XML/1998/namespace}lang") or "en"
        if language.lower().startswith("en"):
            return [words_of(child)]
    return []


def looks_like_message(head: Head) -> bool:
    """Whether the file is a NewsML-G2 news message or package."""
    return (root_name(head.text) or "").lower() in {"newsmessage", "packageitem"}


def open_message(source: Source) -> Iterator[Opened]:
    """The news items in a message; items without text are refused one by one, packages are pointers at their items."""
    from lxml import etree

    root = parse_xml(source.decoded(), source.name)
    items = [root] if local(root) == "packageitem" else [child for group in named(root, "itemset") for child in group]
    if not items:
        yield Refusal(source.name, "this news message holds no item")
    for number, item in enumerate(items, start=1):
        part = f"#{number}"
        kind = local(item)
        if kind == "newsitem":
            yield source.page(etree.tostring(item, encoding="utf-8", with_tail=False), part)
        elif kind == "packageitem":
            here = {inner.get("guid") for inner in items}
            yield from _package(source, item, part if len(items) > 1 else "", here)
        else:
            yield Refusal(source.name + part, f"this is {_KINDS.get(kind, f'an item of kind {kind}')}")


def _package(source: Source, package: _Element, part: str, here: set[str | None]) -> Iterator[Opened]:
    """The package's references as pointers, but for those to items that stand in the same message."""
    for reference in named(package, "itemref"):
        address = reference.get("href") or reference.get("residref")
        if reference.get("residref") in here:
            continue
        yield Pointer(source.name + part, _own(reference, "title") or None, address)
