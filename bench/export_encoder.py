"""Writes a fitted state as the files that ship: int8 ONNX, the heads in half precision, the vocabulary.

Needs what ``fit_encoder.py`` needs, and ``pip install onnx onnxruntime onnxscript``.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn
from torch.nn import functional

import encoder_net as net
from fit_encoder import ROOTS


class Alone(nn.Module):
    """The encoder on one unpadded window; query, key and value as one product, which runs a fifth faster."""

    def __init__(self, encoder: net.Encoder) -> None:
        super().__init__()
        self.encoder, self.joint = encoder, nn.ModuleList()
        scale = (net.WIDTH // net.HEADS) ** -0.5
        for layer in encoder.layers:
            joint = nn.Linear(net.WIDTH, 3 * net.WIDTH)
            joint.weight.data = torch.cat([layer.query.weight * scale, layer.key.weight, layer.value.weight])
            joint.bias.data = torch.cat([layer.query.bias * scale, layer.key.bias, layer.value.bias])
            self.joint.append(joint)

    def forward(self, pieces: Tensor) -> Tensor:
        encoder, heads = self.encoder, net.HEADS
        places = torch.arange(pieces.shape[1])
        states = encoder.norm(encoder.words(pieces) + encoder.places(places) + encoder.kind)
        for layer, joint in zip(encoder.layers, self.joint, strict=True):
            mixed = joint(states).view(-1, 3 * heads, net.WIDTH // heads).transpose(0, 1)
            weights = torch.softmax(mixed[:heads] @ mixed[heads : 2 * heads].transpose(1, 2), -1)
            mixed = (weights @ mixed[2 * heads :]).transpose(0, 1).reshape(1, -1, net.WIDTH)
            states = layer.norm_attention(states + layer.output(mixed))
            states = layer.norm_output(states + layer.outer(functional.gelu(layer.inner(states))))
        return states


def export(encoder: net.Encoder, path: Path) -> None:
    """Writes the encoder with weights in eight bits."""
    encoder.eval()
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "encoder.onnx"
        torch.onnx.export(
            Alone(encoder),
            (torch.ones(1, 12, dtype=torch.long),),
            str(whole),
            input_names=["pieces"],
            output_names=["states"],
            dynamic_axes={"pieces": {1: "length"}, "states": {1: "length"}},
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(whole, path, weight_type=QuantType.QInt8, per_channel=True)


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
    export(encoder, options.out / "encoder.onnx")
    numbers = {
        name: value.numpy().astype(np.float16)
        for name, value in heads.state_dict().items()
        if not name.startswith("fact")  # helps to fit the encoder; status has a head of its own
    }
    numbers["root.heat"] = np.float32(options.heat)
    np.savez_compressed(options.out / "encoder_heads.npz", **numbers)
    shutil.copyfile(options.base / "vocab.txt", options.out / "encoder_vocabulary.txt")


if __name__ == "__main__":
    main()
