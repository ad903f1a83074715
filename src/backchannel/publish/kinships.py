"""Why two stories are taken for one, or kept apart, in words for people."""

from __future__ import annotations

from backchannel.records import Kinship

# The reasons of ``docs/copies.md`` as a reader sees them; others are shown by their name.
REASONS = {
    "lead-shared": "the lead of one stands in the other",
    "same-words": "the same words",
    "cut": "one is cut",
    "edited": "edited",
    "own-page-around": "a page of its own around it",
    "leads-differ": "the leads differ",
    "headline-same": "one headline",
    "part-of-the-other": "a part of the other",
    "same-outlet-text-changed": "one outlet, the text has changed",
    "headline-says-update": "the headline says that it is an update",
    "news-inside": "it has news inside",
    "later-and-grown": "later, and longer",
    "earlier-text-kept": "most of the earlier text is kept",
    "background-shared": "only background is shared",
    "only-the-end-shared": "only the end is shared",
    "days-apart": "days apart",
    "agencies-differ": "the agencies differ",
    "little-else-shared": "little else is shared",
    "too-few-words-shared": "too few words are shared",
    "mostly-held": "most of one stands in the other",
    "one-origin-by-other-copies": "both are cuts of one story",
    "ruling": "laid down by an analyst",
}


def write_reasons(kinship: Kinship) -> str:
    """The reasons of a decision on two stories, in order, parted by commas."""
    return ", ".join(REASONS.get(name, name.replace("-", " ")) for name in kinship.because)
