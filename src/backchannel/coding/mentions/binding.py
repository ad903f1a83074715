"""What the grammar of a clause says of a pronoun: who it cannot be, who it points forward to."""

from __future__ import annotations

from dataclasses import dataclass

from backchannel.coding.mentions.cast import Cast, Figure
from backchannel.coding.mentions.lexicon import load_lexicon
from backchannel.coding.mentions.names import Context
from backchannel.coding.mentions.text import SUBJECTS, Tokens

REACH = 300  # tokens to either side
_MARGIN = 1.25  # how much the best candidate must outweigh the next
_LEAST = 0.12


@dataclass(frozen=True, slots=True)
class Case:
    """What a pronoun is and where: its token, the verb over it, who cannot be meant."""

    index: int
    word: str
    verb: int
    barred: frozenset[str]


def barred_for(cast: Cast, tokens: Tokens, index: int, verb: int) -> frozenset[str]:
    """Who a pronoun cannot be: the other arguments of its own verb, unless it is reflexive or possessive."""
    if tokens.dep[index] == "poss":
        noun = tokens.head[index]
        return frozenset(figure.key for figure in cast.at.get(noun, ()))
    if tokens.lower[index].endswith(("self", "selves")):
        return frozenset()
    found = _named_below(cast, tokens, index, verb)
    subject = tokens.subject_of(verb)
    heads = [] if subject in (None, index) else [subject]
    for child in tokens.children[verb]:
        if child != index and tokens.dep[child] in ("dobj", "dative", "attr"):
            heads.append(child)
        elif tokens.dep[child] in ("prep", "agent"):
            heads.extend(other for other in tokens.children[child] if other != index and tokens.dep[other] == "pobj")
    for head in heads:
        for figure in cast.meant(head) if head is not None else ():
            found.add(figure.key)
            if figure.kind != "person" and figure.country:  # a country does not meet its own officials as «them»
                found.update(other.key for other in cast.some() if _same_side(figure, other))
    return frozenset(found)


def _named_below(cast: Cast, tokens: Tokens, index: int, verb: int) -> set[str]:
    """Who is named later in what a pronoun's own verb governs («he said that Lew …»), or inside the quote he speaks."""
    if tokens.dep[index] not in SUBJECTS:
        return set()
    speaks = tokens.quoted[index] < 0 and tokens.doc[verb].lemma_.lower() in load_lexicon().lists["speech"]
    found: set[str] = set()
    for at in _sentence_of(tokens, index):
        if (
            at in cast.at
            and at != index
            and ((at > index and _under(tokens, at, verb)) or (speaks and tokens.quoted[at] >= 0))
        ):
            found.update(figure.key for figure in cast.at[at])
    return found


def _sentence_of(tokens: Tokens, index: int) -> range:
    first = last = index
    while first > max(index - REACH, 0) and tokens.sent[first - 1] == tokens.sent[index]:
        first -= 1
    while last + 1 < min(index + REACH, len(tokens)) and tokens.sent[last + 1] == tokens.sent[index]:
        last += 1
    return range(first, last + 1)


def _under(tokens: Tokens, index: int, verb: int) -> bool:
    for _ in range(12):
        if index == verb:
            return True
        if tokens.head[index] == index:
            return False
        index = tokens.head[index]
    return False


def _same_side(one: Figure, other: Figure) -> bool:
    return other.kind != "person" and other.country == one.country


def subject_ahead(context: Context, index: int) -> Figure | None:
    """The main subject after a fronted phrase or clause that holds this pronoun («For his part, Kim …»)."""
    tokens = context.tokens
    at = index
    for _ in range(12):
        above = tokens.head[at]
        if above == at:
            return None
        if above > at and tokens.dep[at] in ("prep", "advcl") and tokens.tag[above].startswith("VB"):
            subjects = [child for child in tokens.children[above] if tokens.dep[child] in SUBJECTS and child > index]
            opens = tokens.sent[at] == tokens.sent[index] and not any(
                tokens.dep[child] in SUBJECTS and child < index for child in tokens.children[above]
            )
            found = [figure for child in subjects[:1] for figure in context.cast.at.get(child, [])]
            return found[0] if opens and len(found) == 1 else None
        at = above
    return None


def clear_best(figures: dict[str, Figure], weights: dict[str, float]) -> tuple[Figure | None, str]:
    """The figure that outweighs all others clearly, and why."""
    if not weights:
        return None, ""
    ordered = sorted(weights.items(), key=lambda item: (-item[1], item[0]))
    key, worth = ordered[0]
    if worth < _LEAST or (len(ordered) > 1 and worth < _MARGIN * ordered[1][1]):
        return None, ""
    others = f", before {figures[ordered[1][0]].name}" if len(ordered) > 1 else ""
    return figures[key], f"the most salient fitting figure is {figures[key].name}{others}"
