"""What a page's markup and lines tell beside the text: updates, notes, addresses, and whether the text is all of it."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from backchannel.articles import read_page
from backchannel.records import Note, Page, Story

PARAGRAPHS = (
    "The harbour commission met on Monday for the first time since the spring, three members said after the session.",
    "Both sides agreed to exchange lists of detained crews, and to meet again before the end of the month in Varna.",
    "“We sat at one table, and that is more than I expected,” the deputy chair told reporters on the pier.",
)


def _page(*paragraphs: str, node: dict[str, object] | None = None, head: str = "") -> Story:
    script = f"<script type='application/ld+json'>{json.dumps({'@type': 'NewsArticle', **(node or {})})}</script>"
    body = "".join(f"<p>{words}</p>" for words in paragraphs)
    body = f"<body><article><h1>Harbour commission meets</h1>{body}</article></body>"
    text = f"<html><head>{script}{head}</head>{body}</html>"
    return read_page(Page("page", text.encode()))


def test_times_of_publication_and_update_keep_their_zone() -> None:
    node: dict[str, object] = {"datePublished": "2024-03-04T22:05:00-05:00", "dateModified": "2024-03-05T08:00:00Z"}
    story = _page(*PARAGRAPHS, node=node)
    assert story.published == dt.date(2024, 3, 4)
    assert story.published_at == "2024-03-04T22:05:00-05:00"
    assert story.updated == "2024-03-05T08:00:00+00:00"
    assert (story.found["published_at"], story.found["updated"]) == ("json-ld", "json-ld")


def test_a_time_of_another_day_than_the_given_one_is_left_out() -> None:
    node = {"datePublished": "2024-03-04T22:05:00-05:00"}
    script = f"<script type='application/ld+json'>{json.dumps({'@type': 'NewsArticle', **node})}</script>"
    body = "".join(f"<p>{words}</p>" for words in PARAGRAPHS)
    data = f"<html><head>{script}</head><body><article>{body}</article></body></html>".encode()
    story = read_page(Page("page", data, published=dt.date(2024, 3, 9)))
    assert (story.published, story.published_at) == (dt.date(2024, 3, 9), None)


def test_the_page_s_own_address_stands_beside_the_given_one() -> None:
    head = "<link rel='canonical' href='https://harbor.example/commission'>"
    data = f"<html><head>{head}</head><body><article><p>{'</p><p>'.join(PARAGRAPHS)}</p></article></body></html>"
    story = read_page(Page("page", data.encode(), url="https://mirror.example/7"))
    assert (story.url, story.canonical) == ("https://mirror.example/7", "https://harbor.example/commission")
    assert (story.found["url"], story.found["canonical"]) == ("given", "canonical link")


@pytest.mark.parametrize(
    ("line", "note"),
    [
        ("Correction: An earlier report gave the wrong pier.", Note("correction", "", "correction")),
        ("Clarification - The deputy chair spoke before the vote.", Note("correction", "", "correction")),
        ("An earlier version of this story gave the wrong pier.", Note("correction", "", "correction")),
        ("This story was corrected to fix the name of the pier.", Note("correction", "", "correction")),
        ("Editor’s note: Crews are named by their given names only.", Note("note", "", "editors-note")),
        ("This story has been updated with comment from Varna.", Note("update", "", "story-updated")),
    ],
)
def test_notes_are_kept_apart_from_the_text(line: str, note: Note) -> None:
    story = read_page(Page("page", "\n\n".join([*PARAGRAPHS, line]).encode()))
    assert story.text == "\n\n".join(PARAGRAPHS)
    assert [(one.kind, one.where) for one in story.notes] == [(note.kind, note.where)]
    assert story.notes[0].text.rstrip(".") == line.replace("’", "'").rstrip(".")


def test_a_developing_story_is_no_note() -> None:
    story = read_page(Page("page", "\n\n".join([*PARAGRAPHS, "This is a developing story."]).encode()))
    assert (story.text, story.notes) == ("\n\n".join(PARAGRAPHS), ())


def test_a_whole_story_has_no_sign_of_being_a_part() -> None:
    assert _page(*PARAGRAPHS, node={"wordCount": 60}).partial is None
    assert _page(*PARAGRAPHS * 4, node={"isAccessibleForFree": False}).partial is None


@pytest.mark.parametrize(
    ("lines", "node", "where"),
    [
        (PARAGRAPHS, {"wordCount": 900}, "json-ld word count"),
        (PARAGRAPHS, {"isAccessibleForFree": "False"}, "json-ld isAccessibleForFree"),
        ((*PARAGRAPHS, "The lists will be handed over by the end of…"), {}, "the text breaks off"),
    ],
)
def test_a_part_is_known_by_the_markup_and_the_text(
    lines: tuple[str, ...], node: dict[str, object], where: str
) -> None:
    story = _page(*lines, node=node)
    assert (story.partial, story.found["partial"]) == (True, where)


def test_a_paywall_s_line_marks_a_part_only_where_the_story_ends() -> None:
    ended = read_page(Page("page", "\n\n".join([*PARAGRAPHS, "Subscribe to continue reading this story."]).encode()))
    assert (ended.partial, ended.found["partial"]) == (True, "paywall")
    inside = [PARAGRAPHS[0], "Subscribe to continue reading this story.", *PARAGRAPHS[1:]]
    story = read_page(Page("page", "\n\n".join(inside).encode()))
    assert (story.partial, story.text) == (None, "\n\n".join(PARAGRAPHS))


def _title(h1: str, head: str, node: dict[str, object] | None = None) -> tuple[str | None, str]:
    script = f"<script type='application/ld+json'>{json.dumps({'@type': 'NewsArticle', **(node or {})})}</script>"
    body = "".join(f"<p>{words}</p>" for words in PARAGRAPHS)
    data = f"<html><head>{script}{head}</head><body><article><h1>{h1}</h1>{body}</article></body></html>"
    story = read_page(Page("page", data.encode()))
    return story.title, story.found["title"]


HEADLINE = "Harbour commission meets for first time since spring"


@pytest.mark.parametrize(
    ("h1", "head", "node", "where"),
    [
        (HEADLINE, f"<title>{HEADLINE} | Harbor 9</title>", None, "h1"),
        # The heading differs in wording from the title made for search engines: the heading is what readers see.
        (HEADLINE, "<title>Harbour commission meets: first time, five facts | Harbor 9</title>", None, "h1"),
        # The page's own heading is no headline where three places of the markup agree on another.
        (
            "Harbour and commission news",
            f"<title>{HEADLINE} | Harbor 9</title><meta property='og:title' content='{HEADLINE}'>",
            {"headline": HEADLINE},
            "json-ld",
        ),
        # The heading element holds the headline and more.
        (f"{HEADLINE} By Dana Ruiz", f"<meta property='og:title' content='{HEADLINE}'>", None, "og:title"),
    ],
)
def test_the_headline_is_what_the_others_agree_with(
    h1: str, head: str, node: dict[str, object] | None, where: str
) -> None:
    assert _title(h1, head, node) == (HEADLINE, where)
