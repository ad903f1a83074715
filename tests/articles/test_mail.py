"""Mail: what is a message, which of its parts is the story, encodings that lie, and mailboxes."""

from __future__ import annotations

import pytest

from backchannel.articles import Refusal, open_page, read_page
from backchannel.articles.containers import Head
from backchannel.articles.fragments import MARK
from backchannel.articles.mail import looks_like_mail, looks_like_mbox
from backchannel.records import Page

HEAD = "From: The Letter <l@a.example>\nTo: b@b.example\nSubject: Talks\nDate: Mon, 4 Mar 2024 08:00:00 +0000\n"
TEXT = (
    "The president of Chad received the envoy on Monday and told him to come back in April.\n\n"
    "The envoy did not say whether he would. His office declined to comment on the visit.\n"
)


def mail(body: str, fields: str = "") -> bytes:
    return f"{HEAD}{fields}\n{body}".encode()


def only(data: bytes, name: str = "m.eml") -> Page:
    (item,) = open_page(Page(name, data))
    assert isinstance(item, Page), item
    return item


@pytest.mark.parametrize(
    ("text", "name", "is_mail"),
    [
        (HEAD + "\n" + TEXT, "x", True),
        ("From: a\nSubject: b\n\n" + TEXT, "x", False),
        ("From: a\nSubject: b\n\n" + TEXT, "x.eml", True),
        ("From: Paris to Rome\n\nSubject: travel", "x.eml", False),
        (TEXT, "x.eml", False),
        ("Date: Monday\nThe minister met the envoy.\nTo: x\n", "x", False),
        ("QUESTION: What now?\nANSWER: We wait.\nQUESTION: For whom?\n\n", "x", False),
        ("", "x.eml", False),
    ],
)
def test_what_is_a_mail(text: str, name: str, is_mail: bool) -> None:
    assert looks_like_mail(Head(name, text.encode())) is is_mail


def test_what_is_a_mailbox() -> None:
    line = "From a@b.example Mon Jan  1 00:00:00 2024\n"
    assert looks_like_mbox(Head("x", (line + HEAD + "\nx").encode()))
    assert not looks_like_mbox(Head("x", (line + TEXT).encode()))
    assert not looks_like_mbox(Head("x", b"From Monday on, trains will stop.\nDate: x\n\n"))


def test_facts() -> None:
    story = read_page(only(mail(TEXT)))
    assert (story.title, story.outlet, story.published.isoformat() if story.published else None) == (
        "Talks",
        "The Letter",
        "2024-03-04",
    )
    person = mail(TEXT).replace(b"The Letter", b"Ana Reis")
    assert read_page(only(person)).authors == ("Ana Reis",)
    agency = mail(TEXT).replace(b"The Letter", b"Reuters")
    assert read_page(only(agency)).agency == "Reuters"
    assert read_page(only(mail(TEXT).replace(b"Subject: Talks", b"Subject: Re: FW: Talks"))).title == "Talks"


def test_the_plain_part_is_read_where_it_is_the_whole_story() -> None:
    markup = "<p>" + TEXT.replace("\n\n", "</p><p>") + "</p>"
    both = (
        f"--b\nContent-Type: text/plain\n\n{TEXT}\n--b\nContent-Type: text/html\n\n{markup}\n--b--\n",
        f"--b\nContent-Type: text/plain\n\nSee https://a.example\n--b\nContent-Type: text/html\n\n{markup}\n--b--\n",
    )
    fields = "MIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=b\n"
    plain, rich = (only(mail(body, fields)) for body in both)
    assert not plain.data.decode().startswith(MARK)
    assert rich.data.decode().startswith(MARK)
    assert read_page(plain).text == read_page(rich).text


def test_attachments_are_left_out() -> None:
    fields = "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n"
    body = (
        f"--b\nContent-Type: text/plain\n\n{TEXT}\n--b\nContent-Type: text/plain\n"
        "Content-Disposition: attachment; filename=notes.txt\n\nSecret notes that nobody is to read.\n--b--\n"
    )
    assert "Secret" not in read_page(only(mail(body, fields))).text


def test_signatures_are_left_out() -> None:
    assert (
        "Coast"
        not in read_page(only(mail(TEXT + "\n-- \nCoast Letter, the port. Call us. We are always here.\n"))).text
    )


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "no-such-charset", "us-ascii"])
@pytest.mark.parametrize("real", ["utf-8", "cp1252"])
def test_an_encoding_that_lies(charset: str, real: str) -> None:
    text = TEXT.replace("office", "café")
    data = mail(
        "", f"MIME-Version: 1.0\nContent-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: 8bit\n"
    )
    story = read_page(only(data + text.encode(real)))
    assert "café" in story.text or (charset, real) == ("iso-8859-1", "utf-8")


@pytest.mark.parametrize(
    "subject",
    ["=?utf-8?b?!!!!?=", "=?no-such?q?abc?=", "=?utf-8?q?=FF=FE?=", "=?" * 5000, "\x00\x01\x1b[31m red", "é" * 3],
)
def test_broken_header_words_break_nothing(subject: str) -> None:
    story = read_page(only(mail(TEXT).replace(b"Talks", subject.encode("latin-1"))))
    assert story.title is None or (story.title.isprintable() and len(story.title) <= 500)


def test_parts_inside_parts_without_end() -> None:
    nested = "".join(f"Content-Type: multipart/mixed; boundary=b{i}\n\n--b{i}\n" for i in range(3000))
    for body in (HEAD + nested, HEAD + "Content-Type: message/rfc822\n\n" * 3000):
        items = list(open_page(Page("m.eml", body.encode())))
        assert all(isinstance(item, Refusal) for item in items)


def test_too_many_parts() -> None:
    fields = "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n"
    (item,) = open_page(Page("m.eml", mail("--b\n\nx\n" * 2000, fields)))
    assert isinstance(item, Refusal)
    assert "parts" in item.reason


def test_a_mailbox_cut_off_and_a_from_line_in_the_text() -> None:
    box = (
        "From a@b.example Mon Jan  1 00:00:00 2024\n"
        + mail(TEXT + "\nFrom Chad there was no word, the office said on Monday evening.\n").decode()
        + "\nFrom a@b.example Mon Jan  1 00:00:00 2024\n"
        + HEAD
    )
    first, second = open_page(Page("box", box.encode()))
    assert isinstance(first, Page)
    assert "From Chad there was no word" in read_page(first).text
    assert isinstance(second, Refusal)
