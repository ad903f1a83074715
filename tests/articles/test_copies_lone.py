"""Pages that no single comparison knows as copies, and versions that only their copies tell apart."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, permutations

import pytest
from copies_texts import BUDGET, HARBOUR, NEWS, PAGE, later, story

from backchannel.articles.copies import CopyIndex
from backchannel.articles.copies_clusters import group_copies
from backchannel.articles.copies_shingles import take_print
from backchannel.records import Kinship, Story

WIRE = story(HARBOUR, "Demo Wire", title="Ministers reopen harbour")
BODY = HARBOUR[1:3]  # what is left where a station cut the lead and the end


def fill(*stories: Story) -> CopyIndex:
    index = CopyIndex()
    for one in stories:
        index.add(one)
    return index


LONE = {
    "lead and end cut": story(BODY, "KVOR 4"),
    "a page's own words above": story((PAGE[0], *BODY), "KVOR 4"),
    "no outlet": story(BODY, None),
    "no day": story(BODY, "KVOR 4", day=None),
}


@pytest.mark.parametrize("name", LONE)
def test_a_page_that_stands_in_one_story_is_its_copy(name: str) -> None:
    page = LONE[name]
    for order in permutations((WIRE, page, story(BUDGET, "Demo Wire"))):
        index = fill(*order)
        assert page.id in index.origin_of(WIRE.id).members, index.kin(page.id)
        assert [kin.kind for kin in index.kin(page.id)] == ["copy"]


OWN = {
    "most of it is new": story((*NEWS, *BODY), "KVOR 4"),
    "a week later": story(BODY, "KVOR 4", day=later(7)),
    "earlier than what holds it": story(BODY, "KVOR 4", day=later(-1)),
    "the agency's own page": story(BODY, "Demo Wire"),
    "background of the other": story(HARBOUR[5:], "KVOR 4"),
    "a new lead, outlet unknown": story((NEWS[0], *BODY), None),
}


@pytest.mark.parametrize("name", OWN)
def test_a_story_of_its_own_stays_alone(name: str) -> None:
    index = fill(WIRE, OWN[name])
    assert index.origin_of(OWN[name].id).members == (OWN[name].id,)


def test_what_stands_in_two_stories_is_joined_to_neither() -> None:
    follow_up = story((NEWS[0], *BODY, *NEWS[1:], *BUDGET), "Demo Wire", day=later(1))
    page = story(BODY, "KVOR 4", day=later(1))
    index = fill(WIRE, follow_up, page)
    assert index.origin_of(follow_up.id).chain != index.origin_of(WIRE.id).chain
    assert index.origin_of(page.id).members == (page.id,)
    assert {kin.kind for kin in index.kin(page.id)} == {"apart"}


def test_a_cut_does_not_link_two_stories_of_the_agency_that_share_little() -> None:
    cut, other = story(HARBOUR[4:6], None), story((*NEWS, HARBOUR[4]), "Demo Wire", day=later(2))
    prints = [take_print(one) for one in (WIRE, cut, other)]
    kin = (Kinship("copy", cut.id, WIRE.id, 1.0, ()), Kinship("version", other.id, cut.id, 0.7, ()))
    assert [one.chain for one in group_copies(prints, kin, {})] == [WIRE.id, other.id]
    kin = (*kin, Kinship("version", other.id, WIRE.id, 0.7, ()))
    assert [one.chain for one in group_copies(prints, kin, {})] == [WIRE.id, WIRE.id]


FIRST = story((*HARBOUR[:3], *HARBOUR[4:]), None, title="Ministers reopen harbour")
SECOND = story((*HARBOUR[:3], NEWS[1], *HARBOUR[4:]), None, title="Ministers reopen harbour, officials say")
LACKING = [story(FIRST.text.split("\n\n")[:end], f"KVOR {end}") for end in (4, 5, 6)]  # type: ignore[arg-type]
LACKING.append(story((PAGE[0], *HARBOUR[1:3], *HARBOUR[4:], PAGE[1]), "WTAL 9"))
HAVING = [story((PAGE[0], *SECOND.text.split("\n\n")[:5]), f"WHBY {number}") for number in range(3)]


def test_a_passage_that_most_copies_lack_alike_came_with_a_later_version() -> None:
    index = fill(SECOND, *LACKING, *HAVING, FIRST)
    first, second = index.origin_of(FIRST.id), index.origin_of(SECOND.id)
    assert first.chain == second.chain and (first.version, second.version) == (1, 2)
    assert {one.id for one in LACKING} <= set(first.members)
    assert {one.id for one in HAVING} <= set(second.members)


def test_a_passage_that_few_copies_lack_was_cut_by_them() -> None:
    for few in combinations(LACKING, 2):
        index = fill(SECOND, *few, *HAVING, FIRST)
        assert index.origin_of(FIRST.id).members == index.origin_of(SECOND.id).members


def test_an_edit_is_no_lack() -> None:
    changed = (*HARBOUR[:3], HARBOUR[3].replace("said 340 boats had been idle", "counted boats"), *HARBOUR[4:])
    whole = story(HARBOUR, None)
    index = fill(whole, *(story(changed, f"KVOR {number}") for number in range(5)), story(changed, None))
    assert len(index.origin_of(whole.id).members) == 7


def test_what_was_copied_more_is_the_likelier_source_of_a_cut() -> None:
    first = story(HARBOUR, "Demo Wire", title="Ministers reopen harbour")
    second = story((*HARBOUR[:4], NEWS[1], *HARBOUR[4:]), "Demo Wire", title="Shots near harbour")
    cut = story(HARBOUR[:2], "KVOR 4", title="Harbour news")
    for source, kept in ((first, HARBOUR), (second, (*HARBOUR[:4], NEWS[1]))):
        copies = [replace(story(kept, f"WTAL {number}"), title=source.title) for number in range(4)]
        index = fill(first, second, cut, *copies)
        assert cut.id in index.origin_of(source.id).members
