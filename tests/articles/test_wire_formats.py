"""NewsML-G2, NITF and ninjs: items taken back, items that are no story, what the standard demands, and bad input."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backchannel.articles import Refusal, open_page, read_page
from backchannel.articles.nesting import load_json, place_in_json
from backchannel.articles.ninjs import looks_like_ninjs
from backchannel.articles.ninjs_standard import check_ninjs
from backchannel.articles.text import split_paragraphs
from backchannel.articles.xmlsafe import parse_xml, root_name
from backchannel.errors import BadInput
from backchannel.records import Page, Story

P = "The two ministers met in the harbour office on Monday and agreed to meet again in June."


def newsml(body: str = f"<p>{P}</p>", meta: str = "", content: str = "", tag: str = "inlineXML") -> str:
    return (
        f'<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="g"><itemMeta>{meta}</itemMeta>'
        f"<contentMeta>{content}</contentMeta><contentSet><{tag}>{body}</{tag}></contentSet></newsItem>"
    )


def ninjs(**fields: Any) -> str:
    return json.dumps({"uri": "urn:x", "type": "text", "versioncreated": "2024-03-04T08:00:00Z", **fields})


def story(text: str) -> Story:
    return read_page(Page("item", text.encode()))


# ---- taken back ----


@pytest.mark.parametrize(
    "status", ["stat:canceled", "stat:cancelled", "http://cv.iptc.org/newscodes/pubstatusg2/canceled"]
)
def test_a_cancelled_item_is_no_story(status: str) -> None:
    where = "uri" if "/" in status else "qcode"
    with pytest.raises(BadInput, match="item: cancelled by its agency"):
        story(newsml(meta=f'<pubStatus {where}="{status}"/>'))


def test_other_ways_to_take_an_item_back() -> None:
    body = f"<body><body.content><p>{P}</p></body.content></body>"
    nitf = f'<nitf><head><docdata management-status="%s"/></head>{body}</nitf>'
    for text, words in (
        (newsml(meta='<pubStatus qcode="stat:withheld"/>'), "withheld"),
        (newsml(meta='<signal qcode="sig:kill"/>'), "cancelled"),
        (nitf % "canceled", "cancelled"),
        (nitf % "embargoed", "withheld"),
        (newsml(nitf % "canceled"), "cancelled"),
        (ninjs(pubstatus="canceled", body_text=P), "cancelled"),
        (ninjs(pubstatus="withheld", bodies=[{"value": P}]), "withheld"),
    ):
        with pytest.raises(BadInput, match=f"{words} by its agency"):
            story(text)
    assert story(newsml(meta='<pubStatus qcode="stat:usable"/>')).text == P
    assert story(nitf % "usable").text == P


# ---- facts ----


def test_a_provider_is_an_agency_by_name_or_code_or_not_at_all() -> None:
    for provider, agency in (
        ('<provider qcode="nprov:AP"/>', "AP"),
        ("<provider><name>Deutsche Presse-Agentur</name></provider>", "dpa"),
        ('<provider qcode="nprov:HarborLetter"/>', None),
        ('<provider uri="https://ap.example/"/>', None),
    ):
        assert story(newsml(meta=provider)).agency == agency


def test_the_storys_own_dateline_stands_before_the_metadata() -> None:
    located = "<located><name>Geneva</name></located>"
    assert story(newsml(content=located)).dateline == "Geneva"
    assert story(newsml(f"<p>BERN, Switzerland (AP) — {P}</p>", content=located)).dateline == "BERN, Switzerland"
    assert story(ninjs(located="Geneva", body_html=f"<p>BERN (AP) — {P}</p>")).dateline == "BERN"


def test_the_day_is_the_one_written_in_its_own_zone() -> None:
    late = "<contentCreated>2024-03-04T23:59:00-05:00</contentCreated>"
    assert str(story(newsml(content=late)).published) == "2024-03-04"


def test_named_characters_are_read_and_mapped() -> None:
    text = newsml(f"<p>Peru&rsquo;s caf&eacute;&nbsp;tax &amp; tolls. {P}</p>")
    found = story(text)
    assert found.text.startswith("Peru’s café tax & tolls.")
    for start, place, length in found.page_map:
        assert found.text[start : start + length] == text[place : place + length]


def test_plain_content_with_html_in_it() -> None:
    data = newsml(f"&lt;p&gt;{P}&lt;/p&gt;&lt;p&gt;{P}&lt;/p&gt;", tag="inlineData").replace(
        "<inlineData>", '<inlineData contenttype="text/html">'
    )
    assert story(data).text == f"{P}\n\n{P}"


def test_a_package_names_its_items_and_a_message_gives_them() -> None:
    item = newsml()
    group = '<group><itemRef residref="%s"><title>T</title></itemRef></group>'
    package = f"<packageItem><groupSet>{group}</groupSet></packageItem>"
    message = "<newsMessage><itemSet>{}</itemSet></newsMessage>"
    inside = list(open_page(Page("m", message.format(item + package % "g").encode())))
    assert [type(one).__name__ for one in inside] == ["Page"]
    outside = list(open_page(Page("m", message.format(item + package % "other").encode())))
    assert [type(one).__name__ for one in outside] == ["Page", "Pointer"]
    (empty,) = open_page(Page("m", message.format("").encode()))
    assert isinstance(empty, Refusal)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<conceptItem/>", "concept item"),
        ("<knowledgeItem/>", "knowledge item"),
        ("<planningItem/>", "planning item"),
        ("<catalogItem/>", "catalog item"),
        ("<NewsML/>", "NewsML 1"),
        ("<newsItem/>", "no content"),
        ('<newsItem><itemMeta><itemClass qcode="ninat:video"/></itemMeta></newsItem>', "class video"),
        ('<newsItem><contentSet><remoteContent href="x"/></contentSet></newsItem>', "only points at its text"),
        (newsml("<events><event><p>x</p></event></events>"), "empty or data"),
        (newsml(""), "empty or data"),
        (ninjs(type="event", eventDetails={"dates": {"startDate": "2024-03-04T08:00:00Z"}}), "is an event"),
        (ninjs(type="planning"), "plan of coverage"),
        (ninjs(type="picture"), "no body"),
        (ninjs(bodies=[]), "no body"),
    ],
)
def test_items_without_news_text_say_what_they_are(text: str, words: str) -> None:
    with pytest.raises(BadInput, match=words) as caught:
        story(text)
    assert str(caught.value).startswith("item: ")


# ---- the standard ----


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"uri": None}, "uri"),
        ({"uri": "has blanks"}, "address without blanks"),
        ({"type": "story"}, "one of text, audio"),
        ({"urgency": 0}, "from 1 to 9"),
        ({"urgency": 5.5}, "from 1 to 9"),
        ({"urgency": "5"}, "from 1 to 9"),
        ({"urgency": True}, "from 1 to 9"),
        ({"urgency": 10**400}, "from 1 to 9"),
        ({"versioncreated": "4 March 2024"}, "a date and time"),
        ({"pubstatus": "killed"}, "one of usable"),
        ({"headlines": "x"}, "must be a list"),
        ({"headlines": [{"role": "main"}]}, "'value' must be there"),
        ({"bodies": [{"value": 3}]}, "not a text"),
        ({"language": 7}, "not a text"),
        ({"places": [{"geojson": {"type": "Square", "coordinates": [1, 2]}}]}, "GeoJSON"),
        ({"places": [{"geojson": {"type": "Point", "coordinates": ["a"]}}]}, "GeoJSON"),
        ({"associations": [{"uri": "u"}]}, "'name' must be there"),
        ({"eventdetails": {"dates": {"startdate": "2024-03-04T08:00:00Z", "expectedstartdate": "2024"}}}, "exclude"),
        ({"eventdetails": {"dates": {"expectedstartdate": "March"}}}, "a date such as"),
        ({"eventdetails": {"dates": {}}}, "a start or an end"),
        ({"rightsinfo": {"linkedrights": "https://a.example", "encodedrights": "x"}}, "linked or encoded"),
        ({"plannedcoverage": [{"uri": "u", "urgency": 11}]}, "from 1 to 9"),
        ({"renditions": [{"href": "https://a.example"}]}, "'name' must be there"),
    ],
)
def test_departures_from_the_standard_are_refused(change: dict[str, Any], words: str) -> None:
    item = json.loads(ninjs(bodies=[{"value": P}]))
    item |= change
    item = {key: value for key, value in item.items() if value is not None}
    problems = check_ninjs(item)
    assert any(words in str(problem) and problem.grave for problem in problems)
    with pytest.raises(BadInput, match="not ninjs as its standard"):
        read_page(Page("item", json.dumps(item).encode()))


def test_an_own_property_of_an_agency_is_no_reason_to_lose_a_story() -> None:
    item = ninjs(bodies=[{"value": P}], x_desk="foreign")
    (problem,) = check_ninjs(json.loads(item))
    assert (problem.path, problem.grave) == ("x_desk", False)
    assert story(item).text == P
    with pytest.raises(BadInput, match="x_desk: the standard has no such property"):
        story(ninjs(x_desk="foreign"))


@pytest.mark.parametrize("stamp", ["2024-03-04T08:00:00Z", "2024-03-04T08:00:00.123+01:00", "2024-03-04T08:00:00+0000"])
def test_times_as_agencies_write_them(stamp: str) -> None:
    assert check_ninjs({"uri": "urn:x", "versioncreated": stamp}) == ()


def test_the_three_generations() -> None:
    first = {
        "uri": "urn:x",
        "headline": "T",
        "byline": "Ana Reis",
        "body_text": P,
        "place": [{"name": "x", "code": "y"}],
    }
    third = {
        "uri": "urn:x",
        "headlines": [{"value": "T"}],
        "by": "Ana Reis",
        "bodies": [{"contentType": "text/plain", "value": P}],
    }
    for item in (first, third):
        assert check_ninjs(item) == ()
        found = story(json.dumps(item))
        assert (found.title, found.authors, found.text) == ("T", ("Ana Reis",), P)
    assert check_ninjs({**third, "body_text": P}) != ()


@pytest.mark.parametrize(
    "text", ['{"a": 1}', "[1, 2]", '{"uri": 1', '{"version": "https://jsonfeed.org/version/1", "uri": 1}', "uri", ""]
)
def test_other_json_may_be_no_ninjs(text: str) -> None:
    assert looks_like_ninjs(text) is (text == '{"uri": 1')


# ---- bad input ----


def test_half_a_character_and_endless_numbers() -> None:
    found = story('{"uri": "urn:x", "pubstatus": "usable", "body_text": "\\ud800 ' + P + ' \\\\ud800 \\ud83d\\ude00."}')
    assert found.text == f"\ufffd {P} \\ud800 \U0001f600."
    with pytest.raises(BadInput, match="broken or cut off"):
        story('{"uri": "urn:x", "versioncreated": ' + "9" * 5000 + "}")


@pytest.mark.parametrize(
    "text", ['{"uri": "u", "pubstatus": ' + "[" * 100_000, '{"pubstatus": 1, "ednote": ' + '{"a":' * 100_000]
)
def test_nested_json(text: str) -> None:
    with pytest.raises(BadInput, match="nested too deep"):
        story(text)


def test_items_inside_items() -> None:
    item: dict[str, Any] = {"uri": "u", "name": "n"}
    for _ in range(200):
        item = {"uri": "u", "name": "n", "associations": [item]}
    assert any("more than 5 times over" in str(problem) for problem in check_ninjs(item))


@pytest.mark.parametrize(
    "text",
    [
        newsml()[:-40],
        newsml().replace("</p>", ""),
        "<newsItem>" + "<p>" * 100_000,
        "<newsItem>" + "<p>" * 100_000 + "</p>" * 100_000 + "</newsItem>",
        f"<nitf><body><p>{P}",
    ],
)
def test_broken_xml_names_the_place(text: str) -> None:
    start = time.process_time()
    with pytest.raises(BadInput, match=r"item: this XML is broken or cut off \(line 1: "):
        story(text)
    assert time.process_time() - start < 1


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE newsItem [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE newsItem [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE newsItem SYSTEM "http://a.example/x.dtd" [ <!ENTITY % y SYSTEM "http://a.example/y"> %y; ]>',
    ],
)
def test_entities_are_never_expanded(doctype: str) -> None:
    with pytest.raises(BadInput, match="declares entities"):
        story(doctype + newsml(f"<p>&x;&b; {P}</p>"))


def test_an_undeclared_entity_is_broken_xml() -> None:
    with pytest.raises(BadInput, match="broken"):
        story(newsml(f"<p>&nosuch; {P}</p>"))


@pytest.mark.parametrize(
    ("text", "root"),
    [
        ("<a/>", "a"),
        ("\ufeff <?xml version='1.0'?><!-- <b> --><!DOCTYPE c SYSTEM 'x'>\n<n:d x='1'>", "d"),
        ("<!DOCTYPE c [<!ENTITY x 'y'>]><e>", "e"),
        ("text <a/>", None),
        ("<>", None),
        ("< a>", None),
        ("", None),
        ("<!--" * 1000, None),
    ],
)
def test_root_name(text: str, root: str | None) -> None:
    assert root_name(text) == root


def test_parse_xml_reads_nothing_from_outside() -> None:
    root = parse_xml('<?xml version="1.0" encoding="latin-1"?><!DOCTYPE a SYSTEM "file:///etc/passwd"><a>é</a>', "x")
    assert root.text == "é"


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=60), min_size=1, max_size=6), st.booleans())
@settings(max_examples=200, deadline=None)
def test_text_in_json_is_found_in_the_source(lines: list[str], ascii_only: bool) -> None:
    value = "\n".join(lines)
    source = json.dumps({"first": "x", "value": value}, ensure_ascii=ascii_only)
    assert load_json(source, "x")["value"] == value
    for paragraph in place_in_json(split_paragraphs(value), value, source):
        for offset, place, length in paragraph.pieces:
            assert paragraph.text[offset : offset + length] == source[place : place + length]
        if not ascii_only and "\\" not in source:
            assert sum(piece[2] for piece in paragraph.pieces) >= len(paragraph.text.replace(" ", ""))
