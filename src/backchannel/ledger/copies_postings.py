"""The candidate index of copies in the database: sampled shingle -> stories that hold it, of all stories ever stored.

About 25 bytes a posting, 100 postings for a story of 400 words. A shingle that HELD_BY stories hold is boilerplate (a
byline, a rights line) and takes no more; copies add only what none of their kin holds. So lists stay short, and what is
read for one story is bounded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import Connection, insert, select

from backchannel.ledger.rows import CHUNK
from backchannel.ledger.schema import shingles, stories

HELD_BY = 16
MOST_RECALLED = 64  # stories, those that share most shingles first: enough to see what is background, too

Posting = tuple[int, str]  # shingle, id of a story that holds it


def find_postings(connection: Connection, keys: Sequence[int]) -> list[Posting]:
    """Which stories hold which of these shingles."""
    found: list[Posting] = []
    query = select(shingles.c.key, stories.c.id).join(stories, stories.c.number == shingles.c.story)
    for start in range(0, len(keys), CHUNK):
        rows = connection.execute(query.where(shingles.c.key.in_(keys[start : start + CHUNK])))
        found += [(key, id) for key, id in rows]
    return found


def holders(postings: Iterable[Posting]) -> list[str]:
    """The stories that hold most of the shingles, at most MOST_RECALLED."""
    counts = Counter(id for _, id in postings)
    return sorted(counts, key=lambda id: (-counts[id], id))[:MOST_RECALLED]


def store_postings(
    connection: Connection, number: int, keys: Sequence[int], held: Iterable[Posting], kin: Collection[str]
) -> None:
    """Notes that the story of that number holds these shingles, but for common ones and those that its kin hold."""
    counts: Counter[int] = Counter()
    by_kin: set[int] = set()
    for key, id in held:
        counts[key] += 1
        if id in kin:
            by_kin.add(key)
    rows = [{"key": key, "story": number} for key in keys if counts[key] < HELD_BY and key not in by_kin]
    if rows:
        connection.execute(insert(shingles), rows)


def has_postings(connection: Connection) -> bool:
    """Whether any story's shingles are noted."""
    return connection.execute(select(shingles.c.key).limit(1)).first() is not None
