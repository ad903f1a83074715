"""Writes a fitted state as the files that ship: int8 ONNX, the heads in half precision, the vocabulary.

Needs what ``fit_encoder.py`` needs, and ``pip install onnx onnxruntime onnxscript``.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn
from torch.nn import functional

import encoder_net as net
from backchannel.coding.events.roots import ROOTS

HEADS = ("arc_cue", "arc_distance", "root", "act", "role")  # grades only helped to fit; the rest is in the graph
IN_FULL = ("/cue", "/arc_flat", "/arc_word")  # nodes that keep their weights


class Alone(nn.Module):
    """The encoder on one unpadded window; query, key and value as one product, which runs a fifth faster.

    Second output: for each piece the scores of the cue tags (3), the flat scores of the arcs (6) and the projections
    that the arcs' products are made of (576): numpy would take half as long for them as the encoder for all.
    """

    def __init__(self, encoder: net.Encoder, heads: net.Heads) -> None:
        super().__init__()
        self.cue, self.arc_flat, self.arc_word = heads.cue, heads.arc_flat, heads.arc_word
        self.encoder, self.joint = encoder, nn.ModuleList()
        scale = (net.WIDTH // net.HEADS) ** -0.5
        for layer in encoder.layers:
            joint = nn.Linear(net.WIDTH, 3 * net.WIDTH)
            joint.weight.data = torch.cat([layer.query.weight * scale, layer.key.weight, layer.value.weight])
            joint.bias.data = torch.cat([layer.query.bias * scale, layer.key.bias, layer.value.bias])
            self.joint.append(joint)

    def forward(self, pieces: Tensor) -> tuple[Tensor, Tensor]:
        encoder, heads = self.encoder, net.HEADS
        places = torch.arange(pieces.shape[1])
        states = encoder.norm(encoder.words(pieces) + encoder.places(places) + encoder.kind)
        for layer, joint in zip(encoder.layers, self.joint, strict=True):
            mixed = joint(states).view(-1, 3 * heads, net.WIDTH // heads).transpose(0, 1)
            weights = torch.softmax(mixed[:heads] @ mixed[heads : 2 * heads].transpose(1, 2), -1)
            mixed = (weights @ mixed[2 * heads :]).transpose(0, 1).reshape(1, -1, net.WIDTH)
            states = layer.norm_attention(states + layer.output(mixed))
            states = layer.norm_output(states + layer.outer(functional.gelu(layer.inner(states))))
        words = functional.gelu(self.arc_word(states))
        return states, torch.cat([self.cue(states), self.arc_flat(states), words], dim=-1)


def export(encoder: net.Encoder, heads: net.Heads, path: Path) -> None:
    """Writes the encoder with weights in eight bits, the heads in full."""
    encoder.eval()
    heads.eval()
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "encoder.onnx"
        torch.onnx.export(
            Alone(encoder, heads),
            (torch.ones(1, 12, dtype=torch.long),),
            str(whole),
            input_names=["pieces"],
            output_names=["states", "heads"],
            dynamic_axes={"pieces": {1: "length"}, "states": {1: "length"}, "heads": {1: "length"}},
            opset_version=17,
            dynamo=False,
        )
        names = [node.name for node in onnx.load(whole).graph.node if node.name.startswith(IN_FULL)]
        quantize_dynamic(whole, path, weight_type=QuantType.QInt8, per_channel=True, nodes_to_exclude=names)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--state", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True, help="folder of all-MiniLM-L6-v2")
    parser.add_argument("--out", type=Path, required=True, help="folder")
    parser.add_argument("--heat", type=float, default=1.0, help="temperature of the roots' chances (bench/pairs.py)")
    options = parser.parse_args()
    state = torch.load(options.state, weights_only=True)
    encoder, heads = net.Encoder(), net.Heads(len(ROOTS))
    encoder.load_state_dict(state["encoder"])
    heads.load_state_dict(state["heads"])
    options.out.mkdir(parents=True, exist_ok=True)
    export(encoder, heads, options.out / "encoder.onnx")
    numbers = {
        name: value.numpy().astype(np.float16) for name, value in heads.state_dict().items() if name.startswith(HEADS)
    }
    numbers["root.heat"] = np.float32(options.heat)
    np.savez_compressed(options.out / "encoder_heads.npz", **numbers)
    shutil.copyfile(options.base / "vocab.txt", options.out / "encoder_vocabulary.txt")


if __name__ == "__main__":
    main()
