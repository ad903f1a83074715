"""The sequence a story tells where no day is known: «They met. Hours later, he left. The next morning, she called.»

A chain is a stretch of sentences told in the past on one matter; a step inside it is made only by words that say time
went on («hours later», «then», «the next morning»). Events of one chain are ordered by their steps; events of one step,
or of two chains, are not ordered by the text. «Had gone» steps out of its chain.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from backchannel.grounding.times_frames import (
    Clause,
    Frame,
    Local,
    after,
    before,
    ends,
    goes_on_telling,
    opens_local,
)
from backchannel.grounding.times_parse import clause_verb, is_past, is_pluperfect, is_speech
from backchannel.records import Interval, TimeExpression

if TYPE_CHECKING:
    from spacy.tokens import Token

_FORWARD = re.compile(
    r"(?:\b(?:seconds|moments|minutes|hours|days|weeks|months|years|an hour|a day|a week|a month|a year) later\b"
    r"|\b(?:soon|shortly|right|immediately) after(?:wards?)?\b(?! the\b)|\bafterwards?\b"
    r"|\bthe (?:next|following) (?:day|morning|afternoon|evening|night|week|month|year)\b"
    r"|(?:^|[,;] |\band )(?:then|later|eventually|finally|subsequently)\b"
    r"|\blater (?:that|the same|in the) (?:day|morning|afternoon|evening|night|week|month|year)\b)",
    re.IGNORECASE,
)
_THEN = frozenset({"then", "later", "afterward", "afterwards", "subsequently", "eventually", "finally"})
REACH = 8  # sentences looked at on either side for a dated step
NEAR = dt.timedelta(days=14)
WITHIN = 8  # steps kept for one sentence: «met, then signed and later left»


def read_passages(
    clauses: list[Clause], times: tuple[TimeExpression, ...], published: dt.date | None, text: str
) -> tuple[list[Interval | None], list[Interval | None]]:
    """For each sentence the days of the passage it stands in, and those that the telling goes on from."""
    frames: list[Interval | None] = []
    locals_: list[Interval | None] = []
    frame: Frame | None = None
    local: Local | None = None
    index = 0
    for clause in clauses:
        inside = []
        while index < len(times) and times[index].span.start < clause.sentence.span.end:
            if times[index].span.start >= clause.sentence.span.start:
                inside.append(times[index])
            index += 1
        frame = after(before(frame, clause, text), clause, inside, published, text)
        frames.append(None if frame is None or ends(clause, [], text) else frame.days)
        goes_on = local is not None and goes_on_telling(local, clause, inside, text)
        locals_.append(local.days if local is not None and goes_on else None)
        local = opens_local(clause, inside) or (local if goes_on else None)
    return frames, locals_


def read_steps(clauses: list[Clause], frames: list[Interval | None], text: str) -> list[tuple[int, int] | None]:
    """For each sentence its chain and step; None where it tells nothing in the past or its time went back."""
    steps: list[tuple[int, int] | None] = []
    chain, step, told = 0, 0, False
    paragraph, frame = -1, None
    for clause, days in zip(clauses, frames, strict=True):
        words = text[clause.sentence.span.start : clause.sentence.span.end]
        moved = _FORWARD.search(words, 0, 300) is not None or _has_then(clause.root)
        apart = clause.sentence.paragraph != paragraph and days is None and not moved
        if clause.head or days != frame or apart or not is_past(clause.root):
            chain, step, told = chain + 1, 0, False
        if clause.head or not is_past(clause.root) or is_pluperfect(clause.root):
            steps.append(None)
        else:
            step += WITHIN if moved and told else 0
            told = True
            steps.append((chain, step))
        paragraph, frame = clause.sentence.paragraph, days
    return steps


def between(step: int, told: list[tuple[int, Interval | None]]) -> Interval | None:
    """The days between the nearest dated step before and the nearest one after; None unless both are there and near."""
    earlier = [(other, days) for other, days in told if days is not None and other < step]
    later = [(other, days) for other, days in told if days is not None and other > step]
    if not earlier or not later:
        return None
    first, last = max(earlier, key=lambda one: one[0])[1].first, min(later, key=lambda one: one[0])[1].last
    return Interval(first, last) if first <= last <= first + NEAR else None


def _has_then(verb: Token) -> bool:
    return any(child.dep_ == "advmod" and child.lower_ in _THEN for child in verb.lefts)


def step_within(token: Token, root: Token) -> int | None:
    """How many steps into its sentence an event of the main clause is; None where it is told in another clause."""
    verb = token if token.pos_ in ("VERB", "AUX") else clause_verb(token)
    if verb is None or is_pluperfect(verb) or not is_past(verb) or is_speech(verb):
        return None  # a source speaks when the story is written, whatever it tells
    count = 0
    for _ in range(WITHIN):
        if verb.i == root.i:
            return min(count, WITHIN - 1)
        if verb.dep_ != "conj" or verb.head.i >= verb.i:
            return None
        count += _has_then(verb)
        verb = verb.head
    return None
