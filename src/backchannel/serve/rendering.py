"""Templates -> pages. Every value is escaped; no template marks anything as safe."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from backchannel.ontology import TYPES
from backchannel.publish.typeset import clean
from backchannel.serve import wording

_PAGES = Path(__file__).parent / "pages"


def render(template: str, *, code: int = 200, **values: Any) -> HTMLResponse:
    """The page of that template with these values."""
    return HTMLResponse(_environment().get_template(template).render(**values), status_code=code)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_PAGES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "clean": clean,
        "days": wording.say_days,
        "kind": wording.chip_kind,
        "quoted": wording.quote_words,
        "side": wording.say_side,
        "sign": wording.chip_sign,
        "since": wording.say_since,
        "word": wording.say_word,
        "url": wording.safe_url,
    }
    environment.globals |= {
        "count_of": wording.count_of,
        "dyad_link": wording.dyad_link,
        "party_side": wording.party_side,
        "count_stories": wording.count_stories,
        "story_link": wording.story_link,
        "who_link": wording.who_link,
        "types": tuple(TYPES),
    }
    return environment
