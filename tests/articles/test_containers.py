"""Opening files: gzip and its bombs, sizes, depth, streams that give little at a time."""

from __future__ import annotations

import gzip
import io
import time
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backchannel.articles import Refusal, open_page, open_stream, read_page
from backchannel.articles.containers import LARGEST_DOCUMENT
from backchannel.articles.gzipped import LARGEST_RATIO
from backchannel.errors import BadInput
from backchannel.records import Page

STORY = (
    "VALLETTA (AP) — Malta’s foreign minister met the envoy on Monday and offered to carry a letter to Tripoli.\n\n"
    "The envoy said she would think about it.\n"
).encode()


def only(data: bytes, name: str = "inbox/a") -> Page | object:
    (item,) = open_page(Page(name, data))
    return item


def refusal(data: bytes, name: str = "inbox/a") -> str:
    item = only(data, name)
    assert isinstance(item, Refusal)
    assert item.name.startswith("inbox/a")
    return item.reason


def test_what_no_opener_knows_is_one_document() -> None:
    assert only(STORY) == Page("inbox/a", STORY)
    assert only(b"") == Page("inbox/a", b"")


@pytest.mark.parametrize("times", [1, 2, 3])
def test_gzip_of_gzip(times: int) -> None:
    data = STORY
    for _ in range(times):
        data = gzip.compress(data)
    assert only(data) == Page("inbox/a", STORY)
    assert read_page(Page("a", data)).agency == "AP"


def test_packed_too_often() -> None:
    data = STORY
    for _ in range(4):
        data = gzip.compress(data)
    assert "more than 3 times over" in refusal(data)


def test_members_one_after_the_other_padded_and_with_a_tail() -> None:
    half = len(STORY) // 2
    packed = gzip.compress(STORY[:half]) + gzip.compress(STORY[half:])
    for tail in (b"", b"\0" * 700, b"no gzip at all"):
        assert only(packed + tail) == Page("inbox/a", STORY)


def test_a_gzip_cut_off_says_where() -> None:
    packed = gzip.compress(STORY * 50)
    assert f"breaks off after {len(packed) - 9} bytes" in refusal(packed[:-9])
    assert "breaks off" in refusal(packed[:12])


def test_a_corrupt_gzip() -> None:
    packed = bytearray(gzip.compress(STORY * 50))
    packed[30:60] = bytes(30)
    assert "corrupt" in refusal(bytes(packed))


def test_a_bomb_costs_neither_time_nor_memory() -> None:
    bomb = gzip.compress(b"\0" * 200_000_000)
    assert len(bomb) * LARGEST_RATIO < 200_000_000
    tracemalloc.start()
    start = time.process_time()
    assert "such a bomb is not read" in refusal(bomb)
    assert "such a bomb is not read" in refusal(gzip.compress(bomb))
    assert time.process_time() - start < 5
    assert tracemalloc.get_traced_memory()[1] < 3 * LARGEST_DOCUMENT
    tracemalloc.stop()


def test_a_bomb_inside_a_warc_response() -> None:
    body = gzip.compress(b" " * 100_000_000)
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n" + body
    head = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/\r\nContent-Length: %d\r\n\r\n"
    (item,) = open_page(Page("w", head % len(block) + block + b"\r\n\r\n"))
    assert isinstance(item, Refusal)
    assert "unpacks to more than 32 MB" in item.reason


class Endless(io.RawIOBase):
    """A stream of a size that no memory holds; counts what was asked of it."""

    def __init__(self) -> None:
        self.given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        buffer[:] = b"a " * (len(buffer) // 2) + b"a" * (len(buffer) % 2)
        self.given += len(buffer)
        return len(buffer)


def test_too_large_is_refused_without_reading_it_all() -> None:
    stream = Endless()
    (item,) = open_stream("big.txt", io.BufferedReader(stream))
    assert item == Refusal("big.txt", "big.txt: larger than 32 MB, no news page is; split it into its documents")
    assert stream.given < LARGEST_DOCUMENT + 1_000_000


class Dripping(io.BytesIO):
    """A pipe that gives a few bytes at a time."""

    def read(self, size: int | None = -1) -> bytes:
        return super().read(min(7, size) if size and size > 0 else 7)


def test_a_pipe_that_drips() -> None:
    packed = gzip.compress(STORY)
    assert list(open_stream("inbox/a", Dripping(packed))) == [Page("inbox/a", STORY)]


def test_documents_are_drawn_one_by_one() -> None:
    def message(number: int) -> bytes:
        head = b"From a@b.example Mon Jan  1 00:00:00 2024\nFrom: A <a@b.example>\nTo: b@b.example\nSubject: %d\n\n"
        return head % number + STORY + b"\n"

    stream = io.BytesIO(b"".join(message(number) for number in range(20_000)))
    items = open_stream("box", stream)
    first = next(items)
    assert first.name == "box#1"
    assert stream.tell() < 200_000


def test_a_mail_wide_open_is_no_container_of_itself() -> None:
    """The text of a message that looks like a message again is read, not unpacked for ever."""
    inner = b"From: A <a@b.example>\nTo: b@b.example\nSubject: x\nDate: Mon, 1 Jan 2024 00:00:00 +0000\n\n"
    story = read_page(Page("m", inner * 40 + STORY))
    assert "Tripoli" in story.text


@given(st.binary(max_size=300), st.integers(0, 40))
@settings(max_examples=150, deadline=None)
def test_any_bytes_packed_come_out_the_same(data: bytes, cut: int) -> None:
    packed = gzip.compress(data)
    (direct,), (through,) = (
        list(open_page(Page("n", b"x" + data))),
        list(open_page(Page("n", gzip.compress(b"x" + data)))),
    )
    assert direct == through
    if 0 < cut < len(packed) - 3:
        (item,) = open_page(Page("n", packed[:-cut]))
        assert isinstance(item, Refusal)


def test_read_page_names_what_is_refused() -> None:
    with pytest.raises(BadInput, match="inbox/a: this gzip breaks off"):
        read_page(Page("inbox/a", gzip.compress(STORY)[:-3]))
