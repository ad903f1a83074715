"""Strips a page's furniture: what stands on it but is no part of the story.

The rules are ``rules/furniture.toml`` and, for lines that tell something, ``rules/credits.toml``. A rule matches a
whole paragraph; where it may act depends on how much of the story stands before and after. What no rule knows is kept,
but for lines that are no sentences outside the story's first and last sentence (menus, headlines).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from backchannel.articles.credits import PLAIN, agency_named, read_credit
from backchannel.articles.drafts import Paragraph
from backchannel.articles.headline import find_headline
from backchannel.articles.line_rules import LONGEST_FURNITURE, Hit, LineRule, find_hits, trim_rules
from backchannel.articles.words import count_words, is_sentence

LONGEST_LIST = 40  # lines that a heading such as "Related stories" can take with it


@dataclass(frozen=True, slots=True)
class Stripped:
    """The story's paragraphs, the headline that stood above them, and the rules' hits in page order."""

    paragraphs: tuple[Paragraph, ...]
    headline: str | None
    hits: tuple[Hit, ...]


def strip_furniture(
    paragraphs: Sequence[Paragraph], title: str | None = None, *, most_lines: int | None = None
) -> Stripped:
    """The story's own paragraphs. ``title`` is the headline where the page's markup tells it; else it is looked for.

    ``most_lines``: more lines than these that are no sentences, before the first or after the last sentence, are taken
    for a list of the story's own and kept; None: such lines are always dropped, as menus are in copied text.
    """
    matched = [find_hits(paragraph.text) for paragraph in paragraphs]
    firsts = [next(hits, None) for hits in matched]
    words = [
        count_words(paragraph.text) if first is None and is_sentence(paragraph.text) else 0
        for paragraph, first in zip(paragraphs, firsts, strict=True)
    ]
    hits = _settle(firsts, matched, words)
    start = _story_start(paragraphs, hits, words)
    head = [(i, paragraphs[i].text) for i in range(_first_sentence(words, start)) if i not in hits]
    above = [(i, text) for i, text in head if i < start or not is_sentence(text)]
    line = (
        _title_line(paragraphs, title)
        if title
        else find_headline(above, [p.text for p in paragraphs[start:] if is_sentence(p.text)])
    )
    end, dropped = _story_end(paragraphs, hits, words)
    last = max((index for index, count in enumerate(words[:end]) if count), default=-1)
    kept, signs = [], list[Hit]()
    for index, paragraph in enumerate(paragraphs[:end]):
        before_start = index < start and not (
            line is not None and line < index and _is_standfirst(paragraph.text) and not _has_credit(paragraphs, start)
        )
        if index in hits or index in dropped or before_start or index == line:
            continue
        trimmed, told = _trim(paragraph, index, index >= last)
        signs += [told] if told else []
        if trimmed.text:
            kept.append(trimmed)
    headline = title or (paragraphs[line].text if line is not None else None)
    return Stripped(_outer_lines(kept, most_lines), headline, (*(hits[index] for index in sorted(hits)), *signs))


def _settle(firsts: list[Hit | None], others: list[Iterator[Hit]], words: list[int]) -> dict[int, Hit]:
    """For each paragraph the first rule that may act where it stands; ``others`` are those after the first."""
    total, before = sum(words), 0
    settled: dict[int, Hit] = {}
    for index, (first, more, count) in enumerate(zip(firsts, others, words, strict=True)):
        for hit in itertools.chain([first], more) if first is not None else ():
            after = total - before - count
            if _may_act(hit.rule, before, after):
                settled[index] = Hit(index, hit.rule, hit.groups)
                break
        before += count
    return settled


def _may_act(rule: LineRule, before: int, after: int) -> bool:
    if rule.where == "head":
        return before <= 0.12 * (before + after)
    if rule.where == "tail":
        return before > 0 and 2 * after <= before
    if rule.where == "last":
        return before > 0 and after == 0
    return True


def _first_sentence(words: list[int], start: int) -> int:
    return next((i for i in range(start, len(words)) if words[i]), len(words))


def _has_credit(paragraphs: Sequence[Paragraph], start: int) -> bool:
    return start < len(paragraphs) and read_credit(paragraphs[start].text) is not None


def _story_start(paragraphs: Sequence[Paragraph], hits: dict[int, Hit], words: list[int]) -> int:
    """The first paragraph that can be the story's: a credit ("(AP) —") decides, then the last byline or day line."""
    before = start = 0
    for index, paragraph in enumerate(paragraphs[:80]):
        if before > 80:
            break
        if words[index] and read_credit(paragraph.text) is not None:
            return index
        hit = hits.get(index)
        if (
            hit is not None
            and before <= 60
            and hit.rule.where == "head"
            and any(name in {"people", "signed", "day"} for name, _ in hit.groups)
        ):
            start = index + 1
        before += words[index]
    return start


def _story_end(paragraphs: Sequence[Paragraph], hits: dict[int, Hit], words: list[int]) -> tuple[int, set[int]]:
    """Where a cutting rule ends the story, and the lines that go with list headings."""
    before, dropped = 0, set[int]()
    for index, count in enumerate(words):
        hit = hits.get(index)
        if hit is not None and hit.rule.effect == "cut" and before > 0 and before >= hit.rule.after:
            return index, dropped
        if hit is not None and hit.rule.effect == "list":
            for other in range(index + 1, min(len(words), index + 1 + LONGEST_LIST)):
                if (
                    other not in hits
                    and is_sentence(paragraphs[other].text)
                    and not _is_question(paragraphs[other].text)
                ):
                    break
                dropped.add(other)
        before += count if index not in dropped else 0
    return len(paragraphs), dropped


def _is_question(text: str) -> bool:
    return text.rstrip().endswith("?") and len(text.split()) <= 20


def _is_standfirst(text: str) -> bool:
    return is_sentence(text) and text.rstrip().endswith(".") and len(text.split()) >= 6


def _title_line(paragraphs: Sequence[Paragraph], title: str) -> int | None:
    wanted = title.translate(PLAIN).casefold()
    return next((i for i, p in enumerate(paragraphs[:12]) if p.text.translate(PLAIN).casefold() == wanted), None)


def _trim(paragraph: Paragraph, index: int, last: bool) -> tuple[Paragraph, Hit | None]:
    """The paragraph without desk notes and agency signs at its end; and the sign, where it names an agency."""
    tail = max(0, len(paragraph.text) - LONGEST_FURNITURE)
    plain = paragraph.text[tail:].translate(PLAIN)
    for rule in trim_rules():
        if (last or rule.where == "any") and (match := rule.pattern.search(plain, max(0, len(plain) - rule.longest))):
            sole = match.groupdict().get("sole")
            if sole and agency_named(sole) is None:
                continue
            return paragraph.cut(0, tail + match.start()), Hit(index, rule, (("sole", sole),)) if sole else None
    return paragraph, None


def _outer_lines(paragraphs: list[Paragraph], most_lines: int | None) -> tuple[Paragraph, ...]:
    """Without the lines before the first and after the last sentence, unless they are more than ``most_lines``."""
    told = [index for index, paragraph in enumerate(paragraphs) if is_sentence(paragraph.text)]
    if not told:
        return ()
    first, last = told[0], told[-1] + 1
    if most_lines is not None:
        first = 0 if first > most_lines else first
        last = len(paragraphs) if len(paragraphs) - last > most_lines else last
    return tuple(paragraphs[first:last])
