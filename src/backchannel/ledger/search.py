"""Full-text search over the stories' titles and texts, with the exact places of the words found."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, column, func, literal_column, select, table
from sqlalchemy import text as sql

from backchannel.ledger.filters import Filters, entry_conditions
from backchannel.ledger.schema import entries, stories
from backchannel.ledger.search_postgres import find_places, read_phrases, select_matches, write_query
from backchannel.records import Span

LONGEST_QUERY = 1000  # characters; what follows is not looked for
MOST_TERMS = 32
MOST_MATCHES = 200  # places given for one story
SNIPPET = 240  # characters

# Marks that FTS5 puts around what it found: private-use characters, which no news text has.
OPEN, CLOSE = "\ue0f0", "\ue0f1"
_TERM = re.compile(r'"([^"]*)"?|(\S+)')
_WORD = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Hit:
    """A story found: ``span`` is the stretch shown as ``snippet``, ``matches`` where the words stand in the text.

    ``matches`` is empty where only the title has the words.
    """

    story: str
    title: str | None
    published: dt.date | None
    span: Span
    snippet: str
    matches: tuple[Span, ...]


def search_stories(connection: Connection, words: str, wanted: Filters, limit: int) -> tuple[Hit, ...]:
    """The stories with all the words, best first (a word in the title counts four times).

    Words match in all their endings; ``"two words"`` match together, ``word*`` as a beginning. Nothing to look for
    finds nothing. SQLite ranks by BM25, PostgreSQL by ts_rank: the same stories, not always in the same order.
    """
    terms = read_terms(words)
    if not terms or limit < 1:
        return ()
    if connection.dialect.name == "postgresql":
        return _search_postgres(connection, terms, wanted, limit)
    return _search_sqlite(connection, terms, wanted, limit)


def read_terms(words: str) -> list[tuple[str, bool]]:
    """What a query looks for: words or phrases, and whether each is a beginning only. No sign else has a meaning."""
    terms = []
    for phrase, word in _TERM.findall(words[:LONGEST_QUERY].replace("\0", " ")):
        term = phrase or word
        if _WORD.search(term):
            terms.append((term, word.endswith("*")))
    return terms[:MOST_TERMS]


def quote_terms(terms: list[tuple[str, bool]]) -> str:
    """A query of FTS5 that holds every term as a quoted string, so that no sign in it is an operator."""
    return " ".join('"' + term.replace('"', '""') + '"' + ("*" if beginning else "") for term, beginning in terms)


def _search_sqlite(
    connection: Connection, terms: list[tuple[str, bool]], wanted: Filters, limit: int
) -> tuple[Hit, ...]:
    index = table("story_words", column("rowid"))
    marked = func.highlight(literal_column("story_words"), 1, OPEN, CLOSE)
    found = (
        select(stories.c.id, stories.c.title, stories.c.published, stories.c.text, marked)
        .select_from(index.join(stories, stories.c.number == index.c.rowid))
        .where(sql("story_words MATCH :query").bindparams(query=quote_terms(terms)), *_conditions(wanted))
        .order_by(sql("bm25(story_words, 4.0, 1.0)"), stories.c.published.desc(), stories.c.id)
        .limit(limit)
    )
    rows = connection.execute(found)
    return tuple(
        _make_hit(id, title, published, text, find_marked(text, shown)) for id, title, published, text, shown in rows
    )


def _search_postgres(
    connection: Connection, terms: list[tuple[str, bool]], wanted: Filters, limit: int
) -> tuple[Hit, ...]:
    phrases = read_phrases(terms)
    if not phrases:
        return ()
    found = select_matches(write_query(phrases)).where(*_conditions(wanted)).limit(limit)
    rows = connection.execute(found).all()
    places = find_places(connection, [row.text for row in rows], phrases)
    return tuple(_make_hit(*row, stretches) for row, stretches in zip(rows, places, strict=True))


def _conditions(wanted: Filters) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    conditions = entry_conditions(wanted, days=False)
    if conditions:
        found.append(stories.c.id.in_(select(entries.c.story).where(*conditions)))
    if wanted.since is not None:
        found.append(stories.c.published >= wanted.since)
    if wanted.until is not None:
        found.append(stories.c.published <= wanted.until)
    return found


def find_marked(text: str, marked: str) -> list[tuple[int, int]]:
    """Where in ``text`` the marked stretches stand; none where the text has the marks itself."""
    if OPEN in text or CLOSE in text:
        return []
    before, *pieces = marked.split(OPEN)
    found, offset = [], len(before)
    for piece in pieces:
        inside, _, outside = piece.partition(CLOSE)
        found.append((offset, offset + len(inside)))
        offset += len(inside) + len(outside)
    return found


def cut_snippet(text: str, first: int) -> tuple[int, int]:
    """The stretch to show around the first match: whole words, one paragraph if it has the room."""
    start = max(0, first - SNIPPET // 3)
    end = min(len(text), start + SNIPPET)
    if start > 0:
        blank = re.search(r"\s", text[start:first])
        start += blank.end() if blank else 0
    if end < len(text):
        cut = max(text.rfind(" ", first, end), text.rfind("\n", first, end))
        end = cut if cut > first else end
    while start < first and text[start].isspace():
        start += 1
    return start, max(start, end)


def _make_hit(
    id: str, title: str | None, published: dt.date | None, text: str, stretches: list[tuple[int, int]]
) -> Hit:
    places = stretches[:MOST_MATCHES]
    start, end = cut_snippet(text, places[0][0] if places else 0)
    matches = tuple(Span(id, first, last) for first, last in places)
    return Hit(id, title, published, Span(id, start, end), text[start:end], matches)
