"""Story text -> the places that look like time expressions, by the patterns of ``rules/times.toml``.

Work is linear in the text: patterns are tried only where a time word stands at most REACH words on, and every pattern
is of bounded length. Nothing is resolved here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from backchannel.errors import BadRule
from backchannel.rules import Rule, load_rules

REACH = 6  # words between the start of an expression and its first time word: «the early part of the next few days»
_WORD = re.compile(r"['’]\d\d(?!\d)|\d[\d,.:/]{0,11}\w{0,2}|[^\W\d_]+|[^\w\s]")
_YEARLIKE = re.compile(r"[12]\d{3}\D{0,3}$|\d{1,2}[:/]\d|\d{1,2}[ap]m?$|\d0s$|['’]\d\d$|[12]\d{5}$")
_BLANK = r"(?:[ \t\u00a0]{1,3}|[ \t]?\n[ \t]?)"
_LITERAL = re.compile(r"(?<![\\\w<{])[a-z]{1,14}(?![\w>}])", re.IGNORECASE)
_MACRO = re.compile(r"\{([a-z]+)(2?)\}")
_GROUP = re.compile(r"\(\?P<(\w+)>")
_DIGITS = {
    "num": r"(?:\d{1,3}(?:,\d{3}){1,3}|\d{1,4})(?:\.\d{1,3}|[ -]\d/\d)?(?!\d)",
    "day": r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?!\d|:\d|,\d{3}\b|\.\d)",
    "year": r"(?:1[0-9]\d\d|20\d\d)(?![\d%]|,\d|[.:]\d)",
}


@dataclass(frozen=True, slots=True)
class Found:
    """A place that looks like a time expression: the rule that fits, its kind, and the words of its groups, folded."""

    start: int
    end: int
    rule: str
    kind: str
    words: Mapping[str, str]

    def has(self, *names: str) -> bool:
        """Whether any of those groups took part."""
        return any(name in self.words for name in names)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled rule."""

    id: str
    kind: str
    regex: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Grammar:
    """All patterns, the words that make them worth trying, the words that may stand before those, and word classes."""

    patterns: tuple[Pattern, ...]
    triggers: frozenset[str]
    fillers: frozenset[str]
    classes: Mapping[str, Mapping[str, int | float | str]]
    capital: frozenset[str]


@cache
def load_grammar() -> Grammar:
    """The grammar of ``rules/times.toml``. Raises BadRule where a pattern does not compile."""
    rules = load_rules("times")
    classes = {str(rule["class"]): dict(rule["words"]) for rule in rules if "words" in rule}
    macros = {str(rule["class"]): _class_regex(rule) for rule in rules if "words" in rule}
    macros["day"] = f"(?:{_DIGITS['day']}|{_alternatives(classes['ord'])})"
    macros["year"] = _DIGITS["year"]
    macros["yearwords"] = _year_words()
    macros["num"] = f"(?:{_DIGITS['num']}|{_number_words(classes['num'])})"
    patterns = tuple(_compile(rule, macros) for rule in rules if "pattern" in rule)
    triggers: set[str] = set()
    fillers = {"'", "’", "-", "–", ",", ".", "©"}
    for rule in rules:
        if "words" in rule:
            words = {part for word in rule["words"] for part in _WORD.findall(word)}
            (triggers if rule.get("trigger") and rule["class"] not in _LOOSE else fillers).update(words)
            if rule.get("trigger"):
                triggers.update(_heads(rule))
        elif "pattern" in rule:
            fillers.update(word.lower() for word in _LITERAL.findall(rule["pattern"]))
            triggers.update(word.lower() for word in rule.get("trigger", ()))
    triggers.update(("nineteen", "thousand", "eighteen", "quarters", "soon"))
    capital = frozenset(str(rule["class"]) for rule in rules if rule.get("capital"))
    return Grammar(patterns, frozenset(triggers - _NO_TRIGGER), frozenset(fillers), classes, capital)


def find_places(text: str) -> tuple[Found, ...]:
    """The places in ``text`` that look like time expressions, in order, none overlapping, the longest at each start."""
    grammar = load_grammar()
    words = [(match.start(), match.group().lower()) for match in _WORD.finditer(text)]
    places: list[Found] = []
    done = 0
    for start in _starts(words, grammar):
        if start < done or (start and (text[start - 1].isalnum() or text[start - 1] in "$€£#_")):
            continue
        found = _longest(text, start, grammar)
        if found is not None:
            done = found.end
            if found.kind != "none":
                places.append(found)
    return tuple(places)


def _starts(words: list[tuple[int, str]], grammar: Grammar) -> list[int]:
    """Offsets of words from which a time word is at most REACH words on, with only filler words between."""
    near = 0
    starts = []
    for start, word in reversed(words):
        if word in grammar.triggers or _YEARLIKE.match(word):
            near = REACH
        elif near and (word in grammar.fillers or word[0].isdigit()):
            near -= 1
        else:
            near = 0
        if near:
            starts.append(start)
    starts.reverse()
    return starts


def _longest(text: str, start: int, grammar: Grammar) -> Found | None:
    best: tuple[int, int, Pattern, re.Match[str]] | None = None
    for pattern in grammar.patterns:
        match = pattern.regex.match(text, start)
        if match is None or match.end() == start or not _capitals(text, match, grammar.capital):
            continue
        if best is None or match.end() > best[1] or (match.end() == best[1] and pattern.kind == "none"):
            best = (start, match.end(), pattern, match)
    if best is None:
        return None
    pattern, match = best[2], best[3]
    words: dict[str, str] = {}
    for group, word in match.groupdict().items():
        if word is not None:  # of a range («two to three weeks») the first figure
            words.setdefault(group.split("__")[0], " ".join(word.lower().split()))
    name = next((name for name in pattern.regex.groupindex if name.split("__")[0] == "span"), None)
    begin, end = match.span(name) if name is not None else match.span()
    end = begin + len(text[begin:end].rstrip())
    if text[end - 1] == "." and text[begin:end].count(".") == 1 and pattern.kind != "clock" and not _abbreviated(words):
        end -= 1
    return Found(begin, end, pattern.id, pattern.kind, words)


def _abbreviated(words: Mapping[str, str]) -> bool:
    return words.get("month", "").endswith(".")


def _capitals(text: str, match: re.Match[str], capital: frozenset[str]) -> bool:
    """Whether every word of a class that needs a capital («March», «Monday») has one."""
    for name in match.re.groupindex:
        if name.split("__")[0] in capital and match.start(name) >= 0 and not text[match.start(name)].isupper():
            return False
    return True


def _compile(rule: Rule, macros: Mapping[str, str]) -> Pattern:
    seen: dict[str, int] = {}

    def number(name: str) -> str:
        seen[name] = seen.get(name, 0) + 1
        return name if seen[name] == 1 else f"{name}__{seen[name]}"

    def macro(match: re.Match[str]) -> str:
        name = match.group(1)
        if name not in macros:
            raise BadRule(f"rules/times.toml: rule {rule['id']}: no class of words is called {{{name}}}")
        return f"(?P<{name}{match.group(2)}>{macros[name]})"

    source = rule["pattern"].replace("[[", "(?:").replace("]]", ")?")
    source = source.replace(" ", _BLANK).replace("~", rf"(?:{_BLANK}|-)")
    source = _MACRO.sub(macro, source)
    source = _GROUP.sub(lambda match: f"(?P<{number(match.group(1))}>", source)
    try:
        return Pattern(rule["id"], rule["kind"], re.compile(rf"(?:{source})(?!\w)", re.IGNORECASE))
    except re.error as error:
        raise BadRule(f"rules/times.toml: rule {rule['id']}: {error}") from error


def _class_regex(rule: Rule) -> str:
    tail = str(rule.get("tail", "")).replace(" ", _BLANK).replace("~", rf"(?:{_BLANK}|-)")
    return _alternatives(rule["words"]) + tail


def _alternatives(words: Mapping[str, object]) -> str:
    ordered = sorted(words, key=len, reverse=True)
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", _BLANK) for word in ordered) + r")(?!\w)"


def _number_words(words: Mapping[str, object]) -> str:
    tens = "twenty thirty forty fifty sixty seventy eighty ninety".split()
    ones = "one two three four five six seven eight nine".split()
    thousands = rf"(?:{'|'.join(ones)}|ten|twenty|fifty) (?:hundred|thousand)\b"
    return rf"(?:{thousands}|(?:{'|'.join(tens)})[ -](?:{'|'.join(ones)})\b|{_alternatives(words)})"


def _year_words() -> str:
    """«nineteen ninety-six», «twenty nineteen», «two thousand and five»."""
    ones = "one|two|three|four|five|six|seven|eight|nine"
    teens = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
    tens = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
    rest = rf"(?:(?:{tens})(?:[ -](?:{ones}))?|{teens}|oh[ -](?:{ones}))"
    return rf"(?:(?:eighteen|nineteen|twenty)[ -]{rest}|two thousand(?: (?:and )?(?:{teens}|{ones}))?)\b"


def _heads(rule: Rule) -> set[str]:
    """The words of a class that can end an expression: of «the near future», the last."""
    return {_WORD.findall(word.rstrip("."))[-1] for word in rule["words"]}


# Classes of several words whose little words («the», «a») must not make a pattern worth trying by themselves.
_LOOSE = frozenset({"present", "pastref", "futureref", "holiday", "deictic"})
_NO_TRIGGER = frozenset({"ago", "may day", "the", "a", "in", "days'"})


def number_of(word: str) -> float | None:
    """The number a word or figure names; None for «a few», «several» and for what is no number."""
    value = load_grammar().classes["num"].get(word)
    if isinstance(value, int | float):
        return float(value)
    digits = re.match(r"(\d[\d,]*(?:\.\d+)?)(?:[ -](\d)/([1-9]))?$", word)
    if digits:
        whole = float(digits.group(1).replace(",", ""))
        return whole + (int(digits.group(2)) / int(digits.group(3)) if digits.group(2) else 0)
    parts = re.split(r"[ -]", word)
    values = [load_grammar().classes["num"].get(part) for part in parts]
    many = {"hundred": 100, "thousand": 1000}.get(parts[-1])
    if len(parts) == 2 and many is not None and isinstance(values[0], int):
        return float(values[0] * many)
    if len(values) == 2 and all(isinstance(value, int) for value in values):
        return float(sum(value for value in values if isinstance(value, int)))
    return None
