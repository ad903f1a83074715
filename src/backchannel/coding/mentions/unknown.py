"""Names that no table knows: after a title, or through the entity recogniser, whose typical errors are kept out.

The small model calls places, days, laws and single surnames people; precision comes before recall here.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from backchannel.coding.mentions.descriptions import Phrase
from backchannel.coding.mentions.lexicon import load_lexicon
from backchannel.coding.mentions.text import SUBJECTS, Tokens
from backchannel.coding.mentions.world import World
from backchannel.coding.sentences import find_entities
from backchannel.records import Name

if TYPE_CHECKING:
    from spacy.tokens import Span as DocSpan

_PARTICLES = frozenset("al bin ibn bint de del della di da dos du van von der den el la le ten ter abu y e st.".split())
_NO_NAME = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december border dmz covid covid-19 internet act treaty accord bill law amendment "
    "street avenue road river sea ocean lake mount mountain island islands peninsula province county city valley "
    "strait bay gulf airport bridge square park tower hotel palace house hall stadium north south east west "
    "northern southern eastern western central church mosque temple university christmas easter ramadan olympics "
    "cup championship barrage dam camp village town district gate battery battalion regiment division squadron "
    "prize award war revolution god bible koran quran".split()
)
_ORGANISATION_WORDS = frozenset(
    "agency council committee commission party group inc corp co ltd plc llc university union association "
    "institute bank court army front movement airlines airways company corporation foundation federation "
    "organization organisation ministry department bureau office service board authority alliance league center "
    "centre coalition network brigades command fleet guard forces holdings industries motors systems "
    "international times post news journal tribune herald".split()
)
_LOCATIVES = frozenset({"in", "at", "near", "outside"})  # before a place, an event or a paper, hardly who acts
_DOES = frozenset({"nsubj", "nsubjpass", "dobj", "dative", "appos", "agent"})
_LONGEST_NAME = 5
_READS = 5  # words around a name that the recogniser is given
_SMALL_TAGS = frozenset("DT IN PRP PRP$ CC RB WDT WP WRB EX MD TO UH CD".split())  # no name begins with such a word
_SHORT = 6  # letters of an East Asian family name


@dataclass(frozen=True, slots=True)
class UnknownName:
    """A name found in the text: tokens first to last (exclusive), what it names, and how we know."""

    first: int
    last: int
    kind: Literal["person", "organisation"]
    because: str


def may_name_person(word: str) -> bool:
    """Whether a capitalised word may be part of a person's name: no day, month, place word or word for a body."""
    return word.lower().strip(".") not in _NO_NAME | _ORGANISATION_WORDS


def find_unknown(
    tokens: Tokens, world: World, named: Mapping[int, tuple[int, int, Name]], phrases: list[Phrase]
) -> list[UnknownName]:
    """Unknown full names in text order: capitalised words after a title first, then what the recogniser finds."""
    found: dict[int, UnknownName] = {}
    taken = set(named)
    sided = [phrase for phrase in phrases if phrase.nations or phrase.body or phrase.regime is not None]
    described = {index for phrase in sided for index in range(phrase.first, phrase.last)}
    for phrase in phrases:
        last = _run_end(tokens, taken, phrase.last)
        if not all(map(may_name_person, tokens.text[phrase.last : last])):
            continue
        if last - phrase.last >= 2 and not phrase.noun.plural and phrase.rule["is"] in ("office", "agent", "title"):
            found[phrase.last] = UnknownName(phrase.last, last, "person", f"a name after «{phrase.noun.singular}»")
            taken.update(range(phrase.last, last))
    for unknown in _recognised(tokens, world, taken, described):
        found.setdefault(unknown.first, unknown)
    held = taken | described | {at for one in found.values() for at in range(one.first, one.last)}
    for unknown in _given_names(tokens, world, held):
        found.setdefault(unknown.first, unknown)
    for again in _repeated(tokens, taken, list(found.values())):
        found.setdefault(again.first, again)
    return [found[first] for first in sorted(found)]


def _given_names(tokens: Tokens, world: World, taken: Collection[int]) -> list[UnknownName]:
    """Names that act, are acted on or stand beside one, by their look: «Eduardo Frei», «Park Min-su»."""
    found = []
    for first in range(len(tokens) - 1):
        if tokens.sent[first] < 0 or first in taken or not tokens.text[first].istitle() or tokens.tag[first] != "NNP":
            continue
        if first and tokens.tag[first - 1] in ("NNP", "NNPS"):
            continue
        last = _hyphened_end(tokens, first)
        if last is None and world.gender_of(f"{tokens.text[first]} X") is not None:
            last = _run_end(tokens, taken, first)
            last = last if last - first in (2, 3) and all(map(may_name_person, tokens.text[first:last])) else None
        if last is None or not set(range(first, last + 1)).isdisjoint(taken):
            continue
        root = tokens.first_conjunct(tokens.root(first, last))
        if tokens.dep[root] in _DOES and tokens.tag[last : last + 1] not in (["NNP"], ["NNPS"], ["NN"]):
            found.append(UnknownName(first, last, "person", f"a name that begins with «{tokens.text[first]}»"))
    return found


def _hyphened_end(tokens: Tokens, first: int) -> int | None:
    """Where a name like «Park Min-su» that begins at this token ends; None where there is none."""
    tail = tokens.text[first + 1 : first + 4]
    fits = len(tail) == 3 and tail[0].istitle() and tail[1] == "-" and tail[2].islower() and tail[2].isalpha()
    fits = fits and tokens.end(first + 1) == tokens.start[first + 2] and len(tokens.text[first]) <= _SHORT
    return (
        first + 4
        if fits and tokens.tag[first + 3] == "NNP" and tokens.end(first + 2) == tokens.start[first + 3]
        else None
    )


def _repeated(tokens: Tokens, taken: set[int], found: list[UnknownName]) -> list[UnknownName]:
    """The further places where the very words of a found name stand."""
    by_first: dict[str, list[UnknownName]] = {}
    for unknown in found:
        by_first.setdefault(tokens.text[unknown.first], []).append(unknown)
    again = []
    taken = taken.union(*(range(unknown.first, unknown.last) for unknown in found))
    for index, word in enumerate(tokens.text):
        for unknown in by_first.get(word, ()):
            last = index + unknown.last - unknown.first
            same = tokens.text[index:last] == tokens.text[unknown.first : unknown.last]
            if same and tokens.sent[index] >= 0 and taken.isdisjoint(range(index, last)):
                again.append(
                    UnknownName(index, last, unknown.kind, "the same words as a name found elsewhere in the story")
                )
    return again


def _run_end(tokens: Tokens, taken: Collection[int], first: int) -> int:
    """Where the run of capitalised words that begins at this token ends; first where there is none."""
    last = first
    while last < len(tokens) and last - first < _LONGEST_NAME and last not in taken:
        word = tokens.text[last]
        inside = last > first
        if tokens.sent[last] != tokens.sent[first] or tokens.sent[last] < 0:
            break
        particle = inside and tokens.lower[last] in _PARTICLES
        hyphen = inside and word == "-" and last + 1 < len(tokens) and tokens.start[last] == tokens.end(last - 1)
        tail = inside and tokens.text[last - 1] == "-" and word.isalpha()
        if not (_nameish(tokens, last) or particle or hyphen or tail):
            break
        last += 1
    while last > first and (tokens.lower[last - 1] in _PARTICLES or tokens.text[last - 1] == "-"):
        last -= 1
    return last


def _nameish(tokens: Tokens, index: int) -> bool:
    word = tokens.text[index]
    return (
        word[:1].isupper()
        and word.replace(".", "").replace("’", "").replace("'", "").isalpha()
        and tokens.tag[index] in ("NNP", "NNPS", "NN", "JJ", "FW")
        and tokens.lower[index] not in _NO_NAME
        and word not in ("’s", "'s")
    )


def _recognised(tokens: Tokens, world: World, taken: set[int], described: set[int]) -> list[UnknownName]:
    wanted = _unexplained(tokens, world, taken | described)
    sents = [
        sent for sent in tokens.doc.sents if any(tokens.sent[index] in wanted for index in (sent.start, sent.end - 1))
    ]
    if not sents:
        return []
    found = []
    for start, end, label in find_entities(_stretches(tokens, sents, taken)):
        if label not in ("PERSON", "ORG"):
            continue
        first, last = tokens.at(start), tokens.at(end - 1) + 1
        first, last = _strip(tokens, taken | described if label == "PERSON" else set(), first, last, label)
        unknown = _judge(tokens, taken, first, last, label)
        if unknown is not None:
            found.append(unknown)
    return found


def _stretches(tokens: Tokens, sents: list[DocSpan], taken: Collection[int]) -> list[DocSpan]:
    """The parts of the sentences that may hold an unknown name, with as many words around as the recogniser reads.

    Its vectors look at four words on either side, so that it finds the same names in them as in the whole sentence.
    """
    found = []
    for sent in sents:
        reach = first = sent.start
        for index in range(sent.start, sent.end):
            if index in taken or not tokens.text[index][:1].isupper() or tokens.tag[index] in _SMALL_TAGS:
                continue
            if index - _READS > reach:
                found += [tokens.doc[first:reach]] if reach > first else []
                first = index - _READS
            reach = min(index + _READS + 1, sent.end)
        found += [tokens.doc[first:reach]] if reach > first else []
    return found


def _unexplained(tokens: Tokens, world: World, taken: Collection[int]) -> set[int]:
    """The sentences (not headings) with a new run of two or more capitalised words, or with an acronym that acts.

    Each run is looked at once: the recogniser is the dearest part of the stage, and ``_repeated`` finds the run again.
    """
    nouns = load_lexicon().nouns
    wanted: set[int] = set()
    seen: set[str] = set()
    index = 0
    while index < len(tokens):
        sentence = tokens.sent[index]
        proper = tokens.tag[index] in ("NNP", "NNPS") and index not in taken and tokens.lower[index] not in nouns
        if sentence < 0 or not proper or not _nameish(tokens, index) or tokens.sentences[sentence].heading:
            index += 1
            continue
        last = _proper_end(tokens, taken, index)
        words = " ".join(tokens.text[index:last])
        acts = tokens.dep[index] in SUBJECTS and words.isupper()
        if not may_name_person(tokens.text[last - 1]) and tokens.lower[last - 1] not in _ORGANISATION_WORDS:
            acts, last = False, index + 1  # «Lake Victoria», «Border Act»
        placed = index > 0 and tokens.lower[index - 1] in _LOCATIVES
        if (last - index > 1 or acts) and words not in seen and not placed and world.form(words) != "block":
            seen.add(words)
            wanted.add(sentence)
        index = last
    return wanted


def _proper_end(tokens: Tokens, taken: Collection[int], index: int) -> int:
    """Where the run of proper nouns that begins at this token ends."""
    last = index + 1
    while (
        last < len(tokens)
        and last not in taken
        and tokens.tag[last] in ("NNP", "NNPS")
        and tokens.sent[last] == tokens.sent[index]
    ):
        last += 1
    return last


def _strip(tokens: Tokens, taken: Collection[int], first: int, last: int, label: str) -> tuple[int, int]:
    """The entity without titles, known names, articles and genitive marks at its ends."""
    nouns = load_lexicon().nouns if label == "PERSON" else {}
    while first < last and (
        first in taken or tokens.lower[first] in nouns or tokens.lower[first] in ("the", "a", "’s")
    ):
        first += 1
    while last > first and (last - 1 in taken or tokens.lower[last - 1] in ("’s", "'s", "’", "'", ",", ".")):
        last -= 1
    return first, last


def _judge(tokens: Tokens, taken: Collection[int], first: int, last: int, label: str) -> UnknownName | None:
    """Whether an entity may stand as an actor."""
    length = last - first
    words = tokens.lower[first:last]
    held = sum(index in taken for index in range(first, last))
    firm = label == "ORG" and words[-1:] and words[-1] in _ORGANISATION_WORDS and held < length - 1
    if not 0 < length <= _LONGEST_NAME or (held and not firm):
        return None
    if _touches_name(tokens, first, last):
        return None
    organisation = words[-1].strip(".") in _ORGANISATION_WORDS
    if label == "PERSON" and not organisation:
        fits = length >= 2 and _run_end(tokens, (), first) >= last
        return UnknownName(first, last, "person", "the recogniser takes it for a person’s name") if fits else None
    if organisation and length >= 2 and tokens.capital(first):
        return UnknownName(first, last, "organisation", "a name that ends in a word for a body")
    if length == 1 and not tokens.text[first].isupper():
        return None  # the recogniser takes many a surname for a firm
    acts = tokens.dep[tokens.root(first, last)] in ("nsubj", "nsubjpass") and _nameish(tokens, first)
    if label == "ORG" and acts and all(word not in _NO_NAME for word in words):
        return UnknownName(first, last, "organisation", "the recogniser takes it for an organisation, and it acts")
    return None


def _touches_name(tokens: Tokens, first: int, last: int) -> bool:
    """Whether the entity is cut out of a longer run of capitalised words."""
    before, after = first - 1, last
    left = before >= 0 and tokens.sent[before] == tokens.sent[first] and tokens.tag[before] == "NNP"
    right = after < len(tokens) and tokens.sent[after] == tokens.sent[first] and tokens.tag[after] == "NNP"
    noun = left and tokens.lower[before] in load_lexicon().nouns
    return (left and not noun and tokens.text[before][0].isupper()) or (right and tokens.text[after][0].isupper())
