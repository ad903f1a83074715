"""The shipped encoder and its heads on texts of our own."""

from pathlib import Path

import pytest

from backchannel.coding.encoder import MODELS, WINDOW, Encoder, encode, load_encoder
from backchannel.coding.events.pair_head import load_pair_head
from backchannel.coding.statements.tagged import Tagged, Tagger, load_tagger
from backchannel.errors import BadModel
from backchannel.records import Span

pytestmark = pytest.mark.integration
TEXT = (
    "Oman has floated a new round of talks between the two coast guards, a mediator told the daily.\n\n"
    "“We shall study it,” Commodore Ilse Brandvold said on Monday. Her deputy is sceptical of the plan."
)


def tags(text: str) -> list[Tagged]:
    return [one for one in load_tagger().find(encode(text)) if one.chance >= 0.7]


def test_cue_source_and_content_of_a_statement() -> None:
    said = next(one for one in tags(TEXT) if TEXT[slice(*one.cue)].startswith("said"))
    assert said.source is not None and TEXT[slice(*said.source)] == "Commodore Ilse Brandvold"
    assert [TEXT[start:end] for start, end in said.content] == ["We shall study it"]


def test_windows_are_whole_paragraphs_and_cover_the_text() -> None:
    text = "\n\n".join([TEXT] * 12)
    windows = encode(text)
    assert len(windows) > 1
    assert all(len(window.starts) <= WINDOW for window in windows)
    assert windows[0].starts[0] == 0 and windows[-1].ends[-1] == len(text)
    assert all(before.ends[-1] <= after.starts[0] for before, after in zip(windows, windows[1:], strict=False))


def test_the_same_text_gives_the_same_numbers() -> None:
    first, second = encode(TEXT), encode(TEXT)
    assert (first[0].states == second[0].states).all()


@pytest.mark.parametrize("text", ["", "\n\n", "\u200b", "\x00" * 50, "“" * 3000, "ж" * 5000, "a" * 100_000])
def test_odd_texts_are_borne(text: str) -> None:
    for one in load_tagger().find(encode(text)):
        assert 0 <= one.cue[0] < one.cue[1] <= len(text)


def test_a_marked_pair() -> None:
    encoder = load_encoder()
    assert encoder is not None
    text = "The army of Ruvania shelled the harbour of Ostmark for a third night."
    one, other = Span("x", 0, 19), Span("x", 28, 50)
    chances = load_pair_head().chances(encoder, text, Span("x", 0, len(text)), one, other)
    assert max(chances, key=lambda root: chances[root]) == "ASSAULT"
    assert sum(chances.values()) == pytest.approx(1.0)


def test_a_broken_model_is_named(tmp_path: Path) -> None:
    (tmp_path / "encoder.onnx").write_bytes(b"no model")
    with pytest.raises(BadModel, match=r"encoder\.onnx"):
        Encoder(tmp_path)


def test_heads_cut_off_are_named(tmp_path: Path) -> None:
    path = tmp_path / "encoder_heads.npz"
    path.write_bytes((MODELS / "encoder_heads.npz").read_bytes()[:4000])
    with pytest.raises(BadModel, match=r"encoder_heads\.npz"):
        Tagger(path)
