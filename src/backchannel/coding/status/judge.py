"""Did it happen: the status of the event a predicate names, from tense, modals, negation and what governs it.

The judgement climbs the parse from the event word. Each governor either leaves the event as real as itself («held
talks»), or takes it into a plan, a wish, a denial («discussed setting up a meeting»); the weakest reading on the way up
wins. Word classes are in ``rules/status.toml`` (implicatives after Karttunen 1971, factuality grades after Saurí and
Pustejovsky 2009). Where nothing tells, the judgement is None and no event is coded.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from backchannel.coding.status.climb import judge_word
from backchannel.coding.status.head import read_grade
from backchannel.coding.status.verdicts import CERTAINTY, GRADES, Judgement, weaker

if TYPE_CHECKING:
    from spacy.tokens import Token

_DEEPEST = 10


def judge(predicate: Token) -> Judgement | None:
    """The status of the event that this verb or noun names, and its grade; None where the text does not tell.

    The rules alone decide the status. The grade is the fitted head's, rounded, and kept to what the status allows.
    """
    judgement = judge_by_rules(predicate)
    if judgement is None:
        return None
    lowest, highest = GRADES[judgement.status]
    grade = round(read_grade(predicate, judgement))
    return replace(judgement, certainty=max(lowest, min(highest, grade)))


def judge_by_rules(predicate: Token) -> Judgement | None:
    """What the rules say, with the one grade that goes with each status."""
    found = judge_word(predicate, _DEEPEST)
    if found is None:
        return None
    status, because = found
    if predicate.sent.text.rstrip().rstrip('”"’)').endswith("?"):
        status, because = weaker((status, because), ("possible", ("status.question",)))
    return Judgement(status, CERTAINTY[status], because)
