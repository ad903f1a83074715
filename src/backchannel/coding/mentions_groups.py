"""«the two leaders», «both sides», «the pair»: each of two actors gets a mention with that same span."""

from __future__ import annotations

from backchannel.coding.mentions_cast import Cast, Figure
from backchannel.coding.mentions_lexicon import load_lexicon
from backchannel.coding.mentions_names import Context, known_figure, see, stands_for_country
from backchannel.coding.mentions_text import SUBJECTS, Tokens

_MARGIN = 1.25  # how much the second of a pair must outweigh a third
_WINDOW = 4
_MOST_JOINED = 12
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
    fits = load_lexicon().pairs.get(word)
    if fits is None:
        return None
    if index + 1 < len(tokens) and tokens.lower[index + 1] == "of":
        return None  # «both sides of the aisle»
    if opener in ("two", "both"):
        return index - 1, index + 1, fits
    if index > 1 and tokens.lower[index - 2] in ("two", "both") and tokens.tag[index - 1] in ("JJ", "NN", "VBG"):
        return index - 2, index + 1, fits
    return None


def resolve_pair(context: Context, span: tuple[int, int], fits: str) -> None:
    """Records the two most salient fitting actors, if a third is not as likely."""
    cast, first = context.cast, span[0]
    words = context.tokens.words(*span)
    if fits == "person":
        pair = two_most_salient(cast, first, "person", window=_WINDOW) or two_most_salient(
            cast, first, "person", window=_WIDE
        )
    else:
        pair = _two_countries(context, first, _WINDOW) or _two_countries(context, first, _WIDE)
    for figure in pair or ():
        other = [one for one in pair or () if one is not figure]
        because = f"«{words}»: {figure.name} with {other[0].name}"
        see(context, figure, span, "group", because, inferred=True)


def _two_countries(context: Context, index: int, window: int) -> list[Figure] | None:
    """The two countries that stand out most, each with the weight of its people and bodies."""
    weights: dict[str, float] = {}
    for figure, worth in context.cast.before(index, window).values():
        if figure.country and stands_for_country(context, figure):
            weights[figure.country] = weights.get(figure.country, 0.0) + worth
    ordered = sorted(weights.items(), key=lambda item: (-item[1], item[0]))
    if len(ordered) < 2 or (len(ordered) > 2 and ordered[1][1] < _MARGIN * ordered[2][1]):
        return None
    found = []
    for code, _ in ordered[:2]:
        nation = context.world.known(code.lower())
        if nation is None or nation.kind != "country":
            return None
        found.append(known_figure(context, nation, index))
    return found


def coordinated(context: Context, token: int) -> list[Figure] | None:
    """Two persons joined by "and" as the last subject before the pronoun."""
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
            if len(joined) > 1 and len(first) == 1 and all(figure.kind == "person" for figure in joined):
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
    fitting = [
        (worth, figure)
        for figure, worth in cast.before(index, window).values()
        if figure.kind == fits and not figure.plural
    ]
    fitting.sort(key=lambda pair: (-pair[0], pair[1].key))
    if len(fitting) < 2 or (len(fitting) > 2 and fitting[1][0] < _MARGIN * fitting[2][0]):
        return None
    return [figure for _, figure in fitting[:2]]
