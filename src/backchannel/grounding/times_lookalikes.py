"""What only looks like a time expression: names («Tariq Ramadan»), verbs («to march»), counts («2000 men»), rates."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from backchannel.grounding.times_grammar import Found
from backchannel.grounding.times_parse import token_at
from backchannel.records import Story

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_BARE_YEAR_BEFORE = re.compile(r"(?:No\.|number|flight|page|room|[$€£#])\s?$", re.IGNORECASE)
_COUNTED = re.compile(
    r"[ -](?:[a-z]+ )?(?:per ?cent|%|people|troops|soldiers|dollars|miles|kilomet|pages?\b|tons|points|hours|GMT"
    r"|A\.?H\b|B\.?E\b)"  # «1446 AH», «2567 BE» count from other days
)
_SOFT_MONTH_BEFORE = re.compile(
    r"\b(?:in|of|since|by|until|till|from|to|through|for|during|between|and|or|before|after|next|last|this|early|late|mid|on)"
    r"[\s-]*$",
    re.IGNORECASE,
)
_NAMED_ON = re.compile(r"\s(?!Eve|Day|Week)[A-Z][a-z]")
_NAME_BEFORE = re.compile(r"\b([A-Z][a-z]+)\s$")
_LEADING = frozenset(
    "On In At By The For This Since Until After Before During Over Around Last Next Every Muslim Jewish".split()
)
_MODAL = re.compile(r"\b(?:will|would|may|might|could|can|must)\s$")
_THINGS = re.compile(r" (?!(?:was|is|has|as|does)\b)(?:[a-z]+s|people|men|women|children)\b")
AHEAD = 60  # years: a figure further ahead of the story is no year


def is_time(place: Found, story: Story, doc: Doc) -> bool:
    """Whether the place is no name, verb or count that only looks like time («May», «to march», «2019 people»)."""
    text = story.text
    ahead, behind = text[place.end : place.end + 30], text[max(0, place.start - 14) : place.start]
    alone = set(place.words) == {place.rule}
    if place.rule == "month" and alone and place.words["month"] in ("may", "march", "jun", "mar"):
        token = token_at(doc, place.start)
        if len(doc) == 1:  # the month alone, as in a table
            return True
        return bool(_SOFT_MONTH_BEFORE.search(behind)) and token is not None and token.pos_ not in ("AUX", "VERB")
    if place.rule == "often" and behind.lower().endswith("average "):
        return False  # «average daily volume» measures
    if place.rule == "year" and alone:
        far = story.published is not None and int(place.words["year"]) > story.published.year + AHEAD
        counted = _COUNTED.match(ahead) or _counts(token_at(doc, place.start))
        return not (far or _BARE_YEAR_BEFORE.search(behind) or counted)
    if place.rule == "year-in-words" and place.words["yearwords"] == "two thousand" and _THINGS.match(ahead):
        return False  # «two thousand people»
    if place.rule == "duration" and place.words.get("num") == "one" and place.words["unit"] == "day":
        return "-" in text[place.start : place.end] or not (
            _MODAL.search(behind) or _is_someday(token_at(doc, place.end - 1))
        )
    if place.rule == "holiday" and set(place.words) == {"holiday"}:
        name = _NAME_BEFORE.search(behind)  # «Easter Island», «Tariq Ramadan»
        return not _NAMED_ON.match(ahead) and (name is None or name.group(1) in _LEADING)
    if place.rule == "duration" and place.words.get("num") in ("a", "an") and _is_rate(token_at(doc, place.start)):
        return False
    if place.rule == "season":
        return _is_season(place, ahead, behind, token_at(doc, place.end - 1))
    return True


def _is_rate(token: Token | None) -> bool:
    """Whether «a week» says per what: «four flights a week», «$2 million a year»."""
    if token is None or token.i == 0 or token.text[:1].isupper():
        return False
    return token.nbor(-1).pos_ in ("NOUN", "NUM", "SYM") and not token.nbor(-1).is_space


def _counts(token: Token | None) -> bool:
    """Whether a bare figure counts things: «2000 men», but «the 2019 talks»."""
    if token is None or token.dep_ != "nummod" or token.head.tag_ != "NNS" or token.head.i < token.i:
        return False
    return not any(child.pos_ in ("DET", "PRON") or child.dep_ == "poss" for child in token.head.children)


def _is_season(place: Found, ahead: str, behind: str, token: Token | None) -> bool:
    if place.has("which", "year"):
        return True
    if token is not None and token.pos_ == "VERB":
        return False
    if re.match(r"\s(?:of\b|in\b|from\b|to\b|[A-Z])", ahead):
        return False
    led = re.search(r"\b(?:in|during|by|until|since|for|through|over|of|before|after)\s+$", behind)
    return led is not None or place.has("edge")


def _is_someday(token: Token | None) -> bool:
    """«he will one day return», but not «for one day», «it lasted one day»."""
    return token is not None and token.i + 1 < len(token.doc) and token.nbor(1).tag_ in ("VB", "VBZ", "VBP", "VBD")
