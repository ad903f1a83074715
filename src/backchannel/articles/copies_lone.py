"""A lone story of which most stands in another: a station cut the lead, or wrote around it.

One pair alone cannot tell such a page from a story of its own with old background. All kinships together can: a story
of its own has its agency's page or copies beside it, begins with news, and adds more than it shares.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from backchannel.articles.copies_placing import came_too_early
from backchannel.articles.copies_shingles import Print
from backchannel.articles.copies_versions import is_own, may_be_own
from backchannel.records import Kinship, Span

MOSTLY_HELD = "mostly-held"  # the reason of a copy that counts only where nothing surer is known of one of the two
SHARE = 0.6  # of the lone story that stands in the other, the days being close,
SHARE_UNDATED = 0.7  # and where a day is not known
CLOSE = 2  # days
HEAD = 45  # words that a station sets above what it took
HEAD_UNKNOWN = 20  # the same where the outlet is not known: more may be an agency's new lead
LATEST_PART = 0.5  # of the other text: what the two share only after that may be background there
RIVAL = 0.9  # of the shared text: who holds as much may as well be its source


def is_mostly_held(story: Print, other: Print, mine: Sequence[Span], theirs: Sequence[Span]) -> bool:
    """Whether a story may be what a station made of the other, though too little speaks for it by itself.

    ``mine`` and ``theirs`` are the passages that both have.
    """
    if not mine or is_own(story) or came_too_early(story, other):
        return False
    undated = story.published is None or other.published is None
    if not undated and abs((story.published - other.published).days) > CLOSE:  # type: ignore[operator]
        return False
    head = int((story.starts < min(span.start for span in mine)).sum())
    late = (other.starts < min(span.start for span in theirs)).mean() > LATEST_PART
    most = HEAD_UNKNOWN if may_be_own(story) else HEAD
    return head <= most and not late and _share(story, mine) >= (SHARE_UNDATED if undated else SHARE)


def find_home(story: Print, kin: Iterable[Kinship], known: Mapping[str, Print], home: Mapping[str, str]) -> str | None:
    """The story that a lone one was made from; None where it is one of its own, or where two stories may be its source.

    ``kin`` are the lone story's, to strangers as well; ``home`` names each story's group, all versions of one story by
    one name. Where it is a copy of some by its lead, no other is its source, though one may hold more background.
    """
    told = list(kin)
    sure = [edge for edge in told if edge.kind == "copy" and MOSTLY_HELD not in edge.because]
    held = [(_share(story, _passages(story, edge)), edge) for edge in sure or told]
    inside = [(share, edge) for share, edge in held if _other(story, edge) in known]
    good = [(share, edge.of, edge) for share, edge in inside if _may_be_source(story, known[_other(story, edge)], edge)]
    if not good:
        return None
    best, _, edge = max(good, key=lambda one: one[:2])
    rivals = {home.get(_other(story, edge)) for share, edge in held if share >= RIVAL * best}
    chosen = _other(story, edge)
    return chosen if rivals == {home[chosen]} else None


def _may_be_source(story: Print, other: Print, edge: Kinship) -> bool:
    if "too-few-words-shared" in edge.because:
        return False
    told_again = may_be_own(story) or story.outlet is not None and story.outlet == other.outlet
    if edge.kind == "version" and told_again:  # a station does not copy itself: it tells a later version
        return False
    return is_mostly_held(story, other, _passages(story, edge), _passages(other, edge))


def _share(story: Print, spans: Iterable[Span]) -> float:
    """The share of the story's words that stand in these passages of it."""
    held = sum(int(((story.starts >= span.start) & (story.starts < span.end)).sum()) for span in spans)
    return held / max(len(story), 1)


def _passages(story: Print, edge: Kinship) -> Sequence[Span]:
    return edge.evidence if edge.story == story.story else edge.sources


def _other(story: Print, edge: Kinship) -> str:
    return edge.of if edge.story == story.story else edge.story
