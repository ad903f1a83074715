"""Story -> statements: who says, thinks or wants what, in which words, and inside which other statement.

Rules on the parse and on quotation marks; the cue words are data (``rules/cues.toml``). Annotation terms and span
conventions (source, cue, content) are those of PolNeAR (Newell, Margolin and Ruths, LREC 2018).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from backchannel.coding.encoder import Window
from backchannel.coding.quotes import Quotation, Quotations
from backchannel.coding.statements.drafts import Draft
from backchannel.coding.statements.joined import join_tagged, unclaimed
from backchannel.coding.statements.lexicon import idiom_pattern
from backchannel.coding.statements.link import antecedent, speaker_at, with_voices
from backchannel.coding.statements.nesting import nest_statements, place_of
from backchannel.coding.statements.nouns import adjective_draft, noun_draft
from backchannel.coding.statements.phrases import according_drafts, colon_drafts
from backchannel.coding.statements.quotes import extend_quotes
from backchannel.coding.statements.source_kinds import source_kind
from backchannel.coding.statements.source_phrases import SourcePhrase, read_source
from backchannel.coding.statements.sources import source_range
from backchannel.coding.statements.splits import split_statements
from backchannel.coding.statements.syntax import LONGEST_SENTENCE
from backchannel.coding.statements.tagged import load_tagger
from backchannel.coding.statements.talk import no_comment, told_to
from backchannel.coding.statements.verbs import verb_draft
from backchannel.coding.who import Who
from backchannel.records import Actor, Quote, Sentence, SourceKind, Span, Statement, Story

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


def find_statements(
    story: Story,
    doc: Doc,
    sentences: tuple[Sentence, ...],
    actors: tuple[Actor, ...],
    windows: tuple[Window, ...] = (),
) -> tuple[Statement, ...]:
    """The story's statements in text order of their cues, ids s1, s2, …

    ``windows`` is what the encoder made of the story; without it the rules work alone.
    """
    found, phrases = read_statements(story, doc, actors, windows)
    return with_voices(doc, found, phrases, {actor.id: actor for actor in actors})


def read_statements(
    story: Story, doc: Doc, actors: tuple[Actor, ...], windows: tuple[Window, ...] = ()
) -> tuple[list[Statement], dict[str, SourcePhrase]]:
    """The statements before their sources are linked, and the phrase of each one's source by its id."""
    quotations = Quotations(story.text)
    drafts = [*according_drafts(doc, quotations), *colon_drafts(doc, quotations)]
    idioms = [match.span() for match in idiom_pattern().finditer(story.text)]
    words = (token for sentence in doc.sents if len(sentence) <= LONGEST_SENTENCE for token in sentence)
    for token in words:
        draft = _draft_at(token, quotations)
        if draft is not None and not any(start <= token.idx < end for start, end in idioms):
            drafts.append(draft)
    drafts = split_statements(doc, drafts, quotations)
    drafts, alone = extend_quotes(doc, drafts, quotations)
    if windows:
        drafts = join_tagged(doc, drafts, load_tagger().find(windows), quotations)
        alone = unclaimed(alone, drafts)
    who, by_id = Who(doc, actors), {actor.id: actor for actor in actors}
    found = [_finish(draft, story, doc, who, by_id) for draft in drafts]
    talkers = _talkers(story, found)
    found = [pair for pair in found if not _is_label(pair[0], story, by_id, talkers)]
    found.extend((_bare(quotation, story, doc, who, by_id), None) for quotation in alone)
    found.sort(key=lambda pair: place_of(pair[0]))
    numbered = [
        replace(statement, id=f"s{number}", quote=_how_quoted(statement.content, story.text, quotations))
        for number, (statement, _) in enumerate(found, start=1)
    ]
    phrases = {f"s{number}": phrase for number, (_, phrase) in enumerate(found, start=1) if phrase is not None}
    return nest_statements(numbered), phrases


def _talkers(story: Story, found: list[tuple[Statement, SourcePhrase | None]]) -> frozenset[str]:
    """Names before a colon that come back: the voices of a printed conversation."""
    names = Counter(
        one.source.of(story) for one, _ in found if one.cue is not None and one.source and one.cue.of(story) == ":"
    )
    return frozenset(name for name, number in names.items() if number > 1)


def _is_label(statement: Statement, story: Story, actors: Mapping[str, Actor], talkers: frozenset[str]) -> bool:
    """Whether a word and a colon head an item of a list («Oregon: Leave is longer now»), not what somebody says."""
    cue, source, content = statement.cue, statement.source, statement.content
    if cue is None or source is None or content is None or cue.of(story) != ":":
        return False
    if statement.source_kind in ("document", "anonymous", "group", "media") or source.of(story).isupper():
        return False
    if source.of(story) in talkers:
        return False
    if story.text[content.start - 1 : content.start] in ("“", '"', "‘") or content.of(story)[:1] in ("“", '"', "‘"):
        return False
    return statement.speaker is None or actors[statement.speaker].kind != "person"


def _bare(quotation: Quotation, story: Story, doc: Doc, who: Who, actors: Mapping[str, Actor]) -> Statement:
    """A quotation that no cue stands beside; whoever the sentence before is about is taken for its speaker."""
    speaker = _subject_before(quotation, doc, who)
    person = speaker is not None and actors[speaker].kind == "person"
    return Statement(
        id="",
        cue=None,
        content=Span(story.id, quotation.start, quotation.end),
        speaker=speaker if person else None,
        source_kind="named" if person else "unknown",
    )


def _subject_before(quotation: Quotation, doc: Doc, who: Who) -> str | None:
    opening = doc.char_span(quotation.start, quotation.first, alignment_mode="expand")
    if opening is None or opening.start == 0:
        return None
    index = opening.start - 1
    while index > 0 and doc[index].is_space:
        index -= 1
    for child in doc[index].sent.root.lefts:
        if child.dep_ in ("nsubj", "nsubjpass"):
            found = who.actors_in(child)
            return found[0] if len(found) == 1 else None
    return None


def _draft_at(token: Token, quotations: Quotations) -> Draft | None:
    """The statement whose cue this word is, if any."""
    if token.pos_ in ("VERB", "AUX"):
        if token.dep_ in ("aux", "auxpass", "amod"):
            return None
        return no_comment(token, quotations.text) or verb_draft(token, quotations)
    if token.pos_ == "NOUN":
        return noun_draft(token, quotations)
    return adjective_draft(token, quotations) if token.pos_ == "ADJ" else None


def _finish(
    draft: Draft, story: Story, doc: Doc, who: Who, actors: Mapping[str, Actor]
) -> tuple[Statement, SourcePhrase | None]:
    """The statement of a draft, and its source as later ones are compared with it."""
    head = antecedent(draft.head) if draft.head is not None else None
    speaker = speaker_at(draft.head, who) or speaker_at(head, who)
    kind: SourceKind = "unknown"
    phrase: SourcePhrase | None = None
    if head is not None and draft.source is not None:
        first, last = draft.source if head is draft.head else source_range(head, draft.cue)
        kind = source_kind(head, doc[first:last].text, actors.get(speaker) if speaker is not None else None)
        phrase = read_source(first, last, head, kind, speaker)
        gender = _own_pronoun(draft, doc) if phrase.gender is None and not phrase.plural else None
        if gender is not None:
            if kind == "institution" and speaker is None and phrase.form == "name":
                kind = "named"  # «Rask said she would wait»
            phrase = replace(phrase, gender=gender, kind=kind)
    statement = Statement(
        id="",
        cue=_span(story, doc, draft.cue),
        source=_span(story, doc, draft.source) if draft.source is not None else None,
        content=_content(story, draft),
        speaker=speaker,
        source_kind=kind,
        told_to=told_to(draft, doc),
    )
    return statement, phrase


def _own_pronoun(draft: Draft, doc: Doc) -> str | None:
    """The gender that «he» or «she» tells where it opens what the source says: «said she had seen it»."""
    if not draft.pieces or draft.head is None or draft.head.pos_ == "PRON":
        return None
    words = doc.char_span(*draft.pieces[0], alignment_mode="expand")
    if words is None or len(words) < 2 or words.start < draft.cue[1]:
        return None
    first = words[1] if words[0].lower_ == "that" else words[0]
    quoted = words[0].is_quote
    return {"he": "m", "she": "f"}.get(first.lower_) if first.dep_ == "nsubj" and not quoted else None


def _span(story: Story, doc: Doc, tokens: tuple[int, int]) -> Span:
    last = doc[tokens[1] - 1]
    return Span(story.id, doc[tokens[0]].idx, last.idx + len(last))


def _content(story: Story, draft: Draft) -> Span | None:
    if not draft.pieces:
        return None
    pieces = tuple(sorted(draft.pieces))
    return Span(story.id, pieces[0][0], pieces[-1][1], pieces if len(pieces) > 1 else ())


def _how_quoted(content: Span | None, text: str, quotations: Quotations) -> Quote:
    """Direct where all letters of the content stand in quotation marks, mixed where some do."""
    if content is None:
        return "no-comment"
    total = quoted = 0
    for start, end in content.parts or ((content.start, content.end),):
        total += sum(character.isalnum() for character in text[start:end])
        for quotation in quotations.overlapping(start, end):
            first, last = max(start, quotation.first), min(end, quotation.last)
            quoted += sum(character.isalnum() for character in text[first:last])
    if quoted == 0:
        return "indirect"
    return "direct" if quoted >= total else "mixed"
