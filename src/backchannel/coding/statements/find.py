"""Story -> statements: who says, thinks or wants what, in which words, and inside which other statement.

Rules on the parse and on quotation marks; the cue words are data (``rules/cues.toml``). Annotation terms and span
conventions (source, cue, content) are those of PolNeAR (Newell, Margolin and Ruths, LREC 2018).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from backchannel.coding.quotes import Quotation, Quotations
from backchannel.coding.statements.drafts import Draft
from backchannel.coding.statements.lexicon import idiom_pattern
from backchannel.coding.statements.nouns import adjective_draft, noun_draft
from backchannel.coding.statements.phrases import according_drafts, colon_drafts
from backchannel.coding.statements.quotes import extend_quotes
from backchannel.coding.statements.source_kinds import source_kind
from backchannel.coding.statements.sources import source_range
from backchannel.coding.statements.splits import split_statements
from backchannel.coding.statements.syntax import LONGEST_SENTENCE
from backchannel.coding.statements.talk import no_comment, told_to
from backchannel.coding.statements.verbs import verb_draft
from backchannel.coding.who import Who
from backchannel.records import Actor, Quote, Sentence, SourceKind, Span, Statement, Story

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


def find_statements(
    story: Story, doc: Doc, sentences: tuple[Sentence, ...], actors: tuple[Actor, ...]
) -> tuple[Statement, ...]:
    """The story's statements in text order of their cues, ids s1, s2, …"""
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
    who, by_id = Who(doc, actors), {actor.id: actor for actor in actors}
    found = [_finish(draft, story, doc, who, by_id) for draft in drafts]
    found = [statement for statement in found if not _is_label(statement, story, by_id)]
    found.extend(_bare(quotation, story, doc, who, by_id) for quotation in alone)
    found.sort(key=_place)
    numbered = [
        replace(statement, id=f"s{number}", quote=_how_quoted(statement.content, story.text, quotations))
        for number, statement in enumerate(found, start=1)
    ]
    return tuple(_nest(numbered))


def _is_label(statement: Statement, story: Story, actors: Mapping[str, Actor]) -> bool:
    """Whether a word and a colon head an item of a list («Oregon: Leave is longer now»), not what somebody says."""
    cue, source, content = statement.cue, statement.source, statement.content
    if cue is None or source is None or content is None or cue.of(story) != ":":
        return False
    if statement.source_kind in ("document", "anonymous", "group", "media") or source.of(story).isupper():
        return False
    if story.text[content.start - 1 : content.start] in ("“", '"', "‘") or content.of(story)[:1] in ("“", '"', "‘"):
        return False
    return statement.speaker is None or actors[statement.speaker].kind != "person"


def _place(statement: Statement) -> tuple[int, int]:
    """Text order: by cue, bare quotations by their first word."""
    span = statement.cue or statement.content
    return (span.start, span.end) if span is not None else (0, 0)


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


def _finish(draft: Draft, story: Story, doc: Doc, who: Who, actors: Mapping[str, Actor]) -> Statement:
    head = _antecedent(draft.head) if draft.head is not None else None
    speaker = _speaker(draft.head, who) or _speaker(head, who)
    kind: SourceKind = "unknown"
    if head is not None and draft.source is not None:
        first, last = draft.source if head is draft.head else source_range(head, draft.cue)
        kind = source_kind(head, doc[first:last].text, actors.get(speaker) if speaker is not None else None)
    return Statement(
        id="",
        cue=_span(story, doc, draft.cue),
        source=_span(story, doc, draft.source) if draft.source is not None else None,
        content=_content(story, draft),
        speaker=speaker,
        source_kind=kind,
        told_to=told_to(draft, doc),
    )


def _speaker(head: Token | None, who: Who) -> str | None:
    """The one actor named at the source's head or in apposition to it; «a Clinton ally» is not Clinton."""
    if head is None:
        return None
    for token in (head, *(child for child in head.children if child.dep_ == "appos")):
        found = who.actors_at(token) or who.actors_over(token)
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _antecedent(head: Token) -> Token:
    """For «who», «which», «that»: the noun it stands for; else the head itself."""
    if head.tag_ in ("WP", "WDT") or (head.lower_ == "that" and head.head.dep_ == "relcl"):
        verb = head.head
        while verb.dep_ != "relcl" and verb.head.i != verb.i:
            verb = verb.head
        return verb.head if verb.dep_ == "relcl" else head
    return head


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


def _nest(statements: list[Statement]) -> list[Statement]:
    """Names for each statement the smallest one whose content holds its cue. One sweep over the text."""
    hosts = sorted((s for s in statements if s.content is not None), key=_content_start)
    found: dict[str, Statement] = {}
    active: list[Statement] = []
    following = 0
    for statement in sorted(statements, key=_place):
        cue = statement.cue or statement.content
        if cue is None:
            continue
        while following < len(hosts) and _content_start(hosts[following]) <= cue.start:
            active.append(hosts[following])
            following += 1
        active = [host for host in active if _content_end(host) > cue.start]
        around = [host for host in active if host.id != statement.id and _holds(host, cue)]
        host = min(around, key=lambda host: _content_end(host) - _content_start(host), default=None)
        found[statement.id] = replace(statement, inside=host.id) if host is not None else statement
    return [found.get(statement.id, statement) for statement in statements]


def _content_start(statement: Statement) -> int:
    return statement.content.start if statement.content is not None else 0


def _content_end(statement: Statement) -> int:
    return statement.content.end if statement.content is not None else 0


def _holds(host: Statement, cue: Span) -> bool:
    if host.content is None:
        return False
    pieces = host.content.parts or ((host.content.start, host.content.end),)
    return any(start <= cue.start and cue.end <= end for start, end in pieces)
