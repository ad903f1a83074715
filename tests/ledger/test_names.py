"""Names are compared whatever their transliteration, and no further than that."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backchannel.ledger.names import block_of, compare_names, read_name, slug_of
from backchannel.ledger.sounds import alike_sounds, skeleton
from backchannel.rules import load_rules

RULES = load_rules("names_alike")
GOOD = ("exact", "respelled")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["id"])
def test_each_rule_decides_its_example(rule: dict[str, Any]) -> None:
    (sign,) = (sign for sign in "=~!" if f" {sign} " in rule["example"])
    one, other = (read_name(name, body=rule["is"].startswith("body")) for name in rule["example"].split(f" {sign} "))
    found = compare_names(one, other)
    if sign == "=":
        assert found in GOOD
        assert block_of(one) == block_of(other)
    else:
        assert found == ("nickname" if sign == "~" else "differ")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["id"])
def test_words_are_folded_and_stand_once(rule: dict[str, Any]) -> None:
    assert len(set(rule["words"])) == len(rule["words"])
    assert all(word == word.lower() and word.isascii() for word in rule["words"])


@pytest.mark.parametrize(
    ("one", "other", "fit"),
    [
        ("Orla Fenn", "ORLA FENN", "exact"),
        ("Señor Tàvel Ruíz", "Senor Tavel Ruiz", "exact"),
        ("Kim Jong-nam", "Kim Jong Nam", "exact"),
        ("Conor O’Tarrell", "Conor O'Tarrell", "exact"),
        ("Prime Minister Orla Fenn", "Orla Fenn", "exact"),
        ("Orla Mary Fenn", "Orla Fenn", "exact"),
        ("John F. Kerrow", "John Kerrow", "exact"),
        ("Abd al-Rahman Sollun", "Abdulrahman Sollun", "exact"),
        ("Qasim Ardouni", "Kasim Arduni", "respelled"),
        ("Rasheed Moullin", "Rashid Mullin", "respelled"),
        ("Wladislaw Tomin", "Vladislav Tomin", "respelled"),
        ("Peter Harlen", "Peter Harlin", "near"),
        ("J. Kerrow", "John Kerrow", "initial"),
        ("Zhang Weilin", "Weilin Zhang", "swapped"),
        ("Jose Tarres Lobo", "Jose Tarres", "part"),
        ("Fenn", "Orla Fenn", "single"),
        ("John A. Kerrow", "John B. Kerrow", "differ"),
        ("Anna Petrov", "Anna Petrova", "differ"),
        ("Orla Fenn", "Una Fenn", "differ"),
        ("Mario Tull", "Maria Tull", "differ"),
        ("Chen Tull", "Shen Tull", "differ"),
        ("Hassan Tull", "Hussein Tull", "differ"),
    ],
)
def test_how_two_names_fit(one: str, other: str, fit: str) -> None:
    a, b = read_name(one), read_name(other)
    assert (compare_names(a, b), compare_names(b, a)) == (fit, fit)
    if fit in GOOD:
        assert block_of(a) == block_of(b) is not None


@pytest.mark.parametrize(
    ("one", "other", "fit"),
    [
        ("Lantern Front", "the Lantern Front", "exact"),
        ("Hizb al-Fanous Movement", "Hezb al-Fanous Movement", "differ"),
        ("Fanoos Movement", "Fanous Movement", "respelled"),
        ("Tarrow Harbour Lines", "Tarrow Harbour Lines Holdings", "part"),
        ("THL", "Tarrow Harbour Lines", "single"),
        ("Green Party", "Labour Party", "differ"),
    ],
)
def test_how_two_bodies_fit(one: str, other: str, fit: str) -> None:
    assert compare_names(read_name(one, body=True), read_name(other, body=True)) == fit


def test_single_words_and_initials_have_no_block() -> None:
    assert [block_of(read_name(name)) for name in ("Fenn", "J. Fenn", "Orla F.", "", "…")] == [None] * 5
    assert block_of(read_name("GAO", body=True)) is None
    assert block_of(read_name("Lantern Front")) != block_of(read_name("Lantern Front", body=True))


def test_father_and_son_are_told_apart() -> None:
    father, son = read_name("Ronan Tull Sr."), read_name("Ronan Tull, Jr.")
    assert (father.generation, son.generation) == ("sr", "jr")
    assert father.words == son.words


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_two_names_can_be_compared_in_either_order(one: str, other: str) -> None:
    a, b = read_name(one), read_name(other)
    assert compare_names(a, b) == compare_names(b, a)
    if compare_names(a, b) in GOOD and a.full and b.full and "" not in (*a.words, *b.words):
        assert block_of(a) == block_of(b)
    assert len(slug_of(one)) <= 60
    assert "~" not in slug_of(one)


@given(st.text(alphabet="abcdeghijkoqstuwyz", min_size=5, max_size=9), st.text(alphabet="aeiouy", max_size=2))
def test_spellings_of_one_sound_share_its_skeleton(word: str, vowels: str) -> None:
    other = word.replace("i", "y").replace("k", "ck") + vowels
    if alike_sounds(word, other) == "respelled":
        assert skeleton(word) == skeleton(other)
