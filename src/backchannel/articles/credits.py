"""Agencies, and the credit or dateline before a story's first words.

The tables and line patterns are rules (``rules/credits.toml``); this module reads what the lines name.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from backchannel.rules import load_rules

SHORT_ALIAS = 4  # aliases up to this length are matched with their case: "PA" is not "Pa"

# Curly quotes, dashes and hard blanks made plain, one character for one, so that offsets stay.
PLAIN = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "―": "-", "−": "-", "\u00a0": " ", "\u202f": " "}
)

# "(CNN) — ", "SEOUL, South Korea (AP) — ", "TUNIS/ROME, June 3 (Reuters) - ", "Quito, 14 Mar (EFE).- ", "/TASS/."
_BRACKETED = re.compile(
    r"\s*(?P<place>[A-Z0-9][^()\n]{0,60}?)?[\s,]*"
    r"(?:\((?P<source>[A-Za-z][^()\n]{0,60})\)|/(?P<slashed>[A-Za-z][\w -]{1,40})/)\.?\s*(?P<dash>-{1,3}|[:_])?\s*"
)
# "WASHINGTON — ", "ANKARA, Turkey - ", "TRIESTE, MAR 3 - "
_BARE = re.compile(
    r"\s*(?P<place>[A-Z][A-Z.' /-]{2,30}(?:,\s+[A-Z][\w.]{1,20}(?:\s[\w.]{1,20}){0,2}){0,2})\s+(?:--|-)\s+(?=[A-Z\"'])"
)
# "LONDON, Reuters - ", "HOBART, March 5 AAP - ", "YEREVAN, MARCH 5, ARMENPRESS. ": where such a lead may end.
_LEAD_END = re.compile(r"\s?(?P<dash>-{1,2})\s+(?=[A-Z\"'])|(?<=[A-Z])\.\s+(?=[A-Z\"'])")
LONGEST_LEAD = 90
_DAY = re.compile(
    r"(?:^|[\s,.]+)(?P<day>(?:\d{1,2}(?:st|nd|rd|th)?\s+)?"
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?(?:\s+\d{1,2}(?:st|nd|rd|th)?\b)?(?:[.,/]?\s*\d{4})?"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\.?$",
    re.IGNORECASE,
)
_CALL_SIGN = re.compile(
    r"[KW][A-Z]{2,3}(?:[-/ ](?:TV|DT|LD|FM|AM|[KW][A-Z]{2,3}|ABC|NBC|CBS|FOX|CW|PBS|\d{1,2})){0,2}(?: ?\d{1,2})?"
)


@dataclass(frozen=True, slots=True)
class Credit:
    """The words before a story's first sentence: who sent it, from where, and where they end in the text."""

    end: int
    agency: str | None = None
    outlet: str | None = None
    dateline: str | None = None


@cache
def agency_table() -> Mapping[str, str]:
    """Alias -> agency's short name; long aliases casefolded, short ones as written."""
    table: dict[str, str] = {}
    for rule in load_rules("credits"):
        if rule["kind"] == "agency":
            for alias in rule["aliases"]:
                table[alias if len(alias) <= SHORT_ALIAS else alias.casefold()] = rule["name"]
    return table


def agency_named(words: str) -> str | None:
    """The agency that these words are the name of ("The Associated Press" -> "AP"), or None."""
    words = words.translate(PLAIN).strip(" .,;:|()[]/-")
    table = agency_table()
    for name in (words, words.removeprefix("The ").removeprefix("the ")):
        found = table.get(name) if len(name) <= SHORT_ALIAS else table.get(name.casefold())
        if found is not None:
            return found
    return None


def agency_leading(words: str) -> str | None:
    """The agency that these words begin with ("Associated Press writers Ana Reis" -> "AP"), or None."""
    tokens = words.translate(PLAIN).split()
    for count in range(min(5, len(tokens)), 0, -1):
        found = agency_named(" ".join(tokens[:count]).removesuffix("'s").removesuffix("'"))
        if found is not None:
            return found
    return None


def read_credit(text: str) -> Credit | None:
    """The credit or dateline that the text begins with, or None.

    A bracket counts only where it names a known agency or a station's call sign, or a dash and a place stand beside it.
    """
    head = text[:240].translate(PLAIN)
    return _bracketed_credit(text, head) or _named_credit(text, head) or _bare_dateline(text, head)


def _bracketed_credit(text: str, head: str) -> Credit | None:
    match = _BRACKETED.match(head)
    if match is None or not _is_place(match["place"]):
        return None
    whole = match["source"] or match["slashed"]
    agency = agency_named(whole)
    for part in whole.split("/"):
        agency = agency or agency_named(part)
    if match["slashed"]:
        agency = agency or agency_leading(whole)
    source = whole.split("/")[0].strip()
    station = source if _CALL_SIGN.fullmatch(source) and agency_named(source) is None else None
    if match["dash"] is None and (
        head[match.end() : match.end() + 1].islower() or (match["place"] or "").count(" ") > 6
    ):
        return None  # «The People's Alliance (PA) won»
    if not (
        agency or station or (match["place"] and match["dash"] and source[0].isupper() and len(source.split()) <= 4)
    ):
        return None
    if match["place"] is None and match["dash"] and (dateline := _BARE.match(head, match.end())) is not None:
        return Credit(dateline.end(), agency, station, _place(text, dateline))
    return Credit(match.end(), agency, station, _place(text, match))


def _named_credit(text: str, head: str) -> Credit | None:
    """A lead that ends in an agency's name without brackets; before a full stop it must be in capitals."""
    for end in itertools.islice(_LEAD_END.finditer(head, 0, LONGEST_LEAD), 6):
        lead = head[: end.start()]
        tokens = lead.split()
        for count in range(1, min(4, len(tokens) + 1)):
            name = tokens[-count:]
            agency = agency_named(" ".join(name))
            if agency is None:
                continue
            place = lead[: lead.rfind(name[0])].rstrip(" ,.")
            if not _is_place(place or None) or (end["dash"] is None and not lead.isupper()):
                return None
            return Credit(end.end(), agency, None, text[: len(place)].strip() or None)
    return None


def _bare_dateline(text: str, head: str) -> Credit | None:
    match = _BARE.match(head)
    return Credit(match.end(), None, None, _place(text, match)) if match is not None else None


def split_dateline(dateline: str) -> tuple[str | None, str | None]:
    """Place and day of a dateline, as written: «SEOUL, Aug. 20» -> ("SEOUL", "Aug. 20")."""
    match = _DAY.search(dateline)
    if match is None:
        return dateline, None
    return dateline[: match.start()].strip(" ,") or None, match["day"]


def _is_place(place: str | None) -> bool:
    """Whether the words before the bracket can be a place and a day: no lower-case words but a month or "of"."""
    if place is None:
        return True
    return all(
        word[0].isupper() or word[0].isdigit() or word in {"of", "the", "de", "and", "la", "al"}
        for word in re.findall(r"\w[\w.'-]*", place)
    )


def _place(text: str, match: re.Match[str]) -> str | None:
    """The dateline as it stands in the text, without the full stop that is no abbreviation's."""
    words = text[match.start("place") : match.end("place")].strip(" ,-–—[")
    last = words.removesuffix(".").split(" ")[-1]
    if last.isdigit() or (last.isupper() and len(last) > 4):
        words = words.removesuffix(".")
    return words or None
