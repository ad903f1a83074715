"""Pronouns: he, she, they, it, and I and we inside a direct quote.

Candidates are weighed by grammatical role, distance and how often the story names them (after Lappin and Leass, 1994,
with fewer factors); gender, number and the binding conditions rule candidates out. Two equal ones leave it unresolved.
"""

from __future__ import annotations

from dataclasses import dataclass

from backchannel.coding.mentions.cast import Cast, Figure
from backchannel.coding.mentions.groups import coordinated, two_most_salient
from backchannel.coding.mentions.lexicon import load_lexicon
from backchannel.coding.mentions.names import Context, see
from backchannel.coding.mentions.text import SUBJECTS, Tokens

_SINGULAR = {"he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f"}
_PLURAL = frozenset({"they", "them", "their", "theirs", "themselves"})
_NEUTER = frozenset({"it", "its", "itself"})
_MARGIN = 1.25  # how much the best candidate must outweigh the next
_LEAST = 0.12
_REACH = 300  # tokens to either side
_UNSURE_GENDER = 0.9
_AHEAD = 1.25  # a main subject that a fronted clause points forward to («As he spoke, Trump …»)


@dataclass(frozen=True, slots=True)
class _Case:
    """What a pronoun is and where: its token, the verb over it, who cannot be meant."""

    index: int
    word: str
    verb: int
    barred: frozenset[str]


def is_pronoun(tokens: Tokens, index: int) -> bool:
    """Whether the token is a third-person pronoun that this module resolves."""
    word = tokens.lower[index]
    return word in _SINGULAR or word in _PLURAL or word in _NEUTER


def resolve_pronoun(context: Context, index: int, speaker: Figure | None) -> None:
    """Records whom a third-person pronoun means, if that is clear. ``speaker`` is who speaks the quote it stands in."""
    tokens = context.tokens
    word = tokens.lower[index]
    verb = tokens.verb_of(index)
    barred = _barred(context.cast, tokens, index, verb)
    if speaker is not None:
        barred |= {speaker.key}
    case = _Case(index, word, verb, barred)
    if word in _SINGULAR:
        figure, because = _person(context, case)
    elif word in _PLURAL:
        if _resolve_pair(context, case):
            return
        figure, because = _many(context, case)
    else:
        figure, because = _thing(context, case)
    if figure is not None:
        see(context, figure, (index, index + 1), "pronoun", because, inferred=True)


def _barred(cast: Cast, tokens: Tokens, index: int, verb: int) -> frozenset[str]:
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
    while first > max(index - _REACH, 0) and tokens.sent[first - 1] == tokens.sent[index]:
        first -= 1
    while last + 1 < min(index + _REACH, len(tokens)) and tokens.sent[last + 1] == tokens.sent[index]:
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


def _person(context: Context, case: _Case) -> tuple[Figure | None, str]:
    tokens, cast = context.tokens, context.cast
    gender = _SINGULAR[case.word]
    topic = _topic_of_quote(context, case.index)
    if topic is not None and topic.gender in (None, gender) and topic.key not in case.barred:
        return topic, f"what was said is said of {topic.name}"
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
            weights[figure.key] = worth * (1.0 if figure.gender else _UNSURE_GENDER)
    ahead = _ahead(context, case.index)
    if ahead is not None and ahead.kind == "person" and ahead.gender in (None, gender) and ahead.key not in case.barred:
        figures[ahead.key] = ahead
        weights[ahead.key] = max(weights.get(ahead.key, 0.0), _AHEAD)
    if tokens.dep[case.index] == "poss" or case.word.endswith("self"):
        for figure in cast.subjects(case.verb):
            if figure.key in weights:
                weights[figure.key] *= 1.5
    _steer(context, case, weights)
    return _clear_best(figures, weights)


def _steer(context: Context, case: _Case, weights: dict[str, float]) -> None:
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


def _clear_best(figures: dict[str, Figure], weights: dict[str, float]) -> tuple[Figure | None, str]:
    """The figure that outweighs all others clearly, and why."""
    if not weights:
        return None, ""
    ordered = sorted(weights.items(), key=lambda item: (-item[1], item[0]))
    key, worth = ordered[0]
    if worth < _LEAST or (len(ordered) > 1 and worth < _MARGIN * ordered[1][1]):
        return None, ""
    others = f", before {figures[ordered[1][0]].name}" if len(ordered) > 1 else ""
    return figures[key], f"the most salient fitting figure is {figures[key].name}{others}"


def _ahead(context: Context, index: int) -> Figure | None:
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


def _resolve_pair(context: Context, case: _Case) -> bool:
    """«Merkel hosted Macron, and their talks …»: they are two persons where the word meets with nobody else."""
    tokens, cast = context.tokens, context.cast
    pair = coordinated(context, case.index)
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


def _both_ahead(context: Context, index: int) -> list[Figure] | None:
    """Subject and object of the main clause after a fronted phrase: «During their talks, Merkel warned Macron»."""
    tokens = context.tokens
    subject = _ahead(context, index)
    if subject is None or subject.kind != "person":
        return None
    verb = tokens.verb_of(next(one.head for one in subject.sightings if one.head > index))
    objects = [child for child in tokens.children[verb] if tokens.dep[child] in ("dobj", "dative") and child > verb]
    found = [figure for child in objects for figure in context.cast.at.get(child, ()) if figure.kind == "person"]
    return [subject, found[0]] if len(found) == 1 and found[0] is not subject else None


def _many(context: Context, case: _Case) -> tuple[Figure | None, str]:
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
    return _clear_best(figures, weights)


def _others_since(context: Context, figure: Figure, index: int) -> bool:
    """Whether a plural subject that is no actor («analysts say») stands between a figure's last mention and a token."""
    tokens = context.tokens
    last = max((one.head for one in figure.sightings if one.head < index), default=index)
    people = load_lexicon().lists["bystander"]
    return any(
        tokens.dep[at] in SUBJECTS and tokens.lower[at] in people and at not in context.cast.covered
        for at in range(max(last + 1, index - _REACH), index)
    )


def _thing(context: Context, case: _Case) -> tuple[Figure | None, str]:
    """«it», «its»: the country or body that is the subject just before; else nothing."""
    tokens, cast = context.tokens, context.cast
    if case.word == "it" and (tokens.dep[case.index] not in SUBJECTS or _expletive(tokens, case.index)):
        return None, ""
    if case.word == "its":
        beside = tokens.first_conjunct(tokens.head[case.index])  # «the United States and its allies»
        near = [figure for figure in cast.at.get(beside, []) if figure.kind in ("country", "organisation")]
        if len(near) == 1 and beside < case.index:
            return near[0], f"beside {near[0].name}"
        verb = case.verb
        if tokens.dep[tokens.head[case.index]] in SUBJECTS and tokens.dep[verb] in ("ccomp", "advcl"):
            verb = tokens.verb_of(tokens.head[verb])  # «Chad said its troops had left»
        subject = tokens.subject_of(verb)
        found = [figure for figure in cast.subjects(verb) if figure.kind != "person" and not figure.plural]
        if len(found) == 1 and subject is not None and subject < case.index:
            return found[0], f"{found[0].name} is the subject of the clause"
        return None, ""
    now = tokens.sent[case.index]
    for at in range(case.index - 1, max(case.index - _REACH, -1), -1):
        if tokens.sent[at] < now - 1:
            return None, ""
        if tokens.dep[at] in SUBJECTS and tokens.dep[tokens.verb_of(at)] in ("ROOT", "ccomp"):
            found = [figure for figure in cast.at.get(at, []) if figure.kind in ("country", "organisation")]
            same = len(found) == 1 and not found[0].plural and found[0].key not in case.barred
            same = same and not _rivals(cast, found[0], at, case.index)
            return (found[0], f"{found[0].name} is the subject just before") if same else (None, "")
    return None, ""


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
