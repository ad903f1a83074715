"""Full-text search on PostgreSQL: candidates by its index, and the places of the words found in the text itself.

A text is cut into words here just as the index's column cuts it (see the second migration), and the server's own
stemmer says which words of a text are those asked for, so what is found and what is shown cannot part.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, Select, select
from sqlalchemy import text as sql

from backchannel.ledger.schema import stories

# What parts words: the second migration's ``PARTING`` in Python's spelling.
PARTING = (
    "\x01-/:-@\\[-`{-\u00a9\u00ab-\u00b1\u00b4\u00b6-\u00b8\u00bb\u00bf\u00d7\u00f7\u02c2-\u02c5\u02d2-\u02df"
    "\u055a-\u055f\u0589\u05be\u05c0\u05c3\u060c\u061b\u061f\u066a-\u066d\u06d4\u0964\u0965\u2000-\u206f\u20a0-\u20cf"
    "\u2190-\u245f\u2500-\u2bff\u3000-\u3004\u3008-\u3020\u3030\ue000-\uf8ff\ufe10-\ufe1f\ufe30-\ufe6f"
    "\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\uffe0-\uffff\U0001f000-\U0001faff"
)
_WORD = re.compile(f"[^\\x00\ud800-\udfff{PARTING}]+")
_ACCENT = re.compile("[\u0300-\u036f]")
LONGEST_WORD = 200  # characters; no word asked for is longer
STORIES_AT_ONCE = 50  # whose words are stemmed in one question to the server

_MATCHING = "stories.words @@ to_tsquery('backchannel', :query)"
_BEST_FIRST = "ts_rank('{0.25, 0.25, 0.25, 1.0}', stories.words, to_tsquery('backchannel', :query)) DESC"


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that stand one after another; the last may be a beginning only."""

    words: tuple[str, ...]
    beginning: bool


def fold_word(word: str) -> str:
    """A word without accents, as the index has it."""
    return _ACCENT.sub("", unicodedata.normalize("NFD", word))


def read_phrases(terms: list[tuple[str, bool]]) -> list[Phrase]:
    """The phrases of a query's terms (text, and whether it is a beginning); those without words are left out."""
    phrases = []
    for term, beginning in terms:
        words = tuple(folded for word in _WORD.findall(term) if (folded := fold_word(word)[:LONGEST_WORD]))
        if words:
            phrases.append(Phrase(words, beginning))
    return phrases


def write_query(phrases: list[Phrase]) -> str:
    """The phrases as a tsquery's text: words are quoted, so that none is an operator."""
    written = []
    for phrase in phrases:
        words = [f"'{word}'" for word in phrase.words]
        written.append("(" + " <-> ".join(words) + (":*" if phrase.beginning else "") + ")")
    return " & ".join(written)


def select_matches(query: str) -> Select[str, str | None, dt.date | None, str]:
    """The stories that match a tsquery's text, best first: their id, title, day and text."""
    return (
        select(stories.c.id, stories.c.title, stories.c.published, stories.c.text)
        .where(sql(_MATCHING).bindparams(query=query))
        .order_by(sql(_BEST_FIRST).bindparams(query=query), stories.c.published.desc().nulls_last(), stories.c.id)
    )


def find_places(connection: Connection, texts: list[str], phrases: list[Phrase]) -> Iterator[list[tuple[int, int]]]:
    """For each text, where the phrases stand in it, in order; places that overlap are one."""
    asked = _stem(connection, {word for phrase in phrases for word in phrase.words})
    wanted = [([asked[word] for word in phrase.words], phrase.beginning) for phrase in phrases]
    for start in range(0, len(texts), STORIES_AT_ONCE):
        cut = [list(_WORD.finditer(text)) for text in texts[start : start + STORIES_AT_ONCE]]
        stems = _stem(connection, {fold_word(word[0]) for words in cut for word in words})
        for words in cut:
            yield _find_in(words, [stems[fold_word(word[0])] for word in words], wanted)


def _find_in(
    words: list[re.Match[str]], stems: list[str], wanted: list[tuple[list[str], bool]]
) -> list[tuple[int, int]]:
    found = []
    for phrase, beginning in wanted:
        size = len(phrase)
        for at in range(len(stems) - size + 1):
            last = stems[at + size - 1]
            if stems[at : at + size - 1] == phrase[:-1] and (
                last.startswith(phrase[-1]) if beginning else last == phrase[-1]
            ):
                found.append((words[at].start(), words[at + size - 1].end()))
    places: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if places and start < places[-1][1]:
            places[-1] = (places[-1][0], max(end, places[-1][1]))
        else:
            places.append((start, end))
    return places


def _stem(connection: Connection, words: set[str]) -> dict[str, str]:
    """Each word's stem, by the server's stemmer; a word too long for it stands for itself."""
    short = sorted(word for word in words if len(word) <= LONGEST_WORD)
    rows = connection.execute(
        sql("SELECT word, (ts_lexize('backchannel_stem', word))[1] FROM unnest(CAST(:words AS text[])) AS word"),
        {"words": short},
    )
    stems = {word: word if stem is None else str(stem) for word, stem in rows}
    return {word: stems.get(word, word) for word in words}
