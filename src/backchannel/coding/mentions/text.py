"""A parsed story as plain columns: what the mentions stage asks of tokens thousands of times, read once."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from backchannel.records import Sentence, Span, Story

if TYPE_CHECKING:
    from spacy.tokens import Doc

SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_DEEPEST = 40  # steps up the parse; news stays under fifteen
_NAME_TAGS = frozenset({"NNP", "NNPS"})
_OPENS, _CLOSES, _EITHER = ("“", "``"), ("”",), ('"', "''")


class Tokens:
    """Columns over the tokens of one story; ``sent`` is -1 where a token stands in no sentence (credit lines)."""

    def __init__(self, story: Story, doc: Doc, sentences: tuple[Sentence, ...]) -> None:
        self.story = story
        self.doc = doc
        self.sentences = sentences
        # One call for the columns: making a token object anew for each costs five times as much.
        columns = doc.to_array(["TAG", "DEP", "HEAD", "IDX", "LENGTH"])
        self.start: list[int] = columns[:, 3].tolist()
        lengths: list[int] = columns[:, 4].tolist()
        words = story.text
        self.text = [words[start : start + length] for start, length in zip(self.start, lengths, strict=True)]
        self.lower = [word.lower() for word in self.text]
        names = doc.vocab.strings
        self.tag: list[str] = [names[number] for number in columns[:, 0].tolist()]
        self.dep: list[str] = [names[number] for number in columns[:, 1].tolist()]
        steps: list[int] = columns[:, 2].astype("int64").tolist()
        self.head = [index + step for index, step in enumerate(steps)]
        self.children: list[list[int]] = [[] for _ in self.text]
        for index, head in enumerate(self.head):
            if head != index:
                self.children[head].append(index)
        self.sent = self._sentence_of_each()
        self.quoted = self._quote_of_each()

    def __len__(self) -> int:
        return len(self.text)

    def _sentence_of_each(self) -> list[int]:
        found = [-1] * len(self.text)
        for number, sentence in enumerate(self.sentences):
            first, last = self.range_of(sentence.span)
            found[first:last] = [number] * (last - first)
        return found

    def _quote_of_each(self) -> list[int]:
        """The number of the direct quote that each token stands in, -1 outside; a quote ends with its paragraph."""
        found = [-1] * len(self.text)
        number, inside = -1, False
        for index, word in enumerate(self.text):
            if word in _OPENS or (word in _EITHER and not inside):
                number, inside = number + 1, True
            elif word in _CLOSES or word in _EITHER or "\n" in word:
                inside = False
            elif inside:
                found[index] = number
        return found

    def at(self, offset: int) -> int:
        """The token at that character."""
        return max(bisect_right(self.start, offset) - 1, 0)

    def end(self, index: int) -> int:
        """Where that token ends, in characters."""
        return self.start[index] + len(self.text[index])

    def range_of(self, span: Span) -> tuple[int, int]:
        """The tokens (first, past the last) that a span touches."""
        first = self.at(span.start)
        if self.text and self.end(first) <= span.start:
            first += 1
        last = first
        while last < len(self.text) and self.start[last] < span.end:
            last += 1
        return first, last

    def span(self, first: int, last: int) -> Span:
        """The characters of tokens first to last (exclusive)."""
        return Span(self.story.id, self.start[first], self.end(last - 1))

    def words(self, first: int, last: int) -> str:
        """The words of tokens first to last (exclusive), as written."""
        return self.story.text[self.start[first] : self.end(last - 1)]

    def root(self, first: int, last: int) -> int:
        """The token among first to last (exclusive) whose head lies outside; the last such."""
        for index in range(last - 1, first - 1, -1):
            if not first <= self.head[index] < last or self.head[index] == index:
                return index
        return last - 1

    def capital(self, index: int) -> bool:
        """Whether the token is written like a name: capitalised and tagged as one, or capitalised inside a sentence."""
        word = self.text[index]
        if not word[:1].isupper():
            return False
        return self.tag[index] in _NAME_TAGS or (self.tag[index] in ("NN", "JJ", "NNS") and not self.opens(index))

    def opens(self, index: int) -> bool:
        """Whether the token is the first word of its sentence, opening quotes aside."""
        before = index - 1
        while before >= 0 and self.sent[before] == self.sent[index] and not self.text[before].isalnum():
            before -= 1
        return before < 0 or self.sent[before] != self.sent[index]

    def verb_of(self, index: int) -> int:
        """The verb that governs this token: the nearest above it, or the root."""
        for _ in range(_DEEPEST):
            if self.tag[index].startswith("VB") or self.head[index] == index:
                break
            index = self.head[index]
        return index

    def first_conjunct(self, index: int) -> int:
        """The first of the nouns that this one is coordinated with: «Kim» for «Xi» in «Kim and Xi»."""
        for _ in range(_DEEPEST):
            if self.dep[index] != "conj" or self.tag[index].startswith("VB") or self.head[index] == index:
                break
            index = self.head[index]
        return index

    def subject_of(self, verb: int) -> int | None:
        """The subject of a verb, shared over coordination and open complements ("he came and saw", "wants to see")."""
        for _ in range(6):
            for child in self.children[verb]:
                if self.dep[child] in SUBJECTS:
                    return child
            above = self.head[verb]
            if self.dep[verb] not in ("conj", "xcomp", "advcl") or above == verb:
                return None
            if self.dep[verb] == "xcomp":  # «invited him to see her»: he sees
                patients = [child for child in self.children[above] if self.dep[child] == "dobj" and child < verb]
                if patients:
                    return patients[0]
            verb = above
        return None
