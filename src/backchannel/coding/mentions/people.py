"""Plain words for one person: «his brother», «a shepherd», «his guest», «the man he fought, NAME».

Most are nobody whom the story names. They are kept as figures that are no actors, so that a pronoun after them is
theirs and not given to the last person with a name. Words: ``rules/people.toml``.
"""

from __future__ import annotations

from dataclasses import dataclass

from backchannel.coding.mentions.cast import Figure
from backchannel.coding.mentions.descriptions import Phrase
from backchannel.coding.mentions.homelands import meet_homeland, names_homeland, possessors
from backchannel.coding.mentions.names import Context, see
from backchannel.coding.mentions.person_nouns import person_nouns
from backchannel.coding.mentions.predicates import is_bare, is_predicate, subject_of_predicate
from backchannel.coding.mentions.text import SUBJECTS, Tokens
from backchannel.coding.mentions.unknown import may_name_person
from backchannel.rules import Rule

_OPENERS = frozenset({"the", "a", "an", "this", "that", "his", "her", "their", "its", "my", "our", "whose", "another"})
_SOMEBODY = frozenset({"somebody", "someone", "one", "another", "each", "neither"})
_DEFINITE = frozenset({"the", "this", "that"})
_POSSESSIVES = frozenset({"his", "her", "their", "its", "whose", "my", "our"})
_CLOSING = frozenset({",", ".", ";", "—", "–", ")", ":", "”", '"', "''"})
_MODIFIERS = ("JJ", "NN", "VBN", "VBG", "CD", "HYPH", "RB")
_INITIALS = 2  # letters of a word too short for a name
_LONGEST = 6  # modifiers before a noun
_AFTER = 14  # tokens of a phrase or clause after a noun in which a name beside it may follow
_TAKEN_UP = 6  # sentences back in which «the waiter» may have been named
_SCENE = 3  # sentences back in which a host and a guest were named
_FAR = 600  # tokens back in which a visit may be told
_RECEIVES = frozenset({"receive", "host", "welcome", "greet", "entertain", "invite"})
_CLEAR = 1.4  # how much more the other of a scene must stand out than a third


@dataclass(frozen=True, slots=True)
class _Words:
    """A noun phrase for one person: tokens first to last (exclusive), without determiner; its head and opener."""

    first: int
    last: int
    head: int
    noun: str
    opener: str
    owner: int | None


def names_one(tokens: Tokens, index: int) -> bool:
    """Whether a plain word for one person or his country stands at this token, as the head of its noun phrase."""
    if tokens.lower[index] in _SOMEBODY and tokens.dep[index] in SUBJECTS:
        of = tokens.lower[index + 1 : index + 2] == ["of"]
        return of or tokens.lower[index] in ("somebody", "someone")
    if names_homeland(tokens, index) or _names_stranger(tokens, index):
        return True
    if tokens.lower[index] not in person_nouns() or tokens.tag[index] not in ("NN", "NNP", "JJ"):
        return False
    modifies = tokens.dep[index] in ("compound", "amod", "nmod") and tokens.head[index] > index
    return not modifies and tokens.text[index + 1 : index + 2] != ["-"]


def meet_person(context: Context, index: int) -> None:
    """Records whom (or which country) the word at this token means, or that it is nobody whom the story names."""
    if names_homeland(context.tokens, index):
        meet_homeland(context, index)
        return
    if _names_stranger(context.tokens, index):
        _meet_stranger(context, index)
        return
    noun = person_nouns().get(context.tokens.lower[index])
    if noun is None:
        _stand_in(context, _Words(index, index + 1, index, "somebody", "", None), None)
        return
    words = _phrase_around(context.tokens, index)
    if is_predicate(context.tokens, words.first, index):
        subject = subject_of_predicate(context, index)
        if subject is not None:
            see(context, subject, (words.first, words.last), "description", f"said of {subject.name}", inferred=True)
        return
    named = _named_beside(context, words) or _first_name_of_kin(context, words, noun)
    if named is not None:
        named.titles |= {words.noun}
        see(context, named, (words.first, words.last), "description", f"stands beside {named.name}", inferred=True)
        return
    if noun["is"] == "company" and words.owner is not None and not _bearers(context, words):
        other = _other_of_scene(context, words)
        if other is not None:
            because = f"{words.noun} of {possessors(context, words.owner)[0].name}"
            see(context, other, (words.first, words.last), "description", because, inferred=True)
            return
    _stand_in(context, words, noun.get("gender"))


def _names_stranger(tokens: Tokens, index: int) -> bool:
    """Whether a subject or object looks like a person's name, whoever that is: «Qanbar was posted in Basra»."""
    word = tokens.text[index]
    looks = tokens.tag[index] == "NNP" and tokens.dep[index] in (*SUBJECTS, "dobj", "poss") and word.istitle()
    return looks and len(word) > _INITIALS and word.isalpha() and may_name_person(word)


def _meet_stranger(context: Context, index: int) -> None:
    tokens, first = context.tokens, index
    while first and tokens.tag[first - 1] == "NNP" and tokens.head[first - 1] == index:
        first -= 1
    if not context.cast.covered.keys().isdisjoint(range(first, index)) or tokens.lower[first - 1] == "the":
        return
    gender = context.world.gender_of(tokens.words(first, index + 1))
    key = f"nobody:{tokens.lower[index]}"
    if tokens.dep[index] not in SUBJECTS and gender is None and key not in context.cast.figures:
        return  # «Florida’s», «hit Algeciras»
    figure = Figure(key, tokens.text[index], "person", gender=gender, hidden=True)
    span = (first, index + 1)
    see(context, context.cast.enter(figure), span, "name", "a name that nothing in the story explains")


def owners_of(context: Context, phrase: Phrase) -> list[Figure]:
    """Whose a phrase is: the possessor, «whose» included."""
    return possessors(context, phrase.owner if phrase.owner is not None else phrase.first - 1)


def meet_phrase(context: Context, phrase: Phrase) -> None:
    """Keeps one person whom a phrase describes, where it is no actor, as somebody whom a pronoun can mean."""
    tokens = context.tokens
    plain = phrase.rule["is"] in ("office", "agent", "title") and not phrase.noun.plural and "kind" not in phrase.rule
    plain = plain and "gender" not in phrase.rule and phrase.noun.singular[-1] != "."  # not «Mr.»
    known = phrase.head in context.cast.at or is_predicate(tokens, phrase.first, phrase.head)
    if not plain or known or phrase.unreal:
        return
    opener = tokens.lower[phrase.first - 1] if phrase.first else ""
    words = _Words(phrase.first, phrase.last, phrase.head, phrase.noun.singular, opener, phrase.owner)
    _stand_in(context, words, None)


def named_by_phrase(context: Context, phrase: Phrase) -> Figure | None:
    """The person whose name follows a phrase and what hangs on it: «a commander of the rebels, NAME,»."""
    tokens = context.tokens
    if phrase.noun.plural or phrase.rule["is"] not in ("office", "agent") or phrase.unreal:
        return None
    if is_bare(tokens, phrase.first, phrase.head) or is_predicate(tokens, phrase.first, phrase.head):
        return None
    of = tokens.lower[phrase.last : phrase.last + 1] == ["of"] or tokens.lower[phrase.first - 1] == "whose"
    plain = phrase.definite and phrase.noun.singular in person_nouns()  # «the man he fought, NAME»
    return _name_after_clause(context, phrase.head, phrase.last) if of or plain else None


def _phrase_around(tokens: Tokens, index: int) -> _Words:
    first = index
    for _ in range(_LONGEST):
        before = first - 1
        if before < 0 or tokens.sent[before] != tokens.sent[index] or not tokens.tag[before].startswith(_MODIFIERS):
            break
        first = before
    opener = tokens.lower[first - 1] if first else ""
    owner = first - 1 if opener in _POSSESSIVES else None
    if opener in ("'s", "’s", "'", "’") and first > 1:
        owner = first - 2
    return _Words(first, index + 1, index, tokens.lower[index], opener, owner)


def _named_beside(context: Context, words: _Words) -> Figure | None:
    """The person in «his brother Raul», «his host, NAME,», «NAME, his wife,», «the man he fought, NAME»."""
    cast, tokens = context.cast, context.tokens
    direct = _name_at(context, words.last)
    if direct is not None and words.opener in _OPENERS | {"'s", "’s"}:
        return direct[0]
    after = _name_after_clause(context, words.head, words.last)
    if after is not None or words.opener == "whose":
        return after
    before = words.first - 1
    if words.opener in _OPENERS and before > 0 and tokens.text[before - 1] == ",":
        for head in range(before - 2, max(before - 6, -1), -1):
            for figure in cast.at.get(head, ()):
                ends = any(one.last == before - 1 and one.how in ("name", "surname") for one in figure.sightings)
                if figure.kind == "person" and ends and _closed(tokens, words.last):
                    return figure
    return None


def _first_name_of_kin(context: Context, words: _Words, noun: Rule) -> Figure | None:
    """The person in «his wife, Sehba,»: one capitalised word between commas that is nobody's name so far."""
    tokens, at = context.tokens, words.last + 1
    if noun["is"] != "kin" or words.owner is None or tokens.text[words.last : at] != [","] or at + 1 >= len(tokens):
        return None
    fits = tokens.tag[at] == "NNP" and at not in context.cast.covered and tokens.text[at + 1] in _CLOSING
    if not fits or not may_name_person(tokens.text[at]):
        return None
    name = tokens.text[at]
    figure = Figure(f"person:{name.lower()}", name, "person", gender=noun.get("gender"), surname=name)
    figure = context.cast.enter(figure)
    see(context, figure, (at, at + 1), "name", f"the name of a {words.noun}")
    return figure


def _closed(tokens: Tokens, at: int) -> bool:
    return at >= len(tokens) or tokens.text[at] in _CLOSING or tokens.lower[at] in ("of", "who", "whose", "to", "and")


def _name_at(context: Context, first: int) -> tuple[Figure, int] | None:
    """The person whose name begins at this token, "the late" and the like aside, and where the name ends."""
    tokens = context.tokens
    while first + 1 < len(tokens) and tokens.lower[first] in ("the", "late", "former"):
        first += 1
    for head in range(first, min(first + 5, len(tokens))):
        for figure in context.cast.at.get(head, ()):
            for one in figure.sightings:
                if figure.kind == "person" and one.first == first and one.how == "name":
                    return figure, one.last
    return None


def _name_after_clause(context: Context, head: int, last: int) -> Figure | None:
    """The person whose name, between commas, follows a noun and the phrase or clause that hangs on it."""
    tokens = context.tokens
    below = [child for child in tokens.children[head] if child >= last - 1 and tokens.dep[child] in ("relcl", "prep")]
    straight = last < len(tokens) and tokens.text[last] == ","
    if not below and not straight:
        return None
    for at in range(last, min(last + _AFTER, len(tokens) - 1)):
        if tokens.sent[at] != tokens.sent[head]:
            return None
        if tokens.text[at] == ",":
            found = _name_at(context, at + 1)
            return found[0] if found is not None and _ends(tokens, found[1]) else None
    return None


def _ends(tokens: Tokens, at: int) -> bool:
    return at >= len(tokens) or tokens.text[at] in _CLOSING


def _other_of_scene(context: Context, words: _Words) -> Figure | None:
    """Whom the owner received (or who received him); else the one person who stands out beside him of late."""
    cast, tokens = context.cast, context.tokens
    owners = possessors(context, words.owner) if words.owner is not None else []
    home = any(tokens.lower[child] == "from" for child in tokens.children[words.head])
    home = home or any(word[0].isupper() for word in tokens.text[words.first : words.head])  # «his Venezuelan guest»
    if len(owners) != 1 or home:  # «his guest from Cairo» need not be whom the last sentences name
        return None
    met = _received(context, owners[0], words)
    if len(met) == 1:
        return met[0]
    near = cast.before(words.first, _SCENE).values()
    fitting = [(worth, one.key, one) for one, worth in near if one.kind == "person" and not one.plural]
    ranked = sorted((entry for entry in fitting if entry[2] is not owners[0]), reverse=True)
    if met or not ranked or (len(ranked) > 1 and ranked[0][0] < _CLEAR * ranked[1][0]):
        return None
    return ranked[0][2]


def _received(context: Context, owner: Figure, words: _Words) -> list[Figure]:
    """The persons whom the story so far says the owner received; for a host, who received the owner."""
    tokens, cast = context.tokens, context.cast
    found: dict[str, Figure] = {}
    for verb in range(max(words.first - _FAR, 0), words.first):
        if not tokens.tag[verb].startswith("VB") or tokens.doc[verb].lemma_.lower() not in _RECEIVES:
            continue
        objects = [child for child in tokens.children[verb] if tokens.dep[child] == "dobj" and child < words.first]
        taken = [one for child in objects for one in cast.at.get(child, ()) if one.kind == "person"]
        hosts = [one for one in cast.subjects(verb) if one.kind == "person"]
        sides = (taken, hosts) if words.noun == "host" else (hosts, taken)
        if owner in sides[0]:
            found |= {one.key: one for one in sides[1] if one is not owner}
    return list(found.values())


def _bearers(context: Context, words: _Words) -> list[Figure]:
    """The persons named of late whom that noun stood beside."""
    near = context.cast.before(words.first, _TAKEN_UP).values()
    return [one for one, _ in near if words.noun in one.titles and not one.hidden]


def _stand_in(context: Context, words: _Words, gender: str | None) -> None:
    """Whoever bears that noun or was called by it shortly before, where the words are definite; else a new figure."""
    cast = context.cast
    owners = possessors(context, words.owner) if words.owner is not None else []
    owner = owners[0].key if len(owners) == 1 else ""
    if words.opener in _DEFINITE or words.owner is not None:
        bearers = [one for one in _bearers(context, words) if one not in owners]
        if len(bearers) == 1:
            because = f"«{words.noun}» stood beside {bearers[0].name}"
            see(context, bearers[0], (words.first, words.last), "description", because, inferred=True)
            return
        for figure, _ in cast.before(words.first, _TAKEN_UP).values():
            if figure.hidden and figure.noun == words.noun and (not owner or figure.key.endswith(f":{owner}")):
                see(context, figure, (words.first, words.last), "description", "taken up", inferred=True)
                return
    key = f"nobody:{words.head}:{owner}"
    figure = Figure(key, words.noun, "person", gender=gender, noun=words.noun, hidden=True)
    see(context, cast.enter(figure), (words.first, words.last), "description", "nobody whom the story names")
