"""Quotation marks without a model: where quotations begin and end."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backchannel.coding.quotes import Quotations, find_quotations


def words(text: str) -> list[str]:
    return [text[quotation.first : quotation.last] for quotation in find_quotations(text)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("“Yes,” he said. “No.”", ["Yes,", "No."]),
        ('"Yes," he said, "and no."', ["Yes,", "and no."]),
        ("''Yes,'' he said.", ["Yes,"]),
        ("``Yes,'' he said.", ["Yes,"]),
        ("He said ‘never’ and left.", ["never"]),
        ("The sailors’ boat and the captain’s hat.", []),
        ("It's the crew's boat, isn't it?", []),
        ("“He said ‘never’ twice,” she said.", ["He said ‘never’ twice,"]),
        ("“Two\n\n“paragraphs.”", ["Two", "paragraphs."]),
        ("No quotes here.", []),
        ("", []),
        ('A 6" pipe burst.', []),
    ],
)
def test_quotations(text: str, wanted: list[str]) -> None:
    assert words(text) == wanted


def test_a_quotation_over_paragraphs_is_resumed() -> None:
    first, second, third = find_quotations("“One.\n\n“Two.\n\n“Three.” He left.")
    assert (first.closed, second.closed, third.closed) == (False, False, True)
    assert (first.resumed, second.resumed, third.resumed) == (False, True, True)


def test_places() -> None:
    text = "He said “so be it” and left."
    quotations = Quotations(text)
    only = quotations.all[0]
    assert quotations.around(text.index("be")) == only
    assert quotations.around(text.index("left")) is None
    assert quotations.starting_at(text.index("“")) == only
    assert quotations.ending_at(text.index("”") + 1) == only
    assert quotations.within(0, len(text)) == (only,)
    assert quotations.overlapping(text.index("be"), len(text)) == (only,)
    assert quotations.overlapping(text.index("and"), len(text)) == ()


@given(st.text(alphabet="ab “”\"'‘’\n.,", max_size=80))
def test_quotations_are_ordered_and_do_not_overlap(text: str) -> None:
    found = find_quotations(text)
    for quotation in found:
        assert 0 <= quotation.start < quotation.first <= quotation.last <= quotation.end <= len(text)
    for before, after in zip(found, found[1:], strict=False):
        assert before.end <= after.start


def test_time_grows_with_length_only() -> None:
    hostile = "“" * 60_000 + "'" * 60_000 + ("\n“a" * 30_000)
    begin = time.process_time()
    find_quotations(hostile)
    assert time.process_time() - begin < 5
