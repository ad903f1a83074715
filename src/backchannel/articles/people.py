"""Names of persons in bylines, credit lines and markup: what is one, and where one ends and the next begins.

The words in and around names are rules (``rules/credits.toml``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from backchannel.articles.credits import PLAIN, agency_leading, agency_named
from backchannel.rules import load_rules

MOST_TOKENS = 5  # of a name
LONGEST_CREDIT = 2000  # characters of a byline that are looked at; more is a page's text, whose reading must not cost
MOST_CREDIT_TOKENS = 40  # words of one of its pieces
LONGEST_HOUSE, MOST_HOUSE_TOKENS = 60, 7  # characters and words of a house's name
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?"
_SPLIT = re.compile(
    r"[,;|•·&\n]|\bas told to\b|\band\b|\bwith\b|\s-\s|\bfor\b(?=\s+(?:the\s+)?[A-Z])|/(?=\s?[A-Z])",
    re.IGNORECASE,
)
# Blanks are looked for from the first of a run on, so that a long run takes no longer than its length.
_PLACED = re.compile(r"(?<!\s)\s+(?:in|from|at|near)\s+(?:the\s+)?(?:[A-Z][\w.'-]*)(?:\s+[A-Z][\w.'-]*){0,3}")
_OWNER = re.compile(r"^(?P<owner>.{2,40}?)'s?\s+(?=[A-Z])")
_WORD = re.compile(r"[^\W\d_][\w.'-]*")
_PREFIX = re.compile(r"(?P<prefix>[^\W\d_]{1,5})['-](?=[^\W\d_])")
# Where to reach a writer: mail addresses, handles, pages.
_REACHED = re.compile(
    r"(?<!\S)(?:(?:follow|contact|e-?mail)\s+)?(?:\S{0,64}@\S{1,120}|(?:https?://|www\.)\S+|\w{1,12}\.com/\S*)"
)
_REACH = re.compile(
    r"^(?:follow|contact|e-?mail)\s+|(?<!\s)\s+(?:follow|contact|e-?mail|(?:on\s+)?twitter)$", re.IGNORECASE
)
_DAY = re.compile(
    rf"\s(?:\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH}\b|{_MONTH}\s+\d|\d{{1,2}}:\d\d|\d{{1,4}}[/.-]\d\d?[/.-]\d).{{0,80}}$",
    re.IGNORECASE,
)
_NOT_WRITING = re.compile(
    r"(?<!and )\b(?:photo(?:s|graphs?|graphy)?|pictures?|videos?|illustrations?|graphics?|maps?|art"
    r"|edit(?:ed|ing)|produc(?:ed|tion))\s+by\s[^;|]{0,300}?(?=$|[;|]|\b(?:story|text|words|reporting|written|writing)\s+by\b)",
    re.IGNORECASE,
)
_BY = re.compile(
    r"^(?:(?:story|text|words|reporting|written|writing|photos|photographs|video|analysis|opinion|commentary|comment"
    r"|column|review|essay|interview|perspective|report|posted|authored)\s+by|by|and|from)\b:?\s+",
    re.IGNORECASE,
)
_SUFFIX = re.compile(r",\s+(?=(?:Jr|Sr|II|III|IV)\b)")
_ROMAN = frozenset({"II", "III", "IV"})
_ABBREVIATED = re.compile(r"(?:^|\s)(?:[A-Z]|Jr|Sr)\.$")


@cache
def words_of(id: str) -> frozenset[str]:
    """The words of a list in the rules: "particles", "name-prefixes", "no-name" or "between-names"."""
    return next(frozenset(rule["words"].split()) for rule in load_rules("credits") if rule["id"] == id)


@cache
def place_names() -> frozenset[str]:
    """Places of two or more words, casefolded, that a name pattern would take for a person."""
    return frozenset(
        name.casefold() for rule in load_rules("credits") if rule["kind"] == "place" for name in rule["names"]
    )


@cache
def _given_names() -> frozenset[str]:
    """Aliases of agencies that are given names too, casefolded: beside a surname they are no agency."""
    return frozenset(name.casefold() for rule in load_rules("credits") for name in rule.get("given_names", ()))


def is_person(words: str) -> bool:
    """Whether the words look like one person's name: two to five words with capitals, no office, place or agency.

    «Frances d'Emilio», «Salma el-Wardany» and «Ludwig van der Berg» do; «danah boyd» and «Suharto» do not by themselves
    (``declared_person`` is for them).
    """
    tokens = [token for raw in words.translate(PLAIN).split() if (token := raw.strip("\"'(),"))]
    if not 2 <= len(tokens) <= MOST_TOKENS or words.casefold() in place_names() or agency_named(words) is not None:
        return False
    if any(c.isdigit() or c in "@/" for c in words) or _no_names(tokens):
        return False
    names = [_is_name_word(token) for token in tokens]
    if not names[-1] or not all(
        name or _bare(token) in words_of("particles") for name, token in zip(names, tokens, strict=True)
    ):
        return False
    return names[0] or sum(names) >= 1 and _bare(tokens[0]) in words_of("particles")


def declared_person(words: str) -> str | None:
    """A name that only the page's markup vouches for as a person's: «Suharto», «danah boyd», «Reis, Ana»; or None."""
    plain = words.translate(PLAIN).strip()
    turned = [part.strip() for part in plain.split(",")]
    if len(turned) == 2 and re.fullmatch(r"[^\W\d_]{3,}(?:[ -][^\W\d_]{2,})?", turned[1]):
        name = f"{turned[1]} {turned[0]}"
        whole = is_person(turned[0]) and _bare(turned[0].split()[0]) not in words_of("particles")
        return None if whole or any(map(agency_named, turned)) or not is_person(name) else _named(name)
    tokens = plain.split()
    if not 1 <= len(tokens) <= 3 or _no_names(tokens) or agency_named(plain) or plain.casefold() in place_names():
        return None
    if not all(re.fullmatch(r"[^\W\d_]+(?:['.-][^\W\d_]+)*\.?", token) for token in tokens):
        return None
    return plain if len(tokens) > 1 or (len(plain) > 2 and plain[0].isupper() and not plain.isupper()) else None


def declared_house(words: str) -> str | None:
    """The name of a house, desk or board that the markup declares as author, as written; or None.

    «The Harbor Tide», «Editorial Board» and «CNN Wire» are; an address, a handle and an account («admin») are not.
    """
    name = " ".join(words.split()).strip(" ,;|-")
    tokens = name.split()
    if not 2 < len(name) <= LONGEST_HOUSE or len(tokens) > MOST_HOUSE_TOKENS or _REACHED.search(name):
        return None
    if not any(c.isalpha() for c in name) or re.fullmatch(r"[\w-]{1,60}(?:\.[\w-]{1,60}){1,4}", name):
        return None
    return None if all(_bare(token) in words_of("accounts") for token in tokens) else name


def _bare(token: str) -> str:
    return token.strip(".,").casefold()


def _is_name_word(token: str) -> bool:
    """A word with a capital, where a name has one: «Emilio», «d'Emilio», «al-Walid»."""
    prefix = _PREFIX.match(token)
    if prefix and prefix["prefix"].casefold() in words_of("name-prefixes"):
        token = token[prefix.end() :]
    return token[:1].isupper()


def _no_names(tokens: Sequence[str]) -> list[int]:
    """The places of words that stand in no name: «Desk», «Reporter», «White House»; a month may be a given name."""
    bare = [_bare(token) for token in tokens]
    pairs = words_of("no-name-pairs")
    found = {i + j for i in range(len(bare) - 1) if f"{bare[i]}-{bare[i + 1]}" in pairs for j in (0, 1)}
    given = len(bare) > 1 and bare[0] in words_of("given-months") and _is_name_word(tokens[1])
    found |= {i for i, word in enumerate(bare) if word in words_of("no-name") and not (given and i == 0)}
    return sorted(found)


def looks_like_names(words: str) -> bool:
    """Whether a stretch holds names and the words between them only, so that it is no sentence."""
    if len(words) > LONGEST_CREDIT:
        return False
    plain = _tidy(words)
    for token in _WORD.findall(plain):
        if (
            not _is_name_word(token)
            and token.removesuffix("'s") not in words_of("between-names")
            and agency_named(token) is None
        ):
            return False
    people, agencies = split_people(words)
    return bool(people or agencies)


def split_people(words: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The persons and the agencies that a credit names, in its order; who only made its pictures is left out.

    «By Ana Reis in Porto and JON DOE, Associated Press» -> (("Ana Reis", "Jon Doe"), ("AP",)).
    """
    people: list[str] = []
    agencies: list[str] = []
    placed = False
    for raw in _SPLIT.split(_tidy(words)):
        piece = _tidy_piece(raw)
        bare = _PLACED.sub("", piece).strip()
        was_placed, placed = placed, bare != piece
        piece = bare
        if not piece or (agency := agency_named(piece)) is not None:
            agencies.extend([agency] if piece and agency else [])
            continue
        piece, agency = _without_owner(piece)
        agencies.extend([agency] if agency else [])
        piece = piece if _ABBREVIATED.search(piece) else piece.rstrip(" .")
        if is_person(piece) and not (was_placed and not placed and piece.casefold() in place_names()):
            people.append(_named(piece))
    return tuple(dict.fromkeys(people)), tuple(dict.fromkeys(agencies))


def _tidy(words: str) -> str:
    """Without brackets, addresses, handles, days, and those who did other work than writing."""
    plain = re.sub(r"\([^()]{0,80}\)", " ", words[:LONGEST_CREDIT].translate(PLAIN)).strip(" ()")
    plain = _NOT_WRITING.sub("", _DAY.sub("", _REACHED.sub(" | ", plain)))
    return _SUFFIX.sub(" ", plain)


def _tidy_piece(raw: str) -> str:
    piece = _BY.sub("", raw.strip(' \t"-').lstrip("."))
    piece = re.sub(r"(?<!\s)\s+(?:on|updated|published|posted)\b.{0,60}$", "", piece, flags=re.IGNORECASE)
    piece = _REACH.sub("", piece.strip())
    return piece if _ABBREVIATED.search(piece) else piece.rstrip(" .")


def _without_owner(piece: str) -> tuple[str, str | None]:
    """The name in a piece without the house beside it, and that house's agency.

    «Harbor's Ana Reis», «Associated Press writers Ana Reis» and «ANA REIS Associated Press» are all Ana Reis;
    «CNN Senior Supreme Court Analyst», «Harbor Bay Media» and «The Second Tide» are nobody.
    """
    owner = _OWNER.match(piece)
    if owner and len(piece[owner.end() :].split()) >= 2:
        name, agency = _without_owner(piece[owner.end() :])
        return name, agency_named(owner["owner"]) or agency_leading(owner["owner"]) or agency
    tokens = piece.split()[:MOST_CREDIT_TOKENS]
    if len(tokens) > 1 and tokens[0] == "The":
        return "", agency_leading(piece)
    agency = None
    for start, end in ((i, j) for i in range(len(tokens)) for j in range(min(len(tokens), i + 4), i, -1)):
        words = " ".join(tokens[start:end])
        agency = agency_named(words) if words.casefold() not in _given_names() else None
        if agency is not None:
            tokens = tokens[end:] if start < 2 else tokens[:start]
            break
    jobs = _no_names(tokens)
    while tokens and (not _is_name_word(tokens[0]) and _bare(tokens[0]) not in words_of("particles") or 0 in jobs):
        tokens, jobs = tokens[1:], _no_names(tokens[1:])
    if jobs:
        house = all(_bare(token) in words_of("house-ends") for token in tokens[jobs[0] :])
        tokens = tokens[: jobs[0]] if agency is None and jobs[0] >= 2 and not house else []
    return " ".join(tokens), agency


def _named(name: str) -> str:
    """JANE DOE -> Jane Doe, MARÍA DE LA CRUZ -> María de la Cruz, Jean DUPONT -> Jean Dupont; others as written."""
    tokens = name.split()
    if name.isupper() and len(name) > 5:
        return " ".join(_lowered(token, at > 0) for at, token in enumerate(tokens))
    shout = [token.isupper() and "." not in token for token in tokens]
    return " ".join(
        _lowered(token, at > 0)
        if loud and (len(token) > 3 or at and token.casefold() in words_of("particles"))
        else token
        for at, (token, loud) in enumerate(zip(tokens, shout, strict=True))
    )


def _lowered(token: str, inside: bool) -> str:
    if token in _ROMAN:
        return token
    if inside and token.casefold() in words_of("particles"):
        return token.casefold()
    word = re.sub(r"[^\W\d_]+", lambda match: match[0].capitalize(), token)
    return re.sub(r"\bMc([a-z])", lambda match: f"Mc{match[1].upper()}", word)


def without_house(words: str, houses: Iterable[str]) -> str:
    """A byline without the site's or publisher's name at its end: «Ana Reis Harbor Tide» on the site «harbortide»."""
    known = {_letters(house) for house in houses}
    tokens = re.sub(r"\s(?:published|posted|updated)\b.*$", "", words, flags=re.IGNORECASE | re.DOTALL).split()
    for count in range(1, min(5, len(tokens) + 1)):
        if _letters("".join(tokens[-count:])) in known:
            return " ".join(tokens[:-count]).rstrip(" ,|-")
    return words


def _letters(words: str) -> str:
    return re.sub(r"\W+", "", words).casefold()
