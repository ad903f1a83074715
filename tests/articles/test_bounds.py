"""Bounded work: documents made to cost much are read or refused in seconds, and small ones after them as ever."""

from __future__ import annotations

import time

import pytest

from backchannel.articles import LONGEST_STORY, MOST_PARAGRAPHS, Refusal, open_page, read_page
from backchannel.articles.decode import decode_page
from backchannel.articles.drafts import Paragraph
from backchannel.articles.fragments import MARK
from backchannel.articles.furniture import strip_furniture
from backchannel.articles.offsets import align_with_source
from backchannel.errors import BackchannelError, BadInput
from backchannel.records import Page

P = "The minister met the envoy on Monday and offered to carry a letter to Tripoli."
INLINE = "<newsItem><contentSet><inlineXML>{}</inlineXML></contentSet></newsItem>"
RSS = "<rss><channel><title>t</title>{}</channel></rss>"
NESTED = 100_000
DEAR = {
    "html nested": "<html><body>" + "<div>" * NESTED + P + "</div>" * NESTED,
    "fragment breaks": MARK + "a<br>" * 59_000,
    "fragment nested": MARK + "<div>" * 50_000 + P,
    "fragment blanks": MARK + "<p>" + " \n" * 1_000_000 + P,
    "fragment comments": MARK + "<!--" * 50_000 + P,
    "feed nested": RSS.format("<item>" * NESTED),
    "feed nested content": RSS.format(
        "<item><description>" + "&lt;div&gt;" * NESTED + P * 20 + "</description></item>"
    ),
    "feed with namespaces": "<rss " + "".join(f"xmlns:a{n}='u{n}' " for n in range(20_000)) + "><channel/></rss>",
    "feed broken": "<rss><channel>" + "<item><title>a & b < c</title><description><b>" * 20_000,
    "newsml nested": "<newsItem>" + "<p>" * NESTED + "</p>" * NESTED + "</newsItem>",
    "newsml not in the source": INLINE.format("".join(f"<p>w{n} a&#8203;b.</p>" for n in range(9_000))),
    "newsml inline": "<newsItem><contentSet>" + "<inlineXML><x/></inlineXML>" * 30_000 + "</contentSet></newsItem>",
    "newsml cdata": INLINE.format("<p><![CDATA[" + "]]" * 2_000_000),
    "nitf inside itself": "<nitf>" + "<body.content>" * 200 + f"<p>{P * 500}</p>" + "</body.content>" * 200 + "</nitf>",
    "ninjs nested": '{"uri": "urn:x", "pubstatus": ' + "[" * NESTED,
    "ninjs escapes": '{"uri":"urn:x","pubstatus":"usable","body_html":"' + '<p>\\"a\\" b.</p>' * 9_000 + '"}',
    "json strings": '{"uri":"urn:x","pubstatus":"usable","body_text":"' + P + '","x":[' + '"a",' * 300_000 + "1]}",
    "comments": "<!--" * 500_000,
    "blanks": " " * 3_000_000 + "<rss>",
    "mail header": "From: a <a@b.c>\nTo: x@y.z\nSubject: " + "=?utf-8?q?a?= " * 20_000 + "\nDate: x\n\n" + P,
    "mail folded": "From: a <a@b.c>\nTo: x@y.z\nSubject: s\nReceived: " + "\n x" * 100_000 + "\n\n" + P,
}


@pytest.mark.parametrize("name", DEAR)
def test_what_is_made_to_cost_much_costs_little(name: str) -> None:
    start = time.process_time()
    for item in open_page(Page("inbox/1", DEAR[name].encode())):
        if isinstance(item, Page):
            try:
                read_page(item)
            except BackchannelError as error:
                assert "inbox/1" in str(error)
        elif isinstance(item, Refusal):
            assert item.name.startswith("inbox/1")
    assert time.process_time() - start < 6


@pytest.mark.parametrize(
    "text",
    [(P + " ") * (LONGEST_STORY // len(P) + 1), f"{P}\n\n" * (MOST_PARAGRAPHS + 1)],
    ids=["characters", "paragraphs"],
)
def test_more_text_than_a_story_has(text: str) -> None:
    with pytest.raises(BadInput, match="inbox/1: .* are no news story; split it"):
        read_page(Page("inbox/1", text.encode()))


def test_paragraphs_that_the_source_does_not_hold_do_not_cost_the_others_theirs() -> None:
    here, nowhere = Paragraph("Words that stand here."), Paragraph("Words that stand nowhere.")
    aligned = align_with_source([nowhere] * 100 + [here], f"<p>{here.text}</p>")
    assert aligned[-1].pieces == ((0, 3, len(here.text)),)
    assert not any(paragraph.pieces for paragraph in aligned[:-1])


@pytest.mark.parametrize("unit", [b"\xe9", b"a\xe9 ", b"\xe2\x82 ", "é€".encode() + b"\xff"], ids=repr)
def test_bytes_that_are_no_utf8_cost_in_step_with_their_number(unit: bytes) -> None:
    data = b"ab " + unit * (4_000_000 // len(unit))
    start = time.process_time()
    text = decode_page(Page("inbox/1", data))
    assert time.process_time() - start < 6
    assert text[:4] in {"ab é", "ab a", "ab â"}
    assert not any("\ud800" <= letter <= "\udfff" for letter in text[:10_000])


@pytest.mark.parametrize("line", [P, "Read more: Ten ships", "Related stories"])
def test_furniture_costs_in_step_with_the_paragraphs(line: str) -> None:
    def seconds(count: int) -> float:
        start = time.process_time()
        strip_furniture([Paragraph(line if number % 2 else P) for number in range(count)])
        return time.process_time() - start

    seconds(100)
    assert seconds(24_000) < 12 * max(seconds(4_000), 0.02)  # six times the paragraphs; 36 times the work is too much
