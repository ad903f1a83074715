"""«His country», «whose nation», «the country»: the country of its owner, or the one spoken of."""

from __future__ import annotations

from backchannel.coding.mentions.cast import Figure
from backchannel.coding.mentions.names import Context, known_figure, see
from backchannel.coding.mentions.text import Tokens

HOMELANDS = frozenset({"country", "nation", "homeland", "republic", "kingdom"})
_OWNED = frozenset({"his", "her", "its"})
_NEAR = 2  # sentences back in which the country of «the country» was named


def names_homeland(tokens: Tokens, index: int) -> bool:
    """Whether a plain word for a country stands at this token with «his», «whose» or «the» right before it."""
    if tokens.lower[index] not in HOMELANDS or tokens.tag[index] != "NN" or not index:
        return False
    modifies = tokens.dep[index] in ("compound", "amod", "nmod") and tokens.head[index] > index
    opener = tokens.lower[index - 1]
    return not modifies and (opener in (*_OWNED, "whose") or (opener == "the" and tokens.lower[index] == "country"))


def meet_homeland(context: Context, index: int) -> None:
    """Records the country that is meant, where it is clear; where it is only told where something is, nothing."""
    tokens = context.tokens
    nation = _of_owner(context, index) if tokens.lower[index - 1] != "the" else _spoken_of(context, index)
    if nation is not None:
        because = f"«{tokens.lower[index - 1]} {tokens.lower[index]}»: {nation.name}"
        see(context, nation, (index, index + 1), "description", because, inferred=True)


def possessors(context: Context, at: int) -> list[Figure]:
    """Who is meant by the possessor at that token; «whose» is what its clause hangs on."""
    tokens = context.tokens
    if at < 0 or tokens.lower[at] != "whose":
        return context.cast.at.get(at, []) if at >= 0 else []
    verb = tokens.verb_of(at)
    return context.cast.at.get(tokens.head[verb], []) if tokens.dep[verb] == "relcl" else []


def _of_owner(context: Context, index: int) -> Figure | None:
    owners = possessors(context, index - 1)
    if len(owners) != 1 or owners[0].hidden or owners[0].country is None:
        return None
    known = context.world.known(owners[0].country.lower())
    return known_figure(context, known, index) if known is not None and known.kind == "country" else None


def _spoken_of(context: Context, index: int) -> Figure | None:
    """The only country of the last sentences whose name or people stand there."""
    near = [one for one, _ in context.cast.before(index, _NEAR).values() if one.country is not None]
    named = {one.country for one in near}
    lands = [one for one in near if one.kind == "country"]
    return lands[0] if len(named) == 1 and len(lands) == 1 else None
