"""Two stories -> Kinship: is the second a copy of the first, a later version of it, or a story of its own.

What weighs, in this order: how much of the shorter text stands in the other (background that many stories share left
out); whether the lead of either stands in the other, as two stories of one agency may share paragraphs of background
but never the lead; the days between them; then, among kin, what the later one has for itself, and who tells it. Each
step leaves its name in ``because``; docs/copies.md explains them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from backchannel.articles.copies_background import carry_background, turn
from backchannel.articles.copies_blocks import Alignment, Mask, align
from backchannel.articles.copies_lone import MOSTLY_HELD, is_mostly_held
from backchannel.articles.copies_shingles import Print
from backchannel.articles.copies_versions import (
    Novelty,
    changed_spans,
    is_own,
    join_blocks,
    may_be_own,
    measure_novelty,
    minutes_between,
    order_stories,
    shared_spans,
)
from backchannel.records import Kinship

Kind = Literal["copy", "version", "apart"]

LEAD = 40  # words of a text that count as its lead
LEAD_HELD = 0.6  # of them must stand in the other text
FIRST_HELD = 0.35  # of the first half of them
FEWEST_WORDS = 20  # shared, for any kinship of texts longer than that
COPY = 0.5  # containment of the shorter text, lead shared
UNKNOWN = 0.1  # more, for a day and for an agency that is not known to agree
COPY_OF_CUT = 0.3  # the same where the lead stands word for word and the days are close
SHORT = 40  # shared words under which a lead may be a formula ("Markets fell on ..."):
COPY_OF_SHORT = 0.7  # the containment wanted then, day and agency agreeing
COPY_OF_NOTE = 0.85  # and where either is not known
HEADLINE = 4  # words of a headline that two stories do not share by chance
SAME_HEADLINE = 0.3  # the containment wanted under one such headline, the days being close
LATE_COPY = 0.8  # the same where more than CLOSE days lie between, or agencies differ: formulas return with other names
LATE_WORDS = 60  # shared, in such a copy
VERSION = 0.65  # of the earlier text kept under a new lead
VERSION_UNSURE = 0.8  # the same where a day is not known, or a station may have dropped the lead
CLOSE = 3  # days
UPDATED_WITHIN = 2  # days
LATEST_START = 0.35  # of a text that a new lead may take; what two stories share only after that is background
LATEST_UNDATED = 0.1  # the same where the days do not tell a follow-up
ON_TOP = 45  # words that a page or an editor may set above a story's lead
PASSAGE_OF_STORY = 24  # shared words in a row, but for edits, that are no stock line
SHORT_STORY = 70  # the same of a text that may stand on the agency's own page
HELD_WHOLE = 0.95  # of a text of LONG words make it a part of an earlier one, though the lead is gone,
LATEST_PART = 0.5  # unless it stands in that one's second half: there it may be background
LONG = 100  # words of a text that hardly lost its lead
FEWEST_KEPT = 80  # words of the earlier text that a version under a new lead keeps
LATER = 3  # minutes between the stamps of two stories from which one is the later
GROWN = 20  # words of news that make a version


@dataclass(frozen=True, slots=True)
class Weights:
    """What tells the kinship of two stories, ``first`` being the earlier."""

    first: Print
    second: Print
    words: int
    containment: float
    kept: float
    lead: float
    starts: float
    gone: Novelty
    news: Novelty
    exact: float
    is_part: bool

    @property
    def days(self) -> int | None:
        """Days from the first to the second; None where one is undated."""
        if self.first.published is None or self.second.published is None:
            return None
        return (self.second.published - self.first.published).days

    @property
    def later(self) -> bool:
        """Whether the second surely came later: on another day, or by the times that both tell."""
        minutes = minutes_between(self.first, self.second)
        return (self.days or 0) > 0 or (self.days is not None and minutes is not None and minutes >= LATER)

    @property
    def same_house(self) -> bool:
        """Whether one outlet published both."""
        return self.first.outlet is not None and self.first.outlet == self.second.outlet

    @property
    def strangers(self) -> bool:
        """Whether two outlets published them, as far as is known."""
        return self.first.outlet is not None and self.second.outlet is not None and not self.same_house

    @property
    def same_headline(self) -> bool:
        """Whether both stand under one headline of some length, word for word."""
        one, other = self.first.title, self.second.title
        return len(one) >= HEADLINE and np.array_equal(one, other)

    @property
    def both_may_be_own(self) -> bool:
        """Whether both may be the agency's own, as far as is known."""
        return may_be_own(self.first) and may_be_own(self.second)

    @property
    def agreed(self) -> bool:
        """Whether one agency is credited with both."""
        return self.first.agency is not None and self.first.agency == self.second.agency

    @property
    def rivals(self) -> bool:
        """Whether two agencies are credited."""
        return None not in {self.first.agency, self.second.agency} and self.first.agency != self.second.agency


def judge(one: Print, other: Print, common: Mask | None = None) -> Kinship:
    """How two stories stand to each other; ``common`` marks the words of ``one`` that are background of many stories.

    The outcome names the later story first and does not depend on the order of the arguments (``common`` apart).
    """
    background = np.zeros(len(one), bool) if common is None else common.copy()
    if order_stories(one, other):  # ``one`` came first
        one, other = other, one
        alignment = align(one, other)
        backgrounds = (carry_background(background, turn(alignment), len(one)), background)
    else:
        alignment = align(one, other)
        backgrounds = (background, carry_background(background, alignment, len(other)))
    weights = _weigh(one, other, alignment, backgrounds)
    kind, because = _decide(weights)
    evidence, sources = shared_spans(one, other, alignment)
    if kind == "apart" and "too-few-words-shared" not in because:
        held = is_mostly_held(one, other, evidence, sources) or is_mostly_held(other, one, sources, evidence)
        kind, because = ("copy", (because[0], MOSTLY_HELD)) if held else (kind, because)
    kinship = Kinship(kind, one.story, other.story, round(weights.containment, 3), because, evidence, sources)
    if kind == "apart":
        return kinship
    return replace(kinship, added=changed_spans(one, alignment.one), withdrawn=changed_spans(other, alignment.other))


def _weigh(second: Print, first: Print, alignment: Alignment, background: tuple[Mask, Mask]) -> Weights:
    own = (~background[0], ~background[1])
    shared = (alignment.one & own[0], alignment.other & own[1])
    sizes = tuple(max(int(mask.sum()), 1) for mask in own)
    held = tuple(int(mask.sum()) for mask in shared)
    solid = _solid(alignment, min(sizes))
    starts = [_start(mask & ours, ours) for mask, ours in zip(solid, own, strict=True)]
    leads = [_lead(mask, ours) for mask, ours in zip(solid, own, strict=True)]
    # The start of a short text far down in another is that one's background, not its lead.
    news = (measure_novelty(second, alignment.one), measure_novelty(first, alignment.other))
    latest = LATEST_UNDATED if None in {first.published, second.published} else LATEST_START
    near = [
        words <= ON_TOP if novelty.page_head else words <= (size * latest if words < GROWN or sure else 0)
        for words, size, novelty, sure in zip(starts, sizes, news, map(_leads_surely, (first, second)), strict=True)
    ]
    heard = [lead for lead, is_near in zip(leads, near[::-1], strict=True) if is_near]
    return Weights(
        first=first,
        second=second,
        words=min(held),
        containment=max(held[0] / sizes[0], held[1] / sizes[1]),
        kept=held[1] / sizes[1],
        lead=max(heard, default=0.0),
        starts=max(words / size for words, size in zip(starts, sizes, strict=True)),
        gone=news[1],
        news=news[0],
        is_part=held[0] / sizes[0] >= HELD_WHOLE and sizes[0] >= LONG and starts[1] <= LATEST_PART * sizes[1],
        exact=alignment.anchored / max(min(len(first), len(second)), 1),
    )


def _decide(weights: Weights) -> tuple[Kind, tuple[str, ...]]:
    """Kin or not, and if so copy or version; with the names of the steps that decided."""
    shortest = min(len(weights.first), len(weights.second))
    if weights.words < FEWEST_WORDS and weights.containment < (1.0 if shortest < FEWEST_WORDS else 0.9):
        return "apart", ("too-few-words-shared",)
    if weights.lead >= LEAD_HELD:
        return _decide_shared_lead(weights)
    return _decide_new_lead(weights)


def _decide_shared_lead(weights: Weights) -> tuple[Kind, tuple[str, ...]]:
    far = abs(weights.days or 0) > CLOSE
    thin = min(weights.containment, weights.exact) < LATE_COPY or weights.words < LATE_WORDS
    if thin and (far or weights.rivals):
        return "apart", ("lead-shared", "days-apart" if far else "agencies-differ")
    unknown = (weights.days is None) + (not weights.agreed)
    wanted = COPY_OF_CUT if weights.lead >= 0.9 and not unknown else COPY + unknown * UNKNOWN
    if weights.same_headline:
        wanted = min(wanted, SAME_HEADLINE if weights.days is not None else COPY)
    elif weights.words < SHORT:
        wanted = COPY_OF_NOTE if unknown else COPY_OF_SHORT
    if weights.containment < wanted:
        return "apart", ("lead-shared", "little-else-shared")
    reason = _tell_version(weights)
    if reason is not None and weights.containment < VERSION:
        return "apart", ("lead-shared", "little-else-shared")
    if reason is not None:
        return "version", ("lead-shared", reason)
    return "copy", ("lead-shared", _tell_copy(weights))


def _decide_new_lead(weights: Weights) -> tuple[Kind, tuple[str, ...]]:
    """Neither lead stands in the other text: an update under a new lead, or a new story with old background."""
    kind, because = _decide_by_text(weights)
    if kind == "copy" or not weights.same_headline or abs(weights.days or 0) > CLOSE or weights.rivals:
        return kind, because
    # A station dropped the lead or set its own words above it; under a headline kept, one house's text was updated.
    wanted = SAME_HEADLINE if weights.days is not None else COPY
    if weights.containment >= wanted and not weights.same_house and not weights.both_may_be_own:
        return "copy", ("leads-differ", "headline-same")
    return kind, because


def _decide_by_text(weights: Weights) -> tuple[Kind, tuple[str, ...]]:
    days = weights.days
    if weights.is_part and days is not None and not weights.same_house:
        return "copy", ("leads-differ", "part-of-the-other")
    sure = days is not None and may_be_own(weights.first)
    if weights.kept < (VERSION if sure else VERSION_UNSURE) or weights.words < FEWEST_KEPT:
        return "apart", ("leads-differ", "background-shared")
    if days is not None and days > UPDATED_WITHIN:
        return "apart", ("leads-differ", "days-apart")
    if weights.starts > LATEST_START:
        return "apart", ("leads-differ", "only-the-end-shared")
    if weights.rivals:
        return "apart", ("leads-differ", "agencies-differ")
    return "version", ("leads-differ", "earlier-text-kept")


def _tell_version(weights: Weights) -> str | None:
    """Why the second is a later version of the first, or None where it is a copy; their leads agree."""
    news = weights.news
    if weights.second.mark > weights.first.mark and news.inside + news.ends:
        return "headline-says-update"
    if weights.same_house and news.inside + news.ends + weights.gone.inside + weights.gone.ends:
        return "same-outlet-text-changed"
    if news.inside < GROWN and (weights.strangers or news.ends < GROWN):
        return None
    if weights.strangers:
        return "news-inside" if is_own(weights.first) and news.inside >= GROWN else None
    if not weights.later or not weights.agreed:
        return None
    if not may_be_own(weights.first) or not may_be_own(weights.second):
        return None
    return "later-and-grown" if news.inside >= GROWN or is_own(weights.second) else None


def _tell_copy(weights: Weights) -> str:
    if weights.news.head + weights.news.tail >= GROWN:
        return "own-page-around"
    if weights.containment >= 0.98:
        return "same-words" if weights.kept >= 0.98 else "cut"
    return "edited"


def _lead(shared: Mask, own: Mask) -> float:
    """The share of a text's first LEAD words, background left out, that stand in the other text.

    None where the very first words do not: what follows a short lead may be background.
    """
    places = np.flatnonzero(own)[:LEAD]
    if not len(places) or shared[places[: LEAD // 2]].mean() < FIRST_HELD:
        return 0.0
    return float(shared[places].mean())


def _leads_surely(print_: Print) -> bool:
    """Whether a text begins with its story's lead. A short text on a station's page may have lost it."""
    return is_own(print_) or len(print_) >= (SHORT_STORY if may_be_own(print_) else LONG)


def _solid(alignment: Alignment, size: int) -> tuple[Mask, Mask]:
    """The shared words in passages of some length: a stock line that many pages set above a story is no lead."""
    masks = (np.zeros(len(alignment.one), bool), np.zeros(len(alignment.other), bool))
    for passage in join_blocks(alignment):
        if sum(block.size for block in passage) >= min(PASSAGE_OF_STORY, 0.45 * size):
            for block in passage:
                masks[0][block.one : block.one + block.size] = True
                masks[1][block.other : block.other + block.size] = True
    return masks


def _start(shared: Mask, own: Mask) -> int:
    """How many words stand before the first shared one, background left out."""
    first = np.flatnonzero(shared)
    return int(own[: first[0]].sum()) if len(first) else int(own.sum())
