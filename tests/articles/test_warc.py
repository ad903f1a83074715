"""WARC: which records are pages, what a broken one costs, and bounded reading."""

from __future__ import annotations

import gzip
import io

import pytest

from backchannel.articles import Refusal, open_page, open_stream, read_page
from backchannel.articles.containers import LARGEST_DOCUMENT
from backchannel.records import Page

PAGE = (
    b"<html><head><title>Bridge talks</title></head><body><p>The two mayors met on the bridge on Monday and agreed to "
    b"open it on Fridays.</p><p>Neither of them said who would pay for the guards.</p></body></html>"
)


def record(block: bytes, kind: str = "response", uri: str = "https://a.example/1", length: int | None = None) -> bytes:
    size = len(block) if length is None else length
    head = f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {uri}\r\nContent-Length: {size}\r\n\r\n"
    return head.encode() + block + b"\r\n\r\n"


def response(body: bytes = PAGE, status: str = "200 OK", *fields: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", *(fields or ("Content-Type: text/html; charset=utf-8",)), "", ""]
    return "\r\n".join(lines).encode() + body


def open_bytes(data: bytes) -> list[object]:
    return list(open_page(Page("w.warc", data)))


@pytest.mark.parametrize(
    "data",
    [
        record(response(status="404 Not Found")),
        record(response(status="301 Moved", body=b"")),
        record(response(PAGE, "200 OK", "Content-Type: image/png")),
        record(response(PAGE, "200 OK", "Content-Type: application/json")),
        record(b"GET / HTTP/1.1\r\nHost: a.example\r\n\r\n", "request"),
        record(b"software: x\r\n", "warcinfo"),
        record(PAGE, "resource"),
        record(response(b"{}", "200 OK", "X-No-Type: 1")),
    ],
)
def test_only_html_responses_with_status_200(data: bytes) -> None:
    (item,) = open_bytes(data)
    assert isinstance(item, Refusal)
    assert "no HTML response with status 200" in item.reason


def test_a_page_knows_its_address_but_no_day() -> None:
    (item,) = open_bytes(record(response(), uri="<https://a.example/b?c=1>"))
    assert isinstance(item, Page)
    assert item.facts == (("url", ("https://a.example/b?c=1",), "warc target"),)
    story = read_page(item)
    assert (story.url, story.published) == ("https://a.example/b?c=1", None)


def test_without_a_content_type_the_content_tells() -> None:
    (item,) = open_bytes(record(response(PAGE, "200 OK", "Server: x")))
    assert isinstance(item, Page)


def test_the_http_encoding_is_heard_where_the_bytes_need_it() -> None:
    body = PAGE.decode().replace("mayors", "mayors of Łódź").encode("iso-8859-2")
    (item,) = open_bytes(record(response(body, "200 OK", "Content-Type: text/html; charset=ISO-8859-2")))
    assert isinstance(item, Page)
    assert "Łódź" in item.data.decode()
    (item,) = open_bytes(record(response(body, "200 OK", "Content-Type: text/html; charset=no-such")))
    assert isinstance(item, Page)


def test_what_came_before_a_cut_is_read() -> None:
    whole = record(response()) + record(response(), uri="https://a.example/2")
    second = len(record(response()))
    items = open_bytes(whole[: second + 200])
    assert isinstance(items[0], Page)
    assert isinstance(items[1], Refusal)
    assert f"cut off in the record at byte {second}" in items[1].reason
    items = open_bytes(whole[: second + 20])
    assert isinstance(items[0], Page)
    assert isinstance(items[1], Refusal)


def test_a_packed_warc_cut_off_too() -> None:
    whole = gzip.compress(record(response())) + gzip.compress(record(response(), uri="https://a.example/2"))
    items = open_bytes(whole[:-25])
    assert isinstance(items[0], Page)
    assert isinstance(items[1], Refusal)
    assert "breaks off" in items[1].reason


def test_garbage_between_records_ends_the_reading_with_its_place() -> None:
    items = open_bytes(record(response()) + b"garbage\r\n\r\n" + record(response()))
    assert isinstance(items[0], Page)
    assert isinstance(items[1], Refusal)
    assert f"no WARC record at byte {len(record(response()))}" in items[1].reason
    assert len(items) == 2


def test_one_broken_response_costs_only_itself() -> None:
    broken = record(response(b"zzz\r\nno chunks", "200 OK", "Content-Type: text/html", "Content-Encoding: gzip"))
    items = open_bytes(record(b"") + record(b"\x00\x01\x02") + broken + record(response(), uri="https://a.example/9"))
    pages = [item for item in items if isinstance(item, Page)]
    assert pages[-1].facts[0][1] == ("https://a.example/9",)


def test_a_response_without_an_address() -> None:
    data = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: %d\r\n\r\n" % len(response()) + response() + b"\r\n\r\n"
    (item,) = open_bytes(data)
    assert isinstance(item, Refusal)
    assert "names no address" in item.reason


def test_a_header_without_end_is_not_read_for_ever() -> None:
    (item,) = open_bytes(b"WARC/1.0\r\n" + b"x" * 3_000_000)
    assert isinstance(item, Refusal)
    assert "no WARC record at byte 0" in item.reason


def test_too_large_a_response_is_passed_over() -> None:
    large = record(b"x" * (LARGEST_DOCUMENT + 5))
    items = list(open_stream("w.warc", io.BytesIO(large + record(response(), uri="https://a.example/2"))))
    assert isinstance(items[0], Refusal)
    assert "larger than 32 MB" in items[0].reason
    assert isinstance(items[1], Page)
