"""The source of a statement: the whole noun phrase that names it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

_RELATIVES = frozenset({"who", "which", "that", "whom"})
_INCIDENTAL = frozenset({"relcl", "advcl", "parataxis", "ccomp"})


def source_range(head: Token, cue: tuple[int, int]) -> tuple[int, int]:
    """The noun phrase of a source as token indexes: determiners, modifiers and apposition in, side clauses out.

    It never reaches over the cue. «Kerry, who lost in 2004» is «Kerry»; «people who saw it» stays whole.
    """
    if head.lower_ in _RELATIVES or head.dep_ == "poss":
        start, end = (head.left_edge.i, head.i + 1) if head.dep_ == "poss" else (head.i, head.i + 1)
        return start, end
    start, end = head.left_edge.i, head.right_edge.i + 1
    if head.i < cue[0]:
        end = min(end, cue[0])
    elif head.i >= cue[1]:
        start = max(start, cue[1])
    for child in head.rights:
        if child.dep_ in _INCIDENTAL and child.left_edge.i > head.i and head.doc[child.left_edge.i - 1].text in ",–—-":
            end = min(end, child.left_edge.i)
    while start < head.i and (head.doc[start].is_punct or head.doc[start].is_space or head.doc[start].dep_ in ("cc", "preconj")):
        start += 1
    while end > head.i + 1 and (head.doc[end - 1].is_punct or head.doc[end - 1].is_space) and head.doc[end - 1].text not in ")]”\"’":
        end -= 1
    return start, end

