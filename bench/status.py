"""Did it happen: four classes on MEANTIME, factuality grades on FactBank and UW, precision of `happened` on own gold.

    python bench/status.py --gold DIR [--json FILE] [--errors]

`--gold DIR` needs ``MEANTIME_en`` and ``status/unified``. The event words are given and judged in their parse. Rules
alone leave some words open; these count as `happened` (grade 3), the most frequent class. Nothing in the rules is
fitted, so MEANTIME needs no topic left out here; ``bench/fit_status.py`` has the figures of heads fitted on the other
topics. `r` and `mae` are those of the head's grade, `field_` those with the whole number that `judge` gives, where it
gives one. The own gold is in ``bench/gold``: ``status_own.tsv`` (own sentences) runs without ``--gold``,
``status_documents.tsv`` holds places in MEANTIME_en and re3d. The halves are ``dev`` (rules were improved on it) and
``test`` (not looked at). ``first`` is what two passes of one hand came to, ``independent`` a second labeller's, who saw
neither labels nor rules; ``label`` settles the two, with the reason where they differ. ``fresh``: written and
labelled before the rules of that day were changed, scored only with `--fresh`; its first score is in docs/status.md.
`--errors` lists the errors of the development halves.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

for _variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(_variable, "1")

from backchannel.coding.sentences import parse_story
from backchannel.coding.status import judge
from backchannel.coding.status.judge import judge_by_rules
from backchannel.records import Story
from status_holders import score_holders
from status_sets import (
    TO_CLASS,
    Marked,
    correlation,
    macro_f1,
    parse_sentences,
    read_grades,
    read_meantime,
    read_own,
)

OWN = Path(__file__).parent / "gold"
GRADED = (("factbank", "factbank_v1"), ("uw", "uw"), ("meantime", "meantime"))


def score_grades(marks: list[Marked]) -> dict[str, float]:
    """Pearson's r and mean absolute error of the certainty, by rules alone and as shipped."""
    rules, shipped, field = [], [], []
    covered = 0
    for mark in marks:
        grade = mark.grade or 0.0
        by_rules, judged = judge_by_rules(mark.token), grade_of(mark.token)
        covered += by_rules is not None
        rules.append((grade, 3.0 if by_rules is None else float(by_rules.certainty)))
        shipped.append((grade, judged))
        final = judge(mark.token)
        field.append((grade, judged if final is None else float(final.certainty)))
    return {
        "events": len(marks),
        "coverage_of_rules": covered / max(1, len(marks)),
        "rules_r": correlation(rules),
        "rules_mae": _mae(rules),
        "r": correlation(shipped),
        "mae": _mae(shipped),
        "field_r": correlation(field),
        "field_mae": _mae(field),
    }


def grade_of(token: object) -> float:
    """The head's grade of an event word, the rules' status taken in."""
    from backchannel.coding.status.head import read_grade

    return read_grade(token, judge_by_rules(token))  # type: ignore[arg-type]


def _mae(pairs: list[tuple[float, float]]) -> float:
    return sum(abs(gold - found) for gold, found in pairs) / max(1, len(pairs))


def score_classes(marks: list[Marked]) -> dict[str, float]:
    """The four classes by rules alone, open words as `happened`."""
    pairs = []
    covered = 0
    for mark in marks:
        judged = judge_by_rules(mark.token)
        covered += judged is not None
        pairs.append((str(mark.label), "happened" if judged is None else TO_CLASS[judged.status]))
    return {"events": len(pairs), "coverage_of_rules": covered / max(1, len(pairs)), **macro_f1(pairs)}


def own_sentences(fresh: bool) -> Iterator[tuple[dict[str, str], object]]:
    """The rows of ``status_own.tsv`` and their event words; those marked `fresh` only when asked for."""
    for row in read_own(OWN / "status_own.tsv"):
        if row["half"] == "fresh" and not fresh:
            continue
        doc = parse_story(Story(row["id"], row["text"], "-"))
        span = doc.char_span(int(row["start"]), int(row["end"]), alignment_mode="expand")
        if span is not None:
            yield row, span.root


def own_documents(gold: Path) -> Iterator[tuple[dict[str, str], object]]:
    """The rows of ``status_documents.tsv`` and their event words, where the documents are there."""
    rows = read_own(OWN / "status_documents.tsv")
    sentences = {sentence.id: sentence for sentence in read_meantime(gold / "MEANTIME_en")}
    for row in rows:
        kind, place, name = row["document"].split("/", 2)
        if kind == "re3d":
            doc = _re3d(gold / "events" / "re3d" / place / "documents.json", name)
            if doc is not None:
                yield row, doc.char_span(int(row["start"]), int(row["end"]), alignment_mode="expand").root  # type: ignore[attr-defined]
        elif name in sentences:
            sentence = sentences[name]
            marks = parse_sentences([type(sentence)(sentence.words, ((int(row["start"]), None, None),), place, name)])
            yield from ((row, mark.token) for mark in marks)


_DOCS: dict[str, object] = {}


def _re3d(path: Path, name: str) -> object | None:
    if not path.exists():
        return None
    if not any(key.startswith(str(path)) for key in _DOCS):
        for line in path.read_text(encoding="utf-8").splitlines():
            entry = json.loads(line)
            _DOCS[f"{path}/{entry['_id']}"] = parse_story(Story(entry["_id"], entry["text"], "-"))
    return _DOCS.get(f"{path}/{name}")


def score_own(rows: Iterable[tuple[dict[str, str], object]], errors: bool) -> dict[str, dict[str, float]]:
    """Per half: what `judge` says, in four classes and strictly; where it is silent no event is coded."""
    pairs: dict[str, list[tuple[str, str]]] = {"dev": [], "test": [], "fresh": []}
    strict: Counter[tuple[str, bool]] = Counter()
    for row, token in rows:
        judged = judge(token)  # type: ignore[arg-type]
        found = "none" if judged is None else judged.status
        pairs[row["half"]].append((TO_CLASS[row["label"]], TO_CLASS.get(found, "none")))
        if found == "happened":
            strict[row["half"], row["label"] == "happened"] += 1
        if errors and row["half"] == "dev" and judged is not None and TO_CLASS[judged.status] != TO_CLASS[row["label"]]:
            print(f"{row['label']:>12} {found:>12} {token}: {getattr(token, 'sent', '')} {judged.because}")
    return {half: _own_figures(half, found, strict) for half, found in pairs.items() if found}


def _own_figures(half: str, pairs: list[tuple[str, str]], strict: Counter[tuple[str, bool]]) -> dict[str, float]:
    right, wrong = strict[half, True], strict[half, False]
    return {
        "events": len(pairs),
        "coverage": sum(found != "none" for _, found in pairs) / max(1, len(pairs)),
        "happened_found": right + wrong,
        "happened_strict_precision": right / max(1, right + wrong),
        **macro_f1(pairs),
    }


def kappa(rows: list[dict[str, str]], one: str, two: str, *, four: bool = False) -> float:
    """Cohen's kappa of two columns of labels, over eight statuses or four classes."""
    pairs = [(TO_CLASS[r[one]], TO_CLASS[r[two]]) if four else (r[one], r[two]) for r in rows]
    count = max(1, len(pairs))
    agreed = sum(one == other for one, other in pairs) / count
    first, second = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    chance = sum(first[name] * second[name] for name in first) / count**2
    return (agreed - chance) / max(1e-9, 1 - chance)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--fresh", action="store_true", help="score the rows kept for the end, too")
    arguments = parser.parse_args()
    scores: dict[str, object] = {"own_sentences": score_own(own_sentences(arguments.fresh), arguments.errors)}
    own = [row for row in read_own(OWN / "status_own.tsv") if arguments.fresh or row["half"] != "fresh"]
    scores["holders"] = {
        half: score_holders([row for row in own if row["half"] == half])
        for half in sorted({row["half"] for row in own})
    }
    for name in ("status_own", "status_documents"):
        rows = [row for row in read_own(OWN / f"{name}.tsv") if row["half"] != "fresh"]
        fresh = [row for row in read_own(OWN / f"{name}.tsv") if row["half"] == "fresh"]
        if fresh and arguments.fresh:
            scores["fresh, kappa, independent hand"] = {
                "eight": kappa(fresh, "first", "independent"),
                "four": kappa(fresh, "first", "independent", four=True),
            }
        for title, one, two in (("same hand", "pass1", "pass2"), ("independent hand", "first", "independent")):
            scores[f"{name}, kappa, {title}"] = {
                "eight": kappa(rows, one, two),
                "four": kappa(rows, one, two, four=True),
                "agreed": sum(row[one] == row[two] for row in rows) / len(rows),
            }
    gold: Path | None = arguments.gold
    if gold is None or not (gold / "MEANTIME_en").exists():
        print("SKIPPED: MEANTIME_en and status/unified are not there; give their folder with --gold", file=sys.stderr)
    else:
        scores["own_documents"] = score_own(own_documents(gold), arguments.errors)
        scores["meantime_classes"] = score_classes(list(parse_sentences(read_meantime(gold / "MEANTIME_en"))))
        for name, folder in GRADED:
            path = gold / "status" / "unified" / folder / "dev.conll"
            scores[name] = score_grades(list(parse_sentences(read_grades(path, folder))))
    print(json.dumps(scores, indent=1))
    if arguments.json:
        arguments.json.write_text(json.dumps(scores, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
