"""A reading as a brief that a person reads in a minute on a terminal."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Iterator

from rich.console import Console
from rich.table import Table
from rich.text import Text

from backchannel.publish.columns import (
    make_days,
    make_deed,
    make_grid,
    make_title,
    page_width,
    words_width,
)
from backchannel.publish.typeset import clean, shorten, window
from backchannel.records import Event, Interval, Reading, Sentence, Signal, Span, Statement

LINE = 90  # characters of a statement's content
FEW = 3  # statements of one source that are shown
MOST_SOURCES = 20  # sources that are shown; a brief is read in a minute
# Cues that add nothing to the words they bring; any other ("denied", "condemned", "asked") is shown before them.
BARE_CUES = frozenset(
    "said says say saying told tells tell telling according to per added adds wrote writes reported reports "
    "also had has have previously earlier later then".split()
)
SCANT = 4  # words; what says less ("it", "a meeting") is shown only where there is room
LATER = dt.date.max

# section: the statuses it holds, in order of the page; a status that is not the section's first is named in the line.
SECTIONS = {
    "WHAT HAPPENED": ("happened", "ongoing"),
    "PLANNED": ("planned",),
    "POSSIBLE": ("possible", "hypothetical"),
    "DENIED, REFUSED, CANCELLED": ("denied", "refused", "cancelled"),
}


def write_brief(reading: Reading, console: Console, *, explain: bool = False) -> None:
    """Prints who says what, what happened, is planned, possible or denied, and the channels between the parties.

    ``explain`` adds the rule or model behind every event and mention.
    """
    width = page_width(console)
    for block in (
        _head(reading),
        *_statements(reading, width, explain=explain),
        *_events(reading, width, explain=explain),
        *_channels(reading, width, explain=explain),
        *(_actors(reading) if explain else ()),
    ):
        console.print(block, width=width)


def _head(reading: Reading) -> Text:
    story = reading.story
    head = Text(clean(story.title or "(no title)"), style="bold")
    helpers = f"with {', '.join(story.contributors)}" if story.contributors else None
    by = [story.agency, ", ".join(story.authors), helpers]
    published = f"published {story.published.isoformat()}" if story.published else "publication day unknown"
    outlet = story.outlet if story.outlet != story.agency else None
    on = [outlet, ", ".join(story.topics), story.dateline, published]
    for line in (by, on):
        words = " · ".join(clean(part) for part in line if part)
        if words:
            head.append(f"\n{words}", style="not bold")
    return head


def _statements(reading: Reading, width: int, *, explain: bool) -> Iterator[Text]:
    if not reading.statements:
        return
    yield make_title("WHO SAYS WHAT")
    groups: dict[str, list[Statement]] = {}
    for statement in reading.statements:
        groups.setdefault(_source(reading, statement), []).append(statement)
    shown = groups if explain else _weighty(groups)
    for source, statements in shown.items():
        kinds = ", ".join(dict.fromkeys(statement.source_kind for statement in statements))
        yield Text("  ").append(shorten(source, width - 24), style="bold").append(f" · {kinds}", style="dim")
        chosen = statements if explain else _choose(reading, statements)
        for statement in chosen:
            yield _said(reading, statement, min(LINE, width - 6))
        if len(chosen) < len(statements):
            yield Text(f"    and {len(statements) - len(chosen)} more", style="dim")
    rest = [source for source in groups if source not in shown]
    if rest:
        yield Text("  ").append(shorten(f"and {len(rest)} more: {', '.join(rest)}", width - 4), style="dim")


def _weighty(groups: dict[str, list[Statement]]) -> dict[str, list[Statement]]:
    """The sources worth a reader's minute, in order of the text: who is known and says much comes before who is not."""

    def weight(source: str) -> tuple[bool, int]:
        statements = groups[source]
        known = any(one.source_kind not in ("unknown", "group", "document") for one in statements)
        return known, sum(1 + (one.quote != "indirect") + (one.inside is None) for one in statements)

    best = set(sorted(groups, key=weight, reverse=True)[:MOST_SOURCES])
    return {source: statements for source, statements in groups.items() if source in best}


def _choose(reading: Reading, statements: list[Statement]) -> list[Statement]:
    """The first few that say something, in order of the text."""

    def is_scant(statement: Statement) -> bool:
        words = statement.content.of(reading.story).split() if statement.content is not None else []
        return statement.quote != "no-comment" and len(words) < SCANT

    ids = {statement.id for statement in statements}
    # What stands inside another statement of the same source has been shown with that one.
    outer = [statement for statement in statements if statement.inside not in ids]
    chosen = {statement.id for statement in sorted(outer, key=is_scant)[:FEW]}
    return [statement for statement in statements if statement.id in chosen]


def _source(reading: Reading, statement: Statement) -> str:
    if statement.speaker is not None:
        return clean(reading.actor(statement.speaker).name)
    if statement.source is not None:
        return clean(statement.source.of(reading.story))
    return "source not named"


def _said(reading: Reading, statement: Statement, width: int) -> Text:
    """One line: the cue where it tells something, the words, whose word it is, whom it was told to."""
    line = Text("    ")
    told = f" (told {shorten(clean(statement.told_to), 24)})" if statement.told_to else ""
    if statement.quote == "no-comment":
        return line.append("declined to comment").append(told, style="dim")
    cue = shorten(clean(statement.cue.of(reading.story)), 32) if statement.cue is not None else ""
    if cue and not BARE_CUES.issuperset(cue.lower().split()):
        line.append(f"{cue} ", style="italic")
    words = clean(statement.content.of(reading.story)) if statement.content is not None else "(nothing quoted)"
    outer = next((other for other in reading.statements if other.id == statement.inside), None)
    via = f" (per {shorten(_source(reading, outer), 24)})" if outer is not None else ""
    room = max(20, width + 4 - len(line.plain) - len(via + told))
    return line.append(shorten(words, room)).append(via + told, style="dim")


def _events(reading: Reading, width: int, *, explain: bool) -> Iterator[Text | Table]:
    undated = 0
    for title, statuses in SECTIONS.items():
        events = [event for event in reading.events if event.status in statuses]
        if not events:
            continue
        undated += sum(event.when is None for event in events)
        yield make_title(title)
        table = make_grid()
        for same in _merge(events):
            first = same[0]
            body = _deed(reading, same, named=first.status != statuses[0])
            body.append("\n").append(_words(reading, first.anchor, words_width(width)))
            for event in same if explain else ():
                why = f"confidence {event.confidence:.2f}, certainty {event.certainty:+d}"
                body.append(f"\nbecause {clean(event.because)}, {why}", style="dim italic")
            table.add_row(make_days(first.when), body)
        yield table
    if undated:
        words = f"{undated} of {len(reading.events)} events have no date: the text does not say when."
        yield Text(f"\n  {words}", style="dim")


def _merge(events: Iterable[Event]) -> list[list[Event]]:
    """Events in order of time, undated last; those that say the same of the same parties and days stand together."""
    groups: dict[object, list[Event]] = {}
    for event in events:
        key = (event.type, event.mode, event.status, event.actors, event.recipients, event.when)
        groups.setdefault(key, []).append(event)
    return sorted(groups.values(), key=lambda group: _order(group[0].when, group[0].anchor))


def _order(when: Interval | None, anchor: Span) -> tuple[dt.date, dt.date, int]:
    return (when.first, when.last, anchor.start) if when is not None else (LATER, LATER, anchor.start)


def _deed(reading: Reading, same: list[Event], *, named: bool) -> Text:
    event = same[0]
    what = f"{event.type} {event.mode}" if event.mode else event.type
    deed = make_deed(what, _names(reading, event.actors) or "(nobody named)", _names(reading, event.recipients))
    if named:
        deed.append(f"  [{event.status}]", style="magenta")
    if len(same) > 1:
        deed.append(f"  ×{len(same)}", style="dim")
    return deed


def _names(reading: Reading, ids: tuple[str, ...]) -> str:
    return ", ".join(clean(reading.actor(id).name) for id in ids)


def _words(reading: Reading, anchor: Span, width: int) -> Text:
    """The anchor in its sentence, cut to one line around it."""
    text = reading.story.text
    start, end = _sentence_around(reading.sentences, anchor)
    before, inside = clean(text[start : anchor.start]), clean(text[anchor.start : anchor.end])
    # ``clean`` strips the outer blanks: put back the one that stood between the words.
    before += " " if before and text[anchor.start - 1].isspace() else ""
    after = clean("|" + text[anchor.end : end])[1:]
    whole = before + inside + after
    shown, first, last = window(whole, len(before), len(before) + len(inside), width)
    words = Text(shown, style="dim")
    words.stylize("not dim underline", first, last)
    return words


def _sentence_around(sentences: tuple[Sentence, ...], anchor: Span) -> tuple[int, int]:
    for sentence in sentences:
        if sentence.span.covers(anchor):
            return sentence.span.start, sentence.span.end
    return anchor.start, anchor.end


def _channels(reading: Reading, width: int, *, explain: bool) -> Iterator[Text | Table]:
    """Each pair's channels with their last known state and the states before it; all signals where explained."""
    if not reading.signals:
        return
    yield make_title("CHANNELS")
    pairs: dict[tuple[str, ...], list[Signal]] = {}
    for signal in sorted(reading.signals, key=lambda signal: _known(reading, signal)):
        pairs.setdefault(tuple(sorted(signal.between)), []).append(signal)
    for pair, signals in pairs.items():
        yield Text("  ").append(" – ".join(clean(side) for side in pair), style="bold")
        table = make_grid()
        for last, earlier in _last_states(signals, apart=explain):
            body = make_deed(clean(last.medium), clean(last.state), "")
            before = _list_changes(earlier, last)
            if before:
                body.append(shorten(f"  before: {before}", max(20, words_width(width) - body.cell_len)), style="dim")
            body.append("\n").append(_words(reading, last.evidence, words_width(width)))
            if explain:
                body.append(f"\nbecause {clean(last.because)}", style="dim italic")
            table.add_row(make_days(last.when), body)
        yield table


def _list_changes(earlier: list[Signal], last: Signal) -> str:
    """The states before the last one, latest first, each once for as long as it held."""
    states = [signal.state for signal in (*earlier, last)]
    changes = [state for state, following in itertools.pairwise(states) if state != following]
    return ", ".join(clean(state) for state in reversed(changes))


def _known(reading: Reading, signal: Signal) -> tuple[dt.date, int]:
    """A signal stands at its last day; one without days tells of the story's own."""
    day = signal.when.last if signal.when is not None else reading.story.published or LATER
    return day, signal.evidence.start


def _last_states(signals: list[Signal], *, apart: bool) -> Iterator[tuple[Signal, list[Signal]]]:
    """Each medium's last signal with those before it, in order of the last; every signal by itself if ``apart``."""
    if apart:
        yield from ((signal, []) for signal in signals)
        return
    media: dict[str, list[Signal]] = {}
    for signal in signals:
        media.setdefault(signal.medium, []).append(signal)
    for series in sorted(media.values(), key=lambda series: signals.index(series[-1])):
        yield series[-1], series[:-1]


def _actors(reading: Reading) -> Iterator[Text]:
    yield make_title("WHO IS WHO")
    for actor in sorted(reading.actors, key=lambda actor: not actor.named):  # crowds after whom the story names
        known = [part for part in (actor.kind, actor.country, actor.sector, actor.key) if part]
        yield Text("  ").append(clean(actor.name), style="bold").append(f" · {' · '.join(known)}", style="dim")
        for mention in actor.mentions:
            line = Text("    “").append(shorten(clean(mention.span.of(reading.story)), 40)).append(f"” {mention.how}")
            yield line.append(f", because {clean(mention.because)}", style="dim italic")
