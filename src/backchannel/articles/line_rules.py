"""The rules for whole lines and paragraphs: ``rules/furniture.toml`` and the lines of ``rules/credits.toml``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from backchannel.articles.credits import PLAIN, agency_leading, agency_named
from backchannel.articles.people import looks_like_names
from backchannel.errors import BadRule
from backchannel.rules import Rule, load_rules

LONGEST_FURNITURE = 900  # characters; no rule looks at longer paragraphs
SHORT = 200  # characters; most rules look at no longer paragraphs
_EFFECTS = frozenset({"line", "list", "cut", "trim"})
_PLACES = frozenset({"any", "head", "tail", "last"})


@dataclass(frozen=True, slots=True)
class LineRule:
    """A compiled rule; ``after`` is the number of story words that must stand before it can cut."""

    id: str
    pattern: re.Pattern[str]
    where: str
    effect: str
    longest: int
    after: int
    agency: str | None
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A paragraph that a rule took: its index, the rule, and the words of the rule's named groups."""

    index: int
    rule: LineRule
    groups: tuple[tuple[str, str], ...]


@cache
def line_rules() -> tuple[LineRule, ...]:
    """All line rules: those that tell something first, so that a line that tells is not dropped unheard."""
    rules = [_compile("credits", rule) for rule in load_rules("credits") if rule["kind"] == "line"]
    rules += [_compile("furniture", rule) for rule in load_rules("furniture")]
    return tuple(rules)


@cache
def _rules_for(length: int) -> tuple[LineRule, ...]:
    """The rules that may match a paragraph of that many characters."""
    return tuple(rule for rule in line_rules() if length <= rule.longest and rule.effect != "trim")


@cache
def trim_rules() -> tuple[LineRule, ...]:
    """The rules that take words from the end of a paragraph."""
    return tuple(rule for rule in line_rules() if rule.effect == "trim")


@cache
def _any_rule(short: bool) -> re.Pattern[str]:
    """All rules without ``needs`` for short or for long paragraphs in one pattern: most paragraphs match none."""
    rules = _rules_for(0 if short else SHORT + 1)
    patterns = (re.sub(r"\(\?P<\w+>", "(?:", rule.pattern.pattern) for rule in rules if not rule.needs)
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


def _compile(file: str, rule: Rule) -> LineRule:
    where = rule.get("where", "any")
    effect = rule.get("effect", "cut" if rule.get("cut") else "line")
    if where not in _PLACES or effect not in _EFFECTS:
        raise BadRule(f"rules/{file}.toml: rule {rule['id']}: where={where!r}, effect={effect!r} are not known")
    try:
        words = rf"{rule['pattern']}\Z" if effect == "trim" else rule["pattern"]
        pattern = re.compile(words, re.IGNORECASE)
    except re.error as error:
        raise BadRule(f"rules/{file}.toml: rule {rule['id']}: {error}") from error
    longest, needs = rule.get("longest", SHORT), tuple(rule.get("needs", ()))
    return LineRule(rule["id"], pattern, where, effect, longest, rule.get("after", 0), rule.get("agency"), needs)


def match_line(rule: LineRule, plain: str) -> tuple[tuple[str, str], ...] | None:
    """The named groups of a rule that matches this whole paragraph (quotes and dashes plain), or None.

    A group that must hold names (people, contributors, signed) or an agency (sole, holder) is checked.
    """
    if len(plain) > rule.longest or rule.effect == "trim":
        return None
    if rule.needs and not any(need in plain.lower() for need in rule.needs):
        return None
    match = rule.pattern.fullmatch(plain)
    if match is None:
        return None
    groups = tuple((name, words.strip()) for name, words in match.groupdict().items() if words and words.strip())
    for name, words in groups:
        if name in {"people", "contributors"} and not looks_like_names(words):
            return None
        if name == "signed" and not _is_signed(words):
            return None
        if name in {"sole", "holder"} and agency_named(words) is None:
            return None
    return groups


def _is_signed(words: str) -> bool:
    """«Ana Reis, Associated Press»: persons first, an agency last."""
    *people, last = re.split(r",|\||/|\s-\s", words)
    return agency_leading(last) is not None and all(looks_like_names(name) for name in people)


def find_hits(text: str) -> Iterator[Hit]:
    """The rules that match this whole paragraph, in their order, each with its groups, looked for as asked for.

    Their index is not yet known.
    """
    if len(text) > LONGEST_FURNITURE:
        return
    plain = text.translate(PLAIN)
    lowered = plain.lower()
    any_plain = _any_rule(len(plain) <= SHORT).fullmatch(plain) is not None
    for rule in _rules_for(len(plain)):
        if any(need in lowered for need in rule.needs) if rule.needs else any_plain:
            groups = match_line(rule, plain)
            if groups is not None:
                yield Hit(-1, rule, groups)
