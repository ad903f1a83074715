"""NITF (News Industry Text Format 3.x) -> Draft: headline, byline, dateline and body of one story.

Elements and attributes after the standard's own documentation (IPTC, NITF 3.6).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from backchannel.articles.drafts import Draft, Fact, Facts, Paragraph
from backchannel.articles.fragments import element_paragraphs
from backchannel.articles.notes import note_facts
from backchannel.articles.offsets import align_with_source
from backchannel.articles.wire import (
    agency_facts,
    byline_facts,
    dateline_facts,
    require_usable,
    stamp_facts,
    text_fact,
    topic_facts,
)
from backchannel.articles.xmlsafe import local, parse_xml, root_name, words_of
from backchannel.records import Page

if TYPE_CHECKING:
    from lxml.etree import _Element


def looks_like_nitf(decoded: str) -> bool:
    """Whether the outermost element is ``nitf``."""
    return root_name(decoded[:30_000]) == "nitf"


def read_nitf(page: Page, decoded: str) -> Draft:
    """The story of an NITF document.

    Raises BadInput where the XML is broken or hostile, or the item is cancelled or withheld.
    """
    root = parse_xml(decoded, page.name)
    return Draft(align_with_source(nitf_paragraphs(root), decoded), nitf_facts(root, page.name))


def nitf_paragraphs(root: _Element) -> tuple[Paragraph, ...]:
    """The paragraphs of the body's content, and the credit lines at its end; the head's parts are facts."""
    found: list[Paragraph] = []
    for element in root.iter():
        if local(element) == "body.content" or local(element) == "tagline":
            found += element_paragraphs(element)
    if not found:
        body = find(root, "body")
        found += element_paragraphs(root if body is None else body)
    return tuple(found)


def nitf_facts(root: _Element, name: str) -> Facts:
    """The facts of an NITF document's head and body head. Raises BadInput where it is cancelled or withheld."""
    facts: list[Fact] = []
    for data in named(root, "docdata"):
        require_usable(data.get("management-status"), name, "nitf management-status")
    head = find(root, "body.head")
    if head is not None:
        facts += _head_facts(head)
    facts += text_fact("title", words_of(find(root, "title")), "nitf title")
    for element in named(root, "date.issue"):
        facts += stamp_facts("published", [element.get("norm")], "nitf date.issue")
    for element in named(root, "date.release"):
        facts += stamp_facts("published", [element.get("norm")], "nitf date.release")
    facts += agency_facts((element.get("regsrc") or "" for element in named(root, "doc-id")), "nitf doc-id")
    for element in named(root, "doc.copyright"):
        facts += agency_facts([element.get("holder") or ""], "nitf doc.copyright")
    for element in named(root, "pubdata"):
        facts += text_fact("outlet", element.get("name"), "nitf pubdata")
        facts += text_fact("url", element.get("ex-ref"), "nitf pubdata")
    for element in named(root, "ed-msg"):
        facts += note_facts(element.get("info"), "nitf ed-msg")
    revisions = named(root, "revision-history")
    facts += stamp_facts("updated", (element.get("norm") for element in reversed(revisions)), "nitf revision-history")
    for element in revisions:
        noted = note_facts(element.get("comment"), "nitf revision-history")
        facts += [fact for fact in noted if fact.field != "note"]  # other comments are the desk's own
    for element in named(root, "correction"):
        facts += text_fact("correction", element.get("info"), "nitf correction")
    subjects = (
        element.get(f"tobject.subject.{part}") or ""
        for element in named(root, "tobject.subject")
        for part in ("type", "matter", "detail")
    )
    facts += topic_facts([*subjects, *(element.get("key") or "" for element in named(root, "keyword"))], "nitf subject")
    return Facts(tuple(facts))


def _head_facts(head: _Element) -> list[Fact]:
    facts = text_fact("title", words_of(find(head, "hl1")), "nitf hl1")
    for byline in named(head, "byline"):
        persons = named(byline, "person")
        if persons:
            names = tuple(name for person in persons if (name := words_of(person)))
            facts += [Fact("authors", names, "nitf byline")] if names else []
            continue
        titles = [words_of(title) for title in named(byline, "byttl")]
        words = words_of(byline)
        for title in titles:
            words = words.replace(title, " , ")
        facts += byline_facts(words, "nitf byline")
        facts += agency_facts(titles, "nitf byline")
    facts += agency_facts((words_of(element) for element in named(head, "distributor")), "nitf distributor")
    for dateline in named(head, "dateline"):
        location = find(dateline, "location")
        facts += dateline_facts(words_of(dateline if location is None else location), "nitf dateline")
        facts += stamp_facts(
            "published", (date.get("norm") for date in named(dateline, "story.date")), "nitf story.date"
        )
    for note in named(head, "note"):
        facts += note_facts(words_of(note), "nitf note")
    facts += agency_facts((words_of(element) for element in named(head, "copyrite.holder")), "nitf copyrite")
    return facts


def named(root: _Element, name: str) -> list[_Element]:
    """All elements of that local name below the root."""
    return [element for element in root.iter() if local(element) == name]


def find(root: _Element, name: str) -> _Element | None:
    """The first element of that local name, or None."""
    return next((element for element in root.iter() if local(element) == name), None)
