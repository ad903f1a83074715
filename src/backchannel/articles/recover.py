"""What the body extraction lost of a story, taken back from the page: paragraphs, heads, words inside a paragraph.

An advertisement between two halves of a story makes extractors lose the second half; link filters make holes in
sentences («the ministry [said on Monday] that…»). Both leave a text that looks whole and is not. Paragraphs are taken
back only from containers that hold others of the story, told by tag and class, so teasers of other stories stay out.
"""

from __future__ import annotations

import bisect
import itertools
import re
from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from backchannel.articles.drafts import Paragraph
from backchannel.articles.words import count_words, is_sentence

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
_EMBED = re.compile(
    r"\b(?:twitter-(?:tweet|video)|instagram-media|bluesky-embed|tiktok-embed|mastodon-embed|truthsocial-embed)\b"
)
_SUBHEAD = re.compile(r"(?:^|[\s_-])(?:sub-?head(?:line|ing|er)?|cross-?head(?:ing)?)(?:$|[\s_-])", re.IGNORECASE)
# What is shown only when a reader points at a word or has a screen read aloud; it stands inside the paragraph.
_UNSEEN_CLASS = re.compile(
    r"(?:rollover|tooltip|pop-?over|pop-?up)[-_]{0,2}(?:\w{1,12}[-_]{1,2})?(?:block|text|content|body|inner|box)\b"
    r"|hover-?card|visually-?hidden|\bsr-only\b|screen-reader-(?:text|only)",
    re.IGNORECASE,
)
_UNSEEN_STYLE = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_OUTER_TAGS = frozenset({"aside", "footer", "nav", "form", "figure", "figcaption", "header", "button"})
_HEADS = frozenset({"h2", "h3", "h4"})


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading or embedded post of the page: its container's tag and class, its text, its letters."""

    container: tuple[str, str]
    text: str
    letters: str
    element: HtmlElement
    kind: Literal["paragraph", "head", "post"]


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
        elif last >= 0 and _is_home(block, homes) and _is_story(block, blocks[index + 1 : index + 2]):
            missed.setdefault(last, []).append(Paragraph(block.text, block.kind == "head"))
    return [one for index, paragraph in enumerate(whole) for one in (paragraph, *missed.get(index, []))]


def drop_unseen(tree: HtmlElement) -> None:
    """Takes out of the paragraphs what readers do not see there: hidden biographies, words for screen readers."""
    for element in tree.xpath(".//p//*[@class or @style or @hidden]"):
        unseen = (
            element.get("hidden") is not None
            or _UNSEEN_CLASS.search(element.get("class") or "")
            or _UNSEEN_STYLE.search(element.get("style") or "")
        )
        if unseen and element.getparent() is not None:
            element.drop_tree()


def _blocks(tree: HtmlElement) -> list[Block]:
    blocks: list[Block] = []
    for element in tree.iter("p", "div", "blockquote", *_HEADS):
        kind = _kind(element)
        container = element.getparent()
        while container is not None and container.tag == "blockquote":
            if _EMBED.search(container.get("class") or ""):
                kind = None  # told by the post as a whole
            container = container.getparent()
        if container is None or kind is None:
            continue
        if len(blocks) >= MOST_BLOCKS:
            break
        parts = element.itertext() if kind == "post" else [element.text_content()]
        text = re.sub(r"\s+", " ", " ".join(parts)).strip()
        if text:
            blocks.append(Block(_key(container), text, re.sub(r"\W+", "", text), element, kind))
    return blocks


def _kind(element: HtmlElement) -> Literal["paragraph", "head", "post"] | None:
    if element.tag == "blockquote":
        return "post" if _EMBED.search(element.get("class") or "") else None
    if element.tag == "div":
        return "head" if len(element) == 0 and _SUBHEAD.search(element.get("class") or "") else None
    return "paragraph" if element.tag == "p" else "head"


def _key(element: HtmlElement) -> tuple[str, str]:
    return str(element.tag), element.get("class") or ""


def _is_home(block: Block, homes: Set[tuple[str, str]]) -> bool:
    """Whether the block stands in one of the story's containers; a post may be wrapped a few times."""
    if block.kind != "post":
        return block.container in homes
    return any(_key(ancestor) in homes for ancestor in itertools.islice(block.element.iterancestors(), 4))


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
    if block.kind == "head":
        followed = any(other.container == block.container and is_sentence(other.text) for other in following)
        if not followed or count_words(block.text) > LONGEST_HEAD:
            return False
    elif block.kind == "paragraph" and (not is_sentence(block.text) or count_words(block.text) < FEWEST_WORDS):
        return False
    linked = sum(len(link.text_content()) for link in block.element.iter("a"))
    most = len(block.text) * (MOST_LINKED if block.kind != "post" else 1)
    if linked > most or "lt;" in block.text or "<" in block.text:
        return False
    for ancestor in (block.element, *block.element.iterancestors()):
        if ancestor.tag in _OUTER_TAGS:
            return False
        if ancestor.tag not in {"body", "html"} and _OUTSIDE.search(
            f"{ancestor.get('class') or ''} {ancestor.get('id') or ''}"
        ):
            return False
    return True
