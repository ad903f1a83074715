"""ninjs 1, 2 and 3 (News in JSON) -> Draft: the story of one item; a list of items is a container."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from backchannel.articles.containers import Head, Opened, Refusal, Source
from backchannel.articles.drafts import Draft, Fact, Facts, Paragraph
from backchannel.articles.fragments import html_paragraphs
from backchannel.articles.nesting import load_json, place_in_json
from backchannel.articles.ninjs_standard import check_ninjs
from backchannel.articles.nitf import nitf_facts, nitf_paragraphs
from backchannel.articles.notes import note_facts
from backchannel.articles.offsets import align_with_source
from backchannel.articles.text import split_paragraphs
from backchannel.articles.wire import (
    agency_facts,
    byline_facts,
    located_facts,
    require_usable,
    stamp_facts,
    text_fact,
    topic_facts,
)
from backchannel.articles.xmlsafe import parse_xml
from backchannel.errors import BadInput
from backchannel.records import Page

Item = dict[str, Any]
SHOWN_PROBLEMS = 3
_OPENS = re.compile(r"\s*\{")
_MARKS = re.compile(
    r'"(?:versioncreated|versionCreated|pubstatus|pubStatus|body_[a-z]+|bodies|headlines|infosources?|infoSources|usageterms'
    r'|usageTerms|rightsInfo|ninjs|plannedCoverage|eventDetails|altids|altIds|ednote|edNote|renditions|trustIndicators?)"'
)
_URI = re.compile(r'"uri"\s*:')
_WITHOUT_TEXT = {
    "event": "an event: it announces, and tells no news",
    "planning": "a plan of coverage: it announces, and tells no news",
}


def looks_like_ninjs(decoded: str) -> bool:
    """Whether the text is a JSON object with a uri or a property that only ninjs has."""
    if _OPENS.match(decoded) is None or '"https://jsonfeed.org' in decoded[:2000]:
        return False
    head = decoded[:100_000]
    marks = {match[0].lower() for match in _MARKS.finditer(head)}
    if len(marks) >= 2:
        return True
    return _URI.search(head) is not None and (bool(marks) or '"urgency"' in head or len(head) < 500)


def read_ninjs(page: Page, decoded: str) -> Draft:
    """The story of a ninjs item.

    Raises BadInput where the JSON is broken, the item departs from the standard, is cancelled or withheld, or holds no
    news text. Properties that the standard lacks are passed over where there is a story to read.
    """
    raw = load_json(decoded, page.name)
    if not isinstance(raw, dict):
        raise BadInput(f"{page.name}: a ninjs item is a JSON object")
    problems = check_ninjs(raw)
    item = {key.lower(): value for key, value in raw.items()}
    bodies = _bodies(item) if not any(problem.grave for problem in problems) else ()
    if problems and not bodies:
        shown = "; ".join(str(problem) for problem in problems[:SHOWN_PROBLEMS])
        more = f" and {len(problems) - SHOWN_PROBLEMS} more" if len(problems) > SHOWN_PROBLEMS else ""
        raise BadInput(f"{page.name}: this is not ninjs as its standard (IPTC) has it: {shown}{more}")
    require_usable(item.get("pubstatus"), page.name, "ninjs pubstatus")
    if not bodies:
        kind = item.get("type")
        what = "is " + _WITHOUT_TEXT[kind] if kind in _WITHOUT_TEXT else f"has no body (type: {kind or 'not told'})"
        raise BadInput(f"{page.name}: this ninjs item {what}; an item with a body text is wanted")
    paragraphs, inner = _best(bodies, page.name, decoded)
    located = item.get("located")
    outer = located_facts(located if isinstance(located, str) else "", paragraphs, "ninjs located")
    return Draft(paragraphs, Facts((*_facts(item), *inner, *outer)))


def _bodies(item: Item) -> tuple[tuple[str, str], ...]:
    """(content type, text) of each body with words in it."""
    bodies = item.get("bodies")
    if isinstance(bodies, list):
        entries = [{key.lower(): value for key, value in body.items()} for body in bodies if isinstance(body, dict)]
        found = [(str(entry.get("contenttype") or entry.get("role") or ""), entry.get("value")) for entry in entries]
    else:
        found = [(key.removeprefix("body_"), value) for key, value in item.items() if key.startswith("body_")]
    return tuple((kind.lower(), words) for kind, words in found if isinstance(words, str) and words.strip())


def _best(bodies: tuple[tuple[str, str], ...], name: str, decoded: str) -> tuple[tuple[Paragraph, ...], Facts]:
    """The paragraphs of the body that shows them best: markup before plain text, and the longer of two."""
    ranked = sorted(bodies, key=lambda body: (_is_markup(*body), len(body[1])), reverse=True)
    for kind, words in ranked:
        facts = Facts()
        if "nitf" in kind:
            try:
                root = parse_xml(words, name)
            except BadInput:
                if len(bodies) == 1:
                    raise
                continue  # the same text stands in another body
            paragraphs, facts = align_with_source(nitf_paragraphs(root), words), nitf_facts(root, name)
        elif _is_markup(kind, words):
            paragraphs = align_with_source(html_paragraphs(words, name), words)
        else:
            paragraphs = split_paragraphs(words)
        if paragraphs:
            return place_in_json(paragraphs, words, decoded), facts
    return (), Facts()


def _is_markup(kind: str, words: str) -> bool:
    if "nitf" in kind or "html" in kind:
        return True
    return "plain" not in kind and kind != "text" and len(re.findall(r"</?[a-zA-Z][^<>]{0,200}>", words[:5000])) >= 2


def _facts(item: Item) -> list[Fact]:
    facts = text_fact("title", _headline(item), "ninjs headline")
    facts += text_fact("title", _text(item, "title"), "ninjs title")
    facts += byline_facts(_text(item, "by") or _text(item, "byline"), "ninjs by")
    for key in ("infosources", "infosource"):
        facts += agency_facts(_names(item.get(key)), "ninjs infosource")
    facts += agency_facts([_text(item, "copyrightholder")], "ninjs copyrightholder")
    facts += stamp_facts(
        "published", [_text(item, "contentcreated"), _text(item, "firstcreated")], "ninjs firstcreated"
    )
    facts += stamp_facts("updated", [_text(item, "versioncreated")], "ninjs versioncreated")
    facts += note_facts(_text(item, "ednote"), "ninjs ednote")
    if embargo := _text(item, "embargoed"):
        facts += text_fact("note", f"embargoed until {embargo}", "ninjs embargoed")
    facts += topic_facts([*_names(item.get("subjects")), *_names(item.get("subject"))], "ninjs subject")
    address = _text(item, "uri")
    return facts + (text_fact("url", address, "ninjs uri") if address.startswith(("http://", "https://")) else [])


def _headline(item: Item) -> str:
    headlines = item.get("headlines")
    if not isinstance(headlines, list):
        return _text(item, "headline")
    headlines = [entry for entry in headlines if isinstance(entry, dict)]
    main = [entry for entry in headlines if str(entry.get("role", "main")).lower() == "main"]
    words = str((main or headlines or [{}])[0].get("value", ""))
    return re.sub(r"<[^<>]{1,80}>", "", words)


def _text(item: Item, key: str) -> str:
    value = item.get(key)
    return value if isinstance(value, str) else ""


def _names(entries: Any) -> list[str]:
    if not isinstance(entries, list):
        return []
    return [entry["name"] for entry in entries if isinstance(entry, dict) and isinstance(entry.get("name"), str)]


def looks_like_ninjs_list(head: Head) -> bool:
    """Whether the file is a JSON list whose first object looks like a ninjs item."""
    text = head.text.lstrip()
    return text.startswith("[") and looks_like_ninjs(text[1:])


def open_ninjs_list(source: Source) -> Iterator[Opened]:
    """Each item of a list of ninjs items."""
    items = load_json(source.decoded(), source.name)
    if not isinstance(items, list) or not items:
        yield Refusal(source.name, "a list with ninjs items is wanted")
        return
    for number, item in enumerate(items, start=1):
        yield source.page(json.dumps(item, ensure_ascii=False).encode("utf-8", "surrogatepass"), f"#{number}")
