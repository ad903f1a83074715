"""Puts two labellers' sheets together: the agreement, the rows to decide, and ``bench/gold/who_labels.tsv``.

``python bench/adjudicate_who.py --sheets DIR --labels A.tsv [B.tsv] [--decided decisions.tsv] --out FILE``. A row that
both give the same (after «=n» is followed) stands; of the others the decided one, else «unsure».
"""

from __future__ import annotations

import argparse
import csv
import re
from collections import Counter
from pathlib import Path

from backchannel.ontology.places import fold

Key = tuple[str, str]


def read(path: Path) -> dict[Key, str]:
    """Labels by sheet and number, «=n» and numbered groups spelled out as names."""
    raw = {}
    with path.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["n"] != "+":
                raw[row["doc"], row["n"]] = (row["label"] or "").strip()
    return {key: _spell(raw, key, label, 0) for key, label in raw.items()}


def _spell(raw: dict[Key, str], key: Key, label: str, depth: int) -> str:
    if depth > 5:
        return "UNSURE"
    if match := re.fullmatch(r"=\s*(\d+)", label):
        other = (key[0], match[1])
        return _spell(raw, other, raw.get(other, "UNSURE"), depth + 1)
    if label.startswith("GROUP"):
        parts = [part.strip() for part in re.split(r"[;,](?![^(]*\))", label[5:]) if part.strip()]
        names = []
        for part in parts:
            other = (key[0], part.lstrip("= "))
            names.append(_spell(raw, other, raw.get(other, "UNSURE"), depth + 1) if other[1].isdigit() else part)
        flat = [name for one in names for name in (one[6:].split("; ") if one.startswith("GROUP ") else [one])]
        return "GROUP " + "; ".join(sorted(dict.fromkeys(flat)))
    return label


def kind_of(label: str) -> str:
    """name, group, some, not, unsure."""
    first = label.split(" ")[0].upper()
    return first.lower() if first in ("NOT", "UNSURE", "SOME", "GROUP") else "name"


def agrees(one: str, other: str) -> bool:
    """Whether two labels say the same: one kind, and of names one name (offices in brackets aside)."""
    if kind_of(one) != kind_of(other):
        return False
    if kind_of(one) in ("not", "unsure", "some"):
        return True
    return _names(one) == _names(other)


def _names(label: str) -> list[str]:
    return sorted(fold(re.sub(r" ?\([^)]*\)", "", part).strip()) for part in label.split(";"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sheets", type=Path, required=True)
    parser.add_argument("--labels", type=Path, nargs="+", required=True)
    parser.add_argument("--decided", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    first, *rest = [read(path) for path in options.labels]
    second = rest[0] if rest else {}
    decided = read(options.decided) if options.decided else {}
    counts: Counter[str] = Counter()
    rows = []
    for line in (options.sheets / "spans.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        sheet, number, story, start, end = line.split("\t")
        key = (sheet, number)
        label = first.get(key, "UNSURE")
        if key in second:
            counts["both"] += 1
            same = agrees(label, second[key])
            counts["agree"] += same
            counts["agree on the kind"] += kind_of(label) == kind_of(second[key])
            if not same and key not in decided:
                print(f"{sheet}\t{number}\t{label}\t{second[key]}")
                label = "UNSURE"
        label = decided.get(key, label)
        kind = kind_of(label)
        words = label.partition(" ")[2] if kind in ("some", "group") else label if kind == "name" else ""
        rows.append("\t".join((story, start, end, kind, words)))
    options.out.write_text("story\tstart\tend\tkind\tlabel\n" + "\n".join(rows) + "\n", encoding="utf-8")
    print(dict(counts), Counter(row.split("\t")[3] for row in rows))


if __name__ == "__main__":
    main()
