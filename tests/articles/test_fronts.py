"""Pages without a story of their own are refused by what they are; pages with one never for the links around it."""

from __future__ import annotations

import json

import pytest

from backchannel.articles import read_page
from backchannel.errors import BadInput
from backchannel.records import Page, Story

PORTS = "Varna Lisbon Quito Oslo Tunis Riga Lima Dakar Osaka Perth Malta Busan Turku Gdansk Basra Cadiz".split()
HEADLINES = [f"Ministers meet in {port} to talk about ferry tolls" for port in PORTS]
TEASER = "The two sides met for an hour in the harbour office and will meet again."
CARDS = "".join(f"<div><h3><a href='/{n}'>{words}</a></h3><p>{TEASER}</p></div>" for n, words in enumerate(HEADLINES))
LINKS = "".join(f"<li><a href='/{n}'>{words}</a></li>" for n, words in enumerate(HEADLINES))
STORY = (
    "Ministers of both coasts met in Varna on Monday and agreed to lower the tolls for ferries from next spring.",
    "The tolls had doubled since the bridge was closed, two officials of the harbour office said after the session.",
    "A spokeswoman for the ferry line said that it would look at the text before the end of the month.",
)


def read(body: str, head: str = "", node: dict[str, object] | None = None) -> Story:
    script = f"<script type='application/ld+json'>{json.dumps(node)}</script>" if node else ""
    text = f"<!doctype html><html><head><title>The Tide</title>{script}{head}</head><body>{body}</body></html>"
    return read_page(Page("inbox/9", text.encode()))


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{words}</p>" for words in texts)


@pytest.mark.parametrize(
    ("body", "head", "node"),
    [
        (f"<main>{CARDS}</main>", "", None),
        (f"<main>{CARDS[: len(CARDS) // 2]}</main>", "<link rel='canonical' href='https://tide.example/'>", None),
        (f"<main>{CARDS[: len(CARDS) // 2]}</main>", "", {"@type": "CollectionPage", "name": "World"}),
        # Teasers one after another in one element, each under its linked headline.
        (f"<main>{CARDS.replace('<div>', '').replace('</div>', '')}</main>", "", None),
        # A list of articles in the markup is a list, whatever stands in it.
        (
            f"<h1>Ferry news</h1><main>{CARDS}</main>",
            "<meta property='og:type' content='website'>",
            {"@type": "ItemList", "itemListElement": [{"@type": "NewsArticle", "headline": HEADLINES[0]}]},
        ),
        (f"<main>{CARDS}</main>", "", {"@graph": [{"@type": "NewsArticle", "headline": one} for one in HEADLINES[:4]]}),
    ],
)
def test_lists_of_links(body: str, head: str, node: dict[str, object] | None) -> None:
    with pytest.raises(BadInput, match=r"inbox/9: this is a list of links \(\d+ headlines") as caught:
        read(body, head, node)
    assert "give the pages it links to" in str(caught.value)


@pytest.mark.parametrize(
    ("head", "node", "words"),
    [
        ("<meta property='og:type' content='video.other'>", None, "a video"),
        ("", {"@type": "VideoObject", "name": "Ferry tolls"}, "a video"),
        ("", {"@type": "ImageGallery", "name": "Ferries"}, "pictures"),
    ],
)
def test_videos_and_pictures(head: str, node: dict[str, object] | None, words: str) -> None:
    with pytest.raises(BadInput, match=f"inbox/9: this is a page (?:with|of) {words}"):
        read(f"<main><h1>Ferry tolls</h1>{paragraphs(STORY[0])}</main>", head, node)


@pytest.mark.parametrize(
    ("body", "head", "node"),
    [
        (f"<article><h1>Tolls fall</h1>{paragraphs(*STORY)}</article><ul>{LINKS}</ul>{CARDS}", "", None),
        # Two paragraphs only, and nothing in the markup: the heading is the story's.
        (f"<h1>Ministers lower tolls for ferries</h1>{paragraphs(*STORY[:2])}<ul>{LINKS}</ul>", "", None),
        # Paragraphs parted by line breaks.
        (f"<div><h1>News</h1><div>{'<br><br>'.join(STORY * 2)}</div></div><ul>{LINKS}</ul>", "", None),
        # A video above a whole story; a story that says what it is.
        (f"<article>{paragraphs(*STORY)}</article>", "", {"@type": "VideoObject", "name": "Ferry tolls"}),
        (f"{paragraphs(STORY[0])}<ul>{LINKS}</ul>", "<meta property='og:type' content='article'>", None),
        (f"{paragraphs(STORY[0])}<ul>{LINKS}</ul>", "", {"@type": "NewsArticle", "headline": "Tolls fall"}),
        (f"<article>{paragraphs(*STORY)}</article>", "<link rel='canonical' href='https://tide.example/'>", None),
    ],
)
def test_stories_are_never_refused_for_what_stands_around_them(
    body: str, head: str, node: dict[str, object] | None
) -> None:
    assert read(body, head, node).text.startswith("Ministers of both coasts")
