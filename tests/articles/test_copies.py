"""Copies, versions and stories of their own: decisions on pairs, origins, and what analysts lay down."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest
from copies_texts import BUDGET, DAY, HARBOUR, NEWS, PAGE, later, story

from backchannel.articles.copies import CopyIndex
from backchannel.articles.copies_decision import judge
from backchannel.articles.copies_shingles import take_print
from backchannel.errors import BadQuestion
from backchannel.records import Kinship, Origin, Story

WIRE = story(HARBOUR, "Demo Wire", title="Ministers reopen harbour")


def compare(one: Story, other: Story) -> Kinship:
    return judge(take_print(one), take_print(other))


def edited(paragraphs: tuple[str, ...]) -> tuple[str, ...]:
    changes = (
        ("agreed on Tuesday to reopen", "agreed to reopen"),
        ("near the old customs house", "near the customs house"),
        ("told reporters that", "said"),
        ("340 boats", "more than 300 boats"),
        ("were wary", "remained cautious"),
    )
    text = "\n".join(paragraphs)
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return tuple(text.split("\n"))


COPIES = {
    "as it stands": story(HARBOUR, "KVOR 4"),
    "cut to a third": story(HARBOUR[:2], "KVOR 4"),
    "paragraphs dropped": story((HARBOUR[0], HARBOUR[2], HARBOUR[5]), "KVOR 4"),
    "edited": story(edited(HARBOUR), "KVOR 4"),
    "in its own page": story((PAGE[0], *HARBOUR[:4], PAGE[1]), "KVOR 4"),
    "other headline": story(HARBOUR[:5], "KVOR 4", title="Boats may sail again"),
    "no outlet, no day, no agency": story(HARBOUR[:4], None, day=None, agency=None),
    "the day after": story(HARBOUR[:3], "KVOR 4", day=later(1)),
    "another credit": story(HARBOUR, "KVOR 4", agency="Some Newsource"),
    "printed a month later": story(HARBOUR, "KVOR 4", day=later(30)),
}


@pytest.mark.parametrize("name", COPIES)
def test_copies_are_known(name: str) -> None:
    kinship = compare(WIRE, COPIES[name])
    assert (kinship.kind, kinship.of) == ("copy", WIRE.id), kinship.because


APART = {
    "another story": story(BUDGET, "Demo Wire", day=later(3)),
    "background at the end": story((*NEWS, *HARBOUR[4:]), "Demo Wire", day=later(12)),
    "background on the same day": story((*NEWS, *HARBOUR[5:]), "KVOR 4"),
    "a quote": story((*NEWS[:2], HARBOUR[2], NEWS[2]), "KVOR 4"),
    "background, undated": story((*NEWS, *HARBOUR[4:]), None, day=None),
    "the same lead on another day": story((HARBOUR[0], *BUDGET), "Demo Wire", day=later(20)),
}


@pytest.mark.parametrize("name", APART)
def test_stories_of_their_own_stay_apart(name: str) -> None:
    kinship = compare(WIRE, APART[name])
    assert kinship.kind == "apart", kinship.because
    assert kinship.because


VERSIONS = {
    "new lead": story((NEWS[0], *HARBOUR[1:]), "Demo Wire", day=later(1)),
    "new lead on top": story((NEWS[0], *HARBOUR), "Demo Wire"),
    "paragraphs put in": story((*HARBOUR[:3], NEWS[1], *HARBOUR[3:]), "Demo Wire"),
    "grown at the end": story((*HARBOUR, NEWS[1]), "Demo Wire", day=later(1)),
    "headline says update": story((*HARBOUR[:2], NEWS[1], *HARBOUR[2:]), None, title="UPDATE 1-Ministers reopen"),
    "a station has the later version": story((*HARBOUR[:3], NEWS[1], *HARBOUR[3:]), "KVOR 4"),
}


@pytest.mark.parametrize("name", VERSIONS)
def test_later_versions_are_no_copies(name: str) -> None:
    kinship = compare(WIRE, VERSIONS[name])
    assert (kinship.kind, kinship.story, kinship.of) == ("version", VERSIONS[name].id, WIRE.id), kinship.because


def test_a_version_tells_what_was_added_and_withdrawn() -> None:
    changed = tuple(paragraph.replace("340 boats", "362 boats") for paragraph in HARBOUR[:5])
    second = story((*changed[:2], NEWS[1], *changed[2:]), "Demo Wire", day=later(1))
    kinship = compare(WIRE, second)
    assert [span.of(second) for span in kinship.added] == [NEWS[1][:-1], "362"]
    assert kinship.withdrawn[0].of(WIRE) == "340"
    assert kinship.withdrawn[1].of(WIRE).startswith("The dispute over the bank")
    assert [a.of(second)[:20] for a in kinship.evidence] == [b.of(WIRE)[:20] for b in kinship.sources]


@pytest.mark.parametrize("other", [*COPIES.values(), *APART.values(), *VERSIONS.values()])
def test_the_decision_has_no_order(other: Story) -> None:
    assert compare(WIRE, other) == compare(other, WIRE)


def told(origins: list[Origin]) -> set[frozenset[str]]:
    return {frozenset(origin.members) for origin in origins}


def fill(*stories: Story) -> CopyIndex:
    index = CopyIndex()
    for one in stories:
        index.add(one)
    return index


HEAD = story(HARBOUR[:3], "KVOR 4")
TAIL = story(HARBOUR[3:], "WTAL 9")
OTHER = APART["background at the end"]


@pytest.mark.parametrize("order", list(permutations([WIRE, HEAD, TAIL, OTHER])))
def test_the_order_of_arrival_does_not_matter(order: tuple[Story, ...]) -> None:
    origins = list(fill(*order).clusters())
    assert told(origins) == {frozenset({WIRE.id, HEAD.id, TAIL.id}), frozenset({OTHER.id})}
    assert {origin.story for origin in origins} == {WIRE.id, OTHER.id}


def test_versions_form_a_chain_with_copies_of_their_own() -> None:
    second = VERSIONS["paragraphs put in"]
    third = story((NEWS[0], *HARBOUR[1:3], NEWS[1], *HARBOUR[3:]), "Demo Wire", day=later(1))
    copy_of_second = story((*HARBOUR[:3], NEWS[1], HARBOUR[3]), "KVOR 4")
    copy_of_first = story((*HARBOUR[:5], HARBOUR[6]), "WTAL 9")
    index = fill(copy_of_second, third, WIRE, copy_of_first, second)
    origins = list(index.clusters())
    assert [(origin.story, origin.version) for origin in origins] == [(WIRE.id, 1), (second.id, 2), (third.id, 3)]
    assert {origin.chain for origin in origins} == {WIRE.id}
    assert index.origin_of(copy_of_second.id).story == second.id
    assert index.origin_of(copy_of_first.id).story == WIRE.id


def test_a_short_cut_does_not_glue_two_versions() -> None:
    second = VERSIONS["paragraphs put in"]
    cut = story(HARBOUR[:2], "KVOR 4")
    for order in permutations([WIRE, second, cut]):
        index = fill(*order)
        assert index.origin_of(WIRE.id).story != index.origin_of(second.id).story
        assert index.origin_of(cut.id).story == WIRE.id


def test_one_origin_many_copies_takes_few_postings() -> None:
    index = fill(WIRE)
    before = index.size
    for number in range(40):
        assert index.add(story(HARBOUR[: 2 + number % 5], f"KVOR {number}"))[0].kind == "copy"
    assert len(list(index.clusters())) == 1
    assert index.size - before < 41 * 9 * 350


def test_stock_paragraphs_do_not_join_stories() -> None:
    """Eight stories that share two thirds of their words with all the others, and nothing else."""
    stock = HARBOUR[4:]
    leads = (*BUDGET, *NEWS, HARBOUR[0])
    stories = [story((lead, *stock), f"House {number}", day=later(number * 9)) for number, lead in enumerate(leads)]
    assert len(list(fill(*stories).clusters())) == 8


def test_a_story_added_again_gives_its_kin() -> None:
    index = fill(WIRE, HEAD)
    assert index.add(HEAD) == index.kin(HEAD.id)
    assert len(index) == 2


def test_cuts_that_looked_like_versions_are_copies_once_their_story_is_there() -> None:
    one, other = story(HARBOUR[:5], "KVOR 4"), story((HARBOUR[1], *HARBOUR[2:6]), "WTAL 9")
    index = fill(one, other, WIRE)
    assert {kinship.kind for kinship in index.kin(one.id)} == {"copy"}
    assert len(index.origin_of(one.id).members) == 3


def test_an_analyst_keeps_apart_for_ever() -> None:
    index = fill(WIRE, HEAD)
    index.keep_apart(HEAD.id, WIRE.id, "ada")
    index.add(COPIES["edited"])
    index.add(story(HARBOUR[:3], "KPQE 2"))
    assert HEAD.id not in index.origin_of(WIRE.id).members
    ruled = index.explain(WIRE.id, HEAD.id)
    assert (ruled.kind, ruled.by, ruled.because) == ("apart", "ada", ("ruling",))
    assert ruled in index.kin(HEAD.id)


def test_an_analyst_joins_and_undoes() -> None:
    index = fill(WIRE, OTHER, HEAD)
    index.join(OTHER.id, WIRE.id, "ada")
    assert OTHER.id in index.origin_of(HEAD.id).members
    index.undo(WIRE.id, OTHER.id, "ben")
    assert index.origin_of(OTHER.id).members == (OTHER.id,)
    assert [ruling.by for ruling in index.rulings] == ["ada", "ben"]


def test_rulings_that_contradict_are_refused() -> None:
    index = fill(WIRE, OTHER, HEAD)
    index.join(OTHER.id, WIRE.id, "ada")
    index.join(WIRE.id, HEAD.id, "ada")
    with pytest.raises(BadQuestion, match="contradicts rulings in force"):
        index.keep_apart(OTHER.id, HEAD.id, "ben")
    index.undo(WIRE.id, HEAD.id, "ben")
    index.keep_apart(OTHER.id, HEAD.id, "ben")
    with pytest.raises(BadQuestion, match="contradicts rulings in force"):
        index.join(WIRE.id, HEAD.id, "ada")
    assert len(index.rulings) == 4


def test_a_story_is_not_ruled_on_against_itself() -> None:
    with pytest.raises(BadQuestion, match="two stories are wanted"):
        fill(WIRE).join(WIRE.id, WIRE.id, "ada")


@pytest.mark.parametrize("pair", [("x", WIRE.id), (WIRE.id, "x")])
def test_unknown_stories_are_named(pair: tuple[str, str]) -> None:
    index = fill(WIRE)
    for ask in (index.explain, lambda a, b: index.join(a, b, "ada"), lambda a, b: index.keep_apart(a, b, "ada")):
        with pytest.raises(BadQuestion, match="story x is not in the index"):
            ask(*pair)
    with pytest.raises(BadQuestion, match="no ruling"):
        index.undo(*pair, "ada")


def test_recalled_stories_are_as_those_added() -> None:
    told_of = (WIRE, HEAD, TAIL, OTHER, VERSIONS["new lead"])
    index = fill(*told_of)
    index.keep_apart(TAIL.id, WIRE.id, "ada")
    again = CopyIndex()
    pairs = {(one.story, one.of): one for story in told_of for one in index.add(story) if one.by == "machine"}
    pairs |= {(one.story, one.of): one for one in (judge(take_print(TAIL), take_print(WIRE)),)}
    again.recall(told_of, pairs.values(), index.rulings)
    assert told(list(again.clusters())) == told(list(index.clusters()))
    assert again.kin(WIRE.id) == index.kin(WIRE.id)
    late = COPIES["in its own page"]
    assert again.add(late) == index.add(late)
    assert told(list(again.clusters())) == told(list(index.clusters()))


def test_kin_share_keys() -> None:
    keys = set(CopyIndex().keys(WIRE))
    assert all(-(2**63) <= key < 2**63 for key in keys)
    assert keys & set(CopyIndex().keys(HEAD))
    assert not keys & set(CopyIndex().keys(story(BUDGET, "Demo Wire")))


@pytest.mark.parametrize("text", ["", "—", "Talks.", "word " * 5000, "a b c d e f g h " * 3000, "é" * 100_000])
def test_odd_texts_are_taken(text: str) -> None:
    index = fill(WIRE)
    odd = Story("odd", text, "")
    assert all(kinship.kind == "apart" for kinship in index.add(odd))
    twin = replace(odd, id="twin")
    assert [kinship.kind for kinship in index.add(twin)] == ["copy"] * (len(text) > 1)


def test_days_known_or_not_the_pair_is_the_same_story() -> None:
    assert compare(WIRE, replace(HEAD, published=None)).kind == "copy"
    assert compare(replace(WIRE, published=None), HEAD).kind == "copy"
    assert compare(WIRE, replace(HEAD, published=DAY)).containment == 1.0


def at(story: Story, time: str) -> Story:
    """The story with a time of day, under an id of its own."""
    return replace(story, id=f"{story.id}@{time}", published_at=f"{DAY.isoformat()}T{time}")


FIRST = at(story(HARBOUR, "Demo Wire", title="Ministers reopen harbour at Port Ansel"), "08:00+00:00")
SECOND = at(
    story((*HARBOUR[:2], NEWS[1], *HARBOUR[2:]), "Demo Wire", title="Captain relieved after shots at trawlers"),
    "11:00+00:00",
)
CUT = story(HARBOUR[:2], "KVOR 4", title="Boats may sail again soon")


@pytest.mark.parametrize(
    ("time", "source"),
    [("09:10+00:00", FIRST), ("04:10-05:00", FIRST), ("14:00+00:00", SECOND), ("11:00-05:00", SECOND)],
)
def test_a_cut_whose_words_stand_in_two_versions_is_placed_by_its_time(time: str, source: Story) -> None:
    copy = at(CUT, time)
    for order in permutations((FIRST, SECOND, copy)):
        assert copy.id in fill(*order).origin_of(source.id).members


def test_without_a_time_a_headline_places_a_cut() -> None:
    for source in (FIRST, SECOND):
        copy = replace(CUT, id=f"cut of {source.id}", title=source.title)
        assert copy.id in fill(FIRST, SECOND, copy).origin_of(source.id).members


def test_a_cut_with_the_news_of_a_version_stems_from_it_whatever_its_clock_says() -> None:
    copy = at(story((*HARBOUR[:2], NEWS[1]), "KVOR 4"), "06:00+00:00")
    assert copy.id in fill(FIRST, SECOND, copy).origin_of(SECOND.id).members


def test_what_an_analyst_laid_down_is_not_moved() -> None:
    copy = at(CUT, "14:00+00:00")
    index = fill(FIRST, SECOND, copy)
    index.join(copy.id, FIRST.id, "ada")
    assert copy.id in index.origin_of(FIRST.id).members


def test_tellings_of_one_day_without_an_outlet_are_versions_by_their_times() -> None:
    first, second = replace(FIRST, id="1", outlet=None), replace(SECOND, id="2", outlet=None, title=FIRST.title)
    assert compare(first, second).because == ("lead-shared", "later-and-grown")
    assert compare(first, replace(second, published_at=first.published_at)).kind == "copy"


def test_one_headline_tells_a_copy_that_lost_its_lead() -> None:
    headline = "Ministers reopen harbour at Port Ansel"
    body = story(HARBOUR[2:4], "KVOR 4", title=headline)
    assert compare(FIRST, body).because == ("leads-differ", "headline-same")
    other = compare(FIRST, replace(body, title="Boats may sail again soon"))
    assert other.because == ("leads-differ", "mostly-held")
    assert compare(FIRST, replace(body, published=later(30))).kind == "apart"
    assert compare(FIRST, story(BUDGET, "KVOR 4", title=headline)).kind == "apart"
    short = compare(replace(FIRST, title="Briefs"), replace(body, title="Briefs"))
    assert short.because[-1] == "mostly-held", "too short to tell"
