"""PLOVER contexts of a sentence, by the words of ``rules/contexts.toml``."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from backchannel.rules import load_rules

if TYPE_CHECKING:
    from spacy.tokens import Span as DocSpan


@cache
def _contexts() -> tuple[tuple[str, frozenset[str], tuple[str, ...]], ...]:
    """(context, its single words, its phrases padded with blanks)."""
    table = []
    for rule in load_rules("contexts"):
        words = frozenset(word for word in rule["words"] if " " not in word)
        phrases = tuple(f" {word} " for word in rule["words"] if " " in word)
        table.append((rule["context"], words, phrases))
    return tuple(table)


def find_contexts(sentence: DocSpan) -> tuple[str, ...]:
    """The contexts the sentence's words speak of, in the order of the rule file."""
    lemmas = [token.lemma_.lower() for token in sentence]
    words = [token.lower_ for token in sentence]
    known, line = {*lemmas, *words}, f" {' '.join(lemmas)} | {' '.join(words)} "
    return tuple(
        context for context, words, phrases in _contexts() if known & words or any(phrase in line for phrase in phrases)
    )
