"""It and its: the country or body that is the subject just before, or stands beside."""

from __future__ import annotations

from backchannel.coding.mentions.binding import REACH, Case
from backchannel.coding.mentions.cast import Cast, Figure
from backchannel.coding.mentions.names import Context
from backchannel.coding.mentions.text import SUBJECTS, Tokens


def resolve_it(context: Context, case: Case) -> tuple[Figure | None, str]:
    """«it», «its»: the country or body that is the subject just before; else nothing."""
    tokens, cast = context.tokens, context.cast
    if case.word == "it" and (tokens.dep[case.index] not in SUBJECTS or _expletive(tokens, case.index)):
        return None, ""
    if case.word == "its":
        beside = tokens.first_conjunct(tokens.head[case.index])  # «the United States and its allies»
        near = [figure for figure in cast.at.get(beside, []) if figure.kind in ("country", "organisation")]
        if len(near) == 1 and beside < case.index:
            return near[0], f"beside {near[0].name}"
        owner = _owner_above(context, case.index)
        if owner is not None:
            return owner, f"{owner.name} owns what this is a part of"
        verb = case.verb
        if tokens.dep[tokens.head[case.index]] in SUBJECTS and tokens.dep[verb] in ("ccomp", "advcl"):
            verb = tokens.verb_of(tokens.head[verb])  # «Chad said its troops had left»
        subject = tokens.subject_of(verb)
        found = [figure for figure in cast.subjects(verb) if figure.kind != "person" and not figure.plural]
        if len(found) == 1 and subject is not None and subject < case.index:
            return found[0], f"{found[0].name} is the subject of the clause"
        return None, ""
    now = tokens.sent[case.index]
    for at in range(case.index - 1, max(case.index - REACH, -1), -1):
        if tokens.sent[at] < now - 1:
            return None, ""
        if tokens.dep[at] in SUBJECTS and tokens.dep[tokens.verb_of(at)] in ("ROOT", "ccomp"):
            found = [figure for figure in cast.at.get(at, []) if figure.kind in ("country", "organisation")]
            same = len(found) == 1 and not found[0].plural and found[0].key not in case.barred
            same = same and not _rivals(cast, found[0], at, case.index)
            return (found[0], f"{found[0].name} is the subject just before") if same else (None, "")
    return None, ""


def _owner_above(context: Context, index: int) -> Figure | None:
    """The country or body in «Haiti’s efforts to mend its roads»: the possessor of what «its» thing hangs on."""
    tokens = context.tokens
    above = tokens.head[index]
    for _ in range(4):
        if tokens.head[above] == above:
            return None
        above = tokens.head[above]
        for child in tokens.children[above]:
            found = context.cast.at.get(child, []) if child < index and tokens.dep[child] == "poss" else []
            if len(found) == 1 and found[0].kind in ("country", "organisation"):
                return found[0]
        if any(tokens.dep[child] in SUBJECTS for child in tokens.children[above]):
            return None
    return None


def _rivals(cast: Cast, figure: Figure, first: int, last: int) -> bool:
    """Whether another country or body is mentioned between two tokens."""
    between = [other for index in range(first, last) for other in cast.at.get(index, ())]
    return any(other is not figure and other.kind in ("country", "organisation") for other in between)


def _expletive(tokens: Tokens, index: int) -> bool:
    """Whether «it» stands for a clause or the weather: «it is clear that», «it remains to be seen»."""
    verb = tokens.head[index]
    lemma = tokens.doc[verb].lemma_.lower()
    if lemma in ("be", "seem", "appear", "remain", "happen", "take", "become", "matter", "rain"):
        return True
    return any(
        tokens.dep[child] in ("ccomp", "csubj") and tokens.dep[verb] != "ccomp" for child in tokens.children[verb]
    ) and (tokens.dep[index] == "nsubjpass")
