"""Question + history -> forecast: the dyad's shrunk climatology, with its reasons and what must be said beside it."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from backchannel.errors import BadQuestion
from backchannel.ontology.countries import countries_by_code
from backchannel.prediction.climatology import Prior, load_climatology
from backchannel.prediction.questions import Target, check_question, target_of
from backchannel.records import Entry, Forecast, History, Occurrence, Party, Question, Reason, Status

METHOD = "shrunk dyad climatology"
RECENT = 90  # days before asof whose entries are shown beside the number
MOST_ENTRIES = 20  # shown with one reason, the latest
FITTED_TO = 90  # days: the longest horizon the priors were fitted on
FACTS = frozenset({"happened", "ongoing"})


@dataclass(frozen=True, slots=True)
class Record:
    """A dyad's own record for one question: what counts as a yes, in how many days, and what is left uncounted.

    ``undated`` have no day; ``earlier`` lie before the record's first day.
    """

    yes: tuple[Occurrence, ...]
    days: int
    undated: int
    earlier: int


def ask(question: Question, history: History, priors: Mapping[str, Prior] | None = None) -> Forecast:
    """The probability that what the question asks for happens, from what was known at its ``asof`` and nothing else.

    Counts what happened between the two, dated and known by then; plans, denials and other types stand among the
    reasons, and do not move the number. The effects of the reasons add up to the log-odds. Raises BadQuestion where the
    question cannot be asked or the history is of another day, BadModel where the priors do not fit this version.
    """
    question = check_question(question)
    if history.asof != question.asof:
        raise BadQuestion(
            f"the history is as of {history.asof}, the question as of {question.asof}; they must be one day"
        )
    target = target_of(question)
    priors = load_climatology() if priors is None else priors
    if target.key not in priors:
        having = [key.partition("/")[2] for key in priors if key.startswith(f"{target.type}/")]
        raise BadQuestion(
            f"no base rate is known for {target.type} of mode {question.mode!r}; "
            f"ask without a mode{', or with ' + ', '.join(having) if having else ''}"
        )
    prior = priors[target.key]
    record = read_record(question, target, history)
    horizon = (question.by - question.asof).days
    base = prior.probability(horizon)
    probability = prior.probability(horizon, len(record.yes), record.days)
    reasons = (
        Reason(_tell_base(target, horizon, base), logit(base)),
        Reason(_tell_record(question, target, record), logit(probability) - logit(base), _entries(record.yes)),
        *tell_recent(question, target, history),
    )
    caveats = tuple(find_caveats(question, record, history, prior))
    return Forecast(question, probability, base, METHOD, reasons, caveats)


def read_record(question: Question, target: Target, history: History) -> Record:
    """What of the history counts, and over how many days.

    The days run from the first on which anything became known to ``asof``. What a later story tells of the time before
    is not counted: nobody was keeping the record then, so the days without such an event are not known either.
    """
    found = [
        one
        for one in history.occurrences
        if one.status in FACTS and target.counts(one, question.actor, question.recipient) and _known(one, question.asof)
    ]
    undated = sum(1 for one in found if one.when is None)
    if history.covered is None:
        return Record((), 0, undated, len(found) - undated)
    start = min(history.covered.first, question.asof)
    dated = _distinct(one for one in found if one.when is not None and _is_past(one, question.asof))
    yes = tuple(one for one in dated if one.when is not None and one.when.last >= start)
    return Record(yes, (question.asof - start).days + 1, undated, len(dated) - len(yes))


def tell_recent(question: Question, target: Target, history: History) -> list[Reason]:
    """What became known between the two in the last RECENT days and is no yes itself: context, without effect."""
    since = question.asof - dt.timedelta(days=RECENT)
    heads: dict[str, list[Occurrence]] = {}
    for one in history.occurrences:
        if not _is_between(one, question.actor, question.recipient):
            continue
        if not any(entry.known is not None and since < entry.known <= question.asof for entry in one.entries):
            continue
        if not _is_recent(one, since):
            continue
        if one.type == target.type and one.status not in FACTS:
            heads.setdefault(one.status, []).append(one)
        elif not target.counts(one, question.actor, question.recipient):
            heads.setdefault(f"{one.type} {one.status}", []).append(one)
    reasons = []
    for head, found in sorted(heads.items(), key=lambda item: (item[0] not in _SAYS, item[0])):
        said = f"{_SAYS[head]}: {target.type}" if head in _SAYS else head
        times = "once" if len(found) == 1 else f"{len(found)} times"
        reasons.append(
            Reason(f"In the {RECENT} days to {question.asof} — {said}, {times}.", None, _entries(found, since))
        )
    return reasons


_SAYS: dict[Status | str, str] = {
    "planned": "planned",
    "possible": "said to be possible",
    "hypothetical": "talked of as a supposition",
    "denied": "denied",
    "refused": "refused",
    "cancelled": "called off",
}


def find_caveats(question: Question, record: Record, history: History, prior: Prior) -> Iterable[str]:
    """What a reader must be told beside the number."""
    stories = {entry.story for one in history.occurrences for entry in one.entries if entry.story is not None}
    if prior.weight(record.days) > 0.5 or not record.yes:
        held = f"{_count(len(stories), 'story', 'stories')} and " if stories else ""
        share = "all" if not record.days else "mostly" if prior.weight(record.days) > 0.5 else "partly"
        yield (
            f"The record holds {held}{_count(len(record.yes), 'such event')} in {_count(record.days, 'day')}: "
            f"the probability is {share} the base rate."
        )
    if stories:
        yield "The ledger holds the stories added to it; what they leave out counts as if it had not happened."
    if record.earlier:
        yield f"Not counted, for it lies before the record's first day: {_count(record.earlier, 'such event')}."
    if record.undated:
        yield f"Not counted, for the text gives no day: {_count(record.undated, 'such event')}."
    if question.mode == "meet":
        yield "Talks whose form the record does not tell are counted as meetings."
    yield "Plans, denials and other signals are shown but do not move the number in this version."
    if (question.by - question.asof).days > FITTED_TO:
        yield f"The base rates were fitted on up to {FITTED_TO} days ahead; further off they are extrapolated."


def _count(number: int, one: str, many: str | None = None) -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def logit(probability: float) -> float:
    """The log-odds, kept finite: no record makes a thing certain."""
    kept = min(max(probability, 1e-12), 1 - 1e-12)
    return math.log(kept / (1 - kept))


def _tell_base(target: Target, horizon: int, base: float) -> str:
    what = target.key.replace("/", " by ").replace("CONSULT by", "CONSULT:")
    return f"Base rate: of pairs about which nothing else is known, {base:.1%} have {what} within {horizon} days."


def _tell_record(question: Question, target: Target, record: Record) -> str:
    what = target.type if target.mode is None else f"{target.type} ({target.mode})"
    arrow = "→" if target.directed else "and"
    pair = f"{_name(question.actor)} {arrow} {_name(question.recipient)}"
    if not record.yes:
        return f"Their own record, {pair}: no {what} in {_count(record.days, 'day')}."
    last = max(one.when.last for one in record.yes if one.when is not None)
    return f"Their own record, {pair}: {what} {len(record.yes)} × in {_count(record.days, 'day')}, the last on {last}."


def _distinct(found: Iterable[Occurrence]) -> tuple[Occurrence, ...]:
    """The occurrences in order of days, without those that may be another one told less exactly («in 2019»)."""
    kept: list[Occurrence] = []
    for one in sorted(found, key=lambda one: (_days(one)[1] - _days(one)[0], _days(one), one.id)):
        first, last = _days(one)
        if first == last or not any(_days(other)[0] <= last and first <= _days(other)[1] for other in kept):
            kept.append(one)
    return tuple(sorted(kept, key=lambda one: (_days(one), one.id)))


def _days(one: Occurrence) -> tuple[dt.date, dt.date]:
    return (dt.date.min, dt.date.max) if one.when is None else (one.when.first, one.when.last)


def _name(party: str) -> str:
    land = countries_by_code().get(party)
    return party if land is None else land.name


def _entries(found: Iterable[Occurrence], since: dt.date = dt.date.min) -> tuple[Entry, ...]:
    entries = [entry for one in found for entry in one.entries if entry.known is not None and entry.known > since]
    entries.sort(key=lambda entry: (entry.known, entry.id), reverse=True)
    return tuple(entries[:MOST_ENTRIES])


def _known(one: Occurrence, asof: dt.date) -> bool:
    return any(entry.known is not None and entry.known <= asof for entry in one.entries)


def _is_past(one: Occurrence, asof: dt.date) -> bool:
    return one.when is not None and (one.when.first if one.status == "ongoing" else one.when.last) <= asof


def _is_recent(one: Occurrence, since: dt.date) -> bool:
    """Whether it is of the days shown, not old news told again; what is no fact and has no day counts as told."""
    return one.when.last > since if one.when is not None else one.status not in FACTS


def _is_between(one: Occurrence, a: str, b: str) -> bool:
    sides = [*_refs(one.actors), *_refs(one.recipients)]
    return a in sides and b in sides


def _refs(parties: tuple[Party, ...]) -> set[str]:
    return {name for party in parties for name in (party.ref, party.country) if name is not None}
