"""Section time: the days each sentence of a story speaks about where they are not the story's own.

A passage takes its frame from an explicit past date in a main clause («In 2019 …», «The last talks in 2019 were …»,
«Prior to his 2019 trip …») and keeps it while it goes on telling in the past tense. The frame ends at a section head,
at a main clause in the present, the present perfect or the future, at a day told from the story's («yesterday»), and,
while the telling is young, at a sentence that does not tie itself to the last. Doubt ends a frame: a wrong day costs
more than none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from backchannel.grounding.times_parse import SPEECH, clause_verb, is_now, is_past, is_speech, token_at
from backchannel.records import Interval, Sentence, Story, TimeExpression

if TYPE_CHECKING:
    import datetime as dt

    from spacy.tokens import Doc, Token

_QUOTED = re.compile(r"“[^”\n]{0,2000}”?|(?<!\w)\"[^\"\n]{0,2000}\"?|``(?:(?!'')[^\n]){0,2000}(?:'')?")
_SENTENCE_END = re.compile(r"[.!?…:;][”\"’')\]]*$")
# Words that tie a sentence to the one before: time goes on, or somebody already named acts.
_TIES = re.compile(
    r"\b(?:then|immediately|later|afterwards?|meanwhile|eventually|finally|soon after|at the time|at that|at this point"
    r"|by then|that (?:same )?(?:day|night|week|month|year|evening|morning)|the (?:next|following|same)|overnight"
    r"|in the (?:morning|evening|afternoon)|two days|days after|hours after|while there)\b",
    re.IGNORECASE,
)
_STARTERS = frozenset(
    "that this those these he she they it his her their its as after when but both nor so there".split()
)
_OPENING_PREPOSITIONS = frozenset("in on during at before prior throughout around early late".split())
_LINKING = frozenset("to of between with among".split())
_DEICTIC = re.compile(
    r"\b(?:today|yesterday|tomorrow|tonight|ago|this (?!same)|these days|now|currently|(?<!the )(?:last|next) "
    r"(?:week|month|year|night|mon|tue|wed|thu|fri|sat|sun))",
    re.IGNORECASE,
)
# A passage's time is set by a year that is named: «last year» and «a year earlier» mostly compare.
_ABSOLUTE = re.compile(r"\d{4}|['’]\d\d\b|\b(?:nineteen|eighteen|thousand|that (?:same )?year)\b", re.IGNORECASE)
_BACK_TO_NOW = frozenset({"decline"})
NEWS_DAYS = 31
LOCAL_DAYS = 7
SETTLED = 2  # paragraphs after which a passage needs no more ties


@dataclass(frozen=True, slots=True)
class Frame:
    """The time of a passage while reading: its days, how many paragraphs it has run, and whether it outlives one."""

    days: Interval
    paragraph: int
    paragraphs: int = 1
    lasting: bool = True


@dataclass(frozen=True, slots=True)
class Clause:
    """One sentence with its main verb, and whether it is a line without an end, as section heads are."""

    sentence: Sentence
    root: Token
    head: bool


@dataclass(frozen=True, slots=True)
class Local:
    """The day or days a main clause names, for sentences of the same paragraph that go on from it."""

    days: Interval
    paragraph: int


def opens_local(clause: Clause, times: list[TimeExpression]) -> Local | None:
    """The narrow days that date the sentence's main clause, told in the simple past."""
    root = clause.root
    if not is_past(root) or is_speech(root):
        return None
    for time in times:
        days = _days(time)
        token = token_at(root.doc, time.span.end - 1)
        if days is None or token is None or (days.last - days.first).days > LOCAL_DAYS or time.type == "DURATION":
            continue
        verb = clause_verb(token)
        if verb is not None and verb.i == root.i and _is_placed(token, verb, time):
            return Local(days, clause.sentence.paragraph)
    return None


def goes_on_telling(local: Local, clause: Clause, times: list[TimeExpression], text: str) -> bool:
    """Whether the sentence carries on in the same paragraph, with a word that says so and no day of its own."""
    return (
        clause.sentence.paragraph == local.paragraph
        and not any(time.first is not None for time in times)
        and is_past(clause.root)
        and not is_speech(clause.root)
        and _is_tied(clause, text)
    )


def read_clauses(story: Story, doc: Doc, sentences: tuple[Sentence, ...]) -> list[Clause]:
    """The sentences with their parse, in order."""
    clauses: list[Clause] = []
    counts: dict[int, int] = {}
    for sentence in sentences:
        counts[sentence.paragraph] = counts.get(sentence.paragraph, 0) + 1
    for sentence in sentences:
        token = token_at(doc, sentence.span.start)
        if token is None:
            continue
        words = story.text[sentence.span.start : sentence.span.end]
        short = counts[sentence.paragraph] == 1 and len(words) < 90 and not _SENTENCE_END.search(words)
        clauses.append(Clause(sentence, token.sent.root, sentence.heading or (short and len(clauses) > 0)))
    return clauses


def quoted_stretches(text: str) -> list[tuple[int, int]]:
    """Where double quotation marks enclose words, within a paragraph."""
    return [match.span() for match in _QUOTED.finditer(text)]


def before(frame: Frame | None, clause: Clause, text: str) -> Frame | None:
    """The frame a sentence is read in, from the one its predecessor left."""
    if frame is None or clause.head:
        return None
    sentence = clause.sentence
    if frame.paragraphs < SETTLED and not _is_tied(clause, text):
        return None
    if sentence.paragraph == frame.paragraph:
        return frame
    if not frame.lasting:
        return None
    return replace(frame, paragraph=sentence.paragraph, paragraphs=frame.paragraphs + 1)


def _is_tied(clause: Clause, text: str) -> bool:
    words = text[clause.sentence.span.start : clause.sentence.span.end]
    if words[:1] in '“"' or words.split(maxsplit=1)[0].lower().strip(",") in _STARTERS or _TIES.search(words):
        return True
    subject = next((child for child in clause.root.children if child.dep_ in ("nsubj", "nsubjpass")), None)
    if subject is None or subject.pos_ == "PROPN":
        return False
    return subject.pos_ == "PRON" or any(child.lower_ in ("the", "that") for child in subject.children)


def after(
    frame: Frame | None, clause: Clause, times: list[TimeExpression], published: dt.date | None, text: str
) -> Frame | None:
    """The frame a sentence leaves, given its resolved time expressions."""
    named = [time for time in times if _ABSOLUTE.search(text[time.span.start : time.span.end])]
    years = {time.first.year for time in named if time.first is not None}
    if len(years) > 1:
        return None  # «fell ill in 2004 and left in 2009»: what follows may be of either year
    opened = next((new for time in named if (new := opens(time, clause, published)) is not None), None)
    if opened is not None:
        same = frame is not None and frame.days == opened.days
        return replace(frame, paragraph=opened.paragraph) if same and frame is not None else opened
    if frame is not None and years and frame.days.first.year not in years:
        return None
    if frame is None:
        return None
    return None if ends(clause, times, text) or _tells_news(times, published) else frame


def _tells_news(times: list[TimeExpression], published: dt.date | None) -> bool:
    """Whether a day of the story's own last weeks is named: «on Thursday»."""
    recent = [time for time in times if time.first is not None and time.type in ("DATE", "TIME")]
    return published is not None and any(
        abs((time.first - published).days) < NEWS_DAYS for time in recent if time.first
    )


def is_old(days: Interval | None, published: dt.date | None) -> bool:
    """Whether the days lie in an earlier year than the story, and in one year only."""
    return (
        days is not None
        and (published is None or days.last.year < published.year)
        and days.first.year == days.last.year
    )


def opens(time: TimeExpression, clause: Clause, published: dt.date | None) -> Frame | None:
    """The frame this expression opens by standing in the sentence's main clause, or None."""
    days = _days(time)
    if not is_old(days, published) or time.type not in ("DATE", "TIME") or days is None:
        return None
    token = token_at(clause.root.doc, time.span.end - 1)
    if token is None:
        return None
    verb = clause_verb(token)
    if verb is None or not is_past(clause.root) or not is_past(verb) or not _is_placed(token, verb, time):
        return None
    root = clause.root
    if verb.i == root.i and not is_speech(root):
        return Frame(days, clause.sentence.paragraph)
    if verb.dep_ == "ccomp" and verb.head.i == root.i and is_speech(root):
        return Frame(days, clause.sentence.paragraph, lasting=False)
    marks = {child.lower_ for child in verb.children if child.dep_ in ("mark", "advmod")}
    if verb.dep_ == "advcl" and verb.head.i == root.i and marks & {"when", "as", "while"} and not is_speech(root):
        return Frame(days, clause.sentence.paragraph)
    return None


def _is_placed(token: Token, verb: Token, time: TimeExpression) -> bool:
    """Whether the way from the expression to its verb makes it the time of the clause, not of some object in it."""
    path: list[Token] = []
    while token.i != verb.i and len(path) < 12:
        path.append(token)
        token = token.head
    kinds = [step for step in path if step.idx < time.span.start or step.idx >= time.span.end]
    prepositions = [step.lower_ for step in kinds if step.pos_ in ("ADP", "SCONJ") or step.dep_ == "prep"]
    if any(word not in _OPENING_PREPOSITIONS | _LINKING for word in prepositions):
        return False
    inner = path[0] if path else None
    premodifies = inner is not None and inner.dep_ in ("nummod", "compound", "amod", "nmod", "poss", "npadvmod")
    if premodifies and inner is not None and inner.head.i != verb.i:
        return bool(prepositions) and prepositions[-1] in ("during", "at", "before", "prior", "to")
    return True


def ends(clause: Clause, times: list[TimeExpression], text: str) -> bool:
    """Whether the sentence goes back to the story's own time."""
    root = clause.root
    if root.lemma_ in _BACK_TO_NOW:
        return True
    stretches = quoted_stretches(text[clause.sentence.span.start : clause.sentence.span.end])
    base = clause.sentence.span.start

    def in_quotes(token: Token) -> bool:
        return any(start <= token.idx - base < end for start, end in stretches)

    said = [child for child in root.children if child.dep_ == "ccomp"] if is_speech(root) else []
    if not in_quotes(root) and is_now(root) and not (said and root.lemma_ in SPEECH and is_past(said[0])):
        return True
    if any(is_now(verb) and not in_quotes(verb) for verb in said):
        return True
    for time in times:
        token = token_at(root.doc, time.span.start)
        words = text[time.span.start : time.span.end]
        if token is not None and _DEICTIC.search(words) and not in_quotes(token) and token.head.pos_ != "ADJ":
            return True
    return False


def _days(time: TimeExpression) -> Interval | None:
    return None if time.first is None or time.last is None else Interval(time.first, time.last)
