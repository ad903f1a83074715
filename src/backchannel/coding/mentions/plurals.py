"""They, them, their: two persons together, or the one group or body that is meant."""

from __future__ import annotations

from backchannel.coding.mentions.binding import REACH, Case, clear_best, subject_ahead
from backchannel.coding.mentions.cast import Figure
from backchannel.coding.mentions.groups import coordinated, two_most_salient
from backchannel.coding.mentions.lexicon import load_lexicon
from backchannel.coding.mentions.names import Context, see
from backchannel.coding.mentions.text import SUBJECTS


def resolve_both(context: Context, case: Case) -> bool:
    """«Merkel hosted Macron, and their talks …»: they are two persons where the word meets with nobody else."""
    tokens, cast = context.tokens, context.cast
    pair = coordinated(context, case.index) or _named_together(context, case)
    meeting = load_lexicon().lists["meeting"]
    governor = tokens.head[case.index]
    deeper = [governor, *(child for child in tokens.children[governor] if tokens.dep[child] == "xcomp")]
    meets = any(tokens.doc[word].lemma_.lower() in meeting for word in deeper) and not any(
        tokens.lower[child] == "with" for word in deeper for child in tokens.children[word]
    )
    if pair is None and meets:
        pair = _both_ahead(context, case.index) or two_most_salient(cast, case.index, "person")
    if pair is None or any(figure.key in case.barred for figure in pair):
        return False
    for figure in pair:
        because = f"together: {', '.join(one.name for one in pair)}"
        see(context, figure, (case.index, case.index + 1), "group", because, inferred=True)
    return True


def _named_together(context: Context, case: Case) -> list[Figure] | None:
    """Two whom the sentence before joined, where this one's subject does something to them: «X praised them both»."""
    tokens = context.tokens
    subject = tokens.subject_of(case.verb)
    if tokens.dep[case.index] in (*SUBJECTS, "poss") or subject is None or subject > case.index:
        return None
    return coordinated(context, subject)


def _both_ahead(context: Context, index: int) -> list[Figure] | None:
    """Subject and object of the main clause after a fronted phrase: «During their talks, Merkel warned Macron»."""
    tokens = context.tokens
    subject = subject_ahead(context, index)
    if subject is None or subject.kind != "person":
        return None
    verb = tokens.verb_of(next(one.head for one in subject.sightings if one.head > index))
    objects = [child for child in tokens.children[verb] if tokens.dep[child] in ("dobj", "dative") and child > verb]
    found = [figure for child in objects for figure in context.cast.at.get(child, ()) if figure.kind == "person"]
    return [subject, found[0]] if len(found) == 1 and found[0] is not subject else None


def resolve_they(context: Context, case: Case) -> tuple[Figure | None, str]:
    weights: dict[str, float] = {}
    figures: dict[str, Figure] = {}
    cast = context.cast
    for figure, worth in cast.before(case.index, 2).values():
        if figure.key in case.barred or not (figure.plural or figure.kind in ("group", "organisation")):
            continue
        if _others_since(context, figure, case.index):
            continue
        figures[figure.key] = figure
        weights[figure.key] = worth * (1.0 if figure.plural else 0.55)
    if context.tokens.dep[case.index] == "poss":
        for figure in cast.subjects(case.verb):
            if figure.key in weights:
                weights[figure.key] *= 1.5
    return clear_best(figures, weights)


def _others_since(context: Context, figure: Figure, index: int) -> bool:
    """Whether a plural subject that is no actor («analysts say») stands between a figure's last mention and a token."""
    tokens = context.tokens
    last = max((one.head for one in figure.sightings if one.head < index), default=index)
    people = load_lexicon().lists["bystander"]
    return any(
        tokens.dep[at] in SUBJECTS and tokens.lower[at] in people and at not in context.cast.covered
        for at in range(max(last + 1, index - REACH), index)
    )
