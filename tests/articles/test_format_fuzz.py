"""A bounded fuzz run: each sample broken in many ways is read or refused, in time, and nothing else happens."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backchannel.articles import open_page, read_page
from backchannel.articles.decode import decode_page
from backchannel.errors import BackchannelError
from backchannel.records import Page

FOLDER = Path(__file__).parent.parent / "pages" / "formats"
SAMPLES = {path.name: path.read_bytes() for path in sorted(FOLDER.iterdir())}
EACH = 60  # broken copies of each sample; seeds differ by file, so the run is the same each time
LONGEST = 3.0  # seconds for one document, on a busy machine
SNIPPETS = (
    *(b"<", b">", b'"', b"\0", b"\r\n\r\n", b"<![CDATA[", b"&#x110000;", b"\xff\xfe", b"{", b"[", b"null", b"-1"),
    *(b"From ", b"Content-Length: 99999999999\r\n", b"<!--", b"]]>", b"\\ud800", b"1e999", b"\x1f\x8b\x08", b"%PDF-"),
    *(b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"Content-Type: message/rfc822\n\n", b"--b1\n", b"WARC/1.0\r\n", b"<nitf>"),
)


def broken(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.randint(1, 5)):
        start = chance.randrange(len(changed) + 1)
        end = min(len(changed), start + chance.randint(1, 200))
        other = chance.choice(list(SAMPLES.values()))
        place = chance.randrange(len(other))
        edits: tuple[Callable[[], bytes], ...] = (
            lambda end=end, start=start: bytes(changed[start:end]) * chance.randint(0, 5),
            lambda: b"",
            lambda: chance.choice(SNIPPETS),
            lambda other=other, place=place: other[place : place + chance.randint(1, 300)],
            lambda end=end, start=start: chance.randbytes(end - start),
        )
        changed[start:end] = chance.choice(edits)()
        if chance.random() < 0.1:
            del changed[start:]
    return bytes(changed)


def read_all(name: str, data: bytes) -> None:
    """Opens and reads it all, holding every story to its page map."""
    start = time.process_time()
    for item in open_page(Page(name, data)):
        if not isinstance(item, Page):
            assert item.name.startswith(name)
            continue
        try:
            story = read_page(item)
        except BackchannelError as error:
            assert name in str(error)
            continue
        story.text.encode()
        if list(open_page(item)) == [item]:
            decoded = decode_page(item)
            for at, place, length in story.page_map:
                assert story.text[at : at + length] == decoded[place : place + length]
    assert time.process_time() - start < LONGEST


@pytest.mark.parametrize("name", SAMPLES)
def test_broken_samples(name: str) -> None:
    chance = random.Random(name)
    for _ in range(EACH):
        read_all(name, broken(SAMPLES[name], chance))


@pytest.mark.parametrize("name", SAMPLES)
def test_samples_cut_off_anywhere(name: str) -> None:
    data = SAMPLES[name]
    for cut in range(0, len(data), max(1, len(data) // 40)):
        read_all(name, data[:cut])


OPENINGS = (
    *(b"", b"<?xml version='1.0'?>", b"<rss><channel>", b"<feed xmlns='http://www.w3.org/2005/Atom'>", b"<newsItem>"),
    *(b"<newsMessage>", b"<nitf>", b'{"uri": "urn:x", "pubstatus": ', b'[{"uri": "u", "headlines": ', b"%PDF-1.4\n"),
    *(
        b'{"version": "https://jsonfeed.org/version/1", ',
        b"WARC/1.0\r\n",
        b"\x1f\x8b\x08",
        b"# A\n\n",
        b"---\ntitle: x\n---\n",
    ),
    *(
        b"From: a\nTo: b\nSubject: c\n",
        b"From a@b.example Mon Jan  1 00:00:00 2024\nFrom: a\n",
        b"<!doctype story-fragment>\n",
    ),
)


@given(st.sampled_from(OPENINGS), st.binary(max_size=400))
@settings(max_examples=400, deadline=None)
def test_any_bytes_after_any_opening(opening: bytes, data: bytes) -> None:
    read_all("inbox", opening + data)


@given(st.sampled_from(OPENINGS), st.text("<>/&;![]{}\":,'= \n\tabp01", max_size=300))
@settings(max_examples=400, deadline=None)
def test_any_markup_after_any_opening(opening: bytes, text: str) -> None:
    read_all("inbox", opening + text.encode())
