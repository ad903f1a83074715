"""Standing: grades by rules with their reasons, records of sources, independence, and what analysts set instead."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest

from backchannel.commands.ledgers import restore_copies
from backchannel.errors import BadInput, BadQuestion
from backchannel.ledger import Grading, Ledger, Standing
from backchannel.records import Interval, Reading, Span

Make = Callable[..., Reading]


def tell(make: Make, id: str, agency: str | None, **given: object) -> Reading:
    """A story in which a source says on 1 May that Norland met Sudria that day (or did not).

    ``source``: the ref of the source, "" for the story's own word; ``kind`` its kind; ``text`` makes the story.
    """
    text = str(given.get("text", f"Norland visited Sudria, {id} reports at some length."))
    status, type = str(given.get("status", "happened")), given.get("type", "CONSULT")
    reading = make(text, id=id, agency=agency, status=status, type=type)
    story = reading.story
    day = given.get("day")
    when = Interval(story.published, story.published) if day is None else day  # type: ignore[arg-type]
    source, kind = given.get("source", ""), given.get("kind", "named")
    event = replace(reading.events[0], when=when, statement="s1" if source else None)
    speaker = replace(reading.actors[0], id="a9", name=str(source).title(), ref=str(source), kind="person")
    said = replace(reading.statements[0], speaker="a9", source_kind=kind, inside=given.get("inside"))
    around = () if said.inside is None else (replace(said, id=said.inside, inside=None),)
    statements = (said, *around) if source else ()
    return replace(reading, actors=(*reading.actors, speaker), events=(event,), signals=(), statements=statements)


def of(ledger: Ledger, story: str) -> Standing:
    return ledger.standing(story)[0]


def reasons(standing: Standing) -> list[str]:
    return [reason.rule for reason in standing.rule.because]


def test_alone_nothing_can_be_judged(ledger: Ledger, make_reading: Make) -> None:
    ledger.add(tell(make_reading, "one", "Own Wire", source="ann", kind="anonymous"))
    standing = of(ledger, "one")
    assert (standing.grade.code, reasons(standing)) == ("F6", ["unnamed", "alone"])
    assert all(reason.text for reason in standing.grade.because)
    assert (standing.analyst, standing.by, standing.source) == (None, None, "ann")


def test_other_origins_confirm(ledger: Ledger, make_reading: Make) -> None:
    ledger.add(tell(make_reading, "one", "Own Wire", source="ann"))
    ledger.add(tell(make_reading, "two", "Other Wire"))
    assert of(ledger, "one").grade.code == "C2"
    ledger.add(tell(make_reading, "three", "Third Wire", source="bob"))
    standing = of(ledger, "one")
    assert (standing.grade.code, reasons(standing)) == ("C1", ["on-record-person", "confirmed"])
    assert standing.verdict is not None
    assert {entry.story for entry in standing.verdict.supporting} == {"two", "three"}


def test_one_agency_one_text_one_source_confirm_nothing(url: str, make_reading: Make) -> None:
    text = "Norland visited Sudria for talks about " + " ".join(f"matter{n}" for n in range(60)) + "."
    with Ledger.open(url, copies=restore_copies) as ledger:
        ledger.add(tell(make_reading, "one", "Own Wire", source="ann", text=text))
        ledger.add(tell(make_reading, "agency", "Own Wire"))
        ledger.add(tell(make_reading, "copy", None, text=text + " Printed here."))
        ledger.add(tell(make_reading, "quoted", "Other Wire", source="ann"))
        assert ledger.kin("copy")[0].kind == "copy"
        assert of(ledger, "one").grade.code == "C6"


def test_the_opposite_contradicts(ledger: Ledger, make_reading: Make) -> None:
    ledger.add(tell(make_reading, "one", "Own Wire", source="ann"))
    ledger.add(tell(make_reading, "two", "Other Wire", source="bob", status="denied"))
    assert (of(ledger, "one").grade.code, of(ledger, "two").grade.code) == ("C4", "C4")
    ledger.add(tell(make_reading, "three", "Third Wire", status="denied"))
    assert (of(ledger, "one").grade.code, of(ledger, "two").grade.code) == ("C5", "C4")
    ledger.add(tell(make_reading, "four", "Fourth Wire"))
    assert (of(ledger, "one").grade.code, reasons(of(ledger, "one"))[1]) == ("C4", "disputed")


def test_another_day_another_type_or_no_day_say_nothing(ledger: Ledger, make_reading: Make) -> None:
    ledger.add(tell(make_reading, "one", "Own Wire", source="ann"))
    other = tell(make_reading, "day", "Other Wire", status="denied")
    assert other.story.published is not None
    far = other.story.published.replace(year=2031)
    ledger.add(tell(make_reading, "far", "Other Wire", status="denied", day=Interval(far, far)))
    ledger.add(tell(make_reading, "type", "Third Wire", type="ASSAULT"))
    ledger.add(replace(other, events=(replace(other.events[0], when=None),)))
    assert of(ledger, "one").grade.code == "C6"


def test_a_plan_is_confirmed_by_its_coming_true(ledger: Ledger, make_reading: Make) -> None:
    ledger.add(tell(make_reading, "one", "Own Wire", source="ann", status="planned"))
    ledger.add(tell(make_reading, "maybe", "Own Wire", source="bob", status="possible"))
    ledger.add(tell(make_reading, "two", "Other Wire"))
    assert of(ledger, "one").grade.code == "C2"
    assert of(ledger, "maybe").grade.credibility == 6


def test_who_speaks_of_his_own_doing_and_who_through_another(ledger: Ledger, make_reading: Make) -> None:
    ledger.add(tell(make_reading, "own", "Own Wire", source="nor", kind="institution"))
    ledger.add(tell(make_reading, "through", "Own Wire", source="nor", kind="institution", inside="s2"))
    assert reasons(of(ledger, "own")) == ["on-record-institution", "first-hand"]
    by_id = {one.statement: one for one in ledger.standing("through")}
    assert reasons(by_id["s1"])[1] == "second-hand"
    assert reasons(by_id["s2"])[1] == "alone", "nothing in the world is told of in it"


def test_a_record_outweighs_the_kind(ledger: Ledger, make_reading: Make) -> None:
    months = [dt.date(2030, month, 2) for month in range(1, 9)]
    days = [Interval(day, day) for day in months]
    for number, day in enumerate(days):
        ledger.add(tell(make_reading, f"said{number}", "Own Wire", source="ann", kind="state-media", day=day))
        if number < 5:
            ledger.add(tell(make_reading, f"told{number}", f"Wire {number}", day=day))
    standing = of(ledger, "said7")
    assert (standing.grade.code, reasons(standing)) == ("B6", ["record-good", "alone"])
    assert standing.rule.because[0].text.startswith("of 5 other things it told")
    # Its own confirmed thing does not count for it: that would count it twice.
    assert of(ledger, "said0").rule.because[0].text.startswith("of 4 other things")


def test_histories_of_sources(ledger: Ledger, make_reading: Make) -> None:
    ledger.add(tell(make_reading, "one", "Own Wire", source="ann"))
    ledger.add(tell(make_reading, "two", "Other Wire"))
    ledger.add(tell(make_reading, "three", "Own Wire", source="bob", status="denied"))
    ann, bob = sorted(ledger.sources(), key=lambda one: one.ref)
    assert (ann.statements, ann.origins, ann.things, ann.confirmed, ann.contradicted) == (1, 1, 1, 1, 0)
    assert (bob.things, bob.confirmed, bob.contradicted) == (1, 0, 1)
    assert (ann.name, ann.first, ann.reliability) == ("Ann", tell(make_reading, "x", None).story.published, "C")
    assert ann.reason
    assert ledger.sources("ann") == (ann,)
    assert ledger.sources("nobody") == ()


def test_analysts_set_grades_and_undo_them(ledger: Ledger, make_reading: Make) -> None:
    ledger.add(tell(make_reading, "one", "Own Wire", source="ann"))
    ledger.grade(Grading("set", "one", "s1", "ada", "knew him in Doha", "b2"))
    standing = of(ledger, "one")
    assert (standing.grade.code, standing.rule.code, standing.by) == ("B2", "C6", "ada")
    assert [(reason.rule, reason.text) for reason in standing.grade.because] == [("analyst", "knew him in Doha")] * 2
    ledger.grade(Grading("set", "one", "s1", "ben", "she is wrong", "D5"))
    assert of(ledger, "one").grade.code == "D5"
    ledger.grade(Grading("undo", "one", "s1", "ada", ""))
    assert (of(ledger, "one").grade.code, of(ledger, "one").analyst) == ("C6", None)
    assert [(one.action, one.grade, one.by) for one in ledger.gradings("one")] == [
        ("set", "B2", "ada"), ("set", "D5", "ben"), ("undo", None, "ada")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("grading", "error"),
    [
        (Grading("set", "one", "s1", "ada", " ", "B2"), BadQuestion),
        (Grading("set", "one", "s1", "ada", "why", "Z9"), BadQuestion),
        (Grading("set", "one", "s1", "ada", "why"), BadQuestion),
        (Grading("undo", "one", "s1", "ada", ""), BadQuestion),
        (Grading("weigh", "one", "s1", "ada", "why", "B2"), BadQuestion),
        (Grading("set", "one", "s9", "ada", "why", "B2"), BadInput),
        (Grading("set", "absent", "s1", "ada", "why", "B2"), BadInput),
    ],
)
def test_what_is_no_grading_is_refused(ledger: Ledger, make_reading: Make, grading: Grading, error: type) -> None:
    ledger.add(tell(make_reading, "one", "Own Wire", source="ann"))
    with pytest.raises(error):
        ledger.grade(grading)
    assert ledger.gradings("one") == ()


def test_a_story_that_is_not_there_has_no_standing(ledger: Ledger) -> None:
    with pytest.raises(BadInput):
        ledger.standing("absent")


def test_a_source_without_a_name_has_no_record(ledger: Ledger, make_reading: Make) -> None:
    reading = tell(make_reading, "one", "Own Wire", source="x")
    nameless = replace(reading.actors[-1], ref=None, name="a former official", mentions=())
    ledger.add(replace(reading, actors=(*reading.actors[:-1], nameless)))
    assert ledger.sources() == ()
    assert of(ledger, "one").source is None
    assert isinstance(reading.statements[0].cue, Span)
