"""Events that no expression dates and that the text yet tells as going on: they hold on the story's own day.

Only the present tense of a main clause in the writer's own voice says so. The past and the perfect do not: what «has
agreed», «said» or «left» may have been done on any day before, and the links of MEANTIME, TimeBank and AQUAINT put such
events before the story's day more often than on it. Verbs of saying are left out too («says» may report last week).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from backchannel.grounding.times_events import CARRIERS
from backchannel.grounding.times_parse import auxiliaries, is_perfect, is_speech, tense_of

if TYPE_CHECKING:
    from spacy.tokens import Token

# Words after which a present tells what happens time and again, or only under a condition.
_HABITS = frozenset(
    "always often usually sometimes never frequently rarely seldom generally normally typically traditionally "
    "regularly occasionally ever if unless whenever once when".split()
)
_STEPS = 4  # joined verbs: «is massing troops, flies patrols and warns …»


def is_told_now(token: Token, root: Token) -> bool:
    """Whether the event at that word is told in the present in its sentence's main clause, as going on."""
    verb = _verb_of(token)
    if verb is None or is_speech(verb) or not is_present(verb) or _is_habit(verb):
        return False
    for _ in range(_STEPS):
        if verb.i == root.i:
            return not _is_habit(verb)
        if verb.dep_ != "conj" or not is_present(verb.head):
            return False
        verb = verb.head
    return False


def is_present(verb: Token) -> bool:
    """«supports», «is massing», «are held»: a finite present without a modal, the perfect or a timetable's future."""
    helpers = auxiliaries(verb)
    if any(word.tag_ == "MD" or word.lower_ == "to" for word in helpers) or is_perfect(verb):
        return False
    if not helpers:
        return verb.tag_ in ("VBZ", "VBP") and tense_of(verb) != "future"
    finite = helpers[0].tag_ in ("VBZ", "VBP")
    return (
        finite
        and not (verb.tag_ == "VBG" and verb.lemma_ == "go")
        and (verb.tag_ == "VBG" or tense_of(verb) == "present")
    )


def _verb_of(token: Token) -> Token | None:
    """The word itself where it is a verb, else the verb that carries it: «are holding talks»."""
    if token.pos_ in ("VERB", "AUX"):
        return token.head if token.dep_ in ("aux", "auxpass") else token
    carried = token.dep_ in ("dobj", "nsubj", "nsubjpass") and token.head.lemma_ in CARRIERS
    return token.head if carried else None


def _is_habit(verb: Token) -> bool:
    marks = [child for child in verb.children if child.dep_ in ("advmod", "mark", "advcl", "neg")]
    inner = [
        word for child in marks if child.dep_ == "advcl" for word in child.lefts if word.dep_ in ("mark", "advmod")
    ]
    return any(word.lower_ in _HABITS for word in (*marks, *inner))
