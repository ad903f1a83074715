"""Whether a paragraph reads as running text, and how many words it has."""

from __future__ import annotations

import re

_END = re.compile(r"[.!?…。！？।؟][)\]\"'”’»*]{0,3}$")
# A word; in scripts without blanks between words, each character.
_WORD = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u3040-\u30ff\u3400-\u9fff]|\w+(?:['’.-]\w+)*")
_ADDRESS_AT_END = re.compile(r"\s+(?:https?://|pic\.twitter\.com/|t\.co/)\S+$")


def count_words(text: str) -> int:
    """The number of words; in scripts that set no blanks between words, of characters."""
    return len(_WORD.findall(text))


def is_sentence(text: str) -> bool:
    """Whether a paragraph reads as running text: it ends like a sentence, or is too long for a headline or menu."""
    count = count_words(text[:600])
    if count < 4:
        return False
    if text[-1:].isalnum():
        text = text[:-300] + _ADDRESS_AT_END.sub("", text[-300:])
    return _END.search(text[-6:]) is not None or count >= 25 or (count >= 8 and text.endswith(":"))
