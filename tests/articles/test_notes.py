"""Corrections, updates and notes to editors, from wire items, feeds, headlines and the lines of a desk."""

from __future__ import annotations

import json

import pytest

from backchannel.articles import open_page, read_page
from backchannel.articles.notes import note_facts, title_facts
from backchannel.records import Note, Page, Story

P = "The two ministers met in the harbour office on Monday and agreed to meet again in June."
ITEM = "<newsItem><itemMeta>{}</itemMeta><contentSet><inlineXML><p>{}</p></inlineXML></contentSet></newsItem>"


def story(text: str) -> Story:
    (item,) = open_page(Page("item", text.encode()))
    assert isinstance(item, Page)
    return read_page(item)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("CORRECTS spelling of the port in paragraph two", "correction"),
        ("Clarifies that the vote is in May", "correction"),
        ("Adds comment from Varna", "update"),
        ("UPDATES with reaction", "update"),
        ("1st Ld-Writethru", "update"),
        ("Corrects the day, adds comment", "correction"),
        ("Pictures follow", "note"),
    ],
)
def test_kinds(words: str, kind: str) -> None:
    assert [(fact.field, fact.values) for fact in note_facts(f" {words}\n", "x")] == [(kind, (words,))]


def test_nothing_is_no_note() -> None:
    assert note_facts(None, "x") == note_facts(" \n ", "x") == []


@pytest.mark.parametrize(
    ("title", "kind", "mark"),
    [
        ("UPDATE 2-Ministers meet in Varna", "update", "UPDATE 2"),
        ("CORRECTED-Ministers meet in Varna", "correction", "CORRECTED"),
        ("CORRECTED (OFFICIAL)-Ministers meet", "correction", "CORRECTED (OFFICIAL)"),
        ("Correction: Varna-Ministers story", "correction", "Correction"),
        ("REFILE-Ministers meet in Varna", "update", "REFILE"),
    ],
)
def test_marks_of_a_headline(title: str, kind: str, mark: str) -> None:
    assert [(fact.field, fact.values[0]) for fact in title_facts(title)] == [(kind, mark)]
    text = json.dumps(
        {"uri": "urn:x", "type": "text", "versioncreated": "2024-03-04T08:00:00Z", "body_text": P, "headline": title}
    )
    assert story(text).notes == (Note(kind, mark, "headline mark"),)  # type: ignore[arg-type]


@pytest.mark.parametrize("title", ["Update on the talks", "Correction in the markets goes on", "UPDATE: 3 ships", ""])
def test_other_headlines_have_no_mark(title: str) -> None:
    assert title_facts(title) == []


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("(Corrects the day of the vote in paragraph three)", "correction"),
        ("[Adds comment from Varna, background]", "update"),
    ],
)
def test_a_desk_s_line_above_the_story(line: str, kind: str) -> None:
    found = read_page(Page("page", f"{line}\n\nVARNA (AP) — {P}\n\n{P}\n\n{P}".encode()))
    assert found.text.startswith("VARNA")
    assert [(note.kind, note.text, note.where) for note in found.notes] == [(kind, line.strip("()[]"), "desk-note")]


def test_notes_of_the_wire_formats() -> None:
    newsml = ITEM.format("<edNote>CORRECTS day of vote</edNote><edNote>Pictures follow</edNote>", P)
    assert [(note.kind, note.where) for note in story(newsml).notes] == [
        ("correction", "newsml edNote"),
        ("note", "newsml edNote"),
    ]
    head = (
        '<head><docdata><ed-msg info="Adds reaction"/><correction info="Wrong pier"/></docdata>'
        '<revision-history name="ed" norm="20240304T081500Z" comment="created"/>'
        '<revision-history name="ed" norm="20240304T091500-0500" comment="Corrects the pier"/></head>'
    )
    found = story(f"<nitf>{head}<body><body.content><p>{P}</p></body.content></body></nitf>")
    assert [(note.kind, note.text, note.where) for note in found.notes] == [
        ("update", "Adds reaction", "nitf ed-msg"),
        ("correction", "Corrects the pier", "nitf revision-history"),
        ("correction", "Wrong pier", "nitf correction"),
    ]
    assert (found.updated, found.found["updated"]) == ("2024-03-04T09:15:00-05:00", "nitf revision-history")


def test_times_of_the_wire_formats_keep_their_zone() -> None:
    stamps = (
        "<firstCreated>2024-03-04T23:10:00-05:00</firstCreated><versionCreated>2024-03-05T07:00:00Z</versionCreated>"
    )
    found = story(ITEM.format(stamps, P))
    assert (str(found.published), found.published_at) == ("2024-03-04", "2024-03-04T23:10:00-05:00")
    assert found.updated == "2024-03-05T07:00:00+00:00"
    issue = '<head><docdata><date.issue norm="20240304T2310-0500"/></docdata></head>'
    found = story(f"<nitf>{issue}<body><body.content><p>{P}</p></body.content></body></nitf>")
    assert found.published_at == "2024-03-04T23:10-05:00"


def test_times_of_feeds_keep_their_zone_and_are_not_guessed() -> None:
    item = f"<item><title>T</title>%s<content:encoded><![CDATA[{f'<p>{P}</p>' * 6}]]></content:encoded></item>"
    space = 'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dcterms="http://purl.org/dc/terms/"'
    rss = f"<rss {space}><channel><title>Tide</title>{item}</channel></rss>"
    dated = story(
        rss % "<pubDate>Mon, 04 Mar 2024 23:10:00 -0500</pubDate>"
        "<dcterms:modified>2024-03-05T08:00:00+01:00</dcterms:modified>"
    )
    assert (str(dated.published), dated.published_at) == ("2024-03-04", "2024-03-04T23:10:00-05:00")
    assert (dated.updated, dated.found["updated"]) == ("2024-03-05T08:00:00+01:00", "feed date")
    vague = story(rss % "<pubDate>Mon, 04 Mar 2024 23:10 CST</pubDate>")
    assert vague.published_at == "2024-03-04T23:10"  # that zone has several meanings
    assert (story(rss % "").published, story(rss % "").published_at, story(rss % "").updated) == (None, None, None)
