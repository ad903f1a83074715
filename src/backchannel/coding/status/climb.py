"""One step of the climb: which reading a word gets, a finite clause, an embedded verb or a noun."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backchannel.coding.status.tense import is_finite
from backchannel.coding.status.verdicts import Verdict

if TYPE_CHECKING:
    from spacy.tokens import Token


def judge_word(token: Token, depth: int) -> Verdict | None:
    """The verdict on a word, looking up to ``depth`` governors above it; None where nothing tells."""
    # The three kinds of reading climb on by this function, so it can name them only when it is called.
    from backchannel.coding.status.clauses import judge_finite
    from backchannel.coding.status.embedded import judge_embedded
    from backchannel.coding.status.nouns import judge_noun

    if depth == 0:
        return None
    if token.pos_ in ("VERB", "AUX"):
        return judge_finite(token, depth) if is_finite(token) else judge_embedded(token, depth)
    return judge_noun(token, depth)
