"""Stories and actors made by hand for the channel tests."""

from __future__ import annotations

import re
from collections.abc import Mapping

from backchannel.records import Actor, Mention, Span, Story


def make_story(text: str) -> Story:
    return Story(id="t", text=text, sha256="0")


def make_actors(text: str, parties: Mapping[str, str]) -> tuple[Actor, ...]:
    """One actor a side: a country where its code has three capitals, else an armed group with that reference."""
    spans: dict[str, list[Mention]] = {side: [] for side in parties}
    taken: list[tuple[int, int]] = []
    forms = [(form, side) for side, joined in parties.items() for form in joined.split("|")]
    for form, side in sorted(forms, key=lambda item: -len(item[0])):
        for match in re.finditer(rf"\b{re.escape(form)}\b", text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            taken.append(match.span())
            spans[side].append(Mention(Span("t", *match.span()), "name", False, "test"))
    return tuple(
        Actor(
            id=f"a{number}",
            name=side,
            kind="country" if _is_country(side) else "group",
            country=side if _is_country(side) else None,
            ref=side.lower(),
            sector="GOV" if _is_country(side) else "REB",
            mentions=tuple(mentions),
        )
        for number, (side, mentions) in enumerate(spans.items(), start=1)
    )


def _is_country(side: str) -> bool:
    return len(side) == 3 and side.isupper()
