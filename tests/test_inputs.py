"""Paths to pages: folders of every format, streams, pointers, and what is told of that which cannot be read."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from backchannel.articles.containers import LARGEST_DOCUMENT
from backchannel.commands.inputs import Inputs
from backchannel.records import Page
from backchannel.runners.local import read_many

FORMATS = Path(__file__).parent / "pages" / "formats"


def run(*paths: str, verbatim: bool = False) -> tuple[list[Page], list[str], int]:
    told: list[str] = []
    inputs = Inputs(list(paths), published=None, url=None, complain=told.append, verbatim=verbatim)
    return list(inputs.pages()), told, inputs.failed


def test_a_folder_of_every_format() -> None:
    pages, told, failed = run(str(FORMATS))
    names = [page.name.removeprefix(f"{FORMATS}/") for page in pages]
    assert "channel.rss#1" in names
    assert "inbox.mbox#2#1" in names
    assert "crawl.warc#509" in names
    assert "bulletin.txt.gz" in names
    assert failed == 2  # a mail with a picture alone, a concept item in a message
    assert [line for line in told if "channel.rss" in line] == [
        f"{FORMATS}/channel.rss: 2 entries only point at a story elsewhere, fetch the page to read it: “Coast guards "
        "to share a radio channel” https://strait.example/2024/radio; “Governor visits Xiamen” "
        "https://strait.example/2024/governor"
    ]


def test_pointers_alone_are_a_failure(tmp_path: Path) -> None:
    item = "<item><title>T{}</title><link>https://a.example/{}</link></item>"
    feed = tmp_path / "f.xml"
    feed.write_text(f"<rss><channel>{''.join(item.format(n, n) for n in range(9))}</channel></rss>")
    pages, told, failed = run(str(feed))
    assert (pages, failed) == ([], 1)
    assert told[0].endswith("“T2” https://a.example/2; and 6 more")


def test_verbatim_opens_nothing() -> None:
    path = FORMATS / "channel.rss"
    pages, told, failed = run(str(path), verbatim=True)
    assert (pages, told, failed) == ([Page(str(path), path.read_bytes())], [], 0)


@pytest.mark.parametrize("verbatim", [False, True])
def test_too_large(tmp_path: Path, verbatim: bool) -> None:
    path = tmp_path / "big.txt"
    with path.open("wb") as file:
        file.truncate(LARGEST_DOCUMENT + 1)
    pages, told, failed = run(str(path), str(FORMATS / "briefing.md"), verbatim=verbatim)
    assert (len(pages), failed) == (1, 1)
    assert told == [f"{path}: larger than 32 MB, no news page is; split it into its documents"]


def test_a_container_on_stdin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO((FORMATS / "crawl.warc.gz").read_bytes())))
    pages, told, _ = run("-")
    assert [page.name for page in pages] == ["stdin#210"]
    assert not told


def test_a_name_cannot_speak_to_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "a\x1b[31m.rss"
    path.write_text("<rss><channel></channel></rss>")
    _, told, failed = run(str(path))
    assert failed == 1
    assert "\x1b" not in told[0]


@pytest.mark.integration
def test_documents_of_containers_are_read_by_workers() -> None:
    pages, _, _ = run(str(FORMATS / "crawl.warc"), str(FORMATS / "feed.json"), str(FORMATS / "list.ninjs.json"))
    alone = [(name, str(outcome)) for name, outcome in read_many(pages)]
    together = [(name, str(outcome)) for name, outcome in read_many(pages, jobs=2)]
    assert alone == together
    assert len(alone) == 6
