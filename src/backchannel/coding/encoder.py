"""Text -> numbers for each word piece, by one pass of the small encoder; every fitted head reads the same pass.

The encoder is MiniLM (Wang et al. 2020; six layers of 384) as int8 ONNX, fitted by ``bench/fit_encoder.py``; its card
is ``models/encoder.md``. Where onnxruntime or the model file is not installed, the rules do without it.
"""

from __future__ import annotations

import functools
import importlib.util
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from backchannel.coding.numbers import Numbers
from backchannel.coding.wordpieces import Piece, Wordpieces
from backchannel.errors import BadModel

if TYPE_CHECKING:
    from backchannel.records import Span

MODELS = Path(__file__).parent.parent / "models"
WINDOW = 254  # word pieces, without the two that BERT adds
MARKS = ((1, 2), (3, 4))  # [unused0] to [unused3]: before and after the actor, before and after the recipient
_PARAGRAPH = re.compile(r"[^\n]+")


@dataclass(frozen=True, slots=True)
class Window:
    """Whole paragraphs of a text that the encoder saw together.

    ``starts`` and ``ends`` are the pieces' characters; ``states`` (1 + pieces + 1, 384) begins with BERT's [CLS];
    ``heads`` (as long, 585) is what the attribution head takes from each piece (``statements/tagged.py``).
    """

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    states: Numbers
    heads: Numbers


class Encoder:
    """The encoder as read from its files."""

    def __init__(self, folder: Path = MODELS) -> None:
        import onnxruntime
        from onnxruntime.capi import onnxruntime_pybind11_state as faults

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        model = folder / "encoder.onnx"
        try:
            self._session: Any = onnxruntime.InferenceSession(
                str(model), sess_options=options, providers=["CPUExecutionProvider"]
            )
            self._wordpieces = Wordpieces(folder / "encoder_vocabulary.txt")
        except (
            *(faults.Fail, faults.InvalidGraph, faults.InvalidProtobuf, faults.NoSuchFile, faults.NotImplemented),
            *(OSError, ValueError, KeyError),
        ) as error:
            raise BadModel(f"{model}: the encoder cannot be read ({error}); install the package again") from error

    def read(self, text: str) -> tuple[Window, ...]:
        """The text's windows in order."""
        return tuple(self._run(pieces) for pieces in self._cut(text))

    def _cut(self, text: str) -> Iterator[list[Piece]]:
        waiting: list[Piece] = []
        for match in _PARAGRAPH.finditer(text):
            pieces = self._wordpieces.cut(text, match.start(), match.end())
            if waiting and len(waiting) + len(pieces) > WINDOW:
                yield waiting
                waiting = []
            while len(pieces) > WINDOW:
                yield pieces[:WINDOW]
                pieces = pieces[WINDOW:]
            waiting += pieces
        if waiting:
            yield waiting

    def read_pair(self, text: str, around: Span, one: Span, other: Span) -> tuple[Numbers, list[int], list[int]]:
        """The states of a stretch of text read with marks around two spans in it, and the rows of each span.

        A span that overlaps the other's end is cut there; one that lies beyond the window has row 0, BERT's [CLS].
        """
        numbers, rows, at = [self._wordpieces.start], {0: [0], 1: [0]}, around.start
        for start, end, side in sorted(((one.start, one.end, 0), (other.start, other.end, 1))):
            numbers += [piece[0] for piece in self._wordpieces.cut(text, at, max(at, start))]
            inner = [piece[0] for piece in self._wordpieces.cut(text, max(at, start), end)]
            rows[side] = list(range(len(numbers) + 1, len(numbers) + 1 + len(inner)))
            numbers += [MARKS[side][0], *inner, MARKS[side][1]]
            at = max(at, end)
        numbers += [piece[0] for piece in self._wordpieces.cut(text, at, around.end)]
        numbers = [*numbers[: WINDOW + 1], self._wordpieces.stop]
        inside = {side: [row for row in found if row <= WINDOW] or [0] for side, found in rows.items()}
        return self._look(numbers)[0], inside[0], inside[1]

    def _run(self, pieces: list[Piece]) -> Window:
        numbers = [self._wordpieces.start, *(piece[0] for piece in pieces), self._wordpieces.stop]
        states, heads = self._look(numbers)
        return Window(tuple(piece[1] for piece in pieces), tuple(piece[2] for piece in pieces), states, heads)

    def _look(self, numbers: list[int]) -> tuple[Numbers, Numbers]:
        states, heads = self._session.run(None, {"pieces": np.array([numbers], dtype=np.int64)})
        return states[0], heads[0]


def encode(text: str) -> tuple[Window, ...]:
    """What the shipped encoder makes of a text; nothing where it is not installed."""
    encoder = load_encoder()
    return encoder.read(text) if encoder is not None else ()


@functools.lru_cache(maxsize=1)
def load_encoder() -> Encoder | None:
    """The shipped encoder, read once; None where it is not installed or BACKCHANNEL_ENCODER is "off"."""
    if os.environ.get("BACKCHANNEL_ENCODER") == "off":
        return None
    if not (MODELS / "encoder.onnx").exists() or importlib.util.find_spec("onnxruntime") is None:
        return None
    return Encoder()
