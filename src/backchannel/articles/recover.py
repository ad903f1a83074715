"""What the body extraction lost of a story, taken back from the page: paragraphs, heads, words inside a paragraph.

An advertisement between two halves of a story makes extractors lose the second half; link filters make holes in
sentences («the ministry [said on Monday] that…»). Both leave a text that looks whole and is not. Paragraphs are taken
back only from containers that hold others of the story, told by tag and class, so teasers of other stories stay out.
"""

from __future__ import annotations

import bisect
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from backchannel.articles.drafts import Paragraph
from backchannel.articles.furniture import count_words, is_sentence

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MOST_BLOCKS = 3_000  # paragraphs looked at on one page
FEWEST_SHARED = 3  # paragraphs of the story that make a container one of the story's
FEWEST_WORDS = 8
LONGEST_HEAD = 14  # words
MOST_LINKED = 0.4  # share of a paragraph's characters that may be links
LONG_MARK, SHORT_MARK = 60, 30  # letters by which two writings of one paragraph are known to be the same
_OUTSIDE = re.compile(
    r"comment|related|recirc|promo|newsletter|caption|share|sidebar|footer|teaser|disclaimer|legal|cookie|author-?bio|modal|popup",
    re.IGNORECASE,
)
_OUTER_TAGS = frozenset({"aside", "footer", "nav", "form", "figure", "figcaption", "header", "button"})
_HEADS = frozenset({"h2", "h3", "h4"})


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or heading element of the page: its container's tag and class, its text, its letters."""

    container: tuple[str, str]
    text: str
    letters: str
    element: HtmlElement


def recover_paragraphs(tree: HtmlElement, paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """The paragraphs, holes filled, with those put in at their places that the page has after the first of them."""
    blocks = _blocks(tree)
    taken = _Taken(paragraphs)
    places = [taken.place(block.letters) for block in blocks]
    shared = Counter(block.container for block, place in zip(blocks, places, strict=True) if place is not None)
    homes = {key for key, count in shared.items() if count >= FEWEST_SHARED}
    whole = list(paragraphs)
    missed: dict[int, list[Paragraph]] = {}
    last = -1
    for index, (block, place) in enumerate(zip(blocks, places, strict=True)):
        if place is not None:
            last = max(last, place)
            if taken.has_hole(place, block.letters):
                whole[place] = replace(whole[place], text=block.text)
        elif last >= 0 and block.container in homes and _is_story(block, blocks[index + 1 : index + 2]):
            missed.setdefault(last, []).append(Paragraph(block.text, block.element.tag in _HEADS))
    return [one for index, paragraph in enumerate(whole) for one in (paragraph, *missed.get(index, []))]


def _blocks(tree: HtmlElement) -> list[Block]:
    blocks: list[Block] = []
    for element in tree.iter("p", *_HEADS):
        container = element.getparent()
        while container is not None and container.tag == "blockquote":
            container = container.getparent()
        if container is None:
            continue
        if len(blocks) >= MOST_BLOCKS:
            break
        text = re.sub(r"\s+", " ", element.text_content()).strip()
        if text:
            blocks.append(
                Block((str(container.tag), container.get("class") or ""), text, re.sub(r"\W+", "", text), element)
            )
    return blocks


class _Taken:
    """The letters and digits of the paragraphs already taken, to ask whether and where a text is among them."""

    def __init__(self, paragraphs: Sequence[Paragraph]) -> None:
        self._starts: list[int] = []
        self._each = [re.sub(r"\W+", "", paragraph.text) for paragraph in paragraphs]
        length = 0
        for letters in self._each:
            self._starts.append(length)
            length += len(letters)
        self._letters = "".join(self._each)
        self._openings = {
            letters[:SHORT_MARK]: index for index, letters in enumerate(self._each) if len(letters) >= SHORT_MARK
        }

    def place(self, letters: str) -> int | None:
        """The number of the paragraph in which a text begins; None where its beginning is not taken."""
        mark = letters[:LONG_MARK]
        at = self._letters.find(mark) if mark else -1
        if at >= 0:
            return bisect.bisect_right(self._starts, at) - 1
        return self._openings.get(letters[:SHORT_MARK])

    def has_hole(self, index: int, letters: str) -> bool:
        """Whether the page's paragraph begins and ends as the taken one, and has more words between."""
        mine = self._each[index]
        longer = len(letters) - len(mine)
        return (
            0 < longer <= len(mine) // 2 + LONG_MARK
            and len(mine) >= SHORT_MARK
            and letters[:SHORT_MARK] == mine[:SHORT_MARK]
            and letters[-SHORT_MARK // 2 :] == mine[-SHORT_MARK // 2 :]
        )


def _is_story(block: Block, following: Sequence[Block]) -> bool:
    """Whether a block reads as part of the story: a sentence, or a head above one, set in the story."""
    if block.element.tag in _HEADS:
        followed = any(other.container == block.container and is_sentence(other.text) for other in following)
        if not followed or count_words(block.text) > LONGEST_HEAD:
            return False
    elif not is_sentence(block.text) or count_words(block.text) < FEWEST_WORDS:
        return False
    linked = sum(len(link.text_content()) for link in block.element.iter("a"))
    if linked > MOST_LINKED * len(block.text) or "lt;" in block.text or "<" in block.text:
        return False
    for ancestor in (block.element, *block.element.iterancestors()):
        if ancestor.tag in _OUTER_TAGS:
            return False
        if ancestor.tag not in {"body", "html"} and _OUTSIDE.search(
            f"{ancestor.get('class') or ''} {ancestor.get('id') or ''}"
        ):
            return False
    return True
