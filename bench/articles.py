"""Body, title, authors and day of news pages against gold, beside trafilatura alone.

    python bench/articles.py --gold DIR [--json FILE]

``DIR`` holds ``articles/pages181_dev`` (ground-truth.json, html/*.html.gz: half of the public article extraction
benchmark) and ``articles/newspaper4k`` (html/*.html, metadata/*.json: the test pages of newspaper4k). Body F1 is the
benchmark's own measure: multisets of 4-token shingles, precision and recall averaged over pages.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import trafilatura

from backchannel.articles import read_page
from backchannel.articles.decode import decode_page
from backchannel.articles.html import read_html
from backchannel.articles.language import find_language
from backchannel.articles.stories import lay_out, make_story
from backchannel.errors import BackchannelError, NotEnglish
from backchannel.records import Page

_TOKEN = re.compile(r"\w+", re.UNICODE)
ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Score:
    """One system on one set; seconds of processor time are the best of ROUNDS over all pages."""

    system: str
    pages: int
    precision: float
    recall: float
    f1: float
    seconds: float


@dataclass(frozen=True, slots=True)
class Metadata:
    """Shares of right titles, author sets and days (of the pages where the gold has one).

    ``shown`` is the share of right titles on the ``showing`` pages that show the gold's title to their readers: the
    others have it only in the title element, which is for search engines, or not at all.
    """

    system: str
    pages: int
    title: float
    authors: float
    day: float
    showing: int
    shown: float


def shingles(text: str, size: int = 4) -> Counter[tuple[str, ...]]:
    tokens = _TOKEN.findall(text)
    count = max(1, len(tokens) - size + 1)
    return Counter(tuple(tokens[i : i + size]) for i in range(count)) if tokens else Counter()


def compare(gold: str, found: str) -> tuple[float, float]:
    true, mine = shingles(gold), shingles(found)
    shared = sum((true & mine).values())
    precision = shared / sum(mine.values()) if mine else 0.0
    recall = shared / sum(true.values()) if true else 0.0
    return precision, recall


def our_body(name: str, data: bytes) -> str:
    """The story's text as read; the set's pages in other languages are read the same way, but for their refusal."""
    page = Page(name, data)
    decoded = decode_page(page)
    body, facts = lay_out(read_html(page, decoded), decoded)
    try:
        return make_story(page, body, facts).text
    except NotEnglish:
        return body.text


def their_body(name: str, data: bytes) -> str:
    return trafilatura.extract(data, favor_precision=True, include_comments=False) or ""


def their_all(name: str, data: bytes) -> str:
    document = trafilatura.bare_extraction(data, favor_precision=True, include_comments=False, with_metadata=True)
    return (getattr(document, "text", "") or "") if document else ""


def read_in_turn(
    systems: Sequence[tuple[str, Callable[[str, bytes], str]]], pages: dict[str, bytes]
) -> tuple[dict[str, dict[str, str]], dict[str, float]]:
    """Each system's texts and processor seconds; the systems take turns page by page, so that load hits them alike."""
    texts: dict[str, dict[str, str]] = {system: {} for system, _ in systems}
    best = dict.fromkeys(texts, float("inf"))
    for turn in range(ROUNDS + 1):  # the first turn only loads models
        spent = dict.fromkeys(texts, 0.0)
        for key, data in pages.items():
            for system, read in systems:
                start = time.process_time()
                texts[system][key] = read(key, data)
                spent[system] += time.process_time() - start
        if turn:
            best = {system: min(best[system], spent[system]) for system in texts}
    return texts, best


def score_bodies(folder: Path) -> tuple[list[Score], list[tuple[float, str]]]:
    truth = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
    pages = {key: gzip.decompress((folder / "html" / f"{key}.html.gz").read_bytes()) for key in truth}
    systems: Sequence[tuple[str, Callable[[str, bytes], str]]] = (
        ("backchannel", our_body),
        ("trafilatura, text only", their_body),
        ("trafilatura, with metadata", their_all),
    )
    texts, seconds = read_in_turn(systems, pages)
    scores, worst = [], []
    for system, _ in systems:
        pairs = {key: compare(truth[key]["articleBody"], text) for key, text in texts[system].items()}
        precision = sum(p for p, _ in pairs.values()) / len(pairs)
        recall = sum(r for _, r in pairs.values()) / len(pairs)
        f1 = 2 * precision * recall / (precision + recall)
        scores.append(Score(system, len(pairs), precision, recall, f1, seconds[system]))
        if system == "backchannel":
            worst = sorted((min(pair), key) for key, pair in pairs.items())[:10]
    return scores, worst


def fold(words: object) -> str:
    return re.sub(r"\W+", " ", str(words)).casefold().strip()


def people(names: object) -> frozenset[str]:
    return frozenset(fold(name) for name in (names if isinstance(names, list | tuple) else [names]) if name)


def ours_of(name: str, data: bytes) -> tuple[str | None, tuple[str, ...], str | None]:
    """Title, authors and day; where the story is refused (another language), those of the markup."""
    page = Page(name, data)
    try:
        story = read_page(page)
        return story.title, story.authors, story.published.isoformat() if story.published else None
    except BackchannelError:
        facts = read_html(page, decode_page(page)).facts
        first = {field: fact.values for field in ("title", "authors", "published") if (fact := facts.first(field))}
        signed = facts.first("signature")  # a house counts where no person is found
        authors = first.get("authors", signed.values if signed else ())
        return first.get("title", (None,))[0], authors, first.get("published", (None,))[0]


def theirs_of(name: str, data: bytes) -> tuple[str | None, tuple[str, ...], str | None]:
    document = trafilatura.bare_extraction(data, favor_precision=True, include_comments=False, with_metadata=True)
    if document is None:
        return None, (), None
    return document.title, tuple((document.author or "").split("; ")) if document.author else (), document.date


def score_metadata(folder: Path, english_only: bool, show: bool = False) -> list[Metadata]:
    scores = []
    for system, read in (("backchannel", ours_of), ("trafilatura", theirs_of)):
        title, authors, day, shown = [], [], [], []
        for file in sorted((folder / "metadata").glob("*.json")):
            gold = json.loads(file.read_text(encoding="utf-8"))
            if "authors" not in gold or english_only and find_language(str(gold.get("text", ""))) != "en":
                continue
            data = (folder / "html" / f"{file.stem}.html").read_bytes()
            found = read(file.stem, data)
            title.append(fold(found[0]) == fold(gold["title"]))
            if is_shown(data, fold(gold["title"])):
                shown.append(title[-1])
            authors.append(people(found[1]) == people(gold["authors"]))
            if gold.get("publish_date") not in (None, "None"):
                day.append((found[2] or "")[:10] == str(gold["publish_date"])[:10])
            if show and not (title[-1] and authors[-1]):
                print(
                    f"  {system} {file.stem}: {found} | gold: {gold['title']} {gold['authors']} {gold['publish_date']}"
                )
        scores.append(Metadata(system, len(title), share(title), share(authors), share(day), len(shown), share(shown)))
    return scores


def is_shown(data: bytes, title: str) -> bool:
    """Whether a page's visible text holds the title, letters and digits alone compared."""
    tree = trafilatura.load_html(data)
    parts = tree.xpath(".//body//text()[not(parent::script or parent::style or parent::noscript or parent::template)]")
    return title in fold(" ".join(str(part) for part in parts))


def share(values: Sequence[bool]) -> float:
    return sum(values) / len(values) if values else 0.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--show", action="store_true", help="print the metadata that differ from the gold")
    options = parser.parse_args()
    folder = options.gold / "articles"
    if not folder.is_dir():
        print(f"SKIPPED: {folder} is missing; it holds the public page sets named at the head of this file")
        return
    bodies, worst = score_bodies(folder / "pages181_dev")
    print("Body, pages181_dev")
    for score in bodies:
        shares = f"P={score.precision:.4f} R={score.recall:.4f} F1={score.f1:.4f}"
        print(f"  {score.system:28} n={score.pages} {shares} {score.seconds:.2f} s")
    ours, text, full = (score.seconds for score in bodies)
    print(f"  time against trafilatura: text only {ours / text:.2f}×, with metadata {ours / full:.2f}×")
    print("  least right:", ", ".join(f"{key[:8]} {value:.2f}" for value, key in worst))
    results = {"body": [asdict(score) for score in bodies]}
    for label, english in (("English pages", True), ("all pages", False)):
        rows = score_metadata(folder / "newspaper4k", english, options.show and not english)
        print(f"Metadata, newspaper4k, {label}")
        for row in rows:
            shown = f"title where it is shown={row.shown:.3f} (n={row.showing})"
            shares = f"title={row.title:.3f} authors={row.authors:.3f} day={row.day:.3f}"
            print(f"  {row.system:28} n={row.pages} {shares} {shown}")
        results[label] = [asdict(row) for row in rows]
    if options.json:
        options.json.write_text(json.dumps(results, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
