"""What publishers and desks say of their own stories: corrections, updates and notes to editors."""

from __future__ import annotations

import re

from backchannel.articles.drafts import Fact

_CORRECTS = re.compile(
    r"\b(?:correct(?:s|ed|ion|ing)|clarif(?:ies|ied|ying|ication)|fix(?:es|ed)|retract(?:s|ed|ion)|withdraws)\b",
    re.IGNORECASE,
)
_UPDATES = re.compile(
    r"\b(?:update[sd]?|updating|adds|recasts|refiles?|releads?|changes|replaces|(?:re)?write-?thr(?:u|ough))\b",
    re.IGNORECASE,
)
# Wire desks mark the headline of a later version: "UPDATE 2-Ministers meet", "CORRECTED-Ministers meet".
_MARKED = re.compile(
    r"(?P<correction>(?:CORRECT(?:ED|ION)|CLARIFICATION)(?:\s\([^()]{3,60}\))?\s?[-:]|Correction:)"
    r"|(?P<update>(?:UPDATE|WRAPUP|WRAP)\s\d{1,2}\s?[-:]|(?:REFILE|RECAST|WRITETHRU)\s?[-:])"
)


def note_facts(words: str | None, where: str) -> list[Fact]:
    """An editor's note, as a correction or update where it says that it is one."""
    words = " ".join((words or "").split())
    if not words:
        return []
    field = "correction" if _CORRECTS.search(words) else "update" if _UPDATES.search(words) else "note"
    return [Fact(field, (words,), where)]


def title_facts(title: str) -> list[Fact]:
    """What the mark of a wire desk before a headline says: «UPDATE 2-» is an update, «CORRECTED-» a correction."""
    match = _MARKED.match(title)
    if match is None or match.lastgroup is None:
        return []
    return [Fact(match.lastgroup, (match[0].rstrip(" -:"),), "headline mark")]
