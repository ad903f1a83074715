"""Sources of our own stories against labels: the kind of each, and which are one. A row that is wrong counts as failed
in the gate and as expected here, so that the share is what is held, not single rows."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "bench"))

from statements_kinds import OWN, answers, own_texts, read_rows, read_text
from statements_scores import Answer, Row, is_linked, same_again

pytestmark = pytest.mark.integration
KINDS = [row for row in read_rows("statements_kinds.tsv") if row.document.startswith(OWN) and row.label != "none"]
LINKS = [row for row in read_rows("statements_linking.tsv") if row.document.startswith(OWN)]


def named(rows: list[Row]) -> list[str]:
    return [f"{row.document}-{row.span[0]}" for row in rows]


@cache
def answered(document: str, what: str) -> dict[tuple[int, int], Answer]:
    rows = [row for row in (KINDS if what == "kinds" else LINKS) if row.document == document]
    read = read_text(document, own_texts()[document])
    return {answer.row.span: answer for answer in answers(read, rows)}


@pytest.mark.parametrize("row", KINDS, ids=named(KINDS))
def test_kind(row: Row) -> None:
    assert own_texts()[row.document][slice(*row.span)] == row.words, "the text changed: label it anew"
    answer = answered(row.document, "kinds")[row.span]
    if answer.kind != row.label:
        pytest.xfail(f"{row.words!r} is {row.label}, given {answer.kind}")


@pytest.mark.parametrize("row", LINKS, ids=named(LINKS))
def test_link(row: Row) -> None:
    text = own_texts()[row.document]
    assert text[slice(*row.span)] == row.words, "the text changed: label it anew"
    same = same_again(other for other in LINKS if other.document == row.document)
    if not is_linked(answered(row.document, "links")[row.span], same, text):
        pytest.xfail(f"{row.words!r} should be {row.label}")
