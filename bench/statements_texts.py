"""The texts that statement labels stand on, by document id: MEANTIME, re3d (free folders), PLOVER records, ECB+.

Labels are kept as document id and offsets, so the texts are put together the same way each time: MEANTIME and ECB+
come as tokens and are set into running text by ``join_words``, one paragraph a sentence.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from xml.etree import ElementTree

FREE_FOLDERS = (
    "UK Government",
    "US State Department",
    "CENTCOM",
    "Wikipedia",
    "Australian Department of Foreign Affairs",
)
_TIGHT_LEFT = re.compile(r"^(?:[,.;:!?%)\]}’”]|'s|’s|n't|n’t|'re|'ve|'ll|'d|'m|\.\.\.|')$")
_TIGHT_RIGHT = frozenset({"(", "[", "{", "$", "£", "€", "“", "‘", "``"})
_RECORD = re.compile(r'"id":\s*"([^"]+)"|"text":\s*"((?:[^"\\]|\\.)*)"')


def read_texts(gold: Path) -> dict[str, str]:
    """Document id -> text, in a fixed order; folders that are missing are left out."""
    found: dict[str, str] = {}
    for reader in (_read_meantime, _read_re3d, _read_plover, _read_ecb):
        found.update(reader(gold))
    return found


def join_words(words: Iterable[str]) -> str:
    """Tokens as running text: no blank before closing marks and clitics, none after opening ones."""
    text, open_quote, tight = "", False, True
    for word in words:
        quote = word in ('"', "''", "``")
        closes = quote and open_quote
        if text and not tight and not closes and not _TIGHT_LEFT.match(word):
            text += " "
        text += '"' if quote else word
        if quote:
            open_quote = not open_quote
        tight = (quote and open_quote) or word in _TIGHT_RIGHT
    return text


def _read_meantime(gold: Path) -> dict[str, str]:
    found = {}
    for path in sorted((gold / "MEANTIME_en" / "intra-doc_annotation").rglob("*.xml")):
        sentences: dict[int, list[str]] = {}
        for token in ElementTree.parse(path).getroot().iter("token"):
            sentences.setdefault(int(token.get("sentence", "0")), []).append(token.text or "")
        found[f"meantime/{path.stem}"] = "\n\n".join(join_words(words) for words in sentences.values())
    return found


def _read_re3d(gold: Path) -> dict[str, str]:
    found = {}
    for folder in FREE_FOLDERS:
        path = gold / "events" / "re3d" / folder / "documents.json"
        lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
        for line in lines:
            if line.strip():
                row = json.loads(line)
                found[f"re3d/{row['_id']}"] = row["text"]
    return found


def _read_plover(gold: Path) -> dict[str, str]:
    path = gold / "events" / "plover_gsr" / "PLOVER_GSR_CAMEO.txt"
    found, name = {}, ""
    content = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
    for match in _RECORD.finditer(content):
        if match[1]:
            name = match[1]
        elif name:
            found[f"plover/{name}"] = re.sub(r"\\(.)", r"\1", match[2])
    return found


def _read_ecb(gold: Path) -> dict[str, str]:
    sentences: dict[str, dict[str, list[str]]] = {}
    for part in ("Train", "Dev"):
        path = gold / "crossdoc" / "ecbplus_train" / f"ECB_{part}_corpus.txt"
        lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
        for line in lines:
            cells = line.split("\t")
            if len(cells) >= 4:
                sentences.setdefault(cells[0], {}).setdefault(cells[1], []).append(cells[3])
    return {f"ecb/{name}": "\n\n".join(map(join_words, rows.values())) for name, rows in sorted(sentences.items())}
