"""Markdown (CommonMark, with or without front matter) -> Draft; headings are marked as such."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from backchannel.articles.drafts import Draft, Fact, Facts, Paragraph, Piece
from backchannel.articles.fragments import html_paragraphs
from backchannel.articles.text import clean_paragraph
from backchannel.articles.wire import byline_facts, stamp_facts, text_fact, topic_facts
from backchannel.errors import BadInput
from backchannel.records import Page

if TYPE_CHECKING:
    from markdown_it.token import Token

LONGEST = 500_000  # characters; a novel
MOST_MARKS = 600  # in one block; the parser's work grows with their square
_FRONT = re.compile(r"\A\s*---[ \t]*\n(?P<fields>.{1,5000}?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"^([A-Za-z_-]{2,30})[ \t]*:[ \t]*(.*)$")
_KNOWN = frozenset("title author authors date published updated tags categories url canonical_url outlet".split())
_MARKS = re.compile(r"[*_`~\[\]<>&!]")
_HEADING = re.compile(r"^#{1,6}[ \t]+\S", re.MULTILINE)
_UNDERLINED = re.compile(r"^[^\s#>*-].{2,150}\n(?:=|-){3,}[ \t]*$", re.MULTILINE)
_LINK = re.compile(r"!?\[[^\[\]\n]{1,200}\]\((?:https?://|/|#|mailto:)[^()\s]{1,400}(?:[ \t]+\"[^\"\n]{0,200}\")?\)")
_STRONG = re.compile(r"(?<![\w*])\*\*\w[^*\n]{0,200}\*\*(?![\w*])|(?<![\w_])_\w[^_\n]{0,100}\w_(?![\w_])")


def looks_like_markdown(decoded: str) -> bool:
    """Whether the text has front matter of an article, or two of Markdown's signs, a heading among them or a link."""
    text = decoded[:20_000].replace("\r\n", "\n").lstrip("\ufeff")
    if (front := _FRONT.match(text)) and _fields(front["fields"]).keys() & _KNOWN:
        return True
    if text.lstrip().startswith(("<", "{", "[")) and not _LINK.match(text.lstrip()):
        return False
    headings = len(_HEADING.findall(text)) + len(_UNDERLINED.findall(text))
    links = len(_LINK.findall(text))
    first = _HEADING.match(text.lstrip()) is not None
    return bool((headings and (links or _STRONG.search(text) or headings >= 2 or first)) or links >= 2)


def read_markdown(page: Page, decoded: str) -> Draft:
    """The paragraphs of a Markdown document; its first heading is the title where no front matter tells one.

    Raises BadInput where the text is longer than any story, or a paragraph has more marks than any.
    """
    from markdown_it import MarkdownIt

    if len(decoded) > LONGEST:
        raise BadInput(f"{page.name}: {len(decoded):,} characters of Markdown are too many; the limit is {LONGEST:,}")
    if any(len(_MARKS.findall(block)) > MOST_MARKS for block in re.split(r"\n\s*\n", decoded)):
        raise BadInput(f"{page.name}: more than {MOST_MARKS:,} marks in one paragraph are no Markdown of a story")
    text = decoded.replace("\r\n", " \n").replace("\r", "\n")  # one character for one, so that offsets stay
    start = 0
    facts: list[Fact] = []
    if front := _FRONT.match(text):
        fields = _fields(front["fields"])
        if fields.keys() & _KNOWN:
            facts, start = _front_facts(fields), front.end()
    tokens = MarkdownIt("commonmark", {"maxNesting": 40}).enable("table").parse(text[start:])
    paragraphs = tuple(_paragraphs(tokens, text, start, page.name))
    title = next((fact for fact in facts if fact.field == "title"), None)
    if title is None and paragraphs and paragraphs[0].heading:
        facts.append(Fact("title", (paragraphs[0].text,), "first heading"))
    return Draft(paragraphs, Facts(tuple(facts)))


def _fields(text: str) -> dict[str, str]:
    """The simple fields of YAML front matter: «key: value», and lists below a key joined by commas."""
    fields: dict[str, str] = {}
    key = ""
    for line in text.splitlines()[:200]:
        if match := _FIELD.match(line):
            key = match[1].lower()
            fields[key] = match[2].strip().strip("[]").strip("\"'")
        elif key and re.match(r"\s*-\s+\S", line):
            value = line.strip()[1:].strip().strip("\"'")
            fields[key] = f"{fields[key]}, {value}" if fields[key] else value
    return fields


def _front_facts(fields: dict[str, str]) -> list[Fact]:
    facts = text_fact("title", fields.get("title"), "front matter")
    facts += byline_facts(fields.get("authors") or fields.get("author") or "", "front matter")
    facts += stamp_facts("published", [fields.get("published"), fields.get("date")], "front matter")
    facts += stamp_facts("updated", [fields.get("updated")], "front matter")
    topics = ", ".join(fields.get(key, "") for key in ("tags", "categories"))
    facts += topic_facts([topic.strip(" \"'") for topic in topics.split(",")], "front matter")
    facts += text_fact("outlet", fields.get("outlet"), "front matter")
    address = fields.get("canonical_url") or fields.get("url") or ""
    return facts + (text_fact("url", address, "front matter") if address.startswith("http") else [])


def _paragraphs(tokens: list[Token], text: str, start: int, name: str) -> Iterator[Paragraph]:
    lines = [start]
    lines += [match.end() for match in re.compile("\n").finditer(text, start)]
    heading = False
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            heading = token.type == "heading_open"
        elif token.type == "inline" and token.map:
            first = lines[min(token.map[0], len(lines) - 1)]
            last = lines[token.map[1]] if token.map[1] < len(lines) else len(text)
            yield from _inline(token.children or [], heading, (text, first, last))
        elif token.type == "html_block":
            yield from html_paragraphs(token.content, name)


def _inline(children: list[Token], heading: bool, place: tuple[str, int, int]) -> Iterator[Paragraph]:
    """The words of one block, and where they stand in the source: each run is looked for after the one before."""
    source, cursor, end = place
    words = ""
    pieces: list[Piece] = []
    for child in children:
        if child.type in {"softbreak", "hardbreak"}:
            words += " "
        elif child.type in {"text", "code_inline", "text_special"}:
            run = child.content
            found = source.find(run, cursor, end) if run else -1
            if found >= 0:
                pieces.append((len(words), found, len(run)))
                cursor = found + len(run)
            words += run
    paragraph = Paragraph(words, heading, tuple(pieces))
    clean = clean_paragraph(words, 0, len(words))
    if clean.text:
        yield _composed(clean, paragraph)


def _composed(clean: Paragraph, raw: Paragraph) -> Paragraph:
    """The cleaned paragraph, whose pieces lie in the raw words, with pieces in the source."""
    pieces: list[Piece] = []
    for offset, start, length in clean.pieces:
        for inner, outer, size in raw.pieces:
            first, last = max(inner, start), min(inner + size, start + length)
            if first < last:
                pieces.append((offset + first - start, outer + first - inner, last - first))
    return Paragraph(clean.text, raw.heading, tuple(pieces))
