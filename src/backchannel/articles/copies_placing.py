"""Which version of a story a copy was cut from, where its words alone stand in several.

Four things tell, each in log-odds: what of a version the copy would have left out between passages that it kept (a
station cuts from the end more often than between) and what it has that the version lacks; when it came out, as a copy
is later than its source; the headline; and how often each version was copied by others. The weights are round figures;
``bench/copies.py`` measures what they do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from backchannel.articles.copies_shingles import Print
from backchannel.articles.copies_versions import minutes_between
from backchannel.records import Kinship, Span

PASSAGE = 70  # characters, about twelve words
LEFT_OUT = 1.2  # against a version, for each passage of it that the copy would have left out between others
LEAD_LEFT_OUT = 2.5  # for a lead left out
LACKING = 0.03  # for each character that the copy shares with another version and not with this one
MOST_LACKING = 6.0
TOO_EARLY = 4.0  # for a version that came after the copy; clocks and zones are wrong now and then
OUTDATED = 0.2  # for each later version that was out already: of two that fit alike the latest is the likelier,
JUST_OUT = 30  # minutes or more before the copy
SAME_TITLE = 1.0  # for a headline that is this version's, word for word, and not the other's
CLOCK = 3  # minutes that clocks may differ
PRIOR = 1.0  # for a version that has e times as many copies: what was copied more is the likelier source
MARGIN = 0.1  # by which another version must be better for a copy to be moved there


@dataclass(frozen=True, slots=True)
class Fit:
    """How a copy stands to one version: characters shared, passages left out between shared ones, the lead kept."""

    shared: int
    left_out: int
    lead_left_out: bool


def best_version(
    copy: Print, versions: Mapping[str, Print], kin: Mapping[str, Kinship], now: str, counts: Mapping[str, int]
) -> str:
    """The name of the version that the copy was most likely made from; ``now`` where no other is clearly better.

    ``kin`` tells how the copy stands to each version by name; those it does not tell of are out of the question.
    ``counts`` tells how many stories are known to be each version or its copy.
    """
    fits = {name: _fit(copy.story, kinship) for name, kinship in kin.items()}
    most = max((fit.shared for fit in fits.values()), default=0)
    scores = {
        name: PRIOR * float(np.log1p(counts.get(name, 0)))
        + _headline(copy, versions[name])
        + _timing(copy, name, versions)
        - _against(fit, most)
        for name, fit in fits.items()
    }
    if not scores:
        return now
    best = max(scores, key=lambda name: (scores[name], name == now, name))
    if now in scores and scores[best] < scores[now] + MARGIN:
        return now
    return best


def came_too_early(copy: Print, source: Print) -> bool:
    """Whether a story came out before the one it would be a copy of, as far as days and times tell."""
    minutes = minutes_between(source, copy)
    if minutes is not None:
        return minutes < -CLOCK
    return source.published is not None and copy.published is not None and copy.published < source.published


def _fit(copy: str, kinship: Kinship) -> Fit:
    if kinship.story == copy:
        mine, theirs = kinship.evidence, kinship.sources
    else:
        mine, theirs = kinship.sources, kinship.evidence
    ordered = sorted(theirs)
    gaps = [after.start - before.end for before, after in zip(ordered, ordered[1:], strict=False)]
    lead = ordered[0].start if ordered else 0
    return Fit(_length(mine), sum(gap >= PASSAGE for gap in gaps), lead >= PASSAGE)


def _length(spans: Iterable[Span]) -> int:
    return sum(span.end - span.start for span in spans)


def _against(fit: Fit, most: int) -> float:
    lacking = min((most - fit.shared) * LACKING, MOST_LACKING) if most - fit.shared >= PASSAGE else 0.0
    return lacking + LEFT_OUT * fit.left_out + LEAD_LEFT_OUT * fit.lead_left_out


def _timing(copy: Print, name: str, versions: Mapping[str, Print]) -> float:
    version = versions[name]
    if came_too_early(copy, version):
        return -TOO_EARLY
    newer = [other for id, other in versions.items() if id != name and came_too_early(version, other)]
    return -OUTDATED * sum(_was_out(other, copy) for other in newer)


def _was_out(version: Print, copy: Print) -> bool:
    minutes = minutes_between(version, copy)
    if minutes is not None:
        return minutes >= JUST_OUT
    return version.published is not None and copy.published is not None and version.published < copy.published


def _headline(copy: Print, version: Print) -> float:
    return SAME_TITLE if len(copy.title) and np.array_equal(copy.title, version.title) else 0.0
