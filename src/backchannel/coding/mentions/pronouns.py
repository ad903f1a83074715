"""Pronouns: he, she, they, it, and I and we inside a direct quote.

Candidates are weighed by grammatical role, distance and how often the story names them (after Lappin and Leass, 1994,
with fewer factors); gender, number and the binding conditions rule candidates out. Two equal ones leave it unresolved.
"""

from __future__ import annotations

from backchannel.coding.mentions.binding import Case, barred_for, clear_best, subject_ahead
from backchannel.coding.mentions.cast import Figure
from backchannel.coding.mentions.lexicon import load_lexicon
from backchannel.coding.mentions.names import Context, see
from backchannel.coding.mentions.plurals import resolve_both, resolve_they
from backchannel.coding.mentions.text import SUBJECTS, Tokens
from backchannel.coding.mentions.things import resolve_it

_SINGULAR = {"he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f"}
_PLURAL = frozenset({"they", "them", "their", "theirs", "themselves"})
_NEUTER = frozenset({"it", "its", "itself"})
_UNSURE_GENDER = {"m": 0.97, "f": 0.6}  # of officials without a first name most are men
_LIKE_PLACE = 2.0
_AHEAD = 1.25  # a main subject that a fronted clause points forward to («As he spoke, Trump …»)


def is_pronoun(tokens: Tokens, index: int) -> bool:
    """Whether the token is a third-person pronoun that this module resolves."""
    word = tokens.lower[index]
    return word in _SINGULAR or word in _PLURAL or word in _NEUTER


def resolve_pronoun(context: Context, index: int, speaker: Figure | None) -> None:
    """Records whom a third-person pronoun means, if that is clear. ``speaker`` is who speaks the quote it stands in."""
    tokens = context.tokens
    word = tokens.lower[index]
    verb = tokens.verb_of(index)
    barred = barred_for(context.cast, tokens, index, verb)
    if speaker is not None:
        barred |= {speaker.key}
    case = Case(index, word, verb, barred)
    if word in _SINGULAR:
        figure, because = _person(context, case)
    elif word in _PLURAL:
        if resolve_both(context, case):
            return
        figure, because = resolve_they(context, case)
    else:
        figure, because = resolve_it(context, case)
    if figure is not None:
        see(context, figure, (index, index + 1), "pronoun", because, inferred=True)
        if word in _SINGULAR and figure.ref is None:
            figure.gender = figure.gender or _SINGULAR[word]


def _person(context: Context, case: Case) -> tuple[Figure | None, str]:
    tokens, cast = context.tokens, context.cast
    gender = _SINGULAR[case.word]
    topic = _beside_self(context, case) or _topic_of_quote(context, case.index)
    if topic is not None and topic.gender in (None, gender) and topic.key not in case.barred:
        return topic, f"{topic.name} stands beside it, or is whom what was said is said of"
    weights: dict[str, float] = {}
    figures: dict[str, Figure] = {}
    for figure, worth in cast.before(case.index).values():
        if (
            figure.kind == "person"
            and not figure.plural
            and figure.gender in (None, gender)
            and figure.key not in case.barred
        ):
            figures[figure.key] = figure
            weights[figure.key] = worth * (1.0 if figure.gender else _UNSURE_GENDER[gender])
    ahead = subject_ahead(context, case.index)
    if ahead is not None and ahead.kind == "person" and ahead.gender in (None, gender) and ahead.key not in case.barred:
        figures[ahead.key] = ahead
        weights[ahead.key] = max(weights.get(ahead.key, 0.0), _AHEAD)
    if tokens.dep[case.index] == "poss" or case.word.endswith("self"):
        for figure in cast.subjects(case.verb):
            if figure.key in weights:
                weights[figure.key] *= 1.5
    for figure in _owner_of_clause(context, case):
        if figure.key in weights:
            weights[figure.key] *= 1.5
    for figure in _in_like_place(context, case):
        if figure.key in weights:
            weights[figure.key] *= _LIKE_PLACE
    _steer(context, case, weights)
    return clear_best(figures, weights)


def _owner_of_clause(context: Context, case: Case) -> list[Figure]:
    """Of whom a clause with «whose» is told: «Castro, whose brother handed him power»."""
    tokens = context.tokens
    if tokens.dep[case.verb] != "relcl":
        return []
    whose = any(tokens.lower[at] == "whose" for at in range(tokens.head[case.verb] + 1, case.index))
    return context.cast.at.get(tokens.head[case.verb], []) if whose else []


def _beside_self(context: Context, case: Case) -> Figure | None:
    """The person right before «himself»: «Gorbachev himself»."""
    found = context.cast.at.get(case.index - 1, []) if case.word.endswith("self") else []
    return found[0] if len(found) == 1 and found[0].kind == "person" else None


def _in_like_place(context: Context, case: Case) -> list[Figure]:
    """Who stands where the pronoun does in what it is joined to: «take Lars or harm him», «Lars and his cousins»."""
    tokens, cast = context.tokens, context.cast
    noun = tokens.head[case.index]
    if tokens.dep[case.index] == "poss" and tokens.dep[noun] == "conj":
        return cast.at.get(tokens.head[noun], [])
    if tokens.dep[case.index] != "dobj" or tokens.dep[case.verb] != "conj":
        return []
    objects = [child for child in tokens.children[tokens.head[case.verb]] if tokens.dep[child] == "dobj"]
    return [figure for child in objects if child < case.index for figure in cast.at.get(child, ())]


def _steer(context: Context, case: Case, weights: dict[str, float]) -> None:
    """«X told Y he would»: X; «X asked Y if he thought»: Y (rules of kind "complement")."""
    tokens = context.tokens
    if tokens.dep[case.index] not in SUBJECTS:
        return
    main = tokens.head[case.verb]
    if tokens.dep[case.verb] not in ("ccomp", "advcl", "xcomp") or main == case.verb:
        return
    prefer = load_lexicon().prefers.get(tokens.doc[main].lemma_.lower())
    if prefer is None:
        return
    subjects = {figure.key for figure in context.cast.subjects(main)}
    objects = {
        figure.key
        for child in tokens.children[main]
        if tokens.dep[child] in ("dobj", "dative") and child < case.index
        for figure in context.cast.at.get(child, ())
    }
    auxiliaries = {tokens.lower[child] for child in tokens.children[case.verb] if tokens.dep[child] == "aux"}
    if prefer == "object" and auxiliaries & {"could", "can", "may", "might", "should"}:
        prefer = "subject"
    elif prefer == "subject" and auxiliaries & {"should", "must"}:
        prefer = "object"
    for key in weights:
        if key in (subjects if prefer == "subject" else objects):
            weights[key] *= 2.2
        elif key in (objects if prefer == "subject" else subjects):
            weights[key] *= 0.45


def _topic_of_quote(context: Context, index: int) -> Figure | None:
    """Of whom a quote is said: «“He is wise,” Ruto said of the king»."""
    tokens = context.tokens
    if tokens.quoted[index] < 0:
        return None
    sentence = tokens.sent[index]
    speech = load_lexicon().lists["speech"]
    for at in range(index, min(index + 80, len(tokens))):
        if tokens.sent[at] > sentence + 1:
            return None
        if tokens.quoted[at] < 0 and tokens.lower[at] in ("of", "about"):
            verb = tokens.head[at]
            if tokens.doc[verb].lemma_.lower() in speech and tokens.quoted[verb] < 0:
                for child in tokens.children[at]:
                    found = [figure for figure in context.cast.at.get(child, []) if figure.kind == "person"]
                    return found[0] if len(found) == 1 else None
    return None
