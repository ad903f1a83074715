"""Plain text, as copied from a web page or sent by a desk -> Draft."""

from __future__ import annotations

import re

from backchannel.articles.drafts import Draft, Paragraph, Piece
from backchannel.records import Page

WIDEST_WRAP = 120  # characters; longer lines are no hard-wrapped text
_LINE = re.compile(r"[^\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
_NOISE = re.compile(r"[\u200b\u200c\u200d\u2060\ufeff\u00ad\x00-\x08\x0e-\x1f\x7f]+|\s+")


def looks_like_text(decoded: str) -> bool:
    """Whether the page is text that no other reader claims: it holds words, and is neither XML nor JSON."""
    head = decoded[:2000].lstrip()
    if head.startswith(("<?xml", "<rss", "<feed", "<newsItem", "<nitf")):
        return False
    opens = re.match(r"[\[{]\s*(?:[\"{\[\]}]|$)", head) is not None
    return not (opens and re.search(r"\"\s*:|\"\s*,|^\s*[\[{]\s*[\]}]\s*$", head))


def read_text(page: Page, decoded: str) -> Draft:
    """The page's lines as paragraphs; lines of hard-wrapped text are joined first."""
    return Draft(split_paragraphs(decoded))


def split_paragraphs(decoded: str) -> tuple[Paragraph, ...]:
    """Each line as a paragraph, or each block between blank lines where the text is hard-wrapped."""
    lines = [(match.start(), match.end()) for match in _LINE.finditer(decoded) if match[0].strip()]
    blocks = _blocks(decoded, lines)
    width = max((end - start for start, end in lines), default=0)
    paragraphs = []
    for block in blocks:
        if len(block) > 1 and width <= WIDEST_WRAP and _is_wrapped(decoded, block, width):
            paragraphs.append(clean_paragraph(decoded, block[0][0], block[-1][1]))
        else:
            paragraphs.extend(clean_paragraph(decoded, start, end) for start, end in block)
    return tuple(paragraph for paragraph in paragraphs if paragraph.text)


def clean_paragraph(decoded: str, start: int, end: int) -> Paragraph:
    """The characters from ``start`` to ``end`` with runs of blanks made one blank and invisible characters left out."""
    raw = decoded[start:end]
    parts: list[str] = []
    pieces: list[Piece] = []
    length = at = 0
    for noise in _NOISE.finditer(raw):
        keep = noise[0] == " "
        stop = noise.end() if keep else noise.start()
        if keep:
            continue
        if stop > at:
            pieces.append((length, start + at, stop - at))
            parts.append(raw[at:stop])
            length += stop - at
        if noise[0].isspace():
            parts.append(" ")
            length += 1
        at = noise.end()
    if at < len(raw):
        pieces.append((length, start + at, len(raw) - at))
        parts.append(raw[at:])
    whole = Paragraph("".join(parts), pieces=tuple(pieces))
    return whole.cut(0, len(whole.text))


def _blocks(decoded: str, lines: list[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Lines that stand together without a blank line between them."""
    blocks: list[list[tuple[int, int]]] = []
    for start, end in lines:
        if blocks and re.fullmatch(r"\r\n|[\n\r\v\f\x85\u2028\u2029]", decoded[blocks[-1][-1][1] : start]):
            blocks[-1].append((start, end))
        else:
            blocks.append([(start, end)])
    return blocks


def _is_wrapped(decoded: str, block: list[tuple[int, int]], width: int) -> bool:
    """Whether each line but the last was broken where its next word no longer fitted into the width."""
    for (start, end), (after, after_end) in zip(block, block[1:], strict=False):
        if decoded[after].isspace():
            return False  # an indented line begins a paragraph
        following = decoded[after : min(after_end, after + width)].split(maxsplit=1)[0]
        if end - start + 1 + len(following) <= width - 6:
            return False
    return True
