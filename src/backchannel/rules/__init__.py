"""Word knowledge as data: one TOML file a stage, each rule with an id and an example.

To add a rule, add a ``[[rule]]`` table to the file of its stage; its example becomes a test by itself.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from backchannel.errors import BadRule

Rule = Mapping[str, Any]


@cache
def load_rules(name: str) -> tuple[Rule, ...]:
    """The rules of ``rules/<name>.toml`` in file order.

    Raises BadRule where the file is missing or malformed, an id occurs twice, or a rule has no example.
    """
    try:
        text = resources.files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8")
    except FileNotFoundError:
        raise BadRule(f"rules/{name}.toml: no such file") from None
    return parse_rules(name, text)


def parse_rules(name: str, text: str) -> tuple[Rule, ...]:
    """The rules in ``text``, checked as ``load_rules`` does."""
    try:
        rules = tomllib.loads(text).get("rule", [])
    except tomllib.TOMLDecodeError as error:
        raise BadRule(f"rules/{name}.toml: {error}") from error
    seen: set[str] = set()
    for number, rule in enumerate(rules, start=1):
        id = rule.get("id")
        if not id or id in seen:
            raise BadRule(f"rules/{name}.toml: rule {number}: needs an id of its own, has {id!r}")
        if not rule.get("example"):
            raise BadRule(f"rules/{name}.toml: rule {id}: needs an example")
        seen.add(id)
    return tuple(rules)
