"""Draft -> Story: furniture stripped, facts weighed, offsets mapped, identity set."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from backchannel.articles.credits import agency_named, read_credit
from backchannel.articles.days import find_day, find_stamp
from backchannel.articles.drafts import Draft, Fact, Facts, Paragraph, Piece
from backchannel.articles.furniture import strip_furniture
from backchannel.articles.language import require_english
from backchannel.articles.line_rules import Hit
from backchannel.articles.notes import note_facts, title_facts
from backchannel.articles.offsets import PARAGRAPH_BREAK, map_story
from backchannel.articles.part import signs_of_part
from backchannel.articles.people import split_people
from backchannel.articles.text import split_paragraphs
from backchannel.articles.words import count_words, is_sentence
from backchannel.errors import BadInput
from backchannel.records import Note, Page, Span, Story

FEWEST_WORDS = 5
LONGEST_HEADING = 14  # words
LONGEST_BIOGRAPHY = 600  # characters
# Where an agency's name was found, surest first: what stands on the story itself beats what stands on the page.
_AGENCY_ORDER = (
    "credit",
    "byline",
    "byline-signed",
    "cnn-wire",
    "rights-agency",
    "agency-alone",
    "agency-sign",
    "first-published",
    "trim-agency-sign",
    "source-line",
    "partner-notice",
    "json-ld",
)
_NOT_WEIGHED = frozenset({"agency", "published_at", "body", "word count", "gated"})
_SECTIONS = re.compile(
    r"(?:^|[;.]\s*|\s)((?:additional |further )?"
    r"(?:reporting|writing|written|editing|edited|compiled|translated)) by\s+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Body:
    """A story's paragraphs joined, the section heads in it, and its stretches in the page."""

    text: str
    heads: tuple[tuple[int, int], ...]
    page_map: tuple[Piece, ...]


def finish_story(page: Page, draft: Draft, decoded: str) -> Story:
    """The story on a page as its reader drafted it.

    Raises BadInput where no story text is left, NotEnglish where the text is surely in another language.
    """
    body, facts = lay_out(draft, decoded)
    if count_words(body.text) < FEWEST_WORDS:
        raise BadInput(f"{page.name}: no story text found; a page with at least one whole sentence of news is wanted")
    return make_story(page, body, facts)


def lay_out(draft: Draft, decoded: str) -> tuple[Body, Facts]:
    """The body without furniture, and the draft's facts with those that the furniture told; in any language."""
    given = next((fact for fact in draft.facts.all("title") if _is_of(fact, draft.paragraphs)), None)
    stripped = strip_furniture(draft.paragraphs, given.values[0] if given else None, most_lines=draft.most_lines)
    facts = [fact for fact in draft.facts if fact.field != "title"]
    if given is not None:
        facts.append(given)
    elif stripped.headline:
        facts.append(Fact("title", (stripped.headline,), "line above the story"))
    known = Facts((*facts, *_told(stripped.hits)))
    names = {name for fact in known.all("authors") for name in fact.values}
    return join_paragraphs(_without_biographies(stripped.paragraphs, names), decoded), known


def _without_biographies(paragraphs: Sequence[Paragraph], names: Iterable[str]) -> Sequence[Paragraph]:
    """Without the last paragraphs that tell who an author is: they open with a name that the story does not hold."""
    told = re.compile(
        rf"(?:{'|'.join(map(re.escape, names)) or '(?!)'})(?:,| (?:is|was|has|had|writes|teaches|served|works)\b)"
    )
    for _ in range(3):
        if len(paragraphs) < 3 or len(paragraphs[-1].text) > LONGEST_BIOGRAPHY:
            break
        match = told.match(paragraphs[-1].text)
        name = re.split(r",| (?:is|was|has|had|writes|teaches|served|works)$", match[0])[0] if match else None
        if name is None or any(name.split()[-1] in paragraph.text for paragraph in paragraphs[:-1]):
            break
        paragraphs = paragraphs[:-1]
    return paragraphs


def _is_of(title: Fact, paragraphs: Sequence[Paragraph]) -> bool:
    """Whether a title can be this story's: a page's own title with no word of the story in it is the site's."""
    if title.where not in {"title element", "og:title", "twitter:title"}:
        return True
    words = {word[:6] for word in re.findall(r"\w{5,}", title.values[0].lower())}
    told = {word[:6] for paragraph in paragraphs[:8] for word in re.findall(r"\w{5,}", paragraph.text[:3000].lower())}
    return not words or bool(words & told)


def join_paragraphs(paragraphs: Sequence[Paragraph], decoded: str) -> Body:
    """The paragraphs as one text, two line ends between them."""
    heads = []
    at = 0
    for index, paragraph in enumerate(paragraphs):
        if _is_heading(paragraphs, index):
            heads.append((at, at + len(paragraph.text)))
        at += len(paragraph.text) + len(PARAGRAPH_BREAK)
    return Body(PARAGRAPH_BREAK.join(p.text for p in paragraphs), tuple(heads), map_story(paragraphs, decoded))


def verbatim_body(decoded: str) -> Body:
    """The decoded text as it stands; only its section heads are looked for."""
    paragraphs = split_paragraphs(decoded)
    heads = []
    for index, paragraph in enumerate(paragraphs):
        if _is_heading(paragraphs, index) and len(paragraph.pieces) == 1:
            _, start, length = paragraph.pieces[0]
            heads.append((start, start + length))
    return Body(decoded, tuple(heads), ((0, 0, len(decoded)),))


def make_story(page: Page, body: Body, facts: Facts) -> Story:
    """The story with that body; its metadata is the best of the facts, and ``found`` tells where each stood."""
    language = require_english(body.text, page.name)
    credit = read_credit(body.text)
    known = list(facts)
    if credit is not None:
        told = (("agency", credit.agency), ("outlet", credit.outlet), ("dateline", credit.dateline))
        known += [Fact(field, (value,), "credit") for field, value in told if value]
    if page.published is not None:
        known.insert(0, Fact("published", (page.published.isoformat(),), "given"))
    if page.url is not None:
        known.insert(0, Fact("url", (page.url,), "given"))
    best = _weigh([*known, *signs_of_part(body.text, known)])
    day = best.first("published")
    outlet = _one(best, "outlet")
    id = hashlib.sha256(f"{outlet or ''}\n{body.text}".encode()).hexdigest()[:16]
    return Story(
        id=id,
        text=body.text,
        sha256=hashlib.sha256(body.text.encode()).hexdigest(),
        title=_one(best, "title"),
        authors=_many(best, "authors"),
        contributors=_many(best, "contributors"),
        agency=_one(best, "agency"),
        outlet=outlet,
        url=_one(best, "url"),
        published=dt.date.fromisoformat(day.values[0]) if day else None,
        dateline=_one(best, "dateline"),
        language=language,
        topics=_many(best, "topics"),
        headings=tuple(Span(id, start, end) for start, end in body.heads),
        page_map=body.page_map,
        found={fact.field: fact.where for fact in best},
        published_at=_one(best, "published_at"),
        updated=_one(best, "updated"),
        canonical=_one(best, "canonical"),
        notes=_notes([*known, *title_facts(_one(best, "title") or "")]),
        partial=True if best.first("partial") else None,
    )


def _notes(known: Iterable[Fact]) -> tuple[Note, ...]:
    """What the publisher says of the story, each note once."""
    kinds: Mapping[str, Literal["correction", "update", "note"]] = {
        "correction": "correction",
        "update": "update",
        "note": "note",
    }
    notes = {(fact.field, fact.values[0]): fact for fact in known if fact.field in kinds and fact.values}
    return tuple(Note(kinds[fact.field], fact.values[0], fact.where) for fact in notes.values())


def _one(facts: Facts, field: str) -> str | None:
    fact = facts.first(field)
    return fact.values[0] if fact else None


def _many(facts: Facts, field: str) -> tuple[str, ...]:
    fact = facts.first(field)
    return fact.values if fact else ()


def _weigh(known: Iterable[Fact]) -> Facts:
    """One fact a field: the first, but for agencies by where they stood, and an agency's own page names its agency."""
    facts = Facts(tuple(known))
    best = {fact.field: fact for fact in reversed(facts.facts) if fact.field not in _NOT_WEIGHED}
    if "published" not in best and (updated := facts.first("updated")):
        best["published"] = Fact("published", (updated.values[0][:10],), updated.where)
    if "published" in best:  # a time counts only where it is one of the day that was found
        day = best["published"].values[0]
        stamps = [fact for fact in facts.all("published_at") if fact.values[0].startswith(day)]
        best.update({"published_at": max(stamps, key=lambda fact: len(fact.values[0]))} if stamps else {})
    if own := next((fact for fact in facts.all("url") if fact.where != "given"), None):
        best["canonical"] = Fact("canonical", own.values, own.where)
    agencies = sorted(facts.all("agency"), key=_agency_rank)
    if agencies:
        best["agency"] = agencies[0]
    elif "outlet" in best and (agency := agency_named(best["outlet"].values[0])):
        best["agency"] = Fact("agency", (agency,), "outlet")
    if "authors" not in best and (house := best.get("signature")):
        best["authors"] = Fact("authors", house.values, house.where)
    authors = best.get("authors")
    contributors = best.get("contributors")
    if authors and contributors:
        others = tuple(name for name in contributors.values if name not in authors.values)
        best["contributors"] = Fact("contributors", others, contributors.where)
    best.pop("signature", None)
    return Facts(tuple(fact for fact in best.values() if fact.values))


def _agency_rank(fact: Fact) -> int:
    return _AGENCY_ORDER.index(fact.where) if fact.where in _AGENCY_ORDER else len(_AGENCY_ORDER)


def _told(hits: Iterable[Hit]) -> list[Fact]:
    """The facts in the lines that the rules took."""
    facts: list[Fact] = []
    for hit in hits:
        if hit.rule.agency is not None:
            facts.append(Fact("agency", (hit.rule.agency,), hit.rule.id))
        for group, words in hit.groups:
            facts += _read_group(group, words, hit.rule.id)
    contributors = tuple(dict.fromkeys(name for fact in facts if fact.field == "contributors" for name in fact.values))
    first = next((fact for fact in facts if fact.field == "contributors"), None)
    if first is None:
        return facts
    return [fact for fact in facts if fact.field != "contributors"] + [Fact("contributors", contributors, first.where)]


def _read_group(group: str, words: str, where: str) -> list[Fact]:
    if group in {"people", "signed", "contributors"}:
        people, agencies = split_people(words)
        field = "contributors" if group == "contributors" else "authors"
        if field == "contributors" and not people:
            return [Fact(field, agencies, where)]
        return [Fact(field, people, where)] * bool(people) + [Fact("agency", (agency,), where) for agency in agencies]
    if group == "reporting":
        return _read_desk(words, where)
    if group in {"day", "updated"}:
        day, stamp = find_day(words), find_stamp(words)
        if day is None or stamp is None:
            return []
        if group == "updated":
            return [Fact("updated", (stamp,), where)]
        return [Fact("published", (day.isoformat(),), where), Fact("published_at", (stamp,), where)]
    if group in {"agency", "holder", "sole"}:
        agency = agency_named(words)
        return [Fact("agency", (agency,), where)] if agency else []
    if group == "desk":
        return note_facts(words, where)
    if group == "topics":
        return [Fact("topics", tuple(topic for part in re.split(r"[,;|]", words) if (topic := part.strip())), where)]
    return [Fact(group, (words,), where)]


def _read_desk(words: str, where: str) -> list[Fact]:
    """«Reporting by A in X; Additional reporting by B; Editing by C»: A wrote it, B contributed, C is left out."""
    parts = _SECTIONS.split(f"reporting by {words}")
    facts = []
    for task, names in zip(parts[1::2], parts[2::2], strict=True):
        people, _ = split_people(names)
        task = task.lower()
        if people and not task.startswith("edit"):
            extra = task.startswith(("additional", "further"))
            facts.append(Fact("contributors" if extra else "authors", people, where))
    return facts


def _is_heading(paragraphs: Sequence[Paragraph], index: int) -> bool:
    """A short line that is no sentence and stands between two sentences, or that the markup calls a heading."""
    text = paragraphs[index].text
    if index == 0 or index + 1 == len(paragraphs) or is_sentence(text) and not paragraphs[index].heading:
        return False
    if paragraphs[index].heading:
        return True
    if len(text.split()) > LONGEST_HEADING or text[-1] in ".,;:" or re.match(r"[-•*·–—\d]", text):
        return False
    return is_sentence(paragraphs[index - 1].text) and is_sentence(paragraphs[index + 1].text)
