import pytest
from hypothesis import given
from hypothesis import strategies as st

from backchannel.coding.wordpieces import Wordpieces

VOCABULARY = [
    "[PAD]",
    "[UNK]",
    "[CLS]",
    "[SEP]",
    "talk",
    "##s",
    "the",
    "kim",
    "“",
    "”",
    "'",
    ".",
    "u",
    "##n",
    "jose",
    "—",
]


@pytest.fixture(scope="module")
def cutter(tmp_path_factory: pytest.TempPathFactory) -> Wordpieces:
    path = tmp_path_factory.mktemp("pieces") / "vocabulary.txt"
    path.write_text("\n".join(VOCABULARY), encoding="utf-8")
    return Wordpieces(path)


def words(cutter: Wordpieces, text: str) -> list[tuple[str, str]]:
    return [(VOCABULARY[number], text[start:end]) for number, start, end in cutter.cut(text)]


def test_longest_pieces_first(cutter: Wordpieces) -> None:
    assert words(cutter, "The talks") == [("the", "The"), ("talk", "talk"), ("##s", "s")]


def test_marks_are_words(cutter: Wordpieces) -> None:
    assert [piece for piece, _ in words(cutter, "“Kim.”—un")] == ["“", "kim", ".", "”", "—", "u", "##n"]


def test_accents_are_dropped_and_offsets_kept(cutter: Wordpieces) -> None:
    assert words(cutter, "the José") == [("the", "the"), ("jose", "José")]
    assert words(cutter, "the Jose\u0301") == [("the", "the"), ("jose", "Jose")]


def test_unknown_word_is_one_piece(cutter: Wordpieces) -> None:
    assert words(cutter, "the xylophone") == [("the", "the"), ("[UNK]", "xylophone")]
    assert words(cutter, "u" * 101) == [("[UNK]", "u" * 101)]


def test_a_stretch_has_offsets_of_the_whole(cutter: Wordpieces) -> None:
    assert cutter.cut("the the Kim", 8) == [(VOCABULARY.index("kim"), 8, 11)]


@given(st.text(max_size=200))
def test_offsets_rise_within_any_text(cutter: Wordpieces, text: str) -> None:
    last = 0
    for _, start, end in cutter.cut(text):
        assert last <= start < end <= len(text)
        last = end
