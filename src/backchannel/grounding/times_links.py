"""Time expressions tied to the verb or noun they date, by the parse."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from backchannel.grounding.times_calendar import ONE_DAY
from backchannel.grounding.times_parse import clause_verb, is_now, is_past, is_perfect, is_speech, tense_of
from backchannel.records import Interval, TimeExpression

if TYPE_CHECKING:
    import datetime as dt

    from spacy.tokens import Doc, Span, Token

Bound = Literal["in", "since", "by", "before", "after", "until", "apart"]
_BOUNDS: dict[str, Bound] = {
    "since": "since",
    "by": "by",
    "before": "before",
    "prior": "before",
    "ahead": "before",
    "after": "after",
    "following": "after",
    "until": "until",
    "till": "until",
    "through": "until",
    "beyond": "apart",
    "like": "apart",
    "than": "apart",
    "unlike": "apart",
    "under": "apart",
    "from": "apart",
}
_PREMODIFIERS = frozenset({"nummod", "compound", "amod", "nmod", "poss"})
NEWS_DAYS = 31  # days: «after Monday» of an older day says too little
_PARTS = frozenset("night morning evening afternoon day week weekend month".split())
_AT = frozenset({"at", "during", "in", "on", "for"})


@dataclass(frozen=True, slots=True)
class Link:
    """One expression at one word: its days, how its preposition bounds them, whether it stands before its noun."""

    days: Interval | None
    bound: Bound
    premodifies: bool


@dataclass(frozen=True, slots=True)
class Links:
    """All links of a story, by token index."""

    verbs: dict[int, list[Link]]
    nouns: dict[int, list[Link]]
    at: dict[int, Interval]  # the days of the expression that a token is the head of

    def of_verb(self, index: int) -> list[Link]:
        """The links of the verb at that token."""
        return self.verbs.get(index, [])

    def of_noun(self, index: int) -> list[Link]:
        """The links of the noun at that token."""
        return self.nouns.get(index, [])


def narrowest(days: list[Interval]) -> Interval | None:
    """The narrowest of intervals that lie in one another; None where two have no day in common, or there is none."""
    if not days:
        return None
    best = min(days, key=lambda one: one.last - one.first)
    apart = any(other.last < best.first or best.last < other.first for other in days)
    return None if apart else best


def bounded(link: Link, verb: Token | None, published: dt.date | None) -> Interval | None:
    """The days a linked expression leaves for the event of ``verb``, by the preposition it hangs on.

    A bound on one side («since», «until», «by», «before», «after») is closed by the story's day on the other; where
    that cannot be, or the expression is compared with («than last year»), there is no interval.
    """
    days = link.days
    if days is None or link.bound == "apart":
        return None
    if link.bound != "in":
        return None if verb is None or published is None else _half_open(link.bound, days, verb, published)
    if verb is not None and published is not None and is_past(verb) and days.first > published:
        return None  # the expression belongs to something planned
    return days


def _half_open(bound: Bound, days: Interval, verb: Token, published: dt.date) -> Interval | None:
    ahead = tense_of(verb) == "future"
    if bound == "since":
        return Interval(days.first, published) if is_perfect(verb) and days.first <= published else None
    if bound == "by":
        return Interval(published, days.last) if ahead and published <= days.last else None
    if bound == "until":
        return Interval(published, days.last) if (ahead or is_now(verb)) and published <= days.last else None
    if bound == "before":
        return Interval(published, days.first - ONE_DAY) if ahead and published < days.first else None
    if ahead:  # «will leave after Friday» has no end
        return None
    told = is_past(verb) and days.last <= published and (published - days.last).days <= NEWS_DAYS
    return Interval(days.last, published) if told else None


def link_times(doc: Doc, times: tuple[TimeExpression, ...], published: dt.date | None) -> Links:
    """Ties each dated expression to its noun and its verb. Durations and sets date nothing unless they name days."""
    verbs: dict[int, list[Link]] = defaultdict(list)
    nouns: dict[int, list[Link]] = defaultdict(list)
    at: dict[int, Interval] = {}
    for time in times:
        if time.type == "SET" or time.value in ("PRESENT_REF", "FUTURE_REF", "PAST_REF"):
            continue
        if time.type == "DURATION" and time.first is None:
            continue
        span = doc.char_span(time.span.start, time.span.end, alignment_mode="expand")
        if span is None or not len(span):
            continue
        if span.end < len(doc) and doc[span.end].lower_ == "than":
            continue  # «three days later than planned» compares, it dates nothing
        days = _days(time)
        if days is not None:
            at[span.root.i] = days
        _tie(span, days, verbs, nouns)
    _lift_past(doc, verbs, published)
    return Links(dict(verbs), dict(nouns), at)


def _lift_past(doc: Doc, verbs: dict[int, list[Link]], published: dt.date | None) -> None:
    """«He spoke of his hope to visit last month»: past days at an infinitive are those of the past clause above it."""
    for index, links in list(verbs.items()):
        verb = doc[index]
        if published is None:
            continue
        if is_speech(verb) and is_now(verb):
            _lower_past(verb, verbs, published)
        if not _is_intended(verb):
            continue
        gone = [link for link in links if link.days is not None and link.days.last < published and link.bound == "in"]
        above = clause_verb(verb.head)
        if not gone or above is None:
            continue
        verbs[index] = [link for link in links if link not in gone]
        if is_past(above):
            verbs[above.i].extend(gone)


def _lower_past(verb: Token, verbs: dict[int, list[Link]], published: dt.date) -> None:
    """«For 2009, the firm says it made a loss»: past days at a present verb of saying are those of what is said."""
    said = next((child for child in verb.children if child.dep_ == "ccomp" and is_past(child)), None)
    gone = [link for link in verbs[verb.i] if link.days is not None and link.days.last < published]
    if gone:
        verbs[verb.i] = [link for link in verbs[verb.i] if link not in gone]
        if said is not None:
            verbs[said.i].extend(gone)


def _is_intended(verb: Token) -> bool:
    """«to visit», «openness to visiting», but not «began to visit»."""
    if verb.tag_ == "VBG" and verb.dep_ == "pcomp":
        return verb.head.lower_ in ("to", "of", "about")
    if verb.dep_ == "xcomp" and verb.head.lemma_ == "be":
        return False  # «was to take delivery in May»: the day that was set
    has_to = any(child.dep_ == "aux" and child.lower_ == "to" for child in verb.children)
    return has_to and verb.head.lemma_ not in ("begin", "start", "continue", "manage", "help", "fail", "go")


def _tie(span: Span, days: Interval | None, verbs: dict[int, list[Link]], nouns: dict[int, list[Link]]) -> None:
    root = span.root
    bound: Bound = "in"
    token, through_noun, premodifies = root, False, False
    some_days = (
        days is not None
        and days.first != days.last
        and any(word.lower_ in ("to", "and", "-", "–", "—") for word in span)
    )
    owner: Token | None = None
    before = span.doc[span.start - 1] if span.start else None
    if before is not None and _is_named_after(before, root):
        nouns[before.i].append(Link(days, "in", False))
    for _ in range(12):
        head = token.head
        inside = span.start <= token.i < span.end  # «three weeks before May 6» is a day itself
        if not inside and (token.pos_ in ("ADP", "SCONJ") or token.dep_ in ("prep", "agent")):
            ranged = some_days and token.lower_ == "from"  # «from 3 to 9 October»
            bound = bound if ranged else _BOUNDS.get(token.lower_, bound)
        if head.i == token.i:
            break
        if token.lower_ == "due" and token.pos_ == "ADJ" and token.dep_ != "acomp":
            return  # «originally due this year, will be delayed until 2007»
        if head.pos_ in ("VERB", "AUX"):
            break
        if head.pos_ in ("NOUN", "PROPN") and owner is None:
            ahead = token.i == root.i and token.dep_ == "npadvmod" and token.i < head.i
            premodifies = token.dep_ in _PREMODIFIERS or ahead
            owner, through_noun = head, True
            nouns[head.i].append(Link(days, bound, premodifies))
            hidden = _hidden_verb(head)
            if hidden is not None and not premodifies:
                verbs[hidden.i].append(Link(days, bound, False))
                return
            bound = "in" if premodifies else bound
        token = head
    verb = clause_verb(token) if token.pos_ not in ("VERB", "AUX") else token
    if verb is None or _is_aux(verb):
        return
    if through_noun and owner is not None and not _reaches(owner, premodifies, verb):
        return
    verbs[verb.i].append(Link(days, bound, False))


def _is_named_after(noun: Token, root: Token) -> bool:
    """«fell after a meeting Monday»: the day right behind a noun that a clause is set after dates that noun too."""
    bare = root.dep_ == "npadvmod" and root.head.i != noun.i
    return bare and noun.dep_ == "pobj" and noun.pos_ == "NOUN" and noun.head.lower_ in ("after", "following", "before")


def _hidden_verb(noun: Token) -> Token | None:
    """A verb the parser took for a modifier of its own object: «after she hosted Prime Minister X»."""
    for child in noun.lefts:
        taken = child.dep_ in ("amod", "nmod", "compound") and child.tag_ in ("VBN", "VBD")
        if taken and any(other.dep_ in ("nsubj", "nsubjpass") for other in child.children):
            return child
    return None


def _is_aux(verb: Token) -> bool:
    return verb.dep_ in ("aux", "auxpass")


def _reaches(noun: Token, premodifies: bool, verb: Token) -> bool:
    """Whether a date at a noun dates the verb too: «at next month's summit», «signed a deal on Monday»."""
    if noun.lemma_ in _PARTS and not premodifies:
        return noun.dep_ in ("pobj", "npadvmod")  # «on the night of March 3»
    if premodifies:
        return noun.dep_ == "pobj" and noun.head.lower_ in _AT and noun.head.head.i == verb.i
    return noun.dep_ in ("dobj", "attr", "pobj", "oprd") and noun.i > verb.i and _near(noun, verb)


def _near(noun: Token, verb: Token) -> bool:
    return noun.head.i == verb.i or noun.head.head.i == verb.i


def _days(time: TimeExpression) -> Interval | None:
    return None if time.first is None or time.last is None else Interval(time.first, time.last)
