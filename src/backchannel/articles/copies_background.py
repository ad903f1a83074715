"""Words of background, carried from one story of a pair to the other."""

from __future__ import annotations

import numpy as np

from backchannel.articles.copies_blocks import Alignment, Block, Mask
from backchannel.articles.copies_versions import join_blocks


def carry_background(background: Mask, alignment: Alignment, size: int) -> Mask:
    """The background of one text, marked on the words of the other that are the same.

    A passage of which half is background is so as a whole: only sampled shingles tell, and chance may spare some.
    """
    elsewhere = np.zeros(size, bool)
    for passage in join_blocks(alignment):
        mine = np.concatenate([np.arange(block.one, block.one + block.size) for block in passage])
        theirs = np.concatenate([np.arange(block.other, block.other + block.size) for block in passage])
        if background[mine].mean() >= 0.5:
            background[mine] = True
        elsewhere[theirs] = background[mine]
    return elsewhere


def turn(alignment: Alignment) -> Alignment:
    """The same alignment seen from the other story."""
    blocks = sorted((Block(block.other, block.one, block.size) for block in alignment.blocks), key=lambda b: b.one)
    return Alignment(tuple(blocks), alignment.moved, alignment.other, alignment.one, alignment.anchored)
