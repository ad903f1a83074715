"""What the wire formats share: bylines, providers and days as facts, and items that their agency took back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from backchannel.articles.credits import agency_named, read_credit
from backchannel.articles.days import find_stamp
from backchannel.articles.drafts import Fact, Paragraph
from backchannel.articles.people import split_people
from backchannel.errors import BadInput

MOST_TOPICS = 30


def byline_facts(words: str, where: str) -> list[Fact]:
    """The persons and agencies that a byline names."""
    people, agencies = split_people(words) if len(words) <= 300 else ((), ())
    facts = [Fact("authors", people, where)] if people else []
    return facts + [Fact("agency", (agency,), where) for agency in agencies]


def agency_facts(names: Iterable[str], where: str) -> list[Fact]:
    """The agencies among the names or codes of a provider («nprov:AP» is the Associated Press)."""
    found = (agency_named(name) or agency_named(name.rsplit(":", 1)[-1]) for name in names if name and len(name) < 80)
    return [Fact("agency", (agency,), where) for agency in dict.fromkeys(agency for agency in found if agency)]


def stamp_facts(field: str, stamps: Iterable[str | None], where: str) -> list[Fact]:
    """The first of the time stamps that tells a day, with time and zone as far as written, never converted."""
    for words in stamps:
        if words and (stamp := find_stamp(words[:80])) is not None:
            timed = [Fact("published_at", (stamp,), where)] if field == "published" and len(stamp) > 10 else []
            return [Fact(field, (stamp[:10] if field == "published" else stamp,), where), *timed]
    return []


def text_fact(field: str, words: str | None, where: str) -> list[Fact]:
    """The words as a fact, blanks made one; nothing where there are none."""
    words = " ".join((words or "").split())
    return [Fact(field, (words,), where)] if words else []


def topic_facts(names: Iterable[str], where: str) -> list[Fact]:
    """The names of subjects, each once."""
    clean = (" ".join(name.split()) for name in names if name)
    unique = tuple({name.casefold(): name for name in clean if 1 < len(name) <= 60}.values())
    return [Fact("topics", unique[:MOST_TOPICS], where)] if unique else []


def dateline_facts(words: str, where: str) -> list[Fact]:
    """A dateline, and the agency where it names one: «MOSCOW, Monday (Reuters)»."""
    credit = read_credit(words)
    if credit is None or credit.dateline is None:
        return text_fact("dateline", words, where)
    agency = [Fact("agency", (credit.agency,), where)] if credit.agency else []
    return [Fact("dateline", (credit.dateline,), where), *agency]


def located_facts(words: str, paragraphs: Sequence[Paragraph], where: str) -> list[Fact]:
    """Where the item says that it was written, unless the story's own first words say so."""
    credit = read_credit(paragraphs[0].text) if paragraphs else None
    return [] if credit is not None and credit.dateline is not None else text_fact("dateline", words, where)


def require_usable(status: str | None, name: str, where: str) -> None:
    """Raises BadInput where the agency says that the item must not be used: cancelled (killed) or withheld."""
    word = (status or "").rsplit(":", 1)[-1].rsplit("/", 1)[-1].strip().lower()
    if word in {"canceled", "cancelled", "killed", "withdrawn"}:
        raise BadInput(f"{name}: cancelled by its agency ({where}: {status}); no story may be made of it")
    if word in {"withheld", "embargoed"}:
        raise BadInput(f"{name}: withheld by its agency ({where}: {status}); wait for the version that is usable")
