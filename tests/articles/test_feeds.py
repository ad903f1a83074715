"""Feeds: which entries are whole stories, which are pointers, and feeds that are broken, hostile, or none."""

from __future__ import annotations

import json
import socket

import pytest

from backchannel.articles import Pointer, Refusal, open_page, read_page
from backchannel.articles.feeds import FEWEST_WORDS, FEWEST_WORDS_OF_SUMMARY, Entry, is_whole
from backchannel.records import Page

SENTENCE = "The two ministers met in the harbour office on Monday and agreed to meet again in June. "
LONG = SENTENCE * 12  # 192 words


def rss(*items: str, head: str = "") -> bytes:
    channel = f"<title>The Quay</title>{head}" + "".join(f"<item>{item}</item>" for item in items)
    return (
        '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
        f"<channel>{channel}</channel></rss>"
    ).encode()


def opened(data: bytes) -> list[object]:
    return list(open_page(Page("f", data)))


@pytest.mark.parametrize(
    ("words", "whole", "expected"),
    [
        (FEWEST_WORDS, True, True),
        (FEWEST_WORDS - 1, True, False),
        (FEWEST_WORDS_OF_SUMMARY, False, True),
        (FEWEST_WORDS_OF_SUMMARY - 1, False, False),
    ],
)
def test_a_story_needs_so_many_words(words: int, whole: bool, expected: bool) -> None:
    assert is_whole(Entry(" ".join(["word"] * words), whole, False)) is expected


@pytest.mark.parametrize(
    "end",
    [
        "…",
        "[…]",
        "[&#8230;]",
        "...",
        "Read more",
        "Continue reading →",
        'See <a href="x">the full story</a> »',
        "[...]",
    ],
)
def test_a_text_that_is_cut_is_a_pointer(end: str) -> None:
    assert not is_whole(Entry(f"<p>{LONG}{end}</p>", True, True))


def test_a_long_description_is_a_story() -> None:
    (item,) = opened(rss(f"<title>a</title><link>https://a.example/1</link><description>{LONG}</description>"))
    assert isinstance(item, Page)
    assert read_page(item).text.startswith("The two ministers met")


def test_an_entry_with_nothing_is_refused() -> None:
    (item,) = opened(rss("<guid>1</guid>"))
    assert item == Refusal("f#1", "an entry without text, title or link")


def test_feed_without_entries() -> None:
    (item,) = opened(rss())
    assert item == Refusal("f", "this feed has no entries")


def test_published_is_not_taken_for_updated() -> None:
    (item,) = opened(
        rss(f"<title>a</title><pubDate>Mon, 4 Mar 2024 23:00:00 -0500</pubDate><description>{LONG}</description>")
    )
    assert isinstance(item, Page)
    days = [(field, values, where) for field, values, where in item.facts if field in {"published", "updated"}]
    assert days == [("published", ("2024-03-04",), "feed date")]


def test_authors_written_as_rss_does() -> None:
    (item,) = opened(rss(f"<title>a</title><author>ana@a.example (Ana Reis)</author><description>{LONG}</description>"))
    assert isinstance(item, Page)
    assert ("authors", ("Ana Reis",), "feed author") in item.facts


def test_an_entry_keeps_no_script_and_no_hidden_text() -> None:
    text = f"<p>{LONG}</p><script>steal()</script><p style='display: none'>Secret words here.</p>"
    text = text.replace("<", "&lt;")
    (item,) = opened(rss(f"<title>a</title><description>{text}</description>"))
    assert isinstance(item, Page)
    story = read_page(item)
    assert "steal" not in story.text
    assert "Secret" not in story.text


def test_a_page_under_a_feeds_name_is_a_page() -> None:
    data = (
        b"<!doctype html><html><body><p>The feed has moved to another place on our site since Monday.</p></body></html>"
    )
    (item,) = open_page(Page("feed.rss", data))
    assert item == Page("feed.rss", data)


def test_a_feed_cut_off_gives_what_came_before() -> None:
    whole = rss(*(f"<title>t{n}</title><link>https://a.example/{n}</link>" for n in range(5)))
    items = opened(whole[: whole.find(b"t3")])
    assert [item.title for item in items if isinstance(item, Pointer)][:3] == ["t0", "t1", "t2"]
    assert isinstance(items[-1], Refusal)
    assert "cut off" in items[-1].reason


def test_entities_of_its_own_are_refused_and_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_network(*_: object, **__: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket, "getaddrinfo", no_network)
    laughs = '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    for doctype in (laughs, '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>', "<!DOCTYPE rss [ ]>"):
        data = rss(f"<title>a</title><description>{LONG}&b;</description>").replace(b"<rss", doctype.encode() + b"<rss")
        (item,) = opened(data)
        assert isinstance(item, Refusal)
        assert "declares entities" in item.reason
    outside = rss(f"<title>a</title><description>{LONG}</description>")
    doctype = b'<!DOCTYPE rss SYSTEM "http://dtd.example/rss.dtd"><rss'
    (item,) = opened(outside.replace(b"<rss", doctype))
    assert isinstance(item, Page)


@pytest.mark.parametrize(
    ("feed", "words"),
    [
        ({}, "no list of items"),
        ({"items": 3}, "no list of items"),
        ({"items": []}, "no entries"),
        ({"items": [{}]}, "without text"),
        ({"items": [{"content_html": 3, "title": ["x"], "authors": "y", "tags": 7}]}, "without text"),
    ],
)
def test_broken_json_feeds(feed: dict[str, object], words: str) -> None:
    (item,) = opened(json.dumps({"version": "https://jsonfeed.org/version/1", **feed}).encode())
    assert isinstance(item, Refusal)
    assert words in item.reason


def test_a_json_feed_cut_off_or_nested() -> None:
    head = b'{"version": "https://jsonfeed.org/version/1.1", "items": ['
    for tail, words in ((b'{"id": 1', "broken or cut off"), (b"[" * 200_000, "nested too deep")):
        (item,) = opened(head + tail)
        assert isinstance(item, Refusal)
        assert words in item.reason


def test_plain_text_items_and_old_authors() -> None:
    item = {"id": "1", "content_text": LONG, "author": {"name": "Ana Reis"}, "url": "javascript:alert(1)"}
    data = json.dumps({"version": "https://jsonfeed.org/version/1", "title": "Q", "items": [item]}).encode()
    (page,) = opened(data)
    assert isinstance(page, Page)
    story = read_page(page)
    assert (story.authors, story.outlet, story.url) == (("Ana Reis",), "Q", None)
