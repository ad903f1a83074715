"""What the parse shows of two marked sides: the path between them, the words around it, what the rules make of it.

Every feature is a plain string; the linear head (``pair_linear.py``) has a weight for each and root.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from backchannel.coding.events.lexicon import known_types

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as DocSpan

VERSION = 1  # counts up with every change of what the strings mean
_WINDOW = 3  # words before the first side and after the second
_CONTENT = frozenset({"VERB", "NOUN", "ADJ", "AUX", "ADV"})
_LONGEST = 40  # words between the sides that are looked at


def find_pair_features(doc: Doc, one: DocSpan, other: DocSpan, coded: Iterable[str]) -> tuple[str, ...]:
    """The features of a pair; ``coded`` are the rules' findings between the two, "ROOT" or "rule id"."""
    first, second = (one, other) if one.start <= other.start else (other, one)
    inside = {*range(one.start, one.end), *range(other.start, other.end)}
    features = {f"r:{item}" for item in coded} or {"r:none"}
    features.add("o:actor-first" if one.start <= other.start else "o:recipient-first")
    path = path_between(one.root, other.root)
    features.update(_path_features(path, one.root, other.root))
    features.update(_word_features(doc, first, second, inside))
    features.update(_hints(doc, path, first, second, inside))
    return tuple(sorted(features))


def path_between(one: Token, other: Token) -> list[Token]:
    """The words on the way through the parse from one head to the other, both included; [] across sentences."""
    up = [one, *one.ancestors]
    places = {token.i: at for at, token in enumerate(up)}
    down: list[Token] = []
    for token in (other, *other.ancestors):
        if token.i in places:
            return [*up[: places[token.i] + 1], *reversed(down)]
        down.append(token)
    return []


def _path_features(path: list[Token], one: Token, other: Token) -> Iterator[str]:
    yield f"sd:{one.dep_}"
    yield f"td:{other.dep_}"
    yield f"std:{one.dep_}-{other.dep_}"
    if not path:
        yield "p:none"
        return
    middle = list(path[1:-1])
    yield f"pl:{min(len(middle), 6)}"
    yield "pd:" + ">".join(token.dep_ for token in path[:7])
    yield "pw:" + ">".join(token.lemma_.lower() for token in middle[:5])
    for token in middle:
        yield f"p:{token.lemma_.lower()}"
        yield f"ps:{token.lemma_.lower()}:{one.dep_}"
        for child in token.children:
            if child.dep_ in ("neg", "aux", "prt", "dobj", "prep", "advmod", "acomp", "xcomp", "ccomp", "auxpass"):
                yield f"c:{token.lemma_.lower()}:{child.lemma_.lower()}"
                yield f"c:{child.dep_}:{child.lemma_.lower()}"


def _word_features(doc: Doc, first: DocSpan, second: DocSpan, inside: set[int]) -> Iterator[str]:
    between = [token for token in doc[first.end : second.start][:_LONGEST] if not token.is_punct]
    lemmas = [token.lemma_.lower() for token in between]
    for lemma in lemmas:
        yield f"b:{lemma}"
    for pair in zip(lemmas, lemmas[1:], strict=False):
        yield "bb:" + " ".join(pair)
    sentence = first.root.sent
    for token in doc[max(sentence.start, first.start - _WINDOW) : first.start]:
        yield f"l:{token.lemma_.lower()}"
    for token in doc[second.end : min(sentence.end, second.end + _WINDOW)]:
        yield f"a:{token.lemma_.lower()}"
    for token in sentence:
        if token.i not in inside and token.pos_ in _CONTENT and not token.is_stop:
            yield f"s:{token.lemma_.lower()}"


def _hints(doc: Doc, path: list[Token], first: DocSpan, second: DocSpan, inside: set[int]) -> Iterator[str]:
    """The types that the event rules know a word for, by where the word stands."""
    on_path = {token.i for token in path}
    for token in first.root.sent:
        if token.i in inside or token.pos_ not in ("VERB", "NOUN", "AUX"):
            continue
        for type in known_types(token):
            yield f"x:{type}"
            if token.i in on_path:
                yield f"xp:{type}"
                yield f"xp:{type}:{first.root.dep_}"
            elif token.head.i in on_path:
                yield f"xh:{type}"
            if first.end <= token.i < second.start:
                yield f"xb:{type}"
