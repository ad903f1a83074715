"""XML from strangers: its root's name without parsing, and a parser that fetches, expands and trusts nothing."""

from __future__ import annotations

import html
import re
from html.entities import name2codepoint
from typing import TYPE_CHECKING

from backchannel.errors import BadInput

if TYPE_CHECKING:
    from lxml.etree import _Element

MOST_ELEMENTS = 200_000  # the largest feed of a year of a daily has some 20,000
_PROLOG = re.compile(
    r"\s+|<\?[^<>]{0,2000}\?>|<!--.{0,20000}?-->|<!DOCTYPE[^<>\[\]]{0,1000}(?:\[.{0,20000}?\]\s*)?>",
    re.DOTALL | re.IGNORECASE,
)
_ROOT = re.compile(r"<(?:([A-Za-z_][\w.-]{0,60}):)?([A-Za-z_][\w.-]{0,60})(?=[\s/>])")
_DECLARED = re.compile(r"<!ENTITY\b|<!DOCTYPE[^<>\[\]]{0,1000}\[", re.IGNORECASE)
_NAMED = re.compile(r"&([A-Za-z]\w{1,30});")
_XML_NAMES = frozenset({"amp", "lt", "gt", "quot", "apos"})
_UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def root_name(decoded: str) -> str | None:
    """The local name of the document's outermost element, or None where the text does not begin as XML does."""
    at = 1 if decoded.startswith("\ufeff") else 0
    for _ in range(50):
        prolog = _PROLOG.match(decoded, at)
        if prolog is None:
            break
        at = prolog.end()
    root = _ROOT.match(decoded, at)
    return root[2] if root else None


def parse_xml(decoded: str, name: str) -> _Element:
    """The document's root element.

    Nothing is fetched, no entity of the document's own is expanded: a document that declares some is refused, as is one
    that is too large, too deep or not well-formed. The named characters of HTML («&nbsp;») are read as what they are.
    """
    from lxml import etree

    require_harmless(decoded, name)
    text = _UNWANTED.sub("", _NAMED.sub(_as_character, decoded)).lstrip("\ufeff \t\r\n")
    text = re.sub(r"\A<\?xml\b[^<>]{0,200}\?>", "", text)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as error:
        line = f"line {error.lineno}: " if error.lineno else ""
        raise BadInput(f"{name}: this XML is broken or cut off ({line}{error.msg}); send the whole file") from None
    return root


def require_harmless(decoded: str, name: str) -> None:
    """Raises BadInput where XML declares entities, as bombs and file thieves do, or has too many elements."""
    if _DECLARED.search(decoded):
        raise BadInput(f"{name}: this XML declares entities or a document type of its own; send it without")
    if decoded.count("<") > 2 * MOST_ELEMENTS:
        raise BadInput(f"{name}: too many elements for a news document; the limit is {MOST_ELEMENTS:,}")


def _as_character(match: re.Match[str]) -> str:
    if match[1] in _XML_NAMES or match[1] not in name2codepoint:
        return match[0]
    return html.unescape(match[0])


def local(element: _Element) -> str:
    """The element's name without its namespace, in lower case."""
    tag = element.tag
    return tag.rsplit("}", 1)[-1].lower() if isinstance(tag, str) else ""


def words_of(element: _Element | None) -> str:
    """All text inside the element, blanks made one."""
    if element is None:
        return ""
    return " ".join("".join(str(part) for part in element.itertext()).split())
