"""Stories of our own about people whom no table knows: a line tells who is in it, the rest is made."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from dataclasses import replace

from backchannel.records import Actor, Event, Interval, Mention, Reading, Sentence, Span, Statement, Story

LANDS = {"Norland": "NOR", "Sudria": "SWE", "Westia": "FIN"}
_NAME = re.compile(r"\[([^\]|]+)(?:\|([^\]]*))?\]")


def tell(id: str, marked: str, day: str | None = "2031-03-01", **story: str) -> Reading:
    """A reading of a line in which actors stand in brackets, with what is known of them after a bar.

    ``[Orla Fenn|NOR GOV]`` is a stranger of that country and sector; ``[he|@1]`` a pronoun for the first actor;
    ``[the police|unnamed]`` nobody with a name; ``[Lantern Front|body]`` an organisation; ``[Kim|=kim-jong-un]`` an
    actor of the tables; ``[Norland]`` a made-up country. The first two actors met, and the first one says so.
    """
    text, actors, place = "", {}, 0
    for match in _NAME.finditer(marked):
        text += marked[place : match.start()]
        span, place = Span(id, len(text), len(text) + len(match[1])), match.end()
        text += match[1]
        _place(actors, match[1], (match[2] or "").split(), span)
    text += marked[place:]
    written = Story(id, text, hashlib.sha256(text.encode()).hexdigest(), title=story.get("title", f"About {id}"),
                    agency=story.get("agency"), outlet=story.get("outlet"),
                    published=None if day is None else dt.date.fromisoformat(day))  # fmt: skip
    named = tuple(actors)
    first = next(iter(actors.values())).mentions[0].span if actors else Span(id, 0, 1)
    when = None if written.published is None else Interval(written.published, written.published)
    event = Event("e1", story.get("type", "CONSULT"), first, named[:1], named[1:2], "test", when=when, statement="s1")
    said = Statement("s1", first, first, Span(id, 0, len(text)), named[0] if named else None, "named")
    return Reading(written, (Sentence(Span(id, 0, len(text)), 0),), (said,), (), tuple(actors.values()), (event,))


def _place(actors: dict[str, Actor], words: str, told: list[str], span: Span) -> None:
    if told[:1] and told[0].startswith("@"):
        known = actors[f"a{told[0][1:]}"]
        how = "pronoun" if words.lower() in ("he", "she", "his", "her", "him") else "description"
        mentions = (*known.mentions, Mention(span, how, True, "test"))  # type: ignore[arg-type]
        actors[known.id] = replace(known, mentions=mentions)
        return
    id = f"a{len(actors) + 1}"
    land = LANDS.get(words)
    ref = land.lower() if land else next((part[1:] for part in told if part.startswith("=")), None)
    country = land or next((part for part in told if len(part) == 3 and part in LANDS.values()), None)
    sector = next((part for part in told if part.isupper() and part != country), None)
    kind = "country" if land else "organisation" if "body" in told else "group" if "unnamed" in told else "person"
    how = "group" if "unnamed" in told else "name"
    actors[id] = Actor(id, words, kind, country, sector, None, ref, (Mention(span, how, False, "test"),))  # type: ignore[arg-type]
