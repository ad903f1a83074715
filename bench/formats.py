"""News formats against the standards' own examples: what is read, what is refused, and why.

    python bench/formats.py --gold DIR [--json FILE]

``DIR`` holds ``articles/ninjs`` (``should_pass`` and ``should_fail`` of the ninjs standard, and its examples) and
``articles/newsml-g2`` (the listings of the NewsML-G2 guidelines). An example in another language than English counts
as read: its text was found, and only its language is refused.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path

from backchannel.articles import Pointer, Refusal, open_page, read_page
from backchannel.articles.ninjs_standard import check_ninjs
from backchannel.errors import BackchannelError, NotEnglish
from backchannel.records import Page

# The listings with prose in an inline element, by reading them: 2 (NITF, placeholder text), 22 and 25 (NITF). Listings
# 1 and 27 hold a comment in place of a text; facet example 3 three words; all others are no news text.
WITH_TEXT = ("LISTING_2_", "LISTING_22_", "LISTING_25_", "Receiver_View")


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one example: «read», «refused» or «pointers», and the reason where it was refused."""

    file: str
    outcome: str
    reason: str


@dataclass(frozen=True, slots=True)
class Scores:
    """Counts over the examples."""

    should_fail: int
    refused_by_the_standard: int
    should_pass: int
    accepted_by_the_standard: int
    listings: int
    listings_with_text: int
    listings_with_text_read: int
    listings_without_text_refused: int
    examples_of_ninjs_with_text: int
    examples_of_ninjs_read: int
    seconds: float


def outcome_of(path: Path) -> Result:
    reasons = []
    for item in open_page(Page(path.name, path.read_bytes())):
        if isinstance(item, Pointer):
            reasons.append("points at its items")
            continue
        if isinstance(item, Refusal):
            reasons.append(item.reason)
            continue
        try:
            read_page(item)
        except NotEnglish as error:
            return Result(path.name, "read", str(error))
        except BackchannelError as error:
            reasons.append(str(error))
        else:
            return Result(path.name, "read", "")
    return Result(path.name, "refused", reasons[0].removeprefix(f"{path.name}: ") if reasons else "nothing in it")


def conforms(path: Path) -> bool:
    item = json.loads(path.read_text(encoding="utf-8"))
    return isinstance(item, dict) and not check_ninjs(item)


def has_body(path: Path) -> bool:
    item = json.loads(path.read_text(encoding="utf-8"))
    return isinstance(item, dict) and bool(item.get("bodies"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    ninjs, newsml = args.gold / "articles" / "ninjs", args.gold / "articles" / "newsml-g2"
    if not ninjs.is_dir() or not newsml.is_dir():
        print(f"SKIPPED: {ninjs} or {newsml} is missing")
        return
    start = time.process_time()
    failing, passing = (sorted((ninjs / name).glob("*.json")) for name in ("should_fail", "should_pass"))
    listings = [outcome_of(path) for path in sorted(newsml.glob("*.xml"))]
    with_text = [result for result in listings if result.file.startswith(WITH_TEXT)]
    without = [result for result in listings if not result.file.startswith(WITH_TEXT)]
    examples = [outcome_of(path) for path in sorted(ninjs.glob("*.json")) if has_body(path)]
    scores = Scores(
        len(failing),
        sum(not conforms(path) and outcome_of(path).outcome == "refused" for path in failing),
        len(passing),
        sum(conforms(path) and "standard" not in outcome_of(path).reason for path in passing),
        len(listings),
        len(with_text),
        sum(result.outcome == "read" for result in with_text),
        sum(result.outcome == "refused" for result in without),
        len(examples),
        sum(result.outcome == "read" for result in examples),
        round(time.process_time() - start, 2),
    )
    for field, value in asdict(scores).items():
        print(f"{field.replace('_', ' '):34} {value}")
    print("\nlistings and examples that hold no news text are")
    for reason, count in Counter(result.reason for result in without).most_common():
        print(f"{count:4}  {reason}")
    for result in [*with_text, *examples]:
        if result.outcome != "read":
            print(f"NOT READ  {result.file}: {result.reason}")
    for path in failing:
        print(f"refused  {path.name}: {outcome_of(path).reason.split(': ', 1)[-1][:110]}")
    if args.json:
        args.json.write_text(json.dumps(asdict(scores), indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
