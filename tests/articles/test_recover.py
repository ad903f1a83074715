"""What the body extraction loses or runs together, set right from the page: posts, heads, hidden words, lists."""

from __future__ import annotations

from backchannel.articles import read_page
from backchannel.records import Page, Story

PARAGRAPHS = tuple(
    f"<p>The {ordinal} delegation left the hotel by the garden gate before noon, two guards said on Monday.</p>"
    for ordinal in ("first", "second", "third", "fourth", "fifth")
)


def _read(*blocks: str) -> Story:
    body = f"<article><h1>Delegations leave</h1><div class='body'>{''.join(blocks)}</div></article>"
    head = "<head><title>Delegations leave</title></head>"
    return read_page(Page("page", f"<html>{head}<body>{body}</body></html>".encode()))


def test_an_embedded_post_stands_at_its_place() -> None:
    post = (
        "<div class='embed'><blockquote class='twitter-tweet'><p>We never asked for this room. It was not ours to "
        "give back.</p>— Dana Ruiz (@danaruiz) <a href='https://social.example/1'>March 4, 2024</a></blockquote></div>"
    )
    story = _read(*PARAGRAPHS[:3], post, *PARAGRAPHS[3:])
    lines = story.text.split("\n\n")
    at = next(index for index, line in enumerate(lines) if line.startswith("We never asked"))
    assert lines[at].endswith("— Dana Ruiz (@danaruiz) March 4, 2024")
    assert lines[at - 1].startswith("The third")
    assert lines[at + 1].startswith("The fourth")


def test_hidden_words_in_a_paragraph_are_left_out() -> None:
    hidden = (
        "<p>Rep. <span class='rollover-people'><a href='/r'>Ana Reis</a><span class='rollover-people-block'>Ana Reis "
        "<a href='/x'>Ten things</a></span></span> spoke to the <span style='display: none'>xyzzy</span> guards "
        "at the gate for an hour.</p>"
    )
    story = _read(*PARAGRAPHS[:2], hidden, *PARAGRAPHS[2:])
    assert "Rep. Ana Reis spoke to the guards at the gate for an hour." in story.text
    assert "Ten things" not in story.text


def test_a_head_in_a_plain_element_is_a_heading() -> None:
    story = _read(*PARAGRAPHS[:3], "<div class='story_subheadline'>Who paid for the hotel?</div>", *PARAGRAPHS[3:])
    assert [head.of(story) for head in story.headings] == ["Who paid for the hotel?"]


def test_related_posts_outside_the_story_stay_out() -> None:
    post = "<blockquote class='twitter-tweet'><p>Ten beaches for spring, and their price.</p>— Beach Desk</blockquote>"
    story = _read(*PARAGRAPHS, f"<aside class='related'>{post}</aside>")
    assert "beaches" not in story.text


def test_a_list_at_the_end_of_a_page_s_story_is_kept() -> None:
    items = "".join(f"<li>Room {number} with a view of the old pier</li>" for number in range(1, 7))
    story = _read(
        *PARAGRAPHS,
        "<p>The hotel named the rooms that were paid for by the ministry, floor by floor.</p>",
        f"<ul>{items}</ul>",
    )
    assert story.text.endswith("Room 6 with a view of the old pier")
