"""How the desk says things: names of sides, days, counts, and the chips that tell a status in words and a sign."""

from __future__ import annotations

from functools import cache
from urllib.parse import quote, urlsplit

from backchannel.ontology import load_actors, load_countries
from backchannel.publish.typeset import write_days
from backchannel.records import ChannelState, Interval, Party, Span

# A sign beside the word, for those who do not see the colours. Kinds share a colour in desk.css.
SIGNS = {
    "happened": ("done", "●"),
    "ongoing": ("done", "◐"),
    "planned": ("ahead", "○"),
    "possible": ("open", "◇"),
    "hypothetical": ("open", "◇"),
    "denied": ("against", "✕"),
    "refused": ("against", "⊘"),
    "cancelled": ("against", "⊘"),
    "opened": ("done", "●"),
    "used": ("done", "●"),
    "answered": ("done", "●"),
    "restored": ("done", "●"),
    "offered": ("ahead", "○"),
    "invited": ("ahead", "○"),
    "prepared": ("ahead", "○"),
    "discussed": ("open", "◇"),
    "unanswered": ("open", "◇"),
    "none": ("against", "✕"),
    "cut": ("against", "⊘"),
    "denied-to-exist": ("against", "✕"),
}
_WORDS = {
    "denied-to-exist": "said not to exist",
    "working-level": "working-level talks",
    "contact": "communication",
    "no-comment": "no comment",
}


def chip_kind(state: str) -> str:
    """The colour group of a status or channel state."""
    return SIGNS.get(state, ("open", "◇"))[0]


def chip_sign(state: str) -> str:
    """The sign of a status or channel state."""
    return SIGNS.get(state, ("open", "◇"))[1]


def say_word(word: str) -> str:
    """A slug as people write it."""
    return _WORDS.get(word, word.replace("-", " "))


def say_side(side: str) -> str:
    """A country's or actor's name for its code or knowledge-base id; the id itself where nobody has it."""
    return _country_names().get(side.upper() if len(side) == 3 else side) or _actor_name(side)


@cache
def _country_names() -> dict[str, str]:
    return {country.iso3: country.name for country in load_countries()}


def _actor_name(ref: str) -> str:
    table = load_actors()
    if ref in table:
        return table[ref].name
    return ref.partition("@")[0].partition("~")[0].replace("-", " ").strip() or ref


def party_side(party: Party) -> str:
    """What a dyad page asks for when this party is clicked: its country, or its ref."""
    return party.country or party.ref


def quote_words(words: str) -> str:
    """The words in quotation marks, unless they are all one quotation already."""
    if words[:1] in '“"' and words[-1:] in '”"' and len(words) > 1:
        return words
    return f"“{words}”"


def say_days(when: Interval | None) -> str:
    """Days as short as can be; «day not told» for None."""
    return "day not told" if when is None else write_days(when)


def say_since(state: ChannelState) -> str:
    """Since when a channel is in its state, as far as the texts tell."""
    if state.when is not None:
        return f"since {write_days(state.when)}"
    if state.known is not None:
        return f"told on {state.known.isoformat()}"
    return "day not told"


def count_of(number: int, one: str, many: str | None = None) -> str:
    """«1 story», «12 stories»."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def count_stories(stories: int, origins: int) -> str:
    """«3 stories», «3 stories of 2 origins» where some are copies."""
    told = count_of(stories, "story", "stories")
    return told if stories == origins else f"{told} of {count_of(origins, 'origin')}"


def who_link(id: str) -> str:
    """The page of an identity."""
    return f"/who/{quote(id, safe='~')}"


def story_link(story: str, span: Span | None = None) -> str:
    """Where the words stand: the story's page, its mark ``at`` on exactly these characters."""
    path = f"/stories/{quote(story, safe='')}"
    return path if span is None else f"{path}?at={span.start}-{span.end}#at"


def marks_link(story: str, at: str) -> str:
    """The story's own style sheet."""
    return f"/stories/{quote(story, safe='')}/marks.css" + (f"?at={quote(at, safe='')}" if at else "")


def dyad_link(a: str, b: str) -> str:
    """The dyad's page."""
    return f"/dyad/{quote(a, safe='')}/{quote(b, safe='')}"


def safe_url(url: str | None) -> str | None:
    """The address if it is one of the web; no other scheme may become a link."""
    if url is None:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None
