"""Nouns that say what somebody is: «was a clerk», «sworn in as president», «elected president», «ran for president».

Such a noun is its subject where the text asserts it, and nobody where it does not; it never means who held the office.
"""

from __future__ import annotations

from backchannel.coding.mentions.cast import Figure
from backchannel.coding.mentions.names import Context
from backchannel.coding.mentions.text import Tokens

_UNREAL = frozenset({"would", "will", "could", "can", "may", "might", "should", "must", "'d", "’d", "'ll", "’ll"})
_IS = frozenset({"be", "become", "remain", "stay"})
_ACTS_AS = frozenset("serve act rule work reign govern speak retire resign leave quit begin start die".split())


def is_predicate(tokens: Tokens, first: int, head: int) -> bool:
    """Whether a noun phrase that begins at ``first`` says what somebody is, seeks to be or is called."""
    if tokens.dep[head] in ("attr", "oprd"):
        return True
    above = tokens.head[head]
    if tokens.dep[head] != "pobj":
        return False
    if tokens.lower[above] == "as":
        return True
    return tokens.lower[above] in ("for", "of") and is_bare(tokens, first, head) and first - 1 == above


def is_bare(tokens: Tokens, first: int, head: int) -> bool:
    """Whether a noun phrase has neither determiner nor possessor: it names the office itself («became president»)."""
    before = tokens.tag[first - 1] if first else ""
    return before not in ("DT", "PRP$", "WP$", "POS") and "POS" not in tokens.tag[first:head]


def subject_of_predicate(context: Context, head: int) -> Figure | None:
    """The one person of whom a noun is said, where the text says that he is or was it; else None."""
    tokens = context.tokens
    above = tokens.head[head]
    if tokens.dep[head] in ("attr", "oprd"):
        verb = above
        wanted = ("dobj",) if tokens.dep[head] == "oprd" else ()
    elif tokens.lower[above] == "as":
        verb = tokens.head[above]
        wanted = () if tokens.doc[verb].lemma_.lower() in _ACTS_AS else ("dobj",)
        if not wanted and not tokens.tag[verb].startswith("VB"):
            return None
    else:
        return None
    if tokens.dep[head] == "attr" and tokens.doc[verb].lemma_.lower() not in _IS:
        return None
    return _said_of(context, verb, wanted)


def _said_of(context: Context, verb: int, wanted: tuple[str, ...]) -> Figure | None:
    """The object of that verb where one of ``wanted`` is there, its passive subject or its subject."""
    tokens, cast = context.tokens, context.cast
    if not _asserted(tokens, verb):
        return None
    objects = [child for child in tokens.children[verb] if tokens.dep[child] in wanted]
    passive = [child for child in tokens.children[verb] if tokens.dep[child] == "nsubjpass"]
    if objects:
        found = cast.at.get(objects[0], [])
    elif passive or not wanted:
        found = cast.subjects(verb)
    else:
        return None
    return found[0] if len(found) == 1 and found[0].kind == "person" and not found[0].plural else None


def _asserted(tokens: Tokens, verb: int) -> bool:
    """Whether a verb is told as fact: no negation, no modal, no "if", no infinitive."""
    for child in tokens.children[verb]:
        word = tokens.lower[child]
        if tokens.dep[child] == "neg" or (tokens.dep[child] == "aux" and (word in _UNREAL or word == "to")):
            return False
        if tokens.dep[child] == "mark" and word in ("if", "unless", "whether"):
            return False
    return tokens.tag[verb] != "VB"
