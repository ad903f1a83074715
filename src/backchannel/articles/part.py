"""Whether a story's text is only a part of it: a teaser, or what a paywall leaves open."""

from __future__ import annotations

import re
from collections.abc import Iterable

from backchannel.articles.drafts import Fact
from backchannel.articles.words import count_words

LONGEST_TEASER = 150  # words; a text that breaks off later may as well end in a quoted ellipsis
LEAST_SHARE = 0.6  # of the words that the markup counts; counts differ by a tenth with captions and heads
FEWEST_COUNTED = 120  # words; smaller counts are not trusted
_BROKEN_OFF = re.compile(r"(?:\.\.\.|…|\[(?:…|\.\.\.)\])\s*[\])]?\Z")


def signs_of_part(text: str, known: Iterable[Fact]) -> list[Fact]:
    """Facts for the field ``partial``, each naming the sign; those of the page's lines are among ``known`` already.

    Signs: the text is short and breaks off; the markup counts far more words; the markup says that the story is not
    free, and the text is short.
    """
    facts = {fact.field: fact for fact in reversed(list(known))}
    count = count_words(text[:20_000])
    signs = []
    told = facts.get("word count")
    counted = int(told.values[0]) if told else 0
    if told and counted >= FEWEST_COUNTED and count < min(5_000, LEAST_SHARE * counted):
        signs.append(Fact("partial", told.values, f"{told.where} word count"))
    if count <= LONGEST_TEASER:
        if gated := facts.get("gated"):
            signs.append(Fact("partial", gated.values, gated.where))
        if _BROKEN_OFF.search(text[-20:]):
            signs.append(Fact("partial", (text[-20:],), "the text breaks off"))
    return signs
