"""The source of a statement: the whole noun phrase that names it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

_RELATIVES = frozenset({"who", "which", "that", "whom"})
_INCIDENTAL = frozenset({"relcl", "advcl", "parataxis", "ccomp", "acl"})
_LEAD_INS = frozenset({"advmod", "prep", "npadvmod", "intj", "advcl", "cc", "preconj"})
_CLOSERS = frozenset({")", "]", "”", '"', "’", "'"})


def source_range(head: Token, cue: tuple[int, int]) -> tuple[int, int]:
    """The noun phrase of a source as token indexes: determiners, modifiers and apposition in, side clauses out.

    It never reaches over the cue. «Kerry, who lost in 2004,» is «Kerry»; «people who saw it» stays whole. The comma
    that closes an apposition belongs to the source («Anna White, a spokeswoman,»), as in PolNeAR.
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
        if child.dep_ in _INCIDENTAL and child.left_edge.i > head.i and doc[child.left_edge.i - 1].text in ",–—-":
            end = min(end, child.left_edge.i)
    while end > head.i + 1 and (doc[end - 1].is_space or doc[end - 1].is_punct) and doc[end - 1].text not in _CLOSERS:
        end -= 1
    if end < len(doc) and doc[end].text == "," and any(token.text == "," for token in doc[head.i : end]):
        end += 1
    return start, end


def _left_end(head: Token) -> int:
    """Where the phrase starts: behind datelines, dashes and lead-ins such as «Meanwhile»."""
    doc, start = head.doc, head.left_edge.i
    for child in head.lefts:
        following = doc[child.right_edge.i + 1]
        if child.dep_ in _LEAD_INS and (following.text == "," or child.dep_ in ("cc", "preconj")):
            start = max(start, following.i)
    for index in range(start, head.i):
        if doc[index].text in ("—", "–", "--") or (doc[index].text == "-" and doc[index].whitespace_):
            start = index + 1
    while start < head.i and (doc[start].is_space or (doc[start].is_punct and doc[start].text not in '“"(')):
        start += 1
    return start
