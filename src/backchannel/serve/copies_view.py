"""The stories that are copies or versions of the one on a page, and why."""

from __future__ import annotations

from dataclasses import dataclass

from backchannel.ledger import Ledger
from backchannel.publish.kinships import write_reasons
from backchannel.publish.typeset import clean, shorten
from backchannel.records import Kinship, Span, Story

MOST_RELATIVES = 30  # shown on one page; the rest are counted
KINDS = {"copy": "copy", "version": "version", "apart": "maybe the same"}
_EXCERPT = 220  # characters of what was added or withdrawn


@dataclass(frozen=True, slots=True)
class Relative:
    """Another story and how the two stand to each other; ``later`` is True where the other one came later.

    ``by`` is the analyst who laid it down, None where the machine found it. ``added`` are words that the later of the
    two has for itself, ``withdrawn`` words of the earlier one alone.
    """

    story: Story
    kind: str
    later: bool
    share: int
    why: str
    by: str | None
    added: str
    withdrawn: str


@dataclass(frozen=True, slots=True)
class Relatives:
    """All relatives of a story: how many copies and versions, those shown, and whether it is itself the origin."""

    origin: str | None
    copies: int
    versions: int
    shown: tuple[Relative, ...]
    more: int


def view_relatives(ledger: Ledger, story: Story) -> Relatives:
    """The copies, versions and look-alikes of a story, the surest first."""
    chain = ledger.versions(story.id)
    kin = ledger.kin(story.id)
    shown = tuple(_relative(ledger, story, kinship) for kinship in kin[:MOST_RELATIVES])
    return Relatives(
        origin=chain[0].story if chain else None,
        copies=len(chain[0].members) - 1 if chain else 0,
        versions=max(0, len(chain) - 1),
        shown=shown,
        more=len(kin) - len(shown),
    )


def _relative(ledger: Ledger, story: Story, kinship: Kinship) -> Relative:
    later = kinship.of == story.id
    other = ledger.reading(kinship.story if later else kinship.of).story
    newer, older = (other, story) if later else (story, other)
    return Relative(
        story=other,
        kind=KINDS[kinship.kind],
        later=later,
        share=round(100 * kinship.containment),
        why=write_reasons(kinship),
        by=None if kinship.by == "machine" else clean(kinship.by),
        added=_excerpt(kinship.added, newer),
        withdrawn=_excerpt(kinship.withdrawn, older),
    )


def _excerpt(spans: tuple[Span, ...], story: Story) -> str:
    try:
        words = " … ".join(span.of(story) for span in spans[:6])
    except ValueError:  # an offset beyond a text: damaged, and no reason to withhold the page
        return ""
    return shorten(clean(words), _EXCERPT)
