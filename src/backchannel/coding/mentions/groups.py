"""«the two leaders», «both sides», «the pair»: each of two actors gets a mention with that same span."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TypeVar

from backchannel.coding.mentions.cast import Cast, Figure
from backchannel.coding.mentions.lexicon import load_lexicon
from backchannel.coding.mentions.names import Context, known_figure, see, stands_for_country
from backchannel.coding.mentions.text import SUBJECTS, Tokens
from backchannel.coding.mentions.world import LEADER

_KNOWN = frozenset({"the", "these", "those", "their", "our", "its"})
_MARGIN = 1.25  # how much the second of a pair must outweigh a third
_WINDOW = 4
_MOST_JOINED = 12
_DEEPEST = 12  # steps up the parse
_NEAR, _FAR = 300, 1500  # tokens back to a pair that the story joined
_GENDERS = {"men": "m", "man": "m", "women": "f", "woman": "f"}
_TOPS = frozenset({"leaders", "presidents", "premiers", "men"})
_TOP_OFFICES = frozenset({LEADER, "president", "prime-minister", "chancellor", "monarch", "supreme-leader"})
_TOP_OFFICES |= {"party-leader", "head-of-state", "head-of-government", "secretary-general"}
Ranked = TypeVar("Ranked", Figure, str)
_REACH = 300  # tokens back
_WIDE = 400  # sentences: the whole story, where the last few leave it open


def find_pair_words(context: Context, index: int) -> tuple[int, int, str] | None:
    """The span and the fit ("person", "country") of a noun for two that ends here; None where there is none."""
    tokens = context.tokens
    word = tokens.lower[index]
    opener = tokens.lower[index - 1] if index else ""
    if word in ("pair", "duo"):
        alone = index + 1 >= len(tokens) or tokens.lower[index + 1] != "of"
        return (index, index + 1, "person") if alone and opener == "the" and tokens.sent[index] >= 0 else None
    if word == "two" and opener == "the" and tokens.dep[index] in ("nsubj", "pobj", "dobj", "nsubjpass"):
        return index, index + 1, "person"
    pairs = load_lexicon().pairs
    if opener in ("either", "neither") and _plural_of(word) in pairs:
        return index - 1, index + 1, pairs[_plural_of(word)]
    fits = pairs.get(word)
    if fits is None:
        return None
    if index + 1 < len(tokens) and tokens.lower[index + 1] == "of":
        return None  # «both sides of the aisle»
    if _means_both(tokens, index - 1):
        return index - 1, index + 1, fits
    if index > 1 and _means_both(tokens, index - 2) and tokens.tag[index - 1] in ("JJ", "NN", "VBG"):
        return index - 2, index + 1, fits
    return None


def _plural_of(word: str) -> str:
    return f"{word[:-3]}men" if word.endswith("man") else f"{word}s"


def _means_both(tokens: Tokens, index: int) -> bool:
    """Whether a token is «both», or «two» of what is known: «the two», «their two», not «one of two»."""
    if index < 0 or tokens.lower[index] not in ("two", "2", "both"):
        return False
    return tokens.lower[index] == "both" or (index > 0 and tokens.lower[index - 1] in _KNOWN)


def resolve_pair(context: Context, span: tuple[int, int], fits: str) -> None:
    """Records the two whom the words mean, if that is clear.

    In this order: the only two of the same sentence, two that the story joined shortly before, the two that stand out
    in the last sentences, two joined long before, the two that stand out in the whole story.
    """
    first, words = span[0], context.tokens.words(*span)
    people = fits == "person"
    noun = context.tokens.lower[span[1] - 1]
    barred = _partners(context, span)
    candidates = _People(context, first, noun, barred) if people else _Countries(context, first, barred)
    pair = _pair_of(candidates)
    for figure in pair:
        other = [one for one in pair if one is not figure]
        because = f"«{words}»: {figure.name} with {other[0].name}"
        see(context, figure, span, "group", because, inferred=True)


def _pair_of(candidates: _People | _Countries) -> list[Figure]:
    """The two, () where that is open: above all where the story joined several pairs as often."""
    alone = candidates.standing_out(0)
    if alone is not None:
        return alone
    for reach, window in ((_NEAR, _WINDOW), (_FAR, _WIDE)):
        joined, tied = candidates.joined(reach)
        if joined is not None or tied:
            return joined or []
        found = candidates.standing_out(window)
        if found is not None:
            return found
    return []


def _partners(context: Context, span: tuple[int, int]) -> frozenset[Figure]:
    """Who does something to the two and so is neither: the subject of «Moon met both leaders»."""
    tokens = context.tokens
    head = tokens.root(*span)
    if tokens.dep[head] in SUBJECTS:
        return frozenset()
    verb = tokens.verb_of(head)
    subject = tokens.subject_of(verb)
    heads = [] if subject is None else [subject, *_conjuncts(tokens, subject)]
    # The parser may cut a name in two and make each piece a subject: «Jae-in».
    heads += [child for child in tokens.children[verb] if child < verb and tokens.dep[child] in SUBJECTS]
    return frozenset(
        figure
        for figure in context.cast.some()
        for one in figure.sightings
        if one.how != "group" and any(one.first <= at < one.last for at in heads)
    )


class _People:
    """The persons whom «the two leaders», «the pair» can mean."""

    def __init__(self, context: Context, index: int, noun: str, partners: frozenset[Figure]) -> None:
        barred = frozenset(one.key for one in partners)
        leaders, gender = noun in _TOPS, _GENDERS.get(noun)
        self.context, self.index, self.barred = context, index, barred
        people = [
            one
            for one in context.cast.some()
            if one.kind == "person" and not one.hidden and _on_stage(context.tokens, one, index)
            if gender is None or one.gender in (None, gender)
        ]
        heads = {one.key for one in people if one.offices & _TOP_OFFICES}
        others = {one.key for one in people if not one.plural and not (leaders and one.offices - _TOP_OFFICES)}
        self.fitting = heads if leaders and len(heads - barred) > 1 else others | heads

    def standing_out(self, window: int) -> list[Figure] | None:
        """The two most salient; with window 0 the only two of the sentence."""
        before = self.context.cast.before(self.index, window)
        ranked = [
            (worth, one) for one, worth in before.values() if one.key in self.fitting and one.key not in self.barred
        ]
        if window == 0 and len(ranked) != 2:
            return None
        return _clear_two(ranked)

    def joined(self, reach: int) -> tuple[list[Figure] | None, bool]:
        """The two that the story joined most often, of late; and whether others were joined as often."""
        allowed = self.fitting - self.barred
        pairs = _joined_before(self.context, self.index, reach)
        return _most_often([pair for pair in pairs if all(one.key in allowed for one in pair)])


def _on_stage(tokens: Tokens, figure: Figure, index: int) -> bool:
    """Whether the story named a person before a token elsewhere than in an aside («in the house where X died»)."""
    return any(one.head < index and not _in_aside(tokens, one.head) for one in figure.sightings)


def _in_aside(tokens: Tokens, index: int) -> bool:
    for _ in range(_DEEPEST):
        if tokens.dep[index] == "relcl":
            return True
        if tokens.head[index] == index:
            return False
        index = tokens.head[index]
    return False


class _Countries:
    """The countries that «both sides», «the two governments» can mean, each with its people and bodies."""

    def __init__(self, context: Context, index: int, partners: frozenset[Figure]) -> None:
        self.context, self.index = context, index
        self.barred = frozenset(one.country for one in partners)

    def standing_out(self, window: int) -> list[Figure] | None:
        """The two most salient; with window 0 the only two of the sentence."""
        weights: dict[str, list[float]] = {}
        for figure, worth in self.context.cast.before(self.index, window).values():
            if figure.country and figure.country not in self.barred and stands_for_country(self.context, figure):
                weights.setdefault(figure.country, []).append(worth)
        if window == 0 and len(weights) != 2:
            return None
        ranked = [(max(found) + 0.2 * (sum(found) - max(found)), code) for code, found in weights.items()]
        codes = _clear_two(ranked)
        return _nations(self.context, codes, self.index) if codes else None

    def joined(self, reach: int) -> tuple[list[Figure] | None, bool]:
        """The countries of the two that the story joined most often, of late; and whether others were as often."""
        pairs = []
        for pair in _joined_before(self.context, self.index, reach):
            codes = [one.country for one in pair if one.country and stands_for_country(self.context, one)]
            if len(set(codes)) == 2 and self.barred.isdisjoint(codes):
                pairs.append(codes)
        chosen, tied = _most_often(pairs)
        return (_nations(self.context, chosen, self.index) if chosen else None), tied


def _most_often(pairs: list[list[Ranked]]) -> tuple[list[Ranked] | None, bool]:
    """The pair that occurs most often, whatever its order; None and True where two are equal."""
    counts = Counter(frozenset(pair) for pair in pairs)
    ranked = counts.most_common(2)
    tied = len(ranked) > 1 and ranked[0][1] == ranked[1][1]
    if not ranked or tied:
        return None, tied
    return next(pair for pair in pairs if frozenset(pair) == ranked[0][0]), False


def _clear_two(ranked: list[tuple[float, Ranked]]) -> list[Ranked] | None:
    """The two highest, unless a third is about as high as the second."""
    ranked = sorted(ranked, key=lambda pair: -pair[0])
    if len(ranked) < 2 or (len(ranked) > 2 and ranked[1][0] < _MARGIN * ranked[2][0]):
        return None
    return [one for _, one in ranked[:2]]


def _nations(context: Context, codes: list[str], index: int) -> list[Figure] | None:
    known = [context.world.known(code.lower()) for code in codes]
    found = [
        known_figure(context, nation, index) for nation in known if nation is not None and nation.kind == "country"
    ]
    return found if len(found) == len(codes) else None


def _joined_before(context: Context, index: int, reach: int) -> Iterator[list[Figure]]:
    """Pairs that the story itself joined, the last first: «Ali and Maduro met», «the presidents of Chad and Mali»."""
    tokens = context.tokens
    for at in range(index - 1, max(index - reach, -1), -1):
        joined = list(context.cast.at.get(at, ()))
        if len(joined) == 1 and not _joins(tokens, at):
            for child in _conjuncts(tokens, at):
                joined += context.cast.at.get(child, ())
        if len(joined) == 2 and joined[0] is not joined[1]:
            yield joined


def coordinated(context: Context, token: int) -> list[Figure] | None:
    """The persons (or countries) joined by "and" as the last subject before a pronoun."""
    tokens = context.tokens
    now = tokens.sent[token]
    for at in range(token - 1, max(token - _REACH, -1), -1):
        if tokens.sent[at] < now - 1:
            return None
        if tokens.dep[at] in SUBJECTS and tokens.dep[tokens.verb_of(at)] != "relcl" and at in context.cast.at:
            first = context.cast.at[at]
            joined = [
                *first,
                *(figure for child in _conjuncts(tokens, at) for figure in context.cast.at.get(child, ())),
            ]
            kinds = {figure.kind for figure in joined}
            if len(joined) > 1 and len(first) == 1 and kinds in ({"person"}, {"country"}):
                return joined
            return None
    return None


def _conjuncts(tokens: Tokens, index: int) -> list[int]:
    """The tokens coordinated with this one to its right, through chains."""
    found: list[int] = []
    last = index
    while len(found) < _MOST_JOINED:
        joined = [child for child in tokens.children[last] if child > last and _joins(tokens, child)]
        if not joined:
            break
        found += joined
        last = joined[-1]
    return found


def _joins(tokens: Tokens, index: int) -> bool:
    """Whether a token is coordinated with its head; the parser takes «A, B and C» for an apposition with a conjunct."""
    if tokens.dep[index] == "appos":
        return any(tokens.dep[child] == "conj" for child in tokens.children[index])
    return tokens.dep[index] == "conj"


def two_most_salient(cast: Cast, index: int, fits: str, *, window: int = 3) -> list[Figure] | None:
    """The two figures of a kind that stand out most before a token; None where a third is as likely."""
    before = cast.before(index, window).values()
    return _clear_two([(worth, figure) for figure, worth in before if figure.kind == fits and not figure.plural])
