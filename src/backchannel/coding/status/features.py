"""What the fitted head sees of an event word: words, the parse around it, what governs it, and what the rules say.

A feature is a string, «kind=value». Kinds are many, each plain: the fit finds what counts. Bounded work per word: at
most a fixed number of children, ancestors and neighbours is looked at.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from backchannel.coding.status.tense import is_finite, mark_of, points_ahead, tense_status
from backchannel.coding.status.verdicts import Judgement
from backchannel.coding.status.words import governor_effects
from backchannel.coding.trees import is_negated, negates_object

if TYPE_CHECKING:
    from spacy.tokens import Token

VERSION = 1  # raised with every change here: weights fitted on other features refuse to load
_MOST_CHILDREN = 24
_MOST_ABOVE = 6
_VERBAL = frozenset({"VERB", "AUX"})
_ABSENT = frozenset({"without", "instead", "against", "before", "if", "than", "rather"})
_NO = frozenset({"no", "any", "neither", "few", "little", "every", "each"})
_MARKS = frozenset({"if", "unless", "whether", "until", "before", "lest", "provided", "though", "because", "when"})
_DOUBT = frozenset(
    {"probably", "perhaps", "possibly", "likely", "allegedly", "reportedly", "almost", "nearly", "maybe"}
)
_QUOTES = frozenset({'"', "“", "”", "``", "''"})


def find_features(token: Token, judgement: Judgement | None) -> tuple[str, ...]:
    """The features of an event word, given what the rules say of it; without repeats, in a fixed order."""
    status = judgement.status if judgement else "none"
    found = ["bias", f"rule={status}", f"lemma={token.lemma_.lower()}", f"tag={token.tag_}", f"dep={token.dep_}"]
    found += [f"suffix={token.lower_[-3:]}", f"tag.dep={token.tag_}.{token.dep_}", f"lemma.tag={_name(token)}"]
    if judgement:
        found += [f"because={reason}" for reason in judgement.because]
        found.append(f"path={'+'.join(judgement.because)}")
    found += _own(token)
    found += _beside(token)
    found += _above(token, status)
    found += _scope(token, status)
    found += [f"rule={status}&tag={token.tag_}", f"rule={status}&dep={token.dep_}"]
    return tuple(dict.fromkeys(found))


def _name(token: Token) -> str:
    return f"{token.lemma_.lower()}.{token.tag_}"


def _own(token: Token) -> list[str]:
    """Tense, mood and polarity of the word and its children."""
    found = []
    if token.pos_ in _VERBAL:
        finite = is_finite(token)
        tense = tense_status(token) if finite else "unfinite"
        negated = is_negated(token) or negates_object(token)
        found += [f"tense={tense}", f"mark={mark_of(token)}", f"negated={negated}&tense={tense}"]
        found.append(f"tense={tense}&mark={mark_of(token)}")
        if points_ahead(token):
            found.append(f"ahead&tense={tense}")
    for child in islice(token.children, _MOST_CHILDREN):
        word = child.lower_
        if child.dep_ in ("aux", "auxpass", "neg", "mark", "advmod", "prt", "expl", "det", "amod", "poss"):
            found.append(f"{child.dep_}={word}")
        elif child.dep_ in ("prep", "nsubj", "nsubjpass", "dobj", "attr", "acomp", "npadvmod", "compound"):
            found += [f"has={child.dep_}", f"{child.dep_}.lemma={child.lemma_.lower()}"]
        else:
            found.append(f"has={child.dep_}")
        if child.dep_ in ("advcl", "relcl", "acl", "ccomp", "xcomp"):
            found.append(f"{child.dep_}.mark={mark_of(child)}")
    helpers = [
        child.lower_ for child in islice(token.children, _MOST_CHILDREN) if child.dep_ in ("aux", "auxpass", "neg")
    ]
    found.append(f"helpers={'_'.join(helpers)}.{token.tag_}")
    return found


def _beside(token: Token) -> list[str]:
    """The neighbours in the line of words, and the sentence's own kind."""
    found = []
    sentence, doc = token.sent, token.doc
    for step in (-3, -2, -1, 1, 2):
        place = token.i + step
        inside = sentence.start <= place < sentence.end
        word = doc[place].lower_ if inside else "·"
        found.append(f"near{step}={word}")
        if inside and step < 0:
            found.append(f"before={word}")
    found.append(f"near-2-1={_words(token, -2)}")
    if len(sentence) and any(
        doc[place].text == "?" for place in range(max(sentence.start, sentence.end - 3), sentence.end)
    ):
        found.append("question")
    if any(doc[place].text in _QUOTES for place in range(max(sentence.start, token.i - 20), token.i)):
        found.append("quoted")
    found.append(f"words={min(4, len(sentence) // 8)}")
    return found


def _words(token: Token, first: int) -> str:
    start = max(token.sent.start, token.i + first)
    return " ".join(word.lower_ for word in token.doc[start : token.i])


def _above(token: Token, status: str) -> list[str]:
    """The words that govern the event, nearest first: what they are, their standing, and the rules' class of them."""
    found: list[str] = []
    node, path = token, []
    preposition: str | None = None
    for height in range(1, _MOST_ABOVE + 1):
        head = node.head
        if head == node:
            found.append(f"root.at={height}")
            break
        path.append(node.dep_)
        effects = [effect for effect, _ in governor_effects(head, preposition)]
        if height <= 2:
            found += [f"up{height}={head.lemma_.lower()}", f"up{height}.dep={head.lemma_.lower()}.{node.dep_}"]
            found += [f"up{height}.tag={head.tag_}", f"up{height}.effects={'|'.join(effects)}.{node.dep_}"]
            found += [f"up{height}.effects={'|'.join(effects)}&rule={status}"]
            found.append(f"up{height}.of={head.lemma_.lower()}.{token.tag_}")
            if preposition:
                found.append(f"up{height}.prep={head.lemma_.lower()}.{preposition}")
        if head.pos_ in _VERBAL and height <= 4:
            found += _standing(head, node.dep_, height)
        if head.pos_ in _VERBAL:
            found.append(f"under={head.lemma_.lower()}")
        found += [f"over={effect}" for effect in effects]
        preposition = head.lower_ if head.dep_ == "prep" else None
        node = head
    found.append(f"path={'<'.join(path[:4])}")
    found.append(f"path2={'<'.join(path[:2])}.{token.tag_}")
    return found


def _scope(token: Token, status: str) -> list[str]:
    """Cues of negation, mood and condition that stand over the word, and how far above it the first of each is."""
    found: list[str] = []
    chain: list[str] = []
    node, below = token, token
    seen: set[str] = set()
    for height in range(_MOST_ABOVE):
        for cue in _cues(node, below):
            if cue not in seen:
                seen.add(cue)
                found += [f"cue={cue}@{min(height, 3)}", f"cue={cue}&dep={token.dep_}", f"cue={cue}&rule={status}"]
        link = below.dep_ if height else "·"
        if node.pos_ in _VERBAL and height and len(chain) < 3:
            tense = tense_status(node) if is_finite(node) else node.tag_
            chain.append(f"{link}.{tense}{'!' if is_negated(node) else ''}")
            if height <= 3:
                found.append(f"chain.word={node.lemma_.lower()}.{link}.{tense}{'!' if is_negated(node) else ''}")
        if node.head == node:
            break
        node, below = node.head, node
    found += [f"cues={'+'.join(sorted(seen))}", f"cues={'+'.join(sorted(seen))}&tag={token.tag_}"]
    found += [
        f"chain={'<'.join(chain)}",
        f"chain={'<'.join(chain)}&tag={token.tag_}",
        f"chain={'<'.join(chain)}&{status}",
    ]
    found.append(f"chain1={chain[0] if chain else ''}&lemma={token.lemma_.lower()}")
    return found


def _cues(node: Token, below: Token) -> list[str]:
    cues = []
    if is_negated(node) or (below is node and negates_object(node)):
        cues.append("not")
    if node.dep_ == "pobj" and node.head.lower_ in _ABSENT:
        cues.append(node.head.lower_)
    if node.pos_ in ("NOUN", "PROPN") and any(child.lower_ in _NO for child in islice(node.children, _MOST_CHILDREN)):
        cues.append("no")
    if node.pos_ in _VERBAL:
        mark = mark_of(node)
        if mark in _MARKS:
            cues.append(str(mark))
        modal = [child for child in islice(node.children, _MOST_CHILDREN) if _is_mood(child)]
        cues += [child.lower_ for child in modal]
    if node.tag_ == "VB" and any(child.tag_ == "TO" for child in islice(node.children, _MOST_CHILDREN)):
        cues.append("to")
    return cues


def _standing(head: Token, below: str, height: int) -> list[str]:
    tense = tense_status(head) if is_finite(head) else f"unfinite:{head.tag_}"
    where = "near" if height <= 2 else "far"
    found = [f"{where}.tense={tense}.{below}", f"{where}.mark={mark_of(head)}"]
    if is_negated(head) or negates_object(head):
        found += [f"{where}.negated", f"{where}.negated.{head.lemma_.lower()}"]
    for child in islice(head.children, _MOST_CHILDREN):
        if child.dep_ in ("aux", "auxpass") and child.tag_ == "MD":
            found.append(f"{where}.modal={child.lower_}.{below}")
    return found


def _is_mood(child: Token) -> bool:
    return (child.dep_ == "aux" and child.tag_ == "MD") or (child.dep_ == "advmod" and child.lower_ in _DOUBT)
