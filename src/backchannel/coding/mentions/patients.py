"""Who or what is acted upon without being named: «arrested six», «freed her brother», «attacked a police station»."""

from __future__ import annotations

from backchannel.coding.mentions.cast import Figure
from backchannel.coding.mentions.names import Context, see
from backchannel.coding.mentions.side_words import load_side_words
from backchannel.coding.mentions.taking_part import is_struck, suffers

_SIGNS = frozenset("%$€£¥")


def resolve_number(context: Context, index: int) -> None:
    """Records people who are only a number: «arrested six», «12 were killed»."""
    tokens = context.tokens
    plain = tokens.text[index].isalnum() and not any(tokens.text[child] in _SIGNS for child in tokens.children[index])
    if tokens.tag[index] != "CD" or not plain or index in context.cast.covered or not suffers(tokens, index):
        return
    figure = Figure(f"unnamed:{index}", tokens.text[index], "group", plural=True)
    see(context, context.cast.enter(figure), (index, index + 1), "description", "a number of people, not named")


def resolve_target(context: Context, index: int) -> None:
    """Records who owns or uses what is struck: «attacked a police station», «the shelling of a market»."""
    tokens = context.tokens
    for noun in load_side_words().targets.get(tokens.lower[index], ()):
        first = index + 1 - len(noun.words)
        if first < 0 or tuple(tokens.lower[first : index + 1]) != noun.words:
            continue
        if is_struck(tokens, index) and context.cast.covered.keys().isdisjoint(range(first, index + 1)):
            figure = Figure(f"unnamed:{index}", tokens.words(first, index + 1), "organisation")
            figure.sector, figure.noun, figure.plural = noun.rule["sector"], noun.singular, noun.plural
            because = f"«{noun.singular}»: what is struck is somebody’s"
            see(context, context.cast.enter(figure), (first, index + 1), "description", because)
        return


def show_patient(context: Context, index: int) -> None:
    """Makes an actor of somebody whom the story does not name but tells a deed against: «freed her brother»."""
    tokens = context.tokens
    for figure in context.cast.at.get(index, ()):
        if figure.hidden and suffers(tokens, index):
            owned = index > 0 and tokens.dep[index - 1] == "poss" and tokens.head[index - 1] == index
            figure.hidden, figure.name = False, tokens.words(index - 1 if owned else index, index + 1)
