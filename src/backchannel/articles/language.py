"""Which language a story is in, and the refusal of what is confidently not English."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from backchannel.errors import NotEnglish

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

SAMPLE = 4000  # characters
# On our own short sentences (3 to 12 words, full of foreign names) English has a probability of .02 at the least,
# on sentences of ten other languages .0011 at the most: see tests/articles/test_language.py.
LEAST_ENGLISH = 0.005
ENOUGH_COMMON = 0.15  # share of English function words from which no model is asked
_WORD = re.compile(r"[^\W\d_]+")
# English function words that hardly another language shares.
_COMMON = frozenset(
    "the of and to that for it with as his by this not are but from have an they which you were her she there would "
    "their we has been when who will more out what its about into than them".split()
)
_NAMES = {
    "ar": "Arabic", "de": "German", "es": "Spanish", "fa": "Persian", "fr": "French", "he": "Hebrew", "hi": "Hindi",
    "id": "Indonesian", "it": "Italian", "ja": "Japanese", "ko": "Korean", "lv": "Latvian", "my": "Burmese",
    "nl": "Dutch", "no": "Norwegian", "pl": "Polish", "pt": "Portuguese", "ru": "Russian", "sv": "Swedish",
    "th": "Thai", "tr": "Turkish", "uk": "Ukrainian", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip


def find_language(text: str) -> str:
    """The ISO 639-1 code of the text's language; "en" unless another one is sure."""
    sample = text[:SAMPLE]
    words = [word.lower() for word in _WORD.findall(sample)]
    if not words:
        return "en"
    common = sum(word in _COMMON for word in words)
    if common >= ENOUGH_COMMON * len(words):
        return "en"
    ranks: dict[str, float] = dict(_identifier().rank(sample))
    if ranks.get("en", 0.0) >= LEAST_ENGLISH:
        return "en"
    return max(ranks, key=ranks.__getitem__)


def require_english(text: str, name: str) -> str:
    """The language "en"; raises NotEnglish, naming the language, where the text is surely in another one."""
    code = find_language(text)
    if code != "en":
        language = f"{_NAMES[code]} ({code})" if code in _NAMES else f"language “{code}”"
        raise NotEnglish(f"{name}: the text is in {language}; only English is read so far")
    return code


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
