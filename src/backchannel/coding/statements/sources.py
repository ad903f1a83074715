"""The source of a statement: the whole noun phrase that names it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backchannel.coding.statements.lexicon import load_cues

if TYPE_CHECKING:
    from spacy.tokens import Token

_RELATIVES = frozenset({"who", "which", "that", "whom"})
_INCIDENTAL = frozenset({"relcl", "advcl", "parataxis", "ccomp", "acl"})
_LEAD_INS = frozenset({"advmod", "prep", "npadvmod", "intj", "advcl", "cc"})
_QUOTES = frozenset({"“", "”", "''", "``", '"'})
_CLOSERS = frozenset({")", "]", "”", '"', "’", "'"})


def source_range(head: Token, cue: tuple[int, int]) -> tuple[int, int]:
    """The noun phrase of a source as token indexes: determiners, modifiers and apposition in, asides out.

    It never reaches over the cue. The comma that closes an apposition before
    the cue belongs to the source («Anna White, a spokeswoman,»), as in PolNeAR.
    """
    if head.lower_ in _RELATIVES:
        return head.i, head.i + 1
    if head.dep_ == "poss":
        return head.left_edge.i, head.i + 1
    doc = head.doc
    start, end = _left_end(head), head.right_edge.i + 1
    if head.i < cue[0]:
        end = min(end, cue[0])
    elif head.i >= cue[1]:
        start = max(start, cue[1])
    for child in head.rights:
        if _is_incidental(child, head):
            end = min(end, child.left_edge.i)
    while end > head.i + 1 and (doc[end - 1].is_space or doc[end - 1].is_punct) and doc[end - 1].text not in _CLOSERS:
        end -= 1
    before_cue = head.i < cue[0]
    if before_cue and end < len(doc) and doc[end].text == "," and any(token.text == "," for token in doc[head.i : end]):
        end += 1
    return start, end


def _is_incidental(child: Token, head: Token) -> bool:
    """Whether what hangs on the head behind a comma or dash tells more of it than who it is.

    «Lee Epstein, who teaches law» stays whole; «Armin Laschet, who suggested that …» makes a statement of its own.
    """
    if child.dep_ not in _INCIDENTAL or child.left_edge.i <= head.i:
        return False
    if head.doc[child.left_edge.i - 1].text not in ",–—-":
        return False
    return child.left_edge.tag_ != "WP" or child.lemma_.lower() in load_cues("verb")


def _left_end(head: Token) -> int:
    """Where the phrase starts: behind datelines, dashes and lead-ins such as «Meanwhile»."""
    doc, start = head.doc, head.left_edge.i
    for child in head.lefts:
        following = doc[child.right_edge.i + 1]
        if child.dep_ in _LEAD_INS and (following.text == "," or child.dep_ == "cc"):
            start = max(start, following.i)
    for index in range(start, head.i):
        if doc[index].text in ("—", "–", "--") or (doc[index].text == "-" and doc[index].whitespace_):
            start = index + 1
    marks = [index for index in range(start, head.i) if doc[index].text in _QUOTES]
    if len(marks) == 1 and doc[marks[0]].text not in ("“", "``"):
        start = marks[0] + 1  # «“…, Mr. President,” Senator Cohen told him»: the end of the quotation was taken in
    while start < head.i and (doc[start].is_space or (doc[start].is_punct and doc[start].text not in '“"(')):
        start += 1
    return start
