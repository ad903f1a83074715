"""Names in credit lines: agencies, persons, and the credit or dateline before the first words.

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
_SPLIT = re.compile(
    r"\s*(?:,|;|\||•|·|&|\band\b|\bwith\b|\s-\s|\bfor\b(?=\s+(?:the\s+)?[A-Z])|\n|/(?=\s?[A-Z]))\s*", re.IGNORECASE
)
_PLACED = re.compile(r"\s+(?:in|from|at|near)\s+(?:the\s+)?(?:[A-Z][\w.'-]*)(?:\s+[A-Z][\w.'-]*){0,3}")
_OWNER = re.compile(r"^(?P<owner>.{2,40}?)'s?\s+(?=[A-Z])")
_WORD = re.compile(r"[^\W\d_][\w.'-]*")


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


@cache
def words_of(id: str) -> frozenset[str]:
    """The words of a list in the rules: "particles", "no-name" or "between-names"."""
    return next(frozenset(rule["words"].split()) for rule in load_rules("credits") if rule["id"] == id)


@cache
def place_names() -> frozenset[str]:
    """Places of two or more words, casefolded, that a name pattern would take for a person."""
    return frozenset(
        name.casefold() for rule in load_rules("credits") if rule["kind"] == "place" for name in rule["names"]
    )


@cache
def _given_names() -> frozenset[str]:
    """Aliases that are given names too, casefolded: beside a surname they are no agency."""
    return frozenset(name.casefold() for rule in load_rules("credits") for name in rule.get("given_names", ()))


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


def is_person(words: str) -> bool:
    """Whether the words look like one person's name: two to five capitalised words, no office, no place, no agency."""
    tokens = words.split()
    if not 2 <= len(tokens) <= 5 or words.casefold() in place_names() or agency_named(words) is not None:
        return False
    if not (tokens[0][0].isupper() or tokens[0] in words_of("particles")) or not tokens[-1][0].isupper():
        return False
    for token in tokens:
        token = token.strip("\"'()")
        bare = token.strip(".,").casefold()
        if not bare or bare in words_of("no-name") or any(c.isdigit() for c in token) or "@" in token or "://" in token:
            return False
        if not token[0].isupper() and bare not in words_of("particles"):
            return False
    return True


def looks_like_names(words: str) -> bool:
    """Whether a stretch holds names and the words between them only, so that it is no sentence."""
    plain = words.translate(PLAIN)
    for token in _WORD.findall(plain):
        if (
            token[0].islower()
            and token.removesuffix("'s") not in words_of("between-names")
            and agency_named(token) is None
        ):
            return False
    people, agencies = split_people(words)
    return bool(people or agencies)


def split_people(words: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The persons and the agencies that a credit names, in its order.

    «By Ana Reis in Porto and JON DOE, Associated Press» -> (("Ana Reis", "Jon Doe"), ("AP",)).
    """
    people: list[str] = []
    agencies: list[str] = []
    placed = False
    for raw in _SPLIT.split(re.sub(r"\([^()]{0,80}\)", " ", words.translate(PLAIN).strip(" .()"))):
        piece = re.sub(r"^(?:by|and|from)\s+", "", raw.strip(' ."-'), flags=re.IGNORECASE)
        piece = re.sub(r"\s+(?:on|updated|published|posted)\b.{0,60}$", "", piece, flags=re.IGNORECASE)
        bare = _PLACED.sub("", piece).strip()
        was_placed, placed = placed, bare != piece
        piece = bare
        if not piece or (agency := agency_named(piece)) is not None:
            agencies.extend([agency] if piece and agency else [])
            continue
        piece, agency = _without_owner(piece)
        agencies.extend([agency] if agency else [])
        if is_person(piece) and not (was_placed and not placed and piece.casefold() in place_names()):
            people.append(_named(piece))
    return tuple(dict.fromkeys(people)), tuple(dict.fromkeys(agencies))


def _without_owner(piece: str) -> tuple[str, str | None]:
    """The name in a piece without the house beside it, and that house's agency.

    «Harbor's Ana Reis», «Associated Press writers Ana Reis» and «ANA REIS Associated Press» are all Ana Reis;
    «CNN Senior Supreme Court Analyst» is nobody.
    """
    owner = _OWNER.match(piece)
    if owner and len(piece[owner.end() :].split()) >= 2:
        name, agency = _without_owner(piece[owner.end() :])
        return name, agency_named(owner["owner"]) or agency_leading(owner["owner"]) or agency
    tokens = piece.split()
    agency = None
    for start, end in ((i, j) for i in range(len(tokens)) for j in range(min(len(tokens), i + 4), i, -1)):
        words = " ".join(tokens[start:end])
        agency = agency_named(words) if words.casefold() not in _given_names() else None
        if agency is not None:
            tokens = tokens[end:] if start < 2 else tokens[:start]
            break
    while tokens and (
        tokens[0][0].islower()
        and tokens[0] not in words_of("particles")
        or tokens[0].casefold().strip(".,") in words_of("no-name")
    ):
        tokens = tokens[1:]
    jobs = [index for index, token in enumerate(tokens) if token.casefold().strip(".,") in words_of("no-name")]
    if jobs:
        tokens = tokens[: jobs[0]] if agency is None and jobs[0] >= 2 else []
    return " ".join(tokens), agency


def _named(name: str) -> str:
    """JANE DOE -> Jane Doe; other names as written."""
    if name.isupper() and len(name) > 5:
        return re.sub(r"[^\W\d_]+", lambda match: match[0].capitalize(), name)
    return name


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
