"""What must go, what must stay, and where."""

from __future__ import annotations

import pytest

from backchannel.articles.drafts import Paragraph
from backchannel.articles.furniture import strip_furniture
from backchannel.articles.headline import find_headline
from backchannel.articles.words import is_sentence

BODY = [
    "The navy of Peru turned back two trawlers on Monday after a warning by radio, its commander said in Callao.",
    "The trawlers flew no flag and did not answer, according to the commander, who spoke to reporters on the pier.",
    "Chile denied that the ships were its own and offered to send an officer to look at the photographs.",
    "Peru accepted the offer on Tuesday and asked for the visit to take place within a week of the new year.",
]


def strip(lines: list[str]) -> list[str]:
    return [paragraph.text for paragraph in strip_furniture([Paragraph(line) for line in lines]).paragraphs]


def test_a_bare_story_is_left_alone() -> None:
    assert strip(BODY) == BODY


@pytest.mark.parametrize(
    "sentence",
    [
        "Follow the law, the judge told both sides.",
        "Sign the treaty, the minister urged.",
        "Share of blame was put on both navies.",
        "Comments by the minister drew anger in Santiago.",
        "Read the letter, he said.",
        "More than 40 people were hurt.",
        "Related talks in Lima were put off.",
        "Copyright talks between Peru and Chile ended on Friday.",
        "Photos from the pier show one ship with a broken mast.",
        "By Monday the two ships had gone.",
        "He left.",
        "“Watch what they do,” she said.",
        "The ministry declined to comment.",
        "Subscribe or lose the vote, the party told its members.",
        "The committee will contribute to this report, which is due in May, an official said.",
        "Image matters more than law, the commander said.",
        "Advertisements in both papers called for calm.",
        "The story continues in court on Friday.",
        "Join the alliance or stay out, the envoy told Quito.",
    ],
)
@pytest.mark.parametrize("place", [1, 2, 4])
def test_real_sentences_stay(sentence: str, place: int) -> None:
    lines = [*BODY[:place], sentence, *BODY[place:]]
    assert sentence in strip(lines) or (not is_sentence(sentence) and place == 4)


@pytest.mark.parametrize(
    "line",
    [
        "ADVERTISEMENT",
        "Read more: Ten ships that never came home",
        "Share this story",
        "* * *",
        "FILE - A pier at dusk. (AP Photo/A. Reis)",
    ],
)
def test_furniture_goes_from_anywhere(line: str) -> None:
    assert strip([*BODY[:2], line, *BODY[2:]]) == BODY
    assert strip([*BODY, line]) == BODY
    assert strip([line, *BODY]) == BODY


def test_lists_go_with_their_heading_and_the_story_goes_on() -> None:
    lines = [*BODY[:2], "Related stories", "Ten ships that never came home", "Who owns the strait?", *BODY[2:]]
    assert strip(lines) == BODY


def test_rights_line_cuts_only_near_the_end() -> None:
    rights = "Copyright 2024 Harbor Media. All rights reserved."
    assert strip([*BODY, rights, "This sentence stands under the story and is none of its own words."]) == BODY
    assert strip([BODY[0], rights, *BODY[1:]]) == BODY


def test_section_heads_stay_and_outer_lines_go() -> None:
    lines = ["Home", "World", *BODY[:2], "A pier at dusk", *BODY[2:], "Harbor 9 Staff", "Next"]
    assert strip(lines) == [*BODY[:2], "A pier at dusk", *BODY[2:]]


def test_headline_shares_the_story_s_words() -> None:
    lines = [
        (0, "Storm warning for the whole valley tonight"),
        (1, "Peru turns back two trawlers after radio warning"),
        (2, "Commander says ships flew no flag and did not answer on Monday."),
    ]
    assert find_headline(lines, BODY) == 1
    assert find_headline([], BODY) is None
    assert find_headline([(0, "Home"), (1, "World")], BODY) is None
