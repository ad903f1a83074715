"""The event between two marked spans: the marks, the decision, the weights, and what is said where nothing is found."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from backchannel.coding.events.confidence import load_trust, story_share, weigh_in_story
from backchannel.coding.events.pair import ACTOR, RECIPIENT, mark_pair
from backchannel.coding.events.pair_decision import decide_pair
from backchannel.coding.events.pair_linear import load_linear_head, read_linear_head
from backchannel.coding.events.roots import ROOTS, root_of
from backchannel.commands.pairs import find_pair
from backchannel.errors import BadInput, BadModel, BadQuestion
from backchannel.ontology.plover import TYPES
from backchannel.records import Actor, Event, Mention, Span, Story

STORY = Story("s", "Chad and its president accused Togo of spying.", "-")
CHAD, TOGO = Span("s", 0, 4), Span("s", 31, 35)


def _event(type: str = "ACCUSE", status: str = "happened", confidence: float = 0.8) -> Event:
    return Event("e1", type, CHAD, (ACTOR,), (RECIPIENT,), "rule", status=status, confidence=confidence)  # type: ignore[arg-type]


def test_marked_sides_take_over_what_the_story_knows() -> None:
    chad = Actor("a1", "Chad", "country", "TCD", "GOV", mentions=tuple(
        Mention(span, "name", False, "known") for span in (CHAD, Span("s", 9, 12))
    ))  # fmt: skip
    other = Actor("a2", "spying", "unknown", mentions=(Mention(TOGO, "name", False, "slip"),))
    actor, recipient, *rest = mark_pair(STORY, (chad, other), CHAD, TOGO)
    assert (actor.id, actor.country, actor.kind, len(actor.mentions)) == (ACTOR, "TCD", "country", 2)
    assert (recipient.id, recipient.kind) == (RECIPIENT, "unknown")
    assert rest == []


@pytest.mark.parametrize("span", [Span("s", 4, 5), Span("other", 0, 4), Span("s", 7, 7)])
def test_a_span_without_words_or_of_another_story_is_refused(span: Span) -> None:
    with pytest.raises((BadInput, ValueError)):
        mark_pair(STORY, (), span, TOGO)


def test_the_same_words_are_no_pair() -> None:
    with pytest.raises(BadInput, match="same words"):
        mark_pair(STORY, (), CHAD, CHAD)


def test_rules_are_trusted_as_far_as_they_were_right() -> None:
    chances = {"NONE": 0.5, "ACCUSE": 0.2, "REJECT": 0.3}
    event, joined = decide_pair((_event(confidence=0.8),), chances)
    assert event is not None and event.confidence == 0.84
    assert joined["ACCUSE"] == pytest.approx(0.84) and sum(joined.values()) == pytest.approx(1.0)
    assert decide_pair((), chances) == (None, chances)


@pytest.mark.parametrize(
    ("type", "status", "root"),
    [("CONSULT", "planned", "AGREE"), ("AID", "refused", "REJECT"), ("ASSAULT", "possible", "THREATEN"),
     ("RETREAT", "planned", "AGREE"), ("ACCUSE", "happened", "ACCUSE"), ("ASSAULT", "denied", "ASSAULT")],
)  # fmt: skip
def test_roots_fold_the_status_in(type: str, status: str, root: str) -> None:
    assert root_of(_event(type, status)) == root


def test_the_shipped_head_knows_every_type() -> None:
    chances = load_linear_head().chances(("p:accuse", "x:ACCUSE", "r:ACCUSE"))
    assert set(chances) == set(ROOTS) == {"NONE", *TYPES}
    assert sum(chances.values()) == pytest.approx(1.0, abs=1e-5)
    assert max(chances, key=lambda root: chances[root]) == "ACCUSE"


def test_weights_that_do_not_fit_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadModel, match="no weights"):
        read_linear_head(tmp_path / "missing.npz")
    (tmp_path / "broken.npz").write_bytes(b"PK\x03\x04 no archive")
    with pytest.raises(BadModel, match="fit it again"):
        read_linear_head(tmp_path / "broken.npz")


def test_trust_is_a_share() -> None:
    assert all(0.2 < share < 1.0 for share in load_trust().values())


def test_in_a_story_an_event_is_trusted_by_its_rule_and_by_how_many_sides_are_told() -> None:
    shares = {"consult.meet/two": 0.9, "consult.meet/one": 0.6, "/two": 0.7, "/one": 0.4}
    pair = replace(_event(), because="consult.meet · past")
    lone = replace(pair, recipients=())
    assert [story_share(event, shares) for event in (pair, lone)] == [0.9, 0.6]
    strange = [replace(event, because="no.such-rule") for event in (pair, lone)]
    assert [story_share(event, shares) for event in strange] == [0.7, 0.4]
    assert story_share(pair, {}) == 0.5
    assert weigh_in_story(pair).confidence == round(load_trust()["consult.meet/two"], 2)


def test_words_of_a_pair_are_looked_for_in_one_sentence() -> None:
    spans = (Span("s", 0, len(STORY.text)),)
    assert find_pair(STORY, spans, "Chad", "Togo") == (CHAD, TOGO)
    with pytest.raises(BadQuestion, match="no sentence"):
        find_pair(STORY, spans, "Chad", "Benin")


@pytest.mark.integration
def test_a_pair_is_coded_and_silence_explained() -> None:
    from backchannel.pipeline import code_pair, explain_silence, read_story

    told = Story("t", "Chad accused Togo of spying on Thursday. A visit would cost money.", "-")
    coding = code_pair(told, Span("t", 0, 4), Span("t", 13, 17))
    assert coding.by == "rules" and coding.event is not None
    assert (coding.event.type, coding.event.actors, coding.event.recipients) == ("ACCUSE", (ACTOR,), (RECIPIENT,))
    (miss,) = explain_silence(read_story(told))
    assert miss.word.of(told) == "visit" and miss.rule.startswith("consult.") and "both sides" in miss.why
