"""Noun phrases that describe an actor: «South Korean president», «Trump administration officials», «rebels».

A phrase is found on the surface, leftwards from a noun of ``rules/roles.toml`` over its modifiers, because a small
parser attaches long chains of names wrongly but tags them well.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from backchannel.coding.mentions.lexicon import Lexicon, Noun, load_lexicon
from backchannel.coding.mentions.nations import (
    body_between,
    dwelling,
    nations_after,
    nations_between,
    nations_joined,
    topic_of,
)
from backchannel.coding.mentions.text import Tokens
from backchannel.coding.mentions.world import World
from backchannel.records import Name
from backchannel.rules import Rule

_MODIFIER_TAGS = frozenset({"JJ", "JJR", "JJS", "NN", "NNP", "NNPS", "HYPH", "AFX", "POS"})
_QUANTIFIERS = frozenset(
    "many several some few more most other others another such same own two three four five six seven eight nine ten "
    "top-level multiple dozens hundreds thousands much various both all latter respective fellow certain".split()
)
_OWNERS = frozenset({"his", "her", "its", "their", "my", "our", "your"})
_DEFINITE = frozenset({"the", "this", "that", "these", "those"})
_REGIMES = frozenset({"administration", "government", "regime", "cabinet"})
_LONGEST = 8  # modifiers to the left of a noun


@dataclass(frozen=True, slots=True)
class Phrase:
    """A describing noun phrase: tokens first to last (exclusive) without determiner, its head, and what modifies it.

    ``nations`` are countries (ISO alpha-3) in order; ``body`` an organisation's ref; ``owner`` the token of a
    possessive pronoun or personal name before it; ``regime`` the token of the name before "administration".
    """

    first: int
    last: int
    head: int
    noun: Noun
    nations: tuple[str, ...] = ()
    body: str | None = None
    owner: int | None = None
    regime: int | None = None
    qualifiers: tuple[str, ...] = ()
    modifiers: tuple[str, ...] = ()
    sector: str | None = None
    definite: bool = False
    indefinite: bool = False
    former: bool = False
    unreal: bool = False

    @property
    def rule(self) -> Rule:
        """The rule whose noun heads the phrase."""
        return self.noun.rule


def find_phrases(tokens: Tokens, world: World, named: Mapping[int, tuple[int, int, Name]]) -> list[Phrase]:
    """All describing noun phrases in text order, those that are titles before a name included; never overlapping.

    ``named`` gives for each token of a known name its (first, last, name).
    """
    lexicon = load_lexicon()
    found: list[Phrase] = []
    index = len(tokens) - 1
    while index >= 0:
        noun = None if tokens.sent[index] < 0 or index in named else _noun_at(tokens, lexicon, index)
        if noun is None:
            index -= 1
            continue
        phrase = _grow(tokens, world, named, noun, index)
        hyphened = (
            phrase.last < len(tokens) and tokens.text[phrase.last] == "-" and tokens.lower[phrase.head] != "leader"
        )
        if not _modifies_other(tokens, phrase) and not hyphened:
            found.append(phrase)
        index = min(phrase.first, index) - 1
    return found[::-1]


def _modifies_other(tokens: Tokens, phrase: Phrase) -> bool:
    """Whether the noun only modifies another («fighter aircraft», «police station»); a nation may («army jets»)."""
    after = phrase.head + 1
    if (
        phrase.rule["is"] != "agent"
        or after != phrase.last
        or after >= len(tokens)
        or tokens.tag[after] not in ("NN", "NNS")
    ):
        return False
    compound = tokens.dep[phrase.head] in ("compound", "amod", "nmod") and tokens.head[phrase.head] > phrase.head
    return compound and not (phrase.nations and phrase.rule.get("kind") in ("organisation", "group"))


def _noun_at(tokens: Tokens, lexicon: Lexicon, index: int) -> Noun | None:
    """The longest noun that ends at this token; a verb of the same form is none."""
    tag = tokens.tag[index]
    noun_like = tag.startswith("NN") or "." in tokens.text[index]
    for noun in lexicon.nouns.get(tokens.lower[index], ()):
        if tag.startswith("VB") or not (noun_like or len(noun.words) > 1):
            continue
        first = index + 1 - len(noun.words)
        if (
            first >= 0
            and tuple(tokens.lower[first : index + 1]) == noun.words
            and tokens.sent[first] == tokens.sent[index]
        ):
            return noun
    return None


def _grow(tokens: Tokens, world: World, named: Mapping[int, tuple[int, int, Name]], noun: Noun, end: int) -> Phrase:
    """The phrase around a noun: its modifiers to the left, a country after "of" to the right."""
    first = end + 1 - len(noun.words)
    head = first + noun.words.index("of") - 1 if "of" in noun.words else end
    left = _leftmost(tokens, named, first)
    names = _names_between(named, left, first)
    owner, left = _genitive(tokens, world, named, left, (first, end))
    names = [entry for entry in names if entry[0] >= left]
    opened, left = left, _trim(tokens, named, left, first)
    if owner is None and left > 0 and tokens.lower[left - 1] in _OWNERS:
        owner = left - 1
    last, after = nations_after(tokens, world, named, end + 1)
    left, before = nations_joined(tokens, world, named, left)
    topic = topic_of(tokens, world, names, (first, noun), owned=owner is not None)
    names = [entry for entry in names if entry != topic]
    nations = tuple(dict.fromkeys([*before, *nations_between(tokens, world, names, first), *after]))
    if not nations and noun.rule.get("alone") and owner is None:
        home = dwelling(tokens, world, named, end + 1)  # «rebels in Chad»
        nations = (home,) if home else ()
    qualifiers, sector = _qualify(tokens, named, left, first)
    modifiers = [word for word in tokens.lower[left:first] if word.isalpha()]
    lists = load_lexicon().lists
    opener = tokens.lower[min(opened, left) - 1] if min(opened, left) > 0 else ""
    return Phrase(
        left,
        last,
        head,
        noun,
        nations,
        body_between(tokens, world, names),
        owner,
        _regime(tokens, world, named, left, first + len(noun.words)),
        qualifiers,
        tuple(modifiers),
        sector,
        definite=opener in _DEFINITE or opener == "own",
        indefinite=opener in ("a", "an", "any", "no", "every", "each"),
        former=any(word in lists["former"] for word in (*modifiers, *tokens.lower[min(opened, left) : left])),
        unreal=opener in ("any", "no", "every") or any(word in lists["future"] for word in modifiers),
    )


def _leftmost(tokens: Tokens, named: Mapping[int, tuple[int, int, Name]], first: int) -> int:
    left = first
    for _ in range(_LONGEST):
        before = left - 1
        if before < 0 or tokens.sent[before] != tokens.sent[first] or "\n" in tokens.text[before]:
            break
        if before in named:
            left = named[before][0]
            continue
        tag = tokens.tag[before]
        participle = tag in ("VBN", "VBG") and tokens.dep[before] == "amod"
        nouns = tag == "NNS" and tokens.dep[before] == "compound"
        if not (tag in _MODIFIER_TAGS or participle or nouns) or tokens.lower[before] in _QUANTIFIERS:
            break
        left = before
    return left


def _genitive(
    tokens: Tokens, world: World, named: Mapping[int, tuple[int, int, Name]], left: int, noun: tuple[int, int]
) -> tuple[int | None, int]:
    """The owner and the new left end where a genitive stands among the modifiers.

    «South Korea’s» and «the ministry’s» stay inside the phrase; a person («Trump’s envoy») is a mention of his own and
    cuts it, but for a government that bears his name («Kim’s regime»).
    """
    first, end = noun
    for index in range(first - 1, left, -1):
        if tokens.tag[index] != "POS":
            continue
        before = index - 1
        known = world.known(named[before][2].refs[0]) if before in named and named[before][2].refs else None
        if known is not None and known.kind != "person":
            return None, named[before][0]
        if tokens.lower[end] in _REGIMES and tokens.text[before][0].isupper():
            return None, named[before][0] if before in named else before
        return before, index + 1
    return None, left


def _trim(tokens: Tokens, named: Mapping[int, tuple[int, int, Name]], left: int, first: int) -> int:
    """Without what cannot open a phrase: genitive marks, hyphens, participles, a bare noun cut off from a genitive."""
    while left < first and left not in named and (tokens.tag[left] in ("POS", "HYPH", "VBN", "VBG")):
        left += 1
    return left


def _names_between(named: Mapping[int, tuple[int, int, Name]], left: int, first: int) -> list[tuple[int, int, Name]]:
    found: list[tuple[int, int, Name]] = []
    for index in range(left, first):
        if index in named and named[index] not in found:
            found.append(named[index])
    return found


def _qualify(
    tokens: Tokens, named: Mapping[int, tuple[int, int, Name]], left: int, first: int
) -> tuple[tuple[str, ...], str | None]:
    """The modifying words that tell one body from another, and the sector that a noun among them gives."""
    lexicon = load_lexicon()
    words: list[str] = []
    sector: str | None = None
    for index in range(left, first):
        word = tokens.lower[index]
        if index in named or not word[0].isalpha() or word in _QUANTIFIERS:
            continue
        noun = _noun_at(tokens, lexicon, index)
        if noun is not None and noun.rule.get("sector"):
            sector = noun.rule["sector"]
        if tokens.tag[index] not in ("JJR", "JJS") and word not in (
            "senior",
            "top",
            "new",
            "current",
            "then",
            "longtime",
        ):
            words.append(word)
    return tuple(words), sector


def _regime(
    tokens: Tokens, world: World, named: Mapping[int, tuple[int, int, Name]], left: int, last: int
) -> int | None:
    """The token of the name that leads «X administration», «X government», «X’s regime» within the phrase."""
    for index in range(left + 1, last):
        if tokens.lower[index] in _REGIMES:
            before = index - 1
            if tokens.tag[before] == "POS":
                before -= 1
            person = before not in named or world.country_of(named[before][2]) is None
            if before >= left and person and tokens.text[before][0].isupper() and tokens.tag[before] in _MODIFIER_TAGS:
                return before
    return None
