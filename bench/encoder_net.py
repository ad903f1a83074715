"""The small encoder in PyTorch, for fitting only: BERT's architecture in the size of MiniLM, and the heads on it.

One pass over a window of text gives a state of 384 numbers per word piece; every head reads these states, so that the
encoder runs once a story. Heads: cues of attribution as BIO tags; for each cue the source and the content, scored for
every word piece by a product of projections (as in biaffine semantic role labelling); the factuality of an event at its
word; the PLOVER root between two spans; the root of the event that a word names, and for each such word its actors and
recipients, scored as sources are.
"""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from backchannel.coding.numbers import REACH
from backchannel.coding.statements.tagged import CHANNELS

WIDTH, LAYERS, HEADS, INNER = 384, 6, 12, 1536
ARC, BUCKETS = 96, 2 * len(REACH) + 2
SPANS = 4 * WIDTH
ROLES, ROLE = 2, 64  # actor and recipient; the width of the products that score them


class Layer(nn.Module):
    """One post-norm transformer layer."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value, self.output = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.inner, self.outer = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.norm_attention, self.norm_output = (nn.LayerNorm(WIDTH, eps=1e-12) for _ in range(2))
        self.dropout = nn.Dropout(0.1)

    def forward(self, states: Tensor, mask: Tensor) -> Tensor:
        rows, length, _ = states.shape

        def split(linear: nn.Linear) -> Tensor:
            return linear(states).view(rows, length, HEADS, WIDTH // HEADS).transpose(1, 2)

        mixed = functional.scaled_dot_product_attention(
            split(self.query), split(self.key), split(self.value), attn_mask=mask
        )
        mixed = self.output(mixed.transpose(1, 2).reshape(rows, length, WIDTH))
        states = self.norm_attention(states + self.dropout(mixed))
        return self.norm_output(states + self.dropout(self.outer(functional.gelu(self.inner(states)))))


class Encoder(nn.Module):
    """Word piece numbers (rows, length) to states (rows, length, 384)."""

    def __init__(self, vocabulary: int = 30522) -> None:
        super().__init__()
        self.words, self.places = nn.Embedding(vocabulary, WIDTH), nn.Embedding(512, WIDTH)
        self.kind = nn.Parameter(torch.zeros(WIDTH))
        self.norm, self.dropout = nn.LayerNorm(WIDTH, eps=1e-12), nn.Dropout(0.1)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))

    def forward(self, pieces: Tensor, mask: Tensor) -> Tensor:
        places = torch.arange(pieces.shape[1], device=pieces.device)
        states = self.dropout(self.norm(self.words(pieces) + self.places(places) + self.kind))
        wide = mask[:, None, None, :].to(torch.bool)
        for layer in self.layers:
            states = layer(states, wide)
        return states


class Heads(nn.Module):
    """What reads the states; small enough to run in numpy."""

    def __init__(self, roots: int) -> None:
        super().__init__()
        self.cue = nn.Linear(WIDTH, 3)
        self.arc_cue, self.arc_word = nn.Linear(2 * WIDTH, ARC * CHANNELS), nn.Linear(WIDTH, ARC * CHANNELS)
        self.arc_flat = nn.Linear(WIDTH, CHANNELS)
        self.arc_distance = nn.Parameter(torch.zeros(CHANNELS, BUCKETS))
        self.fact_inner, self.fact = nn.Linear(WIDTH, 128), nn.Linear(128, 1)
        self.root_inner, self.root = nn.Linear(SPANS, 256), nn.Linear(256, roots)
        self.act_inner, self.act = nn.Linear(WIDTH, 192), nn.Linear(192, roots)
        self.role_act, self.role_word = nn.Linear(WIDTH, ROLE * ROLES), nn.Linear(WIDTH, ROLE * ROLES)
        self.role_flat, self.role_distance = nn.Linear(WIDTH, ROLES), nn.Parameter(torch.zeros(ROLES, BUCKETS))
        self.dropout = nn.Dropout(0.1)

    def acts(self, states: Tensor) -> Tensor:
        """Scores of the roots (the first: no event) of each word piece, (..., length, roots)."""
        return self.act(self.dropout(functional.gelu(self.act_inner(self.dropout(states)))))

    def roles(self, states: Tensor, acts: Tensor) -> Tensor:
        """Scores (acts, 2, length) of being an actor, a recipient; for one window's states and the rows of its acts."""
        length = states.shape[0]
        left = functional.gelu(self.role_act(self.dropout(states[acts]))).view(-1, ROLES, ROLE)
        right = functional.gelu(self.role_word(self.dropout(states))).view(length, ROLES, ROLE)
        scores = torch.einsum("ckd,lkd->ckl", left, right) / ROLE**0.5
        distance = self.role_distance[:, buckets(torch.stack([acts, acts], 1), length)].transpose(0, 1)
        return scores + self.role_flat(states).T[None] + distance

    def arcs(self, states: Tensor, cues: Tensor) -> Tensor:
        """Scores (cues, channels, length) of one window's states (length, 384) for cues given as (first, last)."""
        length = states.shape[0]
        ends = torch.cat([states[cues[:, 0]], states[cues[:, 1]]], dim=-1)
        left = functional.gelu(self.arc_cue(self.dropout(ends))).view(-1, CHANNELS, ARC)
        right = functional.gelu(self.arc_word(self.dropout(states))).view(length, CHANNELS, ARC)
        scores = torch.einsum("ckd,lkd->ckl", left, right) / ARC**0.5
        distance = self.arc_distance[:, buckets(cues, length)].transpose(0, 1)
        return scores + self.arc_flat(states).T[None] + distance

    def factuality(self, states: Tensor) -> Tensor:
        return 3 * torch.tanh(self.fact(functional.gelu(self.fact_inner(self.dropout(states))))).squeeze(-1)

    def roots(self, spans: Tensor) -> Tensor:
        return self.root(self.dropout(functional.gelu(self.root_inner(self.dropout(spans)))))


def buckets(cues: Tensor, length: int) -> Tensor:
    """The bucket of distance of each word piece from each cue, (cues, length): 0 inside it, then before, then after."""
    words = torch.arange(length)[None]
    before, after = cues[:, :1] - words, words - cues[:, 1:]
    edges = torch.tensor(REACH)
    steps = torch.bucketize(torch.maximum(before, after), edges, right=True)
    return torch.where(before > 0, steps, torch.where(after > 0, steps + len(REACH), torch.zeros_like(steps)))


def load_encoder(folder: Path) -> Encoder:
    """The encoder with the published weights of all-MiniLM-L6-v2 (``model.safetensors`` of that folder; Apache-2.0)."""
    raw = load_file(folder / "model.safetensors")
    raw = {name.removeprefix("bert."): value for name, value in raw.items()}
    state = {
        "words.weight": raw["embeddings.word_embeddings.weight"],
        "places.weight": raw["embeddings.position_embeddings.weight"],
        "kind": raw["embeddings.token_type_embeddings.weight"][0],
        "norm.weight": raw["embeddings.LayerNorm.weight"],
        "norm.bias": raw["embeddings.LayerNorm.bias"],
    }
    names = {
        "query": "attention.self.query",
        "key": "attention.self.key",
        "value": "attention.self.value",
        "output": "attention.output.dense",
        "norm_attention": "attention.output.LayerNorm",
        "inner": "intermediate.dense",
        "outer": "output.dense",
        "norm_output": "output.LayerNorm",
    }
    for layer in range(LAYERS):
        for ours, theirs in names.items():
            for part in ("weight", "bias"):
                state[f"layers.{layer}.{ours}.{part}"] = raw[f"encoder.layer.{layer}.{theirs}.{part}"]
    encoder = Encoder()
    encoder.load_state_dict(state)
    return encoder
