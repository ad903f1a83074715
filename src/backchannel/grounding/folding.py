"""Text without accents and curly quotes, as names are looked up in it."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_NOT_ASCII = re.compile(r"[^\x00-\x7f]")


def fold_text(text: str) -> tuple[str, list[int] | None]:
    """The text without accents and curly quotes, and its offsets as offsets in ``text`` (None: the same)."""
    if text.isascii():
        return text, None
    plain = _folding()
    folded = _NOT_ASCII.sub(lambda sign: plain.get(sign[0], sign[0]), text)
    if not any(map(unicodedata.combining, set(_NOT_ASCII.findall(folded)))):
        return folded, None
    kept = [number for number, char in enumerate(folded) if not unicodedata.combining(char)]
    offsets = [*kept[1:], len(folded)] if kept else []
    return "".join(folded[number] for number in kept), [kept[0] if kept else 0, *offsets]


@cache
def _folding() -> dict[str, str]:
    """Single characters as their base letter or plain sign; the text keeps its length."""
    table = {"’": "'", "‘": "'", "ʼ": "'", "ʻ": "'", "`": "'", "–": "-", "‐": "-", "‑": "-"}
    table |= {"\u00a0": " ", "\u202f": " "}
    table |= {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "ə": "e", "ð": "d", "Ð": "D"}
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        base = unicodedata.normalize("NFD", chr(code))[0]
        if base.isascii():
            table.setdefault(chr(code), base)
    return table
